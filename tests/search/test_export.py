from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from corpus.errors import NotFoundError, QueryError
from corpus.settings import Settings
from search import versions
from search.engine import Searcher, SearchRequest
from search.export import Export, export_results, render_export
from search.formats import FORMATS
from search.replay import replay
from tests.search.toy import toy_record, toy_searcher

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def render(searcher: Searcher, format: str, **options: Any) -> Export:
    request = SearchRequest(query=options.pop("query", "demens"), limit=options.pop("limit", 5))
    return render_export(searcher, request, format=format, now=NOW, **options)


@pytest.fixture(scope="module")
def hostile() -> Searcher:
    """A corpus whose titles are formulas, markup and commands of other formats."""
    titles = [
        "=1+1",
        "+CMD|' /C calc'!A0",
        "@SUM(A1)",
        "-2",
        "\tfane",
        "<script>alert(1)</script>",
        "a & b % c_d {e} \\x",
    ]
    return toy_searcher([toy_record(f"r{i}", title, texts=["Noget om demens."]) for i, title in enumerate(titles)])


def test_csv_reads_back_with_danish_letters_and_ranks_in_order(searcher: Searcher) -> None:
    body = render(searcher, "csv", query="aflastning pårørende").body
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row["rank"] for row in rows] == [str(i) for i in range(1, len(rows) + 1)]
    assert rows[0]["title"] == "Aflastning til pårørende i Vejle"
    assert (rows[0]["municipality_codes"], rows[0]["amount_dkk"]) == ("0630", "3000000")


def test_no_cell_of_a_table_is_a_formula(hostile: Searcher) -> None:
    rows = list(csv.reader(io.StringIO(render(hostile, "csv", limit=9).body.decode("utf-8-sig"))))
    for row in rows[1:]:
        assert not any(re.match(r"\s*[=+@\t]|\s*-\D", cell) for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(render(hostile, "xlsx", limit=9).body))
    kinds = {cell.data_type for row in book["Resultater"].iter_rows() for cell in row}
    assert "f" not in kinds
    titles = {row[4].value for row in book["Resultater"].iter_rows(min_row=2)}
    assert "=1+1" in titles


def test_parquet_keeps_types_and_the_search(searcher: Searcher) -> None:
    table = pq.read_table(io.BytesIO(render(searcher, "parquet").body))
    assert str(table.schema.field("amount_dkk").type) == "int64"
    assert table.schema.metadata[b"query"] == b"demens"
    assert table.column("rank").to_pylist() == list(range(1, table.num_rows + 1))


def test_json_lines_are_the_results_whole(searcher: Searcher) -> None:
    found = searcher.search(SearchRequest(query="demens", limit=5)).json()["results"]
    assert [json.loads(line) for line in render(searcher, "jsonl").body.decode().splitlines()] == found
    assert json.loads(render(searcher, "json").body) == found


def test_ris_has_an_entry_a_result_in_order(searcher: Searcher) -> None:
    text = render(searcher, "ris", query="aflastning pårørende").body.decode()
    entries = text.strip().split("ER  - ")[:-1]
    first = dict(line.split("  - ", 1) for line in entries[0].strip().splitlines())
    assert first["TY"] == "GRANT"
    assert (first["TI"], first["PY"], first["NV"]) == ("Aflastning til pårørende i Vejle", "2018", "3000000 DKK")
    assert "Rank 1, score" in text
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines() if line)


def test_bibtex_escapes_and_has_unique_keys(hostile: Searcher) -> None:
    text = render(hostile, "bib", limit=9).body.decode()
    assert r"a \& b \% c\_d \{e\} \textbackslash{}x" in text
    keys = re.findall(r"@misc\{([^,]+),", text)
    assert len(keys) == len(set(keys)) == 7
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_360giving_holds_whole_grants_and_names_what_is_missing(searcher: Searcher) -> None:
    package = json.loads(render(searcher, "360", limit=20).body)
    grants = {grant["id"]: grant for grant in package["grants"]}
    grant = grants["360G-puljespor-demens-vejle"]
    assert (grant["amountAwarded"], grant["currency"], grant["awardDate"]) == (3_000_000, "DKK", "2018")
    assert grant["fundingOrganization"][0]["name"] == "Sundhedsstyrelsen"
    assert grant["beneficiaryLocation"][0]["geoCode"] == "0630"
    assert grant["outcome"][0]["direction"] == "better"
    for item in grants.values():
        assert {"id", "title", "description", "currency", "amountAwarded", "awardDate"} <= set(item)
        nested = [part for value in item.values() if isinstance(value, list) for part in value]
        assert None not in [value for part in nested for value in part.values()]  # the standard knows no null
    left_out = {item["id"]: item["missing"] for item in package["notIncluded"]}
    assert "fundingOrganization" in left_out["rygestop-vejle"]


def test_recipients_have_their_full_names_and_a_row_beyond_the_search_no_rank(searcher: Searcher) -> None:
    for name in ("ris", "bib"):
        text = render(searcher, name, query="demens", limit=2, ids=["tobs-koebenhavn"]).body.decode()
        assert "Københavns Kommune" in text
        assert "Rank" not in text
        assert "None" not in text


def test_the_brief_escapes_what_the_corpus_says(hostile: Searcher) -> None:
    page = render(hostile, "brief", limit=9).body.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_chosen_rows_keep_their_rank_and_chosen_columns_their_order(searcher: Searcher) -> None:
    export = render(searcher, "csv", ids=["demens-odense", "tobs-koebenhavn"], columns=["title", "rank"])
    rows = list(csv.reader(io.StringIO(export.body.decode("utf-8-sig"))))
    assert rows[0] == ["title", "rank"]
    assert {row[0] for row in rows[1:]} == {"Dagtilbud ved demens", "Tidlig opsporing på plejecentre"}
    assert export.manifest["counts"]["exported"] == 2


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "docx"}, QueryError),
        ({"format": "csv", "columns": ["magic"]}, QueryError),
        ({"format": "csv", "ids": ["nobody"]}, NotFoundError),
    ],
)
def test_wrong_exports_are_refused(searcher: Searcher, options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        render(searcher, **options)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_every_format_writes_an_empty_result(searcher: Searcher, format: str) -> None:
    assert isinstance(render(searcher, format, limit=0).body, bytes)


def test_the_folder_has_file_manifest_and_methods(searcher: Searcher, tmp_path: Path) -> None:
    manifest = export_results(searcher, SearchRequest(query="demens", limit=3), format="csv", out=tmp_path / "ud")
    assert sorted(path.name for path in (tmp_path / "ud").iterdir()) == ["manifest.json", "methods.txt", "results.csv"]
    assert json.loads((tmp_path / "ud" / "manifest.json").read_text()) == manifest
    methods = (tmp_path / "ud" / "methods.txt").read_text()
    assert "”demens”" in methods
    assert "3 er taget med" in methods


def replay_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: Searcher, new: Searcher) -> dict[str, Any]:
    """Export from one snapshot, and replay where another is current."""
    export_results(old, SearchRequest(query="demens", limit=4), format="csv", out=tmp_path)

    def opened(settings: Settings, version: int | None = None) -> Searcher:
        return old if version == 1 else new

    monkeypatch.setattr(Searcher, "open", opened)
    return replay(Settings(data=tmp_path), tmp_path / "manifest.json").json()


def test_replay_of_the_same_version_is_identical(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = replay_on(monkeypatch, tmp_path, searcher, searcher)
    assert report["identical"]
    assert report["message"].startswith("Samme poster")


def test_replay_after_a_publish_names_the_differences(
    bodies: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [dict(body) for body in bodies if body.get("project_id") != "demens-odense"]
    changed[0]["amount_dkk"] = 4_000_000
    changed.append(toy_record("demens-ny", "Demens demens", texts=["Demens i plejebolig."], themes=["demens"]))
    report = replay_on(monkeypatch, tmp_path, toy_searcher(bodies), toy_searcher(changed, version=2))
    assert not report["identical"]
    assert [row["record_id"] for row in report["differences"]["removed"]] == ["demens-odense"]
    assert "demens-ny" in [row["record_id"] for row in report["differences"]["added"]]
    [row] = report["differences"]["changed"]
    assert row["fields"]["amount_dkk"] == [3_000_000, 4_000_000]
    assert report["why"] == ["korpusversion 2 er udgivet siden version 1"]
    assert report["original"]["identical"]


@pytest.mark.parametrize("differs", ["how a release writes a document", "the document itself"])
def test_replay_takes_a_record_for_changed_by_its_facts_and_sources(
    differs: str, bodies: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cite(sha256: str, **more: str) -> list[dict[str, Any]]:
        cited = [{"document_id": "d-1", "url": "https://a.example/1", "sha256": sha256} | more]
        return [dict(body, documents=cited) for body in bodies]

    old, new = cite("a"), cite("a", subkind="facts") if differs.startswith("how") else cite("b")
    report = replay_on(monkeypatch, tmp_path, toy_searcher(old), toy_searcher(new, version=2))
    assert report["identical"] == differs.startswith("how")
    assert {name for row in report["differences"]["changed"] for name in row["fields"]} == (
        set() if report["identical"] else {"documents"}
    )


def test_replay_refuses_what_is_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(QueryError, match="is no manifest"):
        replay(Settings(data=tmp_path), tmp_path / "x.json")


def test_two_versions_differ_record_by_record() -> None:
    before = toy_record("a", "Før", texts=["x"], amount=1)
    after = toy_record("a", "Efter", texts=["x"], amount=1)
    assert versions.changed_fields(before, after) == {"title": ["Før", "Efter"]}
    assert versions.changed_fields(before, before) == {}
