"""The graph for other stores: gzipped N-Quads in shards, and a manifest that tells what each must hold."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zlib
from pathlib import Path
from typing import IO

from kg.errors import UsageError
from kg.export import Content, write_files
from kg.store import Graph

MANIFEST = "manifest.json"
#: lines that are packed at once
_LINES = 4096


def hand_over(graph: Graph, folder: Path, *, shards: int = 1) -> list[Path]:
    """Writes `part-00000.nq.gz` … and `manifest.json` (quads, bytes, SHA-256 of each); gives the files.

    A document lies in one shard, the same for the same number of shards; equal graphs give equal bytes. Raises
    UsageError, OutputError.
    """
    if shards < 1:
        raise UsageError(f"shards must be 1 or more, not {shards}")
    with tempfile.TemporaryDirectory(prefix="kg-shards-") as place, graph.lines() as lines:
        parts = [_Shard(Path(place) / f"part-{number:05}.nq.gz") for number in range(shards)]
        for line in lines:
            parts[zlib.crc32(line.rsplit(b" ", 2)[-2]) % shards].add(line)
        listed = [part.close() for part in parts]
        (documents,) = graph.query("SELECT (COUNT(*) AS ?n) { ?d a kg:Document ; dcterms:identifier ?id }").rows()
        about = {
            "format": "N-Quads",
            "documents": int(str(documents[0])),
            "quads": sum(part.quads for part in parts),
            "shards": listed,
        }
        files: dict[Path, Content] = {folder / part.path.name: part.copy for part in parts}
        files[folder / MANIFEST] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
        write_files(files)
    return list(files)


class _Shard:
    """One part on its way: packed as it grows."""

    def __init__(self, path: Path) -> None:
        self.path, self.quads = path, 0
        self._packer, self._sum, self._bytes = zlib.compressobj(9, wbits=31), hashlib.sha256(), 0
        self._lines: list[bytes] = []
        path.touch()

    def add(self, line: bytes) -> None:
        """One more line."""
        self._lines.append(line)
        self.quads += 1
        if len(self._lines) >= _LINES:
            self._put(self._packer.compress(b"".join(self._lines)))
            self._lines = []

    def close(self) -> dict[str, object]:
        """Ends it; gives what the manifest says of it."""
        self._put(self._packer.compress(b"".join(self._lines)) + self._packer.flush())
        return {"file": self.path.name, "quads": self.quads, "bytes": self._bytes, "sha256": self._sum.hexdigest()}

    def copy(self, out: IO[bytes]) -> None:
        """Its bytes, once more."""
        with self.path.open("rb") as file:
            shutil.copyfileobj(file, out)

    def _put(self, packed: bytes) -> None:
        self._sum.update(packed)
        self._bytes += len(packed)
        with self.path.open("ab") as file:
            file.write(packed)


def verified(folder: Path) -> list[str]:
    """What is wrong with a hand-over, file by file; nothing where it is whole."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    wrong = []
    for shard in manifest["shards"]:
        path = folder / shard["file"]
        if not path.is_file():
            wrong.append(f"{path}: is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != shard["sha256"]:
            wrong.append(f"{path}: has changed since it was written")
    return wrong
