// The desk: tells its parts what the editor does. Listens once for all paragraphs, of which there may be a thousand.
import { ready } from "./answer.js";
import * as doubts from "./doubts.js";
import * as editing from "./editing.js";
import * as finding from "./finding.js";
import * as keys from "./keys.js";
import { draw } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";
import * as saving from "./saving.js";
import { element } from "./texts.js";

const form = document.querySelector("[data-desk]");

function typed({ target }) {
  const section = paragraph.around(target);
  if (!section || target !== paragraph.area(section)) return;
  draw(section);
  player.typed();
  editing.typed(section);
}

function chosen({ target }) {
  const section = paragraph.around(target);
  if (section && target === paragraph.tick(section)) editing.ticked(section);
  else if (section && target === paragraph.speaker(section)) editing.chosen(section);
}

function left({ target }) {
  const section = paragraph.around(target);
  if (!section || !paragraph.differs(section)) return;
  const emptied = target === paragraph.area(section) && paragraph.blank(section);
  const leafing = target === paragraph.speaker(section) && target.value === "new";
  if ((emptied || leafing) && target === document.activeElement) return; // only the window has lost the focus
  if (emptied) editing.remove(section);
  else if (leafing) editing.decide(section);
  else saving.soon(section);
}

// Those who have no keys: two buttons stand at the paragraph that they are in.
const cuts = element("cuts");

function entered({ target }) {
  const section = paragraph.around(target);
  if (section && cuts.parentElement !== section) section.append(cuts);
}

function cut(section, button) {
  if (button.dataset.do === "join") editing.join(section);
  else editing.split(section);
}

function clicked(event) {
  const section = paragraph.around(event.target);
  if (!section) return;
  if (event.target.closest("[data-play]")) player.playFrom(section);
  else if (cuts.contains(event.target)) cut(section, event.target.closest("button"));
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
form.addEventListener("focusin", entered);
form.addEventListener("focusout", left);
cuts.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays where it is
form.addEventListener("click", clicked);
form.addEventListener("keydown", keys.press);
