"""Roles of events that the rest of the document tells."""

from datetime import date

from kg.model import Document, Event
from kg.ontology import load, with_examples
from kg.pipeline import Extractor

EXTRACTOR = Extractor(with_examples(load()), learned=False)


def events(text: str, cls: str) -> list[Event]:
    return [event for event in EXTRACTOR(Document("a", text, issued=date(2026, 3, 5))).events if event.cls == cls]


def agents(text: str, cls: str) -> list[str | None]:
    return [event.agent.name if event.agent else None for event in events(text, cls)]


def test_what_came_out_was_launched_by_its_maker() -> None:
    assert agents("极曜X7由极曜汽车制造。市场竞争激烈。\n北辰科技表示担忧。\n极曜X7今天上市。", "Launch") == [
        "极曜汽车"
    ]


def test_without_a_single_maker_nobody_is_named() -> None:
    text = "有人说极曜X7由极曜汽车制造。有人说极曜X7由远山汽车制造。\n今天天气晴朗。\n昨天晚上，极曜X7上市。"
    assert agents(text, "Launch")[-1] in (None, "远山汽车")


def test_a_firm_is_founded_by_its_founder() -> None:
    assert set(agents("王启明创办了极曜汽车。北辰科技表示祝贺。\n极曜汽车成立于2015年。", "Founding")) == {"王启明"}


def test_a_post_is_with_the_firm_that_the_person_works_for() -> None:
    found = events("李思远是极曜汽车CEO。今天天气晴朗。\n李思远昨天离职。", "Departure")
    assert [event.counterparty.name for event in found if event.counterparty] == ["极曜汽车"]


def test_an_event_told_again_is_dated_by_the_other_telling() -> None:
    found = events("极曜X7于2025年5月12日上市。极曜X7的上市时间是2025年5月。极曜X7正式上市。", "Launch")
    assert {event.time.start for event in found if event.time} == {"2025-05-12"}


def test_each_of_several_products_is_launched_for_itself() -> None:
    found = events("极曜汽车今天发布极曜X7和极曜X5。", "Launch")
    assert [[thing.name for thing in event.objects] for event in found] == [["极曜X7"], ["极曜X5"]]


def test_partners_are_partners_of_one_deal() -> None:
    found = events("极曜汽车与北辰科技、远山汽车达成战略合作。", "Partnership")
    assert [len(event.objects) for event in found] == [2]


def test_a_trim_came_out_with_its_model() -> None:
    found = events("极曜X7于2025年5月12日上市。极曜汽车推出极曜X7 Pro，极曜X7 Pro是极曜X7的高配版本。", "Launch")
    assert {event.time.start for event in found if event.time} == {"2025-05-12"}
