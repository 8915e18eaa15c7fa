// Keys for what stands on the page: data-key on a link, a button or a choice. Never while somebody types, and whoever wants can switch them off.
(() => {
  "use strict";
  const off = () => localStorage.getItem("payung-keys") === "off";
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem("payung-keys", box.checked ? "off" : "on"));
  }
  document.querySelectorAll("[data-open]").forEach((button) => {
    button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal());
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (off() && key !== "?") return;
    const found = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.split(" ").includes(key)).pop();
    if (!found) return;
    event.preventDefault();
    found.focus();
    found.click();
  });
})();
