"""Facts become RDF as the vocabulary says, whatever stands in names and texts."""

from dataclasses import replace
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD

from kg.iri import iri_safe, url
from kg.model import Document, Entity, Evidence, Facts, Mention, Observation, Quantity, Relation, Span, Time
from kg.nquads import BASE, literal, quads, value
from kg.rdf import NQuads, nquads

KG = rdflib.Namespace("https://w3id.org/zhkg/ontology#")
ENT = rdflib.Namespace(BASE)


def parsed(lines: str) -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=lines, format="nquads")
    return dataset


@pytest.fixture
def graph(facts: Facts, ontology) -> rdflib.Graph:
    return parsed(NQuads(ontology)(facts))


def one(graph: rdflib.Graph, cls: URIRef, **wanted: object) -> URIRef:
    found = [
        node
        for node in graph.subjects(RDF.type, cls)
        if all((node, KG[name], term) in graph for name, term in wanted.items())
    ]
    assert len(found) == 1, found
    return found[0]


def statement(graph: rdflib.Graph, subject: str, predicate: str, target: rdflib.term.Node) -> URIRef:
    found = set(graph.subjects(RDF.subject, ENT[subject]))
    found &= set(graph.subjects(RDF.predicate, KG[predicate])) & set(graph.subjects(RDF.object, target))
    assert len(found) == 1
    return found.pop()


def test_entity_has_class_label_and_other_names(graph):
    company = ENT["云帆汽车"]
    assert graph.value(company, RDF.type) == KG.Company
    assert graph.value(company, RDFS.label) == Literal("云帆汽车", lang="zh")
    assert graph.value(company, SKOS.altLabel) == Literal("云帆", lang="zh")


def test_asserted_relation_stands_as_a_triple_with_its_statement(graph):
    assert (ENT["云帆E7"], KG.manufacturer, ENT["云帆汽车"]) in graph
    node = statement(graph, "云帆E7", "manufacturer", ENT["云帆汽车"])
    assert graph.value(node, RDF.type) == RDF.Statement
    assert graph.value(node, KG.confidence) == Literal(Decimal("0.9"))
    assert graph.value(node, KG.stance) == KG.Asserted
    assert graph.value(node, PROV.wasDerivedFrom) == ENT["doc-yunfan"]


@pytest.mark.parametrize("stance", ["Denied", "Hypothetical", "Opinion", "Planned"])
def test_what_is_not_asserted_is_only_a_statement(facts, ontology, stance):
    relation = replace(facts.relations[0], stance=stance)
    graph = parsed(NQuads(ontology)(replace(facts, relations=(relation,))))
    assert (ENT["云帆E7"], KG.manufacturer, None) not in graph
    node = statement(graph, "云帆E7", "manufacturer", ENT["云帆汽车"])
    assert graph.value(node, KG.stance) == KG[stance]


def test_job_title_is_a_literal_with_a_statement(graph):
    title = Literal("首席执行官")
    assert (ENT["李雷"], KG.jobTitle, title) in graph
    assert graph.value(statement(graph, "李雷", "jobTitle", title), KG.confidence) == Literal(Decimal("0.95"))


def test_a_relation_that_is_over_says_so_in_the_words_of_the_text(facts, ontology):
    over = Time(Span(0, 1), "原", None)
    told = nquads([replace(facts, relations=(replace(facts.relations[0], until=over),))], ontology)
    assert [line for line in told.splitlines() if f"<{KG}until>" in line]


def test_equal_relations_share_one_statement_with_both_spans(facts, ontology):
    again = replace(facts.relations[0], evidence=Evidence("yunfan", Span(0, 4), "other"), confidence=0.97)
    graph = parsed(NQuads(ontology)(replace(facts, relations=(*facts.relations, again))))
    node = statement(graph, "云帆E7", "manufacturer", ENT["云帆汽车"])
    assert len(set(graph.objects(node, KG.evidence))) == 2
    assert list(graph.objects(node, KG.confidence)) == [Literal(Decimal("0.97"))]


def test_observation_carries_every_property(graph):
    node = one(graph, KG.Observation, status=KG.Actual)
    assert graph.value(node, KG.about) == ENT["云帆汽车新工厂"]
    assert graph.value(node, KG.metric) == KG.visitors
    assert graph.value(node, KG.value) == Literal(Decimal(130000))
    assert graph.value(graph.value(node, KG.unit), SKOS.notation) == Literal("人")
    assert graph.value(node, KG.rawValue) == Literal("13 万人")
    assert graph.value(node, KG.bound) == KG.exactly
    assert graph.value(node, KG.period) == Literal("2025", datatype=XSD.gYear)
    assert graph.value(node, KG.periodText) == Literal("去年")


def test_range_has_minimum_and_maximum(facts, ontology):
    quantity = Quantity(Span(0, 2), "云帆", None, "元", "between", Decimal("20.50"), Decimal(30))
    ranged = replace(facts.observations[0], quantity=quantity)
    graph = parsed(NQuads(ontology)(replace(facts, observations=(ranged,), changes=())))
    node = one(graph, KG.Observation)
    assert [graph.value(node, KG[name]) for name in ("value", "minValue", "maxValue")] == [
        None,
        Literal("20.5", datatype=XSD.decimal),
        Literal("30", datatype=XSD.decimal),
    ]


def test_change_links_both_observations(graph):
    node = one(graph, KG.Change)
    numbers = [graph.value(graph.value(node, KG[end]), KG.value) for end in ("before", "after")]
    assert numbers == [Literal(Decimal(130000)), Literal(Decimal(200000))]
    assert graph.value(node, KG.evidence) is not None


def test_observation_known_only_from_a_change_is_written(facts, ontology):
    graph = parsed(NQuads(ontology)(replace(facts, observations=())))
    assert len(set(graph.subjects(RDF.type, KG.Observation))) == 2


def test_event_has_its_roles(graph):
    node = one(graph, KG.Launch)
    assert graph.value(node, KG.object) == ENT["云帆E7"]
    assert graph.value(node, KG.agent) == ENT["云帆汽车"]
    assert graph.value(node, KG.attributedTo) == ENT["李雷"]
    assert graph.value(node, KG.date) == Literal("2025-03-28", datatype=XSD.date)
    assert graph.value(node, KG.status) == KG.Actual


@pytest.mark.parametrize(
    ("start", "datatype"), [("2025", XSD.gYear), ("2025-03", XSD.gYearMonth), ("2025-03-08", XSD.date)]
)
def test_period_keeps_its_grain(facts, ontology, start, datatype):
    timed = replace(facts.observations[0], time=Time(Span(0, 2), "云帆", start))
    graph = parsed(NQuads(ontology)(replace(facts, observations=(timed,), changes=())))
    assert graph.value(one(graph, KG.Observation), KG.period) == Literal(start, datatype=datatype)


def test_stretch_of_time_is_an_interval(facts, ontology):
    timed = replace(facts.observations[0], time=Time(Span(0, 2), "云帆", "2025-01-01", "2025-03-31"))
    graph = parsed(NQuads(ontology)(replace(facts, observations=(timed,), changes=())))
    interval = graph.value(one(graph, KG.Observation), KG.period)
    assert graph.value(interval, RDF.type) == rdflib.TIME.Interval
    assert [str(graph.value(interval, KG[end])) for end in ("start", "end")] == ["2025-01-01", "2025-03-31"]


def test_unresolved_time_keeps_only_its_words(facts, ontology):
    timed = replace(facts.observations[0], time=Time(Span(0, 2), "云帆", None))
    graph = parsed(NQuads(ontology)(replace(facts, observations=(timed,), changes=())))
    node = one(graph, KG.Observation)
    assert graph.value(node, KG.period) is None
    assert graph.value(node, KG.periodText) == Literal("云帆")


def test_spans_hold_the_exact_words(facts, graph):
    spans = list(graph.subjects(RDF.type, KG.Span))
    assert len(spans) >= 5
    for node in spans:
        start, end = int(graph.value(node, KG.start)), int(graph.value(node, KG.end))
        assert str(graph.value(node, KG.text)) == facts.document.text[start:end]


def test_document_carries_its_metadata(graph):
    document = ENT["doc-yunfan"]
    assert graph.value(document, DCTERMS.identifier) == Literal("yunfan")
    assert graph.value(document, DCTERMS.issued) == Literal("2026-03-20", datatype=XSD.date)
    assert graph.value(document, DCTERMS.source) == URIRef("https://example.org/1")
    assert graph.value(document, DCTERMS.creator) == ENT["李雷"]
    publisher = graph.value(document, DCTERMS.publisher)
    assert (publisher, RDF.type, KG.Media) in graph and (publisher, RDFS.label, Literal("云帆日报", lang="zh")) in graph


def test_source_that_is_no_address_is_a_literal(facts, ontology):
    document = replace(facts.document, source="内部资料")
    graph = parsed(NQuads(ontology)(replace(facts, document=document)))
    assert graph.value(ENT["doc-yunfan"], DCTERMS.source) == Literal("内部资料")


def test_minted_metric_and_unit_describe_themselves(facts, ontology):
    quantity = Quantity(Span(0, 2), "云帆", Decimal(3), "鞘")
    minted = replace(facts.observations[0], metric="metric-气缸数", quantity=quantity)
    graph = parsed(NQuads(ontology)(replace(facts, observations=(minted,), changes=())))
    assert graph.value(KG["metric-气缸数"], RDFS.label) == Literal("气缸数", lang="zh")
    assert graph.value(KG["unit-鞘"], SKOS.notation) == Literal("鞘")


def test_all_lines_lie_in_the_graph_of_the_document(facts, ontology):
    lines = NQuads(ontology)(facts)
    assert {quad.graph for quad in quads(lines)} == {f"<{BASE}doc-yunfan>"}
    assert len(list(quads(lines))) == len(lines.splitlines())


def test_timed_observation_is_the_same_in_every_document(facts, ontology):
    other = replace(
        facts,
        document=replace(facts.document, id="other"),
        observations=tuple(replace(o, evidence=replace(o.evidence, document="other")) for o in facts.observations),
    )
    graph = parsed(nquads([facts, other], ontology))
    assert len(set(graph.subjects(RDF.type, KG.Observation))) == 2


def test_untimed_observation_belongs_to_its_document(facts, ontology):
    untimed = replace(facts, observations=(replace(facts.observations[0], time=None),), changes=())
    other = replace(untimed, document=replace(facts.document, id="other"))
    graph = parsed(nquads([untimed, other], ontology))
    assert len(set(graph.subjects(RDF.type, KG.Observation))) == 2


def test_base_changes_the_things_and_nothing_else(facts, ontology):
    lines = NQuads(ontology, base="https://example.org/id/")(facts)
    assert lines.replace("https://example.org/id/", BASE) != lines
    assert sorted(lines.replace("https://example.org/id/", BASE).splitlines()) == NQuads(ontology)(facts).splitlines()


NASTY = ["<script>alert(1)</script>", '"引"\n', "a b\tc", "\u202eabc\u200f", "\\u0041", "%zz", "50%", "\ud800", "\x00"]
NASTY += ["\ufffe", "a#b/c?d", "\x85\u2028", "]]>", "\\"]
HOSTILE = st.one_of(st.text(min_size=1), st.sampled_from(NASTY))


@settings(max_examples=150, deadline=None)
@given(label=HOSTILE, other=HOSTILE, title=HOSTILE, source=HOSTILE)
def test_hostile_words_give_the_same_triples_in_both_parsers(ontology, label, other, title, source):
    entity = Entity(iri_safe(label) or "x", "Company", label, (other,))
    thing = Mention(Span(0, 1), label, label, "Company", "r", entity=entity.id)
    home = Evidence(title, Span(0, len(label)), "r")
    document = Document(title, label, title, source="https://example.org/" + source, publisher=other, authors=(label,))
    quantity = Quantity(Span(0, 1), label, Decimal(1), other)
    observation = Observation(thing, f"metric-{other}", quantity, home, of_thing=title)
    facts = Facts(
        document, (entity,), relations=(Relation(thing, "jobTitle", other, home),), observations=(observation,)
    )
    lines = NQuads(ontology)(facts)
    ours = {(str(s), str(p), str(o)) for s, p, o, _ in parsed(lines).quads()}
    store = pyoxigraph.parse(lines.encode(), pyoxigraph.RdfFormat.N_QUADS)
    theirs = {(q.subject.value, q.predicate.value, q.object.value) for q in store}
    assert ours == theirs


@given(HOSTILE)
def test_literal_is_read_back_as_it_was(words):
    assert value(literal(words)).words == words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace(
        "\ufffe", "\ufffd"
    ).replace("\uffff", "\ufffd")


@given(st.text())
def test_iris_are_valid_and_stable(words):
    pyoxigraph.NamedNode(BASE + iri_safe(words))
    assert iri_safe(words) == iri_safe(words)
    assert iri_safe(iri_safe(words).replace("%", "")) == iri_safe(words).replace("%", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a\u3000b", "https://example.org/a%E3%80%80b"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("作者 | 张三", None),
        ("", None),
        ("https://", None),
    ],
)
def test_url_is_mended_or_refused(words, expected):
    assert url(words) == expected


def test_chinese_is_never_percent_encoded():
    assert iri_safe("问界 M9（2025款）") == "问界_M9%282025款%29"
