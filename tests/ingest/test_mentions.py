from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import BlockKind, Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from ingest.phrases import PhraseIndex, phrase_words
from tests.ingest.extract.pages import write_document

LIST = """# Sansernes rum
Puljen ”Sansernes rum” er fordelt i oktober 2019 til dæmpning af uro hos mennesker med demens.
## Projekter, der har fået tildelt midler
Kommune\tProjekt\tBevilget beløb
Nyborg\tDuftenes have\t1.912.500 kr.
Lolland\tSang til kaffen\t2.480.000 kr.
Hjørring\tNathjemmet\t2.990.000 kr.
Hjørring\tGeden på gangen\t740.000 kr.
"""


def listed() -> Document:
    return write_document(LIST, url="https://sst.dk/da/puljer/sansernes-rum", kind=DocumentKind.POOL_PAGE)


def link(*documents: Document) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)])


def told_in(linking: Linking, document: Document) -> list[tuple[str, str | None]]:
    """Give the listed title of every project that a document tells of, with the outcome it states."""
    titles = {
        record_id: next((e.value for e in items if e.field == "title" and e.extractor == "award-list/1"), "another")
        for record_id, items in linking.evidence.items()
    }
    return sorted(
        (
            str(titles[a.record_id]),
            next((s.value for s in a.candidate.statements if s.field == "outcome_direction"), None),
        )
        for a in linking.assignments
        if a.candidate.document_id == document.document_id and a.candidate.record_type is RecordType.PROJECT
    )


def other(markup: str, kind: DocumentKind = DocumentKind.NOISE, url: str = "https://avis.dk/nyt/side") -> Document:
    return write_document(markup, url=url, kind=kind)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("# Haven dufter igen\nDuftenes have i Nyborg slog dørene op for beboerne.", "Duftenes have"),
        ("# Nyt fra centrene\nSang til kaffen klinger nu på fem centre, betalt af Sansernes rum.", "Sang til kaffen"),
        ("# Nathjemmet i Hjørring lukker\nDer er ikke penge til at blive ved med forsøget.", "Nathjemmet"),
        ("# Uro dæmpes\nLolland Kommune møder beboere med musik. Sansernes rum betaler.", "Sang til kaffen"),
    ],
)
def test_a_page_that_names_a_known_project_tells_of_it(markup: str, title: str) -> None:
    page = other(markup)
    linking = link(listed(), page)

    assert [t for t, _ in told_in(linking, page)] == [title]
    assert len({a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.PROJECT}) == 4


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("# Et andet sted\nDuftenes have i Skive er et gartneri med udsalg.", DocumentKind.NOISE),
        ("# Duft\nGå en tur i duftenes have i Nyborg.", DocumentKind.NOISE),
        ("# Ferie\nHjørring har en strand. Lolland har flere.", DocumentKind.NOISE),
        ("# Ansøgning\nVi søger om midler til Duftenes have i Nyborg af Sansernes rum.", DocumentKind.APPLICATION),
        # the pool has two projects in Hjørring: which one is meant nobody can tell
        ("# Uro i Hjørring\nHjørring Kommune har brugt Sansernes rum til at skabe ro.", DocumentKind.NOISE),
    ],
)
def test_a_page_on_something_else_tells_of_none(markup: str, kind: DocumentKind) -> None:
    page = other(markup, kind)

    assert told_in(link(listed(), page), page) == []


def test_each_part_of_an_evaluation_tells_of_its_own_project() -> None:
    page = other(
        "# Hvad kan dæmpe uro?\nVi ser på tre projekter i Sansernes rum.\n"
        "## Duftenes have\nI Nyborg faldt antallet af episoder med uro fra 31 til 19 om måneden.\n"
        "## Sang til kaffen\nPå Lolland var antallet af episoder uændret.\n"
        "## Nathjemmet\nI Hjørring steg antallet af konflikter om natten.",
        DocumentKind.EVALUATION,
    )

    assert told_in(link(listed(), page), page) == [
        ("Duftenes have", "better"),
        ("Nathjemmet", "worse"),
        ("Sang til kaffen", "no_change"),
    ]


def test_a_report_may_call_a_pools_only_project_of_a_place_by_other_words() -> None:
    page = other(
        "# Evaluering af puljen Sansernes rum\n"
        "## Nyborg Kommune: haven ved plejehjemmet\nDer var færre episoder med uro.\n"
        "## Hjørring Kommune: dyr og nætter\nDer var færre episoder med uro.",
        DocumentKind.EVALUATION,
    )

    assert [t for t, _ in told_in(link(listed(), page), page)] == ["Duftenes have", "another"]


def test_a_link_below_a_row_leads_to_the_rows_page() -> None:
    rows = write_document(
        "# Sansernes rum\nPuljen ”Sansernes rum” er fordelt i oktober 2019.\n## Tildelte midler\n"
        "- Nyborg Kommune – 1.912.500 kr.\n- Lolland Kommune – 2.480.000 kr.\n"
        "## Læs om projekterne\n- Nyborg\n- Lolland",
        url="https://sst.dk/da/puljer/sansernes-rum",
        kind=DocumentKind.POOL_PAGE,
    )
    target = "https://sst.dk/media/4711"
    blocks = tuple(
        replace(b, kind=BlockKind.LINK, href=target) if rows.block_text(b) == "Lolland" else b for b in rows.blocks
    )
    rows = replace(rows, blocks=blocks)
    page = other("# Sang til kaffen\nLolland Kommune\nBeboerne vågner til sang.", DocumentKind.PROJECT_PAGE, target)
    linking = link(rows, page)
    ids = {a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id}

    assert len(ids) == 1
    assert 2_480_000 in {e.value for e in linking.evidence[ids.pop()] if e.field == "amount_dkk"}


@pytest.mark.parametrize(
    ("markup", "kind", "n_told"),
    [
        ("## Projektbeskrivelser\n- Duftenes have\n- Sang til kaffen\n- Nathjemmet", DocumentKind.POOL_PAGE, 3),
        ("## Læs om projekterne\nNathjemmet\nDuftenes have\nSang til kaffen", DocumentKind.POOL_PAGE, 3),
        (
            "Støttede projekter:\n- Sang til kaffen (pdf)\n- Duftenes have (pdf)\n- Nathjemmet (pdf)",
            DocumentKind.AWARD_LIST,
            3,
        ),
        ("## Projekter\n- Duftenes have\n- Sang til kaffen\n- Nathjemmet", DocumentKind.PROJECT_PAGE, 3),
        ("## Læs også\n- Nathjemmet", DocumentKind.POOL_PAGE, 0),
        ("## Læs også\n- Nathjemmet\n- Duftenes have\n- Sang til kaffen", DocumentKind.NEWS, 0),
    ],
)
def test_links_by_the_names_of_a_pools_projects_are_a_list_of_them(
    markup: str, kind: DocumentKind, n_told: int
) -> None:
    page = other(f"# Sansernes rum\nPuljen ”Sansernes rum” er fordelt.\n{markup}", kind, "https://sst.dk/da/rum")
    first = page.text.index(markup.splitlines()[1].removeprefix("- ")[:7])
    blocks = tuple(
        replace(b, kind=BlockKind.LINK, href=f"https://sst.dk/media/{n}.pdf") if b.char_start >= first else b
        for n, b in enumerate(page.blocks)
    )
    page = replace(page, blocks=blocks)

    assert len(told_in(link(listed(), page), page)) == n_told


def test_phrases_are_found_as_names_longest_first() -> None:
    index = PhraseIndex([phrase_words("Sang til kaffen"), phrase_words("Sang"), phrase_words("Forløb 2.0")])
    text = "sang til kaffen. Sang til kaffens venner, Sangs og forløb; Forløb 2-0"

    assert [text[h.char_start : h.char_end] for h in index.find(text)] == ["Sang til kaffen", "Sang", "Forløb 2-0"]


def test_a_name_of_several_words_may_be_inflected() -> None:
    index = PhraseIndex([phrase_words("Sansehave om vinteren"), phrase_words("Haven")])

    assert [h.words for h in index.find("Sansehaven om vinteren")] == [phrase_words("Sansehave om vinteren")]
    assert not list(index.find("Have"))


MANY = """# Ude er bedst
Puljen ”Ude er bedst” er fordelt i juni 2018.
## Projekter, der har fået tildelt midler
- Silkeborg Kommune: Bålstedet – 4.900.000 kr.
- Gribskov Kommune: Skovens stille rum – 3.850.000 kr.
- Halsnæs Kommune: Fiskeri for sjælen – 2.200.000 kr.
- Thisted Kommune: På vej mod havet – 5.100.000 kr.
- Syddjurs Kommune: Rodnettet – 4.600.000 kr.
"""


def test_news_that_names_no_pool_is_known_by_its_places() -> None:
    rows = write_document(MANY, url="https://sst.dk/da/puljer/ude-er-bedst", kind=DocumentKind.POOL_PAGE)
    news = other(
        "# Naturen skal hjælpe\nPengene er delt ud. I Silkeborg samles man om bålet, og i Thisted går turen til havet. "
        "Gribskov, Halsnæs og Syddjurs er også med.",
        DocumentKind.NEWS,
    )
    weather = "# Vejret\nDet regner i Silkeborg, Thisted, Gribskov, Halsnæs og Syddjurs."
    elsewhere = other(weather, DocumentKind.NEWS, "https://avis.dk/vejr")
    linking = link(rows, news, elsewhere)

    assert [t for t, _ in told_in(linking, news)] == [
        "Bålstedet",
        "Fiskeri for sjælen",
        "På vej mod havet",
        "Rodnettet",
        "Skovens stille rum",
    ]
    assert told_in(linking, elsewhere) == []


def test_a_report_on_several_projects_is_none_of_its_own() -> None:
    rows = write_document(MANY, url="https://sst.dk/da/puljer/ude-er-bedst", kind=DocumentKind.POOL_PAGE)
    report = other(
        "# Naturbaserede tilbud - slutevaluering\nSilkeborg og Syddjurs Kommune har afsluttet projekter.\n"
        "## Bålstedet\nDeltagerne fik det bedre.\n## Rodnettet\nDeltagerne fik det dårligere.",
        DocumentKind.EVALUATION,
    )

    assert told_in(link(rows, report), report) == [("Bålstedet", "better"), ("Rodnettet", "worse")]


@pytest.mark.parametrize(
    "leaves_out",
    [
        "er ikke med:",
        "indgår ikke:",
        "afrapporterer senere:",
        "beskrives særskilt:",
        "og\nandre steder rapporterer først senere:",
    ],
)
def test_a_document_that_says_a_project_is_left_out_does_not_tell_of_it(leaves_out: str) -> None:
    said = "# Ro på plejehjem\nNathjemmet i Hjørring {} et projekt, der dæmper uro."
    left_out, told = other(said.format(leaves_out)), other(said.format("er"), url="https://avis.dk/nyt/anden")
    linking = link(listed(), left_out, told)

    assert told_in(linking, left_out) == []
    assert [t for t, _ in told_in(linking, told)] == ["Nathjemmet"]


@pytest.mark.parametrize(
    "fate",
    [
        "blev afbrudt i 2023 og indgår ikke",
        "har fået forlænget sin periode og evalueres senere",
        "er ikke med, for kommunen trak sig",
        "er ikke omfattet, da stedet er lukket",
        "er udskudt et år og\nafrapporterer senere",
    ],
)
def test_what_became_of_a_project_is_told_though_the_document_leaves_it_out(fate: str) -> None:
    page = other(f"# Ro på plejehjem\nNathjemmet i Hjørring, et projekt, der dæmper uro, {fate}.")

    assert [t for t, _ in told_in(link(listed(), page), page)] == ["Nathjemmet"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Forsøget er støttet gennem initiativet Sansernes rum.",
        "Pengene kommer fra Sansernes rum.",
        "Det er betalt af Sanserumspuljen Sansernes rum.",
    ],
)
def test_what_pays_is_the_pool_whatever_it_is_called(sentence: str) -> None:
    page = other(f"# Projekt Havgus\nProjektet ”Havgus” i Skive Kommune er slut. {sentence}", DocumentKind.PROJECT_PAGE)
    linking = link(listed(), page)
    (record_id,) = {a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id
                    and a.candidate.record_type is RecordType.PROJECT}  # fmt: skip

    assert "Sansernes rum" in {e.value for e in linking.evidence[record_id] if e.field == "pool"}


INITIATIVE = """# Vejen ud igen
Tre kommuner hjælper mennesker, der har været indlagt.
Projektperiode: 2017 - 2019
Økonomi: Der er afsat 12,4 mio. kr. til initiativet
Deltagende kommuner: Nyborg, Lolland og Hjørring kommuner
"""


def a_part(name: str, place: str, said: str) -> Document:
    text = f"# {name}\n{said}\nKommune: {place} Kommune\nBevilling: 3.900.000 kr.\nProjektperiode: 2017 - 2019"
    return other(text, DocumentKind.PROJECT_PAGE, f"https://social.dk/initiativer/{phrase_words(name)[0]}")


def an_initiative() -> Document:
    return other(INITIATIVE, DocumentKind.PROJECT_PAGE, "https://social.dk/initiativer/vejen-ud-igen")


def test_a_page_of_which_several_projects_say_that_they_are_part_is_a_pool() -> None:
    whole = an_initiative()
    parts = [
        a_part("Nøglen i døren", "Nyborg", "Nyborg Kommune deltager i Vejen ud igen."),
        a_part("Makker på Lolland", "Lolland", "Lolland Kommune deltager i Vejen ud igen."),
    ]
    linking = link(whole, *parts)
    types = [a.candidate.record_type for a in linking.assignments if a.candidate.document_id == whole.document_id]
    assert types.count(RecordType.POOL) == 1
    for part in parts:
        own = [a for a in linking.assignments if a.candidate.document_id == part.document_id]
        assert {s.value for a in own for s in a.candidate.statements if s.field == "pool"} == {"Vejen ud igen"}
        (record_id,) = {a.record_id for a in own if a.candidate.record_type is RecordType.PROJECT}
        assert whole.document_id in {e.document_id for e in linking.evidence[record_id]}
    assert len({r for r, kind in linking.record_types.items() if kind is RecordType.PROJECT}) == 3


def test_a_joint_project_with_a_page_for_a_partner_stays_one() -> None:
    whole = an_initiative()
    linking = link(whole, a_part("Vejen ud igen i Nyborg", "Nyborg", "Nyborg Kommune er med i Vejen ud igen."))
    types = {a.candidate.record_type for a in linking.assignments if a.candidate.document_id == whole.document_id}
    assert types == {RecordType.PROJECT}


def test_a_collection_of_advice_from_known_projects_is_none_of_its_own() -> None:
    advice = other(
        "# Erfaringer fra tre projekter om uro\nTre kommuner fik støtte fra puljen ”Sansernes rum”.\n"
        "## Sådan begyndte de\n"
        "Nyborg Kommune spurgte beboerne. Lolland Kommune lyttede, og Hjørring Kommune ventede.",
        DocumentKind.EVALUATION,
    )
    linking = link(listed(), advice)
    listed_ids = {a.record_id for a in linking.assignments if a.candidate.document_id == listed().document_id}
    assert {a.record_id for a in linking.assignments} == listed_ids


@pytest.mark.parametrize(
    "award",
    [
        "Nyborg, Lolland og Hjørring Kommune får hver 900.000 kr.",
        "Pengene går til Nyborg, Lolland og Hjørring Kommuner.",
        "Nyborg Kommune, Lolland Kommune og Hjørring Kommune har fået støtte til aftenhold.",
    ],
)
def test_places_named_together_are_no_joint_project_where_others_tell_of_each(award: str) -> None:
    news = other(f"# Penge til aftenhold\nPuljen ”Aften for to” er fordelt i 2023. {award}", DocumentKind.NEWS)
    status = other(
        "# Status på puljen ”Aften for to”\n## Nyborg Kommune\nHoldet er i gang, og projektet løber.\n"
        "## Lolland Kommune\nHoldet er i gang, og projektet løber.",
        DocumentKind.EVALUATION,
        "https://sst.dk/status",
    )
    linking = link(news, status)
    places = {
        frozenset(e.value for e in items if e.field == "municipalities")
        for record_id, items in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.PROJECT
    }
    assert {len(codes) for codes in places} == {1}


@pytest.mark.parametrize(
    ("title", "n_told"),
    [("Evaluering af puljen ”Sansernes rum”", 2), ("Dagbog fra en rejse i ”Sansernes rum”", 2), ("Om uro i plejen", 0)],
)
def test_an_evaluation_of_a_pool_tells_of_the_projects_of_the_places_it_names(title: str, n_told: int) -> None:
    report = other(
        f"# {title}\nTre kommuner har svaret. I Nyborg faldt uroen. I Svendborg er der talt med et råd, og Lolland "
        "Kommune nåede de største forbedringer.",
        DocumentKind.EVALUATION,
    )
    assert len(told_in(link(listed(), report), report)) == n_told


def test_a_report_called_as_its_pool_is_no_project() -> None:
    report = other(
        "# Opsamling på Sansernes rum\nOpsamlingen handler om projekter. Bedst gik det i Nathjemmet i Hjørring.",
        DocumentKind.EVALUATION,
    )
    assert [title for title, _ in told_in(link(listed(), report), report)] == ["Nathjemmet"]


ROUNDS = """
# Varme hænder
Puljen ”Varme hænder” er udmøntet i to runder.
## Udmøntning 2018
- Nyborg Kommune – 1.912.500 kr.
- Lolland Kommune – 2.480.000 kr.
- Hjørring Kommune – 990.000 kr.
## Udmøntning 2020
- Nyborg Kommune – 840.300 kr.
- Skive Kommune – 1.120.000 kr.
"""


@pytest.mark.parametrize(
    ("news", "amount"),
    [
        ("20. maj 2018\n\nNyborg, Lolland og Hjørring får del i puljen Varme hænder.", 1_912_500),
        ("Puljen Varme hænder er fordelt for 2018. Midlerne går til Lolland, Nyborg og Hjørring.", 1_912_500),
        ("- Hjørring\n- Lolland\n- Nyborg\n\nDe tre får penge fra puljen Varme hænder i 2018.", 1_912_500),
        ("3. juni 2020\n\nSkive og Nyborg får støtte fra puljen Varme hænder.", 840_300),
        ("Puljen Varme hænder støtter Nyborg og Skive. Støtten gælder fra efteråret 2020.", 840_300),
        ("Nyborg, Lolland, Hjørring og Skive har fået støtte fra puljen Varme hænder.", None),
        ("Runderne 2018 og 2020 af puljen Varme hænder gik til Nyborg, Lolland, Hjørring og Skive.", None),
    ],
)
def test_news_of_a_round_tells_of_the_grant_that_a_place_got_in_it(news: str, amount: int | None) -> None:
    rounds = write_document(ROUNDS, url="https://sst.dk/da/puljer/varme-haender", kind=DocumentKind.POOL_PAGE)
    page = other(f"# Kommuner får penge\n{news}", DocumentKind.NEWS)
    linking = link(rounds, page)
    sums = {
        e.value
        for items in linking.evidence.values()
        if {e.document_id for e in items} > {page.document_id}
        and any(e.field == "municipalities" and e.value == "0450" for e in items)
        for e in items
        if e.field == "amount_dkk"
    }

    assert sums == ({amount} if amount else set())


def test_a_name_within_a_pools_name_is_the_pools() -> None:
    awards = write_document(
        "# Ro fra start for familier\nPuljen ”Ro fra start for familier” er fordelt i 2019.\n## Tildelte midler\n"
        "Kommune\tProjekt\tBeløb\nNyborg\tRo fra start\t1.912.500 kr.\nLolland\tFars plads\t2.480.000 kr.\n"
        "Skive\tMormors bord\t940.000 kr.",
        url="https://sst.dk/da/puljer/ro-fra-start",
        kind=DocumentKind.POOL_PAGE,
    )
    said = "# Fars plads\nEvaluering\nTilbuddet er betalt af puljen Ro fra start for familier. Fædrene er tryggere."
    page = other(said, DocumentKind.EVALUATION)

    assert [title for title, _ in told_in(link(awards, page), page)] == ["Fars plads"]


@pytest.mark.parametrize(
    ("markup", "path", "is_told"),
    [
        ("# Duftenes have i Nyborg", "docplayer.dk/1200-duftenes-have.html", False),
        ("# Duftenes have i Nyborg\nHent dokumentet\nDokumenter, der ligner: Haven som rum for mennesker med demens",
         "docplayer.dk/amp/1200-Duftenes-have.html", False),
        ("# Duftenes have i Nyborg\nHaven har åbent hver dag, og beboerne bruger den hele året.",
         "avis.dk/2020/duftenes-have", True),
    ],
)  # fmt: skip
def test_a_title_without_a_text_tells_of_no_project(markup: str, path: str, is_told: bool) -> None:
    document = other(markup, url=f"https://{path}")
    assert bool(told_in(link(listed(), document), document)) is is_told


def test_a_nickname_is_known_in_its_indefinite_form_too() -> None:
    pool = write_document(
        LIST.replace("Sansernes rum", "Sansehavepuljen").replace("Puljen ”Sansehavepuljen”", "Sansehavepuljen"),
        url="https://sst.dk/da/puljer/sansehavepuljen",
        kind=DocumentKind.POOL_PAGE,
    )
    news = other(
        "# Haven dufter\nBeboerne er begejstrede. Pengene kom fra Sundhedsstyrelsens Sansehavepulje.",
        DocumentKind.NEWS,
        "https://nyborg.dk/nyheder/haven",
    )
    assert [t for t, _ in told_in(link(pool, news), news)] == ["Duftenes have"]
