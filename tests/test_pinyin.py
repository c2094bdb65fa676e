"""How names are read aloud: every reading of every character, without tones."""

from __future__ import annotations

from kg.visualise import Network
from kg.visualise.payload import Payload
from kg.visualise.pinyin import readings
from kg.visualise.values import Thing, View


def test_a_character_stands_under_each_of_its_readings() -> None:
    found = readings(["重庆长安"])
    assert [syllable for syllable, chars in found.items() if "长" in chars] == ["chang", "zhang"]


def test_only_characters_of_the_names_are_in_the_table() -> None:
    found = readings(["小米", "小米汽车", "SU7", "かな", "ｍ①,", "\x00\ud800", ""])
    assert sorted(set("".join(found.values()))) == sorted("小米汽车")


def test_the_umlaut_is_written_as_it_is_typed() -> None:
    assert {"lv", "nv"} <= set(readings(["吕女"]))


def test_the_table_is_in_order_whatever_the_order_of_the_names() -> None:
    names = ["宁德时代", "比亚迪", "宁波", "时尚"]
    assert list(readings(names).items()) == list(readings(reversed(names)).items())
    assert list(readings(names)) == sorted(readings(names))


def test_the_page_carries_the_readings_of_labels_and_of_other_names() -> None:
    view = View(things=(Thing("urn:a", "云帆", "Company", ("北辰",)),))
    assert set(Payload(Network(view)).columns()["pinyin"]) >= {"yun", "fan", "bei", "chen"}
