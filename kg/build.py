"""THE corpus flow: files in, graph out. Every line is a call."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import IO, TypedDict, Unpack

from kg.engine import ENGINES
from kg.engine.task import Outcome, Task
from kg.errors import InputError, UsageError
from kg.export import EXPORTERS, Content, write_files
from kg.ingest import Ingest
from kg.look import page
from kg.model import Document
from kg.nquads import BASE
from kg.read import Problem, read
from kg.report import Report
from kg.store import Folder, Graph
from kg.unify import links, rules, unify, unify_store


class Options(TypedDict, total=False):
    """What may be said about a build; all of it may be left out.

    `base` of the IRIs of things; `issued` and `source` for documents that do not say; `engine` is one of ENGINES, `jobs`
    its processes (2 or more: `pool`, where no engine is named); `ontology` another ontology folder; `learned=False` reads
    without the learned tagger of names; `progress` is called with each document's id, `read` with the share of the inputs
    that was read so far; `strict` stops at the first that cannot be read, where the report would name it. `store` is a
    folder that keeps the graph: documents that it holds already are not read again; with `prune`, those that are no longer
    given are taken out. `links` is a file of names that are one thing, or are not, whatever the documents say
    (`kg.across.Rules`); a store keeps it for later builds, until another is given.
    """

    base: str
    issued: date | None
    source: str | None
    engine: str | None
    jobs: int | None
    ontology: Path | None
    learned: bool
    progress: Callable[[str], None] | None
    read: Callable[[float], None] | None
    strict: bool
    store: Path | None
    prune: bool
    links: Path | None


@dataclass(frozen=True, slots=True)
class Build:
    """What came of it: the graph, the account, and the folder where both were written (None: nowhere)."""

    graph: Graph
    report: Report
    output: Path | None = None


def build(
    inputs: str | Path | Iterable[str | Path | Document],
    *,
    output: str | Path | None = None,
    **options: Unpack[Options],
) -> Build:
    """Reads files, folders, globs or documents, and gives the graph; with `output` writes it there.

    Written are graph.ttl, graph.nq, graph.html, report.json, quarantine.jsonl, merges.jsonl: all of them or none. Raises InputError
    where nothing could be read, OntologyError, OutputError (the old output is intact), UsageError.

    >>> from kg.model import Document
    >>> build([Document("a", "没有事实。")]).report.documents
    1
    """
    began, report = time.perf_counter(), Report()
    graph = _graph(inputs, options, report)
    if not report.documents + report.unchanged:
        raise InputError("; ".join(f"{where}: {what}" for where, what in report.problems[:3]) or "no input to read")
    folder = Path(output) if output is not None else None
    if folder:
        files = _rendered(graph) | {
            "quarantine.jsonl": report.quarantine(),
            "merges.jsonl": report.merged(),
            "report.json": partial(_account, report, began),
        }
        write_files({folder / name: data for name, data in files.items()})
    report.seconds = time.perf_counter() - began
    return Build(graph, report, folder)


def _graph(inputs: str | Path | Iterable[str | Path | Document], options: Options, report: Report) -> Graph:
    documents = _documents(inputs, options, report)
    task = Task(options.get("ontology"), options.get("base", BASE), options.get("learned", True))
    said = rules(options.get("ontology"), options.get("links"))
    place, progress = options.get("store"), options.get("progress")
    if place is None:
        graph = Graph(base=task.base)
        quads, decisions = unify(_counted(_outcomes(documents, task, options), report, progress), said, base=task.base)
        graph.add(quads)
        report.unified(decisions)
        return graph
    with Folder(place, base=task.base) as folder:
        ingest = Ingest(folder, task, report)
        ingest.keep(_outcomes(ingest.documents(documents), task, options), progress)
        if options.get("prune"):
            ingest.prune()
        said = links(ingest.names, options.get("links"), options.get("ontology"))
        report.links = len(ingest.names.links().pairs)
        report.unified(unify_store(folder, ingest.names, said))
        ingest.names.close()
    return Folder.read(place)


def _documents(
    inputs: str | Path | Iterable[str | Path | Document], options: Options, report: Report
) -> Iterator[Document]:
    """The documents, each id once; what cannot be read goes to the report."""
    many = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    paths = [str(one) for one in many if not isinstance(one, Document)]
    found: list[Document | Problem] = [one for one in many if isinstance(one, Document)]
    seen: set[str] = set()  # of those that were given as such: among those of files `read` sees to it
    for number, one in enumerate(chain(found, _files(paths, options))):
        if isinstance(one, Problem):
            place = one.where if one.line is None else f"{one.where}, line {one.line}"
            report.problems.append((place, f"{one.why}. {one.cure}"))
        elif one.id in seen:
            report.problems.append((one.id, "another document has this id; give each its own"))
        else:
            if number < len(found):
                seen.add(one.id)
            yield one
            continue
        if options.get("strict"):
            raise InputError(": ".join(report.problems[-1]))


def _files(paths: Sequence[str], options: Options) -> Iterator[Document | Problem]:
    """What stands in the files, one after the other as they are asked for."""
    if paths:
        yield from read(paths, issued=options.get("issued"), source=options.get("source"), told=options.get("read"))


def _outcomes(documents: Iterable[Document], task: Task, options: Options) -> Iterator[Outcome]:
    jobs = options.get("jobs")
    engine = options.get("engine") or ("pool" if jobs is not None and jobs > 1 else "local")
    if engine == "spark":
        raise UsageError(
            "the engine 'spark' gives no graph, it writes shards: kg.cluster.build, or kg build --engine spark"
        )
    if engine not in ENGINES:
        raise UsageError(f"unknown engine '{engine}'; choose one of {', '.join(ENGINES)}")
    outcomes = ENGINES[engine](documents, task, jobs=jobs)
    return _strictly(outcomes) if options.get("strict") else outcomes


def _strictly(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.problem:
            raise InputError(f"{outcome.document}: {outcome.problem}")
        yield outcome


def _counted(outcomes: Iterable[Outcome], report: Report, progress: Callable[[str], None] | None) -> Iterator[Outcome]:
    for outcome in outcomes:
        report.add(outcome)
        if progress:
            progress(outcome.document)
        yield outcome


def _account(report: Report, began: float, out: IO[bytes]) -> None:
    """The last file: the time is that of all before it."""
    report.seconds = time.perf_counter() - began
    out.write(report.json())


def _rendered(graph: Graph) -> dict[str, Content]:
    return {
        "graph.ttl": partial(EXPORTERS["turtle"].write, graph),
        "graph.nq": partial(EXPORTERS["nquads"].write, graph),
        "graph.html": page(graph).encode("utf-8"),
    }


class _Callable(ModuleType):
    """This module, so that `kg.build(...)` works: a function of that name in the package would hide the module."""

    def __call__(
        self,
        inputs: str | Path | Iterable[str | Path | Document],
        *,
        output: str | Path | None = None,
        **options: Unpack[Options],
    ) -> Build:
        return build(inputs, output=output, **options)


sys.modules[__name__].__class__ = _Callable
