// Shows the button that keeps an episode, and loads what does so when somebody wants it.
for (const element of document.querySelectorAll("siniar-offline")) {
  const [button, status] = element.querySelectorAll("button, [role=status]");
  const load = () => import("./offline.js");
  const press = async () => {
    try {
      await load();
    } catch {
      status.textContent = JSON.parse(element.dataset.words).broken;
      return;
    }
    button.removeEventListener("click", press);
    button.click();
  };
  element.hidden = !navigator.serviceWorker;
  if (navigator.serviceWorker?.controller) load().catch(() => button.addEventListener("click", press));
  else button.addEventListener("click", press);
}
