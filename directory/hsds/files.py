"""Opens what people hand in: a file, gzip, zip or folder. Nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, cast

from directory.errors import ImportRefusedError

FREE_BYTES = 64 * 2**20
"""Up to this size nobody asks how well a file was compressed."""

COMPRESSION_RATIO = 100
"""Text shrinks to a tenth, repetitive tables to a thirtieth; more is a bomb."""

MAX_BYTES = 2**30
"""Of one file. The largest directories that are exchanged have 200 MB."""

MAX_PARTS = 500
"""Files in one zip or folder; exports have 20."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)


@dataclass(frozen=True, eq=False)
class Part:
    """One file of what was handed in."""

    name: str
    """Without folders and ".gz": "services.csv"."""
    open_raw: Callable[[], IO[bytes]]
    max_bytes: int
    modified_on: date | None = None
    """As a zip says; None elsewhere: copying a file changes its date."""

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader]:
        """The bytes, decompressed. Raises ImportRefusedError when damaged or too large."""
        try:
            with self.open_raw() as raw, _Bounded(raw, self.name, self.max_bytes) as bounded:
                yield io.BufferedReader(bounded)
        except _DAMAGE as error:
            raise ImportRefusedError(
                f"{self.name} is damaged ({error}): get the file again from its owner"
            ) from error
        except (OSError, RuntimeError, NotImplementedError) as error:
            raise ImportRefusedError(f"{self.name} cannot be read: {error}") from error


class _Bounded(io.RawIOBase):
    """Bytes of a file, refused beyond a limit: the size that an archive declares may be a lie."""

    def __init__(self, raw: IO[bytes], name: str, max_bytes: int) -> None:
        self._raw = raw
        self._name = name
        self._left = max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._raw.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._name)
        view[: len(data)] = data
        return len(data)


def _too_large(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        f"{name} unpacks to far more than its size, or to more than {MAX_BYTES // 2**20:,} MB: "
        "it does not look like a directory; split the export if it is one"
    )


def parts_of(path: Path) -> list[Part]:
    """The files in what was handed in, by name. Raises ImportRefusedError."""
    if path.is_dir():
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and not _is_clutter(str(f.name))]
        parts = [_file_part(file) for file in files[: MAX_PARTS + 1]]
    elif path.is_file():
        parts = _zip_parts(path) if _magic(path).startswith(b"PK") else [_file_part(path)]
    else:
        raise ImportRefusedError(f"there is no file or folder {path}: check the path")
    if not parts:
        raise ImportRefusedError(f"{path} is empty: there is nothing to import")
    if len(parts) > MAX_PARTS:
        raise ImportRefusedError(f"{path} has more than {MAX_PARTS} files: it is no directory")
    return parts


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise ImportRefusedError(f"{path} cannot be read: {error.strerror}") from error


def _is_clutter(name: str) -> bool:
    """What operating systems put into folders and zips."""
    return name.startswith((".", "__MACOSX")) or name in ("Thumbs.db", "desktop.ini")


def _file_part(path: Path) -> Part:
    size = path.stat().st_size
    if path.suffix.lower() == ".zip":
        raise ImportRefusedError(f"{path.name} is not a zip file, whatever its name says")
    if size == 0:
        return Part(path.name, lambda: io.BytesIO(), 0)
    if _magic(path).startswith(b"\x1f\x8b"):
        name = path.name.removesuffix(".gz").removesuffix(".GZ")
        return Part(name, lambda: cast(IO[bytes], gzip.open(path)), allowed_bytes(size))
    if size > MAX_BYTES:
        raise _too_large(path.name)
    return Part(path.name, lambda: path.open("rb"), MAX_BYTES)


def allowed_bytes(compressed: int) -> int:
    """How much a file of this size may unpack to."""
    return min(MAX_BYTES, max(FREE_BYTES, compressed * COMPRESSION_RATIO))


def _zip_parts(path: Path) -> list[Part]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ImportRefusedError(
            f"{path.name} is no whole zip file ({error}): get it again from its owner"
        ) from error
    limit = allowed_bytes(path.stat().st_size)
    with archive:
        entries = [entry for entry in archive.infolist() if _is_content(entry)]
    if sum(entry.file_size for entry in entries) > limit:
        raise _too_large(path.name)
    return [_zip_part(path, entry, limit) for entry in entries[: MAX_PARTS + 1]]


def _is_content(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not any(map(_is_clutter, entry.filename.split("/")))


def _zip_part(path: Path, entry: zipfile.ZipInfo, limit: int) -> Part:
    def opened() -> IO[bytes]:
        if entry.flag_bits & 1:
            raise ImportRefusedError(f"{path.name} is encrypted: unpack it and import the folder")
        return zipfile.ZipFile(path).open(entry)

    return Part(Path(entry.filename).name, opened, limit, _date_of(entry))


def _date_of(entry: zipfile.ZipInfo) -> date | None:
    try:
        day = date(*entry.date_time[:3])
    except ValueError:
        return None
    return day if day.year > 1980 else None  # 1980 is how a zip says "no date"
