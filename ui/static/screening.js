"use strict";
// Two people's screening marks compared. Both stay where they are: the other's come as the file that the page exports.

const Screening = (() => {
  const { collection, language, made } = window.Puljespor;

  // Reads CSV with quotes, the separator that the first line has, and the apostrophe that guards a formula taken off.
  function readCsv(text) {
    const body = text.replace(/^\ufeff/, "");
    const separator = (body.split(/\r?\n/, 1)[0].match(/[;,]/) || [","])[0];
    const rows = [];
    let row = [], cell = "", isQuoted = false;
    for (let i = 0; i < body.length; i++) {
      const char = body[i];
      if (isQuoted) {
        if (char === '"' && body[i + 1] === '"') { cell += '"'; i++; }
        else if (char === '"') isQuoted = false;
        else cell += char;
      } else if (char === '"') isQuoted = true;
      else if (char === separator) { row.push(cell); cell = ""; }
      else if (char === "\n") { row.push(cell.replace(/\r$/, "")); rows.push(row); row = []; cell = ""; }
      else cell += char;
    }
    if (cell || row.length) { row.push(cell); rows.push(row); }
    const names = (rows.shift() || []).map((name) => name.trim());
    return rows.map((cells) => Object.fromEntries(names.map((name, n) => [name, (cells[n] ?? "").replace(/^'(?=[=+\-@])/, "")])));
  }

  const isMark = (mark) => mark === "include" || mark === "exclude";

  // Agreement of two people's marks: id -> "include" or "exclude". Kappa is Cohen's; null where chance alone would agree.
  function compare(mine, theirs) {
    const both = Object.keys(mine).filter((id) => isMark(mine[id]) && isMark(theirs[id]));
    const differ = both.filter((id) => mine[id] !== theirs[id]);
    const share = (marks) => both.filter((id) => marks[id] === "include").length / both.length;
    const observed = (both.length - differ.length) / both.length;
    const expected = share(mine) * share(theirs) + (1 - share(mine)) * (1 - share(theirs));
    const oneOnly = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((id) => isMark(mine[id]) !== isMark(theirs[id]));
    return { n: both.length, observed, kappa: both.length && expected < 1 ? (observed - expected) / (1 - expected) : null, differ, oneOnly };
  }

  const number = (value, digits) => value.toLocaleString(language() === "en" ? "en-GB" : "da-DK", { minimumFractionDigits: digits, maximumFractionDigits: digits });

  async function show(input) {
    const file = input.files[0];
    const place = document.querySelector("[data-agreement]");
    if (!file) return;
    const words = place.dataset;
    const rows = file.size < 5_000_000 ? readCsv(await file.text()) : [];
    input.value = "";
    if (!rows.length || !("id" in rows[0]) || !("screening" in rows[0])) { place.replaceChildren(made("p", { textContent: words.bad })); return; }
    const items = collection.all();
    const mine = Object.fromEntries(Object.entries(items).map(([id, item]) => [id, item.screening]));
    const theirs = Object.fromEntries(rows.map((row) => [row.id, row.screening]));
    const told = Object.fromEntries(rows.map((row) => [row.id, row]));
    const found = compare(mine, theirs);
    if (!found.n) { place.replaceChildren(made("p", { textContent: words.none })); return; }
    const lines = [
      words.result.replace("{n}", found.n).replace("{percent}", number(100 * found.observed, 0)),
      found.kappa === null ? words.kappaNone : words.kappa.replace("{kappa}", number(found.kappa, 2)),
      found.oneOnly.length ? words.oneOnly.replace("{n}", found.oneOnly.length) : "",
    ];
    place.replaceChildren(...lines.filter(Boolean).map((text) => made("p", { textContent: text })));
    if (!found.differ.length) { place.append(made("p", { textContent: words.agreed })); return; }
    const said = (mark, item) => words[mark] + (item.reason ? " (" + item.reason + ")" : "") + (item.note ? " – " + item.note : "");
    const body = found.differ.map((id) => made("tr", {},
      made("th", { scope: "row" }, made("a", { href: "/projekt/" + encodeURIComponent(id), textContent: items[id].title || told[id].title || id })),
      made("td", { textContent: said(mine[id], items[id]) }), made("td", { textContent: said(theirs[id], told[id]) })));
    const head = made("tr", {}, ...[words.title, words.mine, words.theirs].map((text) => made("th", { scope: "col", textContent: text })));
    const table = made("table", {}, made("caption", { textContent: words.disagree }), made("thead", {}, head), made("tbody", {}, ...body));
    const wrap = made("div", { className: "table-wrap", tabIndex: 0 }, table);
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", words.disagree);
    place.append(wrap);
  }

  document.addEventListener("change", (event) => { if (event.target.matches("[data-agreement-file]")) show(event.target); });
  return { compare, readCsv };
})();
window.Screening = Screening;
