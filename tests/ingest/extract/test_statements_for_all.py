"""What a page says once of every project on it, in whatever words, and lists whose fields wrap or run together."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document
from tests.ingest.extract.test_award_details import award_list, by_place

ROWS = (
    "- Skive Kommune: Mosens mænd\n- Odder Kommune: Bænken ved broen\n"
    "- Lejre Kommune: Ro på gangen\n- Lemvig Kommune: Fjordens fællesskab"
)


def rows_under(sentence: str) -> list[dict[str, object]]:
    page = f"# Fælles om natten\nPuljen støtter ro om natten. {sentence}\n## Støttede projekter\n{ROWS}"
    rows = list(by_place(write_document(page, kind=DocumentKind.POOL_PAGE)).values())
    assert len(rows) == 4
    return rows


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Ministeriet sendte i juni 2019 pengene af sted til fire kommuner.", 2019),
        ("I efteråret 2021 landede 6,2 mio. kr. hos disse fire projekter.", 2021),
        ("Disse fire blev plukket ud af 31 ansøgere i maj 2020.", 2020),
        ("Valget faldt den 4. april 2018 på fire kommuner.", 2018),
        ("Bestyrelsen sagde den 3. marts 2021 ja til fire ansøgninger.", 2021),
        ("Puljen blev slået op i januar 2019.", None),
        ("Ansøgerne skulle sende deres budget i maj 2019 og kunne få støtte til løn.", None),
        ("En rapport fra 2014 viste, at kommuner giver for lidt støtte.", None),
        ("Kommunerne har siden 2012 fået flere ældre borgere.", None),
    ],
)
def test_one_date_beside_money_and_any_word_of_giving_dates_every_row(sentence: str, year: int | None) -> None:
    assert {row.get("year_awarded") for row in rows_under(sentence)} == {year}


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Fra januar 2018 til juni 2020 var der gang i de fire steder.", "2018-01", "2020-06"),
        ("Støtten dækker 2018-2020.", "2018", "2020"),
        ("Kommunerne har penge i 2018, 2019 og 2020.", "2018", "2020"),
        ("Midlerne rækker til og med 2024.", None, "2024"),
        ("Antallet af borgere over 80 steg 2010-2018.", None, None),
    ],
)
def test_any_sentence_of_the_money_and_a_stretch_of_time_is_every_rows_period(
    sentence: str, start: str | None, end: str | None
) -> None:
    assert {(row.get("period_from"), row.get("period_to")) for row in rows_under(sentence)} == {(start, end)}


def test_a_header_cut_by_hyphens_and_a_period_over_two_rows() -> None:
    rows = by_place(
        award_list(
            "# Hånd i hånd\nTilsagn givet i marts 2022\n\n"
            "Tilskuds-\tProjektets\tTilsagn i\tProjekt-\nmodtager\ttitel\talt (kr.)\tperiode\n"
            "Skive og Viborg\tMosens mænd\t1.200.000\tmaj 2022 - december\nkommuner\t\t\t2024\n"
            "Odder Kommune\tBænken ved broen\t900.000\t2022 - 2023\nI alt\t\t2.100.000\t"
        )
    )
    assert {(place, r["title"], r["amount_dkk"], r["period_to"]) for place, r in rows.items()} == {
        ("Skive og Viborg", "Mosens mænd", 1_200_000, "2024-12"),
        ("Odder", "Bænken ved broen", 900_000, "2023"),
    }


def test_items_that_ran_together_are_cut_after_each_sum() -> None:
    rows = by_place(
        award_list(
            "# Hånd i hånd\n## Anden runde\nI maj 2016 fik tre projekter penge. Skive Kommune, Mosens mænd. "
            "Bevilget: kr. 1.200.000,00 Odder Kommune, Ro igen. Bevilget: kr. 900.000,00\n"
            "Lejre Kommune, Fri luft. Bevilget: kr. 700.000,00"
        )
    )
    assert {(place, r["title"], r["amount_dkk"], r["year_awarded"]) for place, r in rows.items()} == {
        ("Skive", "Mosens mænd", 1_200_000, 2016),
        ("Odder", "Ro igen", 900_000, 2016),
        ("Lejre", "Fri luft", 700_000, 2016),
    }


def test_a_cards_line_holds_its_owner_and_its_sum() -> None:
    rows = by_place(
        write_document(
            "# Hånd i hånd\nPuljen har støttet tre projekter i 2023.\n"
            "## Mosens mænd\nSkive Kommune · 1.200.000 kr.\nMænd går tur i mosen hver uge.\n"
            "## Samtaler på tværs\nOdder Kommune · 900.000 kr.\nNaboer mødes om kaffen.\n"
            "## Fri luft\nLejre Kommune · 700.000 kr.\nBeboere tager ud sammen.",
            kind=DocumentKind.POOL_PAGE,
        )
    )
    assert {(place, r["title"], r["amount_dkk"]) for place, r in rows.items()} == {
        ("Skive", "Mosens mænd", 1_200_000),
        ("Odder", "Samtaler på tværs", 900_000),
        ("Lejre", "Fri luft", 700_000),
    }


def test_rows_of_one_municipality_are_told_apart_by_what_stands_behind_it() -> None:
    page = write_document(
        "# Hånd i hånd\nPuljen har givet støtte i 2023.\n\nAnsøger\tTildelt beløb (kr.)\n"
        "Skive, Mosens mænd\t1.200.000\nSkive, Ro igen\t900.000\nOdder\t700.000",
        kind=DocumentKind.AWARD_LIST,
    )
    told = [{s.field: s.value for s in c.statements} for c in extract_candidates(page)]
    assert {(t["title"], t["amount_dkk"]) for t in told if t.get("municipalities") == "0779"} == {
        ("Mosens mænd", 1_200_000),
        ("Ro igen", 900_000),
    }


def test_a_field_of_who_paid_holds_the_sum_and_the_year() -> None:
    rows = by_place(
        write_document(
            "# Mosens mænd\n\nKommune\tSkive Kommune\nFinansiering\t900.000 kr. fra puljen Hånd i hånd (2023)\n"
            "Målgruppe\tMænd over 70",
            kind=DocumentKind.PROJECT_PAGE,
        )
    )
    assert (rows["Skive"]["amount_dkk"], rows["Skive"]["year_awarded"]) == (900_000, 2023)
