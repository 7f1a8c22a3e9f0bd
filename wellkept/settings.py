"""Settings: the environment, then `wellkept.toml` in the working folder, then defaults."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what it must be."""


class Settings(BaseSettings):
    """Names in the environment are these in capitals with WELLKEPT_ before them."""

    model_config = SettingsConfigDict(
        env_prefix="WELLKEPT_", toml_file="wellkept.toml", extra="ignore", frozen=True
    )

    home: Path = Path("wellkept-data")
    """Folder of everything that the embedded default writes."""
    database_url: str = ""
    """The system of record; empty: a SQLite file in `home`."""
    search_url: str = ""
    """The search engine; empty: a SQLite file in `home`."""
    geocoder: str = ""
    mail_url: str = ""
    secret_key: str = ""
    """Signs links and sessions; empty: made once and kept in `home` with mode 600."""
    base_url: str = "http://localhost:8000"
    crawl_contact: str = ""
    """Stands in every request of the crawl; without it nothing is crawled."""
    snapshot_days: int = Field(default=400, ge=1)
    """How long a snapshot is kept that no page shows any more."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def record_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'record.sqlite'}"

    @property
    def areas(self) -> Path:
        """Folder of the operator's own polygons."""
        return self.home / "areas"

    @property
    def snapshots(self) -> Path:
        """Folder of what was fetched."""
        return self.home / "snapshots"

    @property
    def engine_url(self) -> str:
        return self.search_url or f"sqlite:///{self.home / 'index.sqlite'}"


def read_settings() -> Settings:
    """The settings in force. Raises SettingsError with one sentence per wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        problems = [f"WELLKEPT_{e['loc'][0]!s}".upper() + f": {e['msg']}" for e in error.errors()]
        raise SettingsError("; ".join(problems)) from error
    except ValueError as error:
        raise SettingsError(f"wellkept.toml cannot be read: {error}") from error


def secret_key_of(settings: Settings) -> str:
    """The secret key, made and kept in `home` with mode 600 when none is set."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret-key"
    settings.home.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Writes the file whole with mode 600, unless another process was first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
