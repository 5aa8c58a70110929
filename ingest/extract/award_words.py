"""Words that say whether a list is of awards, and the words around a list in which they are looked for."""

from __future__ import annotations

import re

from corpus.documents import BlockKind
from ingest.cues import Cue
from ingest.extract.lines import Line, Page

TOTAL = Cue(
    r"^\s*(?:i\s?alt|samlet(?:\s(?:beløb|sum|bevilling|tildeling|set))?|total(?:t|sum)?|sum|hovedtotal|ialt|"
    r"tilsammen)\b"
)
_TRACK = (
    r"(?:spor(?:et)?|model(?:ler|len)?|del(?:pulje|program|initiativ|indsats|mål)\w*|tema(?:er|et)?|track|kategori(?:er)?|"
    r"gruppe(?:r)?|indsatsområde(?:r)?|fokusområde(?:r)?|område(?:r)?|hovedspor|søjle(?:r)?|pakke(?:r)?|metode(?:r)?|"
    r"indsats(?:type)?|type|hold|bølge|runde)"
)
TRACK = re.compile(rf"^\W*{_TRACK}\s?(?:\d{{1,2}}|[A-ZÆØÅ]|[IVX]{{1,3}})?(?=\s*(?:$|[:–(.,-]))", re.IGNORECASE)
"""The name of a track of a pool, or a column of such: what projects have in common, not one project's name."""
NUMBERED_TRACK = re.compile(rf"^\W*(?i:{_TRACK})\s(?:\d{{1,2}}|[A-ZÆØÅ]|[IVX]{{1,3}})(?=\s*(?:$|[:–(.,-]))")
_TOTAL_WORD = Cue(
    r"^(?:i\salt|ialt|samle[dt]\w*|sammenlagt|tilsammen|total\w*|sum(?:men)?|hovedsum|slutsum|hovedtotal|subtotal)$"
)
# what a total may be of; a word that is none of these makes the label a name: "Samlet om måltidet", "Hele livet i alt"
_SUMMED_WORD = Cue(
    r"^(?:tilsagn\w*|tilskud\w*|beløb\w*|bevil[gl]\w*|støtte[nt]?|midler\w*|penge\w*|uddel\w*|udmønt\w*|fordel(?:t|te|ing"
    r"\w*)|tildel\w*|givet|afsat|anvendt|udbetal\w*|ramme\w*|pulje[nr]?s?|projekt(?:er|erne|ernes)?|kommune(?:r|rne|rnes)|"
    r"ansøgning\w*|modtagere?|kr|kroner|dkk|mio|mill|millioner|alle|de|den|det|af|for|til|fra|i|på|under|hele|over|"
    r"denne|dette|runde[nr]?|opslag\w*|år(?:et|ene)?|og|inkl|ekskl|moms|\d[\d.,-]*|to|tre|fire|fem|seks|syv|otte|ni|ti|"
    r"elleve|tolv)$"
)


def is_total(label: str) -> bool:
    """Tell whether a row or line with these words is a sum of others, wherever its word of total stands.

    "I alt", "Alle fem projekter tilsammen" and "Puljens samlede beløb" are; "Samlet om måltidet" is not.
    """
    if TOTAL.match(label) and len(label) < 60:
        return True
    words = re.findall(r"[^\W_]+(?:[.,]\d+)*", re.sub(r"\bi alt\b", "ialt", label, flags=re.IGNORECASE))
    totals = [word for word in words if _TOTAL_WORD.match(word)]
    return bool(totals) and len(words) <= 12 and all(_SUMMED_WORD.match(w) for w in words if w not in totals)


AWARD = Cue(
    r"tildel|bevil(?:get|ling|ge)|udmønt|\buddel|\bpenge fra\b|modtage[rt]|"
    r"har fået|får\b|fik\b|støtte|tilsagn|udvalgt|tilskud|"
    r"afsluttede projekter|"
    r"projektbeskrivelse|deltagende kommuner|deltager i|fordel(?:t|ing|es)|projekter i puljen|de (?:\d+|to|"
    r"tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv) "
    r"(?:udvalgte |støttede )?(?:projekter|kommuner)|enkelte (?:afsluttede )?projekter|projekterne|"
    r"projektkommuner|modelkommuner|følgende kommuner|"
    r"følgende projekter|listen over projekter|projektoversigt|oversigt over projekter|puljens projekter|"
    r"deltagerkommuner|\b(?:gik|går)\b[^.]{0,40}\btil\s(?:\w+\s)?(?:kommuner|projekter)"
)
NEGATIVE = Cue(
    r"afslag|afslået|ikke (?:blevet )?(?:fået|imødekommet|støttet|tildelt|modtaget|prioriteret)|"
    r"ansøgte? (?:beløb|om)|har søgt|"
    r"søger om|udpeg|indstill|medlemmer|"
    r"repræsent|tilmeld|kan søge|kan ansøge|kontaktperson|læs også|relaterede|styregruppe|arbejdsgruppe|"
    r"følgegruppe|bestyrelse|"
    r"oplægsholder|høringspart|ansøgere:?$|indkomne ansøgninger|modtagne ansøgninger|reservelist|genveje|nyhedsbrev|"
    r"trukket sig|erfaringer fra|tidligere pulje|en anden pulje|fra andre puljer|ikke med længere|inspiration fra|"
    r"netværksmøde|program for dagen"
)
VERBS = Cue(
    r"\b(?:får|fik|har fået|modtager|modtog|har modtaget|er (?:blevet )?tildelt|tildeles|er bevill?i?get|"
    r"er blevet bevill?i?get|bevill?i?ges|blev tildelt|"
    r"har opnået|kan se frem til|støttes med|er støttet med|er blevet støttet)\b"
)
# A line that is no municipality's is an award only where it reads as a name and a sum, not as a sentence.
NOT_OWNER = Cue(
    r"\b(?:puljen?|der|efter|hvis|som|for|kan|skal|blev|var|har|er|på|om|afsat|ramme|ansøg\w*|beløb|ialt|"
    r"gennemsnit\w*|budget|løn\w*|"
    r"kørsel|udgift\w*|materialer|honorar|revision|transport|overhead|undervisning|evaluering|frikøb|"
    r"konsulent\w*|timer|moms|tilskud|hvert?|modtager|får|samtlige)\b"
)


def context_of(page: Page, line: Line) -> str:
    """Give the heading and the introduction of the list that begins at a line."""
    before = [
        p
        for p in page.lines[max(0, line.index - 3) : line.index]
        if not p.is_list_item and p.kind is not BlockKind.TABLE_ROW
    ]
    return " / ".join([*line.path[-2:], *(p.text for p in before[-2:])])
