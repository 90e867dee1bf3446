// Answers while somebody types, where that costs them little. They come as the form's own do: by POST, into no address and
// no history. A word that is not yet whole is not told that it was not found.
const WAIT = 600; // milliseconds without a key
const LEAST = 3; // letters
const PART = " · "; // of the tab's title: what came of it, the page, the site
const form = document.querySelector("form.seek");
const words = form.querySelector("[name=q]");
const answer = document.querySelector("#answer");
const told = document.querySelector("#told");
let waiting, asking;

const dear = () => {
  const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
  return saveData || effectiveType !== "4g" || matchMedia("(prefers-reduced-data: reduce)").matches;
};

const stop = () => {
  clearTimeout(waiting);
  asking?.abort();
};

form.addEventListener("input", event => {
  stop();
  if (words.value.trim().length < LEAST) show();
  else if (!event.isComposing && !dear()) waiting = setTimeout(ask, WAIT);
});
form.addEventListener("submit", stop);
addEventListener("pagehide", stop);

async function ask() {
  asking = new AbortController();
  const { signal } = asking;
  try {
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal, cache: "no-store", credentials: "omit" });
    show(reply.ok ? new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("#answer") : null);
  } catch {
    if (!signal.aborted) show(); // no network: the button is still there
  }
}

// An answer stands beside the words that it is one to, or there is none.
function show(fresh) {
  const found = fresh ?? document.createElement("div");
  if (found.dataset.state !== "found") found.querySelector("section[aria-labelledby=found]")?.remove();
  const [state] = found.querySelectorAll("#found");
  document.title = [...(state ? [state.textContent] : []), ...document.title.split(PART).slice(-2)].join(PART);
  told.textContent = Array.from(found.querySelectorAll("h2"), heading => heading.textContent).join(". ");
  answer.replaceChildren(...found.childNodes);
}
