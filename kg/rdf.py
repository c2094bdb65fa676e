"""Facts → RDF with evidence, as lines of N-Quads: what `VOCABULARY.md` promises, term by term.

Lines are written directly: a worker needs no RDF library for that, and a document costs well under a millisecond. Everything that
one document says lies in one named graph, whose IRI is the document's.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kg.iri import iri_safe, url
from kg.model import Change, Entity, Event, Evidence, Facts, Mention, Observation, Relation, Time, plain
from kg.nquads import BASE, KG, document_iri, literal, mark, metric_iri, name_literal, term
from kg.ontology import Ontology

_GRAINS = {4: "gYear", 7: "gYearMonth", 10: "date"}


class NQuads:
    """Writes facts as N-Quads: built once, called per document.

    >>> from kg.model import Document
    >>> from kg.ontology import load
    >>> print(NQuads(load())(Facts(Document("a", "小米"), (Entity("小米", "Company", "小米"),))).splitlines()[-1])
    <https://w3id.org/zhkg/id/小米> <http://www.w3.org/2000/01/rdf-schema#label> "小米"@zh <https://w3id.org/zhkg/id/doc-a> .
    """

    def __init__(self, ontology: Ontology, *, base: str = BASE) -> None:
        self._units = ontology.units
        self._metrics = ontology.metrics
        self._base = base

    def __call__(self, facts: Facts) -> str:
        """The lines, sorted, each ended by a newline: equal facts give equal bytes."""
        page = _Page(facts, self._base)
        page.describe()
        for unit in {thing.quantity.unit: None for thing in page.observations if thing.quantity.unit}:
            page.unit(unit, self._units.get(unit))
        for metric in {metric: None for thing in page.observations for metric in (thing.metric, thing.of_metric)}:
            if metric and metric not in self._metrics:
                page.metric(metric)
        page.say()
        return page.text()


class _Voice(NamedTuple):
    """What relations, observations and events have in common."""

    stance: str
    speaker: Mention | None
    confidence: float


class _Page:
    """The named graph of one document, as it grows."""

    def __init__(self, facts: Facts, base: str) -> None:
        self.facts = facts
        self.document = facts.document
        self.base = base
        self.graph = f"<{document_iri(facts.document.id, base)}>"
        self.units: dict[str, str] = {}
        known = dict.fromkeys(facts.observations)
        for change in facts.changes:
            known.setdefault(change.before)
            known.setdefault(change.after)
        self.observations = tuple(known)
        self._lines: dict[str, None] = {}
        self._single: dict[tuple[str, str], str] = {}
        self._confidence: dict[str, float] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        self._lines[f"{subject} {predicate} {value} {self.graph} .\n"] = None

    def once(self, subject: str, predicate: str, value: str) -> None:
        """Words that one node has once in a document, however often the fact is told: the first telling counts."""
        if (subject, predicate) not in self._single:
            self._single[subject, predicate] = value
            self.add(subject, predicate, value)

    def text(self) -> str:
        for node, confidence in self._confidence.items():
            self.add(node, _CONFIDENCE, literal(plain(Decimal(f"{confidence:.4f}")), "decimal"))
        return "".join(sorted(self._lines))

    def thing(self, local: str) -> str:
        return f"<{self.base}{local}>"

    # ------------------------------------------------------------ what is talked about

    def describe(self) -> None:
        document, graph = self.document, self.graph
        self.add(graph, _TYPE, term("kg:Document"))
        self.add(graph, _IDENTIFIER, literal(document.id))
        if document.title:
            self.add(graph, term("dcterms:title"), literal(document.title))
        if document.issued:
            self.add(graph, term("dcterms:issued"), literal(document.issued.isoformat(), "date"))
        if document.source:
            address = url(document.source)
            self.add(graph, term("dcterms:source"), f"<{address}>" if address else literal(document.source))
        for entity in self.facts.entities:
            self.entity(entity)
        for author in document.authors:
            self.add(graph, term("dcterms:creator"), self.maker(author, "Person"))
        if document.publisher:
            self.add(graph, term("dcterms:publisher"), self.maker(document.publisher, "Media"))

    def maker(self, name: str, cls: str) -> str:
        """Who wrote or issued the document: a thing of the text where it has that name, else one of its own."""
        for entity in self.facts.entities:
            if name == entity.label or name in entity.names:
                return self.thing(entity.id)
        local = iri_safe(name)
        if local not in {entity.id for entity in self.facts.entities}:
            self.entity(Entity(local, cls, name))
        return self.thing(local)

    def entity(self, entity: Entity) -> None:
        node = self.thing(entity.id)
        self.add(node, _TYPE, term(f"kg:{entity.cls}"))
        self.add(node, _LABEL, name_literal(entity.label))
        for name in entity.names:
            if name and name != entity.label:
                self.add(node, _ALT_LABEL, name_literal(name))

    def unit(self, notation: str, local: str | None) -> None:
        node = f"<{KG}{local or 'unit-' + iri_safe(notation)}>"
        self.units[notation] = node
        self.add(node, _TYPE, term("kg:Unit"))
        self.add(node, term("skos:notation"), literal(notation))

    def metric(self, metric: str) -> None:
        node = f"<{metric_iri(metric)}>"
        self.add(node, _TYPE, term("kg:Metric"))
        self.add(node, _LABEL, name_literal(metric.removeprefix("metric-")))

    # ------------------------------------------------------------ what is said

    def say(self) -> None:
        for relation in self.facts.relations:
            self.relation(relation)
        for observation in self.observations:
            self.observation(observation)
        for change in self.facts.changes:
            self.change(change)
        for event in self.facts.events:
            self.event(event)

    def relation(self, relation: Relation) -> None:
        subject, predicate, target = (
            self.thing(relation.subject.entity),
            term(f"kg:{relation.property}"),
            relation.object,
        )
        value = literal(target) if isinstance(target, str) else self.thing(target.entity)
        stance = "" if relation.stance == "Asserted" else relation.stance
        key = target if isinstance(target, str) else "\x1e" + target.entity
        node = self.thing(mark("st", relation.subject.entity, relation.property, key, stance))
        if not stance:
            self.add(subject, predicate, value)
        self.add(node, _TYPE, term("rdf:Statement"))
        self.add(node, _SUBJECT, subject)
        self.add(node, _PREDICATE, predicate)
        self.add(node, _OBJECT, value)
        if relation.until:
            self.period(node, "kg:until", relation.until, words="" if relation.until.start else "kg:until")
        self.voice(node, _Voice(relation.stance, relation.speaker, relation.confidence))
        self.evidence(node, relation.evidence)

    def observation(self, observation: Observation) -> None:
        node, quantity = self.observed(observation), observation.quantity
        self.add(node, _TYPE, _OBSERVATION)
        self.add(node, _ABOUT, self.thing(observation.about.entity))
        self.add(node, _METRIC, f"<{metric_iri(observation.metric)}>")
        for predicate, number in zip(_NUMBERS, (quantity.value, quantity.minimum, quantity.maximum), strict=True):
            if number is not None:
                self.add(node, predicate, literal(plain(number), "decimal"))
        if quantity.unit:
            self.add(node, _UNIT, self.units[quantity.unit])
        self.once(node, _RAW, literal(quantity.span.of(self.document.text) or quantity.text))
        self.add(node, _STATUS, term(f"kg:{observation.status}"))
        self.add(node, _BOUND, term(f"kg:{quantity.bound}"))
        if observation.time:
            self.period(node, "kg:period", observation.time, words="kg:periodText")
        self.particulars(node, observation)
        self.voice(node, _Voice(observation.stance, observation.speaker, observation.confidence))
        self.evidence(node, observation.evidence)

    def particulars(self, node: str, observation: Observation) -> None:
        if observation.of_metric:
            self.add(node, term("kg:ofMetric"), f"<{metric_iri(observation.of_metric)}>")
        if observation.of_thing:
            self.add(node, term("kg:ofThing"), literal(observation.of_thing))
        if observation.holder:
            self.add(node, term("kg:holder"), self.thing(observation.holder.entity))

    def observed(self, observation: Observation) -> str:
        """The node of an observation: with a period it is the same in all documents, without one it is this one's own."""
        quantity, period = observation.quantity, observation.time.period if observation.time else None
        numbers = [
            None if number is None else plain(number) for number in (quantity.value, quantity.minimum, quantity.maximum)
        ]
        held = observation.holder.entity if observation.holder else None
        of = (observation.of_metric, observation.of_thing, held)
        home = None if period else self.document.id
        said = (quantity.unit, quantity.bound, observation.status, period, observation.stance)
        return self.thing(mark("obs", observation.about.entity, observation.metric, *numbers, *said, *of, home))

    def change(self, change: Change) -> None:
        before, after = self.observed(change.before), self.observed(change.after)
        node = self.thing(mark("chg", before.removeprefix("<" + self.base), after.removeprefix("<" + self.base)))
        self.add(node, _TYPE, term("kg:Change"))
        self.add(node, _ABOUT, self.thing(change.after.about.entity))
        self.add(node, _METRIC, f"<{metric_iri(change.after.metric)}>")
        self.add(node, term("kg:before"), before)
        self.add(node, term("kg:after"), after)
        confidence = min(change.before.confidence, change.after.confidence)
        self.voice(node, _Voice(change.after.stance, change.after.speaker, confidence))
        self.evidence(node, change.evidence)

    def event(self, event: Event) -> None:
        objects = tuple(dict.fromkeys(thing.entity for thing in event.objects))
        roles = {"agent": event.agent, "counterparty": event.counterparty, "place": event.place}
        date = event.time.period if event.time else None
        actors = [thing.entity if thing else None for thing in (event.agent, event.counterparty)]
        home = None if date else self.document.id
        key = (event.cls, "\x1e".join(sorted(objects)), *actors, date, event.status, event.stance, home)
        node = self.thing(mark("ev", *key))
        self.add(node, _TYPE, term(f"kg:{event.cls}"))
        for local in objects:
            self.add(node, _EVENT_OBJECT, self.thing(local))
        for role, thing in roles.items():
            if thing:
                self.add(node, term(f"kg:{role}"), self.thing(thing.entity))
        if event.time:
            self.period(node, "kg:date", event.time, words="kg:dateText")
        self.add(node, _STATUS, term(f"kg:{event.status}"))
        self.voice(node, _Voice(event.stance, event.speaker, event.confidence))
        self.evidence(node, event.evidence)

    # ------------------------------------------------------------ who says so, when, where

    def voice(self, node: str, voice: _Voice) -> None:
        self.add(node, _STANCE, term(f"kg:{voice.stance}"))
        if voice.speaker and voice.speaker.entity:
            self.add(node, _ATTRIBUTED, self.thing(voice.speaker.entity))
        self._confidence[node] = max(voice.confidence, self._confidence.get(node, 0.0))

    def period(self, node: str, predicate: str, time: Time, *, words: str = "") -> None:
        """A year, month or day as a literal, a stretch as a time:Interval; unresolved words only as words."""
        if time.start and time.end:
            interval = self.thing(f"interval-{time.start}-{time.end}")
            self.add(node, term(predicate), interval)
            self.add(interval, _TYPE, term("time:Interval"))
            self.add(interval, _START, literal(time.start, _GRAINS[len(time.start)]))
            self.add(interval, _END, literal(time.end, _GRAINS[len(time.end)]))
        elif time.start:
            self.add(node, term(predicate), literal(time.start, _GRAINS[len(time.start)]))
        if words:
            self.once(node, term(words), literal(time.span.of(self.document.text) or time.text))

    def evidence(self, node: str, evidence: Evidence) -> None:
        start, end = evidence.span
        span = self.thing(mark("span", self.document.id, start, end))
        self.add(node, _EVIDENCE, span)
        self.add(node, _RULE, literal(evidence.rule))
        self.add(node, _DERIVED, self.graph)
        self.add(span, _TYPE, _SPAN)
        self.add(span, _IN_DOCUMENT, self.graph)
        self.add(span, _START, literal(str(start), "integer"))
        self.add(span, _END, literal(str(end), "integer"))
        self.add(span, _TEXT, literal(self.document.text[start:end]))


def nquads(many: Iterable[Facts], ontology: Ontology, *, base: str = BASE) -> str:
    """The facts of several documents, one after the other."""
    writer = NQuads(ontology, base=base)
    return "".join(map(writer, many))


_TYPE, _LABEL, _ALT_LABEL = term("rdf:type"), term("rdfs:label"), term("skos:altLabel")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_IDENTIFIER, _DERIVED = term("dcterms:identifier"), term("prov:wasDerivedFrom")
_OBSERVATION, _ABOUT, _METRIC, _UNIT = (term(f"kg:{name}") for name in ("Observation", "about", "metric", "unit"))
_NUMBERS = tuple(term(f"kg:{name}") for name in ("value", "minValue", "maxValue"))
_RAW, _STATUS, _BOUND, _STANCE = (term(f"kg:{name}") for name in ("rawValue", "status", "bound", "stance"))
_ATTRIBUTED, _CONFIDENCE, _RULE = (term(f"kg:{name}") for name in ("attributedTo", "confidence", "rule"))
_EVIDENCE, _SPAN, _IN_DOCUMENT = (term(f"kg:{name}") for name in ("evidence", "Span", "inDocument"))
_START, _END, _TEXT, _EVENT_OBJECT = (term(f"kg:{name}") for name in ("start", "end", "text", "object"))
