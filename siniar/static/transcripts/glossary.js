// Plays a few seconds around a suggestion. Without it the times lead to the paragraph on the desk.
const AROUND = 2; // seconds before and after
const sound = document.querySelector("[data-sound]");
let until = Infinity;

sound.addEventListener("timeupdate", () => {
  if (sound.currentTime > until) sound.pause();
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-from]");
  if (!button) return;
  sound.currentTime = Math.max(0, Number(button.dataset.from) - AROUND);
  until = Number(button.dataset.to) + AROUND;
  sound.play();
});

for (const button of document.querySelectorAll("[data-from]")) button.hidden = false;
