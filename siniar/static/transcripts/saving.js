// Saves what has changed: one request at a time, again and again while the connection is lost. Each request also tells
// that the editor is here, and learns who else is.
import * as answer from "./answer.js";
import * as conflict from "./conflict.js";
import * as draft from "./draft.js";
import * as held from "./held.js";
import * as paragraph from "./paragraph.js";
import { announce, notice, show, text } from "./texts.js";

const QUIET = 1500; // ms after the last change
const HEARTBEAT = 20_000;
const PATIENCE = 30_000; // ms until an answer is called lost
const [FIRST_WAIT, LONGEST_WAIT] = [2000, 60_000]; // ms
const KEEPALIVE = 60_000; // bytes that a closing page may still send

const form = document.querySelector("[data-desk]");
const changed = new Set(); // paragraphs that the server may not have as they stand
const undecided = new Set(); // those of them that are not sent yet, for the editor is still at it
let running = null;
let again = null; // how the next one was asked for, if one was while another was under way
let timer;
let wait = 0; // ms until the next try; 0 while all goes well
let lost = false; // the editor was told that something is not saved
let sending = false; // the form is under way, with all that is unsaved

class Trouble extends Error {}

function token() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? form.elements.csrfmiddlewaretoken.value;
}

function post(address, body, keepalive) {
  const headers = { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", "Content-Type": "application/json" };
  const signal = keepalive ? undefined : AbortSignal.timeout(PATIENCE);
  return fetch(address, { method: "POST", credentials: "same-origin", headers, body, keepalive, signal });
}

const waiting = () => [...changed].filter((section) => section.isConnected && paragraph.differs(section));

/** Whether something would be lost if the page were closed now. */
export const unsaved = () => waiting().length > 0;

/** Resolves when no request is under way. */
export const idle = () => running ?? Promise.resolve();

/** Is told that a paragraph has changed; saves it a moment later. */
export function later(section) {
  changed.add(section);
  draft.keep(section);
  if (!wait) schedule(QUIET);
}

/** Is told that what was done to a paragraph may not be meant: it is not sent before `now` is told of it. */
export function ponder(section) {
  undecided.add(section);
  changed.add(section);
  draft.keep(section);
}

/** Is told that it is meant, unless it is held back; saves it a moment later. */
export function sure(section) {
  if (!held.holds(section)) undecided.delete(section);
  later(section);
}

/** Is told that the editor has gone on to something else: saves at once, unless the connection is being waited for. */
export function soon(section) {
  later(section);
  if (!wait) now();
}

/** Saves now, a paragraph first if one is named. `asked`: the editor wants to hear that it is done. */
export function now(section, { asked = false, keepalive = false } = {}) {
  if (section) decide(section);
  if (asked) [...undecided].filter((each) => !held.holds(each)).forEach(decide);
  if (running) {
    again = { asked: asked || again?.asked };
    return running.then(idle);
  }
  clearTimeout(timer);
  running = turn(asked, keepalive).finally(() => {
    running = null;
    const next = again;
    again = null;
    if (next && !wait) now(undefined, next);
  });
  return running;
}

function decide(section) {
  if (held.holds(section)) held.release();
  undecided.delete(section);
  changed.add(section);
  draft.keep(section);
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(now, delay);
}

const sendable = (section) => !conflict.open(section) && !undecided.has(section);

// A paragraph is hung on one that is not parted in the same breath, and only one at a time: so the page always knows
// which paragraph the server has lengthened.
function collect() {
  const sent = new Map();
  let joins = false;
  for (const section of paragraph.all().filter((each) => changed.has(each))) {
    if (!paragraph.differs(section)) {
      changed.delete(section);
      draft.drop(paragraph.idOf(section));
    } else if (sendable(section)) {
      const wants = paragraph.joins(section).checked;
      const above = paragraph.beside(section, -1);
      if (wants && (joins || !above || paragraph.parts(paragraph.area(above).value).length !== 1)) continue;
      joins ||= wants;
      sent.set(paragraph.idOf(section), paragraph.state(section));
    }
  }
  return sent;
}

function body(sent) {
  const changes = [...sent].map(([id, fields]) => {
    const section = paragraph.byId(id);
    const checked = fields.checked && !paragraph.known(section).checked;
    const above = fields.joins ? paragraph.beside(section, -1) : null;
    const onto = above ? paragraph.seen(above).value : "";
    return { segment: Number(id), seen: paragraph.seen(section).value, ...fields, checked, onto };
  });
  return JSON.stringify({ changes });
}

async function turn(asked, keepalive) {
  const sent = collect();
  if (sent.size) show(text("saving"), { passing: true });
  try {
    const message = body(sent);
    const response = await post(form.dataset.save, message, keepalive && message.length < KEEPALIVE);
    const told = await understood(response);
    wait = 0;
    finish(told, sent, asked);
  } catch (error) {
    fail(error, sent.size > 0);
  }
}

async function understood(response) {
  if (response.redirected || response.status === 403) throw new Trouble("unsaved-login");
  if (response.status === 404) throw new Trouble("unsaved-gone");
  if (response.status === 400) throw new Trouble("unsaved-refused");
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!response.ok || !json) throw new Trouble("unsaved-server");
  return response.json();
}

function fail(error, something) {
  wait = Math.min(LONGEST_WAIT, wait * 2 || FIRST_WAIT);
  draft.flush();
  if (something || unsaved()) worry(error instanceof Trouble ? error.message : "unsaved-offline");
  if (!(error instanceof Trouble) && !(error instanceof TypeError) && error.name !== "TimeoutError") console.error(error);
  schedule(wait);
}

function worry(name) {
  lost = true;
  show(text(name), { wrong: true });
}

function finish(told, sent, asked) {
  for (const id of sent.keys()) {
    const section = paragraph.byId(id);
    if (!section || id in told.conflicts) continue;
    paragraph.joins(section).checked = false;
    changed.delete(section);
    if (id in told.shown) continue;
    paragraph.know(section, sent.get(id)); // it had been the same but for blanks
    if (paragraph.differs(section)) changed.add(section);
  }
  const clash = Object.keys(told.conflicts).length > 0;
  answer.take(told, sent, (section) => later(section));
  read(told, clash);
  if (paragraph.place.querySelector("[data-conflict]")) show(text("unsaved-conflict"), { wrong: true, silent: clash });
  else if (sent.size || asked || complains()) show(text("saved", { time: told.saved_at }));
  if (asked && !unsaved()) announce(text("saved", { time: told.saved_at }));
  else if (lost && !complains()) announce(text("saved-again"));
  lost = false;
  for (const id of sent.keys()) if (!(id in told.conflicts) && !isChanged(id)) draft.drop(id);
  if (waiting().some(sendable)) schedule(QUIET);
}

const complains = () => Boolean(form.querySelector(".desk-status--wrong"));
const isChanged = (id) => changed.has(paragraph.byId(id));

// The hidden field says which state the editor has read. A state that others have made was not read, and cannot be
// approved from this page.
function read({ before, revision }, silent) {
  const field = form.elements.revision;
  if (Number(field.value) === before) field.value = revision;
  else notice("changed-meanwhile", text("changed-meanwhile"), { reload: () => location.reload() }, { silent });
}

function offerDrafts() {
  const drafts = draft.left();
  if (!drafts.length) return;
  const restore = () => drafts.forEach(restored);
  const discard = () => drafts.forEach(({ id }) => draft.drop(id));
  notice("restore", text("restore", { count: drafts.length }), { restore, discard });
}

function restored({ id, text: mine, speaker, seen }) {
  const section = paragraph.byId(id);
  if (!section) {
    notice("lost", `${text("lost")} ${mine}`, { discard: () => draft.drop(id) }, { key: `lost-${id}` });
    return;
  }
  const theirs = { ...paragraph.known(section), seen: paragraph.seen(section).value, who: null };
  paragraph.type(section, 0, paragraph.area(section).value.length, mine);
  if ([...paragraph.speaker(section).options].some((option) => option.value === speaker)) {
    paragraph.speaker(section).value = speaker;
  }
  if (seen !== theirs.seen) conflict.show(section, theirs, (settled) => now(settled));
  later(section);
}

function leaving() {
  draft.flush();
  if (unsaved()) now(undefined, { keepalive: true });
}

// What is held back was meant, as far as one can know. A text that is just being written anew was not to be deleted.
function closing() {
  const rewriting = [...undecided].filter((each) => paragraph.blank(each) && paragraph.current() === each);
  for (const section of undecided) if (!rewriting.includes(section)) decide(section);
  leaving();
}

/** Sends the form as the browser would, but not while a request is under way that would change what it says. */
function submitAfter(event) {
  if (!running) {
    sending = true;
    draft.flush(); // should the answer never come
    for (const section of paragraph.all()) if (paragraph.known(section).checked) paragraph.tick(section).checked = false;
    return;
  }
  event.preventDefault();
  idle().then(() => form.requestSubmit(event.submitter));
}

/** Starts the heartbeat, and takes over what earlier pages have left. */
export function begin() {
  conflict.adopt((section) => now(section));
  for (const section of paragraph.place.querySelectorAll("[data-conflict]")) changed.add(section);
  offerDrafts();
  setInterval(() => wait || running || now(), HEARTBEAT);
  form.addEventListener("submit", submitAfter);
  addEventListener("online", () => now());
  addEventListener("offline", () => unsaved() && worry("unsaved-offline"));
  addEventListener("visibilitychange", () => document.hidden && !sending && leaving());
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => !sending && unsaved() && event.preventDefault());
  addEventListener("pagehide", () => {
    if (!sending) closing();
    post(form.dataset.leave, "", true).catch(() => {});
  });
}
