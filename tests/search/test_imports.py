from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "torch", "transformers", "onnx", "scipy", "sklearn", "gradio", "scrapy", "pandas", "fastapi")


def test_a_search_brings_in_nothing_that_it_does_not_need() -> None:
    code = f"import sys, search.engine, ui.commands.search; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
