"""Rows out of Arrow batches and into them: what Spark's `mapInArrow` gives to a Python worker, and takes from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pyarrow

    Batches: TypeAlias = Iterable[pyarrow.RecordBatch]

#: rows to a batch: a document is some thousand characters, and so is its graph
ROWS = 256


def unpacked(given: Batches) -> Iterator[tuple[Any, ...]]:
    """The rows of Arrow batches."""
    for batch in given:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def packed(schema: str, rows: Iterable[tuple[object, ...]]) -> Iterator[pyarrow.RecordBatch]:
    """The rows as Arrow batches of a size that is bounded, whatever a document says."""
    import pyarrow

    types = {"long": pyarrow.int64(), "string": pyarrow.string(), "binary": pyarrow.binary()}
    fields = [tuple(words.split()) for words in schema.split(", ")]
    arrow = pyarrow.schema([(name, types[kind]) for name, kind in fields])

    def batch(some: list[tuple[object, ...]]) -> pyarrow.RecordBatch:
        columns = zip(*some, strict=True)
        return pyarrow.record_batch(
            [pyarrow.array(one, of.type) for one, of in zip(columns, arrow, strict=True)], arrow
        )

    some: list[tuple[object, ...]] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS:
            yield batch(some)
            some = []
    if some:
        yield batch(some)
