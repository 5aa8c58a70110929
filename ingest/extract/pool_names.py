"""The pool that a page names: in its title, a label, or a sentence such as "støttet af puljen ”…”"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from corpus.documents import DocumentKind
from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.pool_forms import pool_in
from ingest.extract.pool_titles import LIST_OF, by_address, list_title, pool_title, trim

_LABEL = re.compile(
    r"^(?:pulje(?:n|ns navn|navn)?|puljens titel|støttet af|finansiering(?:en)?|finansieret af|"
    r"program(?:met)?|bevilling fra|tilskud fra|"
    r"pulje/program|pulje og funder|støtte fra|bevillingsgiver og pulje|satspulje)\s*:?\s*$",
    re.IGNORECASE,
)
_INLINE_LABEL = re.compile(
    r"^(?P<label>Pulje(?:n|navn|ns navn)?|Puljens titel|Program|Satspulje)\s*:\s*(?P<name>\S.{3,160})$"
)
_FREMFAERD = re.compile(
    r"Fremfærd(?:\s(?:Sundhed\s(?:og|&)\sÆldre|Ældre|Sundhed|Social|Bruger, Borger & Medarbejder))?"
)


_SUM_FIRST = re.compile(r"\d[\d.,]*\s(?:mio|mill|kr|kroner)", re.IGNORECASE)
"""What a label "Pulje" states that is its frame, not its name: "Pulje: 12 mio. kr. Ansøgninger: 29"."""


def _labelled(page: Page) -> Found | None:
    for line in page.lines:
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _LABEL.match(page.text[a:b].strip()) and d > c:
                return pool_in(page.text[c:d], c) or trim(page.text[c:d], c)
        inline = _INLINE_LABEL.match(line.text)
        if inline and not _SUM_FIRST.match(inline["name"]):
            start = line.char_start + inline.start("name")
            return pool_in(inline["name"], start) or trim(inline["name"], start)
        if _LABEL.match(line.text) and line.index + 1 < len(page.lines):
            value = page.lines[line.index + 1]
            if (len(value.text) < 200 and not value.is_heading) or (value.is_heading and not page.has_markup):
                return pool_in(value.text, value.char_start) or (
                    trim(value.text, value.char_start) if re.search(r"pulje|program", line.text, re.I) else None
                )
    return None


def find_pool(page: Page, kind: DocumentKind, lines: list[Line] | None = None) -> Found | None:
    """Give the pool that a page is about or was paid by, or `None` where it names none.

    A page of a pool has it in its title; elsewhere a label is surest, then quotes after "puljen", then the rest.
    """
    is_pools_own = kind in (DocumentKind.POOL_PAGE, DocumentKind.CALL, DocumentKind.FAQ)
    if lines is None and is_pools_own:
        first = _first_sentence_pool(page)
        titled = pool_title(page)
        if first and titled and _INVITES.match(titled.value):
            return first
        if first and titled and _alike(first.value, titled.value):
            return first if first.confidence >= 0.9 else titled
        if titled and (not page.title or not re.search(r"\d+ (?:projekter|kommuner)|får|modtager", page.title.text)):
            return titled
        if first:
            return first
    if lines is None:
        labelled = _labelled(page)
        if labelled:
            return labelled
    best: Found | None = _over_two_lines(page) if lines is None else None
    title = page.title
    whole = _EVALUATED.match(title.text) if lines is None and title is not None else None
    if title is not None and whole is not None:
        return Found(whole["name"], title.char_start + whole.start("name"), title.char_start + whole.end("name"), 0.9)
    if (
        lines is None
        and title is not None
        and (kind is DocumentKind.AWARD_LIST or (kind is DocumentKind.EVALUATION and "pulje" in title.text.lower()))
    ):
        head = re.match(
            r"(?P<name>[^:–—]{6,90}?)(?:\s?[:–—]|\s-)\s(?:de |støttede |udvalgte |liste|oversigt|tildel|udmønt|"
            r"slutevaluering|evaluering|projekter)",
            title.text,
            re.IGNORECASE,
        )
        if head:
            best = pool_in(head["name"], title.char_start) or Found(
                head["name"], title.char_start, title.char_start + head.end("name"), 0.8
            )
        elif (after := LIST_OF.match(title.text)) and not find_municipalities(after["name"]):
            start = title.char_start + after.start("name")
            best = pool_in(after["name"], start) or Found(after["name"], start, start + len(after["name"]), 0.8)
    for line in lines if lines is not None else page.lines:
        found = pool_in(line.text, line.char_start)
        if found and (best is None or found.confidence > best.confidence + 0.02):
            best = found
    if best:
        best = _in_full(page, best, lines if lines is not None else page.lines)
        # The title ends a name that runs on into its sentence: "Puljen Havbyprojekter udspringer af ...".
        if title is not None and len(title.text) >= 8 and str(best.value).startswith(title.text + " "):
            return replace(best, value=title.text, char_end=best.char_start + len(title.text))
        return best
    listed = list_title(page) if kind is DocumentKind.AWARD_LIST else None
    return _section_pool(page) or by_address(page, kind) or listed or _fremfaerd(page)


_ONE_WORD = re.compile(r"(?P<stem>\w+?)s?puljen?")


def _in_full(page: Page, short: Found, lines: list[Line]) -> Found:
    """Give the name that a page has in full for a pool that it also calls by one word: "Røgfri-puljen"."""
    word = str(short.value).casefold()
    if (nickname := _ONE_WORD.fullmatch(word)) is not None and len(nickname["stem"]) >= _STEM:
        named = (pool_in(line.text, line.char_start) for line in lines)
        longer = (f for f in named if f is not None and len(f.value) > len(word))
        # "kvalitetspuljen" beside "Kvalitetsudviklingspuljen"
        begins = re.compile(rf"{re.escape(nickname['stem'])}\w+puljen?", re.IGNORECASE)
        return next((f for f in longer if begins.fullmatch(str(f.value))), short)
    if " " in word or not page.text[short.char_end : short.char_end + 6].casefold() == "-pulje":
        return short
    named = (pool_in(line.text, line.char_start) for line in lines)
    full = (
        f for f in named if f is not None and re.search(rf"\bpuljen?\s.*\b{re.escape(word[:_STEM])}", f.value, re.I)
    )
    return next(full, short)


_STEM = 6  # letters that a word and its inflections share


def _over_two_lines(page: Page) -> Found | None:
    """Give a name that stands on the line after "Tilsagn fra puljen", as headings of letters and scans are broken."""
    for line, ahead in pairwise(page.lines[:40]):
        if re.search(r"\b(?:fra|under) (?:ansøgnings|sats)?puljen?:?$", line.text, re.IGNORECASE) and (
            not (ahead.cells or ahead.is_list_item)
            and ahead.text[:1].isupper()
            and 4 <= len(ahead.text) <= 110
            and not ahead.text.endswith((".", ":"))
        ):
            return trim(ahead.text, ahead.char_start)
    return None


# the rest of such a title is the name, verbs in it or not: "Evaluering af puljen Sammen er vi flere"
_EVALUATED = re.compile(
    r"^(?:slut|midtvejs|proces|effekt)?(?:evaluering|opsamling|erfaringsopsamling|rapport)(?:en)?\s(?:af|fra|på|for|"
    r"om)\s"
    r"(?:sats|"
    r"ansøgnings)?puljen\s[\"”“»]?(?P<name>(?-i:[A-ZÆØÅ])[^\"”“«(:–]{3,80}?)[\"”“«]?(?:\s*\([^)]*\))?(?:\s?[–:-]\s.*)?$",
    re.IGNORECASE,
)


# a call's headline says what to do, and the text below what the pool is called
_INVITES = re.compile(
    r"(?:nu )?(?:kan (?:kommuner(?:ne)?|du|I|man) )?(?:(?:an)?søge? (?:nu )?(?:om )?|få |"
    r"(?:ny )?mulighed for (?:at (?:få|søge) )?|send (?:din |jeres )?ansøgning om |indkaldelse af ansøgninger |"
    r"opslag (?:af|om) |invitation til at søge |ansøgning(?:er|srunde)? (?:om|til) )",
    re.IGNORECASE,
)


def _first_sentence_pool(page: Page) -> Found | None:
    for line in page.lines[:12]:
        if page.title and line.char_start == page.title.char_start:
            continue
        found = pool_in(line.text, line.char_start)
        if found:
            return found
    return None


def _alike(first: str, second: str) -> bool:
    words_a, words_b = (set(re.findall(r"\w+", t.lower())) for t in (first, second))
    return len(words_a & words_b) >= 0.6 * min(len(words_a), len(words_b))


def _fremfaerd(page: Page) -> Found | None:
    match = max(_FREMFAERD.finditer(page.text), key=lambda m: (len(m[0]), -m.start()), default=None)
    return Found(match[0], match.start(), match.end(), 0.8) if match else None


def _section_pool(page: Page) -> Found | None:
    """A project page names its programme as a bare line above the title ("Omsorg og nærvær for ældre")."""
    if not re.search(r"omsorg.og.n(?:ae|æ)rv(?:ae|æ)r", page.document.url, re.IGNORECASE):
        return None
    match = re.search(r"Omsorg og nærvær(?: for ældre| i ældreplejen)?", page.text)
    return Found(match[0], match.start(), match.end(), 0.85) if match else None
