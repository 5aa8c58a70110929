"""The 98 municipalities: codes, names, regions, size and type (Statistics Denmark, see data/municipalities.csv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality's facts."""

    code: str  # four digits, as a string
    name: str  # short: "Vejle"
    official_name: str  # "Vejle Kommune"
    region_code: str
    region_name: str
    dst_group: str  # Statistics Denmark's KOMMUNEGRUPPER_V1_2018
    population: int
    lat: float  # of a point inside the municipality, WGS 84
    lon: float
    aliases: tuple[str, ...]  # spelling variants and former municipalities; "(del af)" marks one that was split


@cache
def municipalities() -> dict[str, Municipality]:
    """Give all 98, by code, in code order."""
    text = files("corpus").joinpath("data/municipalities.csv").read_text("utf-8")
    return {
        row["code"]: Municipality(
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            region_code=row["region_code"],
            region_name=row["region_name"],
            dst_group=row["dst_group"],
            population=int(row["population"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            aliases=tuple(a for a in row["aliases"].split(";") if a),
        )
        for row in csv.DictReader(text.splitlines())
    }


def municipality(code: str) -> Municipality:
    """Give the municipality with this four-digit code.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return municipalities()[code]
    except KeyError:
        raise NotFoundError(
            f"no municipality has code {code!r}.", remedy="Codes have four digits, e.g. 0630."
        ) from None


@cache
def regions() -> dict[str, str]:
    """Give the names of the five regions, by code."""
    return {m.region_code: m.region_name for m in sorted(municipalities().values(), key=lambda m: m.region_code)}
