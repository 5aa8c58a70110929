"""Contact data: e-mail addresses, telephone numbers, and the blocks of a page that hold little else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import BlockKind
from ingest.parse.draft import Draft

EMAIL_MASK = "[e-mail]"
PHONE_MASK = "[telefon]"

_EMAIL = re.compile(
    r"(?i)(?:mailto:)?[\w.+'’-]{1,64}\s?(?:@|＠|\[\s?(?:at|snabel-?a|@)\s?\]|\(\s?(?:at|a|snabel-?a|@)\s?\)|\{at\}|"
    r"\ssnabel-?a\s|\s\[?at\]?\s(?=[\w-]+\s?(?:\.|\[dot\]|\(dot\)| dot )\s?(?:dk|com|org|net)\b))"
    r"\s?[\w-]{1,63}(?:(?:\.|\s?\[(?:dot|punktum)\]\s?|\s?\((?:dot|punktum)\)\s?|\sdot\s|\spunktum\s)[\w-]{2,63}){1,4}"
)
_PHONE_LABEL = (
    r"(?:telefon(?:nr\.?|nummer)?|tlf(?:\.|nr\.?)?|tel\.?|mobil(?:nr\.?|nummer|telefon)?|mob\.?|direkte(?:\stlf\.?|"
    r"\snummer)?|dir\.?|fax|phone|sms|pressetelefon(?:en)?|ring(?:\s(?:til|på))?|hovednummer|vagttelefon|"
    r"[TMP](?=[.:]))"
)
_DIGITS8 = r"\d\d[ \u00a0.-]?\d\d[ \u00a0.-]?\d\d[ \u00a0.-]?\d\d"
_PHONES = (
    re.compile(rf"(?i)(?:\(?(?:\+|00)\s?45\)?)[ \u00a0.-]?\(?{_DIGITS8}\)?(?!\d)"),
    re.compile(r"(?<!\w)\+\d{2,3}[ \u00a0-]?\(?0?\)?(?:[ \u00a0-]?\d){7,11}(?!\d)"),
    re.compile(rf"(?i)\b{_PHONE_LABEL}\W{{0,3}}(?:nr\.?|nummer)?\W{{0,4}}{_DIGITS8}(?!\d)"),
    # eight digits in pairs: how Danes write telephone numbers and hardly anything else
    re.compile(
        r"(?<![\d.,/-])(?<!\d[ \u00a0])[1-9]\d([ \u00a0])\d\d\1\d\d\1\d\d(?![ \u00a0]?\d)(?![.,/]\d)(?!\s?(?:kr|%|mio))"
    ),
)
_NOT_PHONE_BEFORE = re.compile(
    r"(?i)(?:cvr|ean|se-?nr|p-?nr|sagsnr|journalnr|j\.\s?nr|isbn|issn|konto|reg\.?\s?nr|kr\.?|"
    r"dok\.?nr)\W{0,3}(?:nummer|nr\.?)?\W{0,4}$"
)
_FOUR_FOUR = re.compile(
    r"(?<![\d.,/-])(?<!\d[ \u00a0])[1-9]\d{3}[ \u00a0]\d{4}(?![ \u00a0]?\d)(?![.,/]\d)(?!\s?(?:kr|%|mio))"
)

_CONTACT_HEADING = re.compile(
    r"(?i)^\W{0,3}(?:kontakt|kontakt (?:os|kl|vpt|os her)|kontaktinformation(?:er)?|kontaktoplysninger|"
    r"kontaktperson(?:er)?|kontaktdata|har du spørgsmål|"
    r"yderligere oplysninger|yderligere information|flere oplysninger|mere information|"
    r"for yderligere oplysninger.{0,60}|vil du vide mere|"
    r"presse(?:kontakt|henvendelser?|tjeneste)?(?: til.{0,60})?|pressehenvendelser.{0,60}|"
    r"henvendelse(?:r)?(?: til.{0,40})?|redaktion|kolofon|"
    r"spørgsmål (?:til|om) .{0,60}|hvem kan jeg kontakte|kontakt(?:person)? for (?:yderligere|mere).{0,40}|"
    r"skriv til os|find en medarbejder|medarbejder(?:e)?|contact)\W{0,3}$"
)
_ASKS = re.compile(r"(?i)^\W{0,3}(?:har du )?spørgsmål\b")
_ANSWER = re.compile(r"(?i)^\W{0,3}(?:spørgsmål|spm\.?|svar)(?:\s?\d{1,2})?\W{0,3}(?:$|\t)")
# a label has its value behind it, or stands alone: "Ring før du falder" and "Mail fra mormor" are names of projects
_STATES = r"\b(?=\W*$|\W{0,3}(?:nr\.?|nummer)?\s?[:\[]|\.\s|[^\n]{0,60}(?:\d\d|\[(?:telefon|e-mail|navn)\]))"
_CONTACT_LINE = re.compile(
    rf"""(?ix)^\W{{0,3}}(?:{_PHONE_LABEL}{_STATES}.{{0,60}} | (?:e-?mail|mail|epost){_STATES}.{{0,80}}
      | adresse{_STATES}.{{0,100}} | (?:ean|cvr|sikker\ post|åbningstid(?:er)?|telefontid){_STATES}.{{0,80}}
      | .{{2,40}}\s(?!(?:19|20)\d\d\b)\d{{1,4}}\s?[A-Za-z]?,?\s\d{{4}}\s(?-i:[A-ZÆØÅ]).{{1,30}} )$"""
)
_LABELS = re.compile(rf"(?i)\[(?:e-mail|telefon|navn)\]|\b{_PHONE_LABEL}(?!\w)|\b(?:e-?mail|mail|epost|og|på|eller)\b")
_MAX_CONTACT_LINE = 110
_PRESS_DEBRIS = re.compile(r"(?i)pressetelefon(?:en)? modtager ikke sms")


def mask_emails(text: str) -> str:
    """Put `[e-mail]` in the place of every address, with its brackets and a repeated mask removed."""
    if "@" not in text and "＠" not in text and not re.search(r"(?i)\bat\b|snabel|\(a\)|\[at", text):
        return text
    masked = _EMAIL.sub(EMAIL_MASK, text)
    return re.sub(r"\[e-mail\](?:[\s(<]{0,3}\[e-mail\][)>]?)+", EMAIL_MASK, masked)


def mask_phones(text: str) -> str:
    """Put `[telefon]` in the place of every telephone number; CVR, EAN and case numbers and amounts stay."""
    if sum(map(text.count, "0123456789")) < 8:
        return text
    for pattern in (*_PHONES, _FOUR_FOUR):
        text = pattern.sub(lambda m: _mask_phone(m, text), text)  # noqa: B023  # called within the iteration
    return text


def _mask_phone(match: re.Match[str], text: str) -> str:
    before = text[max(0, match.start() - 24) : match.start()]
    if _NOT_PHONE_BEFORE.search(before):
        return match[0]
    if re.fullmatch(r"(?:19|20)\d\d[ \u00a0](?:19|20)\d\d", match[0]):
        return match[0]  # two years beside one another, as in a table's header
    label = re.match(rf"(?i){_PHONE_LABEL}\W{{0,3}}(?:nr\.?|nummer)?\W{{0,3}}(?=[\d+(])", match[0])
    return f"{label[0] if label else ''}{PHONE_MASK}"


def drop_contact_blocks(drafts: Sequence[Draft]) -> list[Draft]:
    """Remove contact blocks: their heading and what follows it that is no running text.

    A contact heading's block ends at the next heading that is none, at a table, or at a paragraph of real text.
    E-mails and telephones must be masked before.
    """
    kept: list[Draft] = []
    inside = False
    left = 0
    tables = {
        d.group for d in drafts if d.kind is BlockKind.TABLE_ROW and ("[telefon]" in d.text or "[e-mail]" in d.text)
    }
    tables |= {d.group for d in drafts if d.kind is BlockKind.TABLE_ROW and _PRESS_DEBRIS.search(d.text)}
    for n, draft in enumerate(drafts):
        if _opens_contact(drafts, n):
            inside, left = True, 14
            continue
        if (
            inside
            and left > 0
            and (draft.group in tables if draft.kind is BlockKind.TABLE_ROW else _belongs_to_contact(draft))
        ):
            left -= 1
            continue
        inside = False
        if not _is_contact_line(draft):
            kept.append(draft)
    return kept


def _opens_contact(drafts: Sequence[Draft], n: int) -> bool:
    draft = drafts[n]
    text = draft.cells[0] if draft.kind is BlockKind.DEFINITION else draft.text
    if draft.kind is BlockKind.TABLE_ROW:
        return False
    if _PRESS_DEBRIS.search(draft.text):
        return True
    if not _CONTACT_HEADING.match(text):
        return False
    if _ASKS.match(text) and (draft.level == 1 or _has_questions(drafts[n + 1 : n + 4])):
        return False  # "Spørgsmål om tilskud" over questions and their answers
    if draft.kind is BlockKind.HEADING or draft.kind is BlockKind.DEFINITION:
        return True
    # a paragraph "Kontakt" opens a block only where something short follows; "Medarbejdere" in a list does not
    after = drafts[n + 1] if n + 1 < len(drafts) else None
    return after is None or (draft.kind is BlockKind.PARAGRAPH and len(after.text) <= _MAX_CONTACT_LINE)


def _has_questions(drafts: Sequence[Draft]) -> bool:
    return any(_ANSWER.match(d.text) or any(cell.rstrip().endswith("?") for cell in d.cells) for d in drafts)


def _belongs_to_contact(draft: Draft) -> bool:
    text = draft.text
    if "[e-mail]" in text or "[telefon]" in text:
        return len(text) <= 400
    if draft.kind is BlockKind.HEADING:
        # a person's or unit's name as a heading of the contact card, not the next section
        return bool(re.fullmatch(r"[A-ZÆØÅ][\w.'-]+(?: [A-ZÆØÅ&][\w.'-]*){1,4}", text)) and len(text) <= 60
    return len(text) <= _MAX_CONTACT_LINE


def _is_contact_line(draft: Draft) -> bool:
    """Tell a line of contact data from a sentence that holds some: it has hardly another word."""
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LINK, BlockKind.DEFINITION):
        return False
    text = draft.text.replace("\t", " ")
    if len(text) > _MAX_CONTACT_LINE:
        return False
    if "[e-mail]" in text or "[telefon]" in text:
        rest = _LABELS.sub(" ", text)
        n_words = len(re.findall(r"(?<![\w-])[a-zæøå]{3,}", rest))
        return n_words <= 2 and not (text.endswith(".") and n_words > 0)
    return bool(_CONTACT_LINE.match(text))
