"""Who gets which sum in one sentence: "Havby får 1,2 mio. kr. til ”Ro”, og Sydvig og Østby får henholdsvis ..."."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.money import AmountMention, find_amounts
from corpus.places import PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import PROJECT_IN_QUOTES, clause_owners, project_quotes, quoted, said_name
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, amount_found, names_run, place_founds
from ingest.extract.lines import Line
from ingest.extract.owners import is_organisation
from ingest.extract.project_titles import NAMED_PROJECT

NO_AWARD_SUM = Cue(
    r"ansøg\w*|søgt\b|søgte|afsat|ramme|puljen? (?:er )?på|i alt|tilsammen|samlet|sparet?|besparelse\w*|"
    r"udgift\w*|koster|kostede|budget|egenfinans\w*|medfinans\w*"
)
_TOGETHER = Cue(r"\b(?:får|fik|modtager|modtog|har fået)\s(?:nu\s)?(?:tilsammen|i alt|samlet)\s$")
# "går til A, B og C Kommune, som hver får 1.250.000 kr.", "A og B modtager hver 2 mio. kr."
_EACH_GETS = Cue(
    r"\bhver(?:t|\sisær|\saf dem)?\s(?:får|fik|modtager|modtog|har fået|har modtaget|er bevill?i?get|er tildelt)\s$|"
    r"\b(?:får|fik|modtager|modtog|fået|modtaget|bevill?i?get|tildelt)\s(?:nu\s|netop\s)?(?:hver(?:\sisær)?\s$|hver(?:\sisær)?\s"
    r"(?:godt|knap|cirka|ca\.|omkring|(?:lidt\s)?(?:over|under)|mere\send|næsten|op\s(?:til|mod))\s$)|\bmed\shver\s$|"
    r"\bhver\s(?:sit|sin|deres|et|en)\s(?:tilskud|bevilling|tilsagn|pose penge)\spå\s$"
)
# "får hver over tre mio. kr.": who got, and no sum of any of them
_NO_SUM = re.compile(r"\b(?:over|under|mere\send|næsten|op\s(?:til|mod))\s$")
_TO_EACH = re.compile(
    r"\s(?:til\s)?(?:hver\b|pr\. (?:kommune|projekt)\b)(?!\s(?:sin|år|måned|uge|dag|borger|deltager|beboer))"
)
_EACH = re.compile(r"\s?(?:pr\.|per|om året|årligt|i hver|til hver(?! sin)|hver\b(?! sin))")
_MORE_EXACTLY = re.compile(r",?\s(?:nærmere bestemt|mere præcist|helt præcist|præcis(?:t)?|eller rettere)\s|\s?\(")


def exact_amounts(text: str) -> list[AmountMention]:
    """Give the sums of a sentence, "godt en million, nærmere bestemt 1.050.000 kr." as the exact one alone."""
    amounts = [a for a in find_amounts(text) if a.amount_dkk >= 10_000]
    rounded = [
        a
        for a, b in pairwise(amounts)
        if _MORE_EXACTLY.fullmatch(text[a.char_end : b.char_start])
        and abs(a.amount_dkk - b.amount_dkk) <= 0.1 * b.amount_dkk
    ]
    return [a for a in amounts if a not in rounded]


def gets_each(text: str, amount: AmountMention) -> bool:
    """Tell whether a sum of a sentence is what each of several got: "får hver 400.000 kr.", "400.000 kr. til hver"."""
    return bool(_EACH_GETS.search(text[: amount.char_start]) or _TO_EACH.match(text, amount.char_end))


def sentence_awards(
    text: str, start: int, line: Line, mentions: list[PlaceMention], amounts: list[AmountMention]
) -> list[Entry]:
    """Pair the municipalities of a sentence with its amounts: one with one, or as many with as many in their order."""
    owners: list[list[PlaceMention]] = []
    own = [
        a
        for a in amounts
        if not NO_AWARD_SUM.search(text[max(0, a.char_start - 40) : a.char_start])
        or _is_joint(text, a, mentions, amounts)
    ]
    each = [a for a in own if gets_each(text, a)]
    if len(own) == len(each) == 1 and (run := names_run(text, mentions)) is not None and len(run[2]) > 1:
        return [
            Entry(
                start + m.char_start,
                start + m.char_end,
                line.index,
                form="prose",
                path=line.path,
                places=place_founds([m], start),
                amount=None if _NO_SUM.search(text[: each[0].char_start]) else amount_found(each[0], start, 0.88),
            )
            for m in run[2]
        ]
    own = [a for a in own if not _EACH.match(text[a.char_end : a.char_end + 14])]
    others = clause_owners(text, own)
    if others:
        apart = [a for a in own if a not in others]
        found = sentence_awards(text, start, line, mentions, apart) if apart else []
        return found + [_others_entry(text, start, line, amount, who, own) for amount, who in others.items()]
    is_whole = not own and len(amounts) == 1 and _TOGETHER.search(text[: amounts[0].char_start]) is not None
    if is_whole and (run := names_run(text, mentions)) is not None and _shares_pool(text, run[2], amounts[0]):
        entry = Entry(start, start + len(text), line.index, form="prose", path=line.path, is_only_names=True)
        entry.places = place_founds(run[2], start)
        return [entry]
    if is_whole:
        own = amounts  # "A og B Kommuner får tilsammen 2,6 mio. kr. til ”T”": the sum of one joint project
    if mixed := _sums_to_named(text, start, line, own, mentions):
        return mixed
    if pairs := _sums_first(text, own, mentions):
        return _prose_entries(text, start, line, pairs)
    respectively = re.search(r"\b(?:henholdsvis|hhv\.)", text)
    position = 0
    while position < len(mentions):
        run = names_run(text, mentions[position:])
        if run is None:
            break
        # "A og B modtager henholdsvis 2,1 og 3,4 mio. kr.": as many names as sums are as many projects.
        follow = [a for a in own if respectively and a.char_start > respectively.start() > run[2][-1].char_start]
        if len(run[2]) > 1 and len(follow) >= len(run[2]):
            owners += [[m] for m in run[2]]
        else:
            owners.append(run[2])
        position += len(run[2])
    if not owners or len(owners) != len(own):
        own, owners = _nearest_pairs(text, own, owners)
    return _prose_entries(text, start, line, list(zip(own, owners, strict=True)))


def _is_joint(text: str, amount: AmountMention, mentions: list[PlaceMention], amounts: list[AmountMention]) -> bool:
    """Tell whether places right before a sum got it together beside others' sums: "og A og B får tilsammen 2 mio."."""
    told = _TOGETHER.search(text[: amount.char_start])
    return (
        told is not None
        and len(amounts) > 1
        and any(_KOMMUNER.fullmatch(text, m.char_end, told.start()) is not None for m in mentions)
    )


_KOMMUNER = re.compile(r"\s*(?:[Kk]ommuner\s*)?")
_OF_ROUND = re.compile(r"^[^.;:]{0,40}\b(?:runde|udmøntning|uddeling|[\w-]*puljen?)\b", re.IGNORECASE)
_LEAST_SHARING = 3


def _shares_pool(text: str, names: list[PlaceMention], amount: AmountMention) -> bool:
    """Tell whether a sum is what several got together of a pool: "A, B og C får tilsammen 9 mio. kr. i runden"."""
    behind = text[amount.char_end :]
    return len(names) >= _LEAST_SHARING and _OF_ROUND.match(behind) is not None and not project_quotes(behind)


def _others_entry(
    text: str, start: int, line: Line, amount: AmountMention, who: re.Match[str], amounts: list[AmountMention]
) -> Entry:
    at, end = (
        who.start("who"),
        min((a.char_start for a in amounts if a.char_start > amount.char_start), default=len(text)),
    )
    entry = Entry(start + at, start + amount.char_end, line.index, form="prose", path=line.path)
    entry.owner = Found(who["who"], start + at, start + who.end("who"), 0.82)
    entry.amount = amount_found(amount, start, 0.9)
    quotes = project_quotes(text, amount.char_end, end)
    entry.title = quoted(quotes[0], start) if quotes else said_name(text, amount.char_end, end, start)
    return entry


_TO_WHOM = re.compile(
    r"\s*(?:er gået |går |gik )?til\s(?P<who>[A-ZÆØÅ][^.,;:”\"»«\d]{2,80}?)(?=\s(?:til|for)\s|,|"
    r"[.;]|\sog\s\d|$)"
)


def _sums_to_named(
    text: str, start: int, line: Line, amounts: list[AmountMention], mentions: list[PlaceMention]
) -> list[Entry]:
    """Read sums each with whom they go to right behind, where not all of those are municipalities.

    "1,2 mio. kr. til Havby Kommune til ”Ro”, 850.000 kr. til Hospice Havblik til ”Lys” og ..."; empty where one has
    nobody behind it, or all have municipalities.
    """
    named = [_TO_WHOM.match(text, amount.char_end) for amount in amounts]
    if len(amounts) < 2 or not all(named):
        return []
    found: list[Entry] = []
    ends = [*(amount.char_start for amount in amounts[1:]), len(text)]
    for amount, who, end in zip(amounts, named, ends, strict=True):
        own = [] if who is None else [m for m in mentions if who.start("who") <= m.char_start < who.end("who")]
        if who is None or not (own or is_organisation(who["who"])):
            return []
        entry = Entry(start + amount.char_start, start + end, line.index, form="prose", path=line.path)
        entry.places = place_founds(own, start)
        entry.owner = None if own else Found(who["who"], start + who.start("who"), start + who.end("who"), 0.82)
        entry.amount = amount_found(amount, start, 0.9)
        quotes = project_quotes(text, who.end(), end)
        entry.title = quoted(quotes[0], start) if quotes else None
        found.append(entry)
    return found if any(entry.owner for entry in found) else []


def _sums_first(
    text: str, amounts: list[AmountMention], mentions: list[PlaceMention]
) -> list[tuple[AmountMention, list[PlaceMention]]]:
    """Pair sums with the municipalities right after them: "950.000 kr. til Ærø og 610.000 kr. til Fanø"."""
    pairs: list[tuple[AmountMention, list[PlaceMention]]] = []
    for amount in amounts:
        after = [m for m in mentions if m.char_start >= amount.char_end]
        if after and re.fullmatch(r"\s*(?:er gået |går |gik )?til\s", text[amount.char_end : after[0].char_start]):
            run = names_run(text, after)
            pairs.append((amount, run[2] if run else after[:1]))
    return pairs if pairs and len(pairs) == len(amounts) else []


def _prose_entries(
    text: str, start: int, line: Line, pairs: list[tuple[AmountMention, list[PlaceMention]]]
) -> list[Entry]:
    """Write the entries of a sentence, each with the first title in quotes between it and the next."""
    own, owners = [a for a, _ in pairs], [n for _, n in pairs]
    quotes = list(PROJECT_IN_QUOTES.finditer(text))
    named = project_quotes(text)
    first = min((min(n[0].char_start, a.char_start) for a, n in pairs), default=0)
    is_title_first = len(named) == len(pairs) and bool(named) and named[0].end() <= first
    last = max((max(n[-1].char_end, a.char_end) for a, n in pairs), default=len(text))
    is_title_last = len(named) == len(pairs) > 1 and named[0].start() >= last  # "til henholdsvis ”Ro” og ”Lys”"
    found: list[Entry] = []
    for number, (names, amount) in enumerate(zip(owners, own, strict=True)):
        begin = min(names[0].char_start, amount.char_start)
        stops = [
            min(n[0].char_start, a.char_start) for n, a in zip(owners[number + 1 :], own[number + 1 :], strict=True)
        ]
        end = stops[0] if stops else len(text)
        entry = Entry(
            start + begin, start + max(names[-1].char_end, amount.char_end), line.index, form="prose", path=line.path
        )
        entry.places = place_founds(names, start)
        entry.amount = amount_found(amount, start, 0.9)
        titles = [
            q
            for q in quotes
            if begin - 4 <= q.start() < end
            and not re.search(r"pulje\w*\s?$", text[max(0, q.start() - 12) : q.start()], re.I)
        ]
        if is_title_first or is_title_last:
            entry.title = quoted(named[number], start)  # "Til ”Friskere liv” har Havby Kommune fået 1,2 mio. kr."
        elif titles:
            entry.title = quoted(titles[0], start)
        else:
            entry.title = said_name(text, begin, end, start) or (_called(text, start) if len(pairs) == 1 else None)
        found.append(entry)
    return found


def _called(text: str, start: int) -> Found | None:
    """Give the name of the one project that a sentence tells of: "Projektet Friskere liv i Havby støttes med ..."."""
    named = NAMED_PROJECT.search(text)
    if named is None or find_municipalities(named["name"]):
        return None
    return Found(named["name"], start + named.start("name"), start + named.end("name"), 0.84)


def _nearest_pairs(
    text: str, amounts: list[AmountMention], owners: list[list[PlaceMention]]
) -> tuple[list[AmountMention], list[list[PlaceMention]]]:
    """Pair each owner with the first amount after it and before the next owner, where the numbers do not agree."""
    kept: list[tuple[AmountMention, list[PlaceMention]]] = []
    for number, names in enumerate(owners):
        nxt = owners[number + 1][0].char_start if number + 1 < len(owners) else len(text)
        amount = next((a for a in amounts if names[-1].char_end <= a.char_start < nxt), None)
        if amount is not None and amount.char_start - names[-1].char_end <= 120:
            kept.append((amount, names))
    return [a for a, _ in kept], [n for _, n in kept]
