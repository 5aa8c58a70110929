"use strict";
// The staff's pages work without this file. With it, a running job is followed without loading the page anew, a file
// can be dropped, and a mark at the top marks the whole page.

(() => {
  const POLL_MS = 1000;

  // A job's page: its stand is fetched until it is over. What has the focus keeps it: only a changed stand is shown.
  async function follow(job) {
    let shown = "";
    while (job && job.dataset.over === "0") {
      await new Promise((done) => setTimeout(done, POLL_MS));
      let text;
      try {
        const answer = await fetch(job.dataset.job, { headers: { accept: "text/html" } });
        if (answer.status === 401) { location.reload(); return; }
        if (!answer.ok) continue;
        text = await answer.text();
      } catch { continue; } // the server may be busy or starting anew; ask again
      if (text === shown) continue;
      shown = text;
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("job");
      if (!fresh) return;
      const log = job.querySelector(".job-log");
      const held = job.contains(document.activeElement) && document.activeElement.matches("button, .job-log");
      const focus = held ? (document.activeElement.matches("button") ? "button" : ".job-log") : "";
      job.replaceWith(fresh);
      job = fresh;
      const newLog = job.querySelector(".job-log");
      if (log && newLog) newLog.scrollTop = newLog.scrollHeight;
      if (focus) (job.querySelector(focus) || job.querySelector("a, button"))?.focus();
    }
    const running = document.querySelector(".desk-page > .notice a[href*='/job/']");
    if (running) running.closest(".notice").remove();
  }

  function countMarked() {
    const place = document.querySelector("[data-marked]");
    if (place) place.textContent = `(${document.querySelectorAll("input.pick:checked").length})`;
  }

  // Nothing is turned down without a reason: the browser asks for it before the marks are sent.
  function askWhy(form) {
    form.elements.why.required = form.elements.decision.value === "reject";
  }

  function watchDrop(place) {
    const input = place.querySelector("input[type=file]");
    for (const kind of ["dragenter", "dragover"]) {
      place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("is-over"); });
    }
    place.addEventListener("dragleave", () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("is-over");
      if (!event.dataTransfer.files.length) return;
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      input.files = one.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Beside the work there is room for the list of places: it is folded only where it stands above the work.
  function watchFold(fold) {
    const beside = matchMedia("(min-width: 960px)");
    const set = () => { fold.open = beside.matches; };
    beside.addEventListener("change", set);
    set();
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const fold of document.querySelectorAll("[data-desk-fold]")) watchFold(fold);
    const job = document.getElementById("job");
    if (job) follow(job);
    const all = document.querySelector("[data-all]");
    if (all) {
      all.addEventListener("change", () => {
        for (const box of document.querySelectorAll("input.pick")) box.checked = all.checked;
        countMarked();
      });
    }
    document.addEventListener("change", (event) => { if (event.target.matches("input.pick")) countMarked(); });
    const field = document.querySelector("[data-field]");
    if (field) {
      field.addEventListener("change", () => {
        const url = new URL(location.href);
        url.searchParams.set("felt", field.value);
        url.hash = "ret";
        location.assign(url);
      });
    }
    for (const place of document.querySelectorAll("[data-drop]")) watchDrop(place);
    const many = document.getElementById("many");
    if (many) {
      many.addEventListener("change", () => askWhy(many));
      askWhy(many);
    }
    countMarked();
  });
})();
