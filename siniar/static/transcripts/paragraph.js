// A paragraph of the desk: its fields, what the server has of it, and what it has lost or won against that.
const saved = new WeakMap(); // by section: {text, speaker, checked} as the server has them

export const place = document.querySelector("[data-paragraphs]");
export const all = () => [...place.querySelectorAll("[data-paragraph]")];
export const byId = (id) => place.querySelector(`[data-paragraph="${id}"]`);
export const around = (node) => node?.closest?.("[data-paragraph]") ?? null;
export const idOf = (section) => section.dataset.paragraph;

export const area = (section) => section.querySelector("textarea");
export const speaker = (section) => section.querySelector(".desk-paragraph__head select");
export const tick = (section) => section.querySelector("input[name^=checked-]");
export const joins = (section) => section.querySelector("input[name^=joins-]");
export const seen = (section) => section.querySelector("input[name^=seen-]");

/** The paragraph before (step −1) or after (1) this one, or null. */
export function beside(section, step) {
  return around(step < 0 ? section.previousElementSibling : section.nextElementSibling);
}

/** The paragraph in which the focus is, or null. */
export const current = () => around(document.activeElement);

/** Whether its text was taken out. */
export const blank = (section) => !area(section).value.trim();

/** What the server has of it. */
export function known(section) {
  if (!saved.has(section)) {
    const chosen = [...speaker(section).options].find((option) => option.defaultSelected);
    saved.set(section, { text: area(section).defaultValue, speaker: chosen?.value ?? "", checked: "checked" in section.dataset });
  }
  return saved.get(section);
}

/** Notes what the server has of it now. */
export const know = (section, fields) => saved.set(section, { ...known(section), ...fields });

/** What the editor has made of it. */
export function state(section) {
  const { checked } = tick(section);
  return { text: area(section).value, speaker: speaker(section).value, checked, joins: joins(section).checked };
}

/** Whether the server does not have it as it stands. */
export function differs(section) {
  const [now, before] = [state(section), known(section)];
  return now.text !== before.text || now.speaker !== before.speaker || (now.checked && !before.checked) || now.joins;
}

/** The stretches between blank lines, as the server parts them: [{text, from}, …]. */
export function parts(text) {
  const found = [];
  let from = 0;
  for (const stretch of text.split(/(\n\s*\n)/)) {
    if (stretch.trim()) found.push({ text: stretch.trim(), from: from + stretch.search(/\S/) });
    from += stretch.length;
  }
  return found;
}

/** Puts a text in the place of a stretch as if it were typed, so that it can be undone by Ctrl+Z. */
export function type(section, from, to, text) {
  const field = area(section);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (!done) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
}

/** Brings the list of speakers of every paragraph up to date. */
export function offer(speakers, sections = all()) {
  for (const section of sections) {
    const list = speaker(section);
    const last = list.options[list.options.length - 1];
    for (const { number, name } of speakers) {
      const option = [...list.options].find((each) => each.value === String(number));
      if (!option) last.before(new Option(name, number));
      else if (option.text !== name) option.text = name;
    }
  }
}
