"""One process: documents are read batch after batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.engine.task import Outcome, Task
from kg.model import Document
from kg.pipeline import batches


def run(documents: Iterable[Document], task: Task, *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of each document, in order; `jobs` has no meaning here."""
    return chain.from_iterable(map(task.start(), batches(documents)))
