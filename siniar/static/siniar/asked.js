// The answer to a question came by POST. Its place in the history becomes the empty form: going back or loading again
// asks nobody to send anything once more, and nothing of the question stays behind in the tab.
history.replaceState(null, "", location.pathname);

// Who cannot see that an answer came is led to it; the form stays in view, but for later pages, which are read from their
// beginning. Help comes first.
const later = document.querySelector("#answer[data-later]");
const heading = (!later && document.querySelector("#need")) || document.querySelector("#found");
if (document.activeElement === document.body) {
  heading.focus({ preventScroll: true });
  if (later) heading.scrollIntoView();
}
