// Two versions of one paragraph side by side: what somebody else has made of it, and what is written here.
import * as draft from "./draft.js";
import { draw } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import { announce, element, text } from "./texts.js";

/** Whether a paragraph waits for the editor's choice. Until then it is not saved. */
export const open = (section) => "conflict" in section.dataset;

/** Shows theirs, {text, seen, speaker, who}, above mine; null: they have deleted it. `save` is called to keep mine. */
export function show(section, theirs, save) {
  section.querySelector(".desk-conflict")?.remove();
  const box = element(theirs ? "conflict" : "conflict-gone");
  const message = theirs ? text("conflict", { who: theirs.who ?? text("somebody") }) : text("conflict-gone");
  box.querySelector("p").textContent = message;
  const quote = box.querySelector("blockquote");
  if (quote) Object.assign(quote, { textContent: theirs.text, lang: paragraph.area(section).lang });
  section.querySelector(".desk-text").before(box);
  begin(section, box, theirs, save);
}

/** Tells of it in one sentence. */
export function tell(section, theirs) {
  const values = { who: theirs?.who ?? text("somebody"), time: section.querySelector("time").textContent };
  announce(text(theirs ? "conflict-heard" : "conflict-gone", values));
}

/** Takes conflicts over that the server has shown in the page itself. */
export function adopt(save) {
  for (const old of paragraph.place.querySelectorAll(".desk-conflict")) {
    const section = paragraph.around(old);
    const { value: seen } = paragraph.seen(section);
    const theirs = { text: old.querySelector("blockquote").textContent, seen, speaker: paragraph.speaker(section).value };
    const message = old.querySelector("p").textContent;
    paragraph.know(section, { text: theirs.text });
    draw(section);
    show(section, theirs, save);
    section.querySelector(".desk-conflict p").textContent = message;
  }
}

function begin(section, box, theirs, save) {
  section.dataset.conflict = "";
  box.addEventListener("click", ({ target }) => {
    const choice = target.closest("button")?.dataset.do;
    if (!choice) return;
    delete section.dataset.conflict;
    box.remove();
    if (!theirs) return discard(section);
    settle(section, theirs, choice === "take");
    paragraph.area(section).focus();
    save(section);
  });
}

function settle(section, theirs, taken) {
  const speaker = String(theirs.speaker ?? "");
  paragraph.seen(section).value = theirs.seen;
  paragraph.know(section, { text: theirs.text, speaker });
  if (!taken) return;
  paragraph.area(section).value = theirs.text;
  paragraph.speaker(section).value = speaker;
  draw(section);
}

function discard(section) {
  draft.drop(paragraph.idOf(section));
  const next = paragraph.beside(section, 1) ?? paragraph.beside(section, -1);
  section.remove();
  if (next) paragraph.area(next).focus();
}
