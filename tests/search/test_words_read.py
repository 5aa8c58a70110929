"""Words of a query as the corpus knows them: spelling, synonyms, English, abbreviations, hyphens."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store
from corpus.synonyms import SynonymRow, change_row, read_synonyms, save_synonyms
from index.analysis import stem
from search.engine import Searcher, SearchRequest
from search.spelling import Speller
from search.synonyms import load_synonyms, shipped
from search.syntax import parse_query
from search.tokens import tokenise
from tests.search.toy import toy_record, toy_searcher


class WordList:
    """Words with their frequencies, as a speller asks for them."""

    def __init__(self, words: dict[str, int], n_words: int | None = None) -> None:
        self.words = words
        self.n_words = len(words) if n_words is None else n_words

    def frequency(self, word: str) -> int:
        return self.words.get(word, 0)

    def has_stem(self, wanted: str) -> bool:
        return wanted in {stem(word) for word in self.words}

    def words_beginning(self, letters: str, *, at_least: int = 1) -> list[str]:
        return sorted(word for word, n in self.words.items() if word.startswith(letters) and n >= at_least)


def test_a_slip_becomes_the_nearest_word_and_known_words_stay() -> None:
    words = {"rehabilitering": 9, "akutfunktion": 4, "kommune": 50, "demens": 7, "hjemme": 3, "pleje": 8}
    speller = Speller(WordList(words))
    corrected = {word: speller.correct(word) for word in ("rehabilitring", "akutfuntion", "komune", "demnes")}
    assert corrected == {
        "rehabilitring": "rehabilitering",
        "akutfuntion": "akutfunktion",
        "komune": "kommune",
        "demnes": "demens",
    }
    for known in ("kommuner", "hjemmepleje", "kost", "xyzzyplugh", "2018"):
        assert speller.correct(known) is None


def test_the_nearest_word_is_the_more_frequent_of_two_as_near() -> None:
    assert Speller(WordList({"plejen": 2, "plejer": 5})).correct("plejex") == "plejer"


def test_in_a_large_corpus_no_word_becomes_one_that_stands_once() -> None:
    assert Speller(WordList({"plejen": 2, "plejer": 1})).correct("plejerx") == "plejer"
    assert Speller(WordList({"plejen": 2, "plejer": 1}, n_words=500_000)).correct("plejerx") is None
    assert Speller(WordList({}, n_words=500_000), ["plejer"]).correct("plejerx") == "plejer"


def test_synonyms_keep_law_terms_apart() -> None:
    by_law = shipped().expand(tokenise("§ 107"))
    assert "midlertidigt botilbud" in by_law.near
    assert not any("108" in word for word in (*by_law.same, *by_law.near))
    assert shipped().expand(tokenise("paragraf 107")) == by_law


def test_everyday_words_and_inflections_find_the_sector_term() -> None:
    assert "uplanlagt vægttab" in shipped().expand(tokenise("de taber sig")).near
    assert "KOL" in shipped().expand(tokenise("rygerlunger")).near
    assert shipped().expand(tokenise("genindlæggelserne")).near == shipped().expand(tokenise("genindlæggelse")).near
    assert shipped().expand(tokenise("xyzzy")).is_empty


def test_english_phrases_give_danish_words_longest_first() -> None:
    danish = shipped().expand(tokenise("end of life care"), is_english=True).danish
    assert "palliation" in danish
    assert "liv" not in danish


def test_of_a_theme_only_the_unwanted_word_is_left_out() -> None:
    bodies = [
        toy_record("kol", "Rehabilitering ved KOL", texts=["Træning for borgere med KOL."], themes=["kronisk sygdom"]),
        toy_record("gigt", "Rehabilitering ved gigt", texts=["Træning ved slidgigt."], themes=["kronisk sygdom"]),
    ]
    answer = toy_searcher(bodies).search(SearchRequest(query="rehabilitering men ikke KOL"))
    assert [result.record_id for result in answer.results] == ["gigt"]


@pytest.mark.parametrize("word", ["røykeslutt", "rökstopp", "kvitte tobakken"])
def test_a_word_that_the_corpus_lacks_is_looked_for_by_its_other_name(word: str) -> None:
    bodies = [
        toy_record("a", "Rygestop", texts=["Borgere på værestedet får hjælp til rygestop."], themes=["rygestop"]),
        toy_record("b", "Mad sammen", texts=["Ældre spiser sammen på centret."], themes=["ernæring"]),
    ]
    answer = toy_searcher(bodies).search(SearchRequest(query=f"{word} kommune"))
    assert answer.results[0].record_id == "a"
    assert not any("indeholder" in notice for notice in answer.notices)


def test_a_data_folder_may_have_a_synonym_list_of_its_own(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert load_synonyms(settings) is shipped()
    with Store.open(settings, write=True) as store:
        rows = change_row(read_synonyms(settings), "løbebånd", SynonymRow("løbebånd", ("trædemølle",)))
        save_synonyms(store, rows, who="anna", why="Skive")
    assert load_synonyms(settings).expand(tokenise("trædemøllen")).same == ("løbebånd",)
    assert shipped().expand(tokenise("trædemøllen")).is_empty


def test_an_abbreviation_is_read_in_capitals_where_it_is_a_word_too() -> None:
    searcher = toy_searcher([toy_record("a", "A", texts=["Et tilbud om demens."], funders=["KL"])])

    def chips(query: str) -> list[str]:
        return [str(chip["id"]) for chip in searcher.search(SearchRequest(query=query)).understood]

    assert chips("KL demens") == ["funder:KL"]
    assert "funder:KL" not in chips("møde kl 10 om demens")


def test_a_word_without_end_is_not_repeated_in_full(searcher: Searcher) -> None:
    notices = searcher.search(SearchRequest(query="a" * 20_000)).notices
    assert [len(notice) < 100 for notice in notices] == [True]


def test_an_abbreviation_in_a_word_with_a_hyphen_is_read_as_what_the_corpus_calls_it() -> None:
    searcher = toy_searcher(
        [
            toy_record("a", "Rehabilitering ved sklerose", texts=["Patienter med sklerose får træning."]),
            toy_record("b", "Genoptræning efter hoftebrud", texts=["Patienter får genoptræning efter et fald."]),
        ]
    )
    answer = searcher.search(SearchRequest(query="MS-patienter", mode="lexical"))
    assert answer.results[0].record_id == "a"
    plain = searcher.search(SearchRequest(query="træning-patienter", mode="lexical"))
    assert plain.query == "træning-patienter"
    assert searcher.reader.read(parse_query("træning-patienter")).text == "træning-patienter"
    assert searcher.reader.read(parse_query("MS-patienter")).text == "sklerose-patienter"


def test_short_words_of_a_draft_that_the_corpus_lacks_are_left_as_they_are() -> None:
    searcher = toy_searcher([toy_record("a", "Aflastning", texts=["Rehabilitering: borgeren sider ved vinduet."])])
    draft = "Borgeren smider maden væk og savner en indsats for rehabilitring i hjemmet sammen med andre ældre. " * 2
    slips = {c.written: c.read_as for c in searcher.find(SearchRequest(query=draft)).query.corrections}
    assert slips == {"rehabilitring": "rehabilitering"}
    assert searcher.find(SearchRequest(query="smider maden")).query.corrections[0].read_as == "sider"


def test_another_name_of_what_is_asked_for_counts_as_held() -> None:
    searcher = toy_searcher(
        [toy_record("a", "Hjemmebesøg", texts=["Borgerne blev delt ved lodtrækning, og halvdelen fik besøg."])]
    )
    assert not searcher.search(SearchRequest(query="RCT")).nothing_close


def test_of_a_word_with_hyphens_each_part_is_put_right_by_itself() -> None:
    texts = ["IV-behandling og leftfunktion", "Behandling i hjemmet, funktion og rehabilitering."]
    searcher = toy_searcher([toy_record("a", "Behandling", texts=texts)])
    for query, read in (("IV-behanling", "IV-behandling"), ("rehabilitring-behanling", "rehabilitering-behandling")):
        assert searcher.find(SearchRequest(query=query)).query.corrected == read
    assert searcher.find(SearchRequest(query="Len-funktion og KOL-rehabilitering")).query.corrected is None
