// <siniar-offline>: keeps one episode on this device. <siniar-kept>: the list of what is kept. Their words are the
// server's: in data-words of the element, else of the page /offline/.
import { all, ask, free, keep, kept, possible, Refused, remove, worker } from "./keeping.js";
import { forgetful, remembers } from "./traces.js";

const OPUS = "audio/ogg; codecs=opus";
let words;

async function learn(element) {
  words ??= JSON.parse(element.dataset.words ?? (await elsewhere()));
}

async function elsewhere() {
  const page = new DOMParser().parseFromString(await (await fetch("/offline/")).text(), "text/html");
  return page.querySelector("[data-words]").dataset.words;
}

/** The words of that name, with sizes in MB or GB. */
function say(name, values = {}) {
  const sized = (bytes) => {
    const [unit, one] = bytes < 1e9 ? ["megabyte", 1e6] : ["gigabyte", 1e9];
    const style = { style: "unit", unit, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / one);
  };
  const filled = (key) => (typeof values[key] === "number" ? sized(values[key]) : values[key]);
  return words[name].replace(/\{(\w+)\}/g, (_all, key) => filled(key));
}

const path = (address) => address && new URL(address, location.href).pathname;

class Offline extends HTMLElement {
  async connectedCallback() {
    this.button = this.querySelector("button") ?? this.appendChild(make("button", ""));
    this.status = this.querySelector("[role=status]") ?? this.appendChild(make("p", "", { role: "status" }));
    this.button.addEventListener("click", () => this.pressed());
    this.page = path(this.dataset.page);
    await this.refresh();
    this.hidden = false;
  }

  async refresh() {
    await learn(this);
    const record = (await possible()) && (await kept(this.page));
    this.whole = Boolean(record?.whole);
    this.button.textContent = this.whole ? say("remove") : record ? say("go_on", { done: record.here }) : say("keep");
    if (this.whole) this.status.textContent = say("kept", { size: record.size });
  }

  async pressed() {
    if (this.busy) return;
    this.busy = true;
    this.button.setAttribute("aria-disabled", "true");
    try {
      await learn(this);
      await (this.whole ? this.remove_() : this.keep());
    } catch (error) {
      if (!words) return; // not even these could be fetched: the button stays what it is
      this.status.textContent = say(error instanceof Refused ? error.reason : "broken", error.sizes);
    } finally {
      this.busy = false;
      this.button.removeAttribute("aria-disabled");
    }
    await this.refresh();
  }

  async remove_() {
    await remove(this.page);
    this.status.textContent = say("removed");
  }

  async keep() {
    if (!(await possible())) throw new Refused("impossible");
    const { hemat, size, sound } = this.dataset;
    const small = hemat && document.createElement("audio").canPlayType(OPUS);
    this.status.textContent = say("begun");
    const wanted = { page: this.page, name: document.title, sound: path(small ? hemat : sound), size: Number(size) || 0 };
    await keep(wanted, (done, whole) => {
      this.status.textContent = say("progress", { done, size: whole });
    });
  }
}

class Kept extends HTMLElement {
  async connectedCallback() {
    await learn(this);
    this.status = this.appendChild(make("p", "", { role: "status" }));
    this.list = this.appendChild(make("ul", "", { class: "feeds" }));
    this.room = this.appendChild(make("p", ""));
    this.tools = this.appendChild(make("p", "", { class: "buttons" }));
    this.hidden = false;
    if (!(await possible())) return void (this.status.textContent = say("impossible"));
    // The worker shows this list in the place of what it does not have.
    await this.refresh(location.pathname === path("/offline/") ? "" : say("away"));
    const active = (await navigator.serviceWorker.getRegistration())?.active;
    document.addEventListener("siniar:wipe", () => this.refresh());
    const told = active && (await ask(active, { does: "look" }));
    if (told?.went) await this.refresh(say("went"));
  }

  async refresh(told = "") {
    const records = await all();
    const used = records.reduce((sum, { here }) => sum + here, 0);
    this.status.textContent = told || (records.length ? "" : say(forgetful() ? "forgetful" : "nothing"));
    this.list.replaceChildren(...records.map((record) => this.row(record)));
    this.room.textContent = say("used", { size: used, free: await free() });
    this.tools.replaceChildren(...(await this.buttons(records)));
  }

  row({ page, name, size, here, whole }) {
    const row = make("li", "");
    const link = make("a", name, { href: page });
    const facts = make("span", ` ${whole ? say("unit", { size }) : say("unfinished", { size, done: here })} `);
    const button = make("button", say("remove"), { "aria-label": say("remove_named", { name }) });
    button.addEventListener("click", async () => {
      await remove(page);
      await this.refresh(say("removed"));
      this.focusOn();
    });
    row.append(link, facts, button);
    return row;
  }

  async buttons(records) {
    const buttons = [];
    if (records.length) {
      buttons.push(this.tool("remove_all", async () => {
        for (const { page } of await all()) await remove(page);
        return "removed";
      }));
    }
    if (remembers() && !(await navigator.serviceWorker.getRegistration())) {
      buttons.push(this.tool("prepare", async () => {
        await worker();
        return "prepared";
      }));
    }
    return buttons;
  }

  tool(name, does) {
    const button = make("button", say(name));
    button.addEventListener("click", async () => {
      const told = await does().catch((error) => error.reason ?? "broken");
      await this.refresh(say(told));
      this.focusOn();
    });
    return button;
  }

  /** Where a button went that had the focus. */
  focusOn() {
    this.status.tabIndex = -1;
    this.status.focus();
  }
}

function make(kind, text, attributes = {}) {
  const made = document.createElement(kind);
  const all = kind === "button" ? { type: "button", class: "button quiet", ...attributes } : attributes;
  for (const [name, value] of Object.entries(all)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

customElements.define("siniar-offline", Offline);
customElements.define("siniar-kept", Kept);
