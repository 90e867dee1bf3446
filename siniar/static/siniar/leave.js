// “Keluar cepat”: silent, blank, forgotten, elsewhere. docs/safety.md tells why so.
import { quietly, tabs, wipe } from "./traces.js";

const LEFT = "siniar:left"; // in this tab: who comes Back is led away again
const link = document.querySelector("a.leave[data-to]");
const sounds = () => document.querySelectorAll("audio,video");
const show = (visible) => { document.documentElement.style.visibility = visible ? "" : "hidden"; };
const marked = () => {
  try {
    return sessionStorage.getItem(LEFT);
  } catch { // nothing may be stored: then whoever comes Back from another site has left, as far as anybody can know
    return !self.navigation?.activation?.from;
  }
};

function leave() {
  // From a frame by way of the site itself, which then empties what its own pages have kept.
  const to = self === top ? link.dataset.to : link.href;
  document.dispatchEvent(new Event("siniar:leave"));
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
  navigator.mediaSession.metadata = null;
  navigator.mediaSession.playbackState = "none";
}

function everywhere() {
  tabs?.postMessage("leave");
  leave();
}

// Shift thrice, each alone and within 5 s. Another key or a click means something else.
let presses = 0, alone, clock;
const voice = document.createElement("p");

function count(number) {
  presses = number;
  clearTimeout(clock);
  if (number) clock = setTimeout(count, 5000, 0);
  voice.textContent = (number && link.dataset[`press${number}`]) || "";
  if (number > 2) everywhere();
}

function reset({ key, ctrlKey, altKey, metaKey }) {
  alone = key === "Shift" && !(ctrlKey || altKey || metaKey);
  if (!alone) count(0);
}

if (link) {
  voice.setAttribute("role", "status");
  voice.style.cssText = "position:absolute;clip-path:inset(50%)";
  document.body.append(voice);
  for (const name of ["click", "auxclick"]) { // the middle button opens a tab, and this one would play on
    link.addEventListener(name, (event) => {
      if (event.button > 1) return;
      event.preventDefault();
      everywhere();
    });
  }
  addEventListener("keydown", reset, true);
  addEventListener("pointerdown", reset, true);
  addEventListener("keyup", ({ key }) => key === "Shift" && alone && count(presses + 1), true);
  tabs?.addEventListener("message", ({ data }) => data === "leave" && leave());
  // The browser may keep this page and show it again: silent, and blank until it may be seen.
  addEventListener("pagehide", () => {
    sounds().forEach((sound) => sound.pause());
    show(false);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (marked() ? leave() : show(true)));
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") quietly(() => sessionStorage.removeItem(LEFT));
  else if (marked()) leave();
}
