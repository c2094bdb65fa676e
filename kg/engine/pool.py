"""The cores of this machine: batches of documents go to worker processes, their outcomes come back in order.

Workers are started afresh (`forkserver` where there is one, else `spawn`), so that no thread or lock of the caller is
copied. A worker that dies takes nothing with it: its batch is read again, one document at a time, and the one that kills
its worker is an outcome with a problem.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from kg.engine.task import Outcome, Task, failed
from kg.errors import KgError, UsageError
from kg.model import Document

BATCH = 16
_work: Callable[[Document], Outcome] | None = None


def run(documents: Iterable[Document], task: Task, *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of each document, in order; `jobs` processes, by default one per core that this process may use."""
    count = _cores() if jobs is None else jobs
    if count < 1:
        raise UsageError(f"jobs must be 1 or more, not {count}. Leave it out to use all cores.")
    task.start()  # a broken ontology is reported here, once and plainly, not by each worker
    return _outcomes(_batches(documents), task, count)


def _outcomes(batches: Iterator[tuple[Document, ...]], task: Task, count: int) -> Iterator[Outcome]:
    """A window of batches is under way at a time, so that neither documents nor outcomes pile up."""
    pool = _pool(task, count)
    under_way: deque[tuple[tuple[Document, ...], Future[list[Outcome]]]] = deque()
    try:
        while True:
            for batch in islice(batches, 3 * count - len(under_way)):
                under_way.append((batch, pool.submit(_read, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                outcomes = _singly(batch, task)
                pool = _pool(task, count)
                under_way = deque((later, pool.submit(_read, later)) for later, _ in under_way)
            yield from outcomes
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _singly(batch: tuple[Document, ...], task: Task) -> list[Outcome]:
    """Each document in a worker that may die: who dies is known by that."""
    outcomes: list[Outcome] = []
    pool = _pool(task, 1)
    try:
        for document in batch:
            try:
                outcomes += pool.submit(_read, (document,)).result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(task, 1)
                outcomes.append(failed(document, KgError("the worker process that read it died (memory, or a crash)")))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return outcomes


def _cores() -> int:
    """The cores that this process may use, where the system tells, else all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    rest = iter(documents)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def _pool(task: Task, count: int) -> ProcessPoolExecutor:
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(task,))


def _begin(task: Task) -> None:
    global _work
    _work = task.start()


def _read(batch: tuple[Document, ...]) -> list[Outcome]:
    assert _work is not None, "the initializer of the pool has run"
    return [_work(document) for document in batch]
