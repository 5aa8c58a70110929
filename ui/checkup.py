"""The doctor: is everything here, whole and consistent? Each finding says what to do."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import PuljesporError
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    is_ok: bool
    state: str
    remedy: str = ""

    def json(self) -> dict[str, Any]:
        """Give the finding for machines."""
        return asdict(self)


def examine(settings: Settings, *, upgrade: bool = False) -> list[Finding]:
    """Look at the data folder, the corpus in it, its index, and the programs that reading scans needs."""
    from corpus.store import Store

    if upgrade:
        Store.open(settings, write=True).close()
    return [*_corpus(settings), _index(settings), _tesseract(), _disk(settings)]


def _corpus(settings: Settings) -> list[Finding]:
    from corpus.store import Store
    from corpus.verify import verify_corpus

    try:
        with Store.open(settings) as store:
            version = store.current_version()
            if version == 0:
                return [Finding("corpus", False, "nothing is published", "Run `puljespor demo` or `puljespor ingest`.")]
            faults = verify_corpus(store)
            state = f"version {version}, {sum(1 for _ in store.records())} records"
    except PuljesporError as exc:
        return [_problem("corpus", exc)]
    return [Finding("corpus", True, state)] + [Finding(f.place, False, f.text, f.remedy) for f in faults]


def _problem(what: str, exc: PuljesporError) -> Finding:
    return Finding(what, False, str(exc.args[0]), exc.remedy)


def _index(settings: Settings) -> Finding:
    from ui.tasks import index_status, verify_index

    try:
        status = index_status(settings)
        if not status["snapshot"]:
            published = "Run `puljespor index build`."
            remedy = published if status["corpus_version"] else "Publish something first; that builds it."
            return Finding("index", False, str(status["problem"]), remedy)
        if damaged := verify_index(settings):
            return Finding("index", False, "; ".join(damaged), "Run `puljespor index build`.")
    except PuljesporError as exc:
        return _problem("index", exc)
    if status["problem"]:
        return Finding("index", False, str(status["problem"]), "Run `puljespor index build`.")
    if not status["is_current"]:
        state = f"serves version {status['indexed_version']}, the corpus is at {status['corpus_version']}"
        return Finding("index", False, state, "Run `puljespor index build`.")
    return Finding("index", True, f"whole, serves version {status['indexed_version']}")


def _disk(settings: Settings) -> Finding:
    """Say what the data folder takes; of older releases' encoders, how to be rid of them."""
    from index.onnx_encoder import outdated_encoders
    from ui.tasks import sizes

    parts = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes(settings).items() if size)
    n_old = len(outdated_encoders(settings.models))
    remedy = f"{n_old} folders are of an older release: run `puljespor index prune`." if n_old else ""
    return Finding("disk", True, parts or "nothing is stored", remedy)


def _tesseract() -> Finding:
    remedy = "Install tesseract with Danish (Debian: tesseract-ocr-dan) to read scanned PDFs."
    program = shutil.which("tesseract")
    if program is None:
        return Finding("scans", True, "tesseract is not installed; scanned PDFs are set aside", remedy)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    if "dan" not in listed.stdout.split():
        return Finding("scans", True, "tesseract lacks Danish; scanned PDFs are set aside", remedy)
    return Finding("scans", True, "tesseract with Danish is installed")
