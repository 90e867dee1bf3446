// The desk: tells its parts what the editor does. Listens once for all paragraphs, of which there may be a thousand.
import { ready } from "./answer.js";
import * as doubts from "./doubts.js";
import * as finding from "./finding.js";
import * as keys from "./keys.js";
import { draw } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";
import * as saving from "./saving.js";

const form = document.querySelector("[data-desk]");

function typed({ target }) {
  const section = paragraph.around(target);
  if (!section || target !== paragraph.area(section)) return;
  draw(section);
  player.typed();
  saving.later(section);
}

function chosen({ target }) {
  const section = paragraph.around(target);
  if (section && target !== paragraph.area(section)) saving.now(section);
}

function left({ target }) {
  const section = paragraph.around(target);
  if (section && paragraph.differs(section)) saving.soon(section);
}

function clicked(event) {
  const section = paragraph.around(event.target);
  if (!section) return;
  if (event.target.closest("[data-play]")) player.playFrom(section);
  else if (event.target === paragraph.area(section)) player.clicked(section, event);
}

for (const section of paragraph.all()) ready(section);
form.classList.add("js");
player.begin({
  "doubt-before": () => doubts.walk(-1),
  "doubt-next": () => doubts.walk(1),
  find: finding.open,
  keys: keys.open,
});
keys.begin();
finding.begin();
saving.begin();
form.addEventListener("input", typed);
form.addEventListener("change", chosen);
form.addEventListener("focusout", left);
form.addEventListener("click", clicked);
form.addEventListener("keydown", keys.press);
