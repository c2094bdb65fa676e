"""The graph for other stores: gzipped N-Quads in shards, and a manifest that tells what each must hold."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from pathlib import Path

from kg.errors import UsageError
from kg.export import write_files
from kg.store import Graph

MANIFEST = "manifest.json"


def hand_over(graph: Graph, folder: Path, *, shards: int = 1) -> list[Path]:
    """Writes `part-00000.nq.gz` … and `manifest.json` (quads, bytes, SHA-256 of each); gives the files.

    A document lies in one shard, the same for the same number of shards; equal graphs give equal bytes. Raises
    UsageError, OutputError.
    """
    if shards < 1:
        raise UsageError(f"shards must be 1 or more, not {shards}")
    parts: list[list[bytes]] = [[] for _ in range(shards)]
    for line in graph.dump("nquads").splitlines(keepends=True):
        parts[zlib.crc32(line.rsplit(b" ", 2)[-2]) % shards].append(line)
    files: dict[Path, bytes] = {}
    listed = []
    for number, lines in enumerate(parts):
        name, text = f"part-{number:05}.nq.gz", b"".join(lines)
        packed = gzip.compress(text, mtime=0)
        files[folder / name] = packed
        listed.append(
            {"file": name, "quads": len(lines), "bytes": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
        )
    about = {"format": "N-Quads", "documents": len(graph.documents()), "quads": sum(map(len, parts)), "shards": listed}
    files[folder / MANIFEST] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    write_files(files)
    return list(files)


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
