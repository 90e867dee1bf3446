// How things stand with the whole text, as each answer tells it: its state, its speakers, what is still in doubt.
import * as paragraph from "./paragraph.js";
import { text } from "./texts.js";

const line = document.querySelector("[data-state-line]");
const voices = document.querySelector("#speakers");
const warned = document.querySelector("[data-doubts-checked]");
let state = null; // as it was last told
let offered = ""; // the speakers that the paragraphs' lists have
let named = voices.querySelectorAll("select").length; // the speakers of the form below: their list, or first their number

/** Brings the page up to date. */
export function take(answer) {
  if (answer.state_html !== state) line.innerHTML = answer.state_html;
  state = answer.state_html;
  const told = JSON.stringify(answer.speakers);
  if (told !== offered) paragraph.offer(answer.speakers);
  offered = told;
  if (named === answer.speakers.length) named = told;
  if (named !== told && !voices.contains(document.activeElement)) name(answer.speakers_html, told);
  if (warned) warn(answer.doubtful);
}

// What was chosen there and not saved yet stays.
function name(html, told) {
  const chosen = [...voices.querySelectorAll("select")].map(({ id, value }) => [id, value]);
  voices.innerHTML = html;
  for (const [id, value] of chosen) {
    const list = document.getElementById(id);
    if ([...(list?.options ?? [])].some((option) => option.value === value)) list.value = value;
  }
  named = told;
}

function warn(count) {
  warned.hidden = !count;
  const words = text(count === 1 ? "warning" : "warnings").replace(/\d+/, count);
  if (warned.lastChild.textContent !== ` ${words}`) warned.lastChild.textContent = ` ${words}`;
}
