"""What an engine does with a batch of documents: facts, the gate, N-Quads. One bad article is an outcome like any other."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from kg.across import profile
from kg.admit import Gate, Rejection
from kg.model import Document, Facts
from kg.nquads import BASE
from kg.ontology import load
from kg.pipeline import Extractor
from kg.rdf import NQuads

KINDS = ("relation", "observation", "change", "event")
Work: TypeAlias = "Callable[[Sequence[Document]], list[Outcome]]"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: its part of the graph, or the problem that it made; `profile`: what it tells of names."""

    document: str
    nquads: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    rejections: tuple[Rejection, ...] = ()
    refusals: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker has to know before it starts; small, so that it travels between processes.

    `learned=False` reads without the learned tagger of names: about twice as fast, blind to most unknown names.
    """

    ontology: Path | None = None
    base: str = BASE
    learned: bool = True

    def start(self) -> Work:
        """Loads the ontology and builds the stages, once; raises OntologyError where an entry is wrong."""
        ontology = load(self.ontology)
        extract, gate, write = (
            Extractor(ontology, learned=self.learned),
            Gate(ontology),
            NQuads(ontology, base=self.base),
        )
        settle()

        def read(documents: Sequence[Document]) -> list[Outcome]:
            gated = [gate(facts) for facts in extract.batch(documents)]
            written = [write(facts) for facts, _ in gated]
            return [_outcome(*sound, nquads) for sound, nquads in zip(gated, written, strict=True)]

        def work(documents: Sequence[Document]) -> list[Outcome]:
            try:
                return read(documents)
            except Exception as error:  # one bad article must not end ten thousand, whatever the fault is
                if len(documents) == 1:
                    return [failed(documents[0], error)]
                return [outcome for document in documents for outcome in work((document,))]

        return work


def settle() -> None:
    """Spares the garbage collector what was loaded, which stays, and lets a batch of facts pile up before it looks again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Run(Protocol):
    """Documents in, outcomes out, in the same order; `jobs` is the number of processes, None for what suits."""

    def __call__(self, documents: Iterable[Document], task: Task, *, jobs: int | None = None) -> Iterator[Outcome]: ...


def failed(document: Document, error: BaseException) -> Outcome:
    """The outcome of a document that could not be read to the end."""
    return Outcome(document.id, warnings=document.warnings, problem=f"{type(error).__name__}: {error}")


def _outcome(facts: Facts, rejections: tuple[Rejection, ...], nquads: str) -> Outcome:
    said = (facts.relations, facts.observations, facts.changes, facts.events)
    kinds = {"entity": len(facts.entities)} | dict(zip(KINDS, map(len, said), strict=True))
    rules = Counter(fact.evidence.rule for things in said for fact in things)
    return Outcome(
        facts.document.id,
        nquads,
        kinds,
        dict(sorted(rules.items())),
        rejections,
        len(facts.refusals),
        facts.document.warnings,
        profile=profile(facts).packed(),
    )
