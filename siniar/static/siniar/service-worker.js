// Answers without a network what a listener has kept on purpose, and nothing else: docs/safety.md.
// siniar/offline.py writes `SHELL` above this: the version of this worker, and the pages that it holds ready.
const READY = "siniar-shell-"; // + version: goes when the next version takes over
const KEPT = "siniar-kept "; // + path of a page: an episode; no version of this worker ever throws one away
const RECORD = "/?kept"; // as CHUNK in keeping.js
const CHUNK = 512 * 1024;
const PATIENCE = 8000; // ms for a page that is kept as well
// How files name others that they need.
const NAMED = {
  html: /(?:src|href)="([^"#]+)"/g,
  css: /url\(["']?([^"')#]+)/g,
  javascript: /(?:from|import)\s*\(?\s*["'](\.[^"']+)/g,
};
let gone = false; // after a wipe nothing may come back

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => {
  const { does, page } = event.data ?? {};
  const work = { wipe, wake, look, keep }[does]?.(page);
  if (work) event.waitUntil(work.then((told) => event.ports[0]?.postMessage(told), () => event.ports[0]?.postMessage(null)));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What somebody chooses on the help page is sent as a form: without a network the page itself is the answer.
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && asksForHelp(pathname)) return event.respondWith(open(request, pathname));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/media/")) event.respondWith(sound(request));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(pathname, request));
  else if (pathname.startsWith("/cover/")) event.respondWith(fetch(request).catch(() => kept(pathname, request)));
  else if (request.mode === "navigate" && !/^\/(admin|keluar|media)\//.test(pathname)) event.respondWith(open(request, pathname));
  else if (SHELL.pages.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname, request)));
});

/** Fetches everything that the new version needs, or fails as a whole: then the old one stays as it is. */
async function prepare() {
  const name = READY + SHELL.version;
  try {
    const cache = await caches.open(name);
    await Promise.all(SHELL.pages.map((page) => store(cache, page)));
    if (gone) throw new Error("wiped meanwhile");
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(READY) && name !== READY + SHELL.version) await caches.delete(name);
  }
  await clients.claim();
}

async function wipe() {
  gone = true;
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}

/** Back to work after a wipe, for a page that was opened since: a browser revives the same worker. */
async function wake() {
  if (gone) {
    gone = false;
    await prepare();
  }
  return true;
}

/** A file whose name tells its content, or whatever else is here; from the network only if it is not. */
async function kept(pathname, request) {
  return (await caches.match(pathname)) ?? fetch(request);
}

/** A page: the network's, since only that is true; without one what is kept; else the help page for whoever asks for help (also if the site is in trouble), the list of what is kept for others. */
async function open(request, pathname) {
  const name = KEPT + pathname;
  const here = await caches.has(name);
  try {
    const response = await fetch(request, here ? { signal: AbortSignal.timeout?.(PATIENCE) } : {});
    if (response.status >= 500 && asksForHelp(pathname)) return (await caches.match(SHELL.pages[1])) ?? response;
    return here ? await settle(name, response) : response;
  } catch (error) {
    const [list, help] = SHELL.pages;
    const answer = (await caches.match(pathname)) ?? (await caches.match(asksForHelp(pathname) ? help : list));
    if (answer) return answer;
    throw error;
  }
}

/** Whether it is an address of the help page: its own, that of an episode, the short one on paper. */
const asksForHelp = (pathname) => pathname.startsWith(SHELL.pages[1]) || SHELL.help.includes(pathname);

/** What the network says of a kept page: gone, then it goes here too; changed, then its copy changes. */
async function settle(name, response) {
  if (response.status === 404 || response.status === 410) await caches.delete(name);
  if (gone || response.status !== 200 || response.redirected) return response;
  const cache = await caches.open(name);
  const record = await (await cache.match(RECORD))?.json();
  const text = await response.text();
  const answer = (words) => new Response(words, { headers: response.headers });
  const named = /data-sound="([^"]+)"/.exec(text)?.[1];
  if (!record || !named) {
    if (!record) await caches.delete(name); // looking for it has made it
    return answer(text); // without a name it is no page of an episode: somebody between here and there speaks
  }
  if (!text.includes(record.sound)) {
    await caches.delete(name); // another recording: why, nobody knows here, and the old one may have to go
    return answer(text);
  }
  // The page plays what is kept, and loads nothing for it. Its links still lead where they say.
  const played = (all, before, address) => (address.split("#")[0] === named ? before + record.sound : all);
  const copy = text.replace(/(\s(?:src|data-[\w-]+)=")([^"]*)/g, played);
  await store(cache, record.page, answer(copy)).catch(() => null);
  if (gone) await caches.delete(name);
  return answer(copy);
}

/** Asks about every page that is kept; tells how many went. */
async function look() {
  let went = 0;
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT)) continue;
    const response = await fetch(name.slice(KEPT.length), { cache: "no-store" }).catch(() => null);
    if (response) await settle(name, response);
    if (!(await caches.has(name))) went += 1;
  }
  return { went };
}

/** Keeps the page of an episode, with what it needs to be read and heard; its record is there already. */
async function keep(page) {
  await settle(KEPT + page, await fetch(page, { cache: "no-store" }));
  return { here: await caches.has(KEPT + page), page: Boolean(await caches.match(page)) };
}

/** Puts an address into a cache, after what it names of this site's files, and what these name: all of it or nothing. */
async function store(cache, address, given, seen = new Set()) {
  const response = given ?? (await fetch(address, { cache: "reload" }));
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const kind = Object.keys(NAMED).find((each) => response.headers.get("Content-Type")?.includes(each));
  const text = kind ? await response.clone().text() : "";
  const names = kind ? [...text.matchAll(NAMED[kind])].map(([, name]) => new URL(name, new URL(address, location))) : [];
  for (const { pathname } of names.filter(needed)) {
    if (seen.has(pathname) || (await cache.match(pathname))) continue;
    seen.add(pathname);
    await store(cache, pathname, null, seen);
  }
  await cache.put(address, response);
}

const needed = ({ origin, pathname }) => origin === location.origin && /^\/(static|cover)\//.test(pathname);

/** Sound: any range of it from the chunks, if all are here. */
async function sound(request) {
  const path = new URL(request.url).pathname;
  const whole = await caches.match(`${path}?whole`);
  if (!whole) return fetch(request);
  const { size, type } = await whole.json();
  const range = span(request.headers.get("Range"), size);
  const headers = { "Content-Type": type, "Accept-Ranges": "bytes", "Cache-Control": "no-store" };
  if (!range) return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` } });
  const { first, last, part } = range;
  headers["Content-Length"] = last - first + 1;
  if (part) headers["Content-Range"] = `bytes ${first}-${last}/${size}`;
  return new Response(bytes(path, first, last), { status: part ? 206 : 200, headers });
}

/** First and last byte that a Range header asks for (RFC 9110, section 14.1.2); null if there are none such. */
function span(header, size) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, from, to] = asked ?? [];
  if (!asked || (!from && !to) || (from && to && Number(to) < Number(from))) return { first: 0, last: size - 1, part: false };
  const first = from ? Number(from) : Math.max(0, size - Number(to));
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return first > last ? null : { first, last, part: true };
}

/** These bytes as a stream that holds one chunk at a time. */
function bytes(path, first, last) {
  let next = first;
  return new ReadableStream({
    async pull(control) {
      const number = Math.floor(next / CHUNK);
      const chunk = await caches.match(`${path}?part=${number}`);
      if (!chunk) return control.error(new Error("deleted meanwhile"));
      const start = number * CHUNK;
      const stop = Math.min(last + 1, start + CHUNK);
      control.enqueue(new Uint8Array(await (await chunk.blob()).slice(next - start, stop - start).arrayBuffer()));
      next = stop;
      if (next > last) control.close();
      return undefined;
    },
  }, { highWaterMark: 0 });
}
