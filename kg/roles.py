"""The events of a document made whole: what another telling of them, or a relation of what takes part, says of their roles.

Who launched a product that the text only says came out is its maker; who founded a firm, its founder. A relation of the
same sentence goes first; one from elsewhere counts only where the text tells a single one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Event, Mention, Relation

_MAKERS = ("manufacturer", "owner")
_OWNERS = ("owner", "parentOrganization")
#: class of events → the relations of its object that tell its agent
_AGENTS = {
    **dict.fromkeys(("Launch", "Presale", "DeliveryStart", "ProductionStart", "PriceChange", "Recall"), _MAKERS),
    "Discontinuation": _MAKERS,
    **dict.fromkeys(("Opening", "Construction", "Closure"), _OWNERS),
    "Founding": ("founder",),
    "Investment": ("investor",),
    "Acquisition": ("acquirer",),
}
_POSTS = ("Appointment", "Departure")
#: thing and property → what it stands in that relation to, with the sentence that says so
_Told = dict[tuple[str, str], list[tuple[Mention, tuple[int, int]]]]


def whole(events: Iterable[Event], relations: Iterable[Relation]) -> tuple[Event, ...]:
    """The events, each with the roles and the date that the rest of the document tells; every mention has its `entity`."""
    known: _Told = {}
    for relation in relations:
        if relation.stance == "Asserted" and isinstance(relation.object, Mention):
            told = known.setdefault((relation.subject.entity, relation.property), [])
            told.append((relation.object, relation.evidence.span))
    return _with_model(_told_once([_filled(event, known) for event in events]), known)


def _filled(event: Event, known: _Told) -> Event:
    """The event with the agent, or the organisation of the post, that a relation of its objects tells.

    An agent that the sentence does not name was only what the text spoke of last: a relation knows better.
    """
    if event.cls in _POSTS:
        place = None if event.counterparty else _one(event, ("worksFor",), known)
        return replace(event, counterparty=place) if place else event
    said = event.agent is not None and event.evidence.span.covers(event.agent.span)
    agent = None if said else _one(event, _AGENTS.get(event.cls, ()), known)
    return replace(event, agent=agent) if agent else event


def _one(event: Event, properties: Sequence[str], known: _Told) -> Mention | None:
    for thing in event.objects:
        for name in properties:
            told = known.get((thing.entity, name), [])
            here = [mention for mention, sentence in told if sentence == event.evidence.span]
            if here or len({mention.entity for mention, _ in told}) == 1:
                return (here or [mention for mention, _ in told])[0]
    return None


def _told_once(events: Sequence[Event]) -> tuple[Event, ...]:
    """An event told again without its date or agent is the one told with them, where there is only one such."""
    dated: dict[tuple[str, tuple[str, ...], str, str], list[Event]] = {}
    for event in events:
        if event.time and event.time.start and event.stance == "Asserted":
            dated.setdefault(_what(event), []).append(event)
    return tuple(_completed(event, dated.get(_what(event), [])) for event in events)


def _with_model(events: tuple[Event, ...], known: _Told) -> tuple[Event, ...]:
    """A trim whose launch is told without a date came out with its model: 新车共推出三个版本."""
    dates = {_what(event): event.time for event in events if event.cls == "Launch" and event.time}
    return tuple(
        replace(event, time=dates.get((event.cls, (base.entity,), event.status, event.stance)))
        if event.cls == "Launch" and not event.time and (base := _one(event, ("variantOf",), known))
        else event
        for event in events
    )


def _what(event: Event) -> tuple[str, tuple[str, ...], str, str]:
    return event.cls, tuple(mention.entity for mention in event.objects), event.status, event.stance


def _completed(event: Event, dated: list[Event]) -> Event:
    """The event with the fullest date that is told of it: 2025年5月 and 5月12日 are one, two days are two events.

    What another did (two firms work with the same one) is another event.
    """
    dated = [one for one in dated if not (one.agent and event.agent) or one.agent.entity == event.agent.entity]
    told = max(dated, key=lambda one: len(_day(one)), default=None)
    if told is None or not all(_day(told).startswith(_day(one)) for one in dated):
        return event
    return replace(event, time=told.time, agent=event.agent or told.agent)


def _day(event: Event) -> str:
    return (event.time.period if event.time else None) or ""
