// Passkeys and recovery codes: what only a browser with scripts can do is offered only there.
(() => {
  "use strict";
  if (window.PublicKeyCredential && !/^[\d.]+$|^\[/.test(location.hostname)) {
    document.querySelectorAll("[data-passkey]").forEach((one) => { one.hidden = false; });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const told = document.getElementById("passkey-wrong");
    if (!told) return;
    told.className = "note no";
    told.setAttribute("role", "alert");
    (document.querySelector("main h1") || told).after(told);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([document.getElementById(button.dataset.save).textContent.trim() + "\n"], { type: "text/plain" }));
    link.download = button.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
