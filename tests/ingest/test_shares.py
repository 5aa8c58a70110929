"""Places named together: each one's share of a pool where other documents have one for each, else one joint project."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.documents import Document
from corpus.documents import DocumentKind as K
from corpus.records import Record, RecordType, derive_values
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from tests.ingest.extract.pages import write_document

POOL = "Pulje til trygge familier efter fødslen"
LIST = f"""# {POOL}
{POOL} er fordelt i juni 2016 af Sundhedsstyrelsen.
## Projekter, der har fået tildelt midler
Kommune\tProjekt\tBevilget beløb
Horsens\tEgne skridt\t1.450.000 kr.
Norddjurs\tKystens døgn\t1.260.000 kr.
Tårnby\tNøglen i lommen\t1.080.000 kr.
Sorø\tDen åbne port\t990.000 kr.
Lolland og Guldborgsund\tBroen\t1.700.000 kr.
"""
REPORT = f"""# Evaluering af {POOL}
## Horsens Kommune: Egne skridt
Projektet "Egne skridt" løb fra 2016 til 2019. Flere mødre kom hurtigt i gang.
## Norddjurs Kommune: Kystens døgn
Projektet "Kystens døgn" løb fra 2016 til 2019. Færre mødre var ensomme.
## Tårnby Kommune: Nøglen i lommen
Projektet "Nøglen i lommen" løb fra 2016 til 2019. Der var ingen forskel.
"""


def page(markup: str, kind: K = K.PROJECT_PAGE, url: str = "https://avis.dk/nyt/side") -> Document:
    return write_document(markup, url=url, kind=kind)


A_LIST = page(LIST, K.POOL_PAGE, "https://sst.dk/da/puljer/efter-foedslen")
A_REPORT = page(REPORT, K.EVALUATION, "https://sst.dk/da/udgivelser/2019/efter-foedslen")


def link(*documents: Document, known: Sequence[Record] = ()) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)], known)


def records(linking: Linking) -> list[Record]:
    items = linking.evidence.items()
    return [Record(i, linking.record_types[i], derive_values(evidence), evidence) for i, evidence in items]


def projects(linking: Linking, document: Document | None = None) -> list[set[str]]:
    """Give the municipalities of the projects, or of those that a document tells of, least first."""
    ids = {
        a.record_id
        for a in linking.assignments
        if a.candidate.record_type is RecordType.PROJECT
        and (document is None or a.candidate.document_id == document.document_id)
    }
    places = [{str(e.value) for e in linking.evidence[i] if e.field == "municipalities"} for i in ids]
    return sorted(places, key=sorted)


def sums(linking: Linking) -> set[int]:
    items = (e for i in linking.evidence for e in linking.evidence[i])
    return {
        int(e.value)
        for e in items
        if e.field == "amount_dkk" and linking.record_types[e.record_id] is RecordType.PROJECT
    }


HORSENS, NORDDJURS, TAARNBY, SOROE, LOLLAND, GULDBORGSUND = "0615", "0707", "0185", "0340", "0360", "0376"
FOUR = [{TAARNBY}, {SOROE}, {HORSENS}, {NORDDJURS}]


@pytest.mark.parametrize(
    ("markup", "kind", "told"),
    [
        # a sentence, with the pool's nickname and a sum for all
        ("# Fire kommuner går foran\n12-06-2016\nHorsens, Norddjurs, Tårnby og Sorø får tilsammen 4,8 mio. kr. "
         "fra Familiepuljen.", K.NEWS, FOUR),
        # news with a count
        (f"# Tre kommuner viser vejen\n12-06-2016\nTre kommuner får nu støtte fra {POOL}.\nSorø, Tårnby og Horsens får "
         "i alt 3,5 mio. kr.", K.NEWS, [{TAARNBY}, {SOROE}, {HORSENS}]),
        # a box on the page that is called as the pool, two of them with one project
        (f"# {POOL}\nFem projekter støtter familier.\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, "
         "Norddjurs, Tårnby, Sorø samt Lolland og Guldborgsund", K.PROJECT_PAGE,
         [{TAARNBY}, {SOROE}, {LOLLAND, GULDBORGSUND}, {HORSENS}, {NORDDJURS}]),
        ("# Trygge familier efter fødslen\n## Projektperiode\n2016 - 2019\n## Deltagende kommuner\nHorsens, Tårnby "
         "og Sorø", K.PROJECT_PAGE, [{TAARNBY}, {SOROE}, {HORSENS}]),
        # a list item among other facts
        (f"# {POOL}\n- Periode: 2016-2019\n- Kommuner: Norddjurs, Horsens, Sorø og Tårnby\n- Målgruppe: Nye familier",
         K.PROJECT_PAGE, FOUR),
        # a table cell
        (f"# Om støtten\nPulje\t{POOL}\nDeltagende kommuner\tHorsens, Norddjurs, Tårnby og Sorø\nPeriode\t2016-2019",
         K.PROJECT_PAGE, FOUR),
        # one of them is in no other document
        (f"# {POOL}\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs, Tårnby og Skive",
         K.PROJECT_PAGE, [{TAARNBY}, {HORSENS}, {NORDDJURS}, {"0779"}]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("others", [(A_LIST,), (A_LIST, A_REPORT)])
def test_places_that_have_a_project_each_are_no_joint_project(
    markup: str, kind: K, told: list[set[str]], others: tuple[Document, ...]
) -> None:
    document = page(markup, kind)
    linking = link(*others, document)
    assert projects(linking, document) == sorted(told, key=sorted)
    assert len(projects(linking)) == 5 + ({"0779"} in told)
    assert sums(linking) == {1_450_000, 1_260_000, 1_080_000, 990_000, 1_700_000}


def test_a_report_alone_shows_that_each_has_its_own() -> None:
    document = page(f"# {POOL}\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs og Tårnby")
    linking = link(A_REPORT, document)
    assert projects(linking) == projects(linking, document) == [{TAARNBY}, {HORSENS}, {NORDDJURS}]


def test_what_earlier_runs_have_found_shows_it_too() -> None:
    document = page("# Fire kommuner går foran\n12-06-2016\nHorsens, Tårnby og Sorø får tilsammen 3,5 mio. kr. fra "
                    "Familiepuljen.", K.NEWS)  # fmt: skip
    known = records(link(A_LIST))
    linking = link(document, known=known)
    assert projects(linking) == [{TAARNBY}, {SOROE}, {HORSENS}]
    assert {i for i, t in linking.record_types.items() if t is RecordType.PROJECT} < {r.record_id for r in known}
    again = records(link(A_LIST, document))
    assert set(link(A_LIST, document, known=again).record_types) == {r.record_id for r in again}


def test_news_and_a_page_with_the_same_wording_are_both_read_so() -> None:
    said = "Horsens, Norddjurs, Tårnby og Sorø får tilsammen 4,8 mio. kr. fra Familiepuljen."
    first = page(f"# Penge til familier\n12-06-2016\n{said}", K.NEWS, "https://sum.dk/nyheder/penge")
    second = page(f"# Nye familier får støtte\n13-06-2016\n{said}", K.NEWS, "https://avis.dk/penge")
    linking = link(A_LIST, first, second)
    assert projects(linking, first) == projects(linking, second) == sorted(FOUR, key=sorted)
    assert len(projects(linking)) == 5


@pytest.mark.parametrize(
    ("markup", "kind", "others"),
    [
        # a name of its own
        (f"# Fælles front\nPulje: {POOL}\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Tårnby og Skive",
         K.PROJECT_PAGE, (A_LIST,)),
        # none of them has a project of its own, or one alone has
        (f"# {POOL}\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Skive, Lemvig og Struer", K.PROJECT_PAGE,
         (A_LIST,)),
        (f"# Fælles front\nPulje: {POOL}\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Skive og Lemvig",
         K.PROJECT_PAGE, (A_LIST,)),
        # each has a page of its own on the joint project
        ("# Vejen hjem\nProjektperiode: 2016 - 2019\nDeltagende kommuner: Horsens, Norddjurs og Tårnby", K.PROJECT_PAGE,
         (page("# Vejen hjem\nKommune: Horsens\nProjektperiode: 2016-2019", url="https://horsens.dk/vejen-hjem"),
          page("# Vejen hjem\nKommune: Tårnby\nProjektperiode: 2016-2019", url="https://taarnby.dk/vejen-hjem"))),
    ],
)  # fmt: skip
def test_a_joint_project_stays_one(markup: str, kind: K, others: tuple[Document, ...]) -> None:
    document = page(markup, kind)
    assert [len(places) for places in projects(link(*others, document), document)] == [3]


def test_a_row_of_three_among_rows_is_a_joint_project() -> None:
    rows = page(
        LIST + "Skive, Lemvig og Struer\tFjordens familier\t2.100.000 kr.\n", K.POOL_PAGE, "https://sst.dk/puljer/x"
    )
    linking = link(rows, A_REPORT)
    assert [places for places in projects(linking) if len(places) == 3] == [{"0779", "0665", "0671"}]
