"""Award lists in the forms that pages have them, each as (municipalities, title, amount)."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import Document, DocumentKind
from corpus.municipalities import municipality
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document, write_plain

POOL = (
    "# Ro om natten\nPuljen ”Ro om natten” på 20 mio. kr. er fordelt i juni 2019.\n"
    "## Projekter, der har fået tildelt midler\n"
)


def value(candidate: Candidate, field: str) -> Any:
    stated = [s for s in candidate.statements if s.field == field and s.origin.value == "extracted"]
    return max(stated, key=lambda s: s.confidence).value if stated else None


def projects(document: Document) -> list[tuple[tuple[str, ...], str | None, int | None]]:
    found = []
    for candidate in extract_candidates(document):
        if candidate.record_type is RecordType.PROJECT:
            codes = [s.value for s in candidate.statements if s.field == "municipalities"]
            names = tuple(municipality(code).name for code in codes)
            found.append((names, value(candidate, "title"), value(candidate, "amount_dkk")))
    return found


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune - 640.000 kr",
            [(("Vejle",), None, 3_157_599), (("Greve",), None, 640_000)],
        ),
        (
            "Ansøger\tBevilget beløb\nVejle\t3.157.599\nAssens, Odense og Ærø\t2.233.341\nI alt\t5.390.940",
            [(("Vejle",), None, 3_157_599), (("Assens", "Odense", "Ærø"), None, 2_233_341)],
        ),
        (
            "Kommune\nTildelt beløb (kr.)\nVejle\n3.157.599\nSvendborg og Ærø\n2.233.341\nI alt\n5.390.940",
            [(("Vejle",), None, 3_157_599), (("Svendborg", "Ærø"), None, 2_233_341)],
        ),
        (
            "Ansøger\tTitel\tAnsøgt beløb\tBevilget beløb\nVejle Kommune\tLyset ned\t9.000.000\t3.157.599",
            [(("Vejle",), "Lyset ned", 3_157_599)],
        ),
        (
            "- Vejle - Lyset ned\n- Faxe - Søvn til alle\n- Vejen - Pusterum",
            [(("Vejle",), "Lyset ned", None), (("Faxe",), "Søvn til alle", None), (("Vejen",), "Pusterum", None)],
        ),
        (
            "- Vejle, Assens og Greve.\n- Odense",
            [(("Vejle",), None, None), (("Assens",), None, None), (("Greve",), None, None), (("Odense",), None, None)],
        ),
        (
            "- Region Sjælland: Sammen om søvnen\n- Aarhus Kommune: Nattens team (opdateret 1. november 2016)",
            [((), "Sammen om søvnen", None), (("Aarhus",), "Nattens team", None)],
        ),
        (
            "1. Lyset ned i Vejle: Projektejer: Vejle Kommune, Center for Ældre\n"
            "2. Nattero: Projektejer: Syddjurs Kommune i samarbejde med Norddjurs Kommune",
            [(("Vejle",), "Lyset ned i Vejle", None), (("Syddjurs", "Norddjurs"), "Nattero", None)],
        ),
        (
            "- Nattero – Vejle Kommune – 1.250.000 kr.\n- Foreningen Månelys – 400.000 kr.",
            [(("Vejle",), "Nattero", 1_250_000), ((), None, 400_000)],
        ),
    ],
)
def test_every_form_of_list_is_read(rows: str, expected: list[tuple[tuple[str, ...], str | None, int | None]]) -> None:
    document = write_document(POOL + rows, url="https://sst.dk/da/puljer/ro", kind=DocumentKind.POOL_PAGE)
    assert projects(document) == expected
    assert {value(c, "pool") for c in extract_candidates(document)} - {None} == {"Ro om natten"}


def test_awards_told_in_sentences_are_paired_with_their_sums() -> None:
    document = write_document(
        "# To kommuner får penge til ro\n3. maj 2021\nPuljen Ro om natten er fordelt. Vejle Kommune får 1,2 "
        "mio. kr. til "
        "”Lyset ned”. Endelig går 900.000 kr. til ”Nattero” i Greve Kommune.",
        url="https://kl.dk/nyheder/2021/maj/ro",
        kind=DocumentKind.NEWS,
    )
    assert projects(document) == [(("Vejle",), "Lyset ned", 1_200_000), (("Greve",), "Nattero", 900_000)]


def test_cards_give_a_project_each() -> None:
    document = write_document(
        "# Projektkatalog\nTo projekter har fået støtte af puljen Ro om natten.\n## Lyset ned\nVejle Kommune\n"
        "Lamperne dæmpes klokken 21 på to plejehjem. Bevilling: 875.000 kr.\n## Nattero\nGreve Kommune\n"
        "Nattevagten går i filtsko på alle gange. Bevilling: 640.000 kr.",
        kind=DocumentKind.AWARD_LIST,
    )
    assert projects(document) == [(("Vejle",), "Lyset ned", 875_000), (("Greve",), "Nattero", 640_000)]


def test_a_document_link_among_names_is_no_project() -> None:
    document = write_plain(
        "Puljen Ro om natten\nFire projekter har fået støtte.\nHer er de enkelte afsluttede projekter:\n"
        "Vejle Kommune\nEffektevaluering\nGreve Kommune",
        kind=DocumentKind.POOL_PAGE,
    )
    assert projects(document) == [(("Vejle",), None, None), (("Greve",), None, None)]
    titles = [s.value for c in extract_candidates(document) for s in c.statements if s.field == "title"]
    assert "Vejle: afsluttet projekt under Ro om natten" in titles


@pytest.mark.parametrize(
    "markup",
    [
        "# Ro om natten\nPuljen er fordelt.\n## Kommuner, der har fået afslag\n- Vejle Kommune – 3.000.000 kr.",
        "# Møde\n## Tilmeldte\n- Vejle Kommune\n- Greve Kommune",
        "# Kommuner i regionen\n- Vejle\n- Greve\n- Odense",
    ],
)
def test_lists_of_refusals_and_names_award_nothing(markup: str) -> None:
    assert projects(write_document(markup, kind=DocumentKind.POOL_PAGE)) == []


@pytest.mark.parametrize("kind", [DocumentKind.CALL, DocumentKind.APPLICATION, DocumentKind.FAQ, DocumentKind.NOISE])
def test_pages_that_award_nothing_give_no_project(kind: DocumentKind) -> None:
    document = write_document(POOL + "- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.", kind=kind)
    assert projects(document) == []


def test_a_contradicted_total_is_kept_and_flagged() -> None:
    rows = "Kommune\tBeløb\nVejle\t1.000.000\nGreve\t500.000\nI alt\t1.400.000"
    document = write_document(POOL + rows, kind=DocumentKind.POOL_PAGE)
    pool = extract_candidates(document)[0]
    assert value(pool, "stated_total_dkk") == 1_400_000
    flags = [s.value for s in pool.statements if s.field == "flags"]
    assert flags == [{"code": "total_mismatch", "stated_dkk": 1_400_000, "rows_dkk": 1_500_000, "n_rows": 2}]
    agreeing = write_document(POOL + rows.replace("1.400.000", "1.500.000"), kind=DocumentKind.POOL_PAGE)
    assert [s for s in extract_candidates(agreeing)[0].statements if s.field == "flags"] == []


@pytest.mark.parametrize(("total", "n_flags"), [("3.300.000", 0), ("3.000.000", 1)])
def test_a_total_may_be_of_rows_before_a_page_break_too(total: str, n_flags: int) -> None:
    pages = (
        "# Ro om natten\nTilsagn givet i 2022\n\nKommune\tProjekt\tBeløb (kr.)\nSkive\tMosens mænd\t1.200.000\n"
        "Odder\tBænken ved broen\t900.000\n\nKommune\tProjekt\tBeløb (kr.)\nLejre\tRo på gangen\t700.000\n"
        f"Lemvig\tFjordens fællesskab\t500.000\nI alt\t\t{total}"
    )
    found = extract_candidates(write_document(pages, kind=DocumentKind.AWARD_LIST))
    flags = [s.value for c in found for s in c.statements if s.field == "flags"]
    assert len(flags) == n_flags


def test_withdrawn_projects_are_stopped() -> None:
    rows = "- Vejle Kommune – 1.000.000 kr.\n- Greve Kommune – 500.000 kr.\nGreve Kommune trådte ud af puljen i 2020."
    found = extract_candidates(write_document(POOL + rows, kind=DocumentKind.POOL_PAGE))
    assert [value(c, "status") for c in found if c.record_type is RecordType.PROJECT] == ["awarded", "stopped"]


def test_money_for_houses_awards_no_project() -> None:
    page = (
        "# Penge til nye boliger\nStaten giver tilskud til at bygge 340 boliger. Billund får 12,6 mio. kr. til en "
        "tilbygning, Sorø får 9,1 mio. kr. og Kerteminde 7,7 mio. kr. til renovering af bad og tag."
    )
    assert projects(write_document(page, kind=DocumentKind.NEWS)) == []


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("Vejle, Svendborg og Ærø, Greve samt Faxe", [("Vejle",), ("Svendborg", "Ærø"), ("Greve",), ("Faxe",)]),
        ("Svendborg og Ærø, Vejle, Greve og Faxe", [("Svendborg", "Ærø"), ("Vejle",), ("Greve",), ("Faxe",)]),
        ("Vejle, Greve, Svendborg & Ærø, Faxe", [("Vejle",), ("Greve",), ("Svendborg", "Ærø"), ("Faxe",)]),
        ("Vejle, Faxe, Svendborg i samarbejde med Ærø", [("Vejle",), ("Faxe",), ("Svendborg", "Ærø")]),
        ("Svendborg sammen med Ærø, Vejle og Greve", [("Svendborg", "Ærø"), ("Vejle",), ("Greve",)]),
        ("Vejle, Svendborg, Ærø og Greve", [("Vejle",), ("Svendborg",), ("Ærø",), ("Greve",)]),
        ("Vejle og Svendborg samt Greve", [("Vejle",), ("Svendborg",), ("Greve",)]),
    ],
)
def test_a_line_of_names_has_joint_projects_where_its_words_join_them(line: str, groups: list[tuple[str, ...]]) -> None:
    document = write_document(
        f"# Ro i hjemmet\nPuljen Ro i hjemmet er fordelt.\n## Kommuner med tilskud\n- {line}",
        kind=DocumentKind.POOL_PAGE,
    )

    assert [names for names, _, _ in projects(document)] == groups


@pytest.mark.parametrize(
    "lines",
    [
        "Vejle 900.000 kr.|Greve|640.000 kr.|Assens 810.000 kr|Odense|720.000 kr.|Ishøj 500.000 kr.|Lolland|"
        "430.000 kr.|Samlet 4.000.000 kr.",
        "Vejle|900.000 kr.|Greve 640.000 kr.|Assens|810.000 kr.|Odense 720.000 kr.|Ishøj|500.000 kr.|"
        "Lolland 430.000 kr.|I alt 4.000.000 kr.",
        "Vejle|900.000 kr.|Greve|640.000 kr.|Assens|810.000 kr.|Odense 720.000 kr|Ishøj 500.000 kr|Lolland 430.000 kr|"
        "I alt 4.000.000 kr",
    ],
)
def test_sums_below_some_names_and_beside_others_stay_with_their_own(lines: str) -> None:
    page = write_document(POOL + lines.replace("|", "\n\n"), kind=DocumentKind.POOL_PAGE)
    sums = (("Vejle", 900), ("Greve", 640), ("Assens", 810), ("Odense", 720), ("Ishøj", 500), ("Lolland", 430))
    assert sorted(projects(page)) == sorted(((name,), None, 1000 * amount) for name, amount in sums)


def test_a_name_over_its_sum_is_one_project_however_many_stand_so() -> None:
    names = ("Frederikssund: Weekend på Hegnet", "Tårnby: Nabohjælp", "Halsnæs: Natten er min", "Herning: Caféen")
    lines = "\n".join(f"{name}\n{n + 1}.120.000 kr." for n, name in enumerate(names))
    page = write_document(f"{POOL}Fire kommuner fik i juni 2018 tilsagn:\n{lines}", kind=DocumentKind.POOL_PAGE)
    assert [amount for *_, amount in projects(page)] == [1_120_000, 2_120_000, 3_120_000, 4_120_000]


@pytest.mark.parametrize(
    "told",
    [
        "Fire kommuner afprøvede skærmbesøg. Der var 6,2 mio. kr. i puljen.\nDet er: Vejen, Læsø, Odder og Stevns.",
        "Fire kommuner tester skærmbesøg med penge fra puljen.\nDet er Vejen, Læsø, Odder og Stevns (se figur 1).",
    ],
)
def test_who_tries_what_a_pool_pays_has_a_project_each(told: str) -> None:
    page = write_document(
        f"# Pulje til skærmbesøg\n{told}", url="https://kik.dk/puljer/skaerm", kind=DocumentKind.POOL_PAGE
    )
    assert [owners for owners, *_ in projects(page)] == [("Vejen",), ("Læsø",), ("Odder",), ("Stevns",)]


def test_what_several_got_together_of_a_pool_is_no_sum_of_any() -> None:
    page = write_document(
        "# Fire kommuner får penge til faste teams\n29-08-2024\nViborg, Greve, Rebild og Assens får tilsammen "
        "10.265.500 kr. i anden runde af Nærhedspuljen.\nI Viborg hedder projektet Teamet på Tingvej, i Greve Færre "
        "hænder ved døren, i Rebild Landsbyteamet og i Assens Samme hånd.",
        kind=DocumentKind.NEWS,
    )
    found = {}
    for candidate in extract_candidates(page):
        values = {s.field: s.value for s in candidate.statements}
        if "municipalities" in values:
            found[values["municipalities"]] = (values["title"], values.get("amount_dkk"))
    assert found == {
        "0791": ("Teamet på Tingvej", None),
        "0253": ("Færre hænder ved døren", None),
        "0840": ("Landsbyteamet", None),
        "0420": ("Samme hånd", None),
    }
