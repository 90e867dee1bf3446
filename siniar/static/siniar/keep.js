// Shows the button that keeps an episode, and loads what does so when somebody wants it.
for (const button of document.querySelectorAll("siniar-offline button")) {
  const load = () => import("./offline.js");
  button.closest("siniar-offline").hidden = !navigator.serviceWorker;
  if (navigator.serviceWorker?.controller) load();
  else button.addEventListener("click", () => load().then(() => button.click()), { once: true });
}
