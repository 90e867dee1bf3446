// “Keluar cepat”: silent, blank, forgotten, elsewhere. A click, or Shift three times; docs/safety.md tells why so.
import { quietly, tabs, wipe } from "./traces.js";

const LEFT = "siniar:left"; // stays until the tab is closed: who comes Back is led away again
const WITHIN = 5000; // ms from one press to the next
const link = document.querySelector("a.leave[data-to]");
const root = document.documentElement;
const sounds = () => document.querySelectorAll("audio,video");
const show = (visible) => { root.style.visibility = visible ? "" : "hidden"; };
const marked = () => quietly(() => sessionStorage.getItem(LEFT));

function leave() {
  const { to } = link.dataset;
  document.dispatchEvent(new CustomEvent("siniar:leave"));
  quietly(silence);
  show(false);
  document.title = new URL(to).hostname;
  document.body.replaceChildren();
  wipe();
  quietly(() => sessionStorage.setItem(LEFT, 1));
  try {
    top.location.replace(to); // also out of a page that embeds this one
  } catch {
    location.replace(to);
  }
}

function silence() {
  for (const sound of sounds()) {
    sound.pause();
    sound.removeAttribute("src");
    sound.replaceChildren();
    sound.load();
  }
  const session = navigator.mediaSession;
  session.metadata = null;
  session.playbackState = "none";
  for (const name of ["play", "pause", "stop", "seekbackward", "seekforward", "seekto", "previoustrack", "nexttrack"]) {
    quietly(() => session.setActionHandler(name, null));
  }
}

function everywhere() {
  tabs?.postMessage("leave");
  leave();
}

// Shift thrice, each time alone: another key, or a click, means something else.
let presses, alone, clock;
const voice = document.createElement("p");

function count(number) {
  presses = number;
  clearTimeout(clock);
  if (number) clock = setTimeout(count, WITHIN, 0);
  voice.textContent = (number && link.dataset[`press${number}`]) || "";
  if (number > 2) everywhere();
}

function reset({ key, ctrlKey, altKey, metaKey }) {
  alone = key === "Shift" && !(ctrlKey || altKey || metaKey);
  if (!alone) count(0);
}

function listen() {
  count(0);
  voice.setAttribute("role", "status");
  voice.style.cssText = "position:absolute;clip-path:inset(50%)";
  document.body.append(voice);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    everywhere();
  });
  addEventListener("keydown", reset, true);
  addEventListener("pointerdown", reset, true);
  addEventListener("keyup", ({ key }) => key === "Shift" && alone && count(presses + 1), true);
  tabs?.addEventListener("message", ({ data }) => data === "leave" && leave());
  // The browser may keep a page and show it again: silent, and blank until it is known that it may be seen.
  addEventListener("pagehide", () => {
    sounds().forEach((sound) => sound.pause());
    show(false);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (marked() ? leave() : show(true)));
}

if (link) {
  listen();
  const [{ type }] = performance.getEntriesByType("navigation");
  if (type === "navigate") quietly(() => sessionStorage.removeItem(LEFT));
  else if (marked()) leave();
}
