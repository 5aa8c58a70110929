"""What a page says once of all the projects that it lists, in many words and places: is it handed down to each?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.raw import RawDocument
from tests.sites.dressing import DRESSES
from tests.sites.lists import candidates_of, fillings
from tests.sites.score import BASE, FETCHED_AT

SUMS = (
    "Hver kommune modtager 750.000 kr.",
    "Hver af kommunerne har fået 750.000 kr. til sit projekt.",
    "Kommunerne har hver fået 750.000 kr.",
    "De seks kommuner får hver især 750.000 kr.",
    "Tilskuddet er 750.000 kr. pr. kommune.",
    "Alle projekter er støttet med 750.000 kr.",
    "Hvert projekt er støttet med 0,75 mio. kr.",
    "Der er givet 750.000 kr. til hvert projekt.",
    "Bevillingen er på 750.000 kr. til hver kommune.",
    "Projekterne er bevilget 750.000 kr. hver.",
    "Støttebeløbet er det samme for alle seks, nemlig 750.000 kr. til hver.",
)
PERIODS = (
    ("Projekterne gennemføres i årene 2021-2023.", "2021", "2023"),
    ("Projekterne løber fra 2021 til 2023.", "2021", "2023"),
    ("Alle projekter løber i perioden 2021 til og med 2023.", "2021", "2023"),
    ("Projektperiode: 2021-2023", "2021", "2023"),
    ("Projekterne begyndte i januar 2021 og sluttede med udgangen af 2023.", "2021-01", "2023"),
    ("Projekterne går i gang i marts 2021 og skal være færdige med udgangen af 2023.", "2021-03", "2023"),
    ("Indsatserne har første dag i marts 2021 og sidste dag i december 2023.", "2021-03", "2023-12"),
    ("De seks kommuner arbejder med indsatsen fra 1. marts 2021 til 31. december 2023.", "2021-03", "2023-12"),
    ("Projekterne strækker sig over årene 2021, 2022 og 2023.", "2021", "2023"),
    ("Projekterne blev sat i gang i marts 2021 og varer i to år.", "2021-03", "2023"),
    ("Støtten dækker perioden marts 2021 - december 2023.", "2021-03", "2023-12"),
    ("Projekterne har løbetid fra foråret 2021 til efteråret 2023.", "2021", "2023"),
    ("Projekterne blev igangsat i 2021 og afsluttes i 2023.", "2021", "2023"),
)
YEARS = (
    "Pengene blev fordelt i november 2020.",
    "Den 12. november 2020 fik seks kommuner tilsagn om støtte.",
    "Puljen blev udmøntet i efteråret 2020.",
    "Midlerne er uddelt i november 2020.",
    "Styrelsen gav tilsagn til seks projekter i november 2020.",
    "Seks projekter fik støtte i 2020.",
    "Bevillingerne blev givet i 2020.",
    "I november 2020 blev seks kommuner udvalgt til at få del i puljen.",
    "Ansøgningsfristen var i august 2020, og i november 2020 blev pengene givet.",
)
FORMS = ("bullets with dashes", "table", "details", "cards", "folded", "terms", "a paragraph each", "divs in rows")
PLACES = ("before", "after", "under a heading")


@dataclass(frozen=True, slots=True)
class Case:
    """A page that says something of all its projects, and what each of them should then have."""

    said: str
    place: str
    form: str
    wanted: tuple[tuple[str, object], ...]

    def page(self) -> RawDocument:
        """Give the page."""
        makes = {f.name: f for f in fillings()}
        awards = [a for a, _ in makes["owner, title"].awards]
        listed = DRESSES[self.form](awards)
        said = f"<p>{self.said}</p>"
        body = {
            "before": f"{said}<h2>Støttede projekter</h2>{listed}",
            "after": f"<h2>Støttede projekter</h2>{listed}<h2>Formål</h2><p>Flere skal bevare helbredet.</p>{said}",
            "under a heading": f"<h2>Støttede projekter</h2>{listed}<h2>Om projekterne</h2>{said}",
        }[self.place]
        html = (
            '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Puljen Godt liv længe</title></head>'
            "<body><main><h1>Puljen Godt liv længe</h1><p>Sundhedsstyrelsen har fordelt midler fra puljen til seks "
            f"kommuner, der vil styrke borgernes sundhed.</p>{body}</main></body></html>"
        )
        url = f"{BASE}/puljer/godt-liv-laenge"
        return RawDocument(url, url, "text/html; charset=utf-8", html.encode(), FETCHED_AT, None, None, "shared")


def cases() -> Iterator[Case]:
    """Give every statement in every place over every form."""
    said: list[tuple[str, tuple[tuple[str, object], ...]]] = [(text, (("amount_dkk", 750_000),)) for text in SUMS]
    said += [(text, (("period_from", start), ("period_to", end))) for text, start, end in PERIODS]
    said += [(text, (("year_awarded", 2020),)) for text in YEARS]
    for text, wanted in said:
        for place in PLACES:
            for form in FORMS:
                yield Case(text, place, form, wanted)


def share_right(case: Case) -> float:
    """Give the share of a page's projects and wanted fields that are right; an invented project counts as wrong."""
    _, found = candidates_of(case.page())
    n_right = 0
    for candidate in found:
        for name, value in case.wanted:
            stated = [s for s in candidate.statements if s.field == name]
            best = max(stated, key=lambda s: s.confidence).value if stated else None
            n_right += best is not None and str(best)[: len(str(value))] == str(value)
    return n_right / (len(case.wanted) * max(6, len(found)))


def main() -> None:
    """Print the shares of each statement, place and form, worst first."""
    shares = {(c.said, c.place, c.form): share_right(c) for c in cases()}
    for of in range(3):
        groups: dict[str, list[float]] = {}
        for key, share in shares.items():
            groups.setdefault(key[of], []).append(share)
        for name, each in sorted(groups.items(), key=lambda item: sum(item[1]) / len(item[1])):
            sys.stdout.write(f"{sum(each) / len(each):6.3f}  {name}\n")
        sys.stdout.write("\n")
    sys.stdout.write(f"{sum(shares.values()) / len(shares):6.3f}  all\n")


if __name__ == "__main__":
    main()
