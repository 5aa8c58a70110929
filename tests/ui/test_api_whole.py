from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from tests.ui.corpus import SCRIPT_TITLE

SOME = {
    "/api/v1/search": "/api/v1/search?q=demens&limit=5",
    "/api/v1/projects": "/api/v1/projects?limit=500",
    "/api/v1/pools": "/api/v1/pools?limit=500",
    "/api/v1/projects/{record_id}": "/api/v1/projects/x-script",
    "/api/v1/pools/{record_id}": "/api/v1/pools/kl-kvalitetspulje",
    "/api/v1/documents": "/api/v1/documents?limit=5&text=true",
}


@pytest.mark.parametrize("path", SOME)
def test_an_answer_is_what_the_description_says(client: TestClient, path: str) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"][path]["get"]["responses"]
    schema = described["200"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(schema)
    answer = client.get(SOME[path]).json()
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []
    problem = described["404"]["content"]["application/problem+json"]["schema"]
    assert list(Draft202012Validator(problem).iter_errors(client.get("/api/v1/projects/findes-ikke").json())) == []


def test_cursors_give_every_result_of_a_search_once(client: TestClient) -> None:
    whole = client.get("/api/v1/search", params={"theme": "demens", "limit": 200}).json()
    assert whole["next_cursor"] is None
    ids: list[str] = []
    asked: dict[str, Any] = {"theme": "demens", "limit": 3}
    while True:
        answer = client.get("/api/v1/search", params=asked).json()
        ids += [result["record_id"] for result in answer["results"]]
        if answer["next_cursor"] is None:
            break
        asked["cursor"] = answer["next_cursor"]
    assert ids == [result["record_id"] for result in whole["results"]]
    assert len(ids) > 3


@pytest.mark.parametrize("cursor", ["x", "1-", "1-\u0663", "-1-2", "999-0"])
def test_what_is_no_cursor_is_a_problem(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/v1/search", params={"cursor": cursor, "theme": "demens"})
    assert answer.status_code in (400, 404, 503)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/search?q=demens", "/api/v1/versions", "/api/v1/corpus.zip"])
def test_what_is_had_already_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    answer = client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_whole_corpus_is_one_file(client: TestClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/corpus.zip").content))
    for kind in ("projects", "pools"):
        told = [json.loads(line) for line in archive.read(f"{kind}.jsonl").splitlines()]
        listed = client.get(f"/api/v1/{kind}", params={"limit": 500}).json()[kind]
        id_name = f"{kind[:-1]}_id"
        assert sorted(told, key=lambda r: str(r[id_name])) == listed
    documents = [json.loads(line) for line in archive.read("documents.jsonl").splitlines()]
    assert len(documents) == client.get("/api/v1/documents").json()["total"]
    assert SCRIPT_TITLE in archive.read("projects.jsonl").decode()
    assert json.loads(archive.read("manifest.json"))["corpus_version"] == 1


def test_a_document_a_history_and_the_versions_are_told(client: TestClient) -> None:
    record = client.get("/api/v1/projects/x-script").json()
    document_id = record["documents"][0]["document_id"]
    assert SCRIPT_TITLE in client.get(f"/api/v1/documents/{document_id}").json()["text"]
    history = client.get("/api/v1/projects/x-script/history").json()["revisions"]
    assert [revision["revision"] for revision in history] == [1]
    assert "who" not in history[0]
    assert [row["version"] for row in client.get("/api/v1/versions").json()["versions"]] == [1]
    data_set = client.get("/dcat.jsonld").json()["dcat:dataset"][0]
    links = [one["dcat:downloadURL"]["@id"] for one in data_set["dcat:distribution"]]
    assert all(client.get(link.removeprefix("http://testserver")).status_code == 200 for link in links)


def test_an_export_can_be_repeated_over_http(client: TestClient) -> None:
    made = client.get("/api/v1/export/manifest", params={"q": "demens", "lang": "en"}).json()
    assert made["methods"].startswith("The records were found in Puljespor")
    report = client.post("/api/v1/replay", json=made["manifest"]).json()
    assert report["identical"]
    made["manifest"]["records"].pop(0)
    report = client.post("/api/v1/replay", json=made["manifest"]).json()
    assert len(report["differences"]["added"]) == 1


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        "[" * 20_000,
        '{"manifest_format": 1, "request": "x", "records": []}',
        '{"manifest_format": 1, "request": {"query": 1}, "records": [1]}',
        '{"manifest_format": 99}',
    ],
    ids=["empty", "list", "object", "deep", "text", "numbers", "other"],
)
def test_what_is_no_manifest_is_a_problem_and_a_page(client: TestClient, manifest: str) -> None:
    answer = client.post("/api/v1/replay", content=manifest)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    page = client.post("/samling/gentag", files={"manifest": ("manifest.json", manifest)})
    assert page.status_code == 200
    assert 'role="alert"' in page.text


def test_chosen_columns_hold_for_json_lines_too(client: TestClient) -> None:
    body = client.get("/api/v1/export?q=demens&format=jsonl&column=title&column=year_awarded").text
    assert list(json.loads(body.splitlines()[0])) == ["title", "year_awarded"]
