from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from ui.cli import app


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


def test_a_filter_without_a_value_is_wrong_use(tmp_path: Path) -> None:
    done = run("search", "akut", "--filter", "kommune", data=tmp_path)
    assert done.returncode == 2
    assert "field=value" in done.stderr


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    from corpus.settings import load_settings
    from corpus.starter import load_starter
    from corpus.store import Store

    with Store.open(load_settings(tmp_path), write=True) as store:
        load_starter(store)
    code = "from ui.cli import main; main()"
    command = f"{sys.executable} -c '{code}' projects --data {tmp_path} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["record_type"] == "project"
    assert done.stderr == ""
