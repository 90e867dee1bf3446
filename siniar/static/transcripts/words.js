// The words of a paragraph with their times and doubts. These belong to the text that the server has sent; while it is
// being changed they hold for the words that still agree with it, counted from the front and from the back.
import { area } from "./paragraph.js";

const WORD = /\S+/g;
const sent = new WeakMap(); // by section: {words, kinds, starts}

export const mirror = (section) => section.querySelector(".desk-mirror");

/** What the server has sent: words, the kind of doubt of each ("" for none), and beginnings in seconds. */
function origin(section) {
  if (sent.has(section)) return sent.get(section);
  const [words, kinds] = [[], []];
  for (const node of mirror(section).childNodes) {
    for (const [word] of node.textContent.matchAll(WORD)) {
      words.push(word);
      kinds.push(node.className ?? "");
    }
  }
  let moment = 0;
  const starts = (section.dataset.starts ?? "").split(" ").map((step) => (moment += Number(step)) / 100);
  sent.set(section, { words, kinds, starts });
  return sent.get(section);
}

/** Must be called before the mirror of a paragraph is drawn for the first time. */
export const learn = (section) => void origin(section);

/** Must be called once the server has sent the paragraph anew. */
export const forget = (section) => sent.delete(section);

/** The words as they stand in the field, each with its place and, if it is one that was sent, its kind and start. */
export function words(section) {
  const { words: old, kinds, starts } = origin(section);
  const found = [...area(section).value.matchAll(WORD)];
  const most = Math.min(old.length, found.length);
  let [head, tail] = [0, 0];
  while (head < most && found[head][0] === old[head]) head++;
  while (tail < most - head && found[found.length - 1 - tail][0] === old[old.length - 1 - tail]) tail++;
  const shift = old.length - found.length;
  return found.map(([word], index) => {
    const same = index < head ? index : index >= found.length - tail ? index + shift : -1;
    const from = found[index].index;
    return { text: word, from, to: from + word.length, kind: kinds[same] ?? "", start: starts[same] };
  });
}

/** When the word at a place of the text is heard, in seconds; of a new word, when the one before it is. */
export function momentAt(section, caret) {
  let moment = Number(section.dataset.start);
  for (const word of words(section)) {
    if (word.from > caret) break;
    moment = word.start ?? moment;
  }
  return moment;
}

/** The word that is heard at a moment, or undefined. */
export function wordAt(section, moment) {
  return words(section).findLast((word) => word.start <= moment);
}
