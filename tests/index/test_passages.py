from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Document
from corpus.evidence import Origin
from index.passages import MAX_WORDS, Passage, make_card, make_passages
from tests.index.making import make_document, make_record


def texts_of(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages if not passage.is_card]


def words(n: int, word: str = "ord") -> str:
    return " ".join(f"{word}{i}" for i in range(n))


def test_card_states_what_is_known_and_nothing_else() -> None:
    record = make_record(
        "p1",
        title="Akutteam",
        municipalities=["0630", "0461"],
        pool="Akutpuljen",
        funders=["Styrelsen"],
        target_group="ældre",
        themes=["akutfunktion", "udskrivning"],
        summary="Teamet rykker ud.",
    )
    assert make_card(record).text.split("\n") == [
        "Akutteam",
        "Vejle Kommune, Odense Kommune",
        "Akutpuljen · Styrelsen",
        "Målgruppe: ældre",
        "Temaer: akutfunktion, udskrivning",
        "Teamet rykker ud.",
    ]
    assert make_card(make_record("p2", title="Kun en titel")).text == "Kun en titel"


def test_every_passage_is_the_documents_own_text() -> None:
    sentences = " ".join(f"Dette er sætning nummer {i} om projektet i kommunen." for i in range(120))
    document = make_document(["# Baggrund", "Kort afsnit.", sentences, "# Resultater", words(450)])
    found = [p for p in make_passages([make_record("p", document, title="Titel")]) if not p.is_card]
    assert all(p.text == document.text[p.char_start : p.char_end] for p in found)
    assert all(0 < len(p.text.split()) <= MAX_WORDS for p in found)
    assert " ".join(" ".join(texts_of(found)).split()) == " ".join(
        text for text in document.text.split() if text not in ("Baggrund", "Resultater")
    )


def test_passages_end_where_sentences_do() -> None:
    sentence = (
        "Tilbuddet gives efter § 83 a, stk. 2. Det kostede 3 mio. kr. f.eks. i 2019 og virkede godt for borgerne. "
    )
    document = make_document([(sentence * 30).strip()])
    found = texts_of(list(make_passages([make_record("p", document, title="T")])))
    assert len(found) > 1
    assert all(text.endswith("for borgerne.") or text.endswith("stk. 2.") for text in found)


def test_headings_stand_over_the_text_and_are_indexed_with_it() -> None:
    document = make_document(["# Resultater", "Færre blev indlagt."])
    (passage,) = [p for p in make_passages([make_record("p", document, title="Akutteam")]) if not p.is_card]
    assert (passage.context, passage.text) == ("Akutteam › Resultater", "Færre blev indlagt.")
    assert passage.indexed_text == "Akutteam › Resultater\nFærre blev indlagt."


def test_ids_survive_a_second_reading_and_tell_records_apart() -> None:
    document = make_document(["Teksten."])
    one = make_record("p1", document, title="En", quotes=["Teksten."])
    two = make_record("p2", document, title="To", quotes=["Teksten."])
    first = [p.passage_id for p in make_passages([one, two])]
    assert first == [p.passage_id for p in make_passages([one, two])]
    assert len(set(first)) == 4


def test_list_gives_each_project_its_row_and_the_pool_all() -> None:
    document = make_document(
        ["# Tilsagn", "Vejle fik 1 mio. kr. til akutteam.", "Odense fik 2 mio. kr. til mad."], kind="award_list"
    )
    vejle = make_record("p-vejle", document, quotes=["1 mio. kr."], title="Akutteam")
    odense = make_record("p-odense", document, quotes=["2 mio. kr."], title="Mad")
    pool = make_record("pulje", document, title="Puljen", is_pool=True)
    found = {r.record_id: texts_of([p for p in make_passages([vejle, odense, pool]) if p.record_id == r.record_id])
             for r in (vejle, odense, pool)}  # fmt: skip
    assert found == {
        "p-vejle": ["Vejle fik 1 mio. kr. til akutteam."],
        "p-odense": ["Odense fik 2 mio. kr. til mad."],
        "pulje": ["Vejle fik 1 mio. kr. til akutteam.\n\nOdense fik 2 mio. kr. til mad."],
    }


def test_project_page_belongs_to_the_project_although_the_pool_cites_it() -> None:
    document = make_document(["Første afsnit.", "# Mere", "Andet afsnit om puljen."])
    project = make_record("p", document, title="P")
    pool = make_record("pulje", document, quotes=["Andet afsnit"], title="Puljen", is_pool=True)
    found = list(make_passages([project, pool]))
    assert texts_of([p for p in found if p.record_id == "p"]) == ["Første afsnit.", "Andet afsnit om puljen."]
    assert texts_of([p for p in found if p.record_id == "pulje"]) == ["Andet afsnit om puljen."]


def test_the_same_text_under_two_addresses_is_one_passage() -> None:
    one = make_document(["Samme tekst."], url="https://a.example/")
    two = make_document(["Samme tekst."], url="https://b.example/")
    found = texts_of(list(make_passages([make_record("p", one, two, title="P")])))
    assert found == ["Samme tekst."]


@pytest.mark.parametrize("text", ["I hvilken grad er projektet nyskabende?", "• I hvilken høj grad beskrives målet?"])
def test_criteria_for_applicants_are_not_indexed(text: str) -> None:
    document = make_document(["Projektet hjalp.", text, "Det fortsætter."])
    assert texts_of(list(make_passages([make_record("p", document, title="P")]))) == [
        "Projektet hjalp.",
        "Det fortsætter.",
    ]


def test_document_without_text_gives_the_card_alone() -> None:
    empty = Document("d", "https://a.example/", "https://a.example/", "text/html", "2026-01-01T00:00:00Z", "0" * 64)
    assert [p.is_card for p in make_passages([make_record("p", empty, title="P")])] == [True]


def test_card_leaves_out_themes_that_are_only_inferred() -> None:
    document = make_document(["Herning Kommune er blandt de valgte. Puljen forebygger indlæggelser."])
    record = make_record("r1", document, quotes=["indlæggelser"], title="Herning", themes=["rehabilitering", "demens"])
    inferred = replace(record.evidence[0], field="themes", value="demens", origin=Origin.INFERRED)
    card = make_card(replace(record, evidence=(inferred,)))
    assert card.text == "Herning\nTemaer: rehabilitering"
    stated = replace(inferred, origin=Origin.EXTRACTED)
    assert make_card(replace(record, evidence=(inferred, stated))).text == "Herning\nTemaer: rehabilitering, demens"
