// Small conveniences; every page works without them.
(() => {
  "use strict";
  const ask = (text, go) => {
    const dialog = document.getElementById("confirm");
    document.getElementById("confirm-text").textContent = text;
    dialog.returnValue = "no";
    dialog.onclose = () => { if (dialog.returnValue === "yes") go(); };
    dialog.showModal();
    document.getElementById("confirm-yes").focus();
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
  // What a button will do is said before it is done: data-confirm on the button.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.dataset.confirm && !button.dataset.confirmed) {
      event.preventDefault();
      ask(button.dataset.confirm, () => { button.dataset.confirmed = "1"; event.target.requestSubmit(button); });
      return;
    }
    const form = event.target;
    if (form.matches("[data-columns]")) {
      form.elements.kolom.value = [...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value).join(",");
    }
    if (form.method === "post" && button) setTimeout(() => { button.disabled = true; setTimeout(() => { button.disabled = false; }, 4000); }, 0);
  });
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) close.parentElement.remove();
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
      copy.textContent = copy.dataset.copied || copy.textContent;
    }
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1) { event.preventDefault(); history.back(); }
    const print = event.target.closest("[data-print]");
    if (print) window.print();
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  const wide = window.matchMedia("(min-width:960px)");
  const open = () => document.querySelectorAll("[data-wide-open]").forEach((one) => { one.open = wide.matches; });
  wide.addEventListener("change", open);
  open();
})();
