// What an editor does to a paragraph as a whole: part it, join it, say who speaks, say that all words are right.
import { go } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";
import * as saving from "./saving.js";
import { announce, text } from "./texts.js";

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

/** Joins it to the one above if the caret is at its beginning; says whether. */
export function join(section) {
  const { selectionStart, selectionEnd } = paragraph.area(section);
  if (selectionStart || selectionEnd || !paragraph.beside(section, -1)) return false;
  paragraph.joins(section).checked = true;
  saving.now(section);
  return true;
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

/** Says that all its words are right. */
export function check(section) {
  paragraph.tick(section).checked = true;
  announce(text("checked"));
  saving.now(section);
}

/** Plays from the word at the caret. */
export const hear = (section) => player.playFrom(section, paragraph.area(section).selectionStart);

/** Goes to the text of the paragraph before (−1) or after (1). */
export function step(section, direction) {
  const next = paragraph.beside(section, direction);
  if (next) go(next, 0);
}
