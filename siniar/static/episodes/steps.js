// Keeps a recording's list of steps fresh while something moves, and tells screen readers only what ended.
const PERIOD = 2000; // ms

function states(place) {
  return [...place.querySelectorAll("[data-state]")].map((step) => step.dataset.state);
}

function tell(place, before) {
  const ended = [...place.querySelectorAll("[data-state]")].filter(
    (step, index) => step.dataset.state !== before[index] && ["done", "failed", "stopped"].includes(step.dataset.state),
  );
  const news = place.parentElement.querySelector("[data-steps-news]");
  if (news && ended.length) news.textContent = ended.map((step) => step.innerText).join(". ");
}

async function refresh(place) {
  if (!document.hidden) {
    try {
      const reply = await fetch(place.dataset.steps, { credentials: "same-origin" });
      if (reply.ok) {
        const before = states(place);
        const html = await reply.text();
        if (place.innerHTML !== html && !place.contains(document.activeElement)) place.innerHTML = html;
        tell(place, before);
        if (reply.headers.get("X-Settled") === "1") return;
      }
    } catch {
      // The network may come back; the list stays as it was.
    }
  }
  setTimeout(refresh, PERIOD, place);
}

for (const place of document.querySelectorAll("[data-steps]")) setTimeout(refresh, PERIOD, place);
