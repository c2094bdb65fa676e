"""What one document tells of names: a small value that is kept when the document itself is long gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from kg.across.likeness import latin, shortens
from kg.iri import iri_safe
from kg.model import Facts, Mention, lineage

_KINDS = ("Person", "Organization", "Product", "Technology", "Place")
#: right behind a name, the whole of a bracket: 云岭汽车（Yunling）, 云岭汽车股份有限公司（以下简称“云岭”）
_ASIDE = re.compile(
    r"\s?[（(]((?:以下|下文|下|后)?(?:统|合|并)?(?:简称|称|称为|又名|又称|英文名称?|英文简称|原名))?[为:：]?\s?[“\"「'‘]?"
    r"([A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff&. -]{1,19})[”\"」'’]?[）)]"
)
#: the number of a share of the mainland's exchanges
_CODE = re.compile(r"\s?[（(](?:S[HZ][:：]?)?([036][0-9]{5})(?:[.．]S[HZ])?[）)]")


@cache
def kind(cls: str) -> str:
    """The class by which things of one name are told apart across documents.

    >>> kind("Media"), kind("Facility"), kind("Work")
    ('Organization', 'Place', 'Work')
    """
    above = lineage(cls)
    return next((one for one in _KINDS if one in above), cls)


class Thing(NamedTuple):
    """An entity of a document: `id` the local part of its IRI there; `known`: the lexicon has its name."""

    id: str
    cls: str
    label: str
    names: tuple[str, ...] = ()
    known: bool = False

    @property
    def key(self) -> Key:
        """The name under which all documents together count it."""
        return _key(self.label, self.cls)


def _made(id: str, cls: str, label: str, names: list[str], known: bool) -> Thing:
    return tuple.__new__(Thing, (id, cls, label, tuple(names), known))


class Key(NamedTuple):
    """A name and a kind of thing: the unit of resolution across documents. `name` is the local part of an IRI."""

    name: str
    kind: str


@lru_cache(maxsize=1 << 18)
def _key(label: str, cls: str) -> Key:
    """Names come again from document to document."""
    return Key(iri_safe(label), kind(cls))


class Profile(NamedTuple):
    """A document's things, the relations between them, and what stands in brackets behind their names.

    `ties` are (place of the subject, property, place of the object) among `things`, `asides` (place, words).
    """

    document: str
    things: tuple[Thing, ...] = ()
    ties: tuple[tuple[int, str, int], ...] = ()
    asides: tuple[tuple[int, str], ...] = ()

    def packed(self) -> str:
        """As one line of text."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, line: str) -> Profile:
        """From that line.

        >>> one = Profile("a", (Thing("小米", "Company", "小米"),), asides=((0, "Xiaomi"),))
        >>> Profile.unpacked(one.packed()) == one
        True
        """
        document, things, ties, asides = json.loads(line)
        return cls(
            document,
            tuple([_made(id, cls, label, names, known) for id, cls, label, names, known in things]),
            tuple(map(tuple, ties)),
            tuple(map(tuple, asides)),
        )


def profile(facts: Facts) -> Profile:
    """The profile of a document, by its facts.

    >>> from kg.pipeline import extract
    >>> [thing.label for thing in profile(extract("特斯拉（Tesla）在上海建厂。")).things]
    ['上海', '特斯拉']
    """
    known = {mention.entity for mention in facts.mentions if mention.rule == "gazetteer"}
    things = [Thing(*entity, entity.id in known) for entity in facts.entities]
    things += _makers(facts)
    places = {thing.id: place for place, thing in enumerate(things)}
    ties = dict.fromkeys(
        (places[fact.subject.entity], fact.property, places[fact.object.entity])
        for fact in facts.relations
        if isinstance(fact.object, Mention) and fact.stance == "Asserted"
    )
    asides = dict.fromkeys((places[local], words) for local, words in _asides(facts))
    return Profile(facts.document.id, tuple(things), tuple(ties), tuple(asides))


def _makers(facts: Facts) -> Iterator[Thing]:
    """Who wrote or issued the document, where the text does not name them: the graph has them as well."""
    named = {name for entity in facts.entities for name in (entity.label, *entity.names)}
    named |= {entity.id for entity in facts.entities}
    document = facts.document
    for name, cls in (*((author, "Person") for author in document.authors), (document.publisher or "", "Media")):
        if name and name not in named and iri_safe(name) not in named:
            named |= {name, iri_safe(name)}
            yield Thing(iri_safe(name), cls, name)


def _asides(facts: Facts) -> Iterator[tuple[str, str]]:
    text = facts.document.text
    for mention in facts.mentions:
        if text[mention.span.end : mention.span.end + 2].strip()[:1] in ("(", "（") and not mention.refers:
            found = _ASIDE.match(text, mention.span.end)
            if found and (found[1] or _tells(mention.name, found[2])):
                yield mention.entity, found[2].strip()
            elif mention.cls == "Company" and (code := _CODE.match(text, mention.span.end)):
                yield mention.entity, code[1]


def _tells(name: str, words: str) -> bool:
    """Is a bracket without a word such as 简称 another name? In the other script, or a short form: all else may be a part."""
    return latin(name) != latin(words) or shortens(words, name)
