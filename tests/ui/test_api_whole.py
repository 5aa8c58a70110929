from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from corpus.edits import merge
from corpus.settings import Settings
from corpus.store import Store
from tests.ui.corpus import SCRIPT_TITLE
from ui.api import api_router
from ui.problems import add_handlers
from ui.record_pages import record_router
from ui.service import Service
from ui.tasks import publish_and_index

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


@pytest.mark.parametrize("kind", ["projects", "pools", "documents"])
@pytest.mark.parametrize("cursor", ["x", "1-", "1-findes-ikke", "\u0661-x-script", "oth-telecare"])
def test_what_is_no_cursor_of_a_list_is_a_problem(client: TestClient, kind: str, cursor: str) -> None:
    answer = client.get(f"/api/v1/{kind}", params={"cursor": cursor})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["parameter"] == "cursor"
    assert "next_cursor" in answer.json()["detail"]


def test_a_cursor_keeps_to_its_version(client: TestClient) -> None:
    page = client.get("/api/v1/projects", params={"limit": 2}).json()
    assert page["next_cursor"] == f"1-{page['projects'][1]['project_id']}"
    asked = {"limit": 2, "cursor": page["next_cursor"], "version": 1}
    assert client.get("/api/v1/projects", params=asked).status_code == 200
    refused = client.get("/api/v1/projects", params=asked | {"version": 2})
    assert (refused.status_code, refused.json()["parameter"]) == (400, "cursor")


def test_the_cursors_of_documents_give_each_once(client: TestClient) -> None:
    ids: list[str] = []
    asked: dict[str, Any] = {"limit": 20}
    while True:
        answer = client.get("/api/v1/documents", params=asked).json()
        ids += [document["document_id"] for document in answer["documents"]]
        if answer["next_cursor"] is None:
            break
        asked["cursor"] = answer["next_cursor"]
    assert (len(ids), ids) == (answer["total"], sorted(set(ids)))


@pytest.mark.parametrize(
    ("path", "parameter", "near"),
    [
        ("/api/v1/projects?limt=5", "limt", ["limit"]),
        ("/api/v1/pools?theme=demens", "theme", []),
        ("/api/v1/documents?txt=true", "txt", ["text"]),
        ("/api/v1/projects/x-script?verison=1", "verison", ["version"]),
        ("/api/v1/projects/x-script/similar?limit=3", "limit", []),
        ("/api/v1/versions?page=2", "page", []),
        ("/api/v1/search?q=demens&municipalty=0561", "municipalty", ["municipality"]),
        ("/api/v1/search?q=demens&ofset=10", "ofset", ["offset"]),
        ("/api/v1/facets?q=demens&limit=3", "limit", []),
        ("/api/v1/export?q=demens&fromat=csv", "fromat", ["format"]),
        ("/api/v1/suggest?query=x", "query", []),
    ],
)
def test_a_parameter_that_nothing_reads_is_refused_with_near_ones(
    client: TestClient, path: str, parameter: str, near: list[str]
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    body = answer.json()
    assert body["parameter"] == parameter
    assert body["did_you_mean"][:1] == near
    assert parameter in body["detail"]


def test_every_filter_is_described_and_every_alias_taken(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/search"]["get"]["parameters"]
    names = {one["name"] for one in described}
    assert {"q", "limit", "cursor", "municipality", "theme", "amount"} <= names
    by_alias = client.get("/api/v1/search", params={"kommune": "0561", "tema": "demens"}).json()
    by_name = client.get("/api/v1/search", params={"municipality": "0561", "theme": "demens"}).json()
    assert by_alias["total"] == by_name["total"] > 0


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


def test_a_merged_records_address_leads_to_the_one_it_went_into(small_data: Settings, tmp_path: Path) -> None:
    shutil.copytree(small_data.data, tmp_path / "data", symlinks=True)
    settings = Settings(data=tmp_path / "data", threads=1)
    with Store.open(settings, write=True) as store:
        merge(store, "x-script", "x-formula", who="tests", why="Samme projekt")
    publish_and_index(settings, who="tests")
    app = FastAPI()
    add_handlers(app)
    service = Service(settings)
    for router in (record_router(service), api_router(service)):
        app.include_router(router)
    client = TestClient(app, follow_redirects=False)
    for old, new in (
        ("/projekt/x-formula", "/projekt/x-script"),
        ("/projekt/x-formula?lang=en", "/projekt/x-script?lang=en"),
        ("/api/v1/projects/x-formula", "/api/v1/projects/x-script"),
        ("/api/v1/projects/x-formula?version=2", "/api/v1/projects/x-script?version=2"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["location"]) == (301, new)
        assert client.get(new).status_code == 200
    assert client.get("/api/v1/projects/x-formula?version=1").json()["project_id"] == "x-formula"
    assert client.get("/projekt/findes-ikke", headers={"accept": "text/html"}).status_code == 404
