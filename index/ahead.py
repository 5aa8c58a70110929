"""What a build needs whatever is to be built, begun while that is still being decided."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from corpus.errors import SnapshotError
from corpus.settings import Settings
from index.content import Older, is_reusable
from index.encoder import FEW, encoder_id, model_checksum, open_passage_encoder
from index.encoding import PassageEncoder, is_bundled
from index.snapshot import Manifest, current_name, is_whole, read_manifest, snapshots_folder


class Ahead:
    """Reads the snapshot that serves, whole, on a thread and mostly outside Python; and may open the encoder.

    Args:
        settings: of the data folder.
        will_embed: whether text has probably changed: the encoder takes 0.2 s of another core.
    """

    def __init__(self, settings: Settings, *, will_embed: bool = False) -> None:
        self.name = current_name(settings)  # of the snapshot; None where none serves
        self.corpus_version: int | None = None  # None where it cannot be read
        self.encoder: Future[PassageEncoder] | None = None  # for few passages
        self._older: Future[Older | None] | None = None
        if self.name is None:
            return
        folder = snapshots_folder(settings) / self.name
        beside = ThreadPoolExecutor(2)
        with suppress(SnapshotError):
            manifest = read_manifest(folder)
            self.corpus_version = manifest.corpus_version
            self._older = beside.submit(_older, folder, manifest, settings)
            if will_embed and is_bundled(settings):
                self.encoder = beside.submit(open_passage_encoder, settings, FEW, n_spared=1)
        beside.shutdown(wait=False)

    def older(self) -> Older | None:
        """Give the snapshot if its parts can go into a new one: it is whole, of this release and of this encoder."""
        return self._older.result() if self._older else None


def _older(folder: Path, manifest: Manifest, settings: Settings) -> Older | None:
    if not manifest.n_passages or not is_reusable(folder) or not is_whole(folder):
        return None
    same = (manifest.encoder, manifest.encoder_checksum) == (encoder_id(settings), model_checksum(settings))
    return Older(folder) if same else None
