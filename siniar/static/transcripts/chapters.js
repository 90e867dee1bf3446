// The page of chapters beside the sound: marks on the waveform, kept in step with the fields of the form, which alone
// is sent. Without this script the form works by itself. Moments are whole milliseconds.
import { read, speak, write } from "./moments.js";
import { Wave } from "./wave.js";

const STEPS = { ArrowLeft: -100, ArrowDown: -100, ArrowRight: 100, ArrowUp: 100, PageUp: 10000, PageDown: -10000 };
const FINE = 10; // ms; what a pointer can set

const form = document.querySelector("[data-chapters]");
const find = (selector) => form.querySelector(selector);
const audio = find("audio");
const status = find("[data-status]");
const overview = find("[data-overview]");
const duration = Math.round(Number(form.dataset.duration) * 1000);
const wave = new Wave(find("[data-detail]"), duration, Number(form.dataset.perSecond));
const chapters = new Map(); // by row
let current = null;
let cursor = 0; // where one is while no sound is there to tell
let changed = false;

const now = () => (audio ? Math.round(audio.currentTime * 1000) : cursor);
const within = (moment) => Math.max(0, Math.min(duration - 1, Math.round(moment)));

class Chapter {
  constructor(row) {
    this.row = row;
    this.start = row.querySelector("[data-start]");
    this.title = row.querySelector("[data-title]");
    this.group = row.querySelector("[data-group]");
    this.gone = row.querySelector("input[type=checkbox]");
    this.mark = find("[data-shape]").content.firstElementChild.cloneNode(true);
    this.name = this.mark.getAttribute("aria-label");
    this.tick = document.createElement("div");
    this.tick.className = "chapters-tick";
    wave.place.append(this.mark);
    overview.append(this.tick);
    row.querySelector("[data-tools]").hidden = false;
    if (this.moment !== null) this.start.value = write(this.moment);
    row.addEventListener("input", () => edit(this));
    row.addEventListener("focusin", () => choose(this));
    row.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.mark.addEventListener("focus", () => choose(this));
    this.mark.addEventListener("keydown", (event) => this.key(event));
    this.mark.addEventListener("pointerdown", (event) => this.grasp(event));
    this.mark.addEventListener("pointermove", (event) => this.drag(event));
    this.mark.addEventListener("lostpointercapture", () => { this.held = false; });
    this.show();
  }

  // When it starts, or null while the field says nothing of use.
  get moment() {
    const moment = this.gone?.checked ? null : read(this.start.value);
    return moment !== null && moment < duration ? moment : null;
  }

  move(moment) {
    if (this.start.disabled) return;
    this.start.value = write(within(moment));
    edit(this);
  }

  show() {
    const moment = this.moment;
    this.mark.hidden = this.tick.hidden = moment === null;
    this.row.classList.toggle("chapters-row--gone", Boolean(this.gone?.checked));
    this.row.classList.toggle("chapters-row--current", this === current);
    this.group.setAttribute("aria-label", this.title.value);
    if (moment === null) return;
    const visible = wave.shows(moment);
    this.mark.classList.toggle("chapters-mark--outside", !visible);
    this.mark.style.insetInlineStart = `${visible ? wave.percent(moment) : 50}%`;
    this.tick.style.insetInlineStart = `${(moment / duration) * 100}%`;
    this.mark.setAttribute("aria-label", `${this.name}: ${this.title.value}`);
    this.mark.setAttribute("aria-valuemax", duration / 1000);
    this.mark.setAttribute("aria-valuenow", moment / 1000);
    this.mark.setAttribute("aria-valuetext", speak(moment));
    if (this.start.disabled) this.mark.setAttribute("aria-disabled", "true");
    this.mark.querySelector("[data-label]").textContent = this.title.value;
  }

  press(button) {
    if (!button) return;
    if ("hear" in button.dataset) play(this.moment ?? now());
    if ("set" in button.dataset) this.move(now());
    if ("toMark" in button.dataset && this.moment !== null) this.mark.focus();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key] * (event.shiftKey && event.key.startsWith("Arrow") ? 10 : 1);
    if (step) this.move(this.moment + step);
    else if (event.key === "Home") this.move(0);
    else if (event.key === "End") this.move(duration);
    else if (event.key === " ") toggle(this.moment);
    else if (event.key === "Enter") this.title.focus();
    else return;
    event.preventDefault();
  }

  grasp(event) {
    if (event.button || this.start.disabled) return;
    event.preventDefault();
    this.held = true;
    this.mark.setPointerCapture(event.pointerId);
    this.mark.focus();
  }

  drag(event) {
    if (this.held) this.move(Math.round(wave.momentAt(event.clientX) / FINE) * FINE);
  }
}

function edit(chapter) {
  changed = true;
  if (chapter.moment !== null) wave.follow(chapter.moment, 0.5);
  show();
}

function choose(chapter) {
  const before = current;
  current = chapter;
  before?.show();
  if (chapter.moment !== null && !wave.shows(chapter.moment, 0.02)) wave.look(chapter.moment);
  show();
}

// Everything that depends on where one is.
function show() {
  for (const chapter of chapters.values()) chapter.show();
  const frame = find("[data-window]").style;
  frame.insetInlineStart = `${(wave.from / duration) * 100}%`;
  frame.inlineSize = `${Math.min(100, (wave.span / duration) * 100)}%`;
  const moments = { from: wave.from, middle: wave.from + wave.span / 2, until: wave.until };
  for (const [name, moment] of Object.entries(moments)) find(`[data-${name}]`).textContent = write(Math.round(moment / 100) * 100);
  showNow();
}

function showNow() {
  const moment = now();
  const head = find("[data-playhead]");
  head.hidden = !wave.shows(moment);
  head.style.insetInlineStart = `${wave.percent(moment)}%`;
  const place = find("[data-place]");
  if (document.activeElement !== place) place.value = moment / 1000;
  place.setAttribute("aria-valuetext", speak(moment));
  find("[data-now]").textContent = write(Math.round(moment / 100) * 100);
}

function go(moment) {
  cursor = within(moment);
  if (audio) audio.currentTime = cursor / 1000;
  wave.follow(cursor);
  show();
}

function play(moment) {
  go(moment);
  audio?.play();
}

function toggle(moment) {
  if (audio && !audio.paused) audio.pause();
  else play(moment);
}

function run() {
  if (!wave.shows(now(), 0)) {
    wave.look(now(), 0.1);
    show();
  } else showNow();
  if (!audio.paused) requestAnimationFrame(run);
}

function adopt(row) {
  chapters.set(row, new Chapter(row));
}

// A new row, not saved yet, at its place in time.
function add(moment, title = "") {
  const total = find("[name=chapter-TOTAL_FORMS]");
  const holder = document.createElement("template");
  holder.innerHTML = find("[data-empty]").innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.querySelector("[data-row]");
  const rows = [...form.querySelectorAll("[data-rows] [data-row]")];
  find("[data-rows]").insertBefore(row, rows.find((other) => chapters.get(other).moment > moment) ?? null);
  total.value = Number(total.value) + 1;
  row.querySelector("[data-start]").value = write(within(moment));
  row.querySelector("[data-title]").value = title;
  adopt(row);
  for (const each of form.querySelectorAll("[data-rows] [data-row]")) wave.place.append(chapters.get(each).mark); // in order
  edit(chapters.get(row));
  chapters.get(row).title.focus();
  chapters.get(row).title.select();
  status.textContent = status.dataset.added;
}

function suggest(item) {
  const moment = Math.round(Number(item.dataset.start) * 1000);
  for (const button of item.querySelectorAll("[data-hear], [data-dismiss]")) button.hidden = false;
  item.querySelector("[data-hear]").addEventListener("click", () => play(moment));
  item.querySelector("[data-dismiss]").addEventListener("click", () => {
    leave(item);
    status.textContent = status.dataset.dismissed;
  });
  item.querySelector("[name=accept]")?.addEventListener("click", (event) => {
    event.preventDefault();
    leave(item);
    add(moment, item.dataset.proposed);
  });
}

// Takes a suggestion off the page; whoever is there by keyboard goes on with the next one.
function leave(item) {
  const next = item.nextElementSibling || item.previousElementSibling;
  (next?.querySelector("[data-hear]") || find("[data-place]")).focus();
  item.remove();
}

const blank = (row) => [...row.querySelectorAll("input[type=text]")].every((field) => !field.value.trim());
for (const row of form.querySelectorAll("[data-row]")) {
  if (blank(row) && !row.querySelector(".errorlist")) row.remove(); // empty rows are for browsers without script
  else adopt(row);
}
for (const item of form.querySelectorAll("[data-suggestion]")) suggest(item);
find("[data-wave]").hidden = find("[data-keys]").hidden = false;
find("[data-add]")?.addEventListener("click", () => add(now()));
find("[data-play]").hidden = !audio;
if (audio) audio.hidden = true; // ours has the waveform
find("[data-play]").addEventListener("click", () => toggle(now()));
for (const button of form.querySelectorAll("[data-skip]"))
  button.addEventListener("click", () => go(now() + Number(button.dataset.skip) * 1000));
find("[data-place]").addEventListener("input", (event) => go(Number(event.target.value) * 1000));
find("[data-span]").addEventListener("change", (event) => {
  wave.span = Math.min(duration, Number(event.target.value));
  wave.look(current?.moment ?? now());
  show();
});
wave.place.addEventListener("click", (event) => {
  if (!event.target.closest("[data-mark]")) go(wave.momentAt(event.clientX));
});
overview.addEventListener("click", (event) => {
  const box = overview.getBoundingClientRect();
  const moment = within(((event.clientX - box.left) / box.width) * duration);
  wave.look(moment);
  go(moment);
});
for (const event of ["play", "pause"])
  audio?.addEventListener(event, () => {
    find("[data-play]").setAttribute("aria-pressed", String(!audio.paused));
    run();
  });
audio?.addEventListener("seeked", () => {
  wave.follow(now());
  show();
});
new ResizeObserver(() => wave.draw()).observe(wave.place);
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
wave.span = Math.min(duration, wave.span);
wave.look(0);
show();
const patience = setTimeout(() => { status.textContent = status.dataset.drawingWave; }, 700);
wave.load(form.dataset.waveform)
  .then(() => { if (status.textContent === status.dataset.drawingWave) status.textContent = ""; })
  .catch(() => { status.textContent = status.dataset.noWave; })
  .finally(() => clearTimeout(patience));
