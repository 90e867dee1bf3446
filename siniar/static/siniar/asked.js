// The answer to a question came by POST. Its place in the history becomes the empty form: going back or loading again
// asks nobody to send anything once more, and nothing of the question stays behind in the tab.
history.replaceState(null, "", location.pathname);
