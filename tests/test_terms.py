"""The vocabulary: complete, loadable everywhere, and the same in all its forms."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef

from kg.learn.terms import Terms, compile_terms, main, toml
from kg.model import PARENTS
from kg.ontology import ontology_folder

FOLDER = ontology_folder()
KG = rdflib.Namespace("https://w3id.org/zhkg/ontology#")
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: the contract: these names are fixed, graphs and queries of users stand on them
FIXED = {
    "class": "Agent Person Organization Company Media Government Institution Product Vehicle Device Software Technology "
    "Platform Component Feature Place Facility Standard NamedEvent Work Industry Observation Change Document Span Event Metric Unit",
    "event": "Launch Presale DeliveryStart Discontinuation PriceChange Recall Acquisition Investment Listing Founding Renaming "
    "ProductionStart Partnership Contract Termination Approval Bankruptcy Appointment Departure Opening Construction Closure "
    "Penalty Lawsuit Accident Layoff",
    "relation": "worksFor jobTitle founder parentOrganization owner shareholder investor acquirer partner competitor supplier "
    "headquarters locatedIn industry manufacturer variantOf successorOf producedAt soldIn basedOn hasComponent compliesWith "
    "category author",
    "attribute": "about metric value minValue maxValue rawValue unit bound status period periodText ofMetric ofThing holder before "
    "after agent object counterparty place date dateText until evidence confidence rule stance attributedTo inDocument start end text",
    "value": "exactly moreThan atLeast lessThan atMost approximately between Actual Target Forecast Planned Asserted Opinion Denied "
    "Hypothetical",
    "metric": "deliveries cumulativeDeliveries sales cumulativeSales orders production capacity exports shipments inventory "
    "recalledUnits price startingPrice priceChange revenue netProfit loss operatingProfit grossMargin cost rndExpense investment "
    "funding valuation marketCap stockPrice transactionAmount fine subsidy salary dividend netMargin debt cash registeredCapital "
    "deposit pricePerShare eps totalAssets netAssets loans nplRatio buyback shares shareholding yearOnYear monthOnMonth growth "
    "marketShare ranking penetration visitors employees users activeUsers owners stores cities area casualties count range "
    "batteryCapacity power torque acceleration topSpeed voltage chargingTime batteryLife chargeRate length width height wheelbase "
    "weight displacement screenSize computePower parameters storage processNode duration warranty deliveryTime",
}
UNITS = (
    "辆 台 部 人 家 件 个 次 项 单 套 元 美元 港元 欧元 % 百分点 倍 km m mm L kg t V kW PS N·m kWh Wh mAh Ah s min h 天 周 个月 年 "
    "km/h ℃ m² 英寸 GB nm TOPS C"
)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "kg.ttl")


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "terms.toml").read_text("utf-8"))


def test_the_tables_are_not_stale() -> None:
    assert compile_terms(FOLDER / "kg.ttl") == (FOLDER / "terms.toml").read_text("utf-8"), "run `make ontology`"


def test_the_tables_are_written_beside_their_source(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_bytes((FOLDER / "kg.ttl").read_bytes())
    assert main(tmp_path).read_bytes() == (FOLDER / "terms.toml").read_bytes()


def test_both_parsers_read_the_same(graph: rdflib.Graph) -> None:
    def plain(term: Any) -> str:
        return str(term.value)

    ours = {plain(q.predicate) + " " + plain(q.object) for q in pyoxigraph.parse(path=str(FOLDER / "kg.ttl"))
            if not isinstance(q.object, pyoxigraph.BlankNode)}  # fmt: skip
    theirs = {f"{p} {o}" for _, p, o in graph if not isinstance(o, rdflib.BNode)}
    assert ours == theirs


@pytest.mark.parametrize("kind", FIXED)
def test_every_fixed_term_is_there(tables: dict[str, Any], kind: str) -> None:
    assert {name: tables["labels"].get(name, {}).get("kind") for name in FIXED[kind].split()} == dict.fromkeys(
        FIXED[kind].split(), kind
    )


def test_there_is_no_relation_metric_or_event_beyond_the_fixed_ones(tables: dict[str, Any]) -> None:
    for kind in ("relation", "metric", "event", "value"):
        assert {name for name, about in tables["labels"].items() if about["kind"] == kind} == set(FIXED[kind].split())


def test_every_fixed_unit_is_there(tables: dict[str, Any]) -> None:
    assert set(UNITS.split()) <= set(tables["units"])
    assert tables["units"]["人"] == "unit-person"


def test_units_have_names_in_ascii_and_one_each(tables: dict[str, Any]) -> None:
    names = list(tables["units"].values())
    assert all(name.isascii() for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_units_agree_with_their_words(graph: rdflib.Graph) -> None:
    schema = rdflib.Namespace("https://schema.org/")
    known = {str(graph.value(unit, SKOS.notation)): unit for unit in graph.subjects(RDF.type, KG.Unit)}
    for about in tomllib.loads((FOLDER / "units.toml").read_text("utf-8"))["unit"]:
        unit = known.get(about["notation"])
        assert unit is not None, f"kg.ttl has no unit {about['notation']}"
        assert str(graph.value(unit, KG.unitKind)) == about["kind"], about
        if "match" in about:
            assert URIRef(about["match"]) in set(graph.objects(unit, SKOS.exactMatch)), about
        if "iso" in about:
            assert str(graph.value(unit, schema.currency)) == about["iso"], about


def test_kinds_of_metrics_are_kinds_of_units(graph: rdflib.Graph) -> None:
    units = {str(kind) for unit in graph.subjects(RDF.type, KG.Unit) for kind in graph.objects(unit, KG.unitKind)}
    metrics = {
        str(kind) for metric in graph.subjects(RDF.type, KG.Metric) for kind in graph.objects(metric, KG.unitKind)
    }
    assert metrics - units <= {"ordinal"}


def test_every_term_has_labels_and_all_but_units_and_inverses_comments(tables: dict[str, Any]) -> None:
    for name, about in tables["labels"].items():
        assert about["zh"] and about["en"], name
        if about["kind"] not in ("unit", "inverse"):
            assert about["comment_zh"] and about["comment_en"], name


def test_the_class_tree_is_that_of_the_model(graph: rdflib.Graph) -> None:
    things = Terms(graph).below("Entity") - {"Entity"}
    parents = {
        name: {
            str(parent).removeprefix(KG)
            for parent in graph.objects(KG[name], RDFS.subClassOf)
            if str(parent).startswith(KG)
        }
        for name in things
    }
    assert parents == {name: {PARENTS.get(name, "Entity")} for name in things}
    assert set(PARENTS) | set(PARENTS.values()) <= things


def test_every_relation_has_domain_and_range(tables: dict[str, Any]) -> None:
    for name, about in tables["properties"].items():
        assert about["domain"], name
        assert about["range"] or about["literal"], name


def test_relations_as_the_vocabulary_has_them(tables: dict[str, Any]) -> None:
    relations = tables["properties"]
    assert relations["owner"] == {
        "domain": ["Facility", "Organization", "Product", "Work"], "range": ["Agent"], "literal": False
    }  # fmt: skip
    assert relations["category"] == {"domain": ["Product"], "range": ["Industry"], "literal": True}
    assert [name for name, about in relations.items() if about.get("symmetric")] == ["competitor", "partner"]
    assert [name for name, about in relations.items() if about.get("same_kind")] == [
        "competitor",
        "successorOf",
        "variantOf",
    ]


def test_every_relation_between_things_has_an_inverse_or_is_symmetric(
    graph: rdflib.Graph, tables: dict[str, Any]
) -> None:
    inverted = {str(graph.value(inverse, OWL.inverseOf)).removeprefix(KG) for inverse in graph.subjects(OWL.inverseOf)}
    plain = {
        name for name, about in tables["properties"].items() if not about["literal"] and not about.get("symmetric")
    }
    assert inverted == plain


def test_no_term_is_two_kinds_of_thing(graph: rdflib.Graph) -> None:
    classes, individuals = (set(graph.subjects(RDF.type, cls)) for cls in (OWL.Class, OWL.NamedIndividual))
    kinds = [
        classes - set(graph.subjects(OWL.unionOf)),
        individuals,
        *(set(graph.subjects(RDF.type, cls)) for cls in PROPERTIES),
    ]
    assert sum(map(len, kinds)) == len(set().union(*kinds))


def test_everything_used_is_declared(graph: rdflib.Graph) -> None:
    declared = set(graph.subjects(RDF.type, None))
    builtin = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type)) | set(graph.objects(None, RDFS.subClassOf))
    used |= (
        set(graph.objects(None, RDFS.subPropertyOf))
        | set(graph.objects(None, RDFS.range))
        | set(graph.objects(None, RDFS.domain))
    )
    assert {str(term) for term in used - declared if not str(term).startswith(builtin)} == set()


def test_the_header_says_version_and_licence(graph: rdflib.Graph) -> None:
    header = URIRef("https://w3id.org/zhkg/ontology")
    assert (header, RDF.type, OWL.Ontology) in graph
    assert graph.value(header, OWL.versionInfo)
    assert graph.value(header, DCTERMS.license) == URIRef("https://www.apache.org/licenses/LICENSE-2.0")


@pytest.mark.parametrize(
    ("name", "predicate", "target"),
    [
        ("Organization", RDFS.subClassOf, "https://schema.org/Organization"),
        ("Agent", RDFS.subClassOf, "http://www.w3.org/ns/prov#Agent"),
        ("manufacturer", RDFS.subPropertyOf, "https://schema.org/manufacturer"),
        ("evidence", RDFS.subPropertyOf, "http://www.w3.org/ns/prov#wasDerivedFrom"),
        ("Metric", RDFS.subClassOf, str(SKOS.Concept)),
        ("unit-km", SKOS.exactMatch, "http://qudt.org/vocab/unit/KiloM"),
        ("unit-yuan", SKOS.exactMatch, "http://publications.europa.eu/resource/authority/currency/CNY"),
        ("start", SKOS.closeMatch, "http://www.w3.org/2006/time#hasBeginning"),
    ],
)
def test_mappings_to_the_standards(graph: rdflib.Graph, name: str, predicate: URIRef, target: str) -> None:
    assert (KG[name], predicate, URIRef(target)) in graph


@pytest.mark.parametrize("value", ['a"b\\c', "控制", True, False, ["一", '"']])
def test_toml_values_read_back(value: Any) -> None:
    assert tomllib.loads(f"value = {toml(value)}") == {"value": value}


def test_terms_of_each_section_are_sorted(tables: dict[str, Any]) -> None:
    for section in ("properties", "metrics", "units"):
        assert list(tables[section]) == sorted(tables[section]), json.dumps(list(tables[section]))
