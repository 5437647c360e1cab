// Photos go up one by one as they are chosen, made smaller first where this browser can read them.
"use strict";

(() => {
  const SIDE = 2560, SMALL = 400_000;
  const waiting = new Set(); // files that have not arrived yet

  async function smaller(file) {
    if (!file.type.startsWith("image/") || file.size < SMALL) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? blob : file;
    } catch {
      return file; // the server reads what this browser cannot
    }
  }

  // That of the page is too old once somebody has signed in again in another tab.
  const freshToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];

  async function send(field, file, row, name = "photos") {
    row.textContent = `${file.name} ${field.dataset.sending}`;
    let failed = field.dataset.failed;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", freshToken() ?? field.form.elements.csrfmiddlewaretoken.value);
    body.append(name, await smaller(file), file.name);
    try {
      const answer = await fetch(field.dataset.sentTo, { method: "POST", body });
      if (answer.redirected) failed = field.dataset.ended;
      if (answer.redirected || !answer.ok) throw new Error(answer.status);
      const list = row.parentElement;
      row.outerHTML = await answer.text();
      const { keptAs } = field.dataset;
      if (keptAs) list.querySelectorAll("input[name=photo]").forEach((key) => { key.name = keptAs; });
      waiting.delete(file);
      field.dispatchEvent(new Event("photos", { bubbles: true }));
    } catch {
      row.textContent = `${file.name} ${failed}`;
      const again = () => {
        removeEventListener("online", again);
        clearTimeout(later);
        send(field, file, row, name);
      };
      const later = setTimeout(again, 15_000);
      addEventListener("online", again);
    }
  }

  async function sendAll(field) {
    const files = [...field.files];
    const list = field.closest(".field").querySelector(".photos");
    field.value = "";
    list.querySelectorAll(".errorlist").forEach((row) => row.remove());
    const rows = files.map((file) => {
      waiting.add(file);
      return list.appendChild(Object.assign(document.createElement("li"), { className: "soft wide" }));
    });
    for (const [place, file] of files.entries()) await send(field, file, rows[place]);
  }

  // The photo of a label is kept like any other; what its code says goes into the field of the number.
  async function readLabel(field) {
    const [file] = field.files;
    const photos = field.form.querySelector("input[data-sent-to]");
    if (!file || !photos) return;
    field.value = "";
    const list = photos.closest(".field").querySelector(".photos");
    const row = list.appendChild(Object.assign(document.createElement("li"), { className: "soft wide" }));
    waiting.add(file);
    const before = new Set(list.children);
    await send(photos, file, row, "label");
    const fresh = [...list.children].find((one) => !before.has(one));
    if (!fresh) return;
    const number = fresh.dataset.serial;
    if (number) {
      const into = document.getElementById(field.dataset.readsInto);
      into.value = number;
      into.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      const said = Object.assign(document.createElement("p"), { className: "notice amber", textContent: field.dataset.unread });
      document.getElementById("said-of-number").replaceChildren(said);
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-sent-to]")) sendAll(event.target);
    if (event.target.matches("input[data-reads-into]")) readLabel(event.target);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".photos button[name=drop]");
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    button.closest("li").remove();
    form.dispatchEvent(new Event("photos", { bubbles: true }));
  });

  // Who presses the button while a photo is still on its way need not press it again.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[data-sent-to]");
    if (!field || !waiting.size || event.submitter?.name === "preview") return;
    event.preventDefault();
    const { target, submitter } = event;
    const again = () => waiting.size || (target.removeEventListener("photos", again), target.requestSubmit(submitter));
    target.addEventListener("photos", again);
  });
})();
