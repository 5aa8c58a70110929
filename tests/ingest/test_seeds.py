"""Five real pages, which are not part of the repository: left out, with a word, where they are not beside it."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest

from corpus.documents import Document, DocumentKind
from corpus.municipalities import municipality
from corpus.records import RecordType
from corpus.starter import starter_corpus
from ingest.candidates import Candidate
from ingest.classify import classify_document
from ingest.extract import extract_candidates
from ingest.guard import guard_document
from ingest.link import Linking, link_candidates
from ingest.parse import parse_document
from ingest.raw import RawDocument

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/seeds is not beside the repository")


@cache
def read_seed(number: int) -> Document:
    path = sorted(FOLDER.glob("*.txt"))[number]
    raw = RawDocument(
        url=path.as_uri(),
        canonical_url=path.as_uri(),
        media_type="text/plain",
        body=path.read_bytes(),
        fetched_at="2026-05-04T07:00:00Z",
        last_modified=None,
        etag=None,
        source="files",
    )
    document = guard_document(parse_document(raw))
    return dataclasses.replace(document, kind=classify_document(document)[0])


def of_type(candidates: list[Candidate], record_type: RecordType) -> list[Candidate]:
    return [c for c in candidates if c.record_type is record_type]


def values(candidate: Candidate, field: str) -> list[object]:
    return [s.value for s in candidate.statements if s.field == field]


def test_the_pool_of_kl_and_its_six_finished_projects() -> None:
    found = extract_candidates(read_seed(0))
    (pool,) = of_type(found, RecordType.POOL)
    assert values(pool, "title") == ["Den Kommunale Kvalitetsudviklingspulje"]
    assert (values(pool, "n_applications"), values(pool, "n_projects")) == ([46], [10])
    projects = of_type(found, RecordType.PROJECT)
    names = [municipality(str(code)).name for c in projects for code in values(c, "municipalities")]
    assert names == ["København", "Frederikshavn", "Brønderslev", "Ikast-Brande", "Herning", "Vejle"]
    assert {tuple(values(c, "status")) for c in projects} == {("completed",)}
    assert not any("evaluering" in str(t).lower() for c in projects for t in values(c, "title"))
    assert all(values(c, "amount_dkk") == [] for c in projects)


def test_the_programme_of_kl() -> None:
    document = read_seed(1)
    assert document.kind is DocumentKind.PROGRAMME_PAGE
    (programme,) = extract_candidates(document)
    assert values(programme, "pool_kind") == ["programme"]
    assert (values(programme, "period_from"), values(programme, "period_to")) == (["2023"], ["2028"])
    assert len(values(programme, "tracks")) == 5


def test_the_pool_of_sst_with_frames_and_tracks() -> None:
    (pool,) = extract_candidates(read_seed(2))
    frames = [(f["amount_dkk"], f["year"]) for f in values(pool, "frames") if isinstance(f, dict)]
    assert frames == [(100_000_000, 2017), (100_000_000, 2018), (50_800_000, 2018)]
    assert (values(pool, "period_from"), values(pool, "period_to")) == (["2018"], ["2020"])
    tracks = [str(t).lower() for t in values(pool, "tracks")]
    assert len(tracks) == 3
    assert all(
        word in track for word, track in zip(("akutfunktioner", "kronisk sygdom", "bosteder"), tracks, strict=True)
    )
    assert values(pool, "deadlines") == ["2017-12-11", "2018-06-08"]


@pytest.mark.parametrize(("number", "kind"), [(3, DocumentKind.CALL), (4, DocumentKind.GOVERNANCE)])
def test_a_call_and_a_nomination_award_nothing(number: int, kind: DocumentKind) -> None:
    assert read_seed(number).kind is kind
    assert extract_candidates(read_seed(number)) == []


def test_no_contact_is_quoted() -> None:
    quotes = [s.quote for n in range(5) for c in extract_candidates(read_seed(n)) for s in c.statements]
    assert quotes
    assert not [q for q in quotes if "@" in q or re.search(r"\b\d{4}\s?\d{4}\b", q)]


def link_over_starter() -> Linking:
    from corpus.records import Record, derive_values

    documents, changes = starter_corpus()
    by_id = {d.document_id: d for d in documents}
    known = [
        Record(c.record_id, c.record_type, derive_values(c.add), c.add, tuple(by_id[i] for i in c.document_ids))
        for c in changes
    ]
    seeds = [read_seed(n) for n in range(5)]
    return link_candidates(seeds, [c for d in seeds for c in extract_candidates(d)], known)


def test_the_seeds_are_found_again_in_the_starter_corpus() -> None:
    linking = link_over_starter()
    assert linking.new_ids == ()
    assert {a.record_id for a in linking.assignments} == {
        "kl-kvalitetspulje",
        "kl-kvalitetspulje-koebenhavn",
        "kl-kvalitetspulje-frederikshavn",
        "kl-kvalitetspulje-broenderslev",
        "kl-kvalitetspulje-ikast-brande",
        "kl-kvalitetspulje-herning",
        "kl-kvalitetspulje-vejle",
        "kl-kik",
        "sst-videreudvikling-2018",
    }
