"""The graph against ontology/shapes.ttl (SHACL) and against what SHACL cannot say: a report, not an exception.

The shapes run in pyshacl over a plain rdflib graph, without inference: the class tree of kg.ttl is laid beside the data,
which is all that `sh:class` needs. One article takes about a tenth of a second, 100,000 triples some twelve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Dataset, Literal, URIRef
from rdflib import Graph as Triples
from rdflib.namespace import SH

from kg.nquads import KG
from kg.ontology import ontology_folder
from kg.store import Graph

if TYPE_CHECKING:
    from rdflib.term import Node

#: terms of RDF itself, which no ontology need declare
_CORE = frozenset((RDF.type, RDF.subject, RDF.predicate, RDF.object, RDF.Statement, RDFS.label, OWL.sameAs))
_HELD = frozenset(map(URIRef, (f"{KG}Asserted", f"{KG}Planned")))
_DECLARED = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Where a graph breaks a rule: at which node, by which property, with which value, and what the rule is."""

    focus: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """All violations, sorted; none means that the graph conforms."""

    violations: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Is there nothing to complain of?"""
        return not self.violations

    def __str__(self) -> str:
        if self.conforms:
            return "conforms: no violation\n"
        return "".join(f"{violation}\n" for violation in self.violations) + f"{len(self.violations)} violations\n"


def validate(graph: Graph | Triples | str | Path, *, folder: Path | None = None) -> Report:
    """Holds a graph (ours, rdflib's, or a file) against the ontology. Raises InputError where a file cannot be read.

    >>> validate(Graph()).conforms
    True
    """
    folder = folder or ontology_folder()
    data, terms = _plain(graph), _terms(folder)
    found = [violation for check in CHECKS for violation in check(data, terms)]
    found += _shacl(data, terms, folder)
    return Report(tuple(sorted(set(found))))


# ---------------------------------------------------------------- SHACL


def _shacl(data: Triples, terms: Terms, folder: Path) -> Iterator[Violation]:
    import pyshacl

    terms.lay_beside(data)
    results = pyshacl.validate(
        data, shacl_graph=_shapes(folder), inference="none", advanced=False, meta_shacl=False, inplace=True
    )[1]
    if not isinstance(results, Triples):
        raise RuntimeError(f"pyshacl gave no report: {results}")
    for result in results.subjects(RDF.type, SH.ValidationResult):
        words = sorted(results.objects(result, SH.resultMessage), key=_language)
        path = results.value(result, SH.resultPath)
        yield Violation(
            focus=_short(results.value(result, SH.focusNode)),
            path="" if path is None or isinstance(path, BNode) else _short(path),
            value=_short(results.value(result, SH.value)),
            message=" | ".join(dict.fromkeys(map(str, words))),
        )


def _language(words: Node) -> tuple[bool, str]:
    """Chinese first."""
    return getattr(words, "language", None) != "zh", str(words)


@cache
def _shapes(folder: Path) -> Triples:
    return Triples().parse(folder / "shapes.ttl", format="turtle")


def _plain(graph: Graph | Triples | str | Path) -> Triples:
    """All triples in one graph of rdflib's own memory, a copy: what is laid beside them must not reach the user's."""
    if isinstance(graph, str | Path):
        graph = Graph.load(graph)
    if isinstance(graph, Graph):
        return graph.merged()
    plain = Triples()
    if isinstance(graph, Dataset):
        triples = ((s, p, o) for s, p, o, _ in graph.quads((None, None, None, None)))
    else:
        triples = iter(graph)
    for triple in triples:
        plain.add(triple)
    return plain


# ---------------------------------------------------------------- what SHACL Core cannot say


class Terms:
    """What kg.ttl defines, as far as the checks ask."""

    def __init__(self, ontology: Triples) -> None:
        self.ontology = ontology
        self.defined = _CORE.union(*(set(ontology.subjects(RDF.type, cls)) for cls in _DECLARED))
        self.inverses = {
            inverse: ontology.value(inverse, OWL.inverseOf) for inverse in ontology.subjects(OWL.inverseOf)
        }
        self.tree = [
            triple for triple in ontology.triples((None, RDFS.subClassOf, None)) if isinstance(triple[2], URIRef)
        ]

    def lay_beside(self, data: Triples) -> None:
        """Adds the class tree, and of the metrics, units and values that the data uses their types and names."""
        used = {term for term in data.objects() if isinstance(term, URIRef) and term.startswith(KG)} & self.defined
        for triple in self.tree:
            data.add(triple)
        for term in used:
            for predicate in (RDF.type, RDFS.label, SKOS.notation):
                for value in self.ontology.objects(term, predicate):
                    data.add((term, predicate, value))


@cache
def _terms(folder: Path) -> Terms:
    return Terms(Triples().parse(folder / "kg.ttl", format="turtle"))


def undefined(data: Triples, terms: Terms) -> Iterator[Violation]:
    """Properties, classes and other terms of ours that nobody defined."""
    for predicate in sorted(set(data.predicates()), key=str):
        if predicate not in terms.defined:
            subject = min(data.subjects(predicate), key=str)
            yield _violation(
                subject, predicate, None, "词表中没有这个属性 | the ontology does not define this property"
            )
    for cls in sorted(set(data.objects(None, RDF.type)), key=str):
        if cls not in terms.defined:
            subject = min(data.subjects(RDF.type, cls), key=str)
            yield _violation(subject, RDF.type, cls, "词表中没有这个类 | the ontology does not define this class")
    for term in sorted({o for o in data.objects() if isinstance(o, URIRef) and o.startswith(KG)} - terms.defined):
        if (term, RDF.type, None) not in data and (None, RDF.type, term) not in data:
            subject, predicate = min(data.subject_predicates(term))
            yield _violation(
                subject, predicate, term, "词表与图中都没有这个词 | neither ontology nor graph define this term"
            )


def inverted(data: Triples, terms: Terms) -> Iterator[Violation]:
    """Inverse properties: they are for reasoners, the graph has each relation in one direction only."""
    for inverse, written in sorted(terms.inverses.items()):
        for subject, value in sorted(data.subject_objects(inverse)):
            yield _violation(
                subject, inverse, value, f"应写反向 {_short(written)} | write {_short(written)} the other way"
            )


def backing(data: Triples, terms: Terms) -> Iterator[Violation]:
    """Relations without a statement that holds them, statements told twice, and things tied to themselves."""
    stances: dict[tuple[Node, ...], list[Node | None]] = {}
    for statement in data.subjects(RDF.type, RDF.Statement):
        parts = [data.value(statement, part) for part in (RDF.subject, RDF.predicate, RDF.object)]
        if None not in parts:
            key = tuple(part for part in parts if part is not None)
            stances.setdefault(key, []).append(data.value(statement, URIRef(f"{KG}stance")))
    for (subject, predicate, value), held in sorted(stances.items()):
        if len(set(held)) < len(held):
            yield _violation(subject, predicate, value, "同一陈述写了两次 | one statement stands twice")
        if subject == value:
            yield _violation(subject, predicate, value, "事物与自身的关系 | a thing is tied to itself")
    for relation in _relations():
        for subject, value in sorted(data.subject_objects(relation)):
            held = stances.get((subject, relation, value), [])
            if not held:
                yield _violation(subject, relation, value, "关系没有陈述作证 | no statement backs this relation")
            elif not any(stance is None or stance in _HELD for stance in held):
                message = "被否认、假设或仅为观点者不得成为关系 | what is denied, supposed or opined must not stand as a relation"
                yield _violation(subject, relation, value, message)


def lengths(data: Triples, terms: Terms) -> Iterator[Violation]:
    """Spans whose words are not as long as the span says."""
    start, end, text = (URIRef(KG + name) for name in ("start", "end", "text"))
    for span, words in sorted(data.subject_objects(text)):
        ends = [_integer(data.value(span, edge)) for edge in (start, end)]
        if None not in ends and len(str(words)) != (ends[1] or 0) - (ends[0] or 0):
            yield _violation(span, text, words, "原文的长度与位置不符 | the words are not as long as start and end say")


CHECKS: tuple[Callable[[Triples, Terms], Iterator[Violation]], ...] = (undefined, inverted, backing, lengths)


@cache
def _relations() -> tuple[URIRef, ...]:
    from kg.ontology import load

    return tuple(URIRef(KG + name) for name in sorted(load().properties))


def _integer(term: Node | None) -> int | None:
    words = str(term)
    return int(words) if words.isdigit() else None


def _violation(focus: Node, path: Node, value: Node | None, message: str) -> Violation:
    return Violation(_short(focus), _short(path), _short(value), message)


_PREFIXES = {KG: "kg:", str(RDF): "rdf:", str(RDFS): "rdfs:", str(SKOS): "skos:"}


def _short(term: Node | None) -> str:
    """A term for people: prefixed where it can be, words in quotes and not too long."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return f'"{term[:60]}…"' if len(term) > 60 else f'"{term}"'
    for iri, prefix in _PREFIXES.items():
        if str(term).startswith(iri):
            return prefix + str(term)[len(iri) :]
    return str(term)
