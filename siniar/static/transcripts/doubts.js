// The way from one doubtful word to the next, and how many there still are.
import { go } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import { announce, text } from "./texts.js";
import { words } from "./words.js";

const totals = document.querySelectorAll("[data-unsure-total]");
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu; // what is no part of a word itself
const isVery = (word) => word.kind.includes("very");

function within(section, step, caret) {
  if (!section.querySelector("[data-marked]")) return undefined;
  const doubtful = words(section).filter((word) => word.kind);
  return step > 0 ? doubtful.find((word) => word.from > caret) : doubtful.findLast((word) => word.to < caret);
}

/** Goes to the next (step 1) or previous (−1) doubtful word from where the caret is, and on from the other end. */
export function walk(step) {
  const sections = paragraph.all();
  const here = paragraph.current();
  const { selectionStart: start, selectionEnd: end } = here ? paragraph.area(here) : {};
  const first = here ? sections.indexOf(here) : step > 0 ? 0 : sections.length - 1;
  for (let count = 0; count <= sections.length; count++) {
    const index = first + step * count;
    const section = sections.at(index % sections.length);
    const caret = count || !here ? -step * Infinity : step < 0 ? end : start === end ? start - 1 : start;
    const word = section && within(section, step, caret);
    if (word) return reach(section, word, index !== sections.indexOf(section));
  }
  announce(text("no-doubts"));
}

function reach(section, word, wrapped) {
  go(section, word.from, word.to);
  const kind = text(isVery(word) ? "very" : "rather");
  announce(text(wrapped ? "doubt-wrapped" : "doubt", { word: word.text.replace(EDGES, ""), kind }));
}

/** Counts them anew. */
export function count() {
  const counts = [...paragraph.place.querySelectorAll("[data-unsure]")].map((each) => Number(each.dataset.unsure));
  for (const total of totals) total.textContent = counts.reduce((sum, each) => sum + each, 0);
}
