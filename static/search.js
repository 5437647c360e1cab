// The key "/" leads to the search of the frame, unless one is typing; a hand scanner then types into it and sends Enter.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.querySelector(".topbar input[type=search]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
