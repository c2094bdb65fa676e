"""A part of what a graph says: the neighbourhood of some things, what a SELECT points at, what a CONSTRUCT draws."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.errors import UsageError
from kg.store import Answer
from kg.visualise.values import Asked, Claim, Happening, Number, View, Words

HOPS = (1, 2, 3)


def around(view: View, starts: Sequence[str], hops: int = 1) -> View:
    """The things at most so many links and events from some, with all that is said among them; the `starts` are marked.

    What is reached over plans, opinions and denials alone stands aside. Raises UsageError where `hops` is none of HOPS.

    >>> from kg.visualise.values import Link, Thing
    >>> line = [Link(a, "owner", b, Claim()) for a, b in ("ab", "bc", "cd")]
    >>> whole = View(tuple(Thing(id, id, "Company") for id in "abcd"), tuple(line))
    >>> [thing.id for thing in around(whole, ["a"], 2).things]
    ['a', 'b', 'c']
    """
    if hops not in HOPS:
        raise UsageError(f"hops must be one of {', '.join(map(str, HOPS))}, not {hops}")
    firm = _reached((tie[:2] for tie in _ties(view) if not tie[2]), starts, hops)
    loose = _reached((tie[:2] for tie in _ties(view)), starts, hops)
    return replace(keep(view, loose, aside=loose - firm), marked=tuple(starts))


def _ties(view: View) -> Iterator[tuple[str, str, bool]]:
    """The lines of the picture: both ends, and whether it is not simply so."""
    things = {thing.id for thing in view.things}
    for link in view.links:
        if link.subject in things and link.object in things:
            yield link.subject, link.object, link.claim.stance != "Asserted"
    for event in view.happenings:
        for start, end in event.ties():
            yield start, end, event.claim.stance != "Asserted" or event.status != "Actual"


def _reached(ties: Iterable[tuple[str, str]], starts: Iterable[str], hops: int) -> set[str]:
    beside: dict[str, set[str]] = {}
    for start, end in ties:
        beside.setdefault(start, set()).add(end)
        beside.setdefault(end, set()).add(start)
    reached = set(starts)
    rim = set(reached)
    for _ in range(hops):
        rim = {other for thing in rim for other in beside.get(thing, ())} - reached
        reached |= rim
    return reached


def keep(view: View, ids: Collection[str], *, aside: Iterable[str] = ()) -> View:
    """These things and what is said of them alone: no fact loses an end. Who says something comes along, aside."""
    all_things = {thing.id for thing in view.things}
    numbers = tuple(number for number in view.numbers if number.about in ids)
    counted = {number.id for number in numbers}
    part = replace(
        view,
        links=tuple(
            link
            for link in view.links
            if link.subject in ids
            and (isinstance(link.object, Words) or link.object in ids or link.object not in all_things)
        ),
        numbers=numbers,
        moves=tuple(move for move in view.moves if {move.before, move.after} <= counted),
        happenings=tuple(event for event in view.happenings if _inside(event, ids)),
    )
    return _with_speakers(part, view, ids, aside)


def _inside(event: Happening, ids: Collection[str]) -> bool:
    ends = {end for tie in event.ties() for end in tie}
    return all(end in ids for end in ends) if ends else any(thing in ids for _, thing in event.roles)


def _with_speakers(part: View, whole: View, ids: Collection[str], aside: Iterable[str]) -> View:
    claims = list(claims_of(part))
    speakers = {claim.speaker for claim in claims if claim.speaker} - set(ids)
    read = {proof.document for claim in claims for proof in claim.proofs}
    return replace(
        part,
        things=tuple(thing for thing in whole.things if thing.id in ids or thing.id in speakers),
        papers=tuple(paper for paper in whole.papers if paper.id in read),
        aside=tuple(sorted({*aside, *speakers})),
    )


def claims_of(view: View) -> Iterator[Claim]:
    """How every fact is said."""
    for facts in (view.links, view.numbers, view.moves, view.happenings):
        yield from (fact.claim for fact in facts)


def selected(view: View, answer: Answer, words: str, hops: int = 1) -> View:
    """What a SELECT points at, marked, in its neighbourhood; `words` say which query it was.

    A thing is pointed at by its IRI, by that of a number or event of it, or, where no IRI is selected, by its name. Raises
    UsageError where there is none.
    """
    marked = list(dict.fromkeys(_pointed(view, answer)))
    if not marked:
        raise UsageError(
            f"{words or 'the query'}: selects nothing that can be drawn; select things by their IRI or name 没有可显示的事物"
        )
    asked = Asked("select", words, len(marked), len(view.things), hops)
    return replace(around(view, marked, hops), asked=asked)


def _pointed(view: View, answer: Answer) -> Iterator[str]:
    rows = [[cell for cell in row if isinstance(cell, str)] for row in answer.rows()]
    stand_for = _standing(view)
    iris = answer.iris()
    found = [thing for row in rows for cell in row if cell in iris for thing in stand_for.get(cell, ())]
    if found:
        yield from found
        return
    named = _named(view)
    for row in rows:
        for cell in row:
            yield from named.get(cell, ())


def _standing(view: View) -> dict[str, list[str]]:
    """IRI → the things that are meant by it."""
    things = {thing.id for thing in view.things}
    found: dict[str, list[str]] = {number.id: [number.about] for number in view.numbers}
    found |= {event.id: [thing for _, thing in event.roles] for event in view.happenings}
    found |= {id: [id] for id in things}
    return {iri: [id for id in meant if id in things] for iri, meant in found.items()}


def _named(view: View) -> dict[str, list[str]]:
    """Name → the things of that label; where there are none, of that other name."""
    found: dict[str, list[str]] = {}
    for thing in view.things:
        found.setdefault(thing.label, []).append(thing.id)
    labels = frozenset(found)
    for thing in view.things:
        for name in thing.names:
            if name not in labels:
                found.setdefault(name, []).append(thing.id)
    return found


def numbers_and_events(view: View, iris: Collection[str]) -> tuple[tuple[Number, ...], tuple[Happening, ...]]:
    """Those of these IRIs."""
    numbers = tuple(number for number in view.numbers if number.id in iris)
    return numbers, tuple(event for event in view.happenings if event.id in iris)
