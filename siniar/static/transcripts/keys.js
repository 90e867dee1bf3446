// Which keys do what while the focus is inside the desk, and the sheet that says so (templates/transcripts/desk/keys.html).
import * as doubts from "./doubts.js";
import * as editing from "./editing.js";
import * as finding from "./finding.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";

const sheet = document.querySelector("[data-sheet]");

const ANYWHERE = {
  "Ctrl+Space": player.toggle,
  "Alt+ArrowLeft": () => player.skip(-1),
  "Alt+ArrowRight": () => player.skip(1),
  "Alt+,": () => player.hurry(-1),
  "Alt+.": () => player.hurry(1),
  F8: () => doubts.walk(1),
  "Shift+F8": () => doubts.walk(-1),
  "Ctrl+S": editing.save,
  "Ctrl+H": () => finding.open(),
  "Ctrl+/": () => open(),
};

// A list of choices has its own use for these.
const NOT_IN_LISTS = {
  Escape: () => (finding.isOpen() ? finding.close() : player.toggle()),
  "Alt+ArrowUp": () => doubts.walk(-1),
  "Alt+ArrowDown": () => doubts.walk(1),
};

const IN_A_PARAGRAPH = {
  "Alt+P": editing.hear,
  "Alt+Enter": editing.check,
  "Alt+N": (section) => editing.speak(section, "new"),
  "Alt+PageUp": (section) => editing.step(section, -1),
  "Alt+PageDown": (section) => editing.step(section, 1),
};

const IN_ITS_SPEAKERS = {
  Enter: editing.decide,
};

const IN_ITS_TEXT = {
  "Ctrl+Enter": editing.split,
  "Ctrl+Backspace": editing.joinAtStart,
};

// By the place of a key, not by its letter: with Alt some systems make another letter of it.
function nameOf({ code, key }) {
  const places = { Space: "Space", Comma: ",", Period: ".", Slash: "/" };
  return places[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
}

function combination(event) {
  const held = [
    [event.ctrlKey || event.metaKey, "Ctrl+"],
    [event.altKey, "Alt+"],
    [event.shiftKey, "Shift+"],
  ];
  return held.map(([is, name]) => (is ? name : "")).join("") + nameOf(event);
}

function own(section, target) {
  if (target === paragraph.area(section)) return IN_ITS_TEXT;
  return target === paragraph.speaker(section) ? IN_ITS_SPEAKERS : {};
}

function deed(pressed, target) {
  const section = paragraph.around(target);
  const inParagraph = section && (IN_A_PARAGRAPH[pressed] ?? own(section, target)[pressed]);
  if (inParagraph) return () => inParagraph(section);
  const [, number] = /^Alt\+(\d)$/.exec(pressed) ?? [];
  if (section && number) return () => editing.speak(section, number);
  return ANYWHERE[pressed] ?? (target.tagName === "SELECT" ? undefined : NOT_IN_LISTS[pressed]);
}

/** Does what a key says. What it would do in the browser happens only if it means nothing here. */
export function press(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const act = deed(combination(event), event.target);
  if (!act || act() === false) return;
  event.preventDefault();
  event.stopPropagation(); // on narrow screens the admin's own menu would take the focus at Escape
}

/** Shows the sheet. */
export const open = () => sheet.showModal();

/** Puts the sheet, which stands in the page for everybody, into its dialog. */
export function begin() {
  const plain = document.querySelector("[data-keys]");
  sheet.querySelector("[data-place]").append(plain.querySelector("table"));
  plain.remove();
  sheet.addEventListener("keydown", (event) => event.stopPropagation()); // as above
}
