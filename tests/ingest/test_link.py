from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import pytest

from corpus.documents import Document, DocumentKind
from corpus.municipalities import municipalities
from corpus.records import Record, RecordType, derive_values
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.likeness import DOUBT, LINK, NEVER, likeness, same_amount
from ingest.link import Linking, link_candidates
from ingest.pairs import MAX_PAIRS, find_pairs
from ingest.profiles import Profile
from ingest.titles import title_likeness
from tests.ingest.extract.pages import write_document

POOL = "# Ro om natten\nPuljen ”Ro om natten” er fordelt i juni 2019.\n## Projekter, der har fået tildelt midler\n"
LIST_URL = "https://sst.dk/da/puljer/ro"


def a_list(rows: str) -> Document:
    return write_document(POOL + rows, url=LIST_URL, kind=DocumentKind.POOL_PAGE)


def a_page(text: str, url: str = "https://vpt.dk/x/lyset-ned") -> Document:
    return write_document(text, url=url, kind=DocumentKind.PROJECT_PAGE)


def link(*documents: Document, existing: tuple[Record, ...] = ()) -> Linking:
    candidates = [c for d in documents for c in extract_candidates(d)]
    return link_candidates(documents, candidates, existing)


def as_records(linking: Linking, *documents: Document) -> tuple[Record, ...]:
    by_id = {d.document_id: d for d in documents}
    return tuple(
        Record(
            record_id,
            linking.record_types[record_id],
            derive_values(items),
            items,
            tuple(by_id[i] for i in sorted({e.document_id for e in items if e.document_id})),
        )
        for record_id, items in linking.evidence.items()
    )


def project_ids(linking: Linking) -> list[str]:
    return sorted({a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.PROJECT})


def told(linking: Linking, record_id: str, field: str) -> set[Any]:
    return {e.value for e in linking.evidence[record_id] if e.field == field}


def test_a_list_and_a_page_tell_of_one_project() -> None:
    listed = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nPulje: Ro om natten\nProjektperiode: 2019-2021")
    linking = link(listed, page)
    assert project_ids(linking) == ["sst-ro-natten-greve", "sst-ro-natten-vejle"]
    assert told(linking, "sst-ro-natten-vejle", "amount_dkk") == {3_157_599}
    assert "Lyset ned" in told(linking, "sst-ro-natten-vejle", "title")


def test_two_projects_of_one_municipality_in_one_pool_stay_two() -> None:
    listed = a_list("- Odense Kommune - Hospice i hjemmet\n- Odense Kommune - Den svære samtale")
    page = a_page("# Den svære samtale\nKommune: Odense Kommune\nPulje: Ro om natten")
    linking = link(listed, page)
    assert len(project_ids(linking)) == 2
    joined = [a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id]
    assert told(linking, joined[0], "title") == {"Den svære samtale"}


def test_differing_amounts_keep_projects_apart_and_staff_is_asked() -> None:
    listed = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nPulje: Ro om natten\nBevilget beløb: 900.000 kr.")
    linking = link(listed, page)
    assert len(project_ids(linking)) == 3


def test_the_same_name_in_other_places_is_not_the_same_project() -> None:
    first = a_page("# Lyset ned\nKommune: Vejle Kommune")
    second = a_page("# Lyset ned\nKommune: Greve Kommune", url="https://vpt.dk/x/lyset-ned-2")
    assert len(project_ids(link(first, second))) == 2


def test_linking_does_not_depend_on_order() -> None:
    listed = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nPulje: Ro om natten")
    forward, backward = link(listed, page), link(page, listed)
    assert {k: set(v) for k, v in forward.evidence.items()} == {k: set(v) for k, v in backward.evidence.items()}


def test_a_changed_page_finds_its_records_again() -> None:
    before = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    known = as_records(link(before), before)
    after = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 700.000 kr.\n- Faxe Kommune – 500.000 kr.")
    linking = link(after, existing=known)
    assert set(linking.new_ids) == {"sst-ro-natten-faxe"}
    assert set(project_ids(linking)) == {"sst-ro-natten-vejle", "sst-ro-natten-greve", "sst-ro-natten-faxe"}
    again = link(before, existing=known)
    assert again.new_ids == ()
    assert {e.evidence_id for items in again.evidence.values() for e in items} == {
        e.evidence_id for record in known for e in record.evidence
    }


def test_a_link_in_a_list_leads_to_the_projects_page() -> None:
    listed = a_list("- Vejle Kommune\n- Greve Kommune")
    page = a_page("# Vejle Kommune\nLyset ned\nProjektet dæmper lyset på to plejehjem i byen, så alle kan sove.")
    assert len(project_ids(link(listed, page))) == 3  # place alone is no reason
    block = next(b for b in listed.blocks if listed.block_text(b) == "Vejle Kommune")
    linked_block = dataclasses.replace(block, href=page.url)
    linked = dataclasses.replace(listed, blocks=tuple(linked_block if b is block else b for b in listed.blocks))
    assert len(project_ids(link(linked, page))) == 2


def test_a_pool_named_elsewhere_is_recognised_in_plain_words() -> None:
    listed = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nVi er med i Ro om natten.")
    linking = link(listed, page)
    assert len(project_ids(linking)) == 2
    assert told(linking, "sst-ro-natten-vejle", "pool") == {"Ro om natten"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (3_200_000, 3_157_599, True),  # the press rounds
        (3_157_599, 3_157_599, True),
        (2_800_000, 2_815_500, True),
        (2_670_000, 2_671_400, True),
        (2_670_000, 2_679_000, False),
        (640_000, 645_500, False),
        (2_800_000, 2_720_000, False),  # that is 2,7 mio.
        (3_000_000, 2_920_000, True),  # "knap 3 mio."
        (3_157_599, 3_056_440, False),
        (1_000_000, 2_000_000, False),
    ],
)
def test_rounded_amounts_agree(first: int, second: int, expected: bool) -> None:
    assert same_amount(first, second) is expected


def test_titles_are_alike_by_telling_words() -> None:
    assert title_likeness("Hverdag i bevægelse 2.0", "Hverdag i bevægelse 2-0") > 0.88
    assert title_likeness("Bedre indsats for borgere", "Styrket indsats for ældre borgere") < 0.6
    assert title_likeness("Lyset ned i Vejle", "Lyset ned") > 0.88
    assert title_likeness("", "Lyset ned") == 0.0


def test_likeness_is_symmetric_and_bounded() -> None:
    first = Profile(codes=frozenset({"0630"}), pools=("Ro om natten",))
    second = Profile(codes=frozenset({"0630"}), pools=("Puljen ”Ro om natten”",), amounts=frozenset({5}))
    other = Profile(codes=frozenset({"0253"}), pools=("Ro om natten",))
    assert likeness(first, second) == likeness(second, first) >= LINK
    assert likeness(first, other) == NEVER
    bare = Profile(codes=frozenset({"0630"}))
    assert likeness(first, bare) < DOUBT


def test_nothing_gives_nothing() -> None:
    empty: list[Candidate] = []
    assert link_candidates([], empty).assignments == ()


def many_profiles(n: int) -> list[Profile]:
    """A list row and an article for each project; each municipality has one project in each pool."""
    codes = sorted(municipalities())

    def name(what: object) -> str:
        return hashlib.sha256(str(what).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))

    rows = [
        Profile(
            codes=frozenset({codes[i % 98]}),
            titles=(f"{name(i)[:9]} {name(i)[9:18]}",),
            pools=(name(f"pool {i // 98}")[:20],),
        )
        for i in range(n)
    ]
    return rows + rows


def test_pairs_to_compare_grow_with_the_tellings_and_miss_no_likely_one() -> None:
    few, many = (many_profiles(n) for n in (490, 1960))
    n_few, n_many = (len(find_pairs(profiles, 0).kept) for profiles in (few, many))
    assert n_many < 6 * n_few  # four times the tellings; all pairs of a municipality would be sixteen times
    found = set(find_pairs(few, 0).kept)
    likely = [(a, b) for a in range(0, 980, 7) for b in range(a + 1, 980) if likeness(few[a], few[b]) >= DOUBT]
    assert set(likely) <= found


def test_pages_that_a_machine_made_are_compared_up_to_a_bound_and_by_what_tells_most() -> None:
    def telling(page: str, n: int) -> Profile:
        name = (
            f"{hashlib.sha256(f'{page}{n}'.encode()).hexdigest().translate(str.maketrans('0123456789', 'ghijklmnop'))}"
        )
        return Profile(codes=frozenset({"0630"}), titles=(name,), pools=("Ro",), documents=frozenset({page}))

    one, two = ([telling(page, n) for n in range(500)] for page in ("a", "b"))
    assert find_pairs(one, 0).kept == ()  # a page tells of each project once
    across = find_pairs(one + two, 0)  # all of them would be 250 000
    assert len(across.kept) < MAX_PAIRS
    assert across.n_left_out > 0  # so that the run says so
    twin = dataclasses.replace(two[0], titles=one[0].titles)
    assert (0, 500) in find_pairs([*one, twin, *two[1:]], 0).kept


def test_a_pool_name_cut_at_its_verb_is_completed_by_another_page() -> None:
    listed = write_document(
        "# Sammen er vi flere\nPuljen ”Sammen er vi flere” er fordelt i juni 2019.\n"
        "## Projekter, der har fået tildelt midler\n- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.",
        url=LIST_URL,
        kind=DocumentKind.POOL_PAGE,
    )
    page = a_page("# Lyset ned\nProjektet Lyset ned i Vejle Kommune er betalt af puljen Sammen er vi flere.")
    linking = link(listed, page)
    assert len(project_ids(linking)) == 2
    joined = next(a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id)
    assert told(linking, joined, "pool") == {"Sammen er vi flere"}


def test_an_article_with_its_own_headline_joins_the_project_it_names() -> None:
    listed = a_list("- Odense Kommune - Hospice i hjemmet\n- Odense Kommune - Den svære samtale")
    article = write_document(
        "# Når ordene svigter\n1. maj 2021\nI Odense Kommune har 40 sygeplejersker øvet Den svære samtale, som puljen "
        "Ro om natten har betalt.",
        url="https://avisen.dk/nyheder/ordene",
    )
    linking = link(listed, article)
    joined = [a.record_id for a in linking.assignments if a.candidate.document_id == article.document_id]
    assert len(project_ids(linking)) == 2
    assert "Den svære samtale" in told(linking, joined[0], "title")


def test_names_of_a_list_tell_an_articles_awards_in_one_municipality_apart() -> None:
    listed = write_document(
        "# Tilsagn 2019\nKommune\tProjekt\nVejle Kommune\tMørkets venner, nattens ro\n"
        "Vejle Kommune\tAftensang og sutsko\nGreve Kommune\tPuden vendes\n",
        url="https://kl.dk/tilsagn-2019",
        kind=DocumentKind.AWARD_LIST,
    )
    article = write_document(
        "# Tre millioner til ro om natten\n"
        "Vejle Kommune får 1,2 mio. kr. til Aftensang og sutsko.\n"
        "Greve Kommune får 1,9 mio. kr. til Puden vendes.\n",
        url="https://vpt.dk/nyheder/fire-millioner",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, article)
    assert len(project_ids(linking)) == 3
    names = {"Mørkets venner, nattens ro", "Aftensang og sutsko", "Puden vendes"}
    sums = {
        (told(linking, record_id, "title") & names).pop(): told(linking, record_id, "amount_dkk")
        for record_id in project_ids(linking)
    }
    assert sums == {
        "Mørkets venner, nattens ro": set(),
        "Aftensang og sutsko": {1_200_000},
        "Puden vendes": {1_900_000},
    }


def test_a_row_of_two_projects_tells_of_both() -> None:
    listed = a_list("- Odense Kommune - Hospice i hjemmet\n- Odense Kommune - Den svære samtale\n- Vejle Kommune - Uro")
    news = write_document(
        "# Tre projekter får støtte\nStøtten kommer fra puljen Ro om natten.\n- Odense Kommune, to projekter\n"
        "- Vejle Kommune",
        url="https://sst.dk/da/nyheder/ro",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, news)

    assert len(project_ids(linking)) == 3
    assert {a.record_id for a in linking.assignments if a.candidate.document_id == news.document_id} >= set(
        project_ids(linking)
    )


def test_a_list_that_names_no_pool_is_known_by_its_places() -> None:
    places = ("Odense", "Vejle", "Greve", "Solrød", "Varde")
    listed = a_list("\n".join(f"- {place} Kommune - Lyset {n}" for n, place in enumerate(places, 11)))
    news = write_document(
        "# Penge til fem projekter\n## Fem kommuner har fået tilskud\n"
        + "\n".join(f"- {place} Kommune – {n}40.000 kr." for n, place in enumerate(places, 1)),
        url="https://sm.dk/nyheder/fem",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, news)

    assert len(project_ids(linking)) == len(places)


def test_a_nickname_is_the_pool_that_its_projects_have() -> None:
    listed = a_list("- Vejle Kommune – 3.157.599 kr.\n- Greve Kommune – 640.000 kr.")
    news = write_document(
        "# Nyt lys\nVejle Kommune har fået 3.157.599 kr. fra Nattepuljen til nyt lys.",
        url="https://vejle.dk/nyt/lys",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, news)
    pools = {a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.POOL}

    assert len(pools) == 1
    assert len(project_ids(linking)) == 2
    assert link(listed, news, existing=as_records(linking, listed, news)).new_ids == ()


def test_a_headline_that_names_a_project_goes_before_another_in_the_text() -> None:
    listed = a_list("- Odense Kommune - Hospice i hjemmet\n- Odense Kommune - Den svære samtale")
    article = write_document(
        "# Den svære samtale er nu en vane\nOdense Kommune har i to år øvet samtaler på fem centre. "
        "I Hospice i hjemmet, som er et andet af kommunens projekter under Ro om natten, er de første nu med.",
        url="https://odense.dk/nyt/samtale",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, article)
    main = {
        a.record_id
        for a in linking.assignments
        if a.candidate.document_id == article.document_id and a.candidate.record_type is RecordType.PROJECT
    }

    assert any("Den svære samtale" in told(linking, record_id, "title") for record_id in main)
    assert len(project_ids(linking)) == 2


ROWS = (
    "- Odense Kommune – 900.000 kr.\n- Vejle Kommune – 640.000 kr.\n"
    "- Odense Kommune – 1.300.000 kr.\n- Greve Kommune – 700.000 kr."
)


def test_a_page_that_fits_two_rows_of_its_place_joins_neither_and_staff_is_asked() -> None:
    page = a_page("# Den svære samtale\nKommune: Odense Kommune\nPulje: Ro om natten")
    linking = link(a_list(ROWS), page)
    assert len(project_ids(linking)) == 5
    own = next(a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id)
    assert sum(own in (d.first_id, d.second_id) for d in linking.doubtful) >= 2


def test_of_two_rows_a_page_joins_the_one_that_is_left() -> None:
    told_sum = a_page(
        "# Den svære samtale\nKommune: Odense Kommune\nPulje: Ro om natten\nBevilget beløb: 900.000 kr.",
        url="https://odense.dk/x/samtale",
    )
    other = a_page(
        "# Hospice i hjemmet\nKommune: Odense Kommune\nPulje: Ro om natten", url="https://odense.dk/x/hospice"
    )
    linking = link(a_list(ROWS), told_sum, other)
    assert len(project_ids(linking)) == 4
    whose = {a.candidate.document_id: a.record_id for a in linking.assignments}
    assert told(linking, whose[told_sum.document_id], "amount_dkk") == {900_000}
    assert told(linking, whose[other.document_id], "amount_dkk") == {1_300_000}


@pytest.mark.parametrize("follows", [True, False])
def test_parts_in_the_order_of_a_list_are_of_its_rows(follows: bool) -> None:
    names = [
        "Odense Kommune: Nattens vagt",
        "Vejle Kommune: Lyset ned",
        "Odense Kommune: Morgenro",
        "Greve Kommune: Tyst",
    ]
    if not follows:
        names[2:] = names[:1:-1]
    report = write_document(
        "# Evaluering af puljen Ro om natten\n"
        + "\n".join(f"## {name}\nProjektet er afsluttet, og personalet er glad for det." for name in names),
        url="https://sst.dk/udgivelser/ro",
        kind=DocumentKind.EVALUATION,
    )
    linking = link(a_list(ROWS), report)
    sums = {
        str(title): told(linking, a.record_id, "amount_dkk")
        for a in linking.assignments
        if a.candidate.document_id == report.document_id
        for title in [next((s.value for s in a.candidate.statements if s.field == "title"), "")]
    }
    assert sums["Lyset ned"] == {640_000}
    assert (sums["Nattens vagt"], sums["Morgenro"]) == (({900_000}, {1_300_000}) if follows else (set(), set()))


def test_what_a_list_calls_the_projects_of_several_places_is_no_name() -> None:
    rows = "\n".join(
        f"- {place} Kommune – Lokal indsats – {n}"
        for place, n in (
            ("Vejle", "640.000 kr."),
            ("Greve", "700.000 kr."),
            ("Odense", "900.000 kr."),
            ("Lejre", "410.000 kr."),
        )
    )
    second = write_document(
        "# Gode dage\nPuljen ”Gode dage” er fordelt i juni 2022.\n## Projekter, der har fået tildelt midler\n" + rows,
        url="https://sst.dk/da/puljer/gode-dage",
        kind=DocumentKind.POOL_PAGE,
    )
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nPulje: Ro om natten")
    linking = link(a_list(rows.replace("640.000", "645.500")), second, page)
    assert len(project_ids(linking)) == 8
    own = next(a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id)
    assert told(linking, own, "amount_dkk") == {645_500}
