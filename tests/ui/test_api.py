from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from tests.ui.corpus import FORMULA_TITLE, SCRIPT_TITLE


def test_search_answers_the_contract(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "demens pårørende", "limit": 3}).json()
    assert {"query", "mode", "channels", "corpus_version", "snapshot", "total", "took_ms", "facets", "results"} <= set(
        answer
    )
    assert answer["corpus_version"] == 1
    assert [result["rank"] for result in answer["results"]] == [1, 2, 3]
    for result in answer["results"]:
        assert result["record_id"].startswith("sst-demens")
        assert all(passage["url"] and passage["text"] for passage in result["passages"])


def test_a_filter_holds_for_every_result(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "demens", "municipality": "0561", "limit": 50}).json()
    codes = [[place["code"] for place in result["record"]["municipalities"]] for result in answer["results"]]
    assert codes
    assert all("0561" in of_record for of_record in codes)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/search?q=demens&nosuchfield=1", 400),
        ("/api/v1/search?q=demens&mode=magic", 400),
        ("/api/v1/search?limit=-1", 422),
        ("/api/v1/projects/findes-ikke", 404),
        ("/api/v1/pools/oth-telecare", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/search?q=" + "a " * 10_001, 400),
    ],
)
def test_failures_are_problem_objects(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(response.json())
    assert response.json()["status"] == status


def test_records_come_in_pages_that_cover_all_and_repeat_none(client: TestClient) -> None:
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        body = client.get("/api/v1/projects", params={"limit": 4, "cursor": cursor}).json()
        seen += [project["project_id"] for project in body["projects"]]
        cursor = body["next_cursor"]
    assert len(seen) == body["total"]
    assert seen == sorted(set(seen))


def test_an_unchanged_record_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/projects/x-script")
    assert first.json()["title"] == SCRIPT_TITLE
    again = client.get("/api/v1/projects/x-script", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["demens", '"took_ms":1 demens', "demens \\"])
def test_the_time_that_a_search_took_makes_no_other_answer_of_it(client: TestClient, query: str) -> None:
    one, other = (client.get("/api/v1/search", params={"q": query}) for _ in range(2))
    assert one.headers["etag"] == other.headers["etag"]
    assert client.get("/api/v1/search", params={"q": f"{query} hjem"}).headers["etag"] != one.headers["etag"]


def test_export_of_chosen_records_is_safe_in_a_spreadsheet(client: TestClient) -> None:
    response = client.get("/api/v1/export", params={"id": ["x-formula", "oth-telecare"], "format": "csv"})
    assert "attachment" in response.headers["content-disposition"]
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert len(rows) == 3
    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith("=") for cell in cells)
    assert any(FORMULA_TITLE in cell for cell in cells)


def test_a_bundle_holds_what_repeats_it(client: TestClient) -> None:
    body = client.get("/api/v1/export", params={"q": "demens", "format": "jsonl", "bundle": "true"}).content
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        lines = archive.read(manifest["file"]).splitlines()
        assert "demens" in archive.read("methods.txt").decode()
    assert len(lines) == manifest["counts"]["exported"] == len(manifest["records"])


def test_match_finds_the_like_and_keeps_nothing(client: TestClient) -> None:
    draft = "Vi vil aflaste pårørende til mennesker med demens med et rådgivnings- og aktivitetscenter."
    answer = client.post("/api/v1/match", json={"text": draft, "limit": 5}).json()
    assert answer["results"][0]["record_id"].startswith("sst-demens")


def test_what_is_marked_as_not_like_a_draft_is_left_out(client: TestClient) -> None:
    draft = {"text": "Vi vil aflaste pårørende til mennesker med demens med et rådgivnings- og aktivitetscenter."}
    first = client.post("/api/v1/match", json=draft).json()["results"][0]["record_id"]
    again = client.post("/api/v1/match", json=draft | {"unlike": [first]}).json()["results"]
    assert again
    assert first not in [result["record_id"] for result in again]
    assert client.post("/api/v1/match", json=draft | {"unlike": ["findes-ikke"]}).status_code == 404


def test_match_text_reads_a_file_and_refuses_what_holds_none(client: TestClient) -> None:
    assert client.post("/api/v1/match/text", content=b"Et udkast om rygestop.").json() == {
        "text": "Et udkast om rygestop."
    }
    empty = client.post("/api/v1/match/text", content=b"")
    assert (empty.status_code, empty.headers["content-type"]) == (400, "application/problem+json")


def test_suggestions_begin_as_written(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "esbj"}).json()["suggestions"]
    assert "Esbjerg" in found
    assert all("esbj" in name.lower() for name in found)
    assert client.get("/api/v1/suggest", params={"q": "  "}).json() == {"suggestions": []}


def test_the_description_names_every_path(client: TestClient) -> None:
    paths = set(client.get("/api/v1/openapi.json").json()["paths"])
    wanted = "search match projects projects/{record_id} pools pools/{record_id} documents export facets".split()
    assert {f"/api/v1/{path}" for path in wanted} <= paths


def test_a_hit_is_judged_and_given_back_for_evaluation(client: TestClient) -> None:
    record_id = client.get("/api/v1/search", params={"q": "demens", "limit": 1}).json()["results"][0]["record_id"]
    judged = {"query": "demens  aflastning", "record_id": record_id, "grade": 3}
    answer = client.post("/api/v1/judgements", json=judged)
    assert (answer.status_code, answer.json()["query"]) == (201, "demens aflastning")
    assert client.post("/api/v1/judgements", json=judged | {"grade": 9}).status_code == 400
    assert client.post("/api/v1/judgements", json=judged | {"record_id": "nobody"}).status_code == 404
    lines = client.get("/api/v1/judgements", params={"format": "queries"}).text.splitlines()
    assert json.loads(lines[-1])["relevant"] == {record_id: 3}
    assert client.get("/api/v1/judgements", params={"format": "xml"}).status_code == 400


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/v1/search"), ("DELETE", "/api/v1/projects/p")])
def test_what_the_api_does_not_take_is_a_problem_object(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code in (404, 405)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert path in answer.json()["detail"]


def test_a_records_like_come_nearest_first_without_itself_and_say_why(client: TestClient) -> None:
    records = client.get("/api/v1/projects?limit=100").json()["projects"]
    shared = [r for r in records if r["themes"] and any(set(o["themes"]) & set(r["themes"]) for o in records if o != r)]
    assert shared
    for record in shared[:3]:
        found = client.get(f"/api/v1/projects/{record['project_id']}/similar").json()["results"]
        assert record["project_id"] not in [result["record_id"] for result in found]
        assert found == sorted(found, key=lambda result: (-result["score"], result["rank"]))
        assert all(result["passages"] and "conditions" not in result["scores"] for result in found)


def test_a_place_in_a_list_is_explained(client: TestClient) -> None:
    asked = {"q": "demens i Esbjerg"}
    first, second = client.get("/api/v1/search", params=asked).json()["results"][:2]
    told = client.get("/api/v1/explain", params=asked | {"id": first["record_id"]}).json()
    assert (told["rank"], told["score"]) == (1, first["score"])
    assert sum(part["contribution"] for part in told["parts"]) == pytest.approx(first["score"], abs=1e-4)
    assert told["passages"][0]["url"]
    why = client.get("/api/v1/explain", params=asked | {"id": first["record_id"], "before": second["record_id"]}).json()
    assert first["title"] in why["text"]
    assert client.get("/api/v1/explain", params=asked | {"id": "nobody"}).status_code == 404


def test_a_condition_that_is_not_meant_is_left_out(client: TestClient) -> None:
    chips = client.get("/api/v1/search", params={"q": "demens i Esbjerg"}).json()["understood"]
    (place,) = [chip["id"] for chip in chips if chip["field"] == "municipality"]
    again = client.get("/api/v1/search", params={"q": "demens i Esbjerg", "ignore": place}).json()["understood"]
    assert place not in [chip["id"] for chip in again]


def test_versions_are_compared(client: TestClient) -> None:
    current = client.get("/api/v1/versions").json()["current"]
    same = client.get(f"/api/v1/versions/{current}/diff", params={"after": current})
    assert same.json() == {"added": [], "removed": [], "changed": []}
    assert client.get("/api/v1/versions/999/diff").status_code == 404
