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

  // --- the view that Gradio keeps --------------------------------------------------------------------------------
  let gradio = null; // {element, trigger}; null until Gradio is ready, or on pages without it
  let wanted = null; // address of the newest question; an answer to an older one is not shown

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
    watch("value", () => { busy(false); afterShow(true); });
  }

  const isOurs = (url) => url.origin === location.origin && url.pathname === location.pathname;

  function go(href, push = true) {
    const url = new URL(href, location.href);
    if (!gradio || !isOurs(url) || url.pathname === "/match") { location.assign(url); return; }
    const address = url.pathname + url.search;
    if (push) history.pushState({}, "", address);
    wanted = address;
    busy(true);
    gradio.trigger("submit", { address });
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

  function restorePlace(place) {
    const at = place && document.getElementById(place.id);
    if (!at) return;
    if (typeof place.value === "string" && at.tagName === "INPUT") at.value = place.value;
    at.focus({ preventScroll: true });
    if (typeof place.start === "number" && at.setSelectionRange) at.setSelectionRange(place.start, place.end);
  }

  function afterShow(isNew) {
    const view = document.querySelector("[data-view]");
    if (!view) return;
    if (isNew) restoreForms(view);
    if (isNew && wanted) {
      document.title = view.dataset.title || document.title;
      const heading = document.getElementById("results-heading") || document.getElementById("q");
      if (heading) {
        heading.setAttribute("tabindex", heading.id === "q" ? "0" : "-1");
        heading.focus({ preventScroll: true });
      }
      window.scrollTo({ top: 0, behavior: "auto" });
      wanted = null;
    }
    showLanguageLink();
    showRecent();
    foldFacets();
    showCollection();
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
    const collect = event.target.closest("[data-collect]");
    if (collect) {
      const id = collect.dataset.collect;
      if (collection.has(id)) collection.drop(id);
      else collection.put(id, { title: collect.dataset.title, type: collect.dataset.type });
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
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
    if (box.closest("[data-choose]") && box.tagName === "SELECT") box.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "q") suggest(event.target);
  });

  document.addEventListener("keydown", (event) => {
    // "/" goes to the search box, as in most search pages, unless something is being written
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.getElementById("q");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  });

  window.addEventListener("popstate", () => {
    if (gradio) go(location.href, false);
  });
  window.addEventListener("storage", showCollection);
  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.add("has-js");
    afterShow(false);
  });
  seed();
  return { attach, collection, store, language, showCollection };
})();
window.Puljespor = Puljespor;
