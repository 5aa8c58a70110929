"""Field syntax in a query: `kommune:Vejle år:2018..2020 beløb:>1mio "præcis frase" -ord`.

Anything that is not of this form is plain words. A word with a colon whose left side is no field ("GLA:D", "kl. 10:30")
is plain too, unless it is so near a field's name that it must be a slip.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches

from corpus.errors import QueryError
from search.fields import FIELDS, find_field, is_field_name

MAX_SYNTAX_CHARS = 300
"""Longer queries are prose, where a quote or a dash means nothing; no query in field syntax seen is half as long."""

_OPENING = '"“„«»”'
_CLOSING = '"”“»«'
_SIGN = re.compile(rf"[-:{_OPENING}]")  # a query without one has no syntax
# A field needs its name right before the colon and a value right after it: "Formål: bedre mad" is a heading.
_FIELD = re.compile(r"(?P<minus>-)?(?P<name>[^\W\d][\w]{1,30})(?P<sep>:)(?P<value>\"[^\"]*\"?|[^\s\"]+)")
_NAMES = sorted({name for f in FIELDS for name in (f.name, *f.aliases)})


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """One `field:value` of a query, not yet resolved."""

    field: str
    value: str
    is_excluded: bool
    char_start: int
    char_end: int
    value_start: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query taken apart.

    `text` has the length of the query, with blanks where syntax stood, so that offsets into it are offsets into the
    query.
    """

    query: str
    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()  # words or phrases that must not occur
    terms: tuple[FieldTerm, ...] = field(default=())


def clean_query(query: str) -> str:
    """Give the query in NFC, invisible characters dropped, control characters and line breaks as spaces.

    Every place that a response states is a place in this text. Lower-casing it keeps its length: the few letters that
    grow ("İ") are replaced first.
    """
    text = unicodedata.normalize("NFC", query)
    if text.isprintable() and len(text.lower()) == len(text):  # nothing to do, letter by letter
        return text
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(_visible(c) for c in kept)


def _visible(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
        return " "
    return char if len(char.lower()) == 1 else char.lower()[0]


def parse_query(query: str) -> ParsedQuery:
    """Take a cleaned query apart.

    Raises:
        QueryError: a quote that is never closed, an empty value, or a field that does not exist; the message gives
            the character's number, counted from 1.
    """
    if len(query) > MAX_SYNTAX_CHARS or not _SIGN.search(query):
        return ParsedQuery(query, query)
    _refuse_empty_field(query)
    chars = list(query)
    terms: list[FieldTerm] = []
    phrases: list[str] = []
    excluded: list[str] = []
    position = 0
    while position < len(query):
        at_start = position == 0 or query[position - 1].isspace() or query[position - 1] in "(,;"
        found = _FIELD.match(query, position) if at_start else None
        if found and _is_field_term(found):
            terms.append(_field_term(found))
            end = found.end()
        elif query[position] in _OPENING and (at_start or query[position - 1] == "-"):
            end = _phrase_end(query, position)
            phrase = query[position + 1 : end - 1].strip()
            negated = position > 0 and query[position - 1] == "-"
            if phrase:
                (excluded if negated else phrases).append(phrase)
            if negated or not phrase:
                _blank(chars, position - negated, end)
            else:
                _blank(chars, position, position + 1)
                _blank(chars, end - 1, end)
            position = end
            continue
        elif query[position] == "-" and at_start and (word := re.compile(r"-([^\W_][\w-]*)").match(query, position)):
            excluded.append(word[1])
            end = word.end()
        else:
            position += 1
            continue
        _blank(chars, position, end)
        position = end
    return ParsedQuery(query, "".join(chars), tuple(phrases), tuple(excluded), tuple(terms))


def _refuse_empty_field(query: str) -> None:
    found = re.search(r"(?:^|\s)-?([^\W\d]\w+):\s*$", query)
    if found and is_field_name(found[1]):
        raise QueryError(
            f"nothing follows {found[1]}: at character {found.end(1) + 1}.",
            remedy="Give a value, e.g. kommune:Vejle.",
        )


def _is_field_term(found: re.Match[str]) -> bool:
    name = found["name"].lower()
    if is_field_name(name):
        return True
    # "komune:Vejle" is a slip, "GLA:D" and "http://..." are not
    return bool(get_close_matches(name, _NAMES, n=1, cutoff=0.75)) and not found["value"].startswith("//")


def _field_term(found: re.Match[str]) -> FieldTerm:
    start = found.start("name")
    name = find_field(found["name"], char_start=start).name
    value = found["value"]
    if value.startswith('"'):
        if len(value) < 2 or not value.endswith('"'):
            raise QueryError(
                f"the quote at character {found.start('value') + 1} is never closed.", remedy='Close it with ".'
            )
        value = value[1:-1]
    value = value.strip().rstrip(",;")
    if not value:
        raise QueryError(
            f"nothing follows {found['name']}: at character {found.end('sep') + 1}.",
            remedy="Give a value, e.g. kommune:Vejle.",
        )
    return FieldTerm(name, value, found["minus"] is not None, found.start(), found.end(), found.start("value"))


def _phrase_end(query: str, start: int) -> int:
    """Give the end of the phrase that opens at `start`, the closing quote included."""
    for end in range(start + 1, len(query)):
        if query[end] in _CLOSING:
            return end + 1
    raise QueryError(f"the quote at character {start + 1} is never closed.", remedy='Close it with ".')


def _blank(chars: list[str], start: int, end: int) -> None:
    chars[start:end] = " " * (end - start)
