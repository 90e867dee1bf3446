// What this site keeps on a device, and how all of it goes at once.
let gone = false; // after that nothing may be kept

/** Other tabs of this site hear "wipe" or "leave". */
export const tabs = self.BroadcastChannel && new BroadcastChannel("siniar");
tabs?.addEventListener("message", () => { gone = true; });

/** What `does` returns, if the browser lets it. */
export function quietly(does) {
  try {
    return does();
  } catch {}
}

// A frame on somebody else's page has a store of its own, which no page of this site can empty.
/** Whether the listener chose “jangan simpan riwayat”; undefined if the browser does not say. */
export const forgetful = () => quietly(() => Boolean(localStorage.getItem("siniar:forget")));

/** Whether anything may be kept. */
export const remembers = () => !gone && self === top && forgetful() === false;

/** Takes away all of it: some before this returns, the rest when the promise is kept. */
export async function wipe() {
  gone = true;
  quietly(() => localStorage.clear());
  quietly(() => sessionStorage.clear());
  const workers = quietly(() => navigator.serviceWorker);
  workers?.controller?.postMessage({ does: "wipe" }); // goes on when this page is no more
  tabs?.postMessage("wipe");
  await Promise.allSettled([
    each(() => caches.keys(), (name) => caches.delete(name)),
    each(() => indexedDB.databases(), ({ name }) => indexedDB.deleteDatabase(name)),
    each(() => workers.getRegistrations(), (registration) => {
      registration.installing?.postMessage({ does: "wipe" });
      return registration.unregister();
    }),
    fetch("/keluar/jejak/", { keepalive: true }), // caches that no script can reach
  ]);
}

const each = async (list, does) => Promise.allSettled((await list()).map(does));
