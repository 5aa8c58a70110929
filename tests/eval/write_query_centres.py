"""Write `corpus/data/query-centres.json`: the mean vectors of the generic queries under the bundled encoder.

Run it from the repository's root with a data folder that has a snapshot:

    python tests/eval/write_query_centres.py DATA
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import numpy as np

from corpus.settings import load_settings
from index.snapshot import open_snapshot
from search.centre import generic_queries


def main(data: str) -> None:
    """Encode, average and write."""
    snapshot = open_snapshot(load_settings(data))
    body = {"encoder_checksum": snapshot.manifest.encoder_checksum}
    for name in ("danish", "english"):
        mean = np.mean([snapshot.encode_query(query) for query in generic_queries(name)], axis=0)
        body[name] = base64.b64encode(mean.astype("<f4").tobytes()).decode()
    Path("corpus/data/query-centres.json").write_text(json.dumps(body, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
