"""The graph against the ontology: what conforms, and that every planted violation is found."""

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from kg.cli import main
from kg.errors import InputError
from kg.learn.terms import Terms
from kg.ontology import ontology_folder
from kg.store import Folder, Graph
from kg.validate import validate

SAMPLE = Path(__file__).parent / "changeover.trig"
KG = rdflib.Namespace("https://w3id.org/zhkg/ontology#")
ENT = rdflib.Namespace("https://w3id.org/zhkg/id/")


@pytest.fixture
def triples() -> rdflib.Graph:
    """The sample, merged, to plant a fault in."""
    return rdflib.Graph().parse(data=Graph.load(SAMPLE).dump("turtle"), format="turtle")


def complaints(graph: rdflib.Graph) -> str:
    return str(validate(graph))


def test_the_sample_conforms() -> None:
    report = validate(Graph.load(SAMPLE))
    assert report.conforms, str(report)
    assert str(report) == "conforms: no violation\n"


def test_a_path_a_dataset_and_a_graph_are_the_same_to_it(triples: rdflib.Graph) -> None:
    triples.remove((ENT["obs-1"], KG.evidence, None))
    graph = Graph()
    graph.add(triples.serialize(format="nt"))
    assert validate(triples) == validate(graph) == validate(graph.to_rdflib())


def test_a_file_is_read(tmp_path: Path) -> None:
    assert validate(str(SAMPLE)).conforms
    with pytest.raises(InputError, match="cannot be read"):
        validate(tmp_path / "none.ttl")


def test_the_command_reads_files_and_stores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    with Folder(store) as folder:
        folder.graph.read(SAMPLE)
    for path in (SAMPLE, store):
        assert main(["validate", "-g", str(path)]) == 0
        assert "conforms" in capsys.readouterr().out
    with Folder(store) as folder:
        folder.graph.add("<urn:x> <urn:likes> <urn:y> <urn:d> .\n")
    assert main(["validate", "-g", str(store)]) == 1
    assert "urn:likes" in capsys.readouterr().out


@pytest.mark.parametrize("value", [Literal("2024", datatype=XSD.gYear), Literal("曾")], ids=["year", "words"])
def test_what_is_over_says_when_or_in_which_words(triples: rdflib.Graph, value: Literal) -> None:
    triples.set((ENT["st-10"], KG.until, value))
    assert complaints(triples) == "conforms: no violation\n"
    triples.set((ENT["st-10"], KG.until, ENT["SU7"]))
    assert "or the words of the text" in complaints(triples)


def test_validating_adds_nothing_to_the_graph(triples: rdflib.Graph) -> None:
    before = set(triples)
    validate(triples)
    assert set(triples) == before


def test_a_violation_names_node_property_value_and_rule(triples: rdflib.Graph) -> None:
    triples.set((ENT["obs-1"], KG.bound, KG.Actual))
    (violation,) = validate(triples).violations
    assert (violation.focus, violation.path, violation.value) == (f"{ENT}obs-1", "kg:bound", "kg:Actual")
    assert violation.message.startswith("界限 kg:bound 须取自固定表")
    assert "closed list" in violation.message
    assert str(violation).startswith(f"{ENT}obs-1 kg:bound kg:Actual: ")


REMOVED = {
    "thing without a name": ("新国标", RDFS.label, "a thing needs a name"),
    "thing without a class": ("新国标", RDF.type, "needs a class (rdf:type)"),
    "observation without evidence": ("obs-1", KG.evidence, "needs evidence"),
    "observation without a document": (
        "obs-1",
        URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"),
        "needs its document",
    ),
    "observation of nothing": ("obs-1", KG.about, "needs one kg:about"),
    "observation without metric": ("obs-1", KG.metric, "needs one kg:metric"),
    "observation without a number": ("obs-1", KG.value, "needs a number"),
    "observation without its words": ("obs-1", KG.rawValue, "needs the words of its number"),
    "observation without status": ("obs-1", KG.status, "must be kg:Actual, kg:Target or kg:Forecast"),
    "change without its end": ("chg-1", KG.after, "needs one kg:after"),
    "event without evidence": ("ev-1", KG.evidence, "needs evidence"),
    "event without status": ("ev-1", KG.status, "must be kg:Actual or kg:Planned"),
    "event without roles": ("ev-2", KG.object, "needs an agent, an object or a counterparty"),
    "statement without object": ("st-2", RDF.object, "needs one rdf:object"),
    "relation without a statement": ("st-2", RDF.type, "no statement backs this relation"),
    "span without words": ("span-su7-1", KG.text, "needs one kg:text"),
    "span without document": ("span-su7-1", KG.inDocument, "needs one kg:inDocument"),
    "document without identifier": (
        "doc-su7",
        URIRef("http://purl.org/dc/terms/identifier"),
        "needs one dcterms:identifier",
    ),
    "interval without end": ("interval-1", KG.end, "an interval needs one kg:end"),
    "unit without notation": ("unit-gone", SKOS.notation, "a unit needs one skos:notation"),
}


@pytest.mark.parametrize(("subject", "predicate", "message"), REMOVED.values(), ids=REMOVED)
def test_what_is_missing_is_found(triples: rdflib.Graph, subject: str, predicate: URIRef, message: str) -> None:
    if subject == "unit-gone":
        triples.set((ENT["obs-1"], KG.unit, ENT[subject]))
        triples.add((ENT[subject], RDF.type, KG.Unit))
    triples.remove((ENT[subject], predicate, None))
    assert message in complaints(triples)


DATE = URIRef("http://purl.org/dc/terms/issued")
SET = {
    "value that is no number": ("obs-1", KG.value, Literal("many"), "kg:value must be one decimal"),
    "period that is no time": ("obs-3", KG.period, Literal("去年"), "kg:period must be one gYear"),
    "unit that is none": ("obs-1", KG.unit, ENT["雷军"], "kg:unit must be a kg:Unit"),
    "metric that is none": ("obs-1", KG.metric, KG.Actual, "needs one kg:metric"),
    "bound outside the list": ("obs-1", KG.bound, KG.roughly, "kg:bound must be exactly one of the closed list"),
    "range without ends": ("obs-1", KG.bound, KG.between, "kg:between needs kg:minValue and kg:maxValue"),
    "stance outside the list": ("obs-1", KG.stance, KG.Actual, "kg:stance must be one of the closed list"),
    "speaker that is no agent": ("obs-1", KG.attributedTo, ENT["SU7"], "kg:attributedTo must be a kg:Agent"),
    "confidence above one": ("obs-1", KG.confidence, Literal("1.5", datatype=XSD.decimal), "from 0 to 1"),
    "holder that is no agent": ("obs-1", KG.holder, ENT["SU7"], "kg:holder must be a kg:Agent"),
    "change of another metric": ("chg-1", KG.metric, KG.price, "the metric before must be that of the change"),
    "event status of an observation": ("ev-1", KG.status, KG.Target, "must be kg:Actual or kg:Planned"),
    "agent that is a product": ("ev-1", KG.agent, ENT["SU7"], "kg:agent of an event must be a kg:Agent"),
    "span that ends before it starts": ("span-su7-1", KG.end, Literal(0), "less than kg:end"),
    "span of another length": ("span-su7-1", KG.text, Literal("短"), "not as long as start and end say"),
    "date that is no day": ("doc-su7", DATE, Literal("2026"), "must be one xsd:date"),
    "statement of no relation": ("st-2", RDF.predicate, KG.about, "a relation of the vocabulary"),
    "wrong class of subject": ("小米汽车", RDF.type, KG.Place, "must be kg:Organization"),
    "unlike ends": ("新一代SU7", KG.successorOf, ENT["激光雷达"], "of the same kind"),
    "tied to itself": ("st-2", RDF.object, ENT["初代SU7"], "a thing is tied to itself"),
    "relation of the wrong class": (
        "雷军",
        KG.worksFor,
        ENT["SU7"],
        "the object of kg:worksFor must be kg:Organization",
    ),
    "post that is a thing": ("雷军", KG.jobTitle, ENT["SU7"], "kg:jobTitle must be words"),
    "unknown property": ("雷军", KG.likes, ENT["SU7"], "the ontology does not define this property"),
    "property of another vocabulary": (
        "雷军",
        URIRef("http://xmlns.com/foaf/0.1/knows"),
        ENT["SU7"],
        "not define this property",
    ),
    "unknown class": ("雷军", RDF.type, KG.Alien, "the ontology does not define this class"),
    "unknown metric": ("obs-1", KG.metric, KG.happiness, "neither ontology nor graph define this term"),
    "inverse that is written": ("小米汽车", KG.manufactures, ENT["SU7"], "write kg:manufacturer the other way"),
    "opinion as a relation": ("新一代SU7", KG.competitor, ENT["Model_3"], "must not stand as a relation"),
    "statement told twice": ("st-3", RDF.subject, ENT["初代SU7"], "one statement stands twice"),
}


@pytest.mark.parametrize(("subject", "predicate", "value", "message"), SET.values(), ids=SET)
def test_what_is_wrong_is_found(
    triples: rdflib.Graph, subject: str, predicate: URIRef, value: URIRef | Literal, message: str
) -> None:
    triples.set((ENT[subject], predicate, value))
    assert message in complaints(triples)


def test_a_loss_is_a_positive_amount(triples: rdflib.Graph) -> None:
    triples.set((ENT["obs-1"], KG.metric, KG.loss))
    assert validate(triples).conforms
    triples.set((ENT["obs-1"], KG.value, Literal("-3", datatype=XSD.decimal)))
    assert "kg:loss is a positive amount" in complaints(triples)


def test_a_range_needs_its_ends_in_order(triples: rdflib.Graph) -> None:
    triples.remove((ENT["obs-1"], KG.value, None))
    triples.set((ENT["obs-1"], KG.bound, KG.between))
    triples.add((ENT["obs-1"], KG.minValue, Literal("3", datatype=XSD.decimal)))
    triples.add((ENT["obs-1"], KG.maxValue, Literal("5", datatype=XSD.decimal)))
    assert validate(triples).conforms
    triples.set((ENT["obs-1"], KG.minValue, Literal("7", datatype=XSD.decimal)))
    assert "must not exceed kg:maxValue" in complaints(triples)


def test_many_words_of_one_number_are_welcome(triples: rdflib.Graph) -> None:
    triples.add((ENT["obs-1"], KG.rawValue, Literal("三十八万辆")))
    triples.add((ENT["ev-1"], KG.dateText, Literal("周三")))
    assert validate(triples).conforms


def test_a_minted_metric_and_unit_are_welcome(triples: rdflib.Graph) -> None:
    triples.set((ENT["obs-1"], KG.metric, KG["metric-碳排放量"]))
    triples.add((KG["metric-碳排放量"], RDF.type, KG.Metric))
    triples.add((KG["metric-碳排放量"], RDFS.label, Literal("碳排放量", lang="zh")))
    triples.set((ENT["obs-1"], KG.unit, KG["unit-坛"]))
    triples.add((KG["unit-坛"], RDF.type, KG.Unit))
    triples.add((KG["unit-坛"], SKOS.notation, Literal("坛")))
    assert validate(triples).conforms


def test_units_and_metrics_of_the_ontology_need_no_description_in_the_data(triples: rdflib.Graph) -> None:
    triples.remove((KG["unit-yuan"], None, None))
    assert validate(triples).conforms


def test_a_denial_here_and_a_claim_there_may_both_stand(triples: rdflib.Graph) -> None:
    for predicate, value in list(triples.predicate_objects(ENT["st-2"])):
        triples.add((ENT["st-x"], predicate, value))
    triples.set((ENT["st-x"], KG.stance, KG.Denied))
    assert validate(triples).conforms


def test_the_shapes_say_of_relations_what_the_ontology_says() -> None:
    shapes = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    relations = Terms(rdflib.Graph().parse(ontology_folder() / "kg.ttl")).relations()
    for name, about in relations.items():
        for target, classes in ((SH.targetSubjectsOf, about["domain"]), (SH.targetObjectsOf, about["range"])):
            if about.get("same_kind") and target == SH.targetObjectsOf:
                continue
            (shape,) = shapes.subjects(target, KG[name])
            nodes = [
                shape,
                *(
                    node
                    for alternatives in shapes.objects(shape, SH["or"])
                    for node in Collection(shapes, alternatives)
                ),
            ]
            found = {str(cls).removeprefix(KG) for node in nodes for cls in shapes.objects(node, SH["class"])}
            assert found == set(classes), name


def test_every_relation_may_be_stated() -> None:
    shapes = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    relations = Terms(rdflib.Graph().parse(ontology_folder() / "kg.ttl")).relations()
    listed = [set(Collection(shapes, values)) for values in shapes.objects(None, SH["in"])]
    assert {KG[name] for name in relations} in listed


def test_shapes_speak_both_languages() -> None:
    shapes = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    for node in set(shapes.subjects(SH.message)):
        assert {words.language for words in shapes.objects(node, SH.message)} == {"zh", "en"}
