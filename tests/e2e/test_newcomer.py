"""What somebody does on their first day, by the command line alone: ingest a site, look, approve, publish, search."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.webserver import Site, serve

pytestmark = pytest.mark.slow

AWARDS = (
    "<p>Sundhedsstyrelsen har i 2021 uddelt midler fra pulje til tidlig opsporing i kommunerne. "
    "Projekterne løber fra 2021 til 2023.</p><h2>Udmøntning af puljen</h2>"
    "<table><tr><th>Ansøger</th><th>Projekt</th><th>Bevilget beløb</th></tr>"
    "<tr><td>Struer Kommune</td><td>Varme hænder om natten</td><td>775.500 kr.</td></tr>"
    "<tr><td>Vejle Kommune</td><td>Faldklar hverdag</td><td>1.250.000 kr.</td></tr></table>"
    "<p>Opdateret 28 MAR 2021</p>"
)
SECRET = "<p>Borgeren med CPR-nummer 070761-4285 fik bevilget hjælp i hjemmet efter en samtale med kommunen.</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.page("/", '<p>Se <a href="/pulje">puljen</a> og <a href="/sag">sagen</a>.</p>', title="Puljer")
    made.page("/pulje", AWARDS, title="Pulje til tidlig opsporing")
    made.page("/sag", SECRET, title="En sag")
    with serve(made):
        yield made


def puljespor(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "from ui.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words, "--data", str(data)], capture_output=True, text=True, check=False
    )


def test_a_site_is_ingested_reviewed_published_and_found(site: Site, tmp_path: Path) -> None:
    data = tmp_path / "data"
    dry = puljespor(data, "ingest", site.url + "/", "--dry-run")
    assert (dry.returncode, data.exists()) == (1, False), dry.stderr
    assert "proposals would be made; nothing is kept" in dry.stdout

    first = puljespor(data, "ingest", site.url + "/")
    assert first.returncode == 1, first.stderr  # one page is refused, and said to be
    assert "new (2)" in first.stdout
    assert "refused (1)" in first.stdout
    assert "CPR" in first.stdout
    assert "puljespor review list" in first.stdout
    assert "4285" not in first.stdout

    again = puljespor(data, "ingest", site.url + "/")
    assert "new (" not in again.stdout
    assert "2 unchanged" in again.stdout

    assert "Varme hænder om natten" not in puljespor(data, "search", "opsporing").stdout
    assert puljespor(data, "review", "approve", "--all", "--who", "redaktør").returncode == 0
    published = puljespor(data, "publish")
    assert "Corpus version 1 is published and indexed" in published.stdout, published.stderr
    found = json.loads(puljespor(data, "search", "varme hænder om natten", "--json").stdout)
    assert found["results"][0]["record"]["amount_dkk"] == 775500

    held = puljespor(data, "review", "quarantine")
    assert "1 in quarantine" in held.stdout
    assert "4285" not in held.stdout
