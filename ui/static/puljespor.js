"use strict";
// Puljespor in the browser. Every link and form works without this file; with it, a search changes the view without
// loading the page anew. Gradio carries the question to the server and the answer back (see attach).

const Puljespor = (() => {
  const language = () => document.body.dataset.lang || "da";
  const store = {
    read(name, fallback) {
      try { return JSON.parse(localStorage.getItem("puljespor." + name)) ?? fallback; } catch { return fallback; }
    },
    write(name, value) {
      try { localStorage.setItem("puljespor." + name, JSON.stringify(value)); } catch { /* private mode: not kept */ }
    },
  };

  // --- the collection: record id -> {title, type, note, screening, reason} ---------------------------------------
  const collection = {
    all: () => store.read("collection", {}),
    has: (id) => Object.hasOwn(collection.all(), id),
    put(id, fields) {
      const items = collection.all();
      items[id] = { ...items[id], ...fields };
      store.write("collection", items);
      showCollection();
    },
    drop(id) {
      const items = collection.all();
      delete items[id];
      store.write("collection", items);
      showCollection();
    },
    clear() { store.write("collection", {}); showCollection(); },
  };

  function showCollection() {
    const ids = Object.keys(collection.all());
    for (const badge of document.querySelectorAll("[data-collection-count]")) {
      badge.textContent = ids.length;
      badge.hidden = !ids.length;
    }
    for (const box of document.querySelectorAll("[data-pick]")) box.checked = collection.has(box.value);
    for (const bar of document.querySelectorAll("[data-pickbar]")) {
      const shown = bar.closest("form").querySelectorAll("[data-pick]:checked").length;
      bar.classList.toggle("is-open", shown > 0);
      const label = bar.querySelector("[data-pick-count]");
      label.textContent = (shown === 1 ? label.dataset.one : label.dataset.many).replace("{count}", shown);
      const compare = bar.querySelector("[data-compare]");
      if (compare) compare.disabled = shown < 2 || shown > 5;
    }
    for (const button of document.querySelectorAll("[data-collect]")) {
      const isIn = collection.has(button.dataset.collect);
      button.setAttribute("aria-pressed", String(isIn));
      button.textContent = isIn ? button.dataset.in : button.dataset.out;
    }
  }

  // --- judging hits: what every new index is scored on ------------------------------------------------------------
  const judged = new Map(); // record and query -> grade, of this page
  const judgedKey = (group) => `${group.dataset.judge} ${group.dataset.query}`;

  async function judge(button) {
    const group = button.parentElement;
    const grade = Number(button.dataset.grade);
    const body = JSON.stringify({ query: group.dataset.query, record_id: group.dataset.judge, grade });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/api/v1/judgements", { method: "POST", headers, body });
    if (!answer.ok) return;
    judged.set(judgedKey(group), grade);
    showJudged();
  }

  function showJudged() {
    for (const group of document.querySelectorAll("[data-judge]")) {
      group.hidden = false;
      for (const button of group.children) {
        button.setAttribute("aria-pressed", String(judged.get(judgedKey(group)) === Number(button.dataset.grade)));
      }
    }
  }

  // --- the view that Gradio keeps --------------------------------------------------------------------------------
  let gradio = null; // {element, trigger}; null until Gradio is ready, or on pages without it
  let wanted = null; // address of the newest question, "match" for a draft; null once its answer is shown

  // Runs before Gradio starts: its component begins with the view that the server has already rendered.
  function seed() {
    const first = document.getElementById("first-view");
    const views = window.gradio_config?.components?.filter((c) => String(c.props?.elem_id).startsWith("view-"));
    if (first && views?.length) views[0].props.value = first.innerHTML;
  }

  function attach(element, trigger, props, watch) {
    const first = document.getElementById("first-view");
    const place = rememberPlace();
    if (first) first.remove();
    document.body.classList.add("is-live");
    gradio = { element, trigger };
    restorePlace(place);
    afterShow(false);
    watch("value", answered);
  }

  // One question is under way at a time; of those asked meanwhile only the newest is asked, when its turn comes, so that
  // no answer to an older question is the last one shown. (Gradio's own "always_last" would ask the first one again.)
  const PATIENCE = 15_000; // ms; a question that fails has no answer, and must not hold up the next for ever
  let turn = 0;
  let underWay = 0; // the timer of the question under way, 0 when there is none
  let waiting = null;

  function submit(question) {
    busy(true);
    if (underWay) { waiting = question; return; }
    underWay = setTimeout(askWaiting, PATIENCE);
    gradio.trigger("submit", { ...question, turn: ++turn });
  }

  function askWaiting() {
    clearTimeout(underWay);
    underWay = 0;
    const next = waiting;
    waiting = null;
    if (next) submit(next);
    else busy(false);
    return Boolean(next);
  }

  function answered() {
    if (!askWaiting()) afterShow(true);
  }

  const isOurs = (url) => url.origin === location.origin && url.pathname === location.pathname;

  function go(href, push = true) {
    const url = new URL(href, location.href);
    if (!gradio || !isOurs(url)) { location.assign(url); return; }
    const address = url.pathname + url.search;
    if (push) history.pushState({}, "", address);
    wanted = address;
    submit({ address });
  }

  function busy(isBusy) {
    document.body.classList.toggle("is-busy", isBusy);
    const view = document.querySelector("[data-view]");
    if (view) view.setAttribute("aria-busy", String(isBusy));
  }

  function rememberPlace() {
    const at = document.activeElement;
    return at && at.id ? { id: at.id, value: at.value, start: at.selectionStart, end: at.selectionEnd } : null;
  }

  // Gradio may hide its component for some frames yet, and what is hidden takes no focus: try until it does, but never
  // take the focus from where a reader has put it meanwhile.
  function restorePlace(place, framesLeft = 120) {
    if (!place || (document.activeElement && document.activeElement !== document.body)) return;
    const at = document.getElementById(place.id);
    if (at) {
      if (typeof place.value === "string" && at.tagName === "INPUT") at.value = place.value;
      at.focus({ preventScroll: true });
      if (typeof place.start === "number" && at.setSelectionRange) at.setSelectionRange(place.start, place.end);
    }
    if (document.activeElement !== at && framesLeft) requestAnimationFrame(() => restorePlace(place, framesLeft - 1));
  }

  function afterShow(isNew) {
    const view = document.querySelector("[data-view]");
    if (!view) return;
    if (isNew) restoreForms(view);
    if (isNew && wanted) {
      document.title = view.dataset.title || document.title;
      const names = ["results-heading", "match-results", "q"];
      const heading = names.map((name) => document.getElementById(name)).find(Boolean);
      if (heading) {
        heading.setAttribute("tabindex", heading.id === "q" ? "0" : "-1");
        heading.focus({ preventScroll: true });
      }
      if (wanted === "match") heading?.scrollIntoView({ block: "start" });
      else window.scrollTo({ top: 0, behavior: "auto" });
      wanted = null;
    }
    showLanguageLink();
    showRecent();
    showOwnMunicipality();
    foldFacets();
    showCollection();
    showJudged();
  }

  // Gradio renews the view by changing what differs in it: what a reader has typed or chosen stands, and must follow.
  function restoreForms(view) {
    for (const box of view.querySelectorAll("input[type=search]")) box.value = box.getAttribute("value") || "";
    for (const select of view.querySelectorAll("select")) {
      const chosen = select.querySelector("option[selected]");
      if (chosen) select.value = chosen.value;
    }
  }

  function showLanguageLink() {
    for (const link of document.querySelectorAll("[data-language-link]")) {
      const url = new URL(location.href);
      if (link.getAttribute("hreflang") === "da") url.searchParams.delete("lang");
      else url.searchParams.set("lang", link.getAttribute("hreflang"));
      link.href = url.pathname + url.search;
    }
  }

  function foldFacets() {
    const fold = document.querySelector("[data-facets-fold]");
    if (fold && matchMedia("(max-width: 860px)").matches) fold.open = false;
    for (const button of document.querySelectorAll("[data-facet-more]")) {
      button.hidden = false;
      button.closest(".facet").classList.add("is-short");
    }
  }

  // --- recent searches: kept here and nowhere else ----------------------------------------------------------------
  function remember(query) {
    const text = query.trim();
    if (!text || text.length > 200) return;
    store.write("recent", [text, ...store.read("recent", []).filter((other) => other !== text)].slice(0, 6));
  }

  function showRecent() {
    const box = document.querySelector("[data-recent]");
    if (!box) return;
    const recent = store.read("recent", []);
    box.hidden = !recent.length;
    const list = box.querySelector("[data-recent-list]");
    list.replaceChildren();
    for (const text of recent) {
      const link = document.createElement("a");
      const suffix = language() === "en" ? "&lang=en" : "";
      link.href = "/?q=" + encodeURIComponent(text) + suffix;
      link.textContent = text;
      link.dataset.go = "";
      list.append(link, " ");
    }
  }

  let suggestTimer = 0;
  function suggest(input) {
    clearTimeout(suggestTimer);
    const text = input.value.trim();
    const list = document.getElementById(input.getAttribute("list"));
    if (!list || text.length < 2) return;
    suggestTimer = setTimeout(async () => {
      const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(text)).catch(() => null);
      if (!answer || !answer.ok) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((s) => Object.assign(document.createElement("option"), { value: s })));
    }, 120);
  }

  // --- the collection's own page ------------------------------------------------------------------------------------
  let collectionShown = 0;
  async function showCollectionPage() {
    const page = document.querySelector("[data-collection-page]");
    if (!page) return;
    const ids = Object.keys(collection.all());
    page.querySelector("[data-collection-empty]").hidden = ids.length > 0;
    page.querySelector("[data-collection-full]").hidden = ids.length === 0;
    const holder = page.querySelector("[data-collection-ids]");
    holder.replaceChildren(...ids.map((id) => Object.assign(document.createElement("input"), { type: "hidden", name: "id", value: id })));
    page.querySelector("[data-compare]").disabled = ids.length < 2;
    const list = page.querySelector("[data-collection-list]");
    if (!ids.length) { list.replaceChildren(); return; }
    const query = new URLSearchParams([...ids.map((id) => ["id", id]), ["lang", language()]]);
    const showing = ++collectionShown;
    const answer = await fetch("/samling/poster?" + query);
    const html = answer.ok ? await answer.text() : "";
    if (showing !== collectionShown) return; // a newer list is on its way
    list.innerHTML = html;
    const items = collection.all(); // as it is now: a note may have been written meanwhile
    for (const row of list.querySelectorAll("[data-item]")) {
      const item = items[row.dataset.item] || {};
      const note = row.querySelector("[data-note]");
      if (note) note.value = item.note || "";
      const screening = row.querySelector("[data-screening]");
      if (screening) screening.value = item.screening || "";
      const reason = row.querySelector("[data-reason]");
      if (reason) reason.value = item.reason || "";
      showReason(row);
    }
  }

  // Why a record is left out is asked for where it is left out.
  function showReason(row) {
    const label = row.querySelector("[data-reason-label]");
    if (label) label.hidden = row.querySelector("[data-screening]").value !== "exclude";
  }

  async function showMethods(place) {
    if (!place.open) return;
    const query = new URLSearchParams([...Object.keys(collection.all()).map((id) => ["id", id]), ["lang", language()]]);
    const answer = await fetch("/api/v1/export/manifest?" + query).catch(() => null);
    const text = answer?.ok ? (await answer.json()).methods : place.dataset.failed;
    place.querySelector("[data-methods-text]").textContent = text;
  }

  // A cell that a spreadsheet would take for a formula is told to be text by a leading apostrophe.
  const cell = (text) => '"' + String(text ?? "").replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""') + '"';

  function exportNotes() {
    const rows = Object.entries(collection.all()).map(([id, item]) => [id, item.title, item.screening, item.reason, item.note]);
    const text = "\ufeff" + [["id", "title", "screening", "reason", "note"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "noter.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // --- match: a draft from a file, one's own municipality, weights ----------------------------------------------
  async function readDraft(input, file = input.files[0]) {
    if (!file) return;
    const note = document.querySelector("[data-file-note]");
    note.textContent = file.name + " …";
    const answer = await fetch("/api/v1/match/text", { method: "POST", body: file }).catch(() => null);
    const body = answer ? await answer.json().catch(() => ({})) : {};
    input.value = "";
    if (answer?.ok) document.getElementById("udkast").value = body.text;
    note.textContent = answer?.ok ? file.name : input.dataset.failed + (body.detail ? ": " + body.detail : "");
  }

  function showOwnMunicipality() {
    const select = document.querySelector("[data-own-municipality]");
    if (select && !select.querySelector("option[selected]")) select.value = store.read("municipality", "");
  }

  let turnedDown = []; // ids of records marked as not like the draft; each has a chip that undoes the mark

  function markUnlike(added, dropped) {
    wanted = "match";
    turnedDown = [...turnedDown, ...added].filter((id) => !dropped.includes(id));
    askMatch();
  }

  function askMatch() {
    const form = document.querySelector("[data-match]");
    const data = new FormData(form);
    const sliders = [...document.querySelectorAll("[data-weight]")];
    submit({
      text: data.get("text"),
      municipality: data.get("municipality"),
      weights: Object.fromEntries(sliders.map((slider) => [slider.dataset.weight, Number(slider.value)])),
      unlike: turnedDown,
      like: data.get("som") || "",
      language: language(),
    });
  }

  // --- what is followed: address without its language -> {name, until, dropped} -----------------------------------
  const followed = () => store.read("followed", {});

  function follow(button) {
    const box = button.closest("[data-what]");
    const items = followed();
    items[box.dataset.what] = { name: box.dataset.name, until: box.dataset.until, dropped: [] };
    store.write("followed", items);
    showFollowed();
  }

  function changeFollowed(what, change) {
    const items = followed();
    if (!items[what]) return;
    if (change === null) delete items[what];
    else items[what] = { ...items[what], ...change };
    store.write("followed", items);
    showFollowed();
  }

  const made = (tag, fields, ...children) => {
    const element = Object.assign(document.createElement(tag), fields);
    element.append(...children);
    return element;
  };

  async function showFollowed() {
    const list = document.querySelector("[data-follow-list]");
    if (!list) return;
    const items = followed();
    const save = document.querySelector("[data-follow-save]");
    if (save && items[save.closest("[data-what]").dataset.what]) { save.textContent = save.dataset.saved; save.disabled = true; }
    document.querySelector("[data-follow-empty]").hidden = Object.keys(items).length > 0;
    const suffix = language() === "en" ? "&lang=en" : "";
    const rows = Object.entries(items).map(([what, item]) => {
      const isRecord = what.startsWith("post=");
      const open = isRecord ? "/projekt/" + what.slice(5) + suffix.replace("&", "?") : "/?" + what + suffix;
      const dropped = item.dropped.map((id) => "&udeladt=" + encodeURIComponent(id)).join("");
      const news = made("div", { className: "follow-news" });
      const title = made("h3", {}, made("a", { href: open, textContent: item.name }));
      const atom = made("a", { href: "/feed.atom?" + what + dropped + suffix, textContent: list.dataset.atom });
      const seen = made("button", { type: "button", className: "quiet", textContent: list.dataset.seen });
      seen.dataset.followSeen = "";
      const remove = made("button", { type: "button", className: "quiet", textContent: list.dataset.remove });
      remove.dataset.followRemove = "";
      const row = made("li", {}, title, news, made("p", { className: "follow-tools" }, seen, " ", atom, " ", remove));
      row.dataset.what = what;
      showNews(what, item, news, dropped + suffix);
      return row;
    });
    list.replaceChildren(...rows);
  }

  async function showNews(what, item, place, more) {
    const query = what + "&siden=" + encodeURIComponent(item.until) + more;
    const answer = await fetch("/foelg/nyt?" + query).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text();
    else place.textContent = document.querySelector("[data-follow-list]").dataset.failed;
    const seen = place.parentElement?.querySelector("[data-follow-seen]");
    if (seen) seen.hidden = !Number(place.querySelector("[data-new]")?.dataset.new);
  }

  function followClick(target) {
    if (target.closest("[data-follow-save]")) follow(target);
    const row = target.closest("[data-follow-list] [data-what]");
    if (!row) return;
    const what = row.dataset.what;
    if (target.closest("[data-follow-remove]")) changeFollowed(what, null);
    if (target.closest("[data-follow-seen]")) changeFollowed(what, { until: row.querySelector("[data-until]").dataset.until });
    if (target.closest("[data-news-drop]")) {
      changeFollowed(what, { dropped: [...followed()[what].dropped, target.closest("[data-news]").dataset.news] });
    }
  }

  // --- one listener each, for whatever is on the page --------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0 && gradio) {
      event.preventDefault();
      go(link.href);
      return;
    }
    const more = event.target.closest("[data-facet-more]");
    if (more) {
      const isShort = more.closest(".facet").classList.toggle("is-short");
      more.setAttribute("aria-expanded", String(!isShort));
      more.firstChild.textContent = isShort ? more.dataset.more : more.dataset.fewer;
    }
    if (event.target.closest("[data-recent-clear]")) { store.write("recent", []); showRecent(); }
    const unlike = event.target.closest("[data-unlike]");
    if (unlike && gradio) markUnlike([unlike.dataset.unlike], []);
    const liked = event.target.closest("[data-unlike-chosen]");
    if (liked && gradio) markUnlike([], [liked.dataset.unlikeChosen]);
    const grade = event.target.closest("[data-grade]");
    if (grade) judge(grade);
    const collect = event.target.closest("[data-collect]");
    if (collect) {
      const id = collect.dataset.collect;
      if (collection.has(id)) collection.drop(id);
      else collection.put(id, { title: collect.dataset.title, type: collect.dataset.type });
    }
    if (event.target.closest("[data-print]")) window.print();
    const drop = event.target.closest("[data-drop]");
    if (drop) { collection.drop(drop.closest("[data-item]").dataset.item); showCollectionPage(); }
    const clear = event.target.closest("[data-collection-clear]");
    if (clear && window.confirm(clear.dataset.confirm)) { collection.clear(); showCollectionPage(); }
    if (event.target.closest("[data-notes-export]")) exportNotes();
    followClick(event.target);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-match]") && gradio) {
      event.preventDefault();
      wanted = "match";
      askMatch();
      return;
    }
    if (!(form.matches("[data-ask]") || form.matches("[data-choose]"))) return;
    const data = new FormData(form);
    if (form.matches("[data-ask]")) remember(String(data.get("q") || ""));
    if (!gradio) return;
    event.preventDefault();
    const query = new URLSearchParams([...data].filter(([, value]) => typeof value === "string" && value !== ""));
    for (const [name, usual] of [["sort", "relevans"], ["tilstand", "hybrid"]]) {
      if (query.get(name) === usual) query.delete(name);
    }
    const text = query.toString();
    go(form.getAttribute("action") + (text ? "?" + text : ""));
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-pick]")) {
      const card = box.closest("[data-record]");
      if (box.checked) collection.put(box.value, { title: card.dataset.title, type: card.dataset.type });
      else collection.drop(box.value);
    }
    if (box.matches("[data-weight]") && gradio) askMatch();
    if (box.matches("[data-own-municipality]")) store.write("municipality", box.value);
    if (box.matches("[data-draft-file]")) readDraft(box);
    const fileName = box.closest(".file-pick")?.querySelector("[data-file-name]");
    if (fileName && box.files.length) fileName.textContent = box.files[0].name;
    if (box.matches("[data-screening]")) {
      collection.put(box.closest("[data-item]").dataset.item, { screening: box.value });
      showReason(box.closest("[data-item]"));
    }
    if (box.closest("[data-choose], [data-choose-plain]") && box.tagName === "SELECT") box.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("#q, [data-suggest]")) suggest(event.target);
    if (event.target.matches("[data-reason]")) {
      collection.put(event.target.closest("[data-item]").dataset.item, { reason: event.target.value });
    }
    if (event.target.matches("[data-note]")) {
      collection.put(event.target.closest("[data-item]").dataset.item, { note: event.target.value });
    }
  });

  // A draft's file can be dropped anywhere on its form.
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.closest?.("[data-match]");
      if (!form || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop") readDraft(form.querySelector("[data-draft-file]"), event.dataTransfer.files[0]);
    });
  }

  document.addEventListener("keydown", (event) => {
    // "/" goes to the search box, as in most search pages, unless something is being written
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.getElementById("q");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  });

  window.addEventListener("popstate", () => {
    if (gradio && location.pathname === "/") go(location.href, false);
  });
  window.addEventListener("storage", showCollection);
  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.add("has-js");
    afterShow(false);
    showCollection();
    showCollectionPage();
    showFollowed();
    document.querySelector("[data-methods]")?.addEventListener("toggle", (event) => showMethods(event.target));
  });
  seed();
  return { attach, collection, store, language, showCollection, made };
})();
window.Puljespor = Puljespor;
