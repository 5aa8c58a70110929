"""Award lists as forms, one after another: "Ansøger: ...", "Projekt: ...", "Beløb: ..." for each project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from corpus.dates import find_periods
from corpus.money import AmountMention
from corpus.places import find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import context_of
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.labels import Label, find_labels, is_to_fill_in, role_of, stated_pairs
from ingest.extract.lines import Page, Span
from ingest.extract.units import in_unit, unit_of

_FIELDS = ("owner", "title", "amount", "period")
_MOST = 0.6  # of a label's values that are places, sums or periods make it a label of such
_MAX_TITLE = 120


def field_runs(page: Page) -> Iterator[AwardRun]:
    """Give the labelled fields of a page as one run, if they begin anew at least once; one form is no list."""
    if is_to_fill_in(page):
        return
    for labels in (repeated_labels(page), [label for label in find_labels(page) if label.role in _FIELDS]):
        groups: list[list[Label]] = []
        for label in labels:
            if not groups or label.role in (groups[-1][0].role,):
                groups.append([])
            groups[-1].append(label)
        entries = [entry for group in groups if (entry := _read_group(page, group)) is not None]
        if len(entries) >= 2 and len(entries) == len(groups):
            yield AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))
            return


def repeated_labels(page: Page) -> list[Label]:
    """Give the fields of a form that is written again and again, also those whose label says nothing known.

    What stands before the colon as often as the first label does is a label; whether it is of places, sums, periods or
    names of projects is told by its values.
    """
    pairs = stated_pairs(page)
    counts = Counter(label for label, _, _ in pairs)
    least = max(2, max(counts.values(), default=0) // 2 + 1)
    values: dict[str, list[Span]] = {}
    for label, value, _ in pairs:
        if counts[label] >= least:
            values.setdefault(label, []).append(value)
    roles = {label: role if (role := role_of(label)) in _FIELDS else "" for label in values}
    for label, spans in values.items():
        if not roles[label]:
            roles[label] = _role_by_values(spans, set(roles.values()))
    return [
        Label(roles[label], label, value, index)
        for label, value, index in pairs
        if roles.get(label) and (roles[label] != "amount" or _amount_of(label, value.text) is not None)
    ]


def _role_by_values(values: list[Span], taken: set[str]) -> str:
    """Give what the values of a label nobody knows are, unless another label has them; empty for other text."""

    def most(share: Callable[[str], bool]) -> bool:
        return sum(share(value.text) for value in values) >= _MOST * len(values)

    if "amount" not in taken and most(lambda text: len(text) < 40 and line_amount(text) is not None):
        return "amount"
    if "period" not in taken and most(lambda text: len(text) < 60 and bool(find_periods(text))):
        return "period"
    if "owner" not in taken and most(lambda text: len(text) < 90 and bool(find_municipalities(text))):
        return "owner"
    are_names = len({value.text for value in values}) == len(values) and most(
        lambda text: 3 < len(text) <= _MAX_TITLE and text[0].isupper() and not text.endswith(".")
    )
    return "title" if "title" not in taken and are_names else ""


_IN_BRACKETS = re.compile(
    r"(?P<who>[A-ZÆØÅ][^(),;:\n]{2,70}?)\s\((?P<title>[^(),\n]{4,110}),\s(?P<sum>[^()\n]{4,40})\)(?=,|;|\.|\sog\s|\s*$)"
)


def bracket_runs(page: Page) -> Iterator[AwardRun]:
    """Give what one line lists with name and sum in brackets: "Havby Kommune (Ro, 2 mio. kr.) og Fonden Lys (...)"."""
    for line in page.lines:
        entries: list[Entry] = []
        for match in _IN_BRACKETS.finditer(line.text):
            amount = line_amount(match["sum"])
            who = re.sub(r"^(?:og|samt)\s", "", match["who"])
            at = line.char_start + match.end("who") - len(who)
            if amount is None or not names_someone(who):
                continue
            entry = Entry(
                line.char_start + match.start(),
                line.char_start + match.end(),
                line.index,
                form="fields",
                path=line.path,
            )
            entry.places = place_founds(find_municipalities(who), at)
            entry.owner = None if entry.places else clean_title(who, at)
            entry.title = clean_title(match["title"], line.char_start + match.start("title"))
            entry.amount = amount_found(amount, line.char_start + match.start("sum"))
            entries.append(entry)
        if len(entries) >= 2:
            yield AwardRun(entries, context=context_of(page, line))


def _amount_of(label: str, text: str) -> AmountMention | None:
    return in_unit(text, unit_of(label)) or line_amount(text)


def _read_group(page: Page, group: list[Label]) -> Entry | None:
    roles = [label.role for label in group]
    if "owner" not in roles or len(set(roles)) < 2 or len(set(roles)) != len(roles):
        return None
    start, end = group[0].value.char_start, group[-1].value.char_end
    entry = Entry(start, end, group[0].line_index, form="fields", path=page.lines[group[0].line_index].path)
    for label in group:
        text, at = label.value.text, label.value.char_start
        if label.role == "owner":
            entry.places = place_founds(find_municipalities(text), at)
            entry.owner = None if entry.places else clean_title(text, at)
        elif label.role == "title":
            entry.title = clean_title(text, at)
        elif label.role == "amount" and (amount := _amount_of(label.label, text)) is not None:
            entry.amount = amount_found(amount, at)
        elif label.role == "period":
            if re.fullmatch(r"20\d\d", text):
                entry.period_from = entry.period_to = Found(text, at, at + 4, 0.9)
            for period in find_periods(text):
                span = (at + period.char_start, at + period.char_end)
                entry.period_from = Found(period.from_iso, *span, 0.93) if period.from_iso else None
                entry.period_to = Found(period.to_iso, *span, 0.93) if period.to_iso else None
    return entry if entry.places or entry.owner else None
