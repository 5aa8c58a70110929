"""The same project in other words: short names, towns, rounds, sums for two, and pages of who takes part."""

from __future__ import annotations

import pytest

from corpus.documents import Document
from corpus.documents import DocumentKind as K
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from ingest.titles import title_likeness
from tests.ingest.extract.pages import write_document

LIST = """# Rolige nætter
Puljen ”Rolige nætter” er fordelt i juni 2021 af Sundhedsstyrelsen.
## Projekter, der har fået tildelt midler
Kommune\tProjekt\tBevilget beløb
Frederikshavn\tHjertecaféen\t1.215.000 kr.
Aarhus\tPeer-støtte om natten (PON)\t1.900.000 kr.
Aarhus\tVendepunktet\t2.800.000 kr.
Tønder\tStop fald\t865.000 kr.
Esbjerg\tNaboringen\t740.000 kr.
"""


def a_list(markup: str = LIST, url: str = "https://sst.dk/da/puljer/rolige-naetter") -> Document:
    return write_document(markup, url=url, kind=K.POOL_PAGE)


def page(markup: str, kind: K = K.PROJECT_PAGE, url: str = "https://avis.dk/nyt/side") -> Document:
    return write_document(markup, url=url, kind=kind)


def link(*documents: Document) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)])


def sums_of(linking: Linking, document: Document) -> list[int]:
    """Give the listed sums of the projects that a document tells of; 0 for one that the list does not have."""
    ids = {
        a.record_id
        for a in linking.assignments
        if a.candidate.document_id == document.document_id and a.candidate.record_type is RecordType.PROJECT
    }
    own = {document.document_id}
    return sorted(
        next((int(e.value) for e in linking.evidence[i] if e.field == "amount_dkk" and e.document_id not in own), 0)
        for i in ids
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hjertecaféen", "En café for hjertet"),
        ("Kystens Recoveryskole", "Recoveryskolen ved kysten"),
        ("Peer-støtte i botilbud (PIB)", "PIB"),
        ("Bænken i byen", "BIB"),
        ("Naboringen", "Naboringen - et opkald hver morgen"),
        ("Vendepunktet, et forløb for unge", "Vendepunktet"),
        ("Nattens sygeplejerske", "Sygeplejersker om natten"),
        ("Sydfynsk demensrejsehold", "Demensrejseholdet"),
        ("Slutevaluering: ”Fælles lunger”", "Fælles lunger"),
        ("Tryghedskassen til uhelbredeligt syge", "Tryghedskassen"),
        ("Det lille sundhedshus på Samsø", "Det lille sundhedshus"),
    ],
)
def test_a_name_in_other_words_is_alike(first: str, second: str) -> None:
    assert title_likeness(first, second) == title_likeness(second, first) >= 0.75


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rygestop for gravide", "Rygestop for unge"),
        ("Fald: i hjemmet", "Fald: på plejecentret"),
        ("Den grønne have", "Den blå have"),
        ("Akutteam nord", "Akutteam syd"),
        ("Borgernær genoptræning", "Genoptræning efter kræft"),
        ("Bedre indsats for borgere", "Styrket indsats for ældre borgere"),
    ],
)
def test_names_that_share_a_word_are_not_alike(first: str, second: str) -> None:
    assert title_likeness(first, second) < 0.6


@pytest.mark.parametrize(
    ("markup", "kind", "amount"),
    [
        # only towns are named
        ("# Aften\nPå plejehjemmene i Skagen og Sæby løber projektet Hjertecaféen.", K.PROJECT_PAGE, 1_215_000),
        ("# Nyt liv\nI Skagen mødes man i ”Hjertecaféen”, som har fået 1,2 mio. kr.", K.PROJECT_PAGE, 1_215_000),
        ("# Hverdag\nEn gruppe i Ribe ringer til hinanden. Det er Naboringen, et projekt.", K.NEWS, 740_000),
        ("# Godmorgen\nI Esbjerg ringer 60 ældre til hinanden i Naboringen, før de får kaffe.", K.NOISE, 740_000),
        # a report that calls it otherwise
        ("# Slutrapport: En café for hjertet\nTilskudsmodtager: Frederikshavn Kommune\nBevilling: 1.215.000 kr.",
         K.FINAL_REPORT, 1_215_000),
        ("# Slutrapport: Gode råd om natten\nTilskudsmodtager: Tønder Kommune\nBevilling: 865.000 kr.",
         K.FINAL_REPORT, 865_000),
        ("# Afsluttende evaluering af PON\nAarhus Kommune har prøvet projektet PON på tre bosteder.",
         K.EVALUATION, 1_900_000),
        ("# Evaluering af Vendepunktet 2021-2023\nKommune: Aarhus Kommune\nTilskud: 2,8 mio. kr.",
         K.EVALUATION, 2_800_000),
        # on the municipality's own site, by its pool in small letters
        ("# Referat\nPkt. 3. Kommunen har fået tilsagn fra styrelsens pulje til rolige nætter. Projektet begynder nu.",
         K.NOISE, 865_000),
    ],
)  # fmt: skip
def test_a_page_in_other_words_tells_of_the_listed_project(markup: str, kind: K, amount: int) -> None:
    told = page(markup, kind, "https://toender.dk/nyt" if "Referat" in markup else "https://avis.dk/nyt/side")
    assert sums_of(link(a_list(), told), told) == [amount]


@pytest.mark.parametrize(
    "said",
    [
        "Akutholdet er udvidet med penge fra puljen Rolige nætter.",
        "Holdet kører hele natten. Puljen ”Rolige nætter” betaler.",
        "Med støtte fra Rolige nætter har vi ansat to sygeplejersker.",
        "Tilbuddet er en del af Rolige nætter og løber i to år.",
        "Støttet af Sundhedsstyrelsens pulje til rolige nætter.",
    ],
)
@pytest.mark.parametrize("url", ["https://www.esbjerg.dk/nyt/hold", "https://kommuner.dk/esbjerg/nyt/hold"])
def test_a_municipalitys_own_page_need_not_name_it(said: str, url: str) -> None:
    told = page(f"# Kend dit hold\n{said}", K.NEWS, url)
    assert sums_of(link(a_list(), told), told) == [740_000]


ROUNDS = """# Varme hænder
Puljen ”Varme hænder” er udmøntet i to runder.
## Udmøntning 2018
- Nyborg Kommune – 1.912.500 kr.
- Lolland Kommune – 2.480.000 kr.
## Udmøntning 2020
- Nyborg Kommune – 840.300 kr.
- Skive Kommune – 1.120.000 kr.
"""


@pytest.mark.parametrize(
    ("markup", "kind", "amounts"),
    [
        ("# Døren åben\nKommune: Nyborg\nPulje: Varme hænder\nProjektperiode: 2019-2020", K.PROJECT_PAGE, [1_912_500]),
        ("# Døren åben\nKommune: Nyborg\nPulje: Varme hænder\nProjektperiode: 2021-2022", K.PROJECT_PAGE, [840_300]),
        ("# Slutrapport, Varme hænder\nNyborg Kommune\nTilsagn december 2018. Borgerne kom ud.", K.NOISE, [1_912_500]),
        ("# Evaluering af puljen Varme hænder (1. runde)\n## Nyborg Kommune\nDer var færre fald end før.\n"
         "## Lolland Kommune\nDer var lige så mange fald som før.", K.EVALUATION, [1_912_500, 2_480_000]),
        ("# Status\n12. maj 2022\nI anden runde af puljen Varme hænder er Nyborg nået længst.", K.NEWS, [840_300]),
        ("# Status\n12. maj 2022\nI første runde af puljen Varme hænder nåede Nyborg længst.", K.NEWS, [1_912_500]),
    ],
)  # fmt: skip
def test_a_page_that_names_no_round_is_of_the_one_that_its_years_or_number_say(
    markup: str, kind: K, amounts: list[int]
) -> None:
    rounds, told = a_list(ROUNDS, "https://sst.dk/da/puljer/varme-haender"), page(markup, kind)
    assert sums_of(link(rounds, told), told) == amounts


@pytest.mark.parametrize(
    "markup",
    [
        "# Døren åben\nKommune: Nyborg\nPulje: Varme hænder",
        "# Døren åben\nKommune: Nyborg\nPulje: Varme hænder\nProjektperiode: 2018-2021",
    ],
)
def test_two_grants_of_one_municipality_are_never_made_one_by_a_page(markup: str) -> None:
    rounds, told = a_list(ROUNDS, "https://sst.dk/da/puljer/varme-haender"), page(markup)
    linking = link(rounds, told)
    own = [i for i, items in linking.evidence.items() if linking.record_types[i] is RecordType.PROJECT
           and any(e.field == "amount_dkk" and e.value in (1_912_500, 840_300) for e in items)]  # fmt: skip
    assert len(own) == 2


def test_two_pages_of_two_rounds_go_to_one_each() -> None:
    rounds = a_list(ROUNDS, "https://sst.dk/da/puljer/varme-haender")
    dated = page("# Døren åben\nKommune: Nyborg\nPulje: Varme hænder\nProjektperiode: 2019-2020")
    bare = page("# Aftenholdet\nKommune: Nyborg\nPulje: Varme hænder", url="https://avis.dk/nyt/anden")
    linking = link(rounds, dated, bare)
    assert (sums_of(linking, dated), sums_of(linking, bare)) == ([1_912_500], [840_300])


@pytest.mark.parametrize(
    ("said", "day", "amounts"),
    [
        ("Nyborg og Lolland Kommuner får del i puljen Varme hænder.", "18-05-2018", [1_912_500, 2_480_000]),
        ("Puljen Varme hænder er fordelt: Lolland Kommune og Nyborg Kommune får støtte.", "03-09-2018",
         [1_912_500, 2_480_000]),
        ("Nyborg og Skive kommuner har fået midler fra puljen Varme hænder.", "12-06-2019", [840_300, 1_120_000]),
        ("Puljen Varme hænder er fordelt. Støtten går til:\n- Skive Kommune\n- Nyborg Kommune", "12-06-2019",
         [840_300, 1_120_000]),
    ],
)  # fmt: skip
def test_news_of_a_rounds_year_is_of_that_round_though_the_next_was_a_year_later(
    said: str, day: str, amounts: list[int]
) -> None:
    rounds = a_list(ROUNDS.replace("2020", "2019"), "https://sst.dk/da/puljer/varme-haender")
    news = page(f"# Penge til varme hænder\n{day}\n{said}", K.NEWS, "https://sst.dk/da/nyheder/varme-haender")

    assert sorted(sums_of(link(rounds, news), news)) == sorted(amounts)


TWO = "# 10 mio. kr. til rolige nætter\n14-06-2021\nPuljen Rolige nætter er fordelt. "


@pytest.mark.parametrize(
    "said",
    [
        "Tønder får 865.000 kr., og Aarhus får 4,7 mio. kr. til to projekter.",
        "Aarhus Kommune får penge til to projekter.",
        "Aarhus Kommune (to projekter) får støtte.",
        "To projekter i Aarhus Kommune får tilsammen 4,7 mio. kr.",
        "Aarhus Kommune modtager 4,7 mio. kr. til 2 indsatser.",
    ],
)
def test_a_row_or_sum_for_two_projects_is_of_both_and_of_neither_alone(said: str) -> None:
    news = page(TWO + said, K.NEWS)
    linking = link(a_list(), news)
    found = sums_of(linking, news)
    assert [s for s in found if s != 865_000] == [1_900_000, 2_800_000]
    assert 4_700_000 not in {e.value for items in linking.evidence.values() for e in items if e.field == "amount_dkk"}


PARTS = """# Recovery i hverdagen
Puljen ”Recovery i hverdagen” er fordelt i juni 2016.
## Projekter, der har fået tildelt midler
Kommune\tProjekt\tBevilget beløb
Horsens\tEgne skridt\t1.450.000 kr.
Norddjurs\tKystskolen\t1.260.000 kr.
Tårnby\tNøglen i lommen\t1.080.000 kr.
Sorø\tGårdens port\t990.000 kr.
"""


@pytest.mark.parametrize(
    "markup",
    [
        "# Recovery-puljen\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs, Tårnby og Sorø",
        "# Vejen ud\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs, Tårnby og Sorø kommuner",
        "# Mod på mere\nFire kommuner afprøver nye veje.\nPeriode: 2016 - 2019\n## Deltagende kommuner\n"
        "Kommunerne Horsens, Norddjurs, Tårnby og Sorø deltager.",
        "# Støtte i egen bolig\nMålgruppe: Voksne\nPeriode: 2016 - 2019\nDeltagere: Sorø, Tårnby, Norddjurs og Horsens",
        "# Recovery i fire kommuner\nProjektperiode: 2016 - 2019\nKommuner: Horsens, Norddjurs, Sorø og Tårnby",
    ],
)
def test_a_page_of_who_takes_part_tells_of_each_ones_project(markup: str) -> None:
    rows = a_list(PARTS, "https://sbst.dk/puljer/recovery")
    told = page(markup, url="https://socialstyrelsen.dk/projekter-og-initiativer/psykiatri/vejen")
    assert sums_of(link(rows, told), told) == [990_000, 1_080_000, 1_260_000, 1_450_000]


def test_a_joint_project_of_the_same_places_stays_one() -> None:
    joint = a_list(
        PARTS + "Horsens, Norddjurs, Tårnby og Sorø\tVejen ud\t4.000.000 kr.\n", "https://sbst.dk/puljer/recovery"
    )
    told = page(
        "# Vejen ud\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs, Tårnby og Sorø",
        url="https://socialstyrelsen.dk/projekter-og-initiativer/psykiatri/vejen",
    )
    assert sums_of(link(joint, told), told) == [4_000_000]


def test_a_heading_of_two_names_is_no_project_of_its_own() -> None:
    report = page(
        "# Erfaringer fra puljen Rolige nætter\n## Vendepunktet og Peer-støtte om natten (Aarhus)\n"
        "Vendepunktet gav bedre søvn. Peer-støtte om natten ændrede intet.\n## Stop fald (Tønder)\nDer var færre fald.",
        K.EVALUATION,
    )
    assert sums_of(link(a_list(), report), report) == [865_000, 1_900_000, 2_800_000]


SHARED = LIST + "Middelfart og Nyborg\tFynsk ro\t2.150.000 kr.\n"


@pytest.mark.parametrize(
    "said",
    [
        "I Middelfart og Nyborg er ventetiden faldet. I Tønder faldt antallet af fald, og i Esbjerg er intet ændret.",
        "I Tønder faldt antallet af fald. I Esbjerg er intet ændret, og på Fyn (Middelfart og Nyborg) er den faldet.",
        "I Middelfart er ventetiden faldet. I Nyborg er den også faldet. I Tønder og Esbjerg er intet ændret.",
    ],
)
def test_an_evaluation_that_names_both_places_of_a_shared_project_tells_of_it(said: str) -> None:
    listed = a_list(SHARED)
    report = page(f"# Evaluering af puljen Rolige nætter\nEvalueringen samler op på puljen.\n{said}", K.EVALUATION)
    linking = link(listed, report)
    assert sums_of(linking, report) == [740_000, 865_000, 2_150_000]


def test_places_that_have_a_project_each_beside_the_shared_one_stay_apart() -> None:
    listed = a_list(SHARED + "Nyborg\tLyset slukket\t410.000 kr.\nMiddelfart\tStille gange\t510.000 kr.\n")
    report = page(
        "# Evaluering af puljen Rolige nætter\nEvalueringen samler op på puljen.\n"
        "I Middelfart er ventetiden faldet. I Nyborg er intet ændret. I Tønder faldt antallet af fald.",
        K.EVALUATION,
    )
    assert 2_150_000 not in sums_of(link(listed, report), report)


@pytest.mark.parametrize(
    "said",
    [
        "Evalueringen dækker fire projekter i puljen Rolige nætter: Tønder, Esbjerg, Odense og Vejle.\n"
        "Flere sover bedre i Tønder og Esbjerg. I Vejle har indsatsen ikke ændret søvnen.",
        "Vi har fulgt projekterne i Tønder, Esbjerg, Odense og Vejle, som fik midler fra puljen Rolige nætter.\n"
        "I Tønder og Esbjerg sover flere bedre.",
        "Puljen Rolige nætter støttede projekter i Tønder, Esbjerg, Odense og Vejle.\nBedst gik det i Tønder og "
        "Esbjerg, hvor flere sover bedre.",
    ],
)
def test_an_evaluation_of_more_than_it_tells_most_of_is_no_project_of_those(said: str) -> None:
    report = page(f"# Slutevaluering af rolige nætter\n{said}", K.EVALUATION, "https://sbst.dk/udgivelser/naetter")
    projects = [c for c in extract_candidates(report) if c.record_type is RecordType.PROJECT]
    assert [sorted(c.codes) for c in projects] == [["0550"], ["0561"], ["0461"], ["0630"]]
