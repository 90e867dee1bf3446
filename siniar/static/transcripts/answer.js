// Puts what the server answers into the page without disturbing whoever goes on typing there.
import * as conflict from "./conflict.js";
import * as doubts from "./doubts.js";
import * as draft from "./draft.js";
import { draw, go } from "./mirror.js";
import * as paragraph from "./paragraph.js";
import * as player from "./player.js";
import * as standing from "./standing.js";
import { announce, text } from "./texts.js";
import { forget, mirror } from "./words.js";

const others = document.querySelector("[data-others]");

/** Takes an answer in. `sent` is what was sent of each paragraph, by id; `again` saves one that was changed since. */
export function take(answer, sent, again) {
  standing.take(answer);
  for (const [id, theirs] of Object.entries(answer.conflicts)) {
    const section = paragraph.byId(id);
    if (!section) continue;
    conflict.show(section, theirs, again);
    conflict.tell(section, theirs);
  }
  const fresh = new Map(Object.entries(answer.shown).map(([id, html]) => [id, parse(html)]));
  for (const [id, sections] of fresh) put(id, sections, fresh, sent, again);
  if (fresh.size) {
    player.reorder();
    doubts.count();
  }
  meet(answer);
}

function meet({ others: people }) {
  const there = people.map((who) => text("others", { who })).join(" ");
  if (others.textContent.trim() !== there) others.textContent = there;
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const sections = [...template.content.querySelectorAll("[data-paragraph]")];
  for (const section of sections) ready(section);
  return sections;
}

/** Makes a paragraph from the server usable with this script. */
export function ready(section) {
  section.querySelector("[data-play]").disabled = false;
  mirror(section).setAttribute("aria-hidden", "true");
}

function put(id, sections, fresh, sent, again) {
  const section = paragraph.byId(id);
  const before = sent.get(id)?.joins && sections[0]?.dataset.paragraph !== id ? paragraph.beside(section, -1) : null;
  if (!section || joined(id, sent)) return;
  if (before && fresh.has(paragraph.idOf(before))) join(section, before, sections, fresh, sent, again);
  else if (sections.length === 1 && paragraph.idOf(sections[0]) === id) refresh(section, sections[0], sent.get(id), again);
  else part(section, sections, sent.get(id), again);
}

// A paragraph onto which another one was hung is brought up to date together with that one.
function joined(id, sent) {
  const next = paragraph.beside(paragraph.byId(id), 1);
  return Boolean(next && sent.get(paragraph.idOf(next))?.joins);
}

/** Brings one paragraph up to date; the field itself, with caret, selection and history, is left alone. */
function refresh(section, fresh, sent, again) {
  const [now, then] = [paragraph.state(section), sent ?? paragraph.state(section)];
  for (const name of ["start", "end", "starts"]) section.dataset[name] = fresh.dataset[name];
  paragraph.seen(section).value = paragraph.seen(fresh).value;
  const notes = (each) => each.querySelector(".desk-notes");
  notes(section).replaceChildren(...notes(fresh).childNodes);
  rename(section, fresh);
  vouch(section, "checked" in fresh.dataset, now.checked !== then.checked);
  const { value } = paragraph.speaker(fresh);
  if (now.speaker === then.speaker) paragraph.speaker(section).value = value;
  mirror(section).replaceChildren(...mirror(fresh).childNodes);
  forget(section);
  draw(section);
  paragraph.know(section, { text: then.text, speaker: value, checked: "checked" in fresh.dataset });
  settle(section, again);
}

// The time at which it begins stands in the names of all its fields.
function rename(section, fresh) {
  const times = [section, fresh].map((each) => [...each.querySelectorAll("[data-at]")]);
  times[0].forEach((old, index) => (old.textContent = times[1][index].textContent));
  paragraph.area(section).setAttribute("aria-label", paragraph.area(fresh).getAttribute("aria-label"));
}

// Where every word was said to be right, nothing is left to be ticked. (Whoever stands there is not sent away.)
function vouch(section, done, touched) {
  const tick = paragraph.tick(section);
  section.toggleAttribute("data-checked", done);
  tick.disabled = done && tick !== document.activeElement;
  if (done || !touched) tick.checked = done;
}

/** Puts several paragraphs, or none, in the place of one; each gets its stretch of what is written there now. */
function part(section, sections, sent, again) {
  const { value, selectionStart } = paragraph.area(section);
  const inside = paragraph.area(section) === document.activeElement;
  const wanted = value === sent?.text ? null : paragraph.parts(value);
  if (!sections.length && wanted?.length) {
    conflict.show(section, null, again);
    conflict.tell(section, null);
    return;
  }
  const caret = place(paragraph.parts(value), selectionStart, sections.length);
  const next = sections[caret.index] ?? paragraph.beside(section, 1) ?? paragraph.beside(section, -1);
  draft.drop(paragraph.idOf(section));
  section.replaceWith(...sections);
  if (wanted) spread(sections, wanted, again);
  if (sections.length > 1) announce(text("parted"));
  if (inside && next) paragraph.area(next).focus({ preventScroll: sections.length > 0 });
  if (inside && next && sections.length) paragraph.area(next).setSelectionRange(caret.offset, caret.offset);
  if (inside && next) next.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function place(stretches, at, count) {
  const found = stretches.findLastIndex((stretch) => stretch.from <= at);
  const index = Math.max(0, Math.min(found, count - 1));
  return { index, offset: Math.max(0, at - (stretches[index]?.from ?? 0)) };
}

// More stretches than paragraphs: the last one gets all that are left, and parts itself with the next save.
function spread(sections, stretches, again) {
  sections.forEach((section, index) => {
    const mine = index < sections.length - 1 ? stretches.slice(index, index + 1) : stretches.slice(index);
    write(section, mine.map((stretch) => stretch.text).join("\n\n"), again);
  });
}

function write(section, value, again) {
  paragraph.known(section);
  paragraph.area(section).value = value;
  draw(section);
  settle(section, again);
}

/** Hangs a paragraph on the one before. */
function join(section, before, sections, fresh, sent, again) {
  const [mine, above] = [paragraph.area(section).value, paragraph.area(before).value];
  const then = [sent.get(paragraph.idOf(section)).text, sent.get(paragraph.idOf(before))?.text ?? paragraph.known(before).text];
  const [first, ...rest] = paragraph.parts(mine);
  const inside = paragraph.current() === section;
  const [whole, ...more] = fresh.get(paragraph.idOf(before));
  const ids = [section, before].map(paragraph.idOf);
  section.replaceWith(...sections);
  before.replaceWith(whole, ...more);
  ids.forEach(draft.drop);
  if (mine !== then[0] || above !== then[1]) {
    write(whole, [above.trim(), first?.text ?? ""].join(" ").trim(), again);
    if (rest.length && sections.length) spread(sections, rest, again);
  }
  if (inside) go(whole, above.trim() ? above.trim().length + 1 : 0);
  announce(text("joined"));
}

function settle(section, again) {
  if (paragraph.differs(section)) again(section);
  else draft.drop(paragraph.idOf(section));
}
