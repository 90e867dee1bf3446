// The sound beside the text: its bar, the word that is being heard, and silence while somebody types.
import * as device from "./device.js";
import { dim, light } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import { element, show, text } from "./texts.js";
import { momentAt, wordAt } from "./words.js";

const STEP = 3; // seconds that one press goes back or on
const BEFORE = 0.3; // seconds before a word, so that its beginning is heard
const QUIET = 1500; // ms after the last key until the sound goes on
const ROLL_BACK = 1; // seconds that are heard again then
const SPEED = "siniar-desk-speed";
const CLICK = "siniar-desk-click";

const sound = document.querySelector("[data-bar] audio");
const bar = element("player");
const find = (name) => bar.querySelector(`[data-do="${name}"]`);
const [speeds, clicks, position] = [find("speed"), find("click"), find("position")];
let resuming; // timer while typing has paused the sound
let here = null; // the paragraph that is being heard
let starts = null; // of all paragraphs; made when it is needed

function clock(moment) {
  const whole = Math.floor(moment);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, two(whole % 60)];
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

function play() {
  sound.play().catch((error) => {
    if (error.name !== "AbortError") show(text("no-sound"), { wrong: true });
  });
}

function calm() {
  clearTimeout(resuming);
  resuming = undefined;
}

/** Plays or pauses. */
export function toggle() {
  calm();
  if (sound.paused) play();
  else sound.pause();
}

function shift(seconds) {
  sound.currentTime = Math.max(0, sound.currentTime + seconds);
}

/** Goes one step on (1) or back (−1). */
export const skip = (step) => shift(step * STEP);

/** Slower or faster by one entry of the list. */
export function hurry(step) {
  const wanted = speeds.options[speeds.selectedIndex + step];
  if (wanted) setSpeed(wanted.value);
}

function setSpeed(value) {
  speeds.value = value;
  sound.defaultPlaybackRate = sound.playbackRate = Number(value);
  device.keep(SPEED, value);
}

/** Plays a paragraph from its word at a place of its text, or from its beginning. */
export function playFrom(section, caret) {
  calm();
  const moment = caret === undefined ? Number(section.dataset.start) : momentAt(section, caret);
  sound.currentTime = Math.max(0, moment - BEFORE);
  play();
}

/** Is told of each click into a text: one that selects nothing plays from there, if the editor wants that. */
export function clicked(section, { detail, shiftKey }) {
  const { selectionStart, selectionEnd } = paragraph.area(section);
  if (!clicks.checked || shiftKey) return;
  if (detail > 1) sound.pause(); // its first half was taken for a single click
  else if (selectionStart === selectionEnd) playFrom(section, selectionStart);
}

/** Is told of each change of a text: while somebody types there is silence. */
export function typed() {
  if (sound.paused && !resuming) return;
  clearTimeout(resuming);
  sound.pause();
  resuming = setTimeout(() => {
    resuming = undefined;
    shift(-ROLL_BACK);
    play();
  }, QUIET);
}

/** Must be called when paragraphs have come, gone or moved. */
export function reorder() {
  starts = null;
  if (here && !here.isConnected) here = null;
}

function sectionAt(moment) {
  starts ??= paragraph.all().map((section) => ({ section, start: Number(section.dataset.start) }));
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle].start <= moment) low = middle + 1;
    else high = middle;
  }
  return starts[low - 1]?.section ?? null;
}

const inSight = (section) => {
  const { top, bottom } = section.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

// Follows the sound only while the editor does: whoever has scrolled away, or writes elsewhere, is left alone.
function move(section) {
  const follows = here && !sound.paused && inSight(here) && !paragraph.current();
  here?.removeAttribute("aria-current");
  here = section;
  section?.setAttribute("aria-current", "true");
  if (!section || !follows) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

function tell() {
  const moment = sound.currentTime;
  const section = sectionAt(moment);
  if (section !== here) move(section);
  const word = section && wordAt(section, moment);
  if (word) light("desk-now", section, word.from, word.to);
  else dim("desk-now");
  const now = clock(moment);
  if (bar.querySelector("[data-now]").textContent === now) return;
  bar.querySelector("[data-now]").textContent = now;
  position.value = moment;
  position.setAttribute("aria-valuetext", now);
}

function measure() {
  if (!Number.isFinite(sound.duration)) return;
  bar.querySelector("[data-length]").textContent = clock(sound.duration);
  position.max = Math.ceil(sound.duration);
  position.disabled = false;
}

/** Puts our controls in the place of the browser's; `others` are functions of its buttons that are not the player's. */
export function begin(others) {
  const actions = { play: toggle, back: () => skip(-1), on: () => skip(1), ...others };
  bar.addEventListener("click", ({ target }) => actions[target.closest("button")?.dataset.do]?.());
  speeds.addEventListener("change", () => setSpeed(speeds.value));
  clicks.addEventListener("change", () => device.keep(CLICK, clicks.checked ? "1" : "0"));
  position.addEventListener("input", () => (sound.currentTime = Number(position.value)));
  sound.addEventListener("timeupdate", tell);
  sound.addEventListener("durationchange", measure);
  for (const name of ["play", "pause", "ended"]) {
    sound.addEventListener(name, () => bar.toggleAttribute("data-playing", !sound.paused));
  }
  addEventListener("visibilitychange", calm);
  const speed = device.recall(SPEED);
  setSpeed([...speeds.options].some((option) => option.value === speed) ? speed : "1");
  clicks.checked = device.recall(CLICK) !== "0";
  measure();
  document.querySelector(".desk-legend").append(clicks.closest("label")); // a habit, not for the bar
  sound.after(bar);
  sound.controls = false;
  sound.hidden = true;
}
