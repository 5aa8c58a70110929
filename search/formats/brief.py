"""A printable brief in Danish: the search, its method, and each result with its passage and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from search.formats.table import ExportTable, one_line

_STATUS = {"awarded": "bevilget", "running": "i gang", "completed": "afsluttet", "stopped": "stoppet"}
_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .2rem; } .facts { color: #444; margin: 0; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid #999; } mark { background: #fff1a8; }
.source, .methods { font-size: .9rem; color: #444; } article { break-inside: avoid; }
@page { margin: 2cm; } @media print { body { margin: 0; max-width: none; } a { color: inherit; } }
"""


def write(table: ExportTable) -> bytes:
    """Give the page; every text from the corpus is escaped, and only http and https become links."""
    title = f"Projekter der ligner: {one_line(table.query)}" if table.query.strip() else "Udvalgte projekter"
    body = "\n".join(_article(result) for result in table.results)
    page = (
        f'<!doctype html>\n<html lang="da"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n"
        f"<p>{len(table.results)} poster, {escape(table.date[:10])}.</p>\n{body}\n"
        f'<h2>Sådan er der søgt</h2>\n<p class="methods">{escape(table.methods)}</p>\n</body></html>\n'
    )
    return page.encode()


def _article(result: Mapping[str, Any]) -> str:
    record = result["record"]
    pool = record.get("pool") or record.get("programme") or {}
    places = [place["name"] for place in record["municipalities"]]
    shown = ", ".join(places[:6]) + (f" og {len(places) - 6} andre" if len(places) > 6 else "")
    amount = (
        f"{record['amount_dkk']:,} kr.".replace(",", ".") if record["amount_dkk"] is not None else "beløb ikke oplyst"
    )
    facts = [shown, pool.get("name"), record["year_awarded"], amount, _STATUS.get(record["status"])]
    line = " · ".join(escape(one_line(fact)) for fact in facts if fact)
    parts = [f'<article><h2>{result["rank"]}. {escape(one_line(result["title"]))}</h2><p class="facts">{line}</p>']
    if record["summary"]:
        parts.append(f"<p>{escape(one_line(record['summary']))}</p>")
    if record["outcome"]["text"]:
        parts.append(f"<p><b>Resultat:</b> {escape(one_line(record['outcome']['text']))}</p>")
    parts += [_quote(passage) for passage in result["passages"][:1] if passage["text"] != record["summary"]]
    return "".join(parts) + "</article>"


def _quote(passage: Mapping[str, Any]) -> str:
    page = f", side {passage['page_no']}" if passage["page_no"] else ""
    return f"<blockquote>{_marked(passage['text'], passage['highlights'])}</blockquote>{_link(passage['url'], page)}"


def _marked(text: str, places: Sequence[Sequence[int]]) -> str:
    parts, position = [], 0
    for start, end in places:
        parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    return "".join([*parts, escape(text[position:])])


def _link(url: str | None, page: str) -> str:
    if not url:
        return ""
    shown = escape(url)
    if urlsplit(url).scheme in ("http", "https"):
        shown = f'<a href="{shown}">{shown}</a>'
    return f'<p class="source">Kilde: {shown}{page}</p>'
