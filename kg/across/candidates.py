"""Pairs of names that may be one thing, found by blocks: never all against all.

Blocks are the spelling without case and spaces, the name of a firm without its legal form, the other names and brackets of
documents, and for short forms that no document explains, who works there and what is made there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, Protocol

from kg.across.likeness import chinese, core, initials, latin, mixed, placeless, shortens, spelling
from kg.across.names import Name, Names, Told
from kg.across.profile import Key
from kg.iri import iri_safe

#: a block of more names says nothing of any two of them
LARGEST = 12
_MADE = ("Product", "Technology")
#: for what kinds of things documents give other names that may be trusted
_CALLED = frozenset({"Person", "Organization", "Product", "Technology", "Place"})
#: what many hold under one name: each is another
_HELD = re.compile(r"(?:系列|主题|慰问)(?:活动)?$")
_CODE = re.compile("[0-9]{6}")
#: forms of firms, and what any list or release is called: no names
_FORMS = frozenset({"ltd", "inc", "corp", "llc", "plc", "co", "alpha", "beta", "top10", "top50", "top100"})


class Candidate(NamedTuple):
    """Two names and why they may be one (or are two: `apart`), by how many documents, and the first of them.

    Reasons are `spelling`, `form`, `translation`, `short`, `maker`, `surname`, `neighbours`.
    """

    one: Key
    other: Key
    why: str
    said: int = 0
    examples: tuple[str, ...] = ()


class Seen(Protocol):
    """What pairs ask of names: are they there, and does the lexicon have them?"""

    def __contains__(self, key: Key, /) -> bool: ...
    def __getitem__(self, key: Key, /) -> Name: ...


def candidates(names: Names, shared: Iterable[tuple[Key, Key]] = ()) -> list[Candidate]:
    """All pairs worth a look, in order, each once with its best reason. `shared`: firms with a person or product in common."""
    found: dict[tuple[Key, Key], Candidate] = {}
    keys = names.sorted()
    told = (one for key in keys for one in explained(key, names[key], names))
    for one in (*_blocked(keys, names, spelled), *_blocked(keys, names, formed), *told, *_sharing(shared)):
        found.setdefault((one.one, one.other), one)
    return sorted(found.values())


def _blocked(
    keys: Iterable[Key], names: Seen, block: Callable[[Key, Seen], tuple[str, ...] | None]
) -> Iterator[Candidate]:
    blocks: dict[tuple[str, ...], list[Key]] = {}
    for key in keys:
        if called := block(key, names):
            blocks.setdefault(called, []).append(key)
    for called, members in blocks.items():
        yield from paired(called[0], members, names)


def paired(why: str, members: Sequence[Key], names: Seen) -> Iterator[Candidate]:
    """The pairs within a block of that kind (`spelling`, `form`, `neighbours`), unless it is too large to mean anything."""
    if 1 < len(members) <= LARGEST:
        for one, other in combinations(sorted(members), 2):
            found = _PAIRS[why](one, other, names)
            if found:
                yield found


def spelled(key: Key, names: Seen) -> tuple[str, ...]:
    """The block of a name by its spelling.

    What is made keeps one name whether a text speaks of it as a product or as a technology, where it has a model's name.
    """
    return "spelling", spelling(key.name), "made" if key.kind in _MADE else key.kind


def _spelling(one: Key, other: Key, names: Seen) -> Candidate | None:
    if (one.kind == other.kind or _telling(one.name)) and not _codes(one, other):
        return Candidate(one, other, "spelling")
    return None


def _telling(name: str) -> bool:
    """Is it the name of a model, or long enough to be nobody else's?"""
    plain = spelling(name)
    return (len(plain) >= 3 and not plain.isdigit() and not _all_chinese(plain)) or len(plain) >= 5


def _codes(one: Key, other: Key) -> bool:
    """Too little to tell: codes that a hyphen may tell apart (F1, F-1), a few letters (MAX), the rest of a person's name (·林)."""
    plain = spelling(one.name)
    if (
        len(plain.strip(".")) < 2
        or plain.strip(".") in _FORMS
        or (one.kind == "NamedEvent" and len(plain) < 12 and _HELD.search(plain))
    ):
        return True
    if one.kind == "Person":
        return any(name.strip("·•・") != name for name in (one.name, other.name))
    few = one.kind == "Product" and len(plain) < 4 and plain.isalpha() and not chinese(plain)
    return few or (len(plain) < 4 and one.name.count("-") != other.name.count("-"))


def _all_chinese(words: str) -> bool:
    return all(map(chinese, words))


def formed(key: Key, names: Seen) -> tuple[str, ...] | None:
    """The block of a firm by its name without the legal form."""
    return ("form", core(key.name)) if key.kind == "Organization" and not _vague(key, names) else None


def _form(one: Key, other: Key, names: Seen) -> Candidate | None:
    if _group_and_share(one.name, other.name):
        return Candidate(one, other, "apart")
    if spelling(one.name) != spelling(other.name) and not _another(one, other, names):
        return Candidate(one, other, "form")
    return None


def asked(key: Key, name: Name) -> Iterator[Key]:
    """The other names of which `formed`, the pairs of its blocks and `explained` ask whether they are there, for this one."""
    if key.kind == "Organization":
        yield from (*_places(key), _trade(key))
    if key.kind in _CALLED:
        for words in (*name.called, *name.asides):
            other = Key(iri_safe(words), key.kind)
            yield other
            if maker := _maker(key, other):
                yield maker


def _places(key: Key) -> tuple[Key, Key]:
    body = core(key.name)
    return Key(body, "Place"), Key(body, "Industry")


def _trade(key: Key) -> Key:
    return Key(placeless(key.name), "Industry")


def _vague(key: Key, names: Seen) -> bool:
    """Does nothing stand before the form but a place (中国公司), or a word for what it is (动物公司)?"""
    body = core(key.name)
    return len(body) < 2 or body.startswith(("某", "%28")) or any(place in names for place in _places(key))


def _group_and_share(one: str, other: str) -> bool:
    """A group and the listed company below it are two."""
    return any(
        "股份" in listed and "股份" not in above and _above(above, listed)
        for listed, above in ((one, other), (other, one))
    )


def _above(above: str, listed: str) -> bool:
    """Has it a word for the firm on top that the other has not: 云岭控股集团有限公司, 云岭集团股份有限公司?"""
    return any(word in above and word not in listed for word in ("集团", "控股"))


def _another(one: Key, other: Key, names: Seen) -> bool:
    """Is the firm another than the one that has the name without a form, or with another form?"""
    if _anybody(one, other, names) or _legally(one.name, other.name):
        return True
    return any(
        _named_after(bare, firm, names) for bare, firm in ((one, other), (other, one)) if bare.name == core(firm.name)
    )


def _anybody(one: Key, other: Key, names: Seen) -> bool:
    """A few characters with a form may be anybody's: 自来水公司, 华西股份. What the lexicon knows is somebody's."""
    body = core(one.name)
    if len(body) > 3 or not chinese(body):
        return False
    known = [names[key].known for key in (one, other)]
    listed = one.name.endswith("股份") or other.name.endswith("股份")
    longer = one.name.startswith(other.name) or other.name.startswith(one.name)
    return (listed and len(body) == 2) or not (any(known) if longer else all(known))


def _legally(one: str, other: str) -> bool:
    """Two names in full, of which one is a group's or a holding's: the firm above is another than that below."""
    body = core(one)
    if body in (one, other) or ("股份" in one and "股份" in other):
        return False
    full = any(name.endswith(("有限公司", "有限责任公司")) for name in (one, other))
    return full and (_above(one, other) or _above(other, one))


def _named_after(bare: Key, firm: Key, names: Seen) -> bool:
    """Is the bare name that of something else: of a league or a paper, of the listed company below, of the group beside a holding?"""
    name = names[bare]
    if name.known and name.classes["Company"] * 2 < name.documents and not names[firm].known:
        return True
    if bare.name.endswith("军"):
        return True
    if not name.known and _trade(bare) in names:
        return True
    if not _above(firm.name, bare.name):
        return False
    if "集团" not in firm.name and f"{bare.name}集团" in name.called:
        return True
    if "股份" in firm.name:
        return False
    return any(map(_CODE.fullmatch, name.asides)) and not any(map(_CODE.fullmatch, names[firm].asides))


def explained(key: Key, name: Name, names: Seen) -> Iterator[Candidate]:
    """Pairs by the other names and brackets of one thing: in order, with how many documents say so, each pair once."""
    found: dict[Key, Candidate] = {}
    for told, aside in ((name.called, False), (name.asides, True)):
        for words in sorted(told) if key.kind in _CALLED else ():
            other = Key(iri_safe(words), key.kind)
            why = "" if other == key or other not in names else _why(key, other, names, aside=aside)
            if why:
                found.setdefault(other, _candidate(key, other, why, told[words]))
    yield from found.values()


def _candidate(one: Key, other: Key, why: str, told: Told) -> Candidate:
    first, second = sorted((one, other))
    return Candidate(first, second, why, told.count, told.examples)


def _why(key: Key, other: Key, names: Seen, *, aside: bool) -> str:
    """Why a word that documents use for a thing may be its name elsewhere too; empty where it may not."""
    long, short = key.name, other.name
    if latin(long) != latin(short) and (chinese(long) or chinese(short)) and not long.endswith(short):
        if len(spelling(long)) < 2 or (long + short).islower():
            return ""
        return "translation" if key.kind == "Person" or (aside and not mixed(long) and not mixed(short)) else ""
    if key.kind == "Organization" and (_shorter(short, long) or _shorter(long, short) or initials(short, long)):
        return "short"
    if maker := _maker(key, other):
        known = maker in names and names[maker].known
        return "maker" if known and len(spelling(short)) > 1 else ""
    return "surname" if key.kind == "Person" and long.endswith(f"·{short}") else ""


def _maker(key: Key, other: Key) -> Key | None:
    """What stands before the name of a model, as the name of a firm."""
    long, short = key.name, other.name
    if key.kind == "Product" and long.endswith(short) and not _all_chinese(short):
        return Key(long[: -len(short)].strip("_"), "Organization")
    return None


def _shorter(short: str, long: str) -> bool:
    """A short form that is more than the beginning: what stands behind a firm's whole name is a part of it (…客户端, …事业部)."""
    return shortens(short, long) and not long.startswith(short)


def _sharing(shared: Iterable[tuple[Key, Key]]) -> Iterator[Candidate]:
    for one, other in sorted(set(shared)):
        if found := _neighbours(min(one, other), max(one, other)):
            yield found


def _neighbours(one: Key, other: Key, names: Seen | None = None) -> Candidate | None:
    short = _shorter(one.name, other.name) or _shorter(other.name, one.name)
    return Candidate(one, other, "neighbours") if short else None


_PAIRS: Mapping[str, Callable[[Key, Key, Seen], Candidate | None]] = {
    "spelling": _spelling,
    "form": _form,
    "neighbours": _neighbours,
}
