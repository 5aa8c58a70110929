from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import DocumentKind, DocumentStatus
from corpus.evidence import Origin
from corpus.records import OutcomeDirection, Record, RecordType, record_json
from corpus.settings import Settings
from corpus.starter import load_starter, starter_corpus, starter_records
from corpus.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    settings = Settings(data=tmp_path_factory.mktemp("starter"))
    with Store.open(settings, write=True) as writer:
        load_starter(writer)
    return Store.open(settings)


@pytest.fixture(scope="module")
def records(store: Store) -> dict[str, Record]:
    return {record.record_id: record for record in store.records()}


def test_every_record_of_the_file_is_published_under_its_id(store: Store, records: dict[str, Record]) -> None:
    wanted = {line["id"]: line["record_type"] for line in starter_records()}
    assert len(wanted) == 161
    assert {record_id: record.record_type.value for record_id, record in records.items()} == wanted
    assert store.current_version() == 1


def test_every_quote_stands_verbatim_in_its_document(store: Store, records: dict[str, Record]) -> None:
    texts = {document.document_id: document.text for document in store.documents()}
    n_checked = 0
    for record in records.values():
        for item in record.evidence:
            assert item.document_id is not None
            assert texts[item.document_id][item.char_start : item.char_end] == item.quote
            n_checked += 1
    assert n_checked > 1500


def test_values_are_those_of_the_file(records: dict[str, Record]) -> None:
    same = {
        "title": "title",
        "pool": "pool",
        "year_awarded": "year_awarded",
        "amount_dkk": "amount_dkk",
        "target_group": "target_group",
        "summary_da": "summary",
        "results_da": "effekt",
        "status": "status",
        "outcome_direction": "outcome_direction",
    }
    for line in starter_records():
        values = records[line["id"]].values
        for theirs, ours in same.items():
            assert values.get(ours) == line.get(theirs), (line["id"], ours)
        for name in ("themes", "funders", "grantees"):
            assert sorted(values.get(name, [])) == sorted(line[name])
        start, end = line["period"]
        assert values.get("period_from") == (str(start) if start else None)
        assert values.get("period_to") == (str(end) if end else None)
        assert len(values.get("municipalities", [])) == len(line["municipalities"])


def test_every_source_address_is_a_document_made_from_facts(store: Store, records: dict[str, Record]) -> None:
    documents = list(store.documents())
    cited = {url for line in starter_records() for url in line["source_urls"]}
    assert {d.url for d in documents} == cited
    assert len(documents) == len(cited)
    assert {(d.kind, d.status) for d in documents} == {(DocumentKind.FACTS, DocumentStatus.FACTS)}
    for line in starter_records():
        assert {d.url for d in records[line["id"]].documents} == set(line["source_urls"])
    for document in documents:
        assert "\n\n".join(document.block_text(block) for block in document.blocks) == document.text


def test_the_public_object_of_one_project(records: dict[str, Record]) -> None:
    body = record_json(records["sst-videreudvikling-svendborg"])
    assert body["project_id"] == "sst-videreudvikling-svendborg"
    assert body["municipalities"] == [{"code": "0479", "name": "Svendborg"}]
    assert body["regions"] == [{"code": "1083", "name": "Region Syddanmark"}]
    assert body["pool"]["pool_id"] == "sst-videreudvikling-2018"
    assert body["amount_dkk"] == 9_993_687
    amount = next(e for e in body["evidence"] if e["field"] == "amount_dkk")
    assert (amount["quote"], amount["origin"], amount["confidence"]) == ("9.993.687 kr.", "extracted", 0.8)


def test_a_region_stands_without_municipalities(records: dict[str, Record]) -> None:
    body = record_json(records["oth-telecare"])
    assert body["municipalities"] == []
    assert body["regions"] == [{"code": "1081", "name": "Region Nordjylland"}]
    assert body["grantees"] == ["Region Nordjylland"]


def test_two_funders_in_one_phrase_are_two(records: dict[str, Record]) -> None:
    assert records["kl-kvalitetspulje"].values["funders"] == ["KL", "Sundhedskartellet"]


def test_a_former_municipality_is_its_heir(records: dict[str, Record]) -> None:
    record = records["oth-overvaegt-2007"]
    assert "0260" in record.values["municipalities"]  # Halsnæs, then Frederiksværk-Hundested
    quote = next(e.quote for e in record.evidence if e.field == "municipalities" and e.value == "0260")
    assert quote == "Frederiksværk-Hundested"


def test_projects_find_their_pools_and_rounds(records: dict[str, Record]) -> None:
    assert records["sst-rygestop-vejle"].pool_id == "sst-rygestop"
    assert records["sst-demensrejsehold"].pool_id == "sst-demens-22-1"
    assert records["oth-kronisk-regionh"].pool_id is None  # the other one is Region Midtjylland's
    assert all(r.pool_id is None for r in records.values() if r.record_type is RecordType.POOL)


def test_a_pool_tells_its_sums_apart_and_flags_a_printed_total(records: dict[str, Record]) -> None:
    body = record_json(records["sst-psyk"])
    told = {name: body[name] for name in ("amount_dkk", "applied_dkk", "n_applications", "n_projects")}
    assert told == {"amount_dkk": 19_063_618, "applied_dkk": 269_000_000, "n_applications": 74, "n_projects": 8}
    assert [flag["code"] for flag in body["flags"]] == ["total_mismatch"]
    frames = record_json(records["sst-fritvalg"])["frames"]
    assert frames == [{"amount_dkk": 45_000_000, "year": None, "label": "ramme"}]


def test_directions_are_inferred_and_no_effect_is_not_silence(records: dict[str, Record]) -> None:
    assert records["oth-ohb-holbaek"].values["outcome_direction"] == OutcomeDirection.NO_CHANGE
    silent = record_json(records["sst-demens-12"])["outcome"]
    assert silent == {"direction": "not_reported", "text": None}
    found = [e for r in records.values() for e in r.evidence if e.field == "outcome_direction"]
    assert found
    assert {e.origin for e in found} == {Origin.INFERRED}


def test_a_second_load_changes_nothing(tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path), write=True) as store:
        first = load_starter(store)
        before = list(store.records())
        assert load_starter(store) is None
        assert list(store.records()) == before
        assert [v.version for v in store.versions()] == [first.version if first else None]


def test_the_corpus_is_made_the_same_each_time() -> None:
    assert starter_corpus() == starter_corpus()
