"""Filters as given, a field and the text of its value, read into conditions."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from corpus.errors import QueryError
from corpus.municipalities import municipalities, regions
from corpus.themes import themes
from search.columns import LABELS, Column, Columns
from search.condition_labels import label_of, span_label
from search.constraints import Constraint, Strength
from search.cues import cue_table
from search.fields import UNKNOWN, Field, find_field
from search.names import names_of_label
from search.numbers import parse_number_range
from search.similar import most_similar, read_municipality
from search.synonyms import shipped
from search.tokens import tokenise

_UNKNOWN_WORDS = {UNKNOWN, "ukendt", "ikke oplyst", "uoplyst"}
_KNOWN_WORDS = {"known", "oplyst", "kendt"}


def resolve_filter(
    name: str,
    text: str,
    columns: Columns,
    *,
    char_start: int | None = None,
    char_end: int | None = None,
    value_start: int | None = None,
) -> Constraint:
    """Read one filter as given: a field and the text of its value.

    Args:
        name: field or alias.
        text: `Vejle`, `0630`, `!Vejle`, `unknown`, `2018..2020`, `>1mio`; `a|b` means either.
        columns: the snapshot's columns.
        char_start: where the filter stands in the query, if it does; for messages and chips.
        char_end: its end.
        value_start: where its value stands, for messages.

    Raises:
        QueryError: there is no such field or value (near ones are named), or a number cannot be read.
    """
    field = find_field(name, char_start=char_start)
    is_excluded = text.startswith("!")
    wanted = text.removeprefix("!").strip()
    if wanted.lower() in _KNOWN_WORDS:
        known_op = "is" if is_excluded else "known"
        known_values = (UNKNOWN,) if is_excluded else ()
        label = f"{field.label} oplyst"
        return Constraint(field.name, known_op, known_values, None, label, Strength.HARD, char_start, char_end)
    if field.name == "similar_to":
        return _similar_filter(wanted, is_excluded, char_start, char_end)
    if field.is_number or (field.name == "year" and _looks_like_range(wanted)):
        return _number_filter(field, wanted, is_excluded, char_start, char_end, value_start)
    parts = [part.strip() for part in wanted.split("|") if part.strip()]
    values = tuple(dict.fromkeys(v for part in parts for v in _values(field, part, columns, value_start)))
    if not values:
        raise QueryError(f"the filter on {field.name} has no value.", remedy=f"Give e.g. {field.name}=unknown.")
    op = "not" if is_excluded else "is"
    return Constraint(
        field=field.name,
        op=op,
        values=values,
        label=label_of(field, op, values, columns)
        if len(values) <= max(len(parts), 3)
        else f"{field.label}{' ikke' if is_excluded else ''}: {', '.join(parts)} ({len(values)})",
        char_start=char_start,
        char_end=char_end,
    )


def _similar_filter(text: str, is_excluded: bool, char_start: int | None, char_end: int | None) -> Constraint:
    """Read `similar_to:Vejle`: the municipality and those most like it in population, type and region."""
    own = read_municipality(text)
    alike = most_similar(own)
    op, negation = ("not", " ikke") if is_excluded else ("is", "")
    names = ", ".join(f"{other.name} ({round(other.population / 1000)}.000)" for other in alike)
    label = f"Kommuner{negation} som {own.name} ({round(own.population / 1000)}.000 indb.): {names}"
    values = (own.code, *(other.code for other in alike))
    return Constraint("municipality", op, values, None, label, Strength.HARD, char_start, char_end)


def _looks_like_range(text: str) -> bool:
    return ".." in text or text[:1] in "<>≤≥" or (text.count("-") == 1 and len(text) == 9)


def _number_filter(
    field: Field,
    wanted: str,
    is_excluded: bool,
    char_start: int | None,
    char_end: int | None,
    value_start: int | None,
) -> Constraint:
    if wanted.lower() in _UNKNOWN_WORDS:
        op = "known" if is_excluded else "is"
        return Constraint(
            field.name, op, (UNKNOWN,), None, f"{field.label}: ukendt", Strength.HARD, char_start, char_end
        )
    if is_excluded:
        raise QueryError(
            f"{field.name} cannot be excluded by a number.", remedy=f"Give the range you want, e.g. {field.name}:>1mio."
        )
    span = parse_number_range(wanted, field=field.name, char_start=value_start)
    label = f"{field.label} {span_label(span, field.unit)}"
    return Constraint(field.name, "range", (), span, label, Strength.HARD, char_start, char_end)


def _values(field: Field, text: str, columns: Columns, value_start: int | None) -> tuple[str, ...]:
    """Give the stored values that a text names: a value or its label, any case.

    Also a word that states one ("igangværende"), a pool's or funder's other name ("SST"), and of pools, funders and
    target groups, whose labels are long, every one that holds the words ("unge").
    """
    wanted = text.strip().lower()
    if wanted in _UNKNOWN_WORDS:
        return (UNKNOWN,)
    column = columns.facets[field.column]
    for value, label in zip(column.values, column.labels, strict=True):
        if wanted in (value.lower(), label.lower()):
            return (value,)
    if (known := known_value(field.name, wanted)) is not None:
        return (known,)
    if field.name in _NAMED:
        named = _named(field, wanted, column)
        if named:
            return named
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) > 1:  # "tema:demens,kræft"
        return tuple(value for part in parts for value in _values(field, part, columns, value_start))
    near = _near(wanted, column.labels) or list(LABELS.get(field.name, {}).values())
    place = f" at character {value_start + 1}" if value_start is not None else ""
    remedy = f"Near: {', '.join(near)}." if near else f"Search first; the facet {field.name} lists all."
    raise QueryError(f"{field.name} has no value {text.strip()[:60]!r}{place}.", remedy=remedy)


_NAMED = ("pool", "funder", "target_group")


def _named(field: Field, wanted: str, column: Column) -> tuple[str, ...]:
    """Give the values whose label, or another name of it, is the wanted text, else all whose label holds its words."""
    terms = {token.key for token in tokenise(wanted)}
    if not terms:
        return ()
    exact, holding = [], []
    for value, label in zip(column.values, column.labels, strict=True):
        names = [] if field.name == "target_group" else [*names_of_label(label), *shipped().other_names(label)]
        if any(name.lower() == wanted for name in names):
            exact.append(value)
        elif all(_is_held(term, label) for term in terms):
            holding.append(value)
    return tuple(exact or holding)


def _is_held(term: str, label: str) -> bool:
    """Say whether a label has a word, or one that begins with it: "rygestop" of "Rygestoppuljen"."""
    keys = {token.key for token in tokenise(label)}
    return term in keys or (len(term) >= 4 and any(key.startswith(term) for key in keys))


def _near(wanted: str, labels: Sequence[str]) -> list[str]:
    """Give up to three labels near a text, by the whole or by a word of theirs."""
    shown = {label.lower(): label for label in reversed(labels)}
    near = [shown[label] for label in get_close_matches(wanted, shown, n=3, cutoff=0.5)]
    if near:
        return near
    words: dict[str, str] = {}
    for label in labels:
        for token in tokenise(label):
            if not token.is_stop_word:
                words.setdefault(token.term, label)
    found = (word for part in tokenise(wanted) for word in get_close_matches(part.term, words, n=3, cutoff=0.75))
    return list(dict.fromkeys(words[word] for word in found))[:3]


def known_value(field: str, wanted: str) -> str | None:
    """Give a value that exists though no record has it, e.g. of a municipality: an empty answer, not an error."""
    if field == "municipality":
        for place in municipalities().values():
            names = {place.code, place.name.lower(), place.official_name.lower(), *(a.lower() for a in place.aliases)}
            if wanted in names:
                return place.code
    for value, label in LABELS.get(field, {}).items():
        if wanted in (value, label.lower()):
            return value
    if field == "theme" and wanted in themes():
        return wanted
    for cue in cue_table().get(wanted) or ():
        if cue.field == field and cue.value in LABELS.get(field, {}):
            return cue.value
    if field == "region":
        for code, name in regions().items():
            if wanted in (code, name.lower(), name.lower().removeprefix("region ")):
                return code
    return None
