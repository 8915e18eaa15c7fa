// Sends files one by one and shows how far each is. Without it the form sends them all at once.
(() => {
  "use strict";
  const AT_ONCE = 3;
  document.querySelectorAll("form[data-upload]").forEach((form) => {
    const input = form.querySelector("input[type=file]"), zone = form.querySelector(".drop"), shown = form.querySelector("[data-files]");
    const button = form.querySelector("[data-send]"), wrong = form.querySelector("[data-wrong]"), plain = button.textContent;
    const token = form.elements.csrfmiddlewaretoken.value;
    let lines = [], addresses = null;
    const tell = (text) => { wrong.textContent = text; wrong.hidden = !text; };
    const list = () => {
      addresses = null;
      tell("");
      lines = [...input.files].map((file) => {
        const line = document.createElement("li"), name = document.createElement("span"), bar = document.createElement("progress"), state = document.createElement("span");
        name.textContent = file.name;
        bar.max = Math.max(1, file.size);
        bar.value = 0;
        bar.setAttribute("aria-label", file.name);
        state.textContent = form.dataset.waits;
        line.append(name, bar, state);
        return { file, line, bar, state, done: false };
      });
      shown.replaceChildren(...lines.map((each) => each.line));
      shown.hidden = !lines.length;
      button.textContent = lines.length > 1 ? form.dataset.many.replace("{n}", lines.length) : plain;
    };
    const post = (address, data, told) => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("X-CSRFToken", token);
      if (told) request.upload.onprogress = (event) => told(event.loaded);
      request.onload = () => {
        let answer = null;
        try { answer = JSON.parse(request.responseText); } catch { answer = null; }
        if (answer && (request.status < 400 || request.status === 422)) resolve(answer); else reject(new Error("answer"));
      };
      request.onerror = () => reject(new Error("connection"));
      request.send(data);
    });
    const one = async (each) => {
      const data = new FormData();
      data.append("berkas", each.file);
      const answer = await post(addresses.add, data, (loaded) => { each.bar.value = loaded; });
      each.done = true;
      each.bar.value = each.bar.max;
      each.line.className = answer.state === "refused" ? "no" : "";
      each.state.textContent = answer.sentence || form.dataset.kept;
    };
    const all = async () => {
      const rest = lines.filter((each) => !each.done);
      const next = async () => { while (rest.length) await one(rest.shift()); };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
    };
    form.addEventListener("submit", async (event) => {
      if (!lines.length) return;
      event.preventDefault();
      button.disabled = true;
      tell("");
      try {
        if (!addresses) {
          const terms = new FormData(form);
          terms.delete("berkas");
          const answer = await post(form.dataset.begin, terms);
          if (answer.sentence) { tell(answer.sentence); return; }
          addresses = answer;
        }
        await all();
        await fetch(addresses.check, { method: "POST", headers: { "X-CSRFToken": token } });
        location.assign(addresses.upload);
      } catch { tell(form.dataset.broken); } finally { button.disabled = false; }
    });
    input.addEventListener("change", list);
    ["dragenter", "dragover"].forEach((kind) => zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); }));
    ["dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, () => zone.classList.remove("over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; list(); }
    });
  });
})();
