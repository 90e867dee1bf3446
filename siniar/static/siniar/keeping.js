// Keeps episodes on this device, in chunks, so that what broke off goes on where it was. No words and no page here.
import { remembers } from "./traces.js";

export const CHUNK = 512 * 1024; // as in service-worker.js
export const SPARE = 200e6; // bytes that must stay free: full phones lose photographs
const KEPT = "siniar-kept "; // + path of the page; in it the page, its files, the record, and the sound
const RECORD = "/?kept"; // no address of a page
const WORKER = "/service-worker.js";

/** Says by its `reason` why nothing was kept: forgetful, room (with `free` and `need`), full, changed, broken. */
export class Refused extends Error {
  constructor(reason, sizes = {}) {
    super(reason);
    this.reason = reason;
    this.sizes = sizes;
  }
}

/** Whether this browser can keep anything, and lets it. */
export async function possible() {
  try {
    await Promise.all([caches.keys(), navigator.serviceWorker.getRegistration(), navigator.storage.estimate()]);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that this site may still fill. */
export async function free() {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return Math.max(0, quota - usage);
}

/** Everything that is kept: page, name, sound, size, bytes `here`, and whether that is the `whole`. */
export async function all() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  return (await Promise.all(names.map((name) => kept(name.slice(KEPT.length))))).filter(Boolean);
}

/** The same of one page, or null. */
export async function kept(page) {
  if (!(await caches.has(KEPT + page))) return null;
  const cache = await caches.open(KEPT + page);
  const record = await (await cache.match(RECORD))?.json();
  if (!record) return null;
  const parts = (await cache.keys()).filter(({ url }) => url.includes("?part=")).length;
  const whole = Boolean(await cache.match(`${record.sound}?whole`));
  return { ...record, here: Math.min(parts * CHUNK, record.size), whole };
}

export const remove = (page) => caches.delete(KEPT + page);

/** Makes the worker ready, which needs the network only the first time. Returns it. */
export async function worker() {
  if (!remembers()) throw new Refused("forgetful");
  const { installing, active } = await navigator.serviceWorker.register(WORKER, { updateViaCache: "none" });
  const leaving = () => (active ?? installing)?.postMessage({ does: "wipe" }); // it may not be in charge of this page yet
  document.addEventListener("siniar:leave", leaving);
  if (!active && installing) {
    await new Promise((done, failed) => {
      installing.addEventListener("statechange", () => {
        if (installing.state === "activated") done();
        if (installing.state === "redundant") failed(new Refused("broken"));
      });
    });
  }
  const ready = (await navigator.serviceWorker.ready).active;
  if (!(await ask(ready, { does: "wake" }))) throw new Refused("broken");
  return ready;
}

/** What the worker answers to a message; null if it failed. */
export function ask(active, message) {
  return new Promise((told) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => told(data);
    active.postMessage(message, [port2]);
  });
}

/**
 * Keeps an episode: its page and this sound of it. `tell(here, size)` hears of every chunk. Throws Refused; what had
 * come by then stays, but if the device is full.
 */
export async function keep({ page, name, sound, size }, tell) {
  if (!remembers()) throw new Refused("forgetful");
  const before = await kept(page);
  await enough(before, size);
  navigator.storage.persist?.(); // keeps it when room gets scarce, if the browser agrees
  const awake = await navigator.wakeLock?.request("screen").catch(() => null);
  try {
    const active = await worker();
    if (before && before.sound !== sound) await remove(page);
    await chunks(await caches.open(KEPT + page), { page, name, sound }, active, tell);
  } catch (error) {
    if (error.name === "QuotaExceededError") await remove(page);
    if (error.name === "QuotaExceededError") throw new Refused("full");
    throw error instanceof Refused ? error : new Refused("broken");
  } finally {
    awake?.release();
  }
}

async function enough(before, size) {
  const rest = size - (before?.here ?? 0);
  const room = await free();
  if (room < SPARE + rest) throw new Refused("room", { free: room, need: SPARE + rest });
}

async function chunks(cache, { page, name, sound }, active, tell) {
  let record = await (await cache.match(RECORD))?.json();
  for (let number = 0; !record || number * CHUNK < record.size; number += 1) {
    if (!remembers()) throw new Refused("forgetful");
    const address = `${sound}?part=${number}`;
    if (!record || !(await cache.match(address))) {
      const { bytes, size, type } = await chunk(sound, number);
      if (!record) {
        await enough(null, size);
        record = { page, name, sound, size, type };
        await cache.put(RECORD, new Response(JSON.stringify(record)));
      }
      await cache.put(address, new Response(bytes));
    }
    tell(Math.min((number + 1) * CHUNK, record.size), record.size);
  }
  const told = await ask(active, { does: "keep", page });
  if (told && !told.here) throw new Refused("changed");
  if (!told?.page) throw new Refused("broken");
  await cache.put(`${sound}?whole`, new Response(JSON.stringify(record)));
}

async function chunk(sound, number) {
  const first = number * CHUNK;
  const headers = { Range: `bytes=${first}-${first + CHUNK - 1}` };
  const response = await fetch(sound, { headers, cache: "no-store", redirect: "manual" });
  if (response.status !== 206) throw new Refused(response.status < 500 ? "changed" : "broken"); // 0: it leads elsewhere
  const size = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range"))[1]);
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== Math.min(CHUNK, size - first)) throw new Refused("broken");
  return { bytes, size, type: response.headers.get("Content-Type") };
}
