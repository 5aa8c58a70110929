"""Grantees that are no municipality, as sentences name them: an association, a hospice, a region, a hospital."""

from __future__ import annotations

import re

from corpus.municipalities import regions
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_siblings import names_someone
from ingest.extract.draft import Draft, Found
from ingest.extract.lines import Line, Page

_NAME = r"(?P<who>[A-ZÆØÅ][^.,;:()”“\"»«\n]{2,70}?)"
_GETS = (
    r"(?:har (?:nu |netop |i dag )?(?:fået|modtaget|hentet)|får|fik|modtager|modtog|er (?:blevet |netop )?(?:tildelt|"
    r"bevill?i?get|støttet)|blev (?:tildelt|bevill?i?get)|støttes med|kan glæde sig over)"
)
_GRANT = Cue(
    r"\b(?:kr|kroner|mio|million\w*|støtte\w*|tilskud\w*|tilsagn\w*|midler\w*|penge\w*|bevilling\w*|"
    r"pulje\w*)\b"
)
# who gets it, who carries it out, who was given it; and who a page's first words are about
_FORMS = (
    (re.compile(rf"^{_NAME}\s{_GETS}\b"), 0.82),
    (re.compile(rf"\b(?:gennemføres|gennemført|drives|drevet|udføres|udført|ledes|ledet|udviklet) af {_NAME}(?=[.,]|"
                rf"\s(?:i|og|med|"
                r"fra|på|under|for|som|der)\b|$)"), 0.8),
    (re.compile(rf"\b(?:givet|bevill?i?get|tildelt|tilskud|støtte|bevilling|kr\.|kroner) til {_NAME}(?=[.,]|"
                rf"\s(?:til|for|"
                rf"i|som|der|fra)\b|$)"),
     0.78),
    (re.compile(rf"^{_NAME}\s(?:står bag|har ansvaret for|er projektejer|søgte|har søgt)\b"), 0.78),
    (re.compile(rf"^{_NAME}\s(?:(?:har|vil|skal|kan)\s)?[a-zæøå]+r\b"), 0.7),
)  # fmt: skip
_ORGANISATION = re.compile(
    r"forening|fonden|\bregion\b|hospice|hospital|sygehus|institution|\bcent(?:er|ret)\b|center\b|universitet|college|"
    r"højskole|\bskole|\bkors\b|sagen\b|hjælpen\b|korshær|\bkfu[mk]|selskab|plejehjem|plejecenter|bosted|herberg|"
    r"værested|forbund|\bråd(?:et)?\b|klub|menighed|stiftelse|\bmission\b|landsforening|boligforening|lægehus|klinik",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:(?:projekt|pulje|kommune|indsats|borger|minister|\w*styrelse|regering|folketing|staten|parti|tilskud|støtte|"
    r"midler|penge|metode|tilbud|forsøg|ordning)\w*|det|de|den(?! selvejende)|der|vi|man|her|nu|i|på|efter|siden|når|"
    r"da|"
    r"alle|flere|mange)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?:foreningen|fonden|regionen|hospicet|hospitalet|sygehuset|institutionen|centret|universitetet|højskolen|skolen|"
    r"selskabet|plejehjemmet|plejecentret|bostedet|herberget|værestedet|forbundet|rådet|klubben|klinikken)s?",
    re.IGNORECASE,
)
_LEAD = 6
"""Lines in which a page says first whom it is about."""

_REGION = re.compile(r"\bRegion (?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland)\b")


def find_owner(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the one grantee that sentences name who is no municipality, the surest form first; `None` if none does."""
    best: Found | None = None
    for sentence, line in page.sentences_of(lines):
        if line.is_heading or line.cells:
            continue
        for form, confidence in _FORMS[: len(_FORMS) if line.index < _LEAD else -1]:
            if best is not None and best.confidence >= confidence:
                break
            match = form.search(sentence.text)
            if match is None or not _is_owner(match["who"]):
                continue
            if form is _FORMS[-1][0] and not is_organisation(match["who"]):
                continue  # what a page begins with may as well be the name of its project
            if form is _FORMS[0][0] and not _GRANT.search(sentence.text, match.end()):
                continue
            at = sentence.char_start
            best = Found(match["who"], at + match.start("who"), at + match.end("who"), confidence)
    return best


def _is_owner(name: str) -> bool:
    if _NOBODY.match(name) or not names_someone(name) or any(m.confidence >= LIKELY for m in find_municipalities(name)):
        return False
    words = re.findall(r"\w[\w’'-]*", name)
    if len(words) == 1:  # "Lungeforeningen"; "Foreningen" alone is some association named before
        return is_organisation(name) and _SOME.fullmatch(name) is None
    # "Plejehjemmets have" is no name: only what begins the sentence has a capital
    return sum(word[0].isupper() for word in words) >= 2 and (is_organisation(name) or len(words) <= 5)


def is_organisation(name: str) -> bool:
    """Tell whether a name says itself that it is an organisation's: "Hospice Havblik", "Lungeforeningen"."""
    return _ORGANISATION.search(name) is not None


def state_owner(draft: Draft, owner: Found | None) -> None:
    """State a grantee that is no municipality, and its region where it is one or a part of one."""
    draft.state("grantees", owner)
    region = _REGION.search(str(owner.value)) if owner is not None else None
    if owner is not None and region is not None:
        at = owner.char_start + region.start()
        code = next(code for code, name in regions().items() if name == region[0])
        draft.state("regions", Found(code, at, at + len(region[0]), owner.confidence))
