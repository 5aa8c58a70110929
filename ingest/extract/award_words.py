"""Words that say whether a list is of awards, and the words around a list in which they are looked for."""

from __future__ import annotations

from corpus.documents import BlockKind
from ingest.cues import Cue
from ingest.extract.lines import Line, Page

TOTAL = Cue(
    r"^\s*(?:i\s?alt|samlet(?:\s(?:beløb|sum|bevilling|tildeling|set))?|total(?:t|sum)?|sum|hovedtotal|ialt|"
    r"tilsammen)\b"
)
AWARD = Cue(
    r"tildel|bevil(?:get|ling|ge)|udmønt|modtage[rt]|har fået|får\b|fik\b|støtte|tilsagn|udvalgt|tilskud|"
    r"afsluttede projekter|"
    r"projektbeskrivelse|deltagende kommuner|deltager i|fordel(?:t|ing|es)|projekter i puljen|de (?:\d+|to|"
    r"tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv) "
    r"(?:udvalgte |støttede )?(?:projekter|kommuner)|enkelte (?:afsluttede )?projekter|projekterne|"
    r"projektkommuner|modelkommuner|følgende kommuner|"
    r"følgende projekter|listen over projekter|projektoversigt|oversigt over projekter|puljens projekter|"
    r"deltagerkommuner|\b(?:gik|går)\b[^.]{0,40}\btil\s(?:\w+\s)?(?:kommuner|projekter)"
)
NEGATIVE = Cue(
    r"afslag|afslået|ikke (?:fået|imødekommet|støttet|tildelt|modtaget)|ansøgte? (?:beløb|om)|har søgt|"
    r"søger om|udpeg|indstill|medlemmer|"
    r"repræsent|tilmeld|kan søge|kan ansøge|kontaktperson|læs også|relaterede|styregruppe|arbejdsgruppe|"
    r"følgegruppe|bestyrelse|"
    r"oplægsholder|høringspart|ansøgere:?$|indkomne ansøgninger|modtagne ansøgninger|reservelist|genveje|nyhedsbrev|"
    r"trukket sig|erfaringer fra|tidligere pulje|en anden pulje|fra andre puljer|ikke med længere|inspiration fra|"
    r"netværksmøde|program for dagen"
)
VERBS = Cue(
    r"\b(?:får|fik|har fået|modtager|modtog|har modtaget|er (?:blevet )?tildelt|tildeles|er bevilget|"
    r"er blevet bevilget|bevilges|blev tildelt|"
    r"har opnået|kan se frem til|støttes med|er støttet med|er blevet støttet)\b"
)
# A line that is no municipality's is an award only where it reads as a name and a sum, not as a sentence.
NOT_OWNER = Cue(
    r"\b(?:puljen?|der|efter|hvis|som|for|kan|skal|blev|var|har|er|på|om|afsat|ramme|ansøg\w*|beløb|ialt|"
    r"gennemsnit\w*|budget|løn\w*|"
    r"kørsel|udgift\w*|materialer|honorar|revision|transport|overhead|undervisning|evaluering|frikøb|"
    r"konsulent\w*|timer|moms|tilskud)\b"
)


def context_of(page: Page, line: Line) -> str:
    """Give the heading and the introduction of the list that begins at a line."""
    before = [
        p
        for p in page.lines[max(0, line.index - 3) : line.index]
        if not p.is_list_item and p.kind is not BlockKind.TABLE_ROW
    ]
    return " / ".join([*line.path[-2:], *(p.text for p in before[-2:])])
