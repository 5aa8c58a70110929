"""Awards told in sentences: "Havby Kommune får 3,2 mio. kr. til projektet ”Friskere liv”"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from corpus.documents import BlockKind
from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import PROJECT_IN_QUOTES, clause_owners, gets_money, said_name
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import NEGATIVE, VERBS
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, amount_found, names_run, place_founds
from ingest.extract.lines import Line, Page, Span
from ingest.extract.owners import is_organisation
from ingest.extract.project_titles import NAMED_PROJECT

# Names in a sentence that says who got money, each for a project of its own.
_GOES_TO = Cue(
    r"(?:pengene|midlerne|støtten|puljen|puljemidlerne|tilsagnene)\b[^.]{0,40}\b(?:går|gik|gives|er givet|"
    r"er fordelt|blev fordelt|fordeles|er gået|deles|tildeles|er tildelt) (?:til|mellem|blandt)|"
    r"(?:er|blev) (?:der )?(?:givet|bevilget|fordelt) (?:støtte|tilskud|midler|tilsagn) til|"
    r"(?:modtager|modtog|har fået|har modtaget|får|fik) (?:støtte|penge|midler|tilsagn|tilskud)|fået del i|får del i|"
    r"\b(?:fik|får|modtog|modtager)\s(?:de\s\w+\skommuner|kommunerne|[A-ZÆØÅ])[^.:]{3,200}\b(?:tilsagn|tilskud|"
    r"støtte|midler)\b|"
    r"er (?:nu |netop )?blevet udvalgt|blev udvalgt|er (?:nu |netop )?udvalgt|"
    r"(?:udvalgte|støttede|deltagende|heldige) kommuner (?:er|bliver|blev)\b|"
    r"\bprojekter(?:ne)? (?:ligger|hører hjemme|er placeret|foregår|finder sted|gennemføres) i\b|"
    r"\bdet er\b[^.:]{3,200}, (?:der|som) (?:er med|deltager|får|har fået|er udvalgt|er valgt)\b|"
    r"\bmodtagerne (?:er|bliver|blev)\b|\bdet drejer sig om\b"
)
_POOL_BEFORE = Cue(r"pulje\w*\s?$")
_AWARD_TOLD = Cue(
    r"\bmodtager(?:e|ne)\b|\bi ryggen\b|bevilling\w*|tilsagn|tilskud|tildel\w*|støtte(?:t|s|n)?\b|kan glæde sig over|"
    r"meddeles|"
    r"går \d|\btilfalder\b|\btilfaldt\b|\bgår (?:der|også|"
    r"desuden)\b|"
    r"\b(?:har|er|blev|bliver|fik)\b[^.]{0,80}\b(?:modtaget|fået|bevilget|givet)\b|"
    r"\bgår\b[^.]{0,30}\btil\b|skal for \d|fået \d|modtager \d|fået bevilget|fra puljen|puljemidler"
)
_NO_AWARD_SUM = Cue(
    r"ansøg\w*|søgt\b|søgte|afsat|ramme|puljen? (?:er )?på|i alt|tilsammen|samlet|sparet?|besparelse\w*|"
    r"udgift\w*|koster|kostede|budget|egenfinans\w*|medfinans\w*"
)
_PROJECT_NAMED = re.compile(
    r"\b[Pp]rojekt(?:et)?\s(?:hedder\s|kaldes\s|har\sfået\snavnet\s)?[\"”“»„](?P<title>[^\"”“»«„\n]{4,120})[\"”“«”]"
)
_BUILDS = Cue(
    r"\btil (?:en |et |at )?(?:\w+ )?(?:tilbygning|ombygning|renovering|byggeri|nybyggeri|opføre|bygge|anlægge|"
    r"svømmehal|"
    r"idrætshal|sportshal|cykelsti|vej|parkering|rådhus|skolegård|tag)\w*\b"
)
_TOGETHER = Cue(r"\b(?:får|fik|modtager|modtog|har fået)\s(?:nu\s)?(?:tilsammen|i alt|samlet)\s$")
# "går til A, B og C Kommune, som hver får 1.250.000 kr.", "A og B modtager hver 2 mio. kr."
_EACH_GETS = Cue(
    r"\bhver(?:t|\sisær|\saf dem)?\s(?:får|fik|modtager|modtog|har fået|har modtaget|er bevilget|er tildelt)\s$|"
    r"\b(?:får|fik|modtager|modtog|har fået|har modtaget|bevilget|tildelt)\shver(?:\sisær)?\s$"
)
_EACH = re.compile(r"\s?(?:pr\.|per|om året|årligt|i hver|til hver(?! sin)|hver\b(?! sin))")


_SOUGHT = re.compile(r"\b(?:der|som) (?:har søgt|søgte) (?:\w+ )?sammen\b")  # joint, and not in vain


def find_prose_awards(page: Page) -> list[Entry]:
    """Give the awards told in sentences: "Havby Kommune får 3,2 mio. kr. til projektet ”Friskere liv”"."""
    entries: list[Entry] = []
    tells = bool(
        re.search(
            r"\bpulje\w*\b[^.]{0,80}\b(?:fordelt|udmøntet|giver|uddelt)|\b(?:fordelt|udmøntet|"
            r"uddelt)\b[^.]{0,80}\bpulje",
            page.text,
        )
    )
    for sentence, line in page.sentences:
        if line.kind is BlockKind.TABLE_ROW or line.is_heading or NEGATIVE.search(_SOUGHT.sub("", sentence.text)):
            continue
        text = sentence.text
        amounts = exact_amounts(text)
        if not amounts:
            entries += _named_awards(sentence, line, tells)
            continue
        if not (VERBS.search(text) or _AWARD_TOLD.search(text)):
            continue
        if _BUILDS.search(text) and "projekt" not in text.lower() and "pulje" not in page.text.lower():
            continue  # money for houses and roads is no grant for an undertaking
        mentions = [replace(m, confidence=LIKELY) if gets_money(text, m) else m for m in find_municipalities(text)]
        mentions = [m for m in mentions if m.confidence >= LIKELY]
        found = _sentence_awards(text, sentence.char_start, line, mentions, amounts)
        if not mentions and len(amounts) == 1 and (whose := _before(page, sentence, line)):
            found = [_goes_on(sentence, line, whose, amounts[0])]
        if not mentions and entries and (other := _others_award(text, sentence.char_start, line, amounts)) is not None:
            found = [other]
        if len(found) == 1 and found[0].title is None:
            taken = {str(e.title.value) for e in entries if e.title is not None}
            found[0].title = _named_beside(line, sentence, taken)
        entries += found
    return entries


_GOES_ON_GETS = re.compile(
    r"^(?:Kommunen|Byen|Øen|Det|Projektet|Indsatsen)\s(?:får|fik|modtager|modtog|har (?:fået|modtaget)|er (?:blevet )?"
    r"(?:støttet|bevilget|tildelt)|støttes|koster)\s(?:\w+\s){0,3}?(?:med\s)?\d"
)


def _before(page: Page, sentence: Span, line: Line) -> list[PlaceMention]:
    """Give the one municipality of the sentence before, with its place in the page, where this one goes on from it."""
    if _GOES_ON_GETS.match(sentence.text) is None:
        return []
    head = page.text[line.char_start : sentence.char_start].rstrip()
    cut = max(head[:-1].rfind(". "), head[:-1].rfind("! "), head[:-1].rfind("? ")) + 1
    last = head[cut:]
    found = [m for m in find_municipalities(last) if m.confidence >= LIKELY]
    if len({m.code for m in found}) != 1 or exact_amounts(last):
        return []
    start = line.char_start + cut
    return [replace(found[0], char_start=start + found[0].char_start, char_end=start + found[0].char_end)]


def _goes_on(sentence: Span, line: Line, whose: list[PlaceMention], amount: AmountMention) -> Entry:
    """Read "I Havby skal naboer mødes i projektet Åben dør. Kommunen får 2,9 mio. kr."."""
    begin = whose[0].char_start
    entry = Entry(begin, sentence.char_start + amount.char_end, line.index, form="prose", path=line.path)
    entry.places = place_founds(whose, 0)
    entry.amount = amount_found(amount, sentence.char_start, 0.86)
    text = line.text[begin - line.char_start : sentence.char_start - line.char_start]
    quotes = [q for q in PROJECT_IN_QUOTES.finditer(text) if not _POOL_BEFORE.search(text[: q.start()])]
    named = NAMED_PROJECT.search(text)
    if len(quotes) == 1:
        entry.title = _quoted(quotes[0], begin)
    elif named is not None and not find_municipalities(named["name"]):
        entry.title = Found(named["name"], begin + named.start("name"), begin + named.end("name"), 0.84)
    return entry


# who gets it: before the verb, or behind "til" and before what it is for
_WHO_GETS = re.compile(
    r"^(?P<first>[A-ZÆØÅ][^.,;:”\"]{3,80}?)\s(?:får|fik|modtager|modtog|har fået|har modtaget|er bevilget|er tildelt|"
    r"støttes med)\s|"
    r"\b(?:til|har)\s(?P<later>[A-ZÆØÅ][^.,;:”\"]{3,80}?)(?:\stil\s(?:projektet\s)?[”\"“»]|\s(?:modtaget|fået)\s|\.?$)"
)


def _others_award(text: str, start: int, line: Line, amounts: list[AmountMention]) -> Entry | None:
    """Read the award of an association in a sentence like those that told of municipalities' before it."""
    who = _WHO_GETS.search(text)
    own = [a for a in amounts if not _NO_AWARD_SUM.search(text[max(0, a.char_start - 40) : a.char_start])]
    if who is None or len(own) != 1 or len(amounts) != 1:
        return None
    group = "first" if who["first"] else "later"
    name, at = who[group].strip(), start + who.start(group)
    if not names_someone(name) or find_amounts(name):
        return None
    entry = Entry(start, start + len(text), line.index, form="prose", path=line.path)
    entry.owner = Found(name, at, at + len(name), 0.8)
    entry.amount = amount_found(own[0], start, 0.88)
    quotes = [q for q in PROJECT_IN_QUOTES.finditer(text) if not _POOL_BEFORE.search(text[: q.start()])]
    if len(quotes) != 1:
        return None  # without a name in quotes any subject of a sentence would do
    entry.title = _quoted(quotes[0], start)
    return entry


def _quoted(quote: re.Match[str], start: int) -> Found:
    name = quote["title"].strip(" ,.")
    at = start + quote.start("title")
    return Found(name, at, at + len(name), 0.9)


_MORE_EXACTLY = re.compile(r",?\s(?:nærmere bestemt|mere præcist|helt præcist|præcis(?:t)?|eller rettere)\s|\s?\(")
_GOES_ON = re.compile(
    r"(?:Her|Hertil|Dermed|Pengene|Midlerne|Beløbet|Støtten|De|Den|Det|Kommunen|Byen)\b[^\n.\"”“»«„]{0,60}?[\"”“»„]"
    r"(?P<title>[A-ZÆØÅ][^\"”“»«„\n]{3,90})[\"”“«”]"
)


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


def _named_beside(line: Line, told: Span, taken: set[str]) -> Found | None:
    """Give the one project that a paragraph names in quotes, in another sentence than the one that tells of its award.

    A name that an award of another sentence has taken is that one's.
    """
    names = {m["title"]: m for m in _PROJECT_NAMED.finditer(line.text) if m["title"].strip(" ,.") not in taken}
    after = told.char_end - line.char_start
    goes_on = _GOES_ON.match(line.text[after:].lstrip()) if not names else None
    if goes_on is not None and goes_on["title"].strip(" ,.") not in taken:
        at = line.char_end - len(line.text[after:].lstrip()) + goes_on.start("title")
        name = goes_on["title"].strip(" ,.")
        return Found(name, at, at + len(name), 0.84)
    if len(names) != 1:
        return None
    ((name, match),) = names.items()
    at = line.char_start + match.start("title")
    return Found(name.strip(" ,."), at, at + len(name.strip(" ,.")), 0.86)


_THE_CHOSEN = Cue(
    r"\bde (?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\d+) (?:\w+ )?kommuner (?:er|bliver|"
    r"blev)\b"
)


def _named_awards(sentence: Span, line: Line, tells: bool) -> list[Entry]:
    """Read a sentence without sums: the titles in its quotes as projects of its municipalities, or the names alone."""
    text, start = sentence.text, sentence.char_start
    mentions = find_municipalities(text)
    names = [m for m in mentions if m.form in ("kommune", "list")]
    titles = [q for q in PROJECT_IN_QUOTES.finditer(text) if not _POOL_BEFORE.search(text[: q.start()])]
    places = [m for m in mentions if m.form == "kommune"]
    run = names_run(text, places)
    entries: list[Entry] = []
    if len(titles) >= 2 and (pairs := _titles_with_places(text, titles, mentions)):
        for quote, owners in pairs:
            at, name = start + quote.start("title"), quote["title"].strip(" ,.")
            entry = Entry(at, at + len(quote["title"]), line.index, form="prose", path=line.path)
            entry.places, entry.title = place_founds(owners, start), Found(name, at, at + len(name), 0.88)
            entries.append(entry)
    elif (
        titles
        and run is not None
        and len(run[2]) == len(places)
        and re.search(r"støtte|projekt|skal|tilsagn|midler", text)
    ):
        for quote in titles:
            at = start + quote.start("title")
            entry = Entry(at, at + len(quote["title"]), line.index, form="prose", path=line.path)
            entry.places = place_founds(places, start)
            entry.title = Found(quote["title"].strip(" ,."), at, at + len(quote["title"].strip(" ,.")), 0.88)
            entries.append(entry)
    elif len(names) >= 2 and (_GOES_TO.search(text) or (tells and _THE_CHOSEN.search(text))):
        entry = Entry(start, sentence.char_end, line.index, form="prose", path=line.path)
        entry.places = place_founds(names, start)
        entry.is_only_names = " samt " in text or not re.search(
            r"fælles (?:\w+ )?projekt|\be[nt] fælles\b|i fællesskab|gået sammen|"
            r"ét projekt",
            text,
        )
        entries.append(entry)
    return entries


def _titles_with_places(
    text: str, titles: list[re.Match[str]], mentions: list[PlaceMention]
) -> list[tuple[re.Match[str], list[PlaceMention]]]:
    """Pair each name in quotes with the municipalities before it: "Havbys ”Pust ud” og Sydvigs ”Ny luft”".

    Empty where a name has none of its own, or the sentence tells of no projects.
    """
    if not _OF_PROJECTS.search(text):
        return []
    pairs: list[tuple[re.Match[str], list[PlaceMention]]] = []
    begin = 0
    for quote in titles:
        own = [m for m in mentions if begin <= m.char_start < quote.start() and m.confidence >= LIKELY]
        if not own:
            return []
        pairs.append((quote, own))
        begin = quote.end()
    return pairs


_OF_PROJECTS = Cue(r"projekt|støtte|tilsagn|midler|tilskud")


def _sentence_awards(
    text: str, start: int, line: Line, mentions: list[PlaceMention], amounts: list[AmountMention]
) -> list[Entry]:
    """Pair the municipalities of a sentence with its amounts: one with one, or as many with as many in their order."""
    owners: list[list[PlaceMention]] = []
    own = [a for a in amounts if not _NO_AWARD_SUM.search(text[max(0, a.char_start - 40) : a.char_start])]
    own = [a for a in own if not _EACH.match(text[a.char_end : a.char_end + 14])]
    others = clause_owners(text, own)
    if others:
        apart = [a for a in own if a not in others]
        found = _sentence_awards(text, start, line, mentions, apart) if apart else []
        return found + [_others_entry(text, start, line, amount, who, own) for amount, who in others.items()]
    if not own and len(amounts) == 1 and _TOGETHER.search(text[: amounts[0].char_start]):
        own = amounts  # "A og B Kommuner får tilsammen 2,6 mio. kr. til ”T”": the sum of one joint project
    each = [a for a in own if _EACH_GETS.search(text[: a.char_start])]
    if len(own) == len(each) == 1 and (run := names_run(text, mentions)) is not None and len(run[2]) > 1:
        return [
            Entry(
                start + m.char_start,
                start + m.char_end,
                line.index,
                form="prose",
                path=line.path,
                places=place_founds([m], start),
                amount=amount_found(each[0], start, 0.88),
            )
            for m in run[2]
        ]
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
    quotes = [
        q for q in PROJECT_IN_QUOTES.finditer(text, amount.char_end, end) if not _POOL_BEFORE.search(text[: q.start()])
    ]
    entry.title = _quoted(quotes[0], start) if quotes else said_name(text, amount.char_end, end, start)
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
        quotes = [
            q for q in PROJECT_IN_QUOTES.finditer(text, who.end(), end) if not _POOL_BEFORE.search(text[: q.start()])
        ]
        entry.title = _quoted(quotes[0], start) if quotes else None
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
    named = [q for q in quotes if not _POOL_BEFORE.search(text[: q.start()])]
    first = min((min(n[0].char_start, a.char_start) for a, n in pairs), default=0)
    is_title_first = len(named) == len(pairs) and bool(named) and named[0].end() <= first
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
        if is_title_first:
            entry.title = _quoted(named[number], start)  # "Til ”Friskere liv” har Havby Kommune fået 1,2 mio. kr."
        elif titles:
            entry.title = _quoted(titles[0], start)
        else:
            entry.title = said_name(text, begin, end, start)
        found.append(entry)
    return found


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
