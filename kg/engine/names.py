"""A cluster: names across documents. What its Python workers do between the joins of `kg.cluster.names`.

All that decides stands in `kg.across`: here rows become its values, and its values rows. A key travels as one word, so that
Spark can join on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.across import Profile, Rules
from kg.across.candidates import LARGEST, Candidate, asked, explained, formed, paired, spelled
from kg.across.decide import settle
from kg.across.likeness import spelling
from kg.across.names import Name, Names
from kg.across.namesakes import ends, short
from kg.across.profile import Key
from kg.across.weigh import SHARED, Around
from kg.engine.arrow import packed, unpacked

if TYPE_CHECKING:
    import pyarrow

    from kg.engine.arrow import Batches

    Rows: TypeAlias = Iterator[pyarrow.RecordBatch]

#: what `counted` and `merged` give: what documents have of a name, and in how many of them the lexicon had it
NAMES = "key string, known long, name string"
TIES = "one string, property string, other string"
PRESENT = "document string, key string"
#: what `asking` gives: the name of which it is asked whether it is there, and the one that asks
ASKED = "asked string, key string"
#: names under a block: one of `kg.across.candidates`, or the thing that firms have in common; with what its pairs ask for
BLOCKS = "block string, key string, name string, there string"
#: candidates; of several for one pair the one of least rank counts
PAIRS = "one string, other string, rank long, why string, said long, examples string, short string"
#: names that a name ends in, and how the whole is spelled
ENDS = "short string, spelling string"
#: what `Settling` takes, each under its component: a name, or a pair with what stands around it
SETTLING = ("key", "name", "other", "why", "said", "examples", "shared", "apart", "ties", "namesakes")
#: a name and what becomes of it, or a merge, or counts
SETTLED = "key string, target string, merge string, names long, homonyms long"
#: names that a worker holds at a time
HELD = 20_000
_RANKS = {"spelling": 0, "apart": 1, "form": 1, "neighbours": 4}
_EXPLAINED = 2


def word(key: Key) -> str:
    """A key as one word, in the order of keys: no name has what parts the two.

    >>> key(word(Key("小米", "Organization")))
    Key(name='小米', kind='Organization')
    """
    return "\t".join(key)


def key(word: str) -> Key:
    """The key of that word."""
    name, kind = word.split("\t")
    return Key(name, kind)


def counted(given: Batches) -> Rows:
    """Profiles → NAMES, as far as these documents have them."""
    return packed(NAMES, _counted(Profile.unpacked(line) for (line,) in unpacked(given)))


def _counted(profiles: Iterable[Profile]) -> Iterator[tuple[object, ...]]:
    names = Names()
    for profile in profiles:
        names.add(profile)
        if len(names) >= HELD:
            yield from _listed(names)
            names = Names()
    yield from _listed(names)


def _listed(names: Names) -> Iterator[tuple[object, ...]]:
    for one in names.sorted():
        yield word(one), names[one].known, names[one].packed()


def merged(given: Batches) -> Rows:
    """NAMES by key → NAMES, each key once."""
    return packed(NAMES, _merged(unpacked(given)))


def _merged(rows: Iterable[tuple[str, int, str]]) -> Iterator[tuple[object, ...]]:
    for one, some in groupby(rows, key=itemgetter(0)):
        (_, known, line), *others = some
        if others:
            name = Name.unpacked(line)
            for _, _, more in others:
                name.add(Name.unpacked(more))
            known, line = name.known, name.packed()
        yield one, known, line


def ties(given: Batches) -> Rows:
    """Profiles → TIES: the relations that they tell of."""
    return packed(TIES, (tie for (line,) in unpacked(given) for tie in _tied(Profile.unpacked(line))))


def _tied(profile: Profile) -> Iterator[tuple[object, ...]]:
    words = [word(thing.key) for thing in profile.things]
    for subject, name, target in profile.ties:
        yield words[subject], name, words[target]


def present(given: Batches) -> Rows:
    """Profiles → PRESENT: the names of each document, each once."""
    return packed(PRESENT, (row for (line,) in unpacked(given) for row in _present(Profile.unpacked(line))))


def _present(profile: Profile) -> Iterator[tuple[object, ...]]:
    for one in dict.fromkeys(thing.key for thing in profile.things):
        yield profile.document, word(one)


def asking(given: Batches) -> Rows:
    """(key, name) → ASKED."""
    return packed(ASKED, (row for one, line in unpacked(given) for row in _asking(one, line)))


def _asking(one: str, line: str) -> Iterator[tuple[object, ...]]:
    for other in dict.fromkeys(asked(key(one), Name.unpacked(line))):
        yield word(other), one


Answers: TypeAlias = "list[dict[str, object]] | None"


def _seen(answers: Answers) -> dict[Key, Name]:
    """Of the names that were asked for, those that are there."""
    return {key(str(one["asked"])): _known(int(str(one["known"]))) for one in answers or ()}


def _known(documents: int) -> Name:
    name = Name("")
    name.known = documents
    return name


def blocks(given: Batches) -> Rows:
    """(key, name, answers) → BLOCKS, by the spelling and by the form."""
    return packed(BLOCKS, (row for one in unpacked(given) for row in _blocks(*one)))


def _blocks(one: str, line: str, answers: Answers) -> Iterator[tuple[object, ...]]:
    seen = _seen(answers)
    yield "\t".join(spelled(key(one), seen)), one, None, None
    if found := formed(key(one), seen):
        yield "\t".join(found), one, line, json.dumps(list(map(word, seen)))


def shared(given: Batches) -> Rows:
    """TIES, each once → BLOCKS: firms under the person or the product that they have in common."""
    return packed(BLOCKS, (row for one in unpacked(given) for row in _shared(*one)))


def _shared(one: str, name: str, other: str) -> Iterator[tuple[object, ...]]:
    if name in SHARED and key(other).kind == "Organization":
        yield "\t".join(("neighbours", name, one)), other, None, None


def blocked(given: Batches) -> Rows:
    """BLOCKS by block → PAIRS."""
    return packed(PAIRS, _blocked(unpacked(given)))


def _blocked(rows: Iterable[tuple[str, str, str | None, str | None]]) -> Iterator[tuple[object, ...]]:
    for block, some in groupby(rows, key=itemgetter(0)):
        # one more than may be: that many say nothing, however many there are
        members, seen = dict[Key, Name](), dict[Key, Name]()
        for _, one, line, there in islice(some, LARGEST + 1):
            members[key(one)] = Name.unpacked(line) if line else Name("")
            seen.update((key(other), Name("")) for other in json.loads(there or "[]"))
        for pair in paired(block.partition("\t")[0], list(members), seen | members):
            yield _row(pair, _RANKS[pair.why])


def told(given: Batches) -> Rows:
    """(key, name, answers) → PAIRS, by what documents call a thing."""
    return packed(PAIRS, (row for one in unpacked(given) for row in _told(*one)))


def _told(one: str, line: str, answers: Answers) -> Iterator[tuple[object, ...]]:
    if answers:
        for pair in explained(key(one), Name.unpacked(line), _seen(answers)):
            yield _row(pair, _EXPLAINED + (pair.one != key(one)))


def _row(pair: Candidate, rank: int) -> tuple[object, ...]:
    asked = short(pair)
    examples = json.dumps(pair.examples)
    return word(pair.one), word(pair.other), rank, pair.why, pair.said, examples, word(asked) if asked else None


def ending(given: Batches) -> Rows:
    """(key) → ENDS."""
    return packed(ENDS, (row for (one,) in unpacked(given) for row in _ending(key(one))))


def _ending(whole: Key) -> Iterator[tuple[object, ...]]:
    for end in ends(whole, len(whole.name)):
        yield word(end), spelling(whole.name)


@dataclass(frozen=True, slots=True)
class Settling:
    """Names and pairs, by what hangs together → what is decided of them."""

    rules: Rules

    def __call__(self, given: Batches) -> Rows:
        """Rows of SETTLING behind their component, by component → SETTLED."""
        return packed(SETTLED, self._rows(unpacked(given)))

    def _rows(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[object, ...]]:
        some = _Some()
        for _, together in groupby(rows, key=itemgetter(0)):
            for row in together:
                some.add(*row[1:])
            if len(some.names) >= HELD:
                yield from some.settled(self.rules)
                some = _Some()
        yield from some.settled(self.rules)


class _Some:
    """Names that hang together, and others that hang together: whole components."""

    def __init__(self) -> None:
        self.names = Names()
        self._around: dict[Candidate, Around] = {}
        self._namesakes: dict[Candidate, int] = {}

    def add(self, one: str, name: str | None, *pair: Any) -> None:
        if name is not None:
            self.names.take(key(one), Name.unpacked(name))
            return
        other, why, said, examples, *around, namesakes = pair
        candidate = Candidate(key(one), key(other), why, said, tuple(json.loads(examples)))
        self._around[candidate], self._namesakes[candidate] = Around(*around), namesakes

    def settled(self, rules: Rules) -> Iterator[tuple[object, ...]]:
        found = settle(self.names, self._around, self._around.__getitem__, self._namesakes.__getitem__, rules)
        for one, target in found.table.items():
            yield word(one), json.dumps(target), None, 0, 0
        for link, merge in zip(found.links, found.merges, strict=True):
            yield None, None, json.dumps((link.place, merge)), 0, 0
        yield None, None, None, len(self.names), found.homonyms
