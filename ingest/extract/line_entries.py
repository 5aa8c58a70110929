"""One line of a list as an entry: "Havby Kommune – Friskere liv – 1.250.000 kr." and its kin."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_words import NOT_OWNER, NUMBERED_TRACK, TOTAL, VERBS, is_total
from ingest.extract.draft import Found
from ingest.extract.entries import (
    ABOUT,
    STRIP,
    SUM_LABEL,
    Entry,
    amount_found,
    clean_title,
    line_amount,
    names_run,
    place_founds,
)
from ingest.extract.entry_periods import without_times
from ingest.extract.lines import split_sentences, without_bullet

_OWNER_LABEL = re.compile(
    r"(?:[:,;.–-]?\s*\(?(?:projektejer|hovedansøger|ansøger|tilskudsmodtagere?|tilsagnshaver|projektkommuner?)"
    r"|[:,;.–-]\s*\(?kommuner?)\s*:\s*",
    re.IGNORECASE,
)
_BEFORE_OWNER = re.compile(
    r"(?:projekt(?:et)? i|i|kommune:?|ansøger:?|"
    r"(?:projekt)?beskrivelse(?:n)?(?: (?:af|for|fra|af projektet i))?\s?[:–—-]?)\s*",
    re.IGNORECASE,
)
_GOES_TO = re.compile(
    r"(?:\s(?:er gået|går|gik|gives|er givet|bevilges|tildeles))?\s(?:til\s)+|\s?[:–—|-]\s|[.,]?\s\(?|,-\s"
)
_MARKS = re.compile(r"[\s.,:;|()–—-]*")
OWNER_LINE = re.compile(r"(?:projektejer|hovedansøger|ansøger|tilskudsmodtager|tilsagnshaver)\s?:\s", re.IGNORECASE)
"""A line, or a value, that says whose the project above it is."""
_SEPARATOR = re.compile(r"\s*(?:[‒–—―−:|;·\t]|\s/(?=\s)|\s-\s|\s-(?=\S)|,(?=\s)|\.(?=\s)|[(])\s*")
_PARTNER_AND_DASH = re.compile(
    r"\s*(?:og|samt|i samarbejde med|sammen med)\s[A-ZÆØÅ][^:–—]{2,80}?(?:\s[-–—]\s|:\s)", re.IGNORECASE
)
_UNIT = re.compile(r"\s*,[^,:–—]{3,60}?(?=\s[-–—]\s|:\s)")
_PARTNER = re.compile(r"\s*(?:og|samt|i samarbejde med|sammen med)\s[^:–—]{3,80}?(?=\s[-–—]\s|:\s)", re.IGNORECASE)
_JOINTLY = re.compile(r"[\s,(]*(?:i fællesskab|sammen|i samarbejde|fælles(?: projekt)?)[\s.;)]*", re.IGNORECASE)
_DOES = re.compile(r"\s+(?!og\b|samt\b|eller\b)[a-zæøå]{2,}\b")  # a verb, in lower case
_QUOTED = re.compile(r"[\"”“»„](?P<title>[^\"”“»«„\n]{4,120})[\"”“«”]")
_POOL_BEFORE = re.compile(r"pulje\w*\s?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s?[,:;|/–—-]\s+")
_REGION = re.compile(r"^Region (?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland)\b")


def read_line(text: str, start: int, line_index: int) -> Entry | None:
    """Read one line of a list into an entry; `None` if it names neither a municipality nor an amount."""
    body, cut = without_bullet(text)
    start, body = start + cut, without_times(body)
    entry = Entry(start, start + len(body.rstrip()), line_index)
    amount = line_amount(body)
    label = body if amount is None else body[: amount.char_start] + body[amount.char_end :]
    if TOTAL.match(body) or (len(label) < 80 and is_total(label)):
        if amount is None:
            return None
        entry.amount, entry.is_total = amount_found(amount, start), True
        return entry
    mentions = [m for m in find_municipalities(body) if m.confidence >= LIKELY]
    where = _REGION.match(body)
    if where and mentions and _BETWEEN.fullmatch(body, where.end(), mentions[0].char_start):
        at = mentions[0].char_start  # "Region Sjælland, Havby Kommune: Friskere liv": where, then who
        return read_line(body[at:], start + at, line_index)
    owner = _OWNER_LABEL.search(body)
    if owner and owner.start() > 3 and (amount is None or owner.start() < amount.char_start):
        return _owner_last(body, start, owner, amount, entry)
    if not mentions and amount is not None:
        mentions = _word_first(body)
    run = names_run(body, mentions)
    if run is None:
        return _owner_unplaced(body, start, amount, entry)
    begin, end, names = run
    entry.places = place_founds(names, start)
    if amount:
        entry.amount = amount_found(amount, start)
    if begin <= 2 or _BEFORE_OWNER.fullmatch(body[:begin]):
        return _owner_first(body, start, end, mentions, amount, entry)
    if amount is not None and amount.char_start <= 2 and _GOES_TO.fullmatch(body, amount.char_end, begin):
        return _sum_first(body, start, end, entry)
    if amount is not None and amount.char_end < begin and _MARKS.fullmatch(body, end) is not None:
        entry.title = _title_beside(body, start, begin, amount)
        if entry.title is not None:
            entry.form = "A"
            return entry
    return _owner_inside(body, start, begin, end, amount, entry)


def _word_first(body: str) -> list[PlaceMention]:
    """Give the municipality that an item with a sum begins with though it is a word too: "Greve vil nå ..."."""
    first = next(iter(find_municipalities(body)), None)
    if first is None or first.char_start > 1 or first.confidence < 0.2 or not _DOES.match(body[first.char_end :]):
        return []
    return [replace(first, confidence=0.7)] if first.form == "name" else []


def _owner_unplaced(body: str, start: int, amount: AmountMention | None, entry: Entry) -> Entry | None:
    """Read a grantee that is no municipality: with its amount, or a region with its title."""
    if amount is None:
        region = _REGION.match(body)
        if region and len(body) > region.end() + 4 and body[region.end() :].lstrip()[:1] in ":–-":
            entry.owner = Found(region[0], start, start + region.end(), 0.9)
            entry.title = clean_title(body[region.end() :], start + region.end())
            entry.form = "E"
            return entry
        return None
    rest = body[: amount.char_start]
    if NOT_OWNER.search(rest) or len(rest) > 130 or len(body) - amount.char_end > 12:
        return None
    parts = [p for p in _SEPARATOR.split(rest.strip(STRIP)) if p and p.strip(STRIP)]
    owner = clean_title(parts[0] if parts else "", start + body.index(parts[0])) if parts else None
    entry.owner, entry.amount, entry.form = owner, amount_found(amount, start), "A"
    if len(parts) > 1:
        at = body.index(parts[1], len(parts[0]))
        entry.title = clean_title(parts[1], start + at)
    return entry if owner else None


def _owner_first(
    body: str, start: int, end: int, mentions: list[PlaceMention], amount: AmountMention | None, entry: Entry
) -> Entry | None:
    """Read "Havby Kommune – Friskere liv – 1.250.000 kr.", whose names end at `end`."""
    rest_end = amount.char_start if amount and amount.char_start >= end else len(body)
    rest = ABOUT.sub(
        "", SUM_LABEL.sub("", body[end:rest_end])
    )  # "Havby Kommune, Friskere liv. Bevilget: 1.250.000 kr."
    after = body[amount.char_end :] if amount and amount.char_start >= end else ""
    gap = _SEPARATOR.match(rest) or _PARTNER_AND_DASH.match(rest)
    if rest.strip(STRIP) == "" or _JOINTLY.fullmatch(rest):
        entry.form = "A" if amount else "names"
        entry.is_only_names = amount is None
        if amount and len(after.strip(STRIP)) > 4:
            entry.title = _title_of(after, start + amount.char_end)
        return entry
    if not (gap or (amount and rest.strip()[:1].isupper()) or rest.strip()[:1] in '"”“»„'):
        return _told(body, start, end, amount, entry)
    more = [m for m in mentions if m.char_start >= end]
    # "Havby Kommune, Ældre og Sundhed – Friskere liv": the owner's unit is no part of the title.
    aside = _UNIT.match(rest) or _PARTNER.match(rest)
    skip = aside.end() if aside else 0
    entry.title = _title_of(rest[skip:], start + end + skip)
    others = re.split(r"[,/;]|\bog\b|\bm\.fl\.", rest)
    if more and all(not w.strip(STRIP) or _is_place(w.strip(STRIP)) for w in others):
        entry.places = place_founds(mentions, start)
        entry.title = None
    entry.form = "C" if amount is None else "A"
    return entry


def _sum_first(body: str, start: int, end: int, entry: Entry) -> Entry:
    """Read "1.250.000 kr. til Havby Kommune (Friskere liv)", whose names end at `end`."""
    closed = re.match(r"\)(?=\W*\w)", body[end:])  # "1.250.000 kr. (Havby Kommune): Friskere liv"
    end += closed.end() if closed else 0
    rest = body[end:]
    is_name = _SEPARATOR.match(rest) or re.match(r"\s*(?:til |for )?(?:projektet )?[\"”“»„A-ZÆØÅ]", rest)
    entry.title = _title_of(rest, start + end) if is_name else None
    entry.form = "A"
    return entry


def _title_beside(body: str, start: int, begin: int, amount: AmountMention) -> Found | None:
    """Give the title of "Friskere liv – 1.250.000 kr. – Havby" or "1.250.000 kr. – Friskere liv – Havby"."""
    head, between = body[: amount.char_start], body[amount.char_end : begin]
    if _MARKS.fullmatch(between):
        words, at = head, 0
    elif amount.char_start <= 2:
        words, at = between, amount.char_end
    else:
        return None
    is_parted = re.search(r"[–—:(,.|)\t-]\s?$", words) is not None
    is_told = VERBS.search(words) or re.match(r"[\s,.]*(?!m\.?fl)[a-zæøå]", words)
    return _title_of(words, start + at) if is_parted and not is_told and len(words) < _TITLE_CHARS else None


_TITLE_CHARS = 160


def _is_place(words: str) -> bool:
    """Tell whether words are a municipality's name and no more: "Vejen", not "Vejen hjem"."""
    mentions = find_municipalities(words)
    rest = words[mentions[0].char_end :] if mentions else words
    return bool(mentions) and mentions[0].char_start == 0 and not re.sub(r"(?i)\bkommuner?\b|\W", "", rest)


def _title_of(text: str, start: int) -> Found | None:
    """Give the title that a stretch holds: what stands in its first quotes, else its first sentence."""
    quoted = re.match(r"[\s:–—,.(-]{0,4}[\"”“»„](?P<title>[^\"”“»«„\n]{3,160})[\"”“«”]", text)
    if quoted:
        return clean_title(quoted["title"], start + quoted.start("title"))
    first = split_sentences(text.lstrip(STRIP), start + len(text) - len(text.lstrip(STRIP)))
    # "Havby: Friskere liv. Ældre cykler sammen." names first and tells then; an initial or "1." ends no name
    if len(first) > 1 and 8 <= len(first[0].text) <= 90:
        return clean_title(first[0].text, first[0].char_start)
    return clean_title(text, start)


def _told(body: str, start: int, end: int, amount: AmountMention | None, entry: Entry) -> Entry | None:
    """Read an item that tells what a municipality does, its sum in brackets or at the end; the words are no title.

    "Havby Kommune åbner en café på biblioteket (900.000 kr.)"
    """
    is_own = amount is not None and _DOES.match(body[end:]) and len(find_amounts(body)) == 1
    if amount is None or not is_own or len(body) - amount.char_end > 12:
        return None
    quoted = _QUOTED.search(body, end)
    if quoted and not _POOL_BEFORE.search(body[: quoted.start()]):
        entry.title = clean_title(quoted["title"], start + quoted.start("title"))
    entry.form = "told"
    return entry


_IS_TOLD = re.compile(r"\)\s?[:–-]\s+(?=[A-ZÆØÅ]\S*\s)")


def _owner_inside(
    body: str, start: int, begin: int, end: int, amount: AmountMention | None, entry: Entry
) -> Entry | None:
    """Read a line whose municipality stands behind or inside the title: "Friskere liv – Havby Kommune – 1,2 mio."."""
    before = body[:begin].rstrip(" \u00a0")
    if before.endswith("(") and (told := _IS_TOLD.match(body, end)) is not None:
        entry.title = clean_title(before[:-1], start)  # "Friskere liv (Havby Kommune): Ældre cykler sammen."
        entry.told = Found(body[told.end() :].strip(), start + told.end(), start + len(body.rstrip()), 0.8)
        entry.form = "F" if amount is None else "A"
        return entry if entry.title is not None else None
    tail_free = SUM_LABEL.sub("", body[end : amount.char_start if amount else len(body)]).strip(STRIP) == ""
    if tail_free and re.search(r"[–—:(,\t-]$|\s-$", before):
        if amount is None and len(entry.places) > 1 and NUMBERED_TRACK.match(before):
            entry.form, entry.is_only_names = "names", True  # "Spor 2, hjemmebesøg: Havby, Sydvig og Østerø"
            return entry
        entry.title = clean_title(before, start)
        entry.form = "F"
        return entry
    if amount and re.search(r"[–—:,]$|\s-$", before) and _SENTENCE_NEXT.match(body, end) is not None:
        entry.title = clean_title(
            before, start
        )  # "Friskere liv - Havby Kommune. Ældre cykler sammen. Støtte: 1,2 mio."
        entry.form = "F"
        return entry if entry.title is not None else None
    if amount and len(before) < 160:
        entry.title = clean_title(body[: amount.char_start], start)
        if entry.title and VERBS.search(entry.title.value):
            return None
        for i, place in enumerate(entry.places):
            entry.places[i] = Found(place.value, place.char_start, place.char_end, 0.8)
        entry.form = "A"
        return entry
    return None


_SENTENCE_NEXT = re.compile(r"\.\s(?=[A-ZÆØÅ])")


def _owner_last(
    body: str, start: int, label: re.Match[str], amount: AmountMention | None, entry: Entry
) -> Entry | None:
    """Read "Title: Projektejer: Havby Kommune, Center for Sundhed"."""
    end = amount.char_start if amount and amount.char_start > label.end() else len(body)
    owner_text = body[label.end() : end]
    mentions = [m for m in find_municipalities(owner_text) if m.confidence >= LIKELY]
    entry.places = place_founds(mentions, start + label.end())
    entry.title = clean_title(body[: label.start()], start)
    entry.amount = amount_found(amount, start) if amount else None
    entry.form = "F"
    if not entry.places:
        entry.owner = clean_title(owner_text.split(",")[0], start + label.end())
    return entry if entry.title and (entry.places or entry.owner) else None
