"""What several test modules need: an ontology, the facts of a small text made by hand, a page in a browser."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from page_tab import Tab, chromium, made, opened
from reading import ISSUED, Read

from kg.model import (
    Change,
    Document,
    Entity,
    Event,
    Evidence,
    Facts,
    Mention,
    Observation,
    Quantity,
    Relation,
    Span,
    Time,
)
from kg.ontology import Ontology, Property, load, ontology_folder, table, with_examples
from kg.pipeline import Extractor
from kg.store import Graph
from kg.visualise import Network, to_pyvis

TEXT = "云帆汽车的新工厂去年接待13 万人,今年目标20万人。首席执行官李雷说,云帆E7由云帆汽车在2025年3月28日发布。云帆E7不是青石动力制造的。"


@cache
def terms() -> Ontology:
    """The ontology without names and rules: all that is needed once facts are there, and quick to read."""
    folder = ontology_folder()
    data = table(folder / "terms.toml")
    properties = {
        name: Property(name, tuple(about["domain"]), tuple(about["range"]), about["literal"])
        for name, about in data["properties"].items()
    }
    return Ontology(folder, properties, data["metrics"], data["units"], data["labels"])


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The graph of an article about a changeover, one named graph."""
    return Graph.load(Path(__file__).parent / "changeover.trig")


@pytest.fixture(scope="module")
def flat(graph: Graph) -> Graph:
    """The same triples without the document's graph."""
    found = Graph()
    found.add(graph.dump("ntriples"))
    return found


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return terms()


@pytest.fixture(scope="session")
def extract() -> Extractor:
    """The article flow, knowing the invented things of the rules' examples."""
    return Extractor(with_examples(load()), learned=False)


@pytest.fixture
def read(extract: Extractor) -> Read:
    return lambda text: extract(Document("x", text, issued=ISSUED))


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(words: str, cls: str, entity: str = "") -> Mention:
    return Mention(span(words), words, words, cls, "gazetteer", entity=entity or words)


def evidence(words: str, rule: str = "rule") -> Evidence:
    return Evidence("yunfan", span(words), rule)


@pytest.fixture
def facts() -> Facts:
    company, car = mention("云帆汽车", "Company"), mention("云帆E7", "Vehicle")
    person, rival = mention("李雷", "Person"), mention("青石动力", "Company")
    plant = mention("新工厂", "Facility", "云帆汽车新工厂")
    visits, goal = "云帆汽车的新工厂去年接待13 万人", "今年目标20万人"
    seen = Observation(
        plant,
        "visitors",
        Quantity(span("13 万人"), "13 万人", Decimal(130000), "人"),
        evidence(visits, "visitors"),
        Time(span("去年"), "去年", "2025"),
    )
    wanted = Observation(
        plant,
        "visitors",
        Quantity(span("20万人"), "20万人", Decimal(200000), "人"),
        evidence(goal, "visitors"),
        Time(span("今年"), "今年", "2026"),
        status="Target",
    )
    return Facts(
        Document("yunfan", TEXT, "云帆工厂", date(2026, 3, 20), "https://example.org/1", "云帆日报", ("李雷",)),
        (
            Entity("云帆汽车", "Company", "云帆汽车", ("云帆",)),
            Entity("云帆E7", "Vehicle", "云帆E7"),
            Entity("李雷", "Person", "李雷"),
            Entity("青石动力", "Company", "青石动力"),
            Entity("云帆汽车新工厂", "Facility", "云帆汽车新工厂", ("新工厂",)),
        ),
        relations=(
            Relation(car, "manufacturer", company, evidence("云帆E7由云帆汽车在2025年3月28日发布")),
            Relation(car, "manufacturer", rival, evidence("云帆E7不是青石动力制造的"), "Denied"),
            Relation(person, "jobTitle", "首席执行官", evidence("首席执行官李雷"), confidence=0.95),
        ),
        observations=(seen, wanted),
        changes=(Change(seen, wanted, evidence(f"{visits},{goal}")),),
        events=(
            Event(
                "Launch",
                (car,),
                evidence("云帆E7由云帆汽车在2025年3月28日发布"),
                agent=company,
                speaker=person,
                time=Time(span("2025年3月28日"), "2025年3月28日", "2025-03-28"),
            ),
        ),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def network() -> Network:
    return to_pyvis(made.sample(), title="新能源汽车")


@pytest.fixture(scope="session")
def file(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample graph."""
    path = tmp_path_factory.mktemp("page") / "图.html"
    network.write_html(str(path))
    return path


@pytest.fixture
def tab(browser: Any, file: Path) -> Iterator[Tab]:
    """The sample's page, opened; it may not complain of anything."""
    found = opened(browser, file)
    yield found
    complaints = found.said
    found.page.context.close()
    assert complaints == []
