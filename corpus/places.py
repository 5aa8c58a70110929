"""Municipalities in running text: "Vejle Kommune", "Københavns", "A-, B- og C Kommune", "kommunerne A, B og C".

A name alone is weaker than a name beside "Kommune", and the company a name keeps can tell that it is part of another
name ("Holbæk Sygehus", "Professionshøjskolen Odense") or a word ("Vejen til et bedre liv"). The confidence says so;
`LIKELY` is the line above which a mention should be taken for the municipality.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.municipalities import municipalities

LIKELY = 0.5
"""Mentions at least this confident are municipalities that the text means."""

DOUBTFUL = 0.25
"""Mentions at least this confident are places that the text means, towns among them; what else it says must agree."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A municipality's name in a text.

    `form` is "kommune" (the word stands by it, alone or for a list), "list" (among other names), "name" or "alias"
    (a former municipality or a town that gave it its name).
    """

    char_start: int  # half-open with char_end
    char_end: int
    code: str
    form: str
    confidence: float  # probability that the municipality is meant


# Spelling variants that no rule below makes; all other aliases are former municipalities or towns.
_VARIANTS = {"Copenhagen": "0101", "Fakse": "0320", "Bornholm": "0400", "Morsø": "0773"}
# Names that are also everyday words, and then begin a sentence or a title.
_WORDS = {"Vejen", "Struer", "Greve", "Odder", "Varde", "Skive", "Faxe", "Lejre"}
# Former municipalities whose names are words or too short to be told from them: only with "Kommune".
_WORD_ALIASES = {
    "Give", "Them", "Ry", "Hals", "Gram", "Helle", "Bov", "Hammel", "Ringe", "Arden", "Møn", "Ribe", "Hasle", "Broby",
    "Ejby", "Egvad", "Galten", "Hørning", "Årup", "Sindal", "Aars", "Vallø", "Suså", "Karup",
}  # fmt: skip
_AFTER_INSTITUTION = re.compile(
    r"[ \u00a0](?:universitetshospital|sygehus|hospital|regionshospital|universitet|højskole|gymnasium|skole|"
    r"lufthavn|havn|amt|politi|kirke|provsti|stift|museum|bibliotek|avis|folkeblad|fjord|centrum|midtby|station|"
    r"friplejehjem|idrætshøjskole|seminarium|handelsskole|produktionsskole|domkirke|teater|zoo|bold|fc|if)s?(?:et|en|s)?\b",
    re.IGNORECASE,
)
_BEFORE_INSTITUTION = re.compile(
    r"(?:(?i:hospital(?:et|senhed|senheden)?|sygehus(?:et)?|regionshospital(?:et)?|universitet(?:et)?|højskole[nr]?|"
    r"professionshøjskolen?|region|skole[nr]?|gymnasium|amt|ældrecenter|plejecenter(?:et)?|plejehjem(?:met)?|asv|ucl|"
    r"uc|via|forening(?:en)?|fonden|røde kors|ældre sagen|ældresagen|kirkens korshær|headspace|værestedet|"
    r"psykiatrihospitalet|politikreds(?:en)?|advokat|firmaet|hotel|landsforeningen|lokalafdelingen)|\d{4})[ \u00a0]$"
)
# Capitalised words that may stand before a municipality without making it part of a name.
_OPENERS = {
    "i", "fra", "til", "hos", "og", "både", "på", "ved", "af", "for", "kommune", "kommuner", "kommunerne",
    "kommunes", "projektet", "projekt", "det", "her", "model", "samt", "med", "om", "når", "som", "at",
    "midtjylland", "nordjylland", "syddanmark", "sjælland", "hovedstaden", "ansøger", "beløb", "region",
    "deltagere", "deltager", "efter", "mens", "mellem", "blandt", "også", "kl", "kr", "dkk", "nu", "hvor", "da",
    "men", "den", "eller", "kommunen", "byer", "case", "ansøgere", "tilskudsmodtager", "projektejer", "tilskud",
    "bevilling", "regionskommune", "modelkommune", "total", "projektkommune", "pilotkommune", "deltagerkommuner",
    "modelkommuner", "projektkommuner", "kommune:", "derfor", "så", "særligt", "især", "kun", "alene", "desuden", "dog",
    "derimod", "herunder", "ligesom", "undtagen", "endelig", "dernæst", "hverken", "enten", "henholdsvis", "netop",
    "samtidig", "foruden", "udover", "ifølge", "siden", "imens", "selv",
}  # fmt: skip
_KOMMUNE = re.compile(r"[ \u00a0\n]{1,3}(?:regions)?komm(?:une(?:rne)?s?|uner(?:nes?)?|\.)(?![\w])", re.IGNORECASE)
_KOMMUNER_BEFORE = re.compile(
    r"(?:kommunerne|kommuner|modelkommuner(?:ne)?|projektkommuner(?:ne)?|deltagerkommuner(?:ne)?|pilotkommuner(?:ne)?|"
    r"forsøgskommuner(?:ne)?|kommune|byerne)(?:[:,]|\ser|\svar|\s\()?\s{1,3}(?:bl\.a\.\s|blandt andre\s)?$",
    re.IGNORECASE,
)
_A_KOMMUNE = re.compile(r"\w+kommune(?:n|r|rne)?", re.IGNORECASE)  # "Nabokommunen Havby"
_GENITIVE = r"(?:s(?![\w])|['’´`]s?(?![\w]))?"
_LIST_GAP = re.compile(
    r"['’]?-?(?:\s{0,3}[,;/&+]\s{0,3}(?:og\s{1,3}|samt\s{1,3})?|\s{1,3}(?:og|samt|eller|and)\s{1,3}|\s{1,3}-\s{1,3})",
)
_WORD_BEFORE = re.compile(r"([^\s\W\d_][\w\-.:’']{0,40})[ \u00a0]$")
_CAPITAL_AFTER = re.compile(r"[ \u00a0](?=[A-ZÆØÅ])([\w\-]+)")
_IN_PLACE = re.compile(r"\b(?:i|på|fra|ved|omkring|udenfor|nær)[ \u00a0]$")  # "i Ry": there a capital is a place's
_SENTENCE_START = re.compile(r"(?:^|[.!?:»”\"\n•\t]\s{0,3}|\n\s*[-–•*]?\s{0,3})$")


_SHORT_FORM = re.compile(r"(?:s(?:dr|kt|t)|n(?:dr|r)|v(?:str)?|ø(?:str)?|kgl|dr|prof|[lg]l|kbh|hr|fr)\.", re.IGNORECASE)


def _normal(name: str) -> str:
    """Fold what only differs in spelling: aa/å, hyphens, a final s."""
    folded = name.lower().replace("aa", "å").replace("-", " ")
    return re.sub(r"\s+", " ", folded).removesuffix("s")


def _spellings(name: str) -> set[str]:
    """Give a name with aa and å, with its letters decomposed, and in capitals."""
    spellings = {name}
    for old, new in (("Aa", "Å"), ("aa", "å"), ("Å", "Aa"), ("å", "aa")):
        spellings |= {s.replace(old, new) for s in spellings}
    spellings |= {unicodedata.normalize("NFD", s) for s in spellings}
    return spellings | {s.upper() for s in spellings if len(s) > 3}


@cache
def _names() -> dict[str, tuple[str, str, float]]:
    """Give every spelling in lower case, hyphens as one space: (code, "name" or "alias", confidence)."""
    names: dict[str, tuple[str, str, float]] = {}
    ambiguous: set[str] = set()
    for place in municipalities().values():
        for alias in place.aliases:
            is_part = alias.endswith(" (del af)")
            text = alias.removesuffix(" (del af)")
            is_variant = _normal(text) == _normal(place.name) or _VARIANTS.get(text) == place.code
            is_heir = is_part and place.name.startswith(text)  # Mariagerfjord is what became of most of Mariager
            kind, confidence = ("name", 0.9) if is_variant else ("alias", 0.2 if is_part and not is_heir else 0.45)
            for spelling in _spellings(text):
                key = _key(spelling)
                if key in names and names[key][0] != place.code and kind == "alias" and not is_heir:
                    ambiguous.add(key)
                if is_heir or key not in names:
                    ambiguous.discard(key)
                    names[key] = (place.code, kind, confidence)
    for place in municipalities().values():
        for spelling in _spellings(place.name):
            names[_key(spelling)] = (place.code, "name", 0.9)
    return {key: (c, k, 0.2 if key in ambiguous and k == "alias" else p) for key, (c, k, p) in names.items()}


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"\s*[-–‑ \u00a0\u00ad]+\s*", " ", folded).strip()


def _trie_pattern(words: Iterable[str]) -> str:
    """Give one regular expression for many literals that never tries more than one branch a character."""
    trie: dict[str, dict[str, object]] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]  # a trie's type is recursive
        node[""] = {}

    def render(node: dict[str, dict[str, object]]) -> str:
        ends = "" in node
        parts = []
        for char, child in sorted(node.items()):
            if char:
                literal = r"[ \u00a0]?[-–‑ \u00a0]\u00ad?[ \u00a0]?" if char in "- " else re.escape(char)
                parts.append(literal + render(child))  # type: ignore[arg-type]
        if not parts:
            return ""
        body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
        return f"(?:{body})?" if ends else body

    return render(trie)


@cache
def _pattern(ignore_case: bool) -> re.Pattern[str]:
    spellings: set[str] = set()
    for place in municipalities().values():
        for name in (place.name, *(a.removesuffix(" (del af)") for a in place.aliases)):
            spellings |= _spellings(name)
    folded = {s.replace("-", " ") for s in spellings}
    literal = _trie_pattern({s.lower() for s in folded} if ignore_case else folded)
    return re.compile(
        rf"(?<![\w@.])(?P<name>{literal})(?P<genitive>{_GENITIVE})(?![\w@\u0300-\u036f])", re.I if ignore_case else 0
    )


@dataclass(slots=True)
class _Hit:
    start: int
    end: int  # of the name with its genitive
    code: str
    kind: str
    confidence: float
    written: str


def _hits(text: str, ignore_case: bool) -> list[_Hit]:
    hits: list[_Hit] = []
    names = _names()
    for match in _pattern(ignore_case).finditer(text):
        written = match["name"]
        entry = names.get(_key(written))
        if entry is None:
            continue
        if text[max(0, match.start() - 1) : match.start()] == "/" and not (hits and hits[-1].end == match.start() - 1):
            continue  # part of an address, not "Odense/Nyborg"
        end = match.end()
        rest = text[end : end + 2]
        # "Lolland-Falster" is no Lolland; "Fredericia-modellen" names a method, not a participant.
        if len(rest) == 2 and rest[0] in "-–" and rest[1].isalpha():
            if rest[1].isupper():
                continue
            hits.append(_Hit(match.start(), end, entry[0], "alias", 0.3, written))
            continue
        if (
            text[max(0, match.start() - 1) : match.start()] in ("-", "–")
            and match.start() > 1
            and text[match.start() - 2].isalpha()
        ):
            continue  # "Nord-Odense"
        hits.append(_Hit(match.start(), end, *entry, written))
    return hits


def _runs(hits: list[_Hit], text: str) -> list[list[_Hit]]:
    """Group names that stand in one list."""
    runs: list[list[_Hit]] = []
    for hit in hits:
        last = runs[-1][-1] if runs else None
        if last is not None and hit.start - last.end <= 12 and _lists(last, hit, text[last.end : hit.start]):
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs


def _lists(first: _Hit, second: _Hit, gap: str) -> bool:
    """Tell whether what stands between two names makes a list of them; a space does between present-day names."""
    return bool(_LIST_GAP.fullmatch(gap)) or (gap in (" ", "\u00a0") and first.kind == second.kind == "name")


def _is_inside_name(first: _Hit, last: _Hit, text: str) -> bool:
    """Tell whether a name or list is part of another name: an institution, a person, a title."""
    if _AFTER_INSTITUTION.match(text, last.end):
        return True
    after = _CAPITAL_AFTER.match(text, last.end)
    if after and not after[1].lower().startswith(("kommun", "region")) and len(after[1]) > 1:
        return True
    if re.match(r"[ \u00a0][A-ZÆØÅ](?![\w])", text[last.end : last.end + 3]):  # "Aarhus N", a postal district
        return True
    window = text[max(0, first.start - 48) : first.start]
    if _BEFORE_INSTITUTION.search(window):
        return True
    before = _WORD_BEFORE.search(window)
    if before is None:
        return False
    word = before[1]
    if word.endswith((".", "!", "?", ":")) and not _SHORT_FORM.fullmatch(word):  # "Mødrenes Hus. Albertslund sender"
        return False
    is_capital = word[0].isupper() and not word.isupper() and not _A_KOMMUNE.fullmatch(word)
    starts = bool(_SENTENCE_START.search(window[: before.start()]))
    return is_capital and word.lower().rstrip(".:,") not in _OPENERS and not (starts and len(word) < 3)


def _judge(run: list[_Hit], text: str) -> list[PlaceMention]:
    last = run[-1]
    kommune = _KOMMUNE.match(text, last.end + (1 if text[last.end : last.end + 1] == "-" else 0))
    window = text[max(0, run[0].start - 60) : run[0].start]
    before = _KOMMUNER_BEFORE.search(window)
    is_list = len(run) > 1
    if kommune is None and before is None and _is_inside_name(run[0], last, text):
        return [PlaceMention(h.start, h.end, h.code, "name", 0.25) for h in run]
    mentions = []
    for hit in run:
        own = kommune if hit is last else None
        confidence, form, end = hit.confidence, "name" if hit.kind == "name" else "alias", hit.end
        if kommune is not None or before is not None:
            form = "kommune" if hit.kind == "name" else "alias"
            # A former municipality that was split still leaves open which heir is meant.
            confidence = 0.98 if hit.kind == "name" else (0.4 if hit.confidence < 0.3 else 0.85)
            end = own.end() if own is not None and len(run) == 1 else hit.end
        elif hit.kind == "alias":
            titled = hit.written.title()
            is_word = titled in _WORD_ALIASES and not _IN_PLACE.search(window)
            confidence = 0.15 if is_word else min(hit.confidence, 0.3) if titled in _WORD_ALIASES else hit.confidence
        elif is_list:
            form, confidence = "list", 0.93
        elif hit.written.title() in _WORDS:
            # "Vejen - Pusterum", "Faxe: 1,2 mio." and "Greve" alone are entries of a list.
            alone = (
                bool(re.match(r"\s*(?:$|[\n\t,:.()/;]|[-–—|]\s|\d)", text[hit.end : hit.end + 4]))
                and len(hit.written) > 2
            )
            confidence = 0.8 if alone or not _SENTENCE_START.search(window) else 0.2
            if re.match(r"\s(?:til|mod|frem|ud|hjem|væk|ind)\b", text[hit.end : hit.end + 6]):
                confidence = 0.1
        mentions.append(PlaceMention(hit.start, end, hit.code, form, confidence))
    return mentions


def find_municipalities(text: str, *, ignore_case: bool = False) -> list[PlaceMention]:
    """Give the mentions of Danish municipalities in a text, in order, not overlapping.

    Mentions below `LIKELY` are given too: towns that were municipalities of their own until 2007, names inside other
    names. Runs in time linear in the text.

    Args:
        text: any text; letters may be decomposed.
        ignore_case: find names in lower case too, as people type them in a search box.
    """
    if len(text) > _MAX_KEPT:
        return list(_mentions.__wrapped__(text, ignore_case))
    return list(_mentions(text, ignore_case))


_MAX_KEPT = 2000  # characters; longer texts are not asked about twice


@lru_cache(maxsize=2048)  # the lines and sentences of a page are each read in several ways
def _mentions(text: str, ignore_case: bool) -> tuple[PlaceMention, ...]:
    return tuple(m for run in _runs(_hits(text, ignore_case), text) for m in _judge(run, text))


def municipality_codes(text: str) -> list[str]:
    """Give the codes of the municipalities that a text means, in order of first mention."""
    return list(dict.fromkeys(m.code for m in find_municipalities(text) if m.confidence >= LIKELY))
