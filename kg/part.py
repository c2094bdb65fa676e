"""A part of a graph as a graph: by things, days, source and class; only whole facts, with their evidence and documents."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.errors import QueryError, UsageError
from kg.leaf import Leaf, days, inside, leaves, whole
from kg.look import named
from kg.model import below
from kg.nquads import term
from kg.ontology import CLASSES, ontology_folder, table
from kg.store import Graph
from kg.table import AT_ONCE, ROLES

DATES = ("document", "fact")
#: documents that are added at once
_BATCH = 500
_ROLE = "|".join(ROLES)
_ROLES = tuple(map(term, ROLES))
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+)")
_EVIDENCE = term("kg:evidence")
_DOCUMENTS = """SELECT ?d (STR(?day) AS ?issued) ?source ?name ?publisher { ?d a kg:Document
  OPTIONAL { ?d dcterms:issued ?day } OPTIONAL { ?d dcterms:source ?source }
  OPTIONAL { ?d dcterms:publisher ?publisher OPTIONAL { ?publisher rdfs:label|skos:altLabel ?name } } }"""
_BESIDE = """SELECT DISTINCT ?other ?d {{ VALUES ?t {{ {things} }}
  ?fact {role} ?t ; {role} ?other ; prov:wasDerivedFrom ?d FILTER(isIRI(?other)) }}"""


class Choice(NamedTuple):
    """What a part holds; what is left empty chooses nothing away, and what is given must all be true.

    `things`: names or IRIs, of which a fact tells; with `hops`, also of what facts tie to them, so many times over. `since` and
    `until` (a year, a month or a day, both included) are of the document, or where `dates` is `fact` of the time that the fact
    speaks of. `source`: the name of a publisher, an address, its host or its beginning. `cls`: a class of things, with all below
    it, of which a fact tells, or of events; its key or its Chinese name.
    """

    things: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    source: str = ""
    cls: str = ""
    hops: int = 0
    dates: str = "document"


def part(graph: Graph, choice: Choice) -> Graph:
    """The part that is chosen. Raises UsageError (a date, class or source that there is not), QueryError (no such thing; nothing fits).

    >>> part(Graph(), Choice(cls="Car"))
    Traceback (most recent call last):
    kg.errors.UsageError: unknown class 'Car' 没有这个类; see them with: kg ontology --kind class, kg ontology --kind event
    """
    asked = _Asked(graph, choice)
    found = Graph(base=graph.base)
    waiting: list[str] = []
    for leaf in leaves(graph, asked.documents):
        waiting.append(_quads(leaf.iri, asked.cut(leaf)))
        if len(waiting) >= _BATCH:
            found.add("".join(waiting))
            waiting.clear()
    found.add("".join(waiting))
    if not len(found.engine):
        raise QueryError("nothing in the graph fits all that was asked for 没有符合全部条件的内容")
    return found


def _quads(graph: str, lines: Iterable[str]) -> str:
    ending = f" <{graph}> .\n" if graph else " .\n"
    return "".join(line + ending for line in lines)


class _Asked:
    """A choice, its words looked up in the graph."""

    def __init__(self, graph: Graph, choice: Choice) -> None:
        self._graph = graph
        if choice.dates not in DATES:
            raise UsageError(f"dates must be one of {', '.join(DATES)}, not '{choice.dates}'")
        if choice.hops < 0 or (choice.hops and not choice.things):
            raise UsageError("hops counts from things: 0 or more, and only with things")
        self.since, self.until = _range(choice.since, choice.until)
        self._of_facts = choice.dates == "fact" and bool(choice.since or choice.until)
        self._classes = _classes(choice.cls)
        self.documents = self._papers(choice)
        self._whole = not (choice.things or choice.cls or self._of_facts)
        self._things = self._reached([named(graph, name) for name in choice.things], choice.hops)
        if choice.things:
            self.documents = self._telling()

    def _papers(self, choice: Choice) -> frozenset[str] | None:
        """The documents of the chosen days and source; None for all."""
        by_day = choice.dates == "document" and bool(choice.since or choice.until)
        if not (by_day or choice.source):
            return None
        rows = [tuple(str(cell or "") for cell in row) for row in self._graph.query(_DOCUMENTS).rows()]
        if choice.source:
            rows = _from(choice.source, rows)
        return frozenset(row[0] for row in rows if not by_day or (row[1] and self.since <= row[1][:10] <= self.until))

    def _reached(self, starts: list[str], hops: int) -> frozenset[str]:
        reached, rim = set(starts), set(starts)
        for _ in range(hops):
            rim = {other for other, _ in self._beside(rim)} - reached
            reached |= rim
        return frozenset(f"<{thing}>" for thing in reached)

    def _telling(self) -> frozenset[str]:
        return frozenset(document for _, document in self._beside(thing[1:-1] for thing in self._things))

    def _beside(self, things: Iterable[str]) -> Iterator[tuple[str, str]]:
        """What shares a fact with one of the things, and a chosen document that tells it."""
        listed = [f"<{thing}>" for thing in sorted(things)]
        for start in range(0, len(listed), AT_ONCE):
            query = _BESIDE.format(things=" ".join(listed[start : start + AT_ONCE]), role=_ROLE)
            for other, document in self._graph.query(query).rows():
                if self.documents is None or document in self.documents:
                    yield str(other), str(document)

    def cut(self, leaf: Leaf) -> Iterator[str]:
        """What the part has of a document, as triples without their dot."""
        if self._whole and leaf.iri:
            for node in leaf.triples:
                yield from (f"{node} {name} {value}" for name, values in leaf.triples[node].items() for value in values)
            return
        chosen = [fact for fact in leaf.facts if self._chosen(leaf, fact)]
        yield from whole(leaf, chosen, self.documents)

    def _chosen(self, leaf: Leaf, fact: str) -> bool:
        told = leaf.all(fact, *_ROLES)
        if self._things and self._things.isdisjoint(told):
            return False
        kinds = {*leaf.classes(fact), *(cls for thing in told for cls in leaf.classes(thing))}
        if self._classes and self._classes.isdisjoint(kinds):
            return False
        start, end = leaf.period(fact) if self._of_facts else ("", "")
        if self._of_facts and not (start and start <= self.until and end >= self.since):
            return False
        return bool(leaf.iri) or any(inside(leaf, span, self.documents) for span in leaf.all(fact, _EVIDENCE))


def _range(since: str, until: str) -> tuple[str, str]:
    first, last = days(since or "0001"), days(until or "9999")
    for words, found in ((since, first), (until, last)):
        if not found:
            raise UsageError(f"'{words}' is no date: write YYYY, YYYY-MM or YYYY-MM-DD 日期格式不对")
    assert first and last
    if first[0] > last[1]:
        raise UsageError(f"since {since} is after until {until} 起始日期晚于结束日期")
    return first[0], last[1]


def _classes(cls: str) -> frozenset[str]:
    """The class and all below it; of events that one."""
    if not cls:
        return frozenset()
    labels = table(ontology_folder() / "terms.toml")["labels"]
    events = {name for name, about in labels.items() if about["kind"] == "event"}
    known = {labels[name]["zh"]: name for name in sorted(CLASSES | events) if name in labels}
    key = known.get(cls, cls)
    if key not in CLASSES | events:
        near = difflib.get_close_matches(cls, [*sorted(CLASSES | events), *known], 3)
        hint = (
            f"did you mean {'、'.join(near)}?"
            if near
            else "see them with: kg ontology --kind class, kg ontology --kind event"
        )
        raise UsageError(f"unknown class '{cls}' 没有这个类; {hint}")
    return below(key)


def _from(source: str, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The documents of a source. Raises UsageError where there are none, with what looks like it."""
    wanted = source.casefold()
    found = [row for row in rows if wanted in _called(row) or (":" in source and row[2].startswith(source))]
    if not found:
        known = sorted({name for row in rows for name in _called(row) if name})
        near = difflib.get_close_matches(wanted, known, 3) or known[:3]
        hint = f"there are {len(known)}, e.g. {'、'.join(near)}" if near else "its documents name none"
        raise UsageError(f"the graph has no document of the source '{source}' 没有这个来源; {hint}")
    return found


def _called(row: tuple[str, ...]) -> tuple[str, ...]:
    _, _, address, name, publisher = row
    host = _HOST.match(address)
    return tuple(words.casefold() for words in (name, address, host and host[1], publisher) if words)
