"""The very bytes that were fetched, in files named by their SHA-256, compressed."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LEVEL = 1
"""Of gzip: pages shrink to a fourth, for a tenth of the time that fetching them takes."""


class SnapshotError(Exception):
    """A snapshot that is not there, or not what its name says."""


def digest_of(content: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Snapshots:
    """A folder of snapshots; any number of processes may write to it."""

    folder: Path

    def path_of(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.gz"

    def has(self, digest: str) -> bool:
        return self.path_of(digest).exists()

    def keep(self, content: bytes) -> str:
        """The digest of the content, which is stored whole or not at all, and once."""
        digest = digest_of(content)
        path = self.path_of(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{digest}.{os.getpid()}.draft")
            draft.write_bytes(gzip.compress(content, LEVEL, mtime=0))
            draft.replace(path)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes. Raises SnapshotError."""
        path = self.path_of(digest)
        try:
            content = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise SnapshotError(f"snapshot {digest} cannot be read: {error}") from error
        if digest_of(content) != digest:
            raise SnapshotError(f"snapshot {digest} is damaged: delete {path}")
        return content

    def forget(self, digests: Iterable[str]) -> int:
        """Deletes; answers how many were there."""
        number = 0
        for digest in digests:
            path = self.path_of(digest)
            number += path.exists()
            path.unlink(missing_ok=True)
        return number

    def all(self) -> Iterator[str]:
        """Digests of all that are stored, in no order."""
        for path in self.folder.glob("??/*.gz"):
            yield path.name.removesuffix(".gz")
