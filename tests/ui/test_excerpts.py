from __future__ import annotations

from typing import Any

from ui.excerpts import chosen_excerpts, excerpt_of
from ui.render import mark_passage

TITLE = "Akuthold i Ærøby"
RUNNING = "Holdet kørte ud til ældre borgere om aftenen og i weekenden, så færre blev indlagt."
FACTS = "Målgruppe: ældre borgere.\n\nTemaer: akutfunktion, genoptræning."


def passage(text: str, *highlights: tuple[int, int], is_card: bool = False) -> dict[str, Any]:
    return {"text": text, "highlights": list(highlights), "is_card": is_card}


def test_running_text_is_shown_and_facts_only_where_they_were_hit() -> None:
    text = f"{RUNNING}\n\n{FACTS}"
    at = text.index("akutfunktion")
    shown = excerpt_of(text, [(at, at + 12)], TITLE)
    assert shown.text == RUNNING
    assert shown.marks == ()
    assert shown.facts == (("Temaer: akutfunktion, genoptræning.", ((8, 20),)),)


def test_facts_are_left_out_where_the_running_text_was_hit() -> None:
    text = f"{RUNNING}\n\n{FACTS}"
    hits = [(text.index(word), text.index(word) + len(word)) for word in ("Holdet", "akutfunktion")]
    shown = excerpt_of(text, hits, TITLE)
    assert (shown.text, shown.marks, shown.facts) == (RUNNING, ((0, 6),), ())


def test_a_passage_of_facts_alone_is_shown_as_it_is() -> None:
    shown = excerpt_of(FACTS, [(0, 9)], TITLE)
    assert shown.text == "Målgruppe: ældre borgere. Temaer: akutfunktion, genoptræning."
    assert [shown.text[a:b] for a, b in shown.marks] == ["Målgruppe"]
    assert not shown.is_running


def test_the_title_is_not_repeated_before_the_text() -> None:
    assert excerpt_of(f"{TITLE}\n\n{RUNNING}", (), TITLE).text == RUNNING
    shown = excerpt_of(f"{TITLE}: {RUNNING}", [(len(TITLE) + 2, len(TITLE) + 8)], TITLE)
    assert (shown.text, shown.marks) == (RUNNING, ((0, 6),))
    goes_on = f"{TITLE} kørte ud til ældre borgere om aftenen og i weekenden."
    assert excerpt_of(goes_on, (), TITLE).text == goes_on


def test_the_second_passage_is_shown_only_when_it_adds_words() -> None:
    same = passage(f"{TITLE}\n{RUNNING}")
    other = passage(
        "Evalueringen fra universitetet viser kortere liggetider, færre genindlæggelser og tilfredse pårørende."
    )
    shown = chosen_excerpts([passage(RUNNING), same, other], TITLE)
    assert [p["text"] for p in shown] == [RUNNING, other["text"]]
    assert [p["text"] for p in chosen_excerpts([passage(RUNNING), same], TITLE)] == [RUNNING]


def test_the_card_is_shown_only_where_no_source_has_words() -> None:
    card = passage(f"{TITLE}\n{RUNNING}", is_card=True)
    assert [p["text"] for p in chosen_excerpts([card, passage(FACTS)], TITLE)] == [FACTS]
    assert [p["excerpt"].text for p in chosen_excerpts([card, passage(TITLE)], TITLE)] == [RUNNING]


def test_a_cut_passage_begins_at_the_sentence_of_its_first_highlight() -> None:
    text = "Et ord om rammerne. " * 30 + "Holdet kørte ud hver aften. " + "Mere om det. " * 40
    at = text.index("aften")
    assert str(mark_passage(text, [(at, at + 5)])).startswith("… Holdet kørte ud hver <mark>aften</mark>. Mere")
