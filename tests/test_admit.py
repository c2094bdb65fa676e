"""What breaks the ontology does not enter the graph, and says why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.admit import Gate
from kg.model import Change, Entity, Event, Evidence, Facts, Mention, Observation, Quantity, Relation, Span, Time

AT = Span(0, 4)
HOME = Evidence("yunfan", AT, "rule")


def thing(name: str, cls: str = "Company") -> Mention:
    return Mention(AT, name, name, cls, "gazetteer", entity=name)


CAR, MAKER, PERSON = thing("云帆E7", "Vehicle"), thing("云帆汽车"), thing("李雷", "Person")
MADE = Relation(CAR, "manufacturer", MAKER, HOME)
SOLD = Observation(CAR, "sales", Quantity(AT, "云帆汽车", Decimal(5), "辆"), HOME)
LAUNCHED = Event("Launch", (CAR,), HOME)


def numbers(value=None, low=None, high=None, bound="exactly") -> Observation:
    quantity = Quantity(AT, "云帆汽车", *(n if n is None else Decimal(n) for n in (value,)), "辆", bound)
    ends = {"minimum": low if low is None else Decimal(low), "maximum": high if high is None else Decimal(high)}
    return replace(SOLD, quantity=replace(quantity, **ends))


@pytest.fixture
def gate(ontology) -> Gate:
    return Gate(ontology)


def only(facts: Facts, fact) -> Facts:
    kind = f"{type(fact).__name__.lower()}s"
    empty = dict.fromkeys(("relations", "observations", "changes", "events"), ())
    return replace(facts, **(empty | {kind: (fact,)}))


def test_sound_facts_all_pass(gate, facts):
    admitted, rejected = gate(facts)
    assert admitted == facts
    assert rejected == ()


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (replace(MADE, property="loves"), "no relation kg:loves"),
        (replace(MADE, subject=PERSON), "subject of kg:manufacturer must be Product or Technology; 李雷 is Person"),
        (replace(MADE, object=CAR), "object of kg:manufacturer must be Organization; 云帆E7 is Vehicle"),
        (replace(MADE, object="某公司"), "must be a thing, not the words '某公司'"),
        (replace(MADE, object=thing("无名")), "object '无名' is no entity"),
        (replace(MADE, subject=thing("无名")), "subject '无名' is no entity"),
        (replace(MADE, stance="Maybe"), "stance 'Maybe'"),
        (replace(MADE, confidence=1.5), "confidence 1.5"),
        (replace(MADE, until=Time(AT, "某日", "2025-13")), "'2025-13' is no year"),
        (Relation(MAKER, "partner", MAKER, HOME), "ties 云帆汽车 to itself"),
        (Relation(CAR, "competitor", MAKER, HOME), "ties like to like, not Product to Agent"),
        (Relation(PERSON, "jobTitle", " ", HOME), "is empty"),
        (replace(MADE, evidence=replace(HOME, document="other")), "another document, 'other'"),
        (replace(MADE, evidence=replace(HOME, span=Span(0, 9999))), "lies outside the text"),
        (replace(MADE, evidence=replace(HOME, span=Span(3, 3))), "lies outside the text"),
        (replace(MADE, evidence=replace(HOME, rule="")), "no rule"),
        (replace(SOLD, metric="joy"), "no metric kg:joy"),
        (replace(SOLD, of_metric="joy"), "no metric kg:joy"),
        (replace(SOLD, about=thing("无名")), "bearer '无名' is no entity"),
        (replace(SOLD, status="Done"), "status 'Done'"),
        (replace(SOLD, time=Time(AT, "某日", "2025-02-30")), "'2025-02-30' is no year"),
        (replace(SOLD, time=Time(AT, "某日", "去年")), "'去年' is no year"),
        (replace(SOLD, time=Time(AT, "某日", "2025-03-01", "2025-01-01")), "back to 2025-01-01"),
        (numbers(), "no number"),
        (numbers("NaN"), "not finite"),
        (numbers(None, 5, 3, "between"), "from 5 down to 3"),
        (numbers(5, bound="nearly"), "bound 'nearly'"),
        (Change(SOLD, replace(SOLD, metric="price"), HOME), "ties kg:sales to kg:price"),
        (Change(SOLD, replace(SOLD, quantity=replace(SOLD.quantity, unit="")), HOME), "ties 辆 to no unit"),
        (Change(SOLD, replace(SOLD, status="Done"), HOME), "one of its observations is refused: status 'Done'"),
        (replace(LAUNCHED, cls="Party"), "no event kg:Party"),
        (replace(LAUNCHED, objects=()), "nobody and nothing takes part"),
        (replace(LAUNCHED, objects=(thing("无名"),)), "object '无名' is no entity"),
        (replace(LAUNCHED, status="Target"), "status 'Target'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_the_ontology_is_rejected_with_its_reason(gate, facts, fact, reason):
    admitted, rejected = gate(only(facts, fact))
    assert (admitted.relations, admitted.observations, admitted.changes, admitted.events) == ((), (), (), ())
    assert reason in rejected[0].reason
    assert rejected[0].kind == type(fact).__name__.lower()


def test_rejection_keeps_fact_rule_and_words(gate, facts):
    rejection = gate(only(facts, replace(MADE, subject=PERSON)))[1][0]
    assert (rejection.fact, rejection.rule, rejection.text) == ("李雷 manufacturer 云帆汽车", "rule", "云帆汽车")
    assert (rejection.document, rejection.start, rejection.end) == ("yunfan", 0, 4)


@pytest.mark.parametrize("role", ["agent", "counterparty", "place", "speaker"])
def test_side_role_that_does_not_fit_is_left_out_and_told(gate, facts, role):
    admitted, rejected = gate(only(facts, replace(LAUNCHED, **{role: CAR})))
    assert admitted.events == (LAUNCHED,)
    assert [one.kind for one in rejected] == ["role"]
    assert rejected[0].reason.startswith(f"left out of the fact: the {role} must be")


def test_role_of_an_unknown_thing_is_left_out(gate, facts):
    admitted, rejected = gate(only(facts, replace(SOLD, holder=thing("无名"))))
    assert admitted.observations == (SOLD,)
    assert "holder '无名' is no entity" in rejected[0].reason


def test_metric_of_the_text_is_admitted(gate, facts):
    assert gate(only(facts, replace(SOLD, metric="metric-气缸数")))[1] == ()


def test_class_of_the_entity_counts_not_of_the_mention(gate, facts):
    entities = (*facts.entities, Entity("云帆实业", "Person", "云帆实业"))
    fact = replace(MADE, object=thing("云帆实业", "Company"))
    assert "云帆实业 is Person" in gate(replace(only(facts, fact), entities=entities))[1][0].reason
