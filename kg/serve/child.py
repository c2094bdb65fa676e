"""A child of the endpoint: holds a snapshot, answers one query at a time, and may be killed at any moment.

It has no network where the system lets it give that up, little memory beyond what it starts with, and dies with its parent.
"""

from __future__ import annotations

import ctypes
import io
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import InputError, KgError, QueryError, UsageError
from kg.nquads import PREFIXES
from kg.serve import frames
from kg.sparql import FETCHES, UPDATES, gate, graphs
from kg.store import Folder, Graph
from kg.store.snapshots import Snapshots

try:
    import resource
except ImportError:  # Windows: the parent's timeout is what is left
    resource = None  # type: ignore[assignment]

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_DIE_WITH_PARENT = 1
MEGABYTE = 1 << 20


class _TooLarge(Exception):
    """An answer of more bytes than may be."""


class _Answer(io.BytesIO):
    """Where the engine writes an answer, up to a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        """Takes some bytes; raises _TooLarge above the limit."""
        if self.tell() + len(data) > self._most:
            raise _TooLarge
        return super().write(data)


class Child:
    """One store, asked again and again; another snapshot is opened when a request names one."""

    def __init__(self, store: Path, *, writing: bool) -> None:
        self._store, self._number = store, 0
        self._folder = Folder(store, base=None) if writing else None
        self._graph = self._folder.graph if self._folder else Graph()
        newest = Snapshots(store).newest()
        if newest and not writing:  # before memory is bounded: the engine's threads reserve much that they never use
            self._graph, self._number = Folder.read(store, number=newest), newest

    def answer(self, request: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        """The header and body for one request."""
        try:
            if self._folder:
                return self._changed(self._folder, request, text)
            if request["snapshot"] != self._number:
                self._graph, self._number = Folder.read(self._store, number=request["snapshot"]), request["snapshot"]
            return self._asked(request, text)
        except _TooLarge:
            return _wrong(413, f"the answer is larger than {request['most'] // MEGABYTE} MB; ask for less, with LIMIT")
        except QueryError as error:
            return _wrong(400, str(error))
        except (UsageError, InputError) as error:
            return _wrong(406 if isinstance(error, UsageError) else 503, str(error))
        except KgError as error:
            return _wrong(500, str(error))
        except MemoryError:
            return _wrong(503, "the query needs more memory than it may have")
        except Exception as error:  # the next query must find this process alive
            return _wrong(500, f"{type(error).__name__}: {error}")

    def _asked(self, request: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        gate(text, forbidden=(*FETCHES, *UPDATES))
        known = {**PREFIXES, "ent": self._graph.base}
        for iri in graphs(text, base=request["base"], prefixes=known):
            if not self._has(iri):
                raise QueryError(f"FROM <{iri}> is refused: there is no such graph here, and nothing is fetched")
        for iri in (*request["default"], *request["named"]):  # of the protocol: what is not here is empty
            self._has(iri)
        _allow(request["timeout"])
        out = _Answer(request["most"])
        kind = self._graph.stream(
            text,
            out,
            formats=(request["rows"], request["triples"]),
            base=request["base"],
            default_graphs=request["default"],
            named_graphs=request["named"],
        )
        return {"status": 200, "kind": kind, "snapshot": self._number}, out.getvalue()

    def _has(self, iri: str) -> bool:
        try:
            return self._graph.has(iri)
        except UsageError as error:
            raise QueryError(str(error)) from error

    def _changed(self, folder: Folder, request: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        _allow(request["timeout"])
        folder.update(text, base=request["base"])
        folder.publish()
        return {"status": 204, "snapshot": folder.newest()}, b""


def _wrong(status: int, why: str) -> tuple[dict[str, Any], bytes]:
    return {"status": status, "error": why}, b""


def isolate() -> bool:
    """Gives the network up; False where the system does not let a process do so."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        return bool(libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0)
    return False


def _allow(seconds: float) -> None:
    """So much more processor time: past it the system ends this process, even where the parent is gone."""
    if resource:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _confine(megabytes: int) -> None:
    """So much more memory than the process has now."""
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Takes the task, says that it is ready, then answers one by one until the pipe is closed."""
    task, _ = frames.read(requests)
    isolated = isolate()
    try:
        child = Child(Path(task["store"]), writing=task["writing"])
    except KgError as error:
        _send(answers, {"error": str(error)})
        return
    if resource:
        _confine(task["memory"])
    _send(answers, {"ready": True, "isolated": isolated})
    while True:
        try:
            request, text = frames.read(requests)
        except EOFError:
            return
        _send(answers, *child.answer(request, text.decode("utf-8")))


def _send(answers: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    answers.write(frames.packed(header, body))
    answers.flush()


def main() -> None:
    """Serves standard input and output; what anything prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers)
