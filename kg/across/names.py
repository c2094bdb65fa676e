"""All names of a corpus, each once: how often, of which classes, and by which other words documents call it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest

from kg.across.profile import Key, Profile, Thing

#: documents that are named as examples: the first by their identifiers, whatever the order they came in
EXAMPLES = 3


class Told:
    """How many documents tell something, and the first of them."""

    __slots__ = ("count", "examples")

    def __init__(self) -> None:
        self.count = 0
        self.examples: tuple[str, ...] = ()

    def by(self, document: str) -> None:
        """One more document tells it."""
        self.count += 1
        if len(self.examples) < EXAMPLES or document < self.examples[-1]:
            self.examples = tuple(nsmallest(EXAMPLES, (*self.examples, document)))

    def add(self, other: Told) -> None:
        """What other documents tell of it."""
        self.count += other.count
        self.examples = tuple(nsmallest(EXAMPLES, (*self.examples, *other.examples)))

    @classmethod
    def of(cls, count: int, examples: Iterable[str]) -> Told:
        """So many documents, and the first of them."""
        told = cls()
        told.count, told.examples = count, tuple(examples)
        return told


class Name:
    """A name of one kind of thing in all documents. `known`: in how many of them the lexicon had it."""

    __slots__ = ("asides", "called", "classes", "known", "label", "told")

    def __init__(self, label: str) -> None:
        self.label, self.known = label, 0
        self.told = Told()
        self.classes: Counter[str] = Counter()
        self.called: dict[str, Told] = {}
        self.asides: dict[str, Told] = {}

    @property
    def documents(self) -> int:
        """How many documents have it."""
        return self.told.count

    def add(self, other: Name) -> None:
        """What other documents have of it; in whatever order they are added, the same comes out."""
        self.label = min(self.label, other.label)  # width alone tells labels of one key apart
        self.known += other.known
        self.told.add(other.told)
        self.classes.update(other.classes)
        for mine, theirs in ((self.called, other.called), (self.asides, other.asides)):
            for word, told in theirs.items():
                mine.setdefault(word, Told()).add(told)

    def packed(self) -> str:
        """As one line of text."""
        words = [
            {word: (told.count, told.examples) for word, told in sorted(of.items())}
            for of in (self.called, self.asides)
        ]
        row = (self.label, self.known, self.told.count, self.told.examples, dict(sorted(self.classes.items())), *words)
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, line: str) -> Name:
        """From that line.

        >>> one = Name("小米")
        >>> one.called["雷军的公司"] = Told.of(2, ("a", "b"))
        >>> Name.unpacked(one.packed()).packed() == one.packed()
        True
        """
        label, known, count, examples, classes, called, asides = json.loads(line)
        name = cls(label)
        name.known, name.told, name.classes = known, Told.of(count, examples), Counter(classes)
        name.called = {word: Told.of(*told) for word, told in called.items()}
        name.asides = {word: Told.of(*told) for word, told in asides.items()}
        return name


class Names:
    """Grows with each profile; as large as there are different names, however many documents there are.

    >>> names = Names([Profile("a", (Thing("小米", "Company", "小米"),)), Profile("b", (Thing("小米", "Company", "小米"),))])
    >>> names[Key("小米", "Organization")].documents
    2
    """

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        self._names: dict[Key, Name] = {}
        self._sorted: list[Key] = []
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> tuple[Key, ...]:
        """Counts a document in; gives the keys of its things."""
        keys = tuple([thing.key for thing in profile.things])
        for key, thing in zip(keys, profile.things, strict=True):
            self._count(key, thing, profile.document)
        for place, words in dict.fromkeys(profile.asides):
            self._names[keys[place]].asides.setdefault(words, Told()).by(profile.document)
        return keys

    def _count(self, key: Key, thing: Thing, document: str) -> None:
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = Name(thing.label)
        elif thing.label < name.label:  # width alone tells labels of one key apart
            name.label = thing.label
        name.told.by(document)
        name.known += thing.known
        name.classes[thing.cls] += 1
        for word in thing.names:
            name.called.setdefault(word, Told()).by(document)

    def take(self, key: Key, name: Name) -> None:
        """Counts in what many documents have of a name; the value is the caller's no more."""
        if key in self._names:
            self._names[key].add(name)
        else:
            self._names[key] = name

    def __contains__(self, key: Key) -> bool:
        return key in self._names

    def __getitem__(self, key: Key) -> Name:
        return self._names[key]

    def __len__(self) -> int:
        return len(self._names)

    def sorted(self) -> list[Key]:
        """All of them, in order."""
        if len(self._sorted) != len(self._names):
            self._sorted = sorted(self._names)
        return self._sorted
