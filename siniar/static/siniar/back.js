// A page that answers a form would end Back in the browser's own error page: it becomes one that is simply opened, or the
// one that it names. And who came with a moment behind “#”, which is never sent to anybody, goes back to it.
const { instead } = document.querySelector("[data-instead]")?.dataset ?? {};
history.replaceState(null, "", instead ?? location.href);
for (const link of document.querySelectorAll("a[data-moment]")) if (location.hash.startsWith("#t=")) link.hash = location.hash;
