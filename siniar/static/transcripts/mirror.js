// The mirror under each field: the same text, unseen, which gives the field its height and underlines doubtful words.
import { area, place } from "./paragraph.js";
import { learn, mirror, words } from "./words.js";

const drawn = new Set(); // names of highlights

function marked(text, kind) {
  const mark = document.createElement("mark");
  mark.className = kind;
  mark.textContent = text;
  return mark;
}

/** Draws one paragraph's mirror anew, from the field. */
export function draw(section) {
  learn(section);
  const { value } = area(section);
  const [pieces, doubtful] = [[], words(section).filter((word) => word.kind)];
  let at = 0;
  for (const { from, to, kind } of doubtful) {
    pieces.push(value.slice(at, from), marked(value.slice(from, to), kind));
    at = to;
  }
  const glass = mirror(section);
  glass.replaceChildren(...pieces, value.slice(at));
  glass.toggleAttribute("data-marked", doubtful.length > 0);
}

function rangeOf(section, from, to) {
  const range = document.createRange();
  let at = 0;
  for (const node of mirror(section).childNodes) {
    const inner = node.firstChild ?? node;
    const end = at + inner.textContent.length;
    if (from >= at && from <= end) range.setStart(inner, from - at);
    if (to >= at && to <= end) range.setEnd(inner, to - at);
    at = end;
  }
  return range;
}

// What scrolls is a part of the admin's page, not the page.
function frame() {
  let part = place.parentElement;
  while (part && !(part.scrollHeight > part.clientHeight && /auto|scroll/.test(getComputedStyle(part).overflowY))) {
    part = part.parentElement;
  }
  return part ?? document.scrollingElement;
}

/** Brings a stretch of a paragraph's text onto the screen, above `lowest` (a part of its height), if it is not there. */
export function reveal(section, from, to, lowest = 0.75) {
  section.scrollIntoView({ block: "nearest", behavior: "instant" }); // what was never on the screen has only a guessed height
  const { top, bottom } = rangeOf(section, from, to).getBoundingClientRect();
  if (top >= innerHeight / 4 && bottom <= innerHeight * lowest) return;
  frame().scrollBy({ top: top - (innerHeight * lowest) / 1.5, behavior: "instant" });
}

/** Puts the focus into a paragraph's text, with a stretch of it selected. */
export function go(section, from, to = from) {
  const field = area(section);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  reveal(section, from, to);
}

/** Lights a stretch of a paragraph's text up, under a name, and puts out what had this name before. */
export function light(name, section, from, to) {
  if (!globalThis.CSS?.highlights) return;
  drawn.add(name);
  CSS.highlights.set(name, new Highlight(rangeOf(section, from, to)));
}

/** Puts it out. */
export function dim(name) {
  if (drawn.delete(name)) CSS.highlights.delete(name);
}
