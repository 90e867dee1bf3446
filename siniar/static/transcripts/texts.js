// What the desk says. The texts stand in its page, in the editor's language; here they get their values and places.
const form = document.querySelector("[data-desk]");
const texts = document.querySelector("template[data-texts]").content;
const status = form.querySelector("[data-status]");
const news = form.querySelector("[data-news]");
const notices = form.querySelector("[data-notices]");
let complaint = ""; // what was last said to be wrong
let speaking; // timer
const PAUSE = 60; // ms; a live region speaks the same words again only after it was empty

/** The text of that name, with `{name}` replaced by values. */
export function text(name, values = {}) {
  const found = texts.querySelector(`[data-text="${name}"]`).textContent;
  return found.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** A fresh element from the page's template of that name. */
export function element(name) {
  return document.querySelector(`template[data-template="${name}"]`).content.firstElementChild.cloneNode(true);
}

/** Has screen readers say something, politely. */
export function announce(message) {
  news.textContent = "";
  clearTimeout(speaking); // of two at once the last one says it all
  speaking = setTimeout(() => (news.textContent = message), PAUSE);
}

/**
 * Shows how saving goes. What is wrong is also spoken, once until all is well again, unless something else is
 * (`silent`); `passing` says nothing of that.
 */
export function show(message, { wrong = false, passing = false, silent = false } = {}) {
  if (wrong && !silent && complaint !== message) announce(message);
  if (!passing) complaint = wrong ? message : "";
  status.textContent = message;
  status.classList.toggle("desk-status--wrong", wrong);
}

/** Shows a notice until it is taken away, one per key; `actions` are the functions of its buttons, by their data-do. */
export function notice(name, message, actions, { key = name, silent = false } = {}) {
  if (notices.querySelector(`[data-notice="${key}"]`)) return;
  const box = element(name);
  box.dataset.notice = key;
  box.querySelector("p").textContent = message;
  for (const [action, act] of Object.entries(actions)) {
    box.querySelector(`[data-do="${action}"]`).addEventListener("click", () => {
      box.remove();
      act();
    });
  }
  notices.append(box);
  if (!silent) announce(message);
}
