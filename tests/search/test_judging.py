"""Evaluation, judgements, the gate, and explanations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusError, NotFoundError, QueryError
from corpus.settings import Settings
from search.engine import Searcher, SearchRequest
from search.evaluate import Answered, evaluate_searcher, score_queries
from search.explain import explain, explain_order
from search.gate import decide
from search.judged import JudgedQuery, read_queries
from search.judgements import (
    Judgement,
    import_judgements,
    judge_hit,
    judgements_path,
    read_judgements,
    save_judgement,
    to_lines,
    to_queries,
    to_query_lines,
    to_trec,
)
from search.retrieval_sets import open_set, read_set_queries
from search.runs import compare_runs
from search.versions import compare_versions
from tests.search.toy import toy_searcher


def test_queries_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "query": "a", "kind": "short", "relevant": {"x": 3}}\n\n')
    assert read_queries(path) == [JudgedQuery("1", "a", "short", {"x": 3})]
    path.write_text('{"id": "1"}\n')
    with pytest.raises(QueryError, match="line 1"):
        read_queries(path)
    path.write_text("")
    with pytest.raises(QueryError, match="no queries"):
        read_queries(path)
    with pytest.raises(QueryError, match="cannot read"):
        read_queries(tmp_path / "missing.jsonl")


def test_scores_are_given_over_all_and_by_kind() -> None:
    queries = [JudgedQuery("1", "a", "short", {"x": 1}), JudgedQuery("2", "b", "long", {"y": 1})]
    report = score_queries(queries, lambda text: Answered(["x"], 1), name="n", mode="hybrid").json()
    assert report["all"]["ndcg@10"] == 0.5
    assert report["kinds"]["short"]["ndcg@10"] == 1.0
    assert report["kinds"]["long"] | {"n_queries": 1, "mrr@10": 0.0, "recall@100": 0.0} == report["kinds"]["long"]
    assert report["queries"][0]["top"] == ["x"]


def test_recall_of_what_is_listed_stands_beside_recall_of_what_was_ranked() -> None:
    queries = [JudgedQuery("1", "a", "short", {"x": 1, "y": 2})]
    report = score_queries(queries, lambda text: Answered(["y", "z", "x"], 2), name="n", mode="hybrid").json()
    assert (report["all"]["recall@100"], report["all"]["recall_listed"]) == (1.0, 0.5)


def test_a_retrieval_set_is_read_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "a"}\n{"_id": "q2", "text": "b"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    assert read_set_queries(tmp_path) == [JudgedQuery("q1", "a", tmp_path.name, {"d1": 1})]
    (tmp_path / "queries.jsonl").unlink()
    with pytest.raises(QueryError, match=r"queries\.jsonl"):
        read_set_queries(tmp_path)


def test_a_retrieval_set_whose_data_folder_was_moved_is_built_again(tmp_path: Path, models: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "rygestop"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d1", "title": "", "text": "Kurser i rygestop for unge."}\n')
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    settings.models.symlink_to(models)
    open_set(tmp_path, settings)
    [built] = (settings.data / "evaluation").iterdir()
    (built / "models").unlink()
    (built / "models").symlink_to(tmp_path / "where-it-was")
    [manifest] = (built / "index" / "snapshots").glob("*/manifest.json")
    manifest.unlink()
    searcher, queries = open_set(tmp_path, settings)
    assert searcher.search(SearchRequest(queries[0].text)).results
    assert (built / "models").resolve() == settings.models.resolve()


def test_judgements_are_kept_and_the_newest_of_a_judge_counts(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert read_judgements(settings) == []
    for grade, judge in ((0, "anna"), (3, "anna"), (2, "bo")):
        save_judgement(settings, " demens  aflastning ", "r1", grade, judge=judge, corpus_version=1)
    judged = read_judgements(settings)
    assert [j.grade for j in judged] == [0, 3, 2]
    assert to_queries(judged) == [JudgedQuery("demens aflastning", "demens aflastning", "judged", {"r1": 3})]
    assert to_trec(judged) == "demens_aflastning 0 r1 3\n"


def test_wrong_judgements_are_refused_and_damage_is_named(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(QueryError, match="0-3"):
        save_judgement(settings, "a", "r1", 4, judge="anna", corpus_version=1)
    with pytest.raises(QueryError, match="needs the query"):
        save_judgement(settings, "  ", "r1", 1, judge="anna", corpus_version=1)
    save_judgement(settings, "a", "r1", 1, judge="anna", corpus_version=1)
    with judgements_path(settings).open("a") as stream:
        stream.write("{half a li")
    with pytest.raises(CorpusError, match="line 2"):
        read_judgements(settings)


def test_judgements_travel_between_data_folders_once(tmp_path: Path) -> None:
    here, there = Settings(data=tmp_path / "a"), Settings(data=tmp_path / "b")
    save_judgement(here, "demens", "r1", 3, judge="anna", corpus_version=1)
    save_judgement(here, "rygestop", "r2", 1, judge="bo", corpus_version=2)
    path = tmp_path / "judged.jsonl"
    path.write_text(to_lines(read_judgements(here)))
    assert import_judgements(there, path) == 2
    assert import_judgements(there, path) == 0
    assert read_judgements(there) == read_judgements(here)
    path.write_text(path.read_text() + '{"query": "x"}\n')
    with pytest.raises(QueryError, match="line 3"):
        import_judgements(there, path)
    queries = tmp_path / "queries.jsonl"
    queries.write_text(to_query_lines(read_judgements(here)))
    assert [(q.text, q.relevant) for q in read_queries(queries)] == [("demens", {"r1": 3}), ("rygestop", {"r2": 1})]


def test_only_known_records_are_judged(tmp_path: Path, searcher: Searcher) -> None:
    settings = Settings(data=tmp_path)
    made = judge_hit(settings, searcher, "demens", "demens-vejle", 2, judge="anna")
    assert made.corpus_version == searcher.snapshot.manifest.corpus_version
    with pytest.raises(NotFoundError, match="no record"):
        judge_hit(settings, searcher, "demens", "nobody", 2, judge="anna")


def test_two_runs_are_compared_query_by_query(tmp_path: Path) -> None:
    queries = [JudgedQuery(str(i), str(i), "short" if i % 2 else "long", {"x": 1}) for i in range(8)]
    paths = []
    for name, misses in (("a", {"1", "3", "5", "7"}), ("b", {"0"})):

        def search(text: str, missed: set[str] = misses) -> Answered:
            return Answered([], 0) if text in missed else Answered(["x"], 1)

        run = score_queries(queries, search, name=name, mode="hybrid")
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(run.json()))
    report = compare_runs(*paths)
    row = report["all"]
    assert (row["a"], row["b"], row["n_better"], row["n_worse"]) == (0.5, 0.875, 4, 1)
    assert report["kinds"]["short"]["difference"] == 1.0
    assert report["queries"][0] == {"id": "0", "a": 1.0, "b": 0.0}
    other = score_queries(queries[:2], lambda _: Answered(["x"], 1), name="c", mode="hybrid")
    paths[0].write_text(json.dumps(other.json()))
    with pytest.raises(QueryError, match="different queries"):
        compare_runs(*paths)
    paths[0].write_text("{}")
    with pytest.raises(QueryError, match="no run"):
        compare_runs(*paths)


def test_a_query_of_which_nothing_is_relevant_is_left_out() -> None:
    assert to_queries([Judgement("a", "r1", 0, "anna", "2026-01-01", 1)]) == []


QUERIES = [JudgedQuery(word, word, "short", {record: 3}) for word, record in (
    ("aflastning pårørende", "demens-vejle"), ("dagtilbud", "demens-odense"), ("rygestop værested", "rygestop-vejle"),
    ("underernæring", "faelles-mad"), ("intravenøs behandling", "ukendt-sted"), ("TOBS", "tobs-koebenhavn"),
)]  # fmt: skip


def test_the_gate_lets_an_equal_snapshot_through(searcher: Searcher) -> None:
    decision = decide(searcher, searcher, QUERIES)
    assert decision.is_accepted
    assert decision.before == decision.after
    assert decision.worse == ()


def test_the_gate_refuses_a_snapshot_that_lost_records(searcher: Searcher, bodies: list[dict[str, Any]]) -> None:
    poorer = toy_searcher([body for body in bodies if body.get("project_id") not in ("demens-vejle", "ukendt-sted")])
    decision = decide(searcher, poorer, QUERIES)
    assert not decision.is_accepted
    assert {row["query"] for row in decision.worse} >= {"aflastning pårørende", "intravenøs behandling"}
    assert "tabet er større end 0,02" in decision.reasons
    assert decide(searcher, poorer, QUERIES, margin=1.0).is_accepted


def test_merging_a_judged_record_into_its_double_loses_nothing(bodies: list[dict[str, Any]]) -> None:
    doubles = [*bodies, {**bodies[0], "project_id": "demens-vejle-igen"}]
    judged = [replace(q, relevant={"demens-vejle-igen": 3}) if "demens-vejle" in q.relevant else q for q in QUERIES]
    before, after = toy_searcher(doubles), toy_searcher(bodies)
    assert not decide(before, after, judged).is_accepted
    merged = {"demens-vejle-igen": "demens-vejle"}
    decision = decide(before, after, judged, target_of=merged.get)
    assert decision.is_accepted
    assert decision.after is not None
    assert decision.before is not None
    assert decision.after >= decision.before


def test_the_gate_decides_nothing_on_few_queries_or_without_a_predecessor(searcher: Searcher) -> None:
    assert decide(None, searcher, QUERIES).is_accepted
    assert decide(searcher, searcher, QUERIES[:2]).before is None


def test_an_explanation_s_parts_sum_to_the_score(searcher: Searcher) -> None:
    for query in ("aflastning til pårørende i Vejle", "projekter i Vejle Kommune", "demens 2018"):
        for result in searcher.search(SearchRequest(query=query, limit=5)).results:
            explanation = explain(searcher, SearchRequest(query=query), result.record_id)
            assert sum(part.contribution for part in explanation.parts) == pytest.approx(result.score, abs=1e-4)
            assert explanation.rank == result.rank


def test_an_explanation_names_words_held_and_missing(searcher: Searcher) -> None:
    explanation = explain(searcher, SearchRequest(query="aflastning rygestop"), "demens-vejle").json()
    assert explanation["words"] == ["aflastning"]
    assert explanation["missing_words"] == ["rygestop"]
    with pytest.raises(NotFoundError):
        explain(searcher, SearchRequest(query="x"), "nobody")


def test_why_a_before_b(searcher: Searcher) -> None:
    told = explain_order(searcher, SearchRequest(query="aflastning pårørende"), "demens-vejle", "rygestop-vejle")
    gap = told["first"]["score"] - told["second"]["score"]
    assert sum(row["difference"] for row in told["differences"]) == pytest.approx(gap, abs=1e-4)
    assert told["text"].startswith("”Aflastning til pårørende i Vejle” står før")
    json.dumps(told, ensure_ascii=False)


def test_the_toy_corpus_is_searched_well(searcher: Searcher) -> None:
    report = evaluate_searcher(searcher, QUERIES, name="toy", mode="hybrid").json()
    assert report["all"]["mrr@10"] == 1.0


def test_two_versions_of_the_corpus_differ_by_name() -> None:
    def record(name: str, **values: object) -> dict[str, object]:
        return {"record_type": "project", "project_id": name, "title": name.upper(), **values}

    before = [record("a", amount_dkk=1), record("b"), record("c", revision=1)]
    after = [record("a", amount_dkk=2), record("c", revision=2), record("d")]
    found = compare_versions(before, after)
    assert [row["record_id"] for row in found["added"]] == ["d"]
    assert [row["title"] for row in found["removed"]] == ["B"]
    assert [(row["record_id"], row["fields"]) for row in found["changed"]] == [("a", {"amount_dkk": [1, 2]})]
