// Keeps a recording's list of steps fresh while something moves. Without it the page shows the state of its loading.
const PERIOD = 2000; // ms

async function refresh(place) {
  if (!document.hidden) {
    try {
      const reply = await fetch(place.dataset.steps, { credentials: "same-origin" });
      if (!reply.ok) return;
      const html = await reply.text();
      if (place.innerHTML !== html) place.innerHTML = html;
      if (reply.headers.get("X-Settled") === "1") return;
    } catch {
      // The network may come back; the list stays as it was.
    }
  }
  setTimeout(refresh, PERIOD, place);
}

for (const place of document.querySelectorAll("[data-steps]")) setTimeout(refresh, PERIOD, place);
