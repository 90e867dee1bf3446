// Who came with a moment behind “#” goes back to it. What stands there is never sent to anybody.
for (const link of document.querySelectorAll("a[data-moment]")) link.hash = location.hash;
