// A change that is not sent yet because the editor may think better of it: a line at its paragraph offers the way back.
// There is one at a time; whoever makes the next one is sure of it.
import * as paragraph from "./paragraph.js";
import { element } from "./texts.js";

let held = null; // {section, name, line, send, stays, timer}

/** Whether what was done to this paragraph is held back; `name` asks for one kind of change only. */
export const holds = (section, name) => held?.section === section && (name ?? held.name) === held.name;

/**
 * Holds a change back for some ms, and on while `stays` says so. Then `send` is called, or before that `undo`, if the
 * editor wants it.
 */
export function hold(section, name, delay, { undo, send, stays = () => false }) {
  const before = held;
  release();
  if (before && before.section !== section) before.send();
  const line = element(name);
  line.addEventListener("click", ({ target }) => {
    if (!target.closest("button")) return;
    release();
    undo();
  });
  paragraph.seen(section).before(line);
  held = { section, name, line, send, stays, timer: setTimeout(expire, delay, delay) };
}

function expire(delay) {
  const { line, send, stays } = held;
  if (line.contains(document.activeElement) || stays()) {
    held.timer = setTimeout(expire, delay, delay);
    return;
  }
  release();
  send();
}

/** Holds nothing back any more; says nothing to anybody. */
export function release() {
  clearTimeout(held?.timer);
  held?.line.remove();
  held = null;
}
