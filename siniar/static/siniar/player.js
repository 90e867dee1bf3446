// <siniar-player>: an episode's player over the browser's own <audio> and HTML that the server has made. Without this
// file the page is whole; it adds keys, chapters and text in step, a timer, parts to step over, and a memory if wanted.
// It never plays by itself. All its words are the server's.
import { quietly, remembers } from "./traces.js";

const [BACK, ON] = [-15, 30]; // seconds
const WARN = 10; // seconds before a sensitive part at which it is announced
const EARLY = 0.4; // seconds at which it is left out before it begins: the moment is told four times a second
const OFTEN = 10; // seconds between two notes of where somebody is
const EDGE = 15; // seconds at both ends that are not worth coming back to
const PATIENCE = 600; // ms until waiting is said
const [OF_WAITING, OF_REST] = [["loading", "slow", "offline"], ["paused", "from", "resumed", "asleep", "failed"]];
const OF_PARTS = ["part", "inside"];
const OPUS = "audio/ogg; codecs=opus";
const [FORGET, PLACE, SETTINGS] = ["siniar:forget", "siniar:place:", "siniar:player"];

/** The place of the last of sorted `starts` that is not after `moment`; −1 before the first. */
function placeOf(starts, moment) {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/** Elements with a moment each, of which one is the current one. */
class Track {
  constructor(elements) {
    this.elements = elements;
    this.starts = elements.map((element) => Number(element.dataset.t));
  }

  /** Marks what is current at `moment`; returns it if it was not so before. */
  mark(moment) {
    const here = this.elements[placeOf(this.starts, moment)];
    if (here === this.here) return null;
    this.here?.removeAttribute("aria-current");
    here?.setAttribute("aria-current", "true");
    this.here = here;
    return here;
  }

  endOf(moment) {
    return this.starts[placeOf(this.starts, moment) + 1] ?? Infinity;
  }
}

/** The text: follows the sound until somebody scrolls, and is searched on the device alone. */
class Text {
  constructor(root) {
    const find = (name) => root.querySelector(name);
    this.box = find(".turns");
    this.track = new Track([...this.box.querySelectorAll("span[data-t]")]);
    [this.found, this.toggle, this.play, this.hits] = [find("[data-found]"), find("[data-follow]"), find("[data-from]"), []];
    find("fieldset").disabled = false;
    this.follow(true);
    this.toggle.addEventListener("click", () => this.follow(!this.following));
    for (const name of ["wheel", "touchmove"]) {
      this.box.addEventListener(name, () => this.follow(false), { passive: true });
    }
    this.box.addEventListener("keydown", ({ key }) => /^(Page|Arrow|Home|End|Tab)/.test(key) && this.follow(false));
    const field = find("[data-find]");
    field.addEventListener("input", () => this.search(field.value));
    field.addEventListener("keydown", ({ key, shiftKey }) => key === "Enter" && this.next(shiftKey ? -1 : 1));
    find("[data-next]").addEventListener("click", () => this.next(1));
  }

  follow(wanted) {
    this.following = wanted;
    this.toggle.setAttribute("aria-pressed", wanted);
    if (wanted && this.track.here) this.reveal(this.track.here);
  }

  mark(moment, playing) {
    const line = this.track.mark(moment);
    if (line && playing && this.following) this.reveal(line);
  }

  reveal(line) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = line.offsetTop - this.box.clientHeight / 3;
    this.box.scrollTo({ top, behavior: still ? "auto" : "smooth" });
  }

  search(words) {
    const fold = (text) => text.toLowerCase().replace(/\s+/g, " ");
    const { elements } = this.track;
    if (!this.whole) {
      this.offsets = [];
      this.whole = "";
      for (const { textContent } of elements) {
        this.offsets.push(this.whole.length);
        this.whole += `${fold(textContent)} `;
      }
    }
    for (const line of elements) line.removeAttribute("data-hit");
    const wanted = fold(words.trim());
    this.hits = [];
    for (let at = -1; wanted && (at = this.whole.indexOf(wanted, at + 1)) >= 0; ) {
      const [first, last] = [at, at + wanted.length - 1].map((offset) => placeOf(this.offsets, offset));
      this.hits.push(elements[first]);
      for (const line of elements.slice(first, last + 1)) line.dataset.hit = "";
    }
    this.hit = -1;
    this.play.hidden = true;
    if (this.hits.length) this.next(1);
    else this.found.textContent = wanted && this.found.dataset.none;
  }

  next(step) {
    const count = this.hits.length;
    if (!count) return;
    this.hit = (this.hit + step + count) % count;
    this.follow(false);
    this.reveal(this.hits[this.hit]);
    const line = this.hits[this.hit];
    const time = clock(Number(line.dataset.t));
    this.found.textContent = filled(this.found.dataset.some, { place: this.hit + 1, count, time, text: line.textContent });
    this.play.hidden = false;
    this.play.dataset.t = line.dataset.t;
  }
}

class Player extends HTMLElement {
  connectedCallback() {
    this.sound = this.querySelector("audio");
    if (!this.sound || this.status) return;
    [this.full] = this.sound.getAttribute("src").split("#"); // where it begins is this.begin's matter
    this.sound.src = this.full;
    this.status = this.querySelector("[data-said]");
    this.chapters = new Track([...this.querySelectorAll(".chapters a[data-t]")]);
    const numbers = this.dataset.parts.trim().split(/\s+/).map(Number);
    this.parts = numbers.flatMap((start, place) => (place % 2 ? [] : [{ start, end: numbers[place + 1] }]));
    if (this.parts[0]?.end === undefined) this.parts = [];
    const text = document.getElementById("transcript");
    if (text) this.text = new Text(text);
    this.listen(text);
    this.recall();
    this.sound.controls = false;
    this.dataset.alive = "";
    this.spell(this.tool("position"));
    for (const each of this.querySelectorAll("[disabled]:not([data-off])")) each.disabled = false;
    this.begin();
  }

  tool(name) {
    return this.querySelector(`[data-do="${name}"]`);
  }

  // What is heard and pressed -----------------------------------------------------------------------------------

  listen(text) {
    const on = (names, does) => names.split(" ").forEach((name) => this.sound.addEventListener(name, () => !this.gone && does()));
    on("timeupdate", () => this.tick());
    on("loadedmetadata", () => this.arrive());
    on("play", () => this.started());
    on("pause ended", () => this.stopped());
    on("playing", () => this.flows());
    on("waiting", () => this.wait("loading"));
    on("stalled", () => this.sound.readyState < 3 && this.wait("slow"));
    on("error", () => this.failed());
    on("ratechange seeked", () => this.tellSystem());
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("change", ({ target }) => this.changed(target));
    this.addEventListener("input", ({ target }) => target === this.tool("position") && this.drag(target));
    this.addEventListener("keydown", (event) => this.key(event));
    text?.addEventListener("click", (event) => this.go(event));
    addEventListener("hashchange", () => this.begin(false));
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("siniar:leave", () => this.silence());
    // Should the script of the way out be missing, its link empties this device before the page is hidden.
    document.addEventListener("click", ({ target }) => target.closest("a.leave") && this.silence(), true);
  }

  pressed(event) {
    const does = event.target.closest("button")?.dataset.do;
    if (does === "play") this.toggle();
    else if (does === "back") this.jump(BACK);
    else if (does === "on") this.jump(ON);
    else if (does === "listen") this.play();
    else if (does === "skip") this.stepOver(this.near);
    else if (does === "share") this.share();
    else if (event.target.matches("[data-report]")) event.target.hash = this.tool("moment").checked ? this.moment() : "";
    else this.go(event);
  }

  changed({ dataset, value, checked }) {
    const does = dataset.do;
    if (does === "position") this.drag();
    else if (does === "speed") this.hurry(value);
    else if (does === "sleep") this.sleep(value);
    else if (does === "skipping") this.guard(this.now);
    else if (does === "hemat") this.change(checked);
    else if (does === "remember") this.remember(checked);
    else if (does === "forget") this.forget(checked);
    if (["speed", "skipping", "hemat"].includes(does)) this.keepSettings(does);
  }

  // Only while the focus is in the player: elsewhere the keys belong to the page (WCAG 2.1.4).
  key(event) {
    const { key, target, ctrlKey, altKey, metaKey } = event;
    const slider = target.matches("[type=range]") && key.startsWith("Arrow");
    if (ctrlKey || altKey || metaKey || slider || target.matches("select")) return;
    const keys = {
      j: () => this.jump(BACK),
      k: () => this.toggle(),
      l: () => this.jump(ON),
      m: () => this.mute(),
      "<": () => this.hurryBy(-1),
      ">": () => this.hurryBy(1),
      arrowleft: () => this.jump(BACK),
      arrowright: () => this.jump(ON),
    };
    const does = /^\d$/.test(key) ? () => this.seek((this.length * key) / 10) : keys[key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does();
  }

  /** A click on something that has a moment leads there. */
  go(event) {
    const place = event.target.closest("[data-t]");
    const selects = !getSelection().isCollapsed;
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey || (selects && !place.href)) return;
    event.preventDefault();
    this.text?.follow(true);
    this.seek(Number(place.dataset.t));
    this.play();
  }

  // The sound ---------------------------------------------------------------------------------------------------

  get now() {
    return this.wanted ?? this.sound.currentTime;
  }

  get length() {
    return Number.isFinite(this.sound.duration) ? this.sound.duration : Number(this.dataset.length);
  }

  play() {
    if (this.sound.error) {
      this.wanted = this.now;
      this.sound.load();
    }
    this.sound.play().catch(() => {}); // what fails tells so itself
  }

  toggle() {
    if (this.sound.paused || this.sound.error) this.play();
    else this.sound.pause();
  }

  /** Pauses, and says `word` of it. */
  stop(word) {
    this.why = word;
    this.sound.pause();
  }

  jump(seconds) {
    this.seek(this.now + seconds);
  }

  /** Before anything is loaded the place is only noted: nothing is fetched for it. */
  seek(to) {
    let moment = Math.min(Math.max(to, 0), this.length);
    const part = this.partAt(moment);
    if (part && moment >= part.start && this.tool("skipping")?.checked) moment = Math.min(part.end, this.length);
    if (this.sound.readyState) this.sound.currentTime = moment;
    else this.wanted = moment;
    this.until = this.chapters.endOf(moment);
    this.told = null;
    if (OF_PARTS.includes(this.word)) this.say("");
    if (moment > to && part) this.say("skipped");
    this.show();
  }

  arrive() {
    const { wanted } = this;
    this.tool("position").max = Math.floor(this.length);
    this.wanted = undefined;
    if (wanted) this.sound.currentTime = Math.min(wanted, this.length);
  }

  started() {
    this.heard = true;
    this.label("pause");
    if (this.sleeping !== "chapter" && this.sleeping < Date.now()) this.sleep("");
    this.until = this.chapters.endOf(this.now);
    if (OF_REST.includes(this.word)) this.say("");
    if (this.sound.readyState < 3) this.wait("loading");
    this.session();
  }

  stopped() {
    const { ended, buffered, error } = this.sound;
    const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
    this.label("play");
    if (!error) this.say(ended ? "" : (this.why ?? "paused"), { time: clock(end) });
    this.why = undefined;
    this.offer(false);
    this.keep();
    this.tellSystem();
  }

  /** Says that it waits, if it still does after a moment: a jump is no news. */
  wait(word) {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (!this.gone && !this.sound.paused && this.sound.readyState < 3) this.say(navigator.onLine ? word : "offline");
    }, PATIENCE);
  }

  flows() {
    clearTimeout(this.patience);
    if (OF_WAITING.includes(this.word)) this.say("");
  }

  failed() {
    if (!this.sound.hasAttribute("src")) return;
    const { code } = this.sound.error;
    this.wanted ??= this.last;
    this.label("play");
    const hemat = this.tool("hemat");
    if (code !== 3 || !hemat?.checked) return this.say("failed");
    hemat.checked = false; // it is there, but this browser cannot read it
    this.change(false);
    this.play();
  }

  change(small) {
    const playing = !this.sound.paused;
    this.wanted = this.now;
    this.sound.src = small ? this.dataset.hemat : this.full;
    if (playing) this.play();
    this.say(small ? "small" : "full");
  }

  mute() {
    this.sound.muted = !this.sound.muted;
    this.say(this.sound.muted ? "mute" : "loud");
  }

  hurry(speed) {
    this.sound.defaultPlaybackRate = this.sound.playbackRate = Number(speed);
  }

  hurryBy(step) {
    const speeds = this.tool("speed");
    const option = speeds.options[speeds.selectedIndex + step];
    if (!option) return;
    speeds.value = option.value;
    this.hurry(option.value);
    this.say("speed", { speed: option.text });
    this.keepSettings("speed");
  }

  sleep(value) {
    this.tool("sleep").value = value;
    this.sleeping = value === "chapter" ? value : value && Date.now() + value * 60_000;
    this.until = this.chapters.endOf(this.now);
  }

  silence() {
    this.gone = true;
    this.sound.pause();
    this.sound.removeAttribute("src");
    this.sound.load();
    if (navigator.mediaSession) navigator.mediaSession.metadata = null;
  }

  // What is shown -----------------------------------------------------------------------------------------------

  tick() {
    const { now } = this;
    this.last = now;
    if (!this.sound.paused && !this.sound.seeking) {
      const over = this.sleeping === "chapter" ? now >= this.until : this.sleeping && Date.now() >= this.sleeping;
      if (over) {
        this.sleep("");
        return this.stop("asleep");
      }
      this.guard(now);
      if (Math.abs(now - (this.noted ?? -OFTEN)) >= OFTEN) this.keep();
    }
    this.show();
  }

  show() {
    const { now } = this;
    const written = clock(now);
    const position = this.tool("position");
    if (!this.dragging && this.shown !== written) {
      this.shown = written;
      position.value = now;
      this.spell(position);
    }
    this.chapters.mark(now);
    this.text?.mark(now, !this.sound.paused);
  }

  spell(position) {
    const [now, length] = [Number(position.value), clock(this.length)];
    this.querySelector("[data-now]").textContent = clock(now);
    const values = { minutes: Math.floor(now / 60), seconds: Math.floor(now % 60), length };
    position.setAttribute("aria-valuetext", filled(this.dataset.sayAt, values));
  }

  /** While the handle is moved only its time is told; without `position` it was let go. */
  drag(position) {
    this.dragging = Boolean(position);
    if (position) this.spell(position);
    else this.seek(Number(this.tool("position").value));
  }

  label(word) {
    this.querySelector(".main").textContent = this.dataset[word === "play" ? "sayPlay" : "sayPause"];
    this.toggleAttribute("data-playing", word === "pause");
  }

  say(word, values = {}) {
    this.word = word;
    const words = word && this.dataset[`say${word[0].toUpperCase()}${word.slice(1)}`];
    this.status.textContent = filled(words, values);
  }

  // Sensitive parts ---------------------------------------------------------------------------------------------

  partAt(moment) {
    return this.parts.find(({ end }) => end - 0.2 > moment);
  }

  guard(now) {
    const part = this.partAt(now);
    const inside = part && now >= part.start - EARLY * this.sound.playbackRate;
    if (inside && this.tool("skipping").checked) return this.stepOver(part);
    this.near = part && now >= part.start - WARN ? part : null;
    this.offer(this.near);
    const count = this.near && Math.ceil(part.start - now);
    const word = this.near && OF_PARTS[count > 0 ? 0 : 1];
    const told = this.near && word + part.start;
    if (told && told !== this.told) this.say(word, { count, time: clock(part.end) });
    else if (!told && OF_PARTS.includes(this.word)) this.say("");
    this.told = told;
  }

  /** Shows the button that leaves a part out, or takes it away: never the place of somebody who goes by keys with it. */
  offer(visible) {
    const skip = this.tool("skip");
    if (!visible && skip === document.activeElement) this.querySelector(".main").focus();
    skip.hidden = !visible;
  }

  stepOver(part) {
    if (!part) return;
    this.seek(part.end);
    this.offer(false);
    this.say("skipped");
  }

  // What is kept on the device ----------------------------------------------------------------------------------

  get place() {
    return PLACE + this.dataset.episode;
  }

  recall() {
    const stored = (key) => quietly(() => localStorage.getItem(key));
    const settings = (remembers() && quietly(() => JSON.parse(stored(SETTINGS)))) || {};
    const [remember, forget, hemat, skipping] = ["remember", "forget", "hemat", "skipping"].map((name) => this.tool(name));
    if (forget) {
      forget.checked = Boolean(stored(FORGET));
      remember.checked = remembers() && (stored(this.place) !== null || !("discreet" in this.dataset));
      remember.toggleAttribute("data-off", forget.checked);
    }
    if (skipping) skipping.checked = Boolean(settings.skipping);
    if (this.tool("speed").querySelector(`[value="${Number(settings.speed)}"]`)) {
      this.tool("speed").value = settings.speed;
      this.hurry(settings.speed);
    }
    if (hemat && !this.sound.canPlayType(OPUS)) hemat.closest("p").hidden = true;
    else if (hemat && (settings.hemat ?? navigator.connection?.saveData)) {
      hemat.checked = true;
      this.sound.src = this.dataset.hemat;
    }
  }

  /** Goes where the address says, else, if somebody comes `back`, where they stopped; plays nothing. */
  begin(back = true) {
    const [, asked] = /[?&#]t=(\d+(?:\.\d+)?)/.exec(location.hash + (back ? location.search : "")) ?? [];
    const wanted = back && remembers() && this.tool("remember")?.checked;
    const moment = Number(asked ?? (wanted && quietly(() => localStorage.getItem(this.place))));
    if (!moment) return;
    this.seek(moment);
    this.say(asked ? "from" : "resumed", { time: clock(this.now) });
  }

  keep() {
    if (this.gone || !this.heard || !this.tool("remember")?.checked || !remembers()) return;
    const { now } = this;
    const worth = now > EDGE && now < this.length - EDGE;
    this.noted = now;
    quietly(() => {
      if (worth || "discreet" in this.dataset) localStorage.setItem(this.place, worth ? Math.floor(now) : 0);
      else localStorage.removeItem(this.place);
    });
  }

  keepSettings(name) {
    if (!remembers()) return;
    quietly(() => {
      const { type, value, checked } = this.tool(name);
      const settings = JSON.parse(localStorage.getItem(SETTINGS)) ?? {};
      settings[name] = type === "checkbox" ? checked : value;
      localStorage.setItem(SETTINGS, JSON.stringify(settings));
    });
  }

  remember(wanted) {
    this.heard = true; // the wish itself is to be remembered
    if (wanted) this.keep();
    else quietly(() => localStorage.removeItem(this.place));
    this.say(wanted ? "remembering" : "forgetting");
  }

  forget(wanted) {
    const remember = this.tool("remember");
    quietly(() => {
      if (!wanted) return localStorage.removeItem(FORGET);
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PLACE) || key === SETTINGS) localStorage.removeItem(key);
      }
      localStorage.setItem(FORGET, "1");
    });
    remember.disabled = wanted;
    remember.checked = !wanted && !("discreet" in this.dataset);
    this.say(wanted ? "nothing" : remember.checked ? "remembering" : "forgetting");
  }

  // To others, and to the system --------------------------------------------------------------------------------

  moment() {
    return `t=${Math.floor(this.now)}`;
  }

  async share() {
    const link = new URL(this.dataset.address, location.href);
    link.hash = this.moment();
    const time = clock(this.now);
    try {
      if (navigator.share) return await navigator.share({ url: link.href });
      await navigator.clipboard.writeText(link.href);
      this.say("copied", { time });
    } catch (error) {
      if (error.name !== "AbortError") this.say("link", { link: link.href });
    }
  }

  /** The locked screen learns the name that anybody may read, and nothing before the first play. */
  session() {
    const { mediaSession } = navigator;
    if (!mediaSession) return;
    const { title, artist, cover } = this.dataset;
    const artwork = [{ src: cover, sizes: "320x320", type: "image/jpeg" }];
    mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
    const handlers = {
      play: () => this.play(),
      pause: () => this.sound.pause(),
      seekbackward: () => this.jump(BACK),
      seekforward: () => this.jump(ON),
      seekto: ({ seekTime }) => this.seek(seekTime),
    };
    for (const [name, does] of Object.entries(handlers)) quietly(() => mediaSession.setActionHandler(name, does));
    this.tellSystem();
  }

  tellSystem() {
    const { duration, playbackRate, currentTime, paused } = this.sound;
    const { mediaSession } = navigator;
    if (!mediaSession?.metadata) return;
    mediaSession.playbackState = paused ? "paused" : "playing";
    if (Number.isFinite(duration)) {
      quietly(() => mediaSession.setPositionState({ duration, playbackRate, position: Math.min(currentTime, duration) }));
    }
  }
}

customElements.define("siniar-player", Player);
