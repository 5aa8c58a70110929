"""The fields that can be filtered on: names, Danish labels, aliases in query syntax, and kind of value."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from corpus.errors import QueryError

UNKNOWN = "unknown"
"""The value that selects records lacking a field; shown and understood as "ukendt" too."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be filtered on.

    `column` is the facet column of the snapshot, or the numeric column if `is_number`.
    """

    name: str
    label: str
    aliases: tuple[str, ...]
    column: str
    is_number: bool = False
    unit: str = ""
    has_facet: bool = True


FIELDS = (
    Field("record_type", "Type", ("type",), "record_type"),
    Field("municipality", "Kommune", ("kommune", "kommuner", "municipalities"), "municipality"),
    Field("region", "Region", ("regioner", "regions"), "region"),
    Field("municipality_type", "Kommunetype", ("kommunetype", "kommunegruppe"), "municipality_type"),
    Field("pool", "Pulje", ("pulje", "puljer", "pools"), "pool"),
    Field("funder", "Bevillingsgiver", ("giver", "bevillingsgiver", "funders"), "funder"),
    Field("theme", "Tema", ("tema", "temaer", "themes", "emne"), "theme"),
    Field("target_group", "Målgruppe", ("målgruppe", "maalgruppe"), "target_group"),
    Field("status", "Status", (), "status"),
    Field("outcome", "Resultatets retning", ("udfald", "resultat"), "outcome"),
    Field("has_results", "Har resultater", ("resultater", "har_resultater"), "has_results"),
    Field("year", "År", ("år", "aar", "year_awarded", "bevillingsår"), "year"),
    Field("source", "Kilde", ("kilde",), "source"),
    Field("amount", "Beløb", ("beløb", "beloeb", "amount_dkk"), "amount_dkk", True, "kr.", False),
    Field("period", "Periode", ("periode",), "period_from", True, "", False),
    Field("similar_to", "Kommuner som", ("lignende", "ligner", "som"), "municipality", has_facet=False),
    Field("n_municipalities", "Antal kommuner", ("antal_kommuner",), "municipality", True, "kommuner", False),
)
"""Every field, in the order in which facets are shown."""

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}


def find_field(name: str, *, char_start: int | None = None) -> Field:
    """Give the field of this name or alias.

    Args:
        name: as the reader wrote it, any case.
        char_start: where it stands in the query, for the message.

    Raises:
        QueryError: there is none; the message names near ones.
    """
    field = _BY_NAME.get(name.strip().lower())
    if field is not None:
        return field
    near = get_close_matches(name.lower(), _BY_NAME, n=3, cutoff=0.6) or [f.name for f in FIELDS]
    place = f" at character {char_start + 1}" if char_start is not None else ""
    raise QueryError(f"there is no field {name[:60]!r}{place}.", remedy=f"Did you mean {', '.join(near)}?")


def is_field_name(name: str) -> bool:
    """Say whether a word names a field."""
    return name.strip().lower() in _BY_NAME
