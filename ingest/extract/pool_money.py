"""A pool's sums and counts: its frames, what was applied for and awarded, how many applied."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.number_words import pattern_of_words, whole_number
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import AwardRun
from ingest.extract.lines import Page, Span

_COUNT = rf"(?P<n>\d{{1,3}}|{pattern_of_words(1, 20)})"
_APPLIED = Cue(r"ansøgning\w*|ansøgt|ansøgte|søgt\b|søgte\b|ansøgere")
_PER_PROJECT = Cue(
    r"(?:pr\.?|per)\s(?:projekt|ansøg\w*|kommune|år pr|deltager|borger)|hvert projekt|hver kommune|til hver|"
    r"den enkelte|op til|maks(?:imalt|\.)|mindst|højst|"
    r"mellem|egenfinansiering|medfinansiering|gennemsnit|beløbsramme for|pr\. ansøgning"
)
_FRAME = Cue(
    r"afsat|afsatte|afsætte[rs]?|ramme|rummede|rummer|på i alt|samlet (?:pulje|ramme)|puljen (?:er )?på|"
    r"pulje på|at fordele|puljens størrelse|fik\s(?:Sundheds|Social|ministeriet|styrelsen)|lagde|sat\b|genopslå\w*|"
    r"er der\b|finanslov|satspulje|reserve|udgør|indeholder|midler på|bevilling på"
)
# the label of a pool's own money, in a field beside its sum
_MONEY_LABEL = Cue(
    r"^\W*(?:økonomi|(?:samlet |økonomisk |puljens? ?)?ramme\w*|puljens? ?(?:størrelse|beløb|økonomi)|puljebeløb|"
    r"afsat\w*(?: beløb| midler)?|midler(?: i alt)?|samlet beløb)\W*$"
)
_APPLIED_LABEL = Cue(r"^\W*(?:(?:samlet |i alt )?(?:an)?søgt(?: beløb| sum)?|søgte midler)(?: i alt)?\W*$")
# fields that tell of the pool in sentences: "Baggrund for projektet  Puljen til ro om natten er på 15 mio. kr."
_PROSE_LABEL = Cue(
    r"^\W*(?:baggrund\w*|formål\w*|om (?:puljen|initiativet|indsatsen|projektet|tilskuddet)|(?:kort )?beskrivelse|"
    r"resumé|indhold|fakta|indledning|puljen|initiativet|ansøgninger|ansøgere|interesse|udmøntning)"
    r"(?: (?:for|om|med|bag) \w+)?\W*$"
)
_COUNT_LABEL = re.compile(
    r"^\W*(?:antal |modtagne |indkomne )*(?:ansøgninger|ansøgere)(?: modtaget| i alt)?\s?[:\t]\s?(?P<n>\d{1,3})\W*$",
    re.IGNORECASE,
)
_AWARDED = Cue(
    r"udmøntet|udmønter|fordelt\b|fordeler|bevilget|tildelt|uddelt|givet tilsagn|"
    r"tilsagn (?:om|til|på)|deles|støttet med|fik tilsagn|har fået|får\b|fik\b|modtager"
)
_N_APPLICATIONS = Cue(
    rf"(?<![\w.,]){_COUNT}\s(?:kvalificerede\s|indkomne\s|rettidige\s)?ansøgninger\b|"
    rf"modtaget\s(?:i alt\s)?(?P<m>\d{{1,3}})\sansøgning|"
    r"(?<![\w.,])(?P<o>\d{1,3})\s(?:\w+\s)?kommuner\s(?:og\s\w+\s)?(?:har|havde)\s(?:\w+\s)?(?:an)?søgt\b|"
    rf"(?<![\w.,])(?P<a>\d{{1,3}})\s(?:\w+\s)?kommuner\s(?:\w+\s)?(?:sendte|indsendte|sendt|"
    rf"indsendt)\s(?:en\s)?ansøgning|"
    rf"(?<![\w.,]){_COUNT.replace('<n>', '<k>')}\s(?:kommuner\s)?(?:ansøgere\b|"
    rf"(?:om|i) budde|(?:an)?søgte\b(?! om støtte til))|\bsøgte\s(?P<s>\d{{1,3}})\som\b|"
    rf"\bansøgere(?: til puljen)?:\s?(?P<c>\d{{1,3}})\b"
)
_N_PROJECTS = Cue(
    rf"(?<![\w.,])(?P<n>\d{{1,3}}|"
    rf"{pattern_of_words(2, 20)})\s(?:\w+\s)?(?:kommunale\s|"
    rf"støttede\s|udvalgte\s)?projekter\b"
)


def state_money(draft: Draft, page: Page, skip: list[tuple[int, int]]) -> None:
    """State a pool's frames, the sum applied for and the sum awarded; sums per project are left out.

    Args:
        draft: the pool's draft.
        page: the page.
        skip: spans of award lists, whose amounts are projects'.
    """
    starts = [a for a, _ in sorted(skip)]
    ends = [b for _, b in sorted(skip)]
    for sentence, line in page.sentences:
        label_of = page.text[slice(*line.cells[0])] if len(line.cells) == 2 else ""
        labelled = "frame" if _MONEY_LABEL.match(label_of) else "applied" if _APPLIED_LABEL.match(label_of) else ""
        if line.cells and not labelled and not (len(line.cells) == 2 and _PROSE_LABEL.match(label_of)):
            continue
        listed = bisect_right(starts, sentence.char_start) - 1
        if listed >= 0 and sentence.char_start < ends[listed]:
            continue
        text = sentence.text
        if any(m.confidence >= LIKELY for m in find_municipalities(text)):
            continue  # what one municipality got is no sum of the pool
        for mention in find_amounts(text):
            if mention.amount_dkk < 200_000 or mention.amount_to_dkk:
                continue
            before = text[max(0, mention.char_start - 100) : mention.char_start]
            after = text[mention.char_end : mention.char_end + 50]
            found = Found(
                mention.amount_dkk,
                sentence.char_start + mention.char_start,
                sentence.char_start + mention.char_end,
                0.9,
            )
            role = labelled if labelled == "applied" else _role(before, after) or labelled
            if role == "applied":
                draft.state("applied_dkk", found)
            elif role == "awarded":
                draft.state("amount_dkk", found)
            elif role == "frame":
                year = _year_of(text, mention.char_start, mention.char_end)
                label = _label_of(text, mention.char_start)
                value = {"amount_dkk": mention.amount_dkk, "year": year, "label": label}
                draft.state("frames", Found(value, found.char_start, found.char_end, 0.88))


_GIVEN_OUT = re.compile(r"\b(?:fordelt|udmøntet)\b[^,\n]{0,45}$")


def frame_of_awards(draft: Draft) -> None:
    """Take what was awarded in all for the frame where the page states no other: "har fordelt 9,6 mio. kr."."""
    awarded = [
        s
        for s in draft.statements
        if s.field == "amount_dkk"
        and re.search(
            r"\b(?:fordelt|udmøntet)\b[^,\n]{0,45}$", draft.page.text[max(0, s.char_start - 60) : s.char_start]
        )
        and not re.search(r"(?:mere end|over|godt|knap|cirka|ca\.) $", draft.page.text[: s.char_start][-12:])
    ]
    if awarded and not draft.has("frames"):
        value = {"amount_dkk": awarded[0].value, "year": None, "label": None}
        draft.state("frames", Found(value, awarded[0].char_start, awarded[0].char_end, 0.66, Origin.INFERRED))


def _role(before: str, after: str) -> str:
    """Tell what an amount is by the words nearest to it: those before it first, the last of them."""
    if _PER_PROJECT.search(before[-45:]) or _PER_PROJECT.match(after.lstrip(" ,(")):
        return "project"
    if re.search(r"\bansøg(?:ning|t)\w*\s(?:\w+\s){0,2}?(?:på|om|for|til)\s(?:\w+\s){0,4}?$", before, re.IGNORECASE):
        return "applied"
    if re.search(r"\bikke\s(?:er\s)?tale\som\s(?:\w+\s)?$", before):
        return ""
    if re.search(r"\b\w*pulje\w*\b[^.]{0,130}\bpå\s(?:i alt\s|godt\s|knap\s|cirka\s|ca\.\s)?$", before, re.IGNORECASE):
        return "frame"
    has = r"\b(?:puljen?\b[^.]{0,100}\b(?:har|havde|rummer|rummede|råder over|består af|indeholder|tæller|udgør))\s"
    if re.search(rf"{has}(?:i alt\s|godt\s|knap\s|cirka\s|ca\.\s|hele\s)?$", before, re.IGNORECASE):
        return "frame"
    if re.match(r"\s?(?:kr\.?\s)?(?:er\s)?i\s(?:den\s\w+\s)?puljen\b", after):
        return "frame"
    if re.search(r"\b(?:heraf|deraf|hvoraf)\s(?:\w+\s)?$", before[-24:], re.IGNORECASE):
        return ""
    if re.match(
        r"\s(?:kr\.?\s)?at fordele|\saf til\b|,?\ssom\s(?:\w+\s){1,3}?(?:satte af|har sat af|afsatte|afsat)\b", after
    ):
        return "frame"
    if re.search(r"\b(?:får|fik|fået|har) (?:nu )?del i (?:en pulje på |puljens )$", before, re.IGNORECASE):
        return "frame"
    cues = [
        (match.start(), role)
        for role, pattern in (("applied", _APPLIED), ("awarded", _AWARDED), ("frame", _FRAME))
        for match in pattern.finditer(before)
    ]
    if cues:
        role = max(cues)[1]
        if role == "awarded" and re.match(r"\s(?:i\s20\d\d\b|afsat)", after):
            return "frame" if re.search(r"afsat", before) else role
        return role
    if re.match(r"\s?(?:blev |er |var )?(?:genopslået|slået op|afsat|til rådighed|i puljen)", after):
        return "frame"
    if re.match(r"\s?(?:er |blev |var )?(?:nu )?(?:udmøntet|fordelt(?! over)|uddelt|tildelt|bevilget)", after):
        return "awarded"
    return ""


def _year_of(text: str, start: int, end: int) -> int | None:
    """Give the year that stands with an amount: right after it, else in the sentence if that has just one."""
    after = re.match(r"[^.;\d]{0,28}?\b(?P<y>20\d\d)\b(?!\s?[-–]\s?20)", text[end : end + 45])
    if after and not find_amounts(text[end : end + after.start("y")]):
        return int(after["y"])
    before = re.search(
        r"\bi\s(20\d\d)\s(?:blev|er|var|afsatte|afsattes|har)\b[^.]{0,60}$", text[max(0, start - 80) : start]
    )
    if before:
        return int(before[1])
    years = set(re.findall(r"\b(20\d\d)\b", text))
    return int(years.pop()) if len(years) == 1 and len(find_amounts(text)) == 1 else None


def _label_of(text: str, start: int) -> str | None:
    near = text[max(0, start - 120) : start + 90].lower()
    if "genopsl" in near:
        return "genopslag"
    match = re.search(r"(\d\.\s(?:udmøntning|runde|opslag)|første opslag|andet opslag)", near)
    return match[1] if match else None


def state_counts(draft: Draft, page: Page) -> None:
    """State how many applications came and how many projects were supported."""
    for line in page.lines:
        if (
            not draft.has("n_applications")
            and len(line.text) < 60
            and (label := _COUNT_LABEL.match(line.text)) is not None
        ):
            span = (line.char_start + label.start("n"), line.char_start + label.end("n"))
            draft.state("n_applications", Found(int(label["n"]), *span, 0.85))
    for sentence, _ in page.sentences:
        match = None if draft.has("n_applications") else _N_APPLICATIONS.search(sentence.text)
        if match:
            number = next(match[g] for g in ("n", "m", "a", "k", "s", "c", "o") if match[g])
            draft.state("n_applications", _count(number, sentence, match))
        match = None if draft.has("n_projects") else _N_PROJECTS.search(sentence.text)
        if match and (
            _AWARDED.search(sentence.text) or re.search(r"udvalgt|støttet|støtte|puljens", sentence.text, re.I)
        ):
            if not re.search(r"ansøg\w*\s(?:om|til|fra)?\s?$", sentence.text[: match.start()][-20:], re.IGNORECASE):
                draft.state("n_projects", _count(match["n"], sentence, match))


def _count(number: str, sentence: Span, match: re.Match[str]) -> Found:
    return Found(whole_number(number), sentence.char_start + match.start(), sentence.char_start + match.end(), 0.85)


def state_total(draft: Draft, runs: list[AwardRun]) -> None:
    """State printed totals, and flag those that the rows contradict; neither is derived from the other.

    A total may be that of the rows above it in earlier runs too: of a table that goes on over a page break, or of all.
    """
    for place, run in enumerate(runs):
        if run.stated_total is None:
            continue
        draft.state("stated_total_dkk", run.stated_total)
        amounts = [e.amount.value for e in run.entries if e.amount is not None]
        if len(amounts) != len(run.entries) or run.stated_total.value in _sums_up_to(runs[: place + 1]):
            continue
        flag = {
            "code": "total_mismatch",
            "stated_dkk": run.stated_total.value,
            "rows_dkk": sum(amounts),
            "n_rows": len(amounts),
        }
        draft.state("flags", Found(flag, run.stated_total.char_start, run.stated_total.char_end, 0.97, Origin.INFERRED))


def _sums_up_to(runs: list[AwardRun]) -> list[int]:
    """Give the sum of the last run's rows, of the last two runs' rows, and so on back to the first."""
    sums = [sum(e.amount.value for e in run.entries if e.amount is not None) for run in reversed(runs)]
    return list(accumulate(sums))
