// Find and replace in the page. What it replaces is saved like what is typed, and can be undone in each paragraph.
import { dim, light, reveal } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import { text } from "./texts.js";

const QUIET = 200; // ms after the last key in the field
const form = document.querySelector("[data-replace]");
const panel = form.closest("section");
const fields = form.elements;
const count = form.querySelector("[data-hits]");
let at = null; // the hit that is shown: {section, from, to}
let before = null; // where the focus was
let timer;

// The same rule as the server's: blanks are as good as each other, and a word is whole unless the editor says otherwise.
function pattern() {
  const parts = fields.find.value.trim().split(/\s+/);
  if (!parts[0]) return null;
  const wanted = parts.map((part) => part.replace(/[$()*+.?[\\\]^{|}/-]/g, "\\$&")).join("\\s+");
  const whole = fields.parts.checked ? wanted : `(?<![\\p{L}\\p{N}_])${wanted}(?![\\p{L}\\p{N}_])`;
  return new RegExp(whole, fields.case.checked ? "gu" : "giu");
}

function within(section, wanted) {
  return [...paragraph.area(section).value.matchAll(wanted)].map(({ 0: hit, index }) => {
    return { section, from: index, to: index + hit.length };
  });
}

function hits() {
  const wanted = pattern();
  return wanted ? paragraph.all().flatMap((section) => within(section, wanted)) : [];
}

const same = (one, other) => one.section === other?.section && one.from === other.from && one.to === other.to;

function tell(found) {
  const index = found.findIndex((hit) => same(hit, at));
  const name = !fields.find.value.trim() ? "" : !found.length ? "no-hits" : index < 0 ? "hits" : "hit";
  const time = at?.section.querySelector("time").textContent;
  count.textContent = name && text(name, { count: found.length, at: index + 1, time });
}

function look() {
  at = null;
  dim("desk-hit");
  tell(hits());
}

function follows(hit, other) {
  if (hit.section === other.section) return hit.from > other.from;
  return Boolean(other.section.compareDocumentPosition(hit.section) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** Shows the next (1) or previous (−1) hit from the one that is shown, and on from the other end. */
function walk(step) {
  clearTimeout(timer);
  const found = hits();
  const start = at ?? (before && { section: before, from: paragraph.area(before).selectionStart - 1 });
  const nearest = step > 0 ? "find" : "findLast";
  const beyond = (hit) => !start || !start.section.isConnected || (!same(hit, at) && follows(hit, start) === step > 0);
  at = found[nearest](beyond) ?? found.at(step > 0 ? 0 : -1) ?? null;
  if (at) {
    reveal(at.section, at.from, at.to, 0.5); // the form lies over the lower half
    light("desk-hit", at.section, at.from, at.to);
  }
  tell(found);
}

function put() {
  return fields.put.value.split(/\s+/).join(" ");
}

function replaceOne() {
  if (!at || !hits().some((hit) => same(hit, at))) {
    walk(1);
    return;
  }
  const back = document.activeElement;
  paragraph.type(at.section, at.from, at.to, put());
  at = { section: at.section, from: at.from + put().length - 1 }; // the next one begins after it
  back.focus({ preventScroll: true });
  walk(1);
}

function replaceAll() {
  const wanted = pattern();
  const found = hits();
  if (!wanted) return;
  const back = document.activeElement;
  for (const section of new Set(found.map((hit) => hit.section))) {
    const { value } = paragraph.area(section);
    paragraph.type(section, 0, value.length, value.replace(wanted, () => put()));
  }
  back.focus({ preventScroll: true });
  look();
  count.textContent = text(found.length ? "replaced" : "no-hits", { count: found.length });
}

/** Brings the form to where the editor is, with what is selected in it. */
export function open() {
  before = paragraph.current();
  const { value, selectionStart, selectionEnd } = before ? paragraph.area(before) : {};
  if (selectionEnd > selectionStart) fields.find.value = value.slice(selectionStart, selectionEnd);
  panel.classList.add("desk-panel");
  form.querySelector("[data-do=close]").hidden = false;
  fields.find.focus();
  fields.find.select();
  look();
}

/** Whether it lies over the page. */
export const isOpen = () => panel.classList.contains("desk-panel");

/** Puts it back to its place, and the editor to the hit, who stays where a text has the focus already. */
export function close() {
  panel.classList.remove("desk-panel");
  form.querySelector("[data-do=close]").hidden = true;
  dim("desk-hit");
  const section = at?.section ?? before;
  if (section?.isConnected && !paragraph.current()) {
    paragraph.area(section).focus();
    if (at) paragraph.area(section).setSelectionRange(at.from, at.to);
  }
}

function press(event) {
  if (event.key === "Escape" && isOpen()) close();
  else if (event.key === "Enter" && event.target.type === "text") walk(event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
  event.stopPropagation(); // on narrow screens the admin's own menu would take the focus at Escape
}

/** Has the form work in the page. */
export function begin() {
  for (const part of form.querySelectorAll("[data-script]")) part.hidden = false;
  const actions = { before: () => walk(-1), next: () => walk(1), replace: replaceOne, close };
  form.addEventListener("click", ({ target }) => actions[target.closest("button")?.dataset.do]?.());
  form.addEventListener("keydown", press);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    replaceAll();
  });
}
