"""Verbs of change in all their forms, from their stems: what goes down, up, to the better and to the worse.

Patterns for `outcome_words`. An infinitive is a plan ("for at mindske") and counts only behind words of having managed.
A verb that needs an object ("mindske") counts in the past and the passive, one that needs none ("dale") in the present
too: "projektet mindsker ensomhed" praises, "ensomheden daler" reports.
"""

from __future__ import annotations

_MANAGED = r"(?:kunnet|formået at|formåede at|lykkedes at|nået at|nåede at|lykkedes os at|lykkedes dem at)\s"


def _regular(of_itself: str, with_object: str) -> str:
    """Give the forms of regular verbs, given by their stems with blanks between."""
    own, other = "|".join(of_itself.split()), "|".join(with_object.split())
    return (
        rf"(?:{own})(?:er|ede|et|ende)\b|(?:{other})(?:ede[s]?|et|es)\b|"
        rf"(?<=\s){_MANAGED}(?:{own}|{other})e\b"
    )


def _spelled(verbs: str) -> str:
    return rf"(?:{'|'.join(verbs.split())})\b"


_DOWN_OBJECT = (
    "mindsk formindsk reducer halver sænk brems dæmp lindr afkort forkort kapp minimer nedtrapp barber indskrænk"
)
_UP_OBJECT = "øg forøg hæv løft styrk fordobl tredobl firedobl mangedobl forlæng opjuster optrapp"
DOWN_VERBS = "|".join((
    r"(?:blevet|er|blev) (?:\w+ )?(?:et særsyn|en sjældenhed)\b",
    _regular("dal skrump dykk dump", _DOWN_OBJECT),
    _spelled(
        "synker sank sunket svinder svandt svundet forsvandt forsvundet aftager aftog aftaget aftagende faldende "
        "dalende nedbragt nedbragte nedbringes nedsat nedsatte nedsættes styrtdykket styrtdykkede"
    ),
    r"(?:rykke[rdt]|flytte[rdt]|rasle[rdt]|bragt?e?|kom(?:mer|met)?|gå(?:r|et)?|gik|røg(?:et)?|tryk(?:ke)?t|skruet|"
    r"sat|fulgt|banket|presset|skåret|trappet)(?:e|et)?\s(?:sig\s|langt\s|helt\s|meget\s|lidt\s|kraftigt\s|markant\s)*"
    r"(?:nedad|ned)\b(?! (?:til|i|ad|på) (?:stranden|haven|byen|trappen|gaden|papir))",
    r"(?:er|var) (?:\w+ ){0,2}nede?(?= (?:med|på) (?:\w+ )?\d)|mindskelse|formindskelse|sænkning|\bet (?:stort |"
    r"markant )?dyk\b",
))  # fmt: skip
UP_VERBS = "|".join((
    _regular("voks klatr eksploder accelerer", _UP_OBJECT),
    _spelled("stiger steg steget stigende tiltager tiltog tiltaget tiltagende"),
    r"(?:rykke[rdt]|flytte[rdt]|bragt?e?|kom(?:mer|met)?|gå(?:r|et)?|gik|røg(?:et)?|skudt?|skød|sprunget|sprang|skruet|"
    r"hoppe[dt])(?:e|et)?\s(?:sig\s|langt\s|helt\s|meget\s|lidt\s|kraftigt\s|markant\s)*(?:opad|op|i vejret)\b"
    r"(?! (?:til|på|i|af|ad) (?:\w+ )?(?:møde|sengen|lægen|trappe|stranden|byen|hospital|træning))",
    r"(?:er|var) (?:\w+ ){0,2}oppe?(?= (?:med|på) (?:\w+ )?\d)|forøgelse|tilvækst|\bet (?:stort |markant )?(?:hop|"
    r"ryk) (?:op|frem)",
))  # fmt: skip
BETTER_VERBS = "|".join((
    _regular("", "forbedr bedr").replace("(?:)(?:er|ede|et|ende)\\b|", ""),
    r"(?:rykke[rdt]|flytte[rdt])(?:e|et)?\s(?:sig\s)?(?:frem(?:ad)?|i den rigtige retning)\b",
))  # fmt: skip
WORSE_VERBS = "|".join((
    r"(?:forværr|forring)(?:er|ede[s]?|et|es)\b",
    r"(?:rykke[rdt]|flytte[rdt])(?:e|et)?\s(?:sig\s)?(?:tilbage(?!\s(?:i|til|på|hjem|ind)\b)|"
    r"den (?:gale|forkerte) vej)\b",
))  # fmt: skip
MOVED = (
    r"(?:faldet|steget|ændret|bedret|forbedret|forværret|nedbragt|nedsat|sunket|svundet|aftaget|tiltaget|rykket|"
    r"flyttet|"
    rf"rokket|(?:dal|skrump|dykk|voks|klatr|{'|'.join((_DOWN_OBJECT + ' ' + _UP_OBJECT).split())})et)\b"
)
"""Participles of change: behind "ikke" they tell that nothing moved."""
