"""The entries of a page's lists and sentences put together: names split, repeats dropped, titles and sums joined."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.lines import Page


def _groups(page: Page, places: list[Found]) -> list[list[Found]]:
    """Give the municipalities of a list of names one by one, but those together that the words join.

    "Helsingør samt Hillerød og Fredensborg i fællesskab" are two.
    """
    after = page.text[places[-1].char_end : places[-1].char_end + 40]
    if not re.match(
        r"\W{0,3}(?:kommuner?\W{1,2})?(?:\(?i fællesskab|sammen\b|\(?fælles|i samarbejde|"
        r"(?:der|som)\s(?:har\s|er\s)?(?:søgt|søger|gået|går|arbejder)\ssammen)",
        after,
        re.IGNORECASE,
    ):
        return _between(page, places)
    groups = [[places[0]]]
    for before, place in pairwise(places):
        gap = page.text[before.char_end : place.char_start]
        if re.search(r"\bsamt\b|;|\bog desuden\b", gap):
            groups.append([])
        groups[-1].append(place)
    alone = [[place] for group in groups[:-1] for place in group]
    return [*alone, groups[-1]]


_BETWEEN = re.compile(
    r"\b(?:samarbejde|partnerskab|fællesskab|fælles\s\w*projekt)\s(?:mellem|imellem|for|i)\s*$", re.IGNORECASE
)


_WITH = re.compile(
    r"(?:\s*kommune)?,?\s(?:(?:i|går|gik) )?(?:et )?(?:samarbejde|sammen|fællesskab) med\s", re.IGNORECASE
)
_AND = re.compile(r"\s+(?:og|&)\s+")
_COMMA = re.compile(r"\s*(?:kommuner)?,\s*(?:samt\s)?")


def _between(page: Page, places: list[Found]) -> list[list[Found]]:
    """Give the municipalities one by one, but together those that the words join.

    Those behind "et samarbejde mellem", up to their "og"; those with "i samarbejde med" between them; and two with an
    "og" before the list goes on: "Havby, Sydvig og Østby, Nordø samt Vestby" has one joint project.
    """
    groups = [[places[0]]]
    is_open = False
    gaps = [page.text[before.char_end : place.char_start] for before, place in pairwise(places)]
    for n, (gap, place) in enumerate(zip(gaps, places[1:], strict=True)):
        if is_open:
            groups[-1].append(place)
            is_open = "," in gap and " og " not in gap
            continue
        goes_on = n + 1 < len(gaps) and _COMMA.fullmatch(gaps[n + 1]) is not None
        if _WITH.fullmatch(gap) or (_AND.fullmatch(gap) and goes_on):
            groups[-1].append(place)
            continue
        groups.append([place])
        is_open = _BETWEEN.search(gap) is not None
    return groups


def split_names(page: Page, entries: list[Entry]) -> list[Entry]:
    """Give each municipality of a line of bare names a project of its own; an amount or a title makes it one.

    Where most lines hold one name, the line of two is a joint project.
    """
    split: list[Entry] = []
    named = [entry for entry in entries if entry.is_only_names]
    is_a_line_each = len(named) >= 4 and sum(len(entry.places) == 1 for entry in named) * 4 >= len(named) * 3
    for entry in entries:
        if is_a_line_each and len(entry.places) <= 3:
            split.append(replace(entry, is_only_names=len(entry.places) == 1))
        elif entry.is_only_names and len(entry.places) > 1:
            split += [
                replace(entry, places=group, is_only_names=len(group) == 1) for group in _groups(page, entry.places)
            ]
        else:
            split.append(entry)
    return split


def whose(entry: Entry) -> frozenset[str]:
    """Give who an entry is of: the codes of its municipalities, else the name of its owner."""
    if entry.places or entry.owner is None:
        return frozenset(place.value for place in entry.places)
    return frozenset((str(entry.owner.value).casefold(),))


def without_repeats(page: Page, runs: list[AwardRun]) -> list[Entry]:
    """Drop entries that a page states twice: a link list of descriptions under the table of the same projects."""
    kept: list[Entry] = []
    earlier: dict[frozenset[str], list[Entry]] = {}  # of the runs before, by whose they are
    n_earlier = 0
    for run in runs:
        for known in kept[n_earlier:]:
            earlier.setdefault(whose(known), []).append(known)
        n_earlier = len(kept)
        joint = frozenset[str]().union(*(places for places in earlier if len(places) > 1))
        fresh = [e for e in run.entries if not (e.is_only_names and len(e.places) > 1 and whose(e) in earlier)]
        if joint:  # names by track, under the list that has them with their partners
            named = frozenset[str]().union(*earlier)
            fresh = [e for e in fresh if not (e.is_only_names and whose(e) & joint and whose(e) <= named)]
        for entry in split_names(page, fresh):
            same = earlier.get(whose(entry), []) if entry.places or entry.owner else []
            bare = entry.amount is None and entry.title is None
            if same and bare:
                continue
            if len(same) == 1 and entry.title and same[0].title is None and entry.amount is None:
                same[0].title = entry.title
                continue
            if len(same) == 1 and entry.amount and same[0].amount is None and entry.title is None:
                same[0].amount = entry.amount
                continue
            repeats = [k for k in same if (entry.amount and k.amount and entry.amount.value == k.amount.value)]
            if repeats and (
                entry.title is None or repeats[0].title is None or repeats[0].title.value == entry.title.value
            ):
                repeats[0].title = repeats[0].title or entry.title
                continue
            titled = [
                k for k in same if entry.title and k.title and k.title.value.casefold() == entry.title.value.casefold()
            ]
            if titled:
                titled[0].amount = titled[0].amount or entry.amount
                continue
            kept.append(entry)
    return kept
