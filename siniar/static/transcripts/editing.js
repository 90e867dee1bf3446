// What an editor does to a paragraph as a whole: part it, join it, delete it, say who speaks, say that all words are right.
import * as held from "./held.js";
import { go } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";
import * as saving from "./saving.js";
import { announce, text } from "./texts.js";

const [RETURN, REGRET] = [8000, 5000]; // ms in which a deletion or a tick can be taken back

/** Parts it at the caret. */
export function split(section) {
  const { value, selectionStart: from, selectionEnd: to } = paragraph.area(section);
  if (!value.slice(0, from).trim() || !value.slice(to).trim()) {
    announce(text("no-part"));
    return;
  }
  const blank = value.slice(to).search(/\S/); // so that the caret stands before the first word of the second part
  paragraph.type(section, from, to + blank, "\n\n");
  saving.now(section);
}

/** Joins it to the one above. */
export function join(section) {
  const above = paragraph.beside(section, -1);
  if (!above) return;
  paragraph.joins(section).checked = true;
  if (held.holds(above)) saving.now(above); // it is about to be another one
  saving.now(section);
}

/** The same if the caret is at its beginning; says whether. */
export function joinAtStart(section) {
  const { selectionStart, selectionEnd } = paragraph.area(section);
  if (selectionStart || selectionEnd || !paragraph.beside(section, -1)) return false;
  join(section);
  return true;
}

/** Deletes a paragraph that was emptied; for a while its text can be brought back. */
export function remove(section) {
  if (held.holds(section, "deleted")) return;
  const undo = () => paragraph.type(section, 0, paragraph.area(section).value.length, paragraph.known(section).text);
  const stays = () => document.activeElement === paragraph.area(section); // it may be written anew after all
  held.hold(section, "deleted", RETURN, { undo, stays, send: () => saving.now(section) });
  saving.ponder(section);
  announce(text("deleted"));
}

/** Is told that its text has changed. While it is empty nobody knows whether it is to be deleted or written anew. */
export function typed(section) {
  const emptied = paragraph.blank(section);
  if (held.holds(section, emptied ? "checked" : "deleted")) held.release();
  if (emptied) saving.ponder(section);
  else saving.sure(section);
}

/** Saves now. An emptied paragraph in which the caret stands is deleted by it. */
export function save() {
  const section = paragraph.current();
  if (section && paragraph.blank(section) && !held.holds(section, "deleted")) remove(section);
  else held.release();
  saving.now(undefined, { asked: true });
}

/** Says that the speaker with this number, or with 0 nobody, speaks. */
export function speak(section, number) {
  const list = paragraph.speaker(section);
  const option = [...list.options].find((each) => each.value === (number === "0" ? "" : number));
  if (!option) {
    announce(text("no-speaker", { number }));
    return;
  }
  option.selected = true;
  announce(number === "0" ? text("nobody") : option.text);
  saving.now(section);
}

/** Is told that another speaker was chosen from its list. A new one is made only once the editor stays with it. */
export function chosen(section) {
  if (paragraph.speaker(section).value === "new") saving.ponder(section);
  else saving.sure(section);
}

/** Is told that the editor stays with what was chosen. */
export const decide = (section) => void saving.now(section);

/** Says that all its words are right; said again a moment later, that they are not. */
export function check(section) {
  const tick = paragraph.tick(section);
  tick.checked = !tick.checked || paragraph.known(section).checked;
  ticked(section);
}

/** Is told that the tick that says so was set or taken away. */
export function ticked(section) {
  const tick = paragraph.tick(section);
  if (paragraph.known(section).checked) {
    tick.checked = true;
    announce(text("checked"));
  } else if (!tick.checked) {
    if (held.holds(section, "checked")) held.release();
    saving.sure(section);
    announce(text("undone"));
  } else {
    held.hold(section, "checked", REGRET, { undo: () => untick(section), send: () => saving.now(section) });
    saving.ponder(section);
    announce(text("checked"));
  }
}

function untick(section) {
  const tick = paragraph.tick(section);
  tick.checked = false;
  tick.focus({ preventScroll: true });
  ticked(section);
}

/** Plays from the word at the caret. */
export const hear = (section) => player.playFrom(section, paragraph.area(section).selectionStart);

/** Goes to the text of the paragraph before (−1) or after (1). */
export function step(section, direction) {
  const next = paragraph.beside(section, direction);
  if (next) go(next, 0);
}
