from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError, NotFoundError
from corpus.review import audit_log
from corpus.settings import Settings
from corpus.store import Store
from corpus.synonyms import (
    SynonymRow,
    change_row,
    format_synonyms,
    parse_synonyms,
    read_synonyms,
    save_synonyms,
    shipped_synonyms,
    synonym_version,
)


def test_the_shipped_list_is_read_and_written_the_same() -> None:
    assert format_synonyms(parse_synonyms(shipped_synonyms())) == shipped_synonyms()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("kun\tto", "2 columns"),
        ("\tx\t\t", "one term"),
        ("a; b\tx\t\t", "one term"),
        ("akut\t\t\t", "no synonym"),
        ("akut\tAkut\t\t", "its own synonym"),
        ("akut\t\u202egnitset\t\t", "no name"),
        ("akut\t" + "x" * 121 + "\t\t", "no name"),
        ("akut\t" + "; ".join(map(str, range(41))) + "\t\t", "too many"),
        ("§ 107-tilbud\t§ 108-tilbud\t\t", "paragraphs of law"),
        ("demens\tAlzheimers\t\t\nDEMENS\tglemsom\t\t", "stands in line 1"),
        ("", "0 terms"),
    ],
    ids=["columns", "empty", "two", "alone", "itself", "turned", "long", "many", "law", "twice", "nothing"],
)
def test_a_wrong_line_is_named_with_its_number(line: str, problem: str) -> None:
    with pytest.raises(CorpusError, match=problem):
        parse_synonyms(line)


def test_a_saved_list_is_a_version_of_its_own_with_a_line_in_the_log(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    shipped = read_synonyms(settings)
    row = SynonymRow("trædemølle", ("løbebånd",))
    with Store.open(settings, write=True) as store:
        first = save_synonyms(store, change_row(shipped, "trædemølle", row), who="anna", why="Bruges i Skive")
        assert (first.version, first.get("TRÆDEMØLLE"), len(first.rows)) == (1, row, len(shipped.rows) + 1)
        assert first.find("løbeb") == [row]
        entry = audit_log(store)[0]
        assert (entry.who, entry.subject, entry.why) == ("anna", "synonyms 1", "Bruges i Skive")
        assert entry.detail == {"added": ["trædemølle"], "removed": [], "changed": []}
        again = SynonymRow("trædemølle", ("løbebånd", "gangbånd"))
        save_synonyms(store, change_row(first, "trædemølle", again), who="bo", why="Et til")
        assert audit_log(store)[0].detail["changed"] == ["trædemølle"]
        with pytest.raises(CorpusError, match="nothing"):
            save_synonyms(store, read_synonyms(settings).rows, who="bo", why="Intet")
        with pytest.raises(CorpusError, match="reason"):
            save_synonyms(store, shipped.rows, who="bo", why=" ")
        assert synonym_version(settings) == 2
        save_synonyms(store, read_synonyms(settings, 0).rows, who="bo", why="Tilbage")
    assert read_synonyms(settings).rows == shipped.rows
    assert read_synonyms(settings, 1).get("trædemølle") == row
    with pytest.raises(NotFoundError):
        read_synonyms(settings, 9)


def test_a_changed_row_keeps_its_place(tmp_path: Path) -> None:
    made = parse_synonyms("a\tx\t\t\nb\ty\t\t\nc\tz\t\t\n")
    assert [row.term for row in change_row(made, "B", SynonymRow("bb", ("y",)))] == ["a", "bb", "c"]
    assert [row.term for row in change_row(made, "b", None)] == ["a", "c"]
