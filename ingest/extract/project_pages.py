"""Pages about one undertaking: project pages with or without labelled fields, articles, final reports, evaluations."""

from __future__ import annotations

import re
from collections import Counter

from corpus.dates import find_dates, find_periods
from corpus.documents import BlockKind, DocumentKind
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.extract import facts
from ingest.extract.draft import Draft, Found
from ingest.extract.labels import Label, find_labels
from ingest.extract.lines import Line, Page, Span
from ingest.extract.projects import finish, inferred_title, state_body, state_funders, state_themes

EXTRACTORS = {
    DocumentKind.FINAL_REPORT: "final-report/1",
    DocumentKind.EVALUATION: "evaluation/1",
    DocumentKind.NEWS: "article/1",
}
_PARTICIPATES = re.compile(
    r"deltager|deltog|deltagende|er med i|var med i|med i projektet|gået sammen|går sammen|samarbejder|"
    r"samarbejdede|samarbejde med|i samarbejde|medvirker|medvirkede|projektkommune|"
    r"modelkommune|projektejer|står bag|afprøver|afprøvede|har afprøvet|gennemfører|gennemførte|tilbyder|har "
    r"fået|har modtaget|fik|får|modtager|modtog|udviklede|udvikler|arbejder|arbejdede|"
    r"har etableret|har givet|tildelt|bevilget|til projektet|indførte|har indført|igangsatte|projekt(?:et)? i|"
    r"borgere i|ældre i|hjemmeplejen i|"
    r"plejecentr\w+ i|støttet",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"inspirer|inspiration|ligesom i|som i\b|erfaringer fra|tidligere|besøg hos|andre kommuner|læs også|"
    r"bl\.a\. fra|modellen fra|kendt fra|i modsætning|også andre|udbredes til|spredes til|"
    r"sammenlign|kontrol|nabokommune|oplæg fra|født|uddannet i|professor|lektor|konference|mødtes|afholdes|trykt",
    re.IGNORECASE,
)
_AWARDED_SUM = re.compile(
    r"(?:fået|får|fik|modtag(?:et|er)|modtog|bevil(?:get|ling(?:en)?)|tildelt|støtte(?:t)?|tilskud|tilsagn|"
    r"bevilges|puljemidler|har givet|gav|giver|skød|betalte|betaler|fra (?:sats)?puljen|til projektet)\b",
    re.IGNORECASE,
)
_NOT_AWARDED = re.compile(
    r"ansøg|søgt|pulje[nr]? (?:på|er på|rummer)|samlet (?:pulje|ramme)|afsat|sparet|besparelse|udgift|koste|"
    r"pr\.? (?:borger|patient|år|måned)|medfinans|egenfinans|alle projekter|i alt \w+ projekter|\d+ projekter",
    re.IGNORECASE,
)
_QUOTED_PROJECT = re.compile(
    r"\b(?:projekt(?:et|ets)?|indsats(?:en)?|forsøg(?:et)?|initiativ(?:et)?|Om projektet)\s(?:om\s|med titlen\s|"
    r"med navnet\s|kaldet\s)?[\"”“»„'‘](?P<name>[^\"”“»«„\n]{3,140}?)[\"”“«”'’](?![\w])",
)
_NAMED_PROJECT = re.compile(
    r"\b[Pp]rojektet\s(?:hedder\s|kaldes\s)?(?P<name>[A-ZÆØÅ][\wæøå-]*(?:\s(?!i\s[A-ZÆØÅ])[\w-]+){0,7}?)"
    r"(?=\s(?:blev|bliver|er|var|har|havde|lod|fik|på\s[A-ZÆØÅ]|i\s[A-ZÆØÅ]|og\s(?:er|blev|har|løber)|gav|"
    r"skal|løber|sluttede|"
    r"startede|som|der|hos)\b|[.,:])"
)
_CALLED = re.compile(
    r"(?:^|[.!?]\s|\n)[\"”“]?(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){0,6}?)[\"”“]?\s(?:hed|hedder|kaldes|"
    r"kaldtes)\s(?:det|projektet|indsatsen)\b"
)
_HEAD_PREFIX = re.compile(
    r"^(?:statusnotat|statusnotits|tilsagn om (?:støtte|tilskud)|tilsagn|bevilling til|tilskud til|"
    r"projektbeskrivelse|slutrapport|slutafrapportering|afrapportering|"
    r"evaluering|slutevaluering|midtvejsevaluering|erfaringsopsamling|statusrapport|effektevaluering|case|"
    r"projektbeskrivelse|projekt|evalueringsrapport|rapport)"
    r"(?:\s(?:af|fra|for|om|på|af projektet|for projektet|fra projektet))?\s*[:–—-]?\s+(?=[\"”“»„A-ZÆØÅa-zæøå])",
    re.IGNORECASE,
)
_KOMMUNE_TITLE = re.compile(r"^(?:projekt i\s)?[A-ZÆØÅ][\wæøåÆØÅ .,-]{1,60}?\s(?:Regionsk|K|k)ommuner?$")
_META_LINE = re.compile(
    r"^(?:emneord|opdateret|af [A-ZÆØÅ]\w+ [A-ZÆØÅ]|læs mere|fremfærd$|sidst opdateret|publiceret|download|"
    r"hent |\d{1,2}[ ./-]|tema:|tags?:|kategori)",
    re.IGNORECASE,
)


def place_founds(page: Page, lines: list[Line], labels: list[Label], title: Span | None) -> list[Found]:
    """Give the municipalities that take part: as labelled, else as the title has them, else as sentences say.

    Municipalities that are only compared with, visited or quoted are left out.
    """
    for label in labels:
        if label.role == "owner":
            found = _founds(find_municipalities(label.value.text), label.value.char_start, 0.97)
            if found:
                return found
    heads: list[Found] = []
    for line in lines[:10]:
        if line.is_heading or _KOMMUNE_TITLE.match(line.text) or (title and line.char_start == title.char_start):
            heads += [
                f
                for f in _founds(find_municipalities(line.text), line.char_start, 0.95)
                if f.value not in {h.value for h in heads}
            ]
        if len(heads) and not (title and line.char_start < title.char_end):
            break
    stated = _participants(page, lines)
    if heads:
        head_codes = {h.value for h in heads}
        joint = [f for f in stated if f.value not in head_codes and f.confidence >= 0.9]
        return heads + joint
    sure = [f for f in stated if f.confidence >= 0.85]
    if sure:
        return sure
    counts = Counter(f.value for f in stated)
    mentions = [m for line in lines for m in find_municipalities(line.text) if m.confidence >= LIKELY]
    counts = Counter(m.code for m in mentions)
    if not counts:
        return []
    top, n_top = counts.most_common(1)[0]
    for line in lines:
        for m in find_municipalities(line.text):
            if m.code == top and m.confidence >= LIKELY and (len(counts) == 1 or n_top >= 2):
                return [
                    Found(
                        top,
                        line.char_start + m.char_start,
                        line.char_start + m.char_end,
                        0.8 if len(counts) == 1 else 0.7,
                    )
                ]
    return []


def _founds(mentions: list[PlaceMention], start: int, confidence: float) -> list[Found]:
    found: dict[str, Found] = {}
    for m in mentions:
        if m.confidence >= LIKELY and m.code not in found:
            found[m.code] = Found(m.code, start + m.char_start, start + m.char_end, confidence)
    return list(found.values())


def _participants(page: Page, lines: list[Line]) -> list[Found]:
    indexes = {line.index for line in lines}
    best: dict[str, Found] = {}
    for sentence, line in page.sentences:
        if line.index not in indexes or (line.is_heading and len(sentence.text) < 25):
            continue
        mentions = [m for m in find_municipalities(sentence.text) if m.confidence >= LIKELY]
        for m in mentions:
            near = sentence.text[max(0, m.char_start - 100) : m.char_end + 110]
            aside = _ASIDE.search(sentence.text[max(0, m.char_start - 60) : m.char_end + 25])
            confidence = (
                0.9
                if m.form in ("kommune", "list") and _PARTICIPATES.search(near)
                else 0.85
                if _PARTICIPATES.search(near)
                else 0.6
            )
            if aside:
                confidence = 0.3
            found = Found(m.code, sentence.char_start + m.char_start, sentence.char_start + m.char_end, confidence)
            if m.code not in best or best[m.code].confidence < confidence:
                best[m.code] = found
    return sorted(best.values(), key=lambda f: f.char_start)


def project_title(page: Page, lines: list[Line], labels: list[Label], kind: DocumentKind) -> Found | None:
    """Give the undertaking's name: as labelled, the line under a municipality's name, in quotes, or the headline."""
    for label in labels:
        if label.role == "title" and 3 < len(label.value.text) < 220:
            return _unquoted(label.value, 0.95)
    head = page.title
    if head is None:
        return None
    if _KOMMUNE_TITLE.match(head.text):
        for line in lines[:8]:
            if line.char_start <= head.char_start or _META_LINE.match(line.text):
                continue
            if len(line.text) < 160 and not line.text.endswith((".", ":")):
                return _unquoted(Span(line.text, line.char_start, line.char_end), 0.93)
            break
        return None
    quoted = _QUOTED_PROJECT.search(head.text) or re.search(r"[\"”“»„](?P<name>[^\"”“»«„]{4,140})[\"”“«”]", head.text)
    if quoted:
        return Found(
            quoted["name"].strip(), head.char_start + quoted.start("name"), head.char_start + quoted.end("name"), 0.93
        )
    if kind in (DocumentKind.NEWS, DocumentKind.PROJECT_PAGE) and page.document.url and "vpt.dk" in page.document.url:
        body = _QUOTED_PROJECT.search(page.text)
        if body:
            return Found(body["name"].strip(), body.start("name"), body.end("name"), 0.85)
    if kind is DocumentKind.NEWS:
        body = _QUOTED_PROJECT.search(page.text) or _NAMED_PROJECT.search(page.text) or _CALLED.search(page.text)
        if body:
            return Found(body["name"].strip(), body.start("name"), body.end("name"), 0.88)
    text, start = head.text, head.char_start
    prefix = _HEAD_PREFIX.match(text)
    if (
        prefix
        and kind in (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION, DocumentKind.PROJECT_PAGE)
        and len(text) - prefix.end() > 6
    ):
        text, start = text[prefix.end() :], start + prefix.end()
    return _unquoted(Span(text, start, start + len(text)), 0.85)


def _unquoted(span: Span, confidence: float) -> Found | None:
    text = span.text.strip().strip('"”“»«„').rstrip(" .:–-")
    # "Friskere liv – Havby Kommune" and "Havby Kommune: Friskere liv": the owner is no part of the name.
    owner_first = re.match(r"^[A-ZÆØÅ][\wæøåÆØÅ-]+(?:\s[A-ZÆØÅ]\w+)?\s(?:Regionsk|K)ommune\s*[:–—-]\s+(?=\S)", text)
    in_brackets = re.search(r"\s*\([^()]*\)$", text)
    if in_brackets and in_brackets.start() > 3 and find_municipalities(in_brackets[0]):
        text = text[: in_brackets.start()]
    owner_last = re.search(r"\s*[,–—-]\s+[A-ZÆØÅ][\wæøåÆØÅ-]+\s(?:Regionsk|K)ommune$", text)
    if owner_first and len(text) - owner_first.end() > 4:
        text = text[owner_first.end() :]
    elif owner_last and owner_last.start() > 4:
        text = text[: owner_last.start()]
    text = text.strip(' "”“»«„')
    if len(text) < 3:
        return None
    begin = span.char_start + span.text.index(text)
    return Found(text, begin, begin + len(text), confidence)


def _amount(page: Page, lines: list[Line], labels: list[Label]) -> Found | None:
    for label in labels:
        if label.role == "amount":
            amounts = find_amounts(label.value.text)
            plain = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+)\b.*", label.value.text)
            if amounts and amounts[0].amount_dkk >= 1000:
                m = amounts[0]
                return Found(
                    m.amount_dkk, label.value.char_start + m.char_start, label.value.char_start + m.char_end, 0.96
                )
            if plain:
                return Found(
                    int(plain[1].replace(".", "")), label.value.char_start, label.value.char_start + plain.end(1), 0.93
                )
    indexes = {line.index for line in lines}
    best: Found | None = None
    for sentence, line in page.sentences:
        if line.index not in indexes or line.cells:
            continue
        for m in find_amounts(sentence.text):
            near = sentence.text[max(0, m.char_start - 110) : m.char_end + 45]
            if m.amount_dkk < 10_000 or not _AWARDED_SUM.search(near) or m.amount_to_dkk:
                continue
            clause = sentence.text[max(0, m.char_start - 70) : m.char_end + 25]
            if _NOT_AWARDED.search(clause):
                continue
            confidence = 0.87 - (0.1 if m.is_approximate else 0.0)
            if best is None or confidence > best.confidence:
                best = Found(
                    m.amount_dkk, sentence.char_start + m.char_start, sentence.char_start + m.char_end, confidence
                )
    return best


def _state_labels(draft: Draft, labels: list[Label]) -> None:
    for label in labels:
        text, start = label.value.text, label.value.char_start
        if label.role == "period":
            for p in find_periods(text):
                span = (start + p.char_start, start + p.char_end)
                draft.state("period_from", Found(p.from_iso, *span, 0.95) if p.from_iso else None)
                draft.state("period_to", Found(p.to_iso, *span, 0.95) if p.to_iso else None)
        elif label.role in ("start", "end") and (dates := find_dates(text)):
            d = dates[0]
            name = "period_from" if label.role == "start" else "period_to"
            draft.state(name, Found(d.iso, start + d.char_start, start + d.char_end, 0.94))
        elif label.role == "year" and (year := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)):
            draft.state("year_awarded", Found(int(year[0]), start + year.start(), start + year.end(), 0.93))
        elif label.role == "target":
            draft.state(
                "target_group",
                Found(text.rstrip("."), start, start + len(text.rstrip(".")), 0.93) if len(text) < 260 else None,
            )
        elif label.role == "status":
            for pattern, status in (
                (r"stop|afbrudt|lukket ned|opgivet", Status.STOPPED),
                (r"afslut|slut|færdig|gennemført", Status.COMPLETED),
                (r"i gang|igang|løber|løbende|aktiv|pågår|kører", Status.RUNNING),
                (r"bevilget|tildelt|tilsagn|godkendt|planlagt|opstart", Status.AWARDED),
            ):
                if re.search(pattern, text, re.IGNORECASE):
                    draft.state("status", Found(status.value, start, start + len(text), 0.95))
                    break


def extract_project(
    page: Page,
    kind: DocumentKind,
    pool: Found | None,
    lines: list[Line] | None = None,
    *,
    title: Found | None = None,
    places: list[Found] | None = None,
) -> Candidate | None:
    """Write the one project that a page, or a section of it, is about; `None` if nothing names place or project.

    Args:
        page: the page.
        kind: its kind.
        pool: the pool it names.
        lines: the section's lines; all by default.
        title: the project's name where it is known already (a section's heading).
        places: its municipalities where they are known already.
    """
    is_whole = lines is None
    chosen = page.lines if lines is None else lines
    labels = find_labels(page, chosen)
    draft = Draft(page, RecordType.PROJECT, EXTRACTORS.get(kind, "project-page/1"), is_main=is_whole)
    found_places = (
        places if places is not None else place_founds(page, chosen, labels, page.title if is_whole else None)
    )
    named = title or (project_title(page, chosen, labels, kind) if is_whole else None)
    owners = [label for label in labels if label.role == "owner"]
    owner = None
    if not found_places and not owners and not is_whole:
        body = Span(page.text[chosen[0].char_start : chosen[-1].char_end], chosen[0].char_start, chosen[-1].char_end)
        named_owner = _ASSOCIATION.search(body.text)
        if named_owner:
            at = body.char_start + named_owner.start()
            owner = Found(named_owner[0], at, at + len(named_owner[0]), 0.8)
    if owners and not find_municipalities(owners[0].value.text):
        value = owners[0].value
        owner = Found(
            value.text.split(",")[0].strip(),
            value.char_start,
            value.char_start + len(value.text.split(",")[0].rstrip()),
            0.85,
        )
    if named is None and not found_places and owner is None:
        return None
    if named is not None and is_whole and kind is DocumentKind.PROJECT_PAGE and not labels:
        # A headline over an article is not always the project's name; both are kept, the name in quotes first.
        called = find_named_project(page, [line for line in chosen[:12] if not _ASIDE.search(line.text)])
        if called is not None and called.value.casefold() not in str(named.value).casefold():
            draft.state("title", Found(named.value, named.char_start, named.char_end, 0.6))
            named = called
    draft.state(
        "title", named or inferred_title(page, found_places, owner, pool, done=kind is DocumentKind.FINAL_REPORT)
    )
    draft.state_all("municipalities", found_places)
    draft.state("grantees", owner)
    draft.state("pool", pool)
    draft.state("amount_dkk", _amount(page, chosen, labels))
    _state_labels(draft, labels)
    start, end = facts.find_period(page, None if is_whole else chosen)
    if not draft.has("period_from"):
        draft.state("period_from", start)
    if not draft.has("period_to"):
        draft.state("period_to", end)
    if not draft.has("year_awarded"):
        draft.state("year_awarded", facts.find_award_year(page, None if is_whole else chosen))
    state_body(draft, page, None if is_whole else chosen, is_report=kind is DocumentKind.EVALUATION and not is_whole)
    if not draft.has("status"):
        draft.state("status", _status(page, chosen, kind, draft))
    state_funders(draft, page)
    state_themes(draft, page, _keywords(chosen))
    return finish(draft, pool)


def _keywords(lines: list[Line]) -> list[tuple[Span, float]]:
    """Give the page's own keywords ("Emneord: a, b, c"), which weigh as much as its title."""
    for line in lines:
        if re.match(r"(?:emneord|nøgleord|temaer|emner)\s*:", line.text, re.IGNORECASE):
            return [(Span(line.text, line.char_start, line.char_end), 1.5)]
    return []


def _status(page: Page, lines: list[Line], kind: DocumentKind, draft: Draft) -> Found | None:
    stated = facts.find_status(page, lines)
    if stated is not None and stated.value == Status.STOPPED.value:
        return stated
    if (
        kind in (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION)
        and page.title is not None
        and not re.search(r"midtvejs|status", page.title.text, re.I)
    ):
        word = re.search(
            r"slutrapport\w*|slutafrapportering\w*|slutevaluering\w*|evaluering\w*|erfaringsopsamling\w*|"
            r"afrapportering\w*",
            page.text,
            re.IGNORECASE,
        )
        if word:
            return Found(Status.COMPLETED.value, word.start(), word.end(), 0.9)
    outcome = [s for s in draft.statements if s.field == "outcome_direction"]
    if stated is not None and stated.value in (Status.COMPLETED.value, Status.RUNNING.value):
        return stated
    section = next(
        (
            line
            for line in lines
            if line.is_heading and re.search(r"hvad kom der ud af|resultater|hvad opnåede", line.text, re.IGNORECASE)
        ),
        None,
    )
    if outcome and section is not None:
        return Found(Status.COMPLETED.value, section.char_start, section.char_end, 0.75, Origin.INFERRED)
    return stated


def find_named_project(page: Page, lines: list[Line]) -> Found | None:
    """Give the project that some lines call by its name: in quotes, or "Projektet Havby i bevægelse er slut"."""
    for line in lines:
        match = _QUOTED_PROJECT.search(line.text) or _NAMED_PROJECT.search(line.text) or _CALLED.search(line.text)
        if match:
            name = match["name"].strip(" .")
            return Found(
                name, line.char_start + match.start("name"), line.char_start + match.start("name") + len(name), 0.88
            )
    return None


def section_places(heading: Line) -> list[Found]:
    """Give the municipalities that a section's heading names."""
    return _founds(find_municipalities(heading.text), heading.char_start, 0.9)


_SUPPORTED = re.compile(
    r"Fremfærd|Projektledelse:|\w-projekt\b|støtte[t]?\b[^.]{0,60}\b(?:pulje\w*|fra|af)|pulje\w*|(?:fået|"
    r"modtaget|bevilget|"
    r"tildelt)\b[^.]{0,40}(?:kr|støtte|midler)|tilsagn",
    re.IGNORECASE,
)


def is_project_article(page: Page) -> bool:
    """Tell whether a news item tells of one supported project: it names the project, its support and its place."""
    if not re.search(r"\bprojekt(?:et|ets)?\b", page.text, re.IGNORECASE) or not _SUPPORTED.search(page.text):
        return False
    sure = [f for f in _participants(page, page.lines) if f.confidence >= 0.85]
    if page.title is not None:
        sure = sure or _founds(find_municipalities(page.title.text), page.title.char_start, 0.85)
    named = _QUOTED_PROJECT.search(page.text) or _NAMED_PROJECT.search(page.text) or _CALLED.search(page.text)
    return bool(sure) and bool(named) and len(sure) <= 4


def split_sections(page: Page) -> list[tuple[Line, list[Line]]]:
    """Give the sections of a page that are a project each; empty if it has none such.

    Either each heading names a municipality of its own, or the line under each heading is a municipality's name, as
    on cards.
    """
    starts: list[tuple[Line, frozenset[str]]] = []
    title = page.title
    for line in page.lines:
        if not line.is_heading or line.kind is BlockKind.TABLE_ROW or (title and line.char_start == title.char_start):
            continue
        codes = frozenset(m.code for m in find_municipalities(line.text) if m.confidence >= LIKELY)
        if not codes and page.has_markup and line.index + 1 < len(page.lines):
            below = page.lines[line.index + 1]
            codes = frozenset() if below.is_list_item or _TRACK_HEADING.match(line.text) else _only_names(below)
        if codes and len(codes) <= 4 and len(line.text) > 2:
            starts.append((line, codes))
    if len({codes for _, codes in starts}) < 2:
        starts = _told_in_bodies(page)
    if len({codes for _, codes in starts}) < 2:
        return []
    starts = sorted([*starts, *_siblings(page, starts)], key=lambda item: item[0].index)
    first = {line.index for line, _ in starts}
    sections: list[tuple[Line, list[Line]]] = []
    for line, _codes in starts:
        body: list[Line] = []
        for follower in page.lines[line.index + 1 :]:
            if follower.index in first or (page.has_markup and follower.is_heading and follower.level <= line.level):
                break
            body.append(follower)
        # A guessed heading over a line or two is as likely an entry of a list.
        if sum(len(b.text) for b in body) >= (20 if page.has_markup else 60):
            sections.append((line, [line, *body]))
    return sections if len(sections) >= 2 else []


_GENERAL_HEADING = re.compile(
    r"sammenfatning|metode|konklusion|baggrund|formål|resultater|anbefaling|evalueringen|indledning|"
    r"perspektiv|kontakt|læs mere|fakta|om projekte|om puljen|diskussion|"
    r"data|litteratur|bilag|økonomi|indhold|projekterne|tværgående|på tværs|hvad|hvordan|kort om|forord|"
    r"målgruppe|opsamling|læring|erfaringer|udvikling|organisering|"
    r"implementering|ansøg|udmøntning|vurdering|projektperiode|spørgsmål|tidsplan|resumé|download|se også|relater",
    re.IGNORECASE,
)


def _told_in_bodies(page: Page) -> list[tuple[Line, frozenset[str]]]:
    """Give headings that are projects' names: the text under each tells in its first words whose project it is."""
    if not page.has_markup or page.document.kind not in (
        DocumentKind.EVALUATION,
        DocumentKind.AWARD_LIST,
        DocumentKind.POOL_PAGE,
    ):
        return []
    found: list[tuple[Line, frozenset[str]]] = []
    title = page.title
    for line in page.lines[:-1]:
        if line.kind is not BlockKind.HEADING or _GENERAL_HEADING.search(line.text):
            continue
        if _TRACK_HEADING.match(line.text):
            continue
        if title is not None and line.char_start == title.char_start:
            continue
        body = page.lines[line.index + 1]
        if body.is_heading or body.is_list_item or body.cells:
            continue
        mentions = [m for m in find_municipalities(body.text[:200]) if m.confidence >= LIKELY and m.form == "kommune"]
        if mentions:
            found.append((line, frozenset(m.code for m in mentions)))
    return found


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
        and min(known) < line.index < max(known)
        and not _GENERAL_HEADING.search(line.text)
    ]


_TRACK_HEADING = re.compile(r"(?:spor|model|tema|runde|delpulje|indsatsområde)\s?(?:\d|[A-F]\b)", re.IGNORECASE)
_ASSOCIATION = re.compile(
    r"\b(?:[Ff]oreningen|[Ff]onden|Røde Kors|Ældre Sagen|"
    r"[Dd]en selvejende institution)\s(?:[A-ZÆØÅ][\w-]*(?:\s(?!i\b)[A-ZÆØÅ][\w-]*)*)"
)


def _only_names(line: Line) -> frozenset[str]:
    """Give the municipalities of a line that holds nothing but their names."""
    return frozenset() if len(line.text) > 120 or line.cells else _names_in(line.text)


def _names_in(text: str) -> frozenset[str]:
    """Give the municipalities of a text that holds nothing but their names, else nothing."""
    mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    left = text
    for m in reversed(mentions):
        left = left[: m.char_start] + left[m.char_end :]
    bare = re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bsamt\b|[\W\d_]", "", left)
    return frozenset(m.code for m in mentions) if mentions and not bare else frozenset()


def _is_only_names(text: str) -> bool:
    """Tell whether a text holds nothing but municipalities' names."""
    return bool(_names_in(text))


def _section_title(heading: Line, lines: list[Line]) -> Found | None:
    """Give a section's project: what its heading says besides the place, a name in quotes, or a short line below."""
    left = heading.text
    for m in reversed(find_municipalities(heading.text)):
        left = left[: m.char_start] + left[m.char_end :]
    if len(re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bi\b|[\W\d_]", "", left)) >= 3:
        after = re.match(r"^(?P<who>[^:–—]{2,80}?)\s*[:–—]\s+(?P<t>\S.{3,})$", heading.text)
        if after and _is_only_names(after["who"]):
            return Found(after["t"], heading.char_start + after.start("t"), heading.char_end, 0.88)
        return _unquoted(Span(heading.text, heading.char_start, heading.char_end), 0.85)
    for line in lines[1:5]:
        quoted = _QUOTED_PROJECT.search(line.text)
        if quoted:
            return Found(
                quoted["name"], line.char_start + quoted.start("name"), line.char_start + quoted.end("name"), 0.88
            )
    below = lines[1] if len(lines) > 1 else None
    if below and 6 < len(below.text) < 110 and not below.text.endswith((".", ":")) and not _META_LINE.match(below.text):
        return _unquoted(Span(below.text, below.char_start, below.char_end), 0.85)
    return None


def extract_sections(
    page: Page, kind: DocumentKind, pool: Found | None, sections: list[tuple[Line, list[Line]]]
) -> list[Candidate]:
    """Write one project for each section that `split_sections` found."""
    candidates: list[Candidate] = []
    for heading, lines in sections:
        mentions = [m for m in find_municipalities(heading.text) if m.confidence >= LIKELY]
        places = _founds(mentions, heading.char_start, 0.93)
        title = _section_title(heading, lines)
        if not places:
            told = [m for m in find_municipalities(lines[1].text[:200]) if m.form == "kommune"]
            if _only_names(lines[1]):
                told = find_municipalities(lines[1].text)
            places = _founds(told, lines[1].char_start, 0.92)
            title = _unquoted(Span(heading.text, heading.char_start, heading.char_end), 0.92)
        candidate = extract_project(page, kind, pool, lines, title=title, places=places)
        if candidate is not None:
            candidates.append(candidate)
    return candidates
