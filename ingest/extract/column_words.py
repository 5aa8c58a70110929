"""What the heads of columns are called: whose, what, how much, when."""

from __future__ import annotations

import re

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("applied", re.compile(r"ansøgt|søgt beløb|søgt$", re.I)),
    ("owner", re.compile(
        r"^(?!.*(?:beløb|\bkr\b)).*(?:(?:bevillings|støtte|tilsagns|puljemiddel)(?:modtager|haver)|modtagerkommune|"
        r"^modtagere? af (?:tilskud|støtte|midler|bevilling|tilsagn)|^hvem (?:har fået|fik|får))",
        re.I)),
    ("amount", re.compile(
        r"beløb|bevil|tildelt|tilskud(?!smod)|støtte|tilsagn(?!shaver|smod)|\bkr\b|kroner|mio|sum\b|total|i alt|"
        r"tildeling|ramme", re.I)),
    ("period", re.compile(
        r"periode|varighed|løbetid|"
        r"^(?:projekt)?start(?:dato)?\W+(?:og |til |eller )?\W*(?:projekt)?(?:slut|afslut|sidst)|"
        r"^fra\W+(?:og )?(?:\w+ )?til\b|^tids(?:rum|plan|ramme)|^løber\b|^hvornår\W*$|^år\W+fra\W+til", re.I)),
    ("start", re.compile(r"^(?:projekt)?start", re.I)),
    ("end", re.compile(r"^(?:projekt)?(?:slut|afslut)", re.I)),
    ("year", re.compile(r"^år(?:stal)?\b|tildelingsår|opslag|runde|udmøntning", re.I)),
    ("region", re.compile(r"^region", re.I)),
    ("outcome", re.compile(
        r"resultat|effekt|udbytte|virkning|konklusion|målopfyldelse|udfald|kom der ud|(?:gik|går) det|opnåe|fandt|"
        r"evaluators|^(?:\w+ )?(?:vurdering|bedømmelse)$|(?:vurdering|status|udvikling) (?:efter|ved)|efter projektet|"
        r"hvad (?:viser|viste|skete|sker|lærte|ved vi)|det (?:viser|viste|skete)|målinger|forandring|hovedfund|"
        r"^(?:mål(?:et|ene)? )?(?:er )?(?:nået|opfyldt|indfriet)\b", re.I)),
    ("told", re.compile(
        r"\b(?:gjorde|gjort|gør|lavede|lavet|laver|afprøvede|afprøvet|prøvede|prøvet|arbejdede|arbejdet|arbejder|satte|"
        r"valgte|brugte|foregik)\b|^(?:det|hvad|her|sådan)\b.*\b(?:vil|skal)\b|\bkommunen (?:vil|skal)\b", re.I)),
    ("owner", re.compile(
        r"kommune|ansøger|modtager|projektejer|tilsagnshaver|^navn|ejer|organisation|hvem|institution|deltager|"
        r"^(?:sted|hvor|by)\W*$", re.I)),
    ("status", re.compile(r"status", re.I)),
    ("target", re.compile(r"målgruppe", re.I)),
    ("title", re.compile(
        r"projekt|titel|indsats|tiltag|initiativ|overskrift|emne|formål|beskrivelse|aktivitet|model|spor|^tema|^kategori|"
        r"^del(?:pulje|program)|område", re.I)),
)  # fmt: skip


def heads_column(name: str) -> bool:
    """Tell whether a cell may head a column."""
    return any(pattern.search(name) for _, pattern in _COLUMNS)


def role_of(name: str) -> str:
    """Give the role of a column with this head, or nothing."""
    role = next((r for r, p in _COLUMNS if name and p.search(name)), "")
    is_project = re.search(r"^\s*(?:projekt|titel)", name, re.IGNORECASE)
    if role == "amount" and is_project and not re.search(r"beløb|kr", name, re.IGNORECASE):
        return "title"
    if role == "owner" and re.search(r"projekt(?:titel|navn|ets)|titel", name, re.IGNORECASE):
        return "title"
    return role
