"""The cores of this machine: batches of documents go to worker processes, their outcomes come back in order.

Workers are plain child processes behind pipes: no lock or thread of the caller is copied into them, and a script that
builds needs no `if __name__ == "__main__"`. A worker that dies takes nothing with it: its batch is read again, one document
at a time, and the one that kills its worker is an outcome with a problem.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from typing import Any

from kg.engine.task import Outcome, Task, failed
from kg.engine.worker import READY
from kg.errors import KgError, UsageError
from kg.model import Document
from kg.pipeline import batches

#: fewer than one process alone would read together, so that the last ones end together
BATCH = 32
_CODE = "import sys; sys.path[:] = {path!r}; from kg.engine.worker import main; main()"
Batch = Sequence[Document]


def run(documents: Iterable[Document], task: Task, *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of each document, in order; `jobs` processes, by default one per core that this process may use."""
    count = _cores() if jobs is None else jobs
    if count < 1:
        raise UsageError(f"jobs must be 1 or more, not {count}. Leave it out to use all cores.")
    task.start()  # a broken ontology is reported here, once and plainly, not by each worker
    return _outcomes(batches(documents, BATCH), task, count)


def _cores() -> int:
    """The cores that this process may use, where the system tells, else all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(batches: Iterator[Batch], task: Task, count: int) -> Iterator[Outcome]:
    """A window of batches is under way at a time, so that neither documents nor outcomes pile up."""
    workers = [_Worker(task) for _ in range(count)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    threads = ThreadPoolExecutor(count, "kg-pool")
    under_way: deque[Future[list[Outcome]]] = deque()
    try:
        while True:
            under_way.extend(
                threads.submit(_read, batch, idle) for batch in islice(batches, 2 * count - len(under_way))
            )
            if not under_way:
                return
            yield from under_way.popleft().result()
    finally:
        for worker in workers:
            worker.stop()
        threads.shutdown(wait=True, cancel_futures=True)


def _read(batch: Batch, idle: SimpleQueue[_Worker]) -> list[Outcome]:
    worker = idle.get()
    try:
        return worker.read(batch)
    except _Died:
        return [outcome for document in batch for outcome in _alone(document, worker)]
    finally:
        idle.put(worker)


def _alone(document: Document, worker: _Worker) -> list[Outcome]:
    try:
        return worker.read((document,))
    except _Died:
        return [failed(document, KgError("the worker process that read it died (out of memory, or a crash)"))]


class _Died(Exception):
    """A worker that ended in the middle of a batch."""


class _Worker:
    """A child process that reads; started when it is first needed, and again after it died."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, batch: Batch) -> list[Outcome]:
        """The outcomes of a batch; raises _Died where the process ends over it, KgError where it cannot start."""
        if self._process is None:
            self._process = self._started()
        try:
            outcomes: list[Outcome] = self._exchanged(self._process, batch)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._end()
            raise _Died from error
        return outcomes

    def stop(self) -> None:
        """Ends the process for good, whatever it is doing."""
        self._stopped = True
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise KgError("the pool was stopped")
        command = [sys.executable, "-c", _CODE.format(path=sys.path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            if self._exchanged(process, self._task) == READY:
                return process
        except (EOFError, OSError, pickle.UnpicklingError):
            process.kill()
            process.wait()
        raise KgError("a worker process could not start; what it said stands above. Use the engine 'local'.")

    def _exchanged(self, process: subprocess.Popen[bytes], message: object) -> Any:
        assert process.stdin and process.stdout, "both ends are pipes"
        pickle.dump(message, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        return pickle.load(process.stdout)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not sent any more
                    if pipe:
                        pipe.close()
