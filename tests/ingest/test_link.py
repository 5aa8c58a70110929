from __future__ import annotations

import dataclasses
import hashlib

import pytest

from corpus.documents import Document, DocumentKind
from corpus.municipalities import municipalities
from corpus.records import Record, RecordType, derive_values
from ingest.candidates import Candidate
from ingest.likeness import DOUBT, LINK, NEVER, likeness, same_amount
from ingest.link import Linking, link_candidates
from ingest.pairs import MAX_PAIRS, find_pairs
from ingest.profiles import Profile
from ingest.titles import title_likeness
from tests.ingest.extract.pages import write_document
from tests.ingest.linking import LIST_URL, a_list, a_page, link, project_ids, told


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
