"""Sections that are a project each: of evaluations, of articles on several municipalities, of cards."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile

from corpus.documents import BlockKind, DocumentKind
from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.draft import Found
from ingest.extract.entries import STRIP, amount_found, clean_title, line_amount
from ingest.extract.home_place import home_place
from ingest.extract.labels import find_labels, role_of
from ingest.extract.lines import Line, Page, Span
from ingest.extract.owners import is_organisation
from ingest.extract.project_places import founds_of, is_only_names, only_names
from ingest.extract.project_titles import META_LINE, QUOTED_PROJECT, bare_title

_GENERAL_HEADING = re.compile(
    r"sammenfatning|metode|konklusion|baggrund|formål|resultater|anbefaling|evalueringen|indledning|"
    r"perspektiv|kontakt|læs mere|fakta|om projekte|om puljen|diskussion|"
    r"data|litteratur|bilag|økonomi|indhold|projekterne|tværgående|på tværs|hvad|hvordan|kort om|forord|"
    r"målgruppe|opsamling|læring|erfaringer|udvikling|organisering|"
    r"kalender|arrangement|deadline|datoer|"
    r"implementering|ansøg|udmøntning|vurdering|projektperiode|spørgsmål|tidsplan|resumé|download|se også|relater",
    re.IGNORECASE,
)


_ADVICE_HEADING = re.compile(
    r"(?:(?:vores|gode|vigtige|de|disse|nogle|\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|centrale|fælles|andre)\s)*"
    r"(?:råd|tips|pointer|budskaber|læringspunkter|læresætninger|opmærksomhedspunkter|konklusioner|fif|huskeregler|"
    r"indsigter|ting,? (?:vi|I|man|du|at)\b.*)(?:,?\s(?:til|fra|om|at|videre|når|hvis|i)\b.*)?\W*",
    re.IGNORECASE,
)
"""What closes a report for its readers, and is nobody's council: "Tre råd", "Fem gode råd til andre kommuner"."""
_TRACK_HEADING = re.compile(r"(?:spor|model|tema|runde|delpulje|indsatsområde)\s?(?:\d|[A-F]\b)", re.IGNORECASE)
_ROUND_HEADING = re.compile(
    r"(?:\w+\.?\s){0,2}(?:ansøgnings|pulje|tildelings)?(?:runde[nr]?|(?:gen)?opslag(?:et)?|udmøntning(?:en)?)"
    r"(?:\W*(?:i\s)?20\d\d)?\W*",
    re.IGNORECASE,
)
"""The heading of a pool's round: what stands under it is a list, not one project."""


def split_sections(page: Page) -> list[tuple[Line, list[Line]]]:
    """Give the sections of a page that are a project each; empty if it has none such.

    Either each heading names a municipality of its own, or the line under each heading is a municipality's name, as
    on cards.
    """
    starts: list[tuple[Line, frozenset[str]]] = []
    title = page.title
    kickers = _kickers(page)
    labels_above = _labels_as_headings(page)
    for line in page.lines:
        if not line.is_heading or line.kind is BlockKind.TABLE_ROW or (title and line.char_start == title.char_start):
            continue
        if _ROUND_HEADING.fullmatch(line.text) or _ADVICE_HEADING.fullmatch(line.text):
            continue
        codes = frozenset(m.code for m in heading_mentions(line.text) if m.confidence >= LIKELY)
        is_label = line.text in labels_above
        codes = codes or (kickers.get(line.index, frozenset()) if not is_label else frozenset())
        if not codes and not is_label and page.has_markup and line.index + 1 < len(page.lines):
            below = page.lines[line.index + 1]
            is_card = not (below.is_list_item or below.is_heading or _TRACK_HEADING.match(line.text))
            codes = only_names(below) if is_card else frozenset()
            codes = codes or _labelled_owners(page, line)
            codes = codes or _label_above(page, line)
        if codes and len(codes) <= 4 and len(line.text) > 2:
            starts.append((line, codes))
    if len({codes for _, codes in starts}) < 2:
        starts = _told_in_bodies(page)
    if len({codes for _, codes in starts}) < 2:
        starts = _of_home(page)
        if len(starts) < 2:
            return []
    starts = sorted([*starts, *_siblings(page, starts)], key=lambda item: item[0].index)
    first = {line.index for line, _ in starts}
    labels = {
        line.index: page.lines[line.index - 1]
        for line, _ in starts
        if line.index in kickers or _label_above(page, line)
    }
    first |= {label.index for label in labels.values()}
    sections: list[tuple[Line, list[Line]]] = []
    for line, _codes in starts:
        body: list[Line] = [labels[line.index]] if line.index in labels else []
        for follower in page.lines[line.index + 1 :]:
            if follower.index in first or (page.has_markup and follower.is_heading and follower.level <= line.level):
                break
            if line is starts[-1][0] and follower.kind is BlockKind.HEADING and _OF_WHOLE.match(follower.text):
                break  # what closes the page is about all its parts
            body.append(follower)
        # A guessed heading over a line or two is as likely an entry of a list.
        is_form = page.has_markup and bool(find_labels(page, body[:3]))
        least = 60 if not page.has_markup else _SHORT if len(starts) >= _ALIKE else 20
        if is_form or sum(len(b.text) for b in body if clean_title(b.text, 0) is not None) >= least:
            sections.append((line, [line, *body]))
    is_list = len(sections) * 2 <= len(starts)  # most headings stand over nothing: they are the items of a list
    return sections if len(sections) >= 2 and not is_list else []


_OF_WHOLE = re.compile(
    r"(?:kort om|fakta(?:boks)?|om|bag om)\b(?: (?:projekt\w*|pulje\w*|indsats\w*|forløb\w*|artik\w*))?\W*$",
    re.IGNORECASE,
)
_ALIKE = 3  # headings of a make: even a short line under each is about what it heads
_SHORT = 4  # characters


def _labels_as_headings(page: Page) -> frozenset[str]:
    """Give the headings that stand again and again, as "Organisation" over each one's name."""
    said = Counter(line.text for line in page.lines if line.is_heading)
    return frozenset(text for text, count in said.items() if count >= _ALIKE)


def _kickers(page: Page) -> dict[int, frozenset[str]]:
    """Give the municipalities of the lines right above headings, by the headings' indexes, where each has such a line.

    So cards are written: whose it is above what it is called. That the first has it tells it from an owner below the
    heading before.
    """
    headings: dict[int, list[Line]] = {}
    for line in page.lines if page.has_markup else ():
        if line.kind is BlockKind.HEADING:
            headings.setdefault(line.level, []).append(line)
    found: dict[int, frozenset[str]] = {}
    for same in headings.values():
        above = {h.index: _names_above(page, h) for h in same}
        first = next((n for n, h in enumerate(same) if above[h.index]), len(same))
        whole = [h for h in same[first:] if above[h.index]]
        if first == len(same):
            continue
        is_own = first == 0 or same[first].index - same[first - 1].index > _LEAST_PARTS
        if is_own and len(whole) >= _LEAST_PARTS and same[first : first + len(whole)] == whole:
            found |= {h.index: above[h.index] for h in whole}
    return found


_LEAST_PARTS = 2


def _names_above(page: Page, heading: Line) -> frozenset[str]:
    above = page.lines[heading.index - 1] if heading.index else None
    is_plain = above is not None and above.kind is BlockKind.PARAGRAPH and not above.is_list_item
    return only_names(above) if above is not None and is_plain and not above.is_heading else frozenset()


def _labelled_owners(page: Page, heading: Line) -> frozenset[str]:
    """Give the municipalities that a label on a card's first lines states: its heading is the project's name."""
    body = page.lines[heading.index + 1 : heading.index + 4]
    end = next((n for n, line in enumerate(body) if line.is_heading), len(body))
    labels = find_labels(page, body[:end]) if any(line.cells for line in body[:end]) else []
    owners = [label.value.text for label in labels if label.role == "owner"]
    return frozenset(m.code for text in owners for m in find_municipalities(text) if m.confidence >= LIKELY)


def _label_above(page: Page, heading: Line) -> frozenset[str]:
    """Give the municipalities of a card's label, the line right above its heading; a list's last item is none."""
    if not heading.index:
        return frozenset()
    above = page.lines[heading.index - 1]
    before = page.lines[above.index - 1] if above.index else None
    is_plain = above.kind is BlockKind.PARAGRAPH and not above.is_list_item and not above.is_heading
    # under a heading of its own the line is that heading's owner, not the next one's label
    follows_heading = before is not None and before.is_heading and before.level >= heading.level
    return only_names(above) if is_plain and not follows_heading else frozenset()


def _told_in_bodies(page: Page) -> list[tuple[Line, frozenset[str]]]:
    """Give headings that are projects' names: the text under each tells in its first words whose project it is."""
    kind = page.document.kind
    if not page.has_markup or kind not in _OF_SEVERAL | _ARTICLES:
        return []
    # an article names its places before its parts; what stands under a heading of other pages is a place in passing
    named = lead_places(page) if kind in _ARTICLES else frozenset()
    if kind in _ARTICLES and len(named) < 2:
        return []
    found: list[tuple[Line, frozenset[str]]] = []
    title = page.title
    labels = _labels_as_headings(page)
    for line in page.lines[:-1]:
        if line.kind is not BlockKind.HEADING or _GENERAL_HEADING.search(line.text) or line.text in labels:
            continue
        if any(x.fullmatch(line.text) for x in (_ROUND_HEADING, _ADVICE_HEADING)) or _TRACK_HEADING.match(line.text):
            continue
        if title is not None and line.char_start == title.char_start:
            continue
        body = page.lines[line.index + 1]
        if body.is_heading or body.is_list_item or body.cells:
            continue
        mentions = [m for m in find_municipalities(body.text[:200]) if m.confidence >= LIKELY and m.form == "kommune"]
        if kind in _ARTICLES:
            heads = (*find_municipalities(line.text), *find_municipalities(body.text[:_HEAD]))
            own = [m for m in heads if m.code in named]  # even "Vejen", since the lead names it
            mentions = own[:1]
        if mentions:
            found.append((line, frozenset(m.code for m in mentions)))
    # an article's parts are those of all its places, one each
    is_whole = kind not in _ARTICLES or len({codes for _, codes in found}) == len(found) == len(named)
    return found if is_whole else []


_HEAD = 80  # characters of a part that tell whose it is
_OF_SEVERAL = frozenset(
    (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT, DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)
)
_ARTICLES = frozenset((DocumentKind.PROJECT_PAGE, DocumentKind.NEWS))


def lead_places(page: Page) -> frozenset[str]:
    """Give the municipalities that a page names side by side before the first heading below its title."""
    title = page.title
    below = [x for x in page.lines if title is None or x.char_start > title.char_start]
    lead = list(takewhile(lambda x: x.kind is not BlockKind.HEADING, below))
    for line in [*lead, *([x for x in page.lines if title is not None and x.char_start == title.char_start])]:
        found = [m for m in find_municipalities(line.text) if m.confidence >= LIKELY]
        codes = frozenset(m.code for m in found)
        if len(codes) >= 2:
            return codes
    return frozenset()


_GRANT = re.compile(
    r"\b(?:tilskud|bevilling|støtte|tilsagn|midler)\b(?:[^.]|\.\d){0,60}\b(?:kr|mio|pulje)", re.IGNORECASE
)


def _of_home(page: Page) -> list[tuple[Line, frozenset[str]]]:
    """Give headings that each stand over a grant of its own, on a page that one municipality has of its projects."""
    home = home_of(page)
    if not page.has_markup or home is None:
        return []
    title = page.title
    found: list[tuple[Line, frozenset[str]]] = []
    for line in page.lines[:-1]:
        if line.kind is not BlockKind.HEADING or _GENERAL_HEADING.search(line.text):
            continue
        if title is not None and line.char_start == title.char_start:
            continue
        body: list[Line] = []
        for follower in page.lines[line.index + 1 : line.index + 6]:
            if follower.is_heading:
                break
            body.append(follower)
        if any(_GRANT.search(b.text) and find_amounts(b.text) for b in body):
            found.append((line, frozenset((home.value,))))
    return found


def home_of(page: Page) -> Found | None:
    """Give the one municipality that a page's title names, else the one on whose site it stands."""
    title = page.title
    named = founds_of(find_municipalities(title.text), title.char_start, 0.85) if title is not None else []
    return named[0] if len(named) == 1 else home_place(page) if not named else None


def _begins_with_places(page: Page, heading: Line) -> bool:
    """Tell whether the text under a heading begins with whose project it is: "Ishøj og Vallensbæk har haft"."""
    body = page.lines[heading.index + 1] if heading.index + 1 < len(page.lines) else None
    return body is not None and not body.is_heading and bool(leading_places(body.text))


def _begins_alike(page: Page, heading: Line, known: set[int]) -> bool:
    """Tell whether a heading stands over the same label as the headings that are projects for sure."""
    own = _label_below(page, heading.index)
    return own is not None and all(_label_below(page, index) == own for index in known)


def _is_of_organisation(page: Page, heading: Line) -> bool:
    """Tell whether a heading, or the short line under it, is an organisation's name: the last of a list's grantees."""
    below = page.lines[heading.index + 1 : heading.index + 2]
    return any(
        len(line.text) <= _MAX_OWNER and names_someone(line.text) and is_organisation(line.text)
        for line in (heading, *below)
        if not line.cells
    )


_MAX_OWNER = 60  # characters


def _label_below(page: Page, index: int) -> str | None:
    label = next(iter(find_labels(page, page.lines[index + 1 : index + 2])), None)
    return label.label.rstrip(": ") if label is not None else None


def leading_places(text: str, named: frozenset[str] = frozenset()) -> list[PlaceMention]:
    """Give the municipalities that a text's first words name; of `named` ones even "Vejen" and "Lejre"."""
    found = [m for m in find_municipalities(text[:120]) if m.char_start < 60]
    found = [replace(m, confidence=max(m.confidence, LIKELY)) if m.code in named else m for m in found]
    return [m for m in found if m.confidence >= LIKELY]


def _siblings(page: Page, starts: list[tuple[Line, frozenset[str]]]) -> list[tuple[Line, frozenset[str]]]:
    """Give headings of the same rank that name a project but no municipality: an association's, as a rule."""
    if not page.has_markup:
        return []
    levels = {line.level for line, _ in starts}
    known = {line.index for line, _ in starts}
    return [
        (line, frozenset())
        for line in page.lines
        if line.kind is BlockKind.HEADING
        and line.index not in known
        and line.level in levels
        and min(known) < line.index
        and (
            line.index < max(known)
            or _begins_with_places(page, line)
            or _begins_alike(page, line, known)
            or _is_of_organisation(page, line)
        )
        and not _GENERAL_HEADING.search(line.text)
        and not _ADVICE_HEADING.fullmatch(line.text)
    ]


def section_places(heading: Line) -> list[Found]:
    """Give the municipalities that a section's heading names."""
    return founds_of(heading_mentions(heading.text), heading.char_start, 0.9)


_WHO_AND_WHAT = re.compile(r"^(?P<who>[^:–—]{2,80}?)\s*(?:[:–—]|\s-)\s+(?P<what>\S.{3,})$")


def section_owners(headings: list[Line]) -> dict[int, tuple[Found, Found | None]]:
    """Give whom the headings name that name no municipality, where most are municipalities' or theirs with a name.

    Under "Havby Kommune: Friskere liv" and "Sydby Kommune: Ro igen" the heading "Hospice Havblik: Det gode farvel" has
    its owner before the colon; beside headings that are municipalities alone it is the owner whole.

    Args:
        headings: the headings of a page's sections.

    Returns:
        Owner and, where the heading names it, project, by the heading's index.
    """
    parts = {line.index: _WHO_AND_WHAT.match(line.text) for line in headings}
    n_parted = sum(bool((m := parts[line.index]) and is_only_names(m["who"])) for line in headings)
    n_bare = sum(is_only_names(line.text) for line in headings)
    owners: dict[int, tuple[Found, Found | None]] = {}
    for line in headings:
        if any(m.confidence >= LIKELY for m in heading_mentions(line.text)):
            continue
        at, match = line.char_start, parts[line.index]
        if match is not None and n_parted * 2 >= len(headings) and names_someone(match["who"]):
            who = Found(match["who"], at + match.start("who"), at + match.end("who"), 0.86)
            owners[line.index] = who, Found(match["what"], at + match.start("what"), line.char_end, 0.88)
        elif match is None and n_bare * 2 >= len(headings) and names_someone(line.text):
            owners[line.index] = Found(line.text, at, line.char_end, 0.84), None
    return owners


def heading_mentions(text: str) -> list[PlaceMention]:
    """Give the municipalities that a heading is of: of "Havby: Vejen hjem" those before its colon alone."""
    parts = _WHO_AND_WHAT.match(text)
    return find_municipalities(parts["who"] if parts and is_only_names(parts["who"]) else text)


def section_title(heading: Line, lines: list[Line]) -> Found | None:
    """Give a section's project: what its heading says besides the place, a name in quotes, or a short line below."""
    left = heading.text
    for m in reversed(heading_mentions(heading.text)):
        left = left[: m.char_start] + left[m.char_end :]
    if len(re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bi\b|[\W\d_]", "", left)) >= 3:
        after = _WHO_AND_WHAT.match(heading.text)
        if after and is_only_names(after["who"]):
            return Found(after["what"], heading.char_start + after.start("what"), heading.char_end, 0.88)
        return bare_title(Span(heading.text, heading.char_start, heading.char_end), 0.85)
    for line in lines[1:5]:
        quoted = QUOTED_PROJECT.search(line.text)
        if quoted:
            return Found(
                quoted["name"], line.char_start + quoted.start("name"), line.char_start + quoted.end("name"), 0.88
            )
    return title_below(lines)


def title_below(lines: list[Line]) -> Found | None:
    """Give the name that the line under a section's heading is, with or without its sum."""
    below = lines[1] if len(lines) > 1 else None
    if below is not None and (row := _name_and_sum(below)) is not None:
        return row
    if below and clean_title(below.text, 0) is None:
        return None  # "Slutrapport" under a municipality's name
    if (
        below
        and _SHORT <= len(below.text) < 110
        and not below.text.endswith((".", ":"))
        and not META_LINE.match(below.text)
    ):
        return bare_title(Span(below.text, below.char_start, below.char_end), 0.85)
    return None


def section_sum(lines: list[Line]) -> Found | None:
    """Give the sum that the line under a section's heading ends in, behind a name: "Friskere liv – 900.000 kr."."""
    below = lines[1] if len(lines) > 1 else None
    amount = line_amount(below.text) if below is not None and len(below.text) <= _MAX_ROW and not below.cells else None
    if below is None or amount is None or not _before_sum(below.text, amount):
        return None
    return amount_found(amount, below.char_start, 0.92)


def _before_sum(text: str, amount: AmountMention) -> str:
    """Give what a line says before the sum that ends it, or that stands in brackets at its end; else nothing."""
    is_last = not text[amount.char_end :].strip(STRIP)
    before = text[: amount.char_start].rstrip()
    is_apart = before.endswith(("–", "-", "—", ",", ":", "(", "|", ";", "\t", "·"))
    return before.strip(STRIP) if is_last and is_apart else ""


def _name_and_sum(line: Line) -> Found | None:
    """Give the name that a line holds before its sum."""
    amount = line_amount(line.text) if len(line.text) <= _MAX_ROW and not line.cells else None
    name = _before_sum(line.text, amount) if amount is not None else ""
    if len(name) < _SHORT or is_only_names(name) or role_of(name):
        return None
    return clean_title(name, line.char_start + line.text.index(name))


_MAX_ROW = 160  # characters
