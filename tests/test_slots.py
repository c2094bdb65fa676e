"""Which mention stands where a slot wants it."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Clause, Document, Mention, Reading, Span
from kg.ontology import Slot
from kg.slots import Links, Role, fill, narrowest_first

TEXT = "远海集团与澄海动力收购极曜汽车和云帆汽车"
MAKERS = ("远海集团", "澄海动力", "极曜汽车", "云帆汽车")
TRIGGER = Span(TEXT.index("收购"), TEXT.index("收购") + 2)


def clause() -> Clause:
    places = [(name, TEXT.index(name)) for name in MAKERS]
    mentions = tuple(Mention(Span(at, at + len(name)), name, name, "Company", "gazetteer") for name, at in places)
    whole = Span(0, len(TEXT))
    return Clause(whole, whole, 0, True, mentions=mentions)


def filled(*taken: str, **options: Any) -> list[str]:
    one = clause()
    reading = Reading(Document("a", TEXT), TEXT, (one,), one.mentions)
    role = Role.read(Slot("object", ("Organization",), **options))
    return [mention.name for mention in fill(reading, one, role, TRIGGER, taken)]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"side": "after"}, ["极曜汽车"]),
        ({"side": "before"}, ["澄海动力"]),
        ({"side": "either"}, ["极曜汽车"]),
        ({"side": "after", "many": True}, ["极曜汽车", "云帆汽车"]),
        ({"side": "before", "reach": 0, "stop": ("与",)}, ["澄海动力"]),
        ({"side": "before", "lead": ("与",)}, ["澄海动力"]),
        ({"side": "before", "lead": ("由",)}, []),
        ({"side": "before", "unled": ("与",)}, ["远海集团"]),
        ({"side": "after", "named": "云帆.*"}, ["云帆汽车"]),
        ({"side": "after", "unlike": "和"}, ["云帆汽车"]),
        ({"side": "after", "link": ("~极曜.{2}和",)}, ["云帆汽车"]),
        ({"side": "after", "named": "云帆.*", "bar": ("Organization",)}, []),
        ({"side": "after", "named": "云帆.*", "reach": 4}, []),
        ({"side": "topic"}, []),
    ],
)
def test_a_slot_takes_the_nearest_mention_that_fits(options: dict[str, Any], names: list[str]) -> None:
    assert filled(**options) == names


def test_a_name_that_is_taken_is_passed_over() -> None:
    assert filled("极曜汽车", side="after") == ["云帆汽车"]


def test_of_either_side_what_follows_goes_first() -> None:
    assert filled("极曜汽车", side="either") == ["云帆汽车"]


def test_a_class_takes_those_below_it() -> None:
    assert {"Organization", "Company", "Media"} <= Role.read(Slot("object", ("Organization",))).takes


def test_links_are_words_or_patterns_for_the_whole() -> None:
    links = Links.read(("的", "~旗下.?"))
    assert [links.allow(words) for words in ("的", "旗下的", "旗下的的", "和")] == [True, True, False, False]


def test_what_can_stand_in_the_fewest_places_is_filled_first() -> None:
    wide, led, near = Slot("a", ("Place",)), Slot("b", ("Place",), lead=("由",)), Slot("c", ("Place",), link=("的",))
    assert [slot.role for slot in narrowest_first((wide, near, led))] == ["b", "c", "a"]


def test_a_word_that_leads_must_stand_there() -> None:
    text = "旗下公司极曜汽车"
    mention = Mention(Span(4, 8), "极曜汽车", "极曜汽车", "Company", "gazetteer")
    whole = Span(0, len(text))
    one = Clause(whole, whole, 0, True, mentions=(mention,))
    role = Role.read(Slot("object", ("Organization",), "after", lead=("隶属于",)))
    assert fill(Reading(Document("a", text), text, (one,), one.mentions), one, role, Span(0, 2), ()) == ()
