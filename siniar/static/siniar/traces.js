// What this site keeps on a device, and how all of it goes at once.
let gone = false; // from then on nothing is kept any more

/** Other tabs of this site hear "wipe" or "leave". */
export const tabs = self.BroadcastChannel && new BroadcastChannel("siniar");
tabs?.addEventListener("message", () => { gone = true; });

/** What `does` returns; null where the browser forbids it. */
export function quietly(does) {
  try {
    return does();
  } catch {
    return null;
  }
}

/** Whether anything may be kept: not after wiping, nor if the listener chose “jangan simpan riwayat”. */
export const remembers = () => !gone && quietly(() => !localStorage.getItem("siniar:forget")) === true;

/** Takes away all that is kept: what can go at once is gone when this returns, the rest when the promise is kept. */
export async function wipe() {
  gone = true;
  quietly(() => localStorage.clear());
  quietly(() => sessionStorage.clear());
  const workers = navigator.serviceWorker;
  workers?.controller?.postMessage({ does: "wipe" }); // goes on when this page is no more
  tabs?.postMessage("wipe");
  await Promise.allSettled([
    each(() => self.caches?.keys(), (name) => caches.delete(name)),
    each(() => self.indexedDB?.databases?.(), ({ name }) => indexedDB.deleteDatabase(name)),
    each(() => workers?.getRegistrations(), (registration) => {
      registration.installing?.postMessage({ does: "wipe" });
      return registration.unregister();
    }),
    fetch("/keluar/jejak/", { keepalive: true }), // empties what no script can reach: the browser's own caches
  ]);
}

async function each(list, does) {
  await Promise.allSettled(((await list()) ?? []).map(does));
}
