"""Literals whose language or datatype is not the one that the page takes for granted."""

from __future__ import annotations

import rdflib
from rdflib import XSD, Literal
from rdflib.namespace import RDFS

from kg.nquads import KG
from kg.visualise.kinds import Kinds, kind


def odd(*seen: tuple[str, Literal]) -> tuple[tuple[str, str, str], ...]:
    kinds = Kinds()
    for predicate, literal in seen:
        kinds.see(predicate, str(literal), kind(literal))
    return kinds.odd()


def test_the_usual_is_not_listed() -> None:
    usual = (
        (str(RDFS.label), Literal("青石动力", lang="zh")),
        (KG + "value", Literal("13", datatype=XSD.decimal)),
        (KG + "period", Literal("2025-03", datatype=XSD.gYearMonth)),
        (KG + "rawValue", Literal("13万")),
    )
    assert odd(*usual) == ()


def test_another_language_and_another_datatype_are_listed_in_order() -> None:
    found = odd((KG + "value", Literal(13)), (str(RDFS.label), Literal("Grünstein", lang="de")))
    assert found == (("name", "Grünstein", "@de"), ("number", "13", "^^integer"))


def test_words_in_two_kinds_are_of_neither_whichever_comes_first() -> None:
    first, second = (str(RDFS.label), Literal("BYD", lang="en")), (str(RDFS.label), Literal("BYD"))
    assert odd(first, second) == odd(second, first) == (("name", "BYD", "?"),)


def test_sentences_and_foreign_literals_are_passed_over() -> None:
    assert odd((KG + "text", Literal("句子", lang="zh")), (str(rdflib.DCTERMS.issued), Literal("x", lang="de"))) == ()


def test_a_datatype_beyond_xml_schema_is_written_whole() -> None:
    assert odd((KG + "ofThing", Literal("x", datatype=rdflib.URIRef("urn:t")))) == (("words", "x", "^^urn:t"),)
