"""What a corpus tells of some things among themselves: a part that can be looked at, where the whole is too large for one picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from kg.leaf import leaves, whole
from kg.ontology import CLASSES
from kg.store import Graph
from kg.table import AT_ONCE, ROLES

#: triples of a graph that is drawn as it is
DRAWN = 250_000
#: things of a picture
HUBS = 300
#: facts of a picture, of two things, and numbers of one thing
FACTS, OF_TWO, NUMBERS = 2_000, 3, 8
_ROLE = "|".join(ROLES)
_LARGE = "SELECT (COUNT(*) AS ?n) {{ SELECT * {{ ?s ?p ?o }} LIMIT {most} }}"
_THINGS = "SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} ?s a ?c }} }}"
_TOLD = "SELECT ?fact ?thing {{ VALUES ?thing {{ {things} }} ?fact {role} ?thing }}"
_BESIDE = "SELECT ?fact ?other {{ VALUES ?fact {{ {things} }} ?fact {role} ?other FILTER(isIRI(?other)) }}"
_NUMBERS = """SELECT ?fact (COUNT(?d) AS ?n) {{ ?fact kg:about <{thing}> ; a kg:Observation ; prov:wasDerivedFrom ?d }}
  GROUP BY ?fact ORDER BY DESC(?n) ?fact LIMIT {most}"""
_FROM = "SELECT ?fact (MIN(?d) AS ?first) {{ VALUES ?fact {{ {things} }} ?fact prov:wasDerivedFrom ?d }} GROUP BY ?fact"


def large(graph: Graph) -> bool:
    """Has it more triples than are drawn? No more are counted.

    >>> large(Graph())
    False
    """
    ((many,),) = graph.query(_LARGE.format(most=DRAWN + 1)).rows()
    return int(str(many)) > DRAWN


def things(graph: Graph) -> int:
    """How many things of the world there are.

    >>> things(Graph())
    0
    """
    ((many,),) = graph.query(_THINGS.format(classes=" ".join(f"kg:{cls}" for cls in sorted(CLASSES)))).rows()
    return int(str(many))


def around(graph: Graph, thing: str, hops: int = 1, *, most: int = HUBS) -> list[str]:
    """A thing and what most facts tie to it, then to those, so many times over; at most so many things.

    >>> around(Graph(), "urn:a")
    ['urn:a']
    """
    found, rim = {thing: None}, [thing]
    for step in range(hops):
        counts = _beside(graph, rim)
        room = max(2, most * (step + 1) // hops)
        rim = nsmallest(room - len(found), counts.keys() - found.keys(), key=lambda one: (-counts[one], one))
        found |= dict.fromkeys(rim)
    return list(found)


def _beside(graph: Graph, things: Sequence[str]) -> Counter[str]:
    """How many facts tie each other thing to one of these."""
    facts = sorted({fact for fact, _ in _asked(graph, _TOLD, things)})
    return Counter(other for _, other in set(_asked(graph, _BESIDE, facts)))


def among(graph: Graph, things: Sequence[str], *, numbers: int = NUMBERS) -> Graph:
    """Facts that tie two of these things together, of each two the first few, and the numbers of each that most documents tell.

    Each fact comes as one document tells it, with its sentences. Equal graphs give equal parts.

    >>> len(among(Graph(), ["urn:a"]))
    0
    """
    chosen = [*_ties(graph, things), *(one for thing in things for one in _numbers(graph, thing, numbers))]
    sources: dict[str, list[str]] = {}
    for fact, document in _asked(graph, _FROM, sorted(set(chosen))):
        sources.setdefault(document, []).append(f"<{fact}>")
    part = Graph(base=graph.base)
    part.add("".join(_quads(graph, sources)))
    return part


def _ties(graph: Graph, things: Iterable[str]) -> Iterator[str]:
    """The facts of two things or more: those of the pairs of which most is told, and of each pair a few."""
    ends: dict[str, list[str]] = {}
    for fact, thing in sorted(set(_asked(graph, _TOLD, sorted(things)))):
        ends.setdefault(fact, []).append(thing)
    pairs: dict[tuple[str, ...], list[str]] = {}
    for fact, both in ends.items():
        if len(both) > 1:
            pairs.setdefault(tuple(both), []).append(fact)
    telling = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    for _, facts in telling[: FACTS // OF_TWO]:
        yield from sorted(facts)[:OF_TWO]


def _numbers(graph: Graph, thing: str, most: int) -> list[str]:
    return [str(fact) for fact, _ in graph.query(_NUMBERS.format(thing=thing, most=most)).rows() if fact is not None]


def _asked(graph: Graph, query: str, things: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The rows of a query that is asked of so many things at a time."""
    for start in range(0, len(things), AT_ONCE):
        listed = " ".join(f"<{thing}>" for thing in things[start : start + AT_ONCE])
        for one, other in graph.query(query.format(things=listed, role=_ROLE)).rows():
            if one is not None and other is not None:
                yield str(one), str(other)


def _quads(graph: Graph, sources: Mapping[str, list[str]]) -> Iterator[str]:
    every = {fact for facts in sources.values() for fact in facts}
    for leaf in leaves(graph, sources.keys()):
        chosen = sources.get(leaf.iri, ()) if leaf.iri else every
        facts = [fact for fact in leaf.facts if fact in chosen]
        ending = f" <{leaf.iri}> .\n" if leaf.iri else " .\n"
        yield from (line + ending for line in whole(leaf, facts))
