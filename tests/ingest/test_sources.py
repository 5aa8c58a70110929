from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.settings import Settings
from ingest.crawl.scope import Scope
from ingest.sources import find_source, load_catalogue, read_source
from ingest.sources.catalogue import all_url_rules
from ingest.sources.description import Politeness
from ingest.sources.template import TEMPLATE
from ingest.urls import canonical_url

SMALL = 'title = "Havby"\nstart = ["https://www.havby.dk/puljer"]\n'


def write(folder: Path, text: str, name: str = "havby") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_shipped_source_can_be_read_and_states_what_a_run_needs(tmp_path: Path) -> None:
    sources = load_catalogue(Settings(data=tmp_path))
    assert set(sources) >= {"kl", "vpt", "sst", "ministries", "socialstyrelsen", "stps", "kik", "lkt"}
    for source in sources.values():
        assert source.start
        assert source.publish in ("auto", "review")
        assert source.politeness.delay_s >= 1
        assert source.expected.max_projects
        for url in source.start:
            assert Scope(source).takes(url), url


def test_the_four_forms_of_sst_are_one_page(tmp_path: Path) -> None:
    sst = find_source("sst", Settings(data=tmp_path))
    forms = [
        "https://www.sst.dk/da/Puljer/En-pulje",
        "http://sst.dk/da/puljer/en-pulje/",
        "https://sundhedsstyrelsen.dk/da/puljer/en-pulje",
        "https://www.sundhedsstyrelsen.dk/da/Puljer/en-pulje",
    ]
    assert {sst.canonical(form) for form in forms} == {"https://sst.dk/da/puljer/en-pulje"}
    scope = Scope(sst)
    assert all(scope.takes(form) for form in forms)
    assert scope.takes("https://www.sst.dk/-/media/Rapport.ashx.pdf")
    assert not scope.takes("https://www.sst.dk/da/job/stilling")
    assert not scope.takes("https://www.sst.dk/da/puljer/en?print=1")
    assert not scope.takes("https://evil.example/da/puljer/en")
    assert not scope.takes("https://www.sst.dk/da/puljer/logo.png")
    assert canonical_url(forms[2], all_url_rules(Settings(data=tmp_path))) == sst.canonical(forms[0])


def test_staff_add_or_replace_a_source_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    write(tmp_path / "sources", SMALL + 'publish = "auto"\n[politeness]\ndelay_s = 3\n[expected]\nmin_projects = 2\n')
    write(tmp_path / "sources", SMALL, name="kl")
    source = find_source("havby", settings)
    assert (source.name, source.publish, source.politeness.delay_s, source.expected.min_projects) == (
        "havby",
        "auto",
        3.0,
        2,
    )
    assert source.sites == {"havby.dk"}
    assert find_source("kl", settings).title == "Havby"
    with pytest.raises(SourceError, match=r"no source 'findes'.*Known sources: .*havby"):
        find_source("findes", settings)


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("", "title", "at least one start page"),
        ('title = "x"\n', "start", "at least one start page"),
        ('title = "x"\nstart = "https://havby.dk"\n', "start", "list of texts"),
        ('title = "x"\nstart = ["havby.dk"]\n', "start", "whole addresses"),
        (SMALL + 'publish = "ja"\n', "publish", '"auto" or "review"'),
        (SMALL + "speed = 1\n", "speed", "Known keys:"),
        (SMALL + "[politeness]\ndelay = 1\n", "politeness.delay", "delay_s"),
        (SMALL + '[politeness]\ndelay_s = "1"\n', "politeness.delay_s", "a number"),
        (SMALL + "[limits]\nmax_pages = -1\n", "limits.max_pages", "negative"),
        (SMALL + "[expected]\nmin_projects = 5\nmax_projects = 2\n", "expected.max_projects", "Raise it"),
        (SMALL + 'never = ["job"]\n', "never", "starts with / or"),
        (SMALL + "[urls]\naliases = 1\n", "urls.aliases", "this.dk"),
        (SMALL + "urls = 1\n", "urls", "aliases and caseless"),
    ],
)
def test_errors_name_file_key_and_remedy(tmp_path: Path, text: str, key: str, remedy: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        read_source(path)
    name = key.rpartition(".")[2]
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line.partition("=")[0].strip() == name]
    where = f"{path}, line {lines[0]}" if lines else str(path)
    assert str(caught.value).startswith(f"{where}: {key} ")
    assert remedy in caught.value.remedy


def test_the_template_is_a_source_with_everything_switched_off_that_may_be_left_out(tmp_path: Path) -> None:
    bare = read_source(write(tmp_path, TEMPLATE, name="eksempel"))
    assert (bare.title, bare.publish, bare.expected.max_projects) == ("Eksempel Kommune", "review", 500)
    assert bare.politeness == Politeness()
    every_key = re.sub(r"(?m)^# (\w+ = )", r"\1", TEMPLATE)
    full = read_source(write(tmp_path, every_key, name="eksempel"))
    assert full.sites == {"eksempel.dk", "projekter.eksempel.dk"}
    assert full.document_sites - full.sites == {"cdn.eksempel.dk"}
    assert (full.politeness, full.full_refetch_days) == (Politeness(), 30.0)


def test_a_file_that_is_no_toml_or_has_no_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read the source .*havby\.toml: .*at line 2, column 9"):
        read_source(write(tmp_path, 'title = "Havby"\nstart = ja\n'))
    with pytest.raises(SourceError, match="no name for a source"):
        read_source(write(tmp_path, SMALL, name="Min Kilde"))
