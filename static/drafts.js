// What is typed is kept on this device until it has been carried out: through an error, an ended session, a lost line, a closed
// tab. By person and form; gone after a week, and when that person signs out.
"use strict";

(() => {
  const WEEK = 7 * 24 * 60 * 60 * 1000, PAUSE = 300;
  const root = document.documentElement;
  const person = root.dataset.person;
  const attempt = (act) => { try { return act(); } catch { return null; } }; // no room, or storage is forbidden
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const drop = (key) => attempt(() => localStorage.removeItem(key));
  const drafts = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:"))) ?? [];

  for (const key of drafts()) if (!(read(key)?.at > Date.now() - WEEK)) drop(key);
  if (!person) return;

  const mine = `draft:${person}:`;
  let leaving = false; // who signs out leaves nothing behind
  const done = document.cookie.match(/(?:^|; )draft_done=([^;]*)/)?.[1];
  if (done) {
    drop(mine + decodeURIComponent(done));
    document.cookie = "draft_done=; path=/; max-age=0; samesite=lax";
  }

  const kept = (field) => field.name && !field.disabled && !["file", "password", "submit", "button"].includes(field.type)
    && (field.type !== "hidden" || field.name === "photo" || field.name === "kind");

  function contents(form) {
    return [...form.elements].filter(kept).filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
  }

  function nameOf(form) {
    return form.dataset.draft || `${location.pathname}${form.id && "#" + form.id}`;
  }

  function worthKeeping(form) {
    return form.method === "post" && form.elements.key && form.querySelector("textarea, input[type=text], input:not([type])");
  }

  function write(field, values) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }

  async function restore(form, draft) {
    const values = Map.groupBy ? Map.groupBy(draft.fields, ([name]) => name) : grouped(draft.fields);
    const of = (name) => (values.get(name) ?? []).map(([, value]) => value);
    for (const field of [...form.elements].filter(kept).filter((field) => field.type !== "hidden")) write(field, of(field.name));
    const list = form.querySelector(".field-photos .photos");
    if (list && of("photo").length) {
      const query = of("photo").map((key) => `photo=${encodeURIComponent(key)}`).join("&");
      const answer = await fetch(`${form.querySelector("[data-sent-to]").dataset.sentTo}?${query}`);
      if (answer.ok && !answer.redirected) list.innerHTML = await answer.text();
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function grouped(pairs) {
    const found = new Map();
    for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
    return found;
  }

  function offer(form, key, draft) {
    const bar = document.getElementById("draft-offer").content.cloneNode(true).firstElementChild;
    bar.querySelector("[data-when]").textContent = new Date(draft.at).toLocaleString(root.lang, { dateStyle: "short", timeStyle: "short" });
    bar.querySelector("[data-take]").addEventListener("click", () => {
      bar.remove();
      const kind = draft.fields.find(([name]) => name === "kind")?.[1];
      if (kind && form.elements.kind && form.elements.kind.value !== kind && form.dataset.draft) {
        attempt(() => sessionStorage.setItem("restore", key));
        location.search = `?kind=${encodeURIComponent(kind)}`;
      } else restore(form, draft);
    });
    bar.querySelector("[data-discard]").addEventListener("click", () => { drop(key); bar.remove(); });
    form.prepend(bar);
  }

  function look(form) {
    const key = mine + nameOf(form);
    let touched = false, later = 0, last = JSON.stringify(contents(form));
    const save = () => {
      const fields = contents(form), now = JSON.stringify(fields);
      if (leaving || !touched || now === last) return;
      last = now;
      attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields })));
    };
    const soon = () => { touched = true; clearTimeout(later); later = setTimeout(save, PAUSE); };
    const draft = read(key);
    const asked = attempt(() => sessionStorage.getItem("restore")) === key;
    attempt(() => sessionStorage.removeItem("restore"));
    if (draft && asked) restore(form, draft);
    else if (draft && JSON.stringify(draft.fields) !== last && !form.matches("[data-bound], :has(.errorlist)")) offer(form, key, draft);
    for (const name of ["input", "change", "photos"]) form.addEventListener(name, soon);
    form.addEventListener("submit", (event) => {
      touched = true;
      save();
      if (!form.elements.draft) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: nameOf(form) }));
      }
      if (!navigator.onLine) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!form.querySelector(".no-line")) form.prepend(document.getElementById("no-line").content.cloneNode(true));
      } else form.querySelector(".no-line")?.remove();
    });
    addEventListener("pagehide", save);
    addEventListener("visibilitychange", save);
  }

  for (const form of document.forms) {
    if (worthKeeping(form)) look(form);
    if (form.action.endsWith("/logout/")) {
      form.addEventListener("submit", () => {
        leaving = true;
        drafts().filter((key) => key.startsWith(mine)).forEach(drop);
      });
    }
  }
})();
