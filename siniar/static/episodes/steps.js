// Keeps a recording's list of steps fresh while something moves, and tells screen readers only what ended.
const PERIOD = 2000; // ms
const ENDED = ["done", "failed", "stopped"];

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// The state of each step, by the number of its job: the list may grow in the middle.
function states(list) {
  return Object.fromEntries([...list.querySelectorAll("[data-state]")].map(({ dataset }) => [dataset.job, dataset.state]));
}

const words = (step) => [...step.querySelectorAll(":scope > span")].map((part) => part.textContent.trim()).join(" ");

// Says once what has ended since `before`, whether the list on the page shows it already or not.
function tell(place, list, before, settled) {
  const ended = [...list.querySelectorAll("[data-state]")].filter(
    ({ dataset }) => ENDED.includes(dataset.state) && dataset.state !== before[dataset.job],
  );
  const news = place.parentElement.querySelector("[data-steps-news]");
  if (news && ended.length) {
    news.textContent = [...ended.map(words), ...(settled ? [news.dataset.stepsNews] : [])].join(". ");
  }
}

// Returns whether the page shows the list now: it waits while somebody is about to press a button in the old one.
function put(place, list) {
  if (place.contains(document.activeElement)) {
    return JSON.stringify(states(place)) === JSON.stringify(states(list));
  }
  place.replaceChildren(list);
  return true;
}

async function refresh(place, before) {
  let known = before;
  if (!document.hidden) {
    try {
      const reply = await fetch(place.dataset.steps, { credentials: "same-origin" });
      if (reply.ok) {
        const list = parsed(await reply.text());
        const settled = reply.headers.get("X-Settled") === "1";
        tell(place, list, known, settled);
        known = states(list);
        if (put(place, list) && settled) return;
      }
    } catch {
      // The network may come back; the list stays as it was.
    }
  }
  setTimeout(refresh, PERIOD, place, known);
}

for (const place of document.querySelectorAll("[data-steps]")) setTimeout(refresh, PERIOD, place, states(place));
