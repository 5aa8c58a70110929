from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from corpus.settings import Settings, load_settings
from corpus.starter import load_starter
from corpus.store import Store
from ui.cli import app, main
from ui.commands.replaying import difference_lines, outcome_line
from ui.commands.run_report import run_lines
from ui.commands.search import excerpt


def run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    code = "from ui.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words, "--data", str(data)], capture_output=True, text=True, check=False
    )


def leaf_commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        yield " ".join(path), command
        return
    for name, sub in subcommands.items():
        yield from leaf_commands(sub, (*path, name))


COMMANDS: dict[str, Any] = dict(leaf_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not command.hidden])
def test_each_command_teaches_by_an_example(name: str) -> None:
    assert f"Example: puljespor {name}" in COMMANDS[name].help


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_takes_a_data_folder(name: str) -> None:
    assert "--data" in {option for parameter in COMMANDS[name].params for option in parameter.opts}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, ui.cli; "
        "print([m for m in ('torch', 'faiss', 'gradio', 'sqlalchemy', 'scrapy', 'numpy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize("words", [("search", "akut"), ("projects",), ("index", "build"), ("serve",)])
def test_an_empty_data_folder_is_one_line_with_the_remedy(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, data=tmp_path / "none")
    assert done.returncode in (2, 3)
    assert done.stderr.startswith("puljespor: ")
    assert done.stderr.count("\n") == 1
    assert "puljespor " in done.stderr.removeprefix("puljespor: ")
    assert not (tmp_path / "none").exists()


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("not a folder")
    done = run("projects", data=path)
    assert done.returncode == 3
    assert str(path) in done.stderr
    assert path.read_text() == "not a folder"


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_before_anything_is_built_or_announced(command: str, small_data: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run(command, "--port", str(port), data=small_data.data)
    assert done.returncode == 2
    assert done.stderr.startswith(f"puljespor: port {port} on 127.0.0.1 is in use. ")
    assert "--port" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("htps://eksempel.dk/puljer", "https://"),
        ("https://anna@eksempel.dk/", "user name"),
        ("sstt", "Known sources: "),
    ],
)
def test_what_is_no_target_is_wrong_use_and_nothing_is_made(target: str, said: str, tmp_path: Path) -> None:
    done = run("ingest", target, data=tmp_path / "data")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    assert "allow_addresses" not in done.stderr  # which would not help
    assert not (tmp_path / "data").exists()


def test_a_report_gives_each_address_whole_and_a_shared_reason_once() -> None:
    long = "https://eksempel.dk/" + "/".join(["puljer"] * 30)
    cause = {"kind": None, "reason": "no visible text", "remedy": "Open it in a browser."}
    answer: dict[str, Any] = dict.fromkeys(("new", "changed", "gone", "deferred", "skipped", "refused", "notices"), ())
    answer |= {"frozen": {}, "published_version": None, "dry_run": False, "waiting": 1, "issues_path": ""}
    answer["new"] = [
        {"url": long, "kind": "news", "reason": "", "remedy": ""},
        {"url": "file:a.pdf", "kind": "award_list", "reason": "", "remedy": ""},
    ]
    answer["refused"] = [{"url": f"{long}/1", **cause}, {"url": f"{long}/2", **cause}]
    answer["counts"] = {"new": 2, "refused": 2, "gone": 0}
    assert list(run_lines(answer)) == [
        "new (2)",
        f"  news        {long}",
        "  award_list  file:a.pdf",
        "refused (2)",
        "  no visible text. Open it in a browser.",
        f"    {long}/1",
        f"    {long}/2",
        "2 new, 2 refused",
        "1 proposal waits: puljespor review list",
    ]


def test_replay_names_each_record_that_differs() -> None:
    one: dict[str, Any] = {"record_id": "p-1", "title": "Aftenro"}
    differences: dict[str, list[dict[str, Any]]] = {
        "added": [one],
        "removed": [one],
        "moved": [one | {"from_rank": 3, "to_rank": 5}],
        "changed": [one | {"fields": {"amount_dkk": [1, 2], "status": ["awarded", "completed"]}}],
    }
    assert list(difference_lines(differences)) == [
        "  + Aftenro [p-1]",
        "  - Aftenro [p-1]",
        "  > Aftenro [p-1]: 3 -> 5",
        "  ~ Aftenro [p-1]: amount_dkk, status",
    ]


def test_a_filter_without_a_value_is_wrong_use(tmp_path: Path) -> None:
    done = run("search", "akut", "--filter", "kommune", data=tmp_path)
    assert done.returncode == 2
    assert "field=value" in done.stderr


def test_an_unknown_mode_is_wrong_use_before_anything_is_opened(tmp_path: Path) -> None:
    done = run("search", "akut", "--mode", "telepathy", data=tmp_path)
    assert done.returncode == 2
    assert "hybrid, lexical, dense, exact" in done.stderr


@pytest.mark.parametrize(
    ("option", "known"), [("--state", "pending, approved, rejected, published"), ("--kind", "new, changed, gone")]
)
def test_a_choice_that_there_is_not_is_wrong_use_and_names_those_there_are(
    option: str, known: str, tmp_path: Path
) -> None:
    done = run("review", "list", option, "nyt", data=tmp_path)
    assert done.returncode == 2
    assert "'nyt' is no" in done.stderr
    assert known in done.stderr
    assert "Traceback" not in done.stderr


def test_a_proposal_is_shown_with_the_page_that_it_comes_from(tmp_path: Path) -> None:
    page = tmp_path / "pulje.html"
    page.write_text(
        "<html lang='da'><title>Puljen Havluft</title><h1>Puljen Havluft</h1><p>Fire projekter har fået støtte fra "
        "puljen Havluft i 2021.</p><ul><li>Vejle Kommune – 750.000 kr.</li><li>Odder Kommune – 250.000 kr.</li></ul>",
        "utf-8",
    )
    options = ["--data", str(tmp_path / "data")]
    runner = CliRunner()
    assert runner.invoke(app, ["ingest", str(page), "--review", *options]).exit_code == 0
    listed = runner.invoke(app, ["review", "list", "--kind", "new", "--source", "files", *options]).output
    number = listed.split()[0]
    assert "pulje.html" in runner.invoke(app, ["review", "show", number, *options]).output
    assert runner.invoke(app, ["review", "list", "--kind", "gone", *options]).output.startswith("0 proposals")


def test_what_the_file_system_refuses_is_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Store.open(load_settings(data), write=True) as store:
        load_starter(store)
    (data / "index" / "building.lock").mkdir(parents=True)  # not a file: opening it fails for any user
    done = run("index", "build", data=data)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith(f"puljespor: cannot use {data / 'index' / 'building.lock'}: ")
    assert "Traceback" not in done.stderr


def test_a_damaged_index_is_named_once_with_its_remedy(tmp_path: Path) -> None:
    with Store.open(load_settings(tmp_path), write=True) as store:
        load_starter(store)
    folder = tmp_path / "index" / "snapshots" / "000001-aaaa"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{")
    (tmp_path / "index" / "CURRENT").write_text(folder.name)
    for words in (("search", "akut"), ("serve", "--port", "0")):
        done = run(*words, data=tmp_path)
        assert done.returncode == 3
        assert str(folder / "manifest.json") in done.stderr
        assert done.stderr.count("Run `puljespor index build`.") == 1
    found = json.loads(run("doctor", "--json", data=tmp_path).stdout)
    index = next(finding for finding in found if finding["what"] == "index")
    assert str(folder / "manifest.json") in index["state"]
    assert "puljespor index build" not in index["state"]
    assert "puljespor index build" in index["remedy"]


def test_what_nobody_reads_is_pruned(tmp_path: Path) -> None:
    old = tmp_path / "models" / "onnx-e5-small-0123456789ab-1"
    old.mkdir(parents=True)
    (old / "layers.onnx").write_bytes(bytes(3_000_000))
    found = json.loads(run("doctor", "--json", data=tmp_path).stdout)
    (disk,) = (finding for finding in found if finding["what"] == "disk")
    assert disk["is_ok"]
    assert disk["state"] == "encoders 3 MB"
    assert "puljespor index prune" in disk["remedy"]
    done = json.loads(run("index", "prune", "--json", data=tmp_path).stdout)
    assert done == {"removed": [str(old)], "freed_bytes": 3_000_000}
    assert not old.exists()


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    with Store.open(load_settings(tmp_path), write=True) as store:
        load_starter(store)
    code = "from ui.cli import main; main()"
    command = f"{sys.executable} -c '{code}' projects --data {tmp_path} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["record_type"] == "project"
    assert done.stderr == ""


def test_a_place_in_a_list_is_explained(small_data: Settings) -> None:
    found = json.loads(run("search", "demens", "--json", data=small_data.data).stdout)["results"]
    first, second = (result["record_id"] for result in found[:2])
    told = run("explain", "demens", first, data=small_data.data)
    assert told.returncode == 0, told.stderr
    assert "rank 1" in told.stdout
    why = run("explain", "demens", first, "--before", second, data=small_data.data).stdout
    assert found[0]["title"] in why


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("kort  tekst", [], "kort tekst"),
        ("ord " * 100, [], "ord " * 54 + "ord …"),
        ("ord " * 100 + "her " + "ord " * 100, [[400, 403]], "… " + "ord " * 19 + "her " + "ord " * 34 + "ord …"),
        ("x" * 300, [], "x" * 220 + " …"),
    ],
)
def test_an_excerpt_is_cut_between_words(text: str, marks: list[list[int]], shown: str) -> None:
    assert excerpt(text, marks) == shown


def test_every_command_that_answers_takes_json() -> None:
    """But for servers."""
    commands = leaf_commands(typer.main.get_command(app))
    without = {name for name, command in commands if not any("--json" in option.opts for option in command.params)}
    assert without <= {"demo", "serve", "mcp"}


def test_accounts_judgements_and_synonyms_answer_in_json(small_data: Settings, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data.data, data, symlinks=True)
    invoke = partial(CliRunner().invoke, app, env={"PULJESPOR_DATA": str(data), "USER": "prøve"})

    def answer(*words: str) -> Any:
        return json.loads(invoke([*words, "--json"], catch_exceptions=False).stdout)

    assert answer("account", "--list") == []
    assert "puljespor account anna" in invoke(["account", "--list"]).stdout
    made = {"name": "prover", "role": "reader"}
    assert answer("account", made["name"], "--role", "reader", "--password", "et langt kodeord 7") == made
    assert answer("account", "--list") == [made]
    assert answer("account", made["name"], "--remove") == {"name": made["name"], "removed": True}
    record_id = answer("search", "demens", "--limit", "1")["results"][0]["record_id"]
    judged = answer("judge", "add", "demens", record_id, "3")
    assert (judged["record_id"], judged["grade"], judged["judge"]) == (record_id, 3, "prøve")
    assert answer("judge", "export") == [judged]
    assert answer("judge", "export", "--format", "queries")[0]["relevant"] == {record_id: 3}
    elsewhere = tmp_path / "judged.jsonl"
    elsewhere.write_text(json.dumps(judged | {"grade": 2}) + "\n", "utf-8")
    assert answer("judge", "import", str(elsewhere)) == {"new": 1}
    shown = answer("synonyms", "show")
    assert shown["version"] == 0
    fresh = tmp_path / "synonyms.tsv"
    fresh.write_text("term\tsame\tnear\tenglish\nkommune\tby\t\t\n", "utf-8")
    assert answer("synonyms", "load", str(fresh), "--why", "prøve") == {"version": 1, "n_terms": 1}
    assert answer("synonyms", "show")["terms"][0]["same"] == ["by"]


def test_a_folder_in_which_nothing_is_published_says_what_to_do(tmp_path: Path) -> None:
    Store.open(Settings(data=tmp_path), write=True).close()
    for arguments, remedy in (
        (["review", "approve", "--all"], "review list"),
        (["documents"], "puljespor ingest"),
        (["projects"], "review list"),
        (["doctor"], "Publish something first"),
    ):
        done = CliRunner().invoke(app, [*arguments, "--data", str(tmp_path)])
        assert remedy in done.output, arguments


@pytest.mark.parametrize(
    "command", [["search", "demens"], ["export", "demens"], ["projects"], ["documents"], ["versions"]]
)
def test_without_a_corpus_every_reader_says_so_alike(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["puljespor", *command, "--data", str(tmp_path / "none")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "there is no corpus in" in (said := capsys.readouterr().err)
    assert "puljespor demo" in said
    assert not (tmp_path / "none").exists()


def test_a_replay_is_told_in_english() -> None:
    none: dict[str, list[dict[str, str]]] = {"added": [], "removed": [], "moved": [], "changed": []}
    report = {"identical": False, "current_version": 2, "exported_version": 1, "differences": none | {"added": [{}]}}
    why = "korpusversion 2 er udgivet siden version 1"
    assert outcome_line(report | {"why": [why], "original": {"is_kept": True, "identical": True}}) == (
        "The set is not the same: 1 added, because corpus version 2 is published since version 1. "
        "On corpus version 1 the set is the same."
    )
    assert outcome_line({"identical": True, "current_version": 1}) == (
        "The same records in the same order with the same content (corpus version 1)."
    )
