// Shows how far an upload is. Without it the same form is sent by the browser itself.
const form = document.querySelector("[data-upload]");
const find = (selector) => form.querySelector(selector); // anew each time: an answer replaces the form's contents

function fail() {
  find("[data-progress]").hidden = true;
  find("[data-status]").textContent = find("[data-status]").dataset.failed;
  find("button[type=submit]").disabled = false;
}

function show(percent) {
  find("[data-progress]").hidden = false;
  find("progress").value = percent;
  find("[data-percent]").textContent = `${percent} %`;
}

function answer(request) {
  const goTo = request.getResponseHeader("X-Go-To");
  if (goTo) {
    location.assign(goTo);
    return;
  }
  const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-upload]");
  if (!fresh) {
    fail();
    return;
  }
  // The chosen file is kept: only what the server says about the fields is taken over.
  const [kept, told] = [find("input[type=file]"), fresh.querySelector("input[type=file]")];
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (told.hasAttribute(name)) kept.setAttribute(name, told.getAttribute(name));
    else kept.removeAttribute(name);
  }
  told.replaceWith(kept);
  form.replaceChildren(...fresh.childNodes);
  find("input[type=file]").focus();
}

// Refused here already: nobody should wait for hours to learn it.
function tooLarge() {
  const [file] = find("input[type=file]").files;
  const status = find("[data-status]");
  if (!file || file.size <= Number(status.dataset.most)) return false;
  status.textContent = status.dataset.tooLarge;
  return true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (tooLarge()) return;
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", ({ loaded, total }) => show(total ? Math.floor((loaded / total) * 100) : 0));
  request.upload.addEventListener("load", () => {
    find("[data-status]").textContent = find("[data-status]").dataset.checking;
  });
  request.addEventListener("load", () => answer(request));
  request.addEventListener("error", fail);
  find("[data-status]").textContent = "";
  find("button[type=submit]").disabled = true;
  show(0);
  request.send(new FormData(form));
});
