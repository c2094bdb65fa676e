"""A part of a graph as a picture: around a thing, or what a query answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg import query as questions
from kg.among import HUBS, among, large, things
from kg.among import around as beside
from kg.calm import calm
from kg.errors import QueryError, UsageError
from kg.store import Graph
from kg.table import hubs
from kg.visualise import TITLE, Network
from kg.visualise.construct import constructed
from kg.visualise.data import view as values
from kg.visualise.page import render
from kg.visualise.part import HOPS, around, keep, selected
from kg.visualise.values import Asked, View


def view(
    graph: Graph,
    *,
    query: str = "",
    parameters: Mapping[str, str] | None = None,
    around: str = "",
    hops: int = 1,
    title: str = "",
) -> Network:
    """A part of the graph as a network, which shows itself in a notebook and is written by `write_html(path)`.

    `query` is SPARQL, an .rq file or a named query with its `parameters`: what a CONSTRUCT or DESCRIBE gives is drawn, what
    a SELECT gives is marked in its neighbourhood of so many `hops`, 1 to 3. `around` is the name or IRI of a thing whose
    neighbourhood is drawn. Without both it is the whole graph. Raises QueryError (no such name, or one of several things;
    wrong SPARQL) and UsageError (what does not fit together; an answer that cannot be drawn).

    >>> view(Graph()).num_nodes()
    0
    """
    if query and around:
        raise UsageError("draw either a query or the surroundings of a thing, not both")
    if hops not in HOPS:
        raise UsageError(f"hops must be one of {', '.join(map(str, HOPS))}, not {hops}")
    if around:
        thing = named(graph, around)
        seen = _seen(graph, beside(graph, thing, hops)) if large(graph) else values(graph)
        return _surroundings(seen, thing, hops, title)
    if query:
        return Network(_answered(graph, query, parameters or {}, hops), title=title or _title(query))
    return whole(graph, title=title or TITLE)


def whole(graph: Graph, *, title: str = TITLE) -> Network:
    """The graph as a network; of one with more triples than are drawn (`kg.among.DRAWN`), its hubs and what ties them together.

    >>> whole(Graph()).num_nodes()
    0
    """
    if not large(graph):
        return Network(values(graph), title=title)
    most = [thing for thing, _ in hubs(graph, HUBS)]
    seen = keep(_seen(graph, most), frozenset(most))
    number = len(seen.things) - len(seen.aside)
    return Network(replace(seen, asked=Asked("part", "", number, things(graph))), title=title)


def page(graph: Graph, *, title: str = TITLE) -> str:
    """The same as an HTML page.

    >>> page(Graph()).startswith("<!doctype html>")
    True
    """
    with calm():
        return render(whole(graph, title=title))


def _seen(graph: Graph, some: Sequence[str]) -> View:
    """What is told of some things among themselves."""
    return values(among(graph, some))


def named(graph: Graph, name: str) -> str:
    """The IRI of the one thing of that name or IRI; one that has it as its label goes before those that have it besides.

    Raises QueryError with names like it, or with the things among which to choose.
    """
    found = graph.find(name)
    if len(found) > 1:
        found = _labelled(graph, found, name) or found
    if not found:
        known = graph.query("SELECT DISTINCT ?s { ?s rdfs:label ?n }").rows()
        found = [name] if name in {str(thing) for (thing,) in known} else []
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"'{name}' names {len(found)} things 名称有歧义; say which by its IRI: {', '.join(found)}")
    near = graph.near(name)
    hint = (
        f"did you mean {'、'.join(near)}?" if near else "see the names with: kg query 'SELECT ?n { ?s rdfs:label ?n }'"
    )
    raise QueryError(f"nothing in the graph is called '{name}' 图中没有这个名称; {hint}")


def _labelled(graph: Graph, things: list[str], name: str) -> list[str]:
    """Those whose label is the name to the letter."""
    listed = " ".join(f"<{thing}>" for thing in things)
    rows = graph.query(f"SELECT DISTINCT ?s ?n {{ VALUES ?s {{ {listed} }} ?s rdfs:label ?n }} ORDER BY ?s").rows()
    return [str(thing) for thing, label in rows if label == name]


def _surroundings(whole: View, thing: str, hops: int, title: str) -> Network:
    found = around(whole, [thing], hops)
    label = next((one.label for one in found.things if one.id == thing), "")
    if not label:
        raise QueryError(
            f"{thing} is no thing that can be drawn: look at a thing of the world, not at a document or number"
        )
    number = len(found.things) - len(found.aside)
    asked = Asked("around", label, number, len(whole.things), hops)
    return Network(replace(found, asked=asked), title=title or label)


def _answered(graph: Graph, query: str, parameters: Mapping[str, str], hops: int) -> View:
    answer = questions.query(graph, query, parameters=parameters)
    words = _words(query)
    if answer.boolean is not None:
        raise UsageError(f"{words or 'the query'}: an ASK draws nothing; write SELECT or CONSTRUCT")
    whole = values(graph)
    return selected(whole, answer, words, hops) if answer.triples is None else constructed(whole, answer, words)


def _words(query: str) -> str:
    """What a query is called: its name or its file's; nothing where it is SPARQL itself."""
    words = query.strip()
    return words if words in questions.queries() else Path(words).stem if words.endswith(".rq") else ""


def _title(query: str) -> str:
    known = questions.queries().get(query.strip())
    return known.title[0] if known else TITLE
