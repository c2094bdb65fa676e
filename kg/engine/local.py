"""One process: documents are read one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.engine.task import Outcome, Task
from kg.model import Document


def run(documents: Iterable[Document], task: Task, *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of each document, in order; `jobs` has no meaning here."""
    return map(task.start(), documents)
