"""Pages and news that name neither a project nor its pool, or call the pool by a nickname: whose are they?"""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from ingest.pool_nicknames import meant_pools
from tests.ingest.extract.pages import write_document

LIST = """# Pulje til røgfri væresteder
Puljen er fordelt i juni 2021 af Sundhedsstyrelsen. Projekterne løber fra 2021 til 2023.
## Projekter, der har fået tildelt midler
- Nyborg Kommune – 1.912.500 kr.
- Lolland Kommune – 2.480.000 kr.
- Hjørring Kommune – 990.000 kr.
- Hjørring Kommune – 740.000 kr.
- Varde og Fanø Kommuner – 3.250.000 kr.
"""


def a_list(markup: str = LIST, url: str = "https://sst.dk/da/puljer/roegfri") -> Document:
    return write_document(markup, url=url, kind=DocumentKind.POOL_PAGE)


def page(markup: str, kind: DocumentKind = DocumentKind.PROJECT_PAGE, url: str = "https://by.dk/nyt/side") -> Document:
    return write_document(markup, url=url, kind=kind)


def link(*documents: Document) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)])


def sums_of(linking: Linking, document: Document) -> set[int]:
    """Give the sums of the listed projects that a document tells of."""
    ids = {
        a.record_id
        for a in linking.assignments
        if a.candidate.document_id == document.document_id and a.candidate.record_type is RecordType.PROJECT
    }
    return {
        int(e.value)
        for i in ids
        for e in linking.evidence[i]
        if e.field == "amount_dkk" and e.document_id != document.document_id
    }


@pytest.mark.parametrize(
    "markup",
    [
        "# Pause uden smøger\nNyborg Kommune er med i et projekt, som Sundhedsstyrelsen har betalt i 2022.\n"
        "Gæster på to væresteder får hjælp til at blive røgfri.",
        "# Sidste skod\nKommune: Nyborg Kommune\nProjektperiode: 2021-2023\nProjektet er støttet med midler "
        "fra staten.\n"
        "Værestedets brugere bliver røgfri.",
        "# Slutrapport: Sidste skod\nTilskudsmodtager: Nyborg Kommune\nProjektperiode: 2021-2023\n"
        "Væresteder blev røgfri zoner.",
        "# Luft på væresteder\nProjektet er et puljeprojekt i Nyborg Kommune og løber til 2023.\n## Formål\n"
        "At gøre det nemt at være røgfri.",
        "# Skodklubben\nNyborg Kommune fik i 2021 støtte fra Sundhedsstyrelsen til projektet Skodklubben på byens "
        "væresteder, der skal være røgfri.",
    ],
    ids=["prose", "fields", "report", "headings", "sentence"],
)
def test_a_page_without_a_pool_joins_the_project_of_its_place_by_subject_and_time(markup: str) -> None:
    kind = DocumentKind.FINAL_REPORT if "Slutrapport" in markup else DocumentKind.PROJECT_PAGE
    told = page(markup, kind)
    assert sums_of(link(a_list(), told), told) == {1_912_500}


@pytest.mark.parametrize(
    "markup",
    [
        "# Pause uden smøger\nNyborg Kommune er med i et projekt, som Nordea-fonden har betalt med 2 mio. kr. i 2022.\n"
        "Gæster på to væresteder får hjælp til at blive røgfri.",
        "# Sidste skod\nKommune: Nyborg Kommune\nProjektperiode: 2015-2017\nProjektet er støttet med midler "
        "fra staten.\n"
        "Værestedets brugere bliver røgfri.",
        "# Sidste skod\nKommune: Nyborg Kommune\nPulje: Frisk luft til alle\nVærestedets brugere bliver røgfri i 2022.",
        "# Sidste skod\nKommune: Nyborg Kommune\nBevilget beløb: 615.000 kr.\nStøttet af staten. "
        "Væresteder bliver røgfri i 2022.",
        "# Dans om aftenen\nKommune: Nyborg Kommune\nProjektperiode: 2021-2023\nStøttet af Sundhedsstyrelsen.",
        "# Sidste skod\nKommune: Svendborg Kommune\nProjektperiode: 2021-2023\nStøttet af staten. Røgfri væresteder.",
        "# Sidste skod\nKommune: Hjørring Kommune\nProjektperiode: 2021-2023\nStøttet af staten. Røgfri væresteder.",
        "# Hold op\nProjektet i Nyborg Kommune følger Sundhedsstyrelsens råd og anbefalinger: røgfri væresteder.",
    ],
    ids=["fund", "years", "pool", "sum", "subject", "place", "two rows", "advice"],
)
def test_a_page_that_another_has_paid_or_that_is_of_another_time_or_matter_joins_none(markup: str) -> None:
    told = page(markup)
    assert sums_of(link(a_list(), told), told) == set()


def test_a_page_that_fits_projects_of_two_pools_joins_neither_and_staff_is_asked() -> None:
    rows = LIST.replace("røgfri væresteder", "væresteder uden røg og rusmidler").replace("00 kr.", "50 kr.")
    other = a_list(rows, "https://sum.dk/da/puljer/vaeresteder")
    told = page(
        "# Sidste skod\nKommune: Nyborg Kommune\nProjektperiode: 2021-2023\nStøttet af staten. "
        "Røgfri væresteder, uden rusmidler."
    )
    linking = link(a_list(), other, told)
    assert sums_of(linking, told) == set()
    own = next(a.record_id for a in linking.assignments if a.candidate.document_id == told.document_id)
    assert any(own in (d.first_id, d.second_id) for d in linking.doubtful)


def test_two_pages_called_otherwise_do_not_both_join_one_project() -> None:
    text = "# {}\nKommune: Nyborg Kommune\nProjektperiode: 2021-2023\nStøttet af staten. Røgfri væresteder."
    one = page(text.format("Sidste skod"))
    two = page(text.format("Morgenkaffe og gåture"), url="https://by.dk/nyt/anden")
    linking = link(a_list(), one, two)
    assert sums_of(linking, one) == sums_of(linking, two) == set()


@pytest.mark.parametrize(
    ("markup", "url", "amount"),
    [
        ("# Kaffen er klar\nNyborg Kommune har fået 1.912.500 kr. til et forsøg.", "https://avis.dk/nyt/1", 1_912_500),
        ("# Huset lukker\nStaten gav 2,5 mio. kr. til forsøget på Lolland i 2021.", "https://avis.dk/nyt/2", 2_480_000),
        (
            "# Projekter lige nu\n## Klubben\nForsøget har fået 1.912.500 kr. fra staten.\n## Havnen\n"
            "Kommunen udvider kajen for 14,2 mio. kr.",
            "https://nyborg.dk/projekter",
            1_912_500,
        ),
        ("# To kommuner om ét hus\nVarde og Fanø fik 3,25 mio. kr. af puljen.", "https://avis.dk/nyt/4", 3_250_000),
        ("# Penge til klubben\nTilskud på 990.000 kr. til Hjørring Kommune", "https://avis.dk/nyt/5", 990_000),
    ],
    ids=["exact", "rounded", "one of several", "joint", "one of two rows"],
)
def test_news_that_states_the_sum_of_the_only_such_grant_of_its_place_tells_of_it(
    markup: str, url: str, amount: int
) -> None:
    told = page(markup, DocumentKind.NEWS, url)
    assert sums_of(link(a_list(), told), told) == {amount}


@pytest.mark.parametrize(
    "markup",
    [
        "# Ny bro\nSvendborg Kommune får 1.912.500 kr. til et forsøg.",
        "# Ny bro\nNyborg Kommune og Svendborg Kommune får 1,9 mio. kr. af staten til et forsøg.",
        "# Søg nu\nNyborg Kommune kan søge om 1.912.500 kr. fra puljen. Ansøgningsfrist 1. maj.",
        "# Idrætshal\nI Nyborg Kommune betaler kommunen selv 1,9 mio. kr. for hallen.",
    ],
    ids=["place", "another beside", "call", "own money"],
)
def test_a_sum_alone_is_no_reason(markup: str) -> None:
    told = page(markup, DocumentKind.NEWS)
    assert sums_of(link(a_list(), told), told) == set()


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("landdemenspuljen", "hverdagen med demens på landet"),
        ("værestedspulje", "sundhedsindsatser på væresteder"),
        ("faldpuljen", "forebyggelse af fald blandt ældre"),
        ("kronikerpuljen", "nære kronikerforløb"),
        ("sorgpulje", "pårørende i sorg"),
        ("madpuljen", "mad der mætter"),
    ],
)
def test_a_nickname_means_the_pool_that_its_parts_are_words_of(nickname: str, name: str) -> None:
    places = {nickname: {"0450"}, name: {"0450", "0360"}, "gode dage på plejehjem": {"0450"}}
    assert meant_pools(places) == {nickname: name}


def test_a_nickname_means_a_pool_that_pages_spell_in_two_ways() -> None:
    places = {"0561", "0791", "0851"}
    whole, short = "hjemmemonitorering af borgere med hjertesvigt", "hjemmemonitorering ved hjertesvigt"
    told = {"hjertesvigtpuljen": places, whole: places, short: places, "gode dage på plejehjem": {"0450"}}
    assert meant_pools(told)["hjertesvigtpuljen"] == whole


def test_a_nickname_of_half_a_name_means_the_pool_all_of_whose_places_are_its_own() -> None:
    name, places = "opsøgende tandpleje for borgere i hjemløshed", {"0561", "0791", "0851", "0615"}
    told = {"tandplejevognpuljen": {*places, "0450"}, name: places, "gode dage på plejehjem": {"0450"}}
    assert meant_pools(told)["tandplejevognpuljen"] == name
    some = {"0561", "0450", "0360", "0370"}
    assert "tandplejevognpuljen" not in meant_pools({"tandplejebuspuljen": some, name: places})


def test_a_nickname_that_may_mean_two_pools_or_has_no_place_of_theirs_means_none() -> None:
    assert meant_pools({"demenspuljen": {"0450"}, "demens på landet": {"0450"}, "livet med demens": {"0450"}}) == {}
    assert meant_pools({"demenspuljen": {"0450"}, "demens på landet": {"0360"}}) == {}
    assert meant_pools({"spisepuljen": {"0450"}, "fælles om bordet": {"0450"}}) == {}


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("aflastning af pårørende", "aflastning og støtte til pårørende til mennesker med demens"),
        ("bedre måltider på plejehjem", "bedre måltider og mere livskvalitet på plejehjem og i hjemmeplejen"),
        ("faste teams i hjemmeplejen", "små faste og selvstyrende teams i hjemmeplejen"),
        ("sårbare gravide", "tidlig indsats for sårbare gravide og deres familier"),
        ("telemedicinsk sårpleje", "udbredelse af telemedicinsk sårpleje til kommunerne"),
    ],
)
def test_a_name_cut_short_means_the_longer_one_that_went_to_the_same_places(short: str, name: str) -> None:
    places = {"0430", "0157", "0167", "0259", "0760"}
    assert meant_pools({short: places, name: places | {"0779"}, "gode dage": {"0450"}}) == {short: name}
    # other places: another pool on the same thing; few places: nothing to tell it by
    assert not meant_pools({short: places, name: {"0101", "0147", "0157", "0159", "0161"}})
    assert not meant_pools({short: {"0430", "0157"}, name: {"0430", "0157"}})


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("følg hjem", "følg hjem ordninger for ældre medicinske patienter"),
        ("tryg start", "tryg start i livet for små børn"),
        ("gode ben", "gode ben at gå på i alderdommen"),
        ("mad for livet", "mad for livet på plejehjem"),
        ("lige adgang", "lige adgang til tandpleje for udsatte"),
    ],
)
def test_the_beginning_of_a_name_means_it_where_the_places_are_the_same(short: str, name: str) -> None:
    places = {"0430", "0157", "0167", "0259", "0760"}
    others = {"0101", "0147", "0159", "0161", "0163"}
    assert meant_pools({short: places, name: places}) == {short: name}
    assert not meant_pools({short: places, name: others})
    assert not meant_pools({"tryg": places, "tryg start i livet": places})
    assert not meant_pools({"ro i": places, "ro i natten": places})


def test_pools_of_the_same_places_are_one_only_if_their_words_say_so() -> None:
    places = {"0430", "0157", "0167", "0259", "0760"}
    assert not meant_pools({"sund mad i skolen": places, "aflastning og støtte til pårørende": places})
    assert not meant_pools(
        {
            "aflastning af pårørende": places,
            "aflastning af unge pårørende i byen": places,
            "aflastning og støtte til pårørende ved demens": places,
        }
    )


def test_a_pool_that_went_to_the_same_six_places_is_the_other_name_of_one() -> None:
    places = {"0430", "0157", "0167", "0259", "0760", "0350"}
    assert meant_pools({"bevægelse i naturen": places, "ud i det grønne": places})
    assert not meant_pools({"bevægelse i naturen": places, "ud i det grønne": places - {"0350"}})


def test_a_report_titled_as_what_a_pool_is_for_joins_its_project_though_it_does_not_say_who_paid() -> None:
    markup = "# Røgfri på væresteder i Nyborg\nKommunens egen opsamling. I 2022 deltog 31 brugere i Nyborg Kommune."
    told = page(markup, DocumentKind.EVALUATION)
    assert sums_of(link(a_list(), told), told) == {1_912_500}


@pytest.mark.parametrize(
    "told",
    [
        "## Gæster i Nyborg\nProjektet Skodfri tirsdag i Nyborg Kommune er slut, og flere gæster er holdt op.",
        "## Nyborg: Skodfri tirsdag\nNyborg Kommune har talt op. Flere gæster er holdt op.",
        "## Skodfri tirsdag i Nyborg\nProjektet er afsluttet. Flere gæster er holdt op.",
    ],
)
def test_a_newsletter_that_calls_the_pool_by_a_nickname_tells_of_the_rows_of_its_list(told: str) -> None:
    letter = page(
        f"# Nyt fra Værestedspuljen\nNr. 2, marts 2023\n{told}\n"
        "## Lolland ved havet\nProjektet i Lolland Kommune er slut.",
        DocumentKind.EVALUATION,
        "https://sst.dk/nyhedsbrev/2",
    )
    assert sums_of(link(a_list(), letter), letter) == {1_912_500, 2_480_000}


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://nyborg.dk/sundhed/roeg", True),
        ("https://sundhed.dk/nyborg/roeg", True),
        ("https://nyborgavisen.dk/2022/roeg", True),
        ("https://avis.dk/2022/roeg", False),
    ],
)
def test_a_page_on_a_municipalitys_own_site_is_of_it_though_it_does_not_say_so(url: str, is_home: bool) -> None:
    told = page("# Sidste skod\nPulje: Pulje til røgfri væresteder\nProjektperiode: 2021-2023", url=url)
    assert sums_of(link(a_list(), told), told) == ({1_912_500} if is_home else set())


def test_a_place_that_a_leaflet_tells_of_alone_is_no_record() -> None:
    leaflet = page(
        "# Sikker medicin lokalt: opsamling\n## Det virkede delvist\nKolding fik sovemedicinen ned, men ikke "
        "faldene.\nSkanderborg fik hurtigere svar fra lægerne, men ikke færre fejl i medicinlisten.\n"
        "Samsøs problemer er uændrede.",
        DocumentKind.EVALUATION,
    )
    assert extract_candidates(leaflet)
    assert not link(leaflet).assignments


@pytest.mark.parametrize(
    ("name", "n_told"), [("projektet Sidste skod", 1), ("et hus", 0)], ids=["calls it by name", "names nothing"]
)
def test_news_that_calls_a_project_by_name_is_of_the_only_one_that_fits_there(name: str, n_told: int) -> None:
    news = page(
        f"# Færre gæster ryger\n12. maj 2022\nGæsterne i Nyborg Kommune har i {name} fået hjælp til at blive røgfri. "
        "halvt år efter var 14 ud af 50 røgfri på kommunens væresteder.",
        DocumentKind.NEWS,
        "https://nyborg.dk/nyheder/2022/faerre-ryger",
    )
    assert len(sums_of(link(a_list(), news), news)) == n_told
