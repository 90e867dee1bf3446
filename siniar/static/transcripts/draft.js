// Unsaved text, kept in this browser until the server has it, and offered again when the page was lost.
import * as device from "./device.js";
import * as paragraph from "./paragraph.js";

const QUIET = 300; // ms; a keystroke itself writes nothing
const prefix = `siniar-desk-${document.querySelector("[data-desk]").dataset.transcript}-`;
const waiting = new Set();
let timer;

/** Keeps a paragraph's text, a moment later. */
export function keep(section) {
  waiting.add(section);
  clearTimeout(timer);
  timer = setTimeout(flush, QUIET);
}

/** Keeps at once what waits. An emptied text is not kept: if its page is lost, nothing was deleted. */
export function flush() {
  for (const section of waiting) {
    if (paragraph.blank(section)) {
      device.forget(prefix + paragraph.idOf(section));
      continue;
    }
    const { text, speaker } = paragraph.state(section);
    const seen = paragraph.seen(section).value;
    device.keep(prefix + paragraph.idOf(section), JSON.stringify({ text, speaker, seen }));
  }
  waiting.clear();
}

/** Forgets the text of the paragraph with this id. */
export function drop(id) {
  for (const section of waiting) if (paragraph.idOf(section) === id) waiting.delete(section);
  device.forget(prefix + id);
}

function read(key) {
  try {
    const { text, speaker, seen } = JSON.parse(device.recall(key));
    return { id: key.slice(prefix.length), text: String(text), speaker: String(speaker), seen: String(seen) };
  } catch {
    return null;
  }
}

// Whether the server has it by now: paragraph for paragraph from where it stood, as it parts them.
function arrived({ id, text, speaker }) {
  const wanted = paragraph.parts(text);
  let section = paragraph.byId(id);
  if (!wanted.length) return !section;
  for (const part of wanted) {
    if (!section || paragraph.area(section).value.split(/\s+/).join(" ") !== part.text.split(/\s+/).join(" ")) return false;
    section = paragraph.beside(section, 1);
  }
  return paragraph.speaker(paragraph.byId(id)).value === speaker;
}

/** The texts that an earlier page could not save: [{id, text, speaker, seen}, …]. */
export function left() {
  const found = [];
  for (const key of device.keys(prefix)) {
    const draft = read(key);
    if (!draft || arrived(draft)) device.forget(key);
    else found.push(draft);
  }
  return found;
}
