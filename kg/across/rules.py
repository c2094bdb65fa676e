"""A user's own word on names: pairs that are the same, pairs that are different. TOML or CSV."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.iri import iri_safe

WORDS = {"same": True, "different": False}


class Pair(NamedTuple):
    """Two names (local parts of IRIs) that are the same thing, or are not; the first is the preferred one."""

    one: str
    other: str
    same: bool


class Rules(NamedTuple):
    """All pairs of a file."""

    pairs: tuple[Pair, ...] = ()

    def over(self, others: Rules) -> Rules:
        """These and the others, without those of the others that say otherwise."""
        said = {frozenset(pair[:2]) for pair in self.pairs}
        return Rules((*self.pairs, *(pair for pair in others.pairs if frozenset(pair[:2]) not in said)))

    @classmethod
    def read(cls, path: str | Path) -> Rules:
        """From a file: `.toml` with `same = [["北汽", "北京汽车"]]` and `different = […]`, or `.csv` with `same,北汽,北京汽车`.

        Raises InputError with the file, the line or entry, and what is wrong.
        """
        path = Path(path)
        try:
            words = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
        if path.suffix not in (".toml", ".csv"):
            raise InputError(f"{path}: unknown ending '{path.suffix}'; links are read from .toml or .csv")
        found = _toml(path, words) if path.suffix == ".toml" else _csv(path, words)
        return cls(_sound(path, found))


def _csv(path: Path, words: str) -> Iterator[tuple[str, Pair]]:
    reader = csv.reader(words.splitlines())
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        where = f"{path}, line {reader.line_num}"
        if cells[0] not in WORDS:
            raise InputError(f"{where}: '{cells[0]}' is not one of {', '.join(WORDS)}. Write same,NAME,NAME.")
        yield where, _pair(where, cells[1:], same=WORDS[cells[0]])


def _toml(path: Path, words: str) -> Iterator[tuple[str, Pair]]:
    try:
        content = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is no TOML: {error}") from error
    for name, pairs in content.items():
        if name not in WORDS or not isinstance(pairs, list):
            raise InputError(f'{path}: \'{name}\' is unknown; write same = [["NAME", "NAME"]] and different = [[…]]')
        for number, names in enumerate(pairs, 1):
            where = f"{path}, {name} {number}"
            yield where, _pair(where, names, same=WORDS[name])


def _pair(where: str, names: object, *, same: bool) -> Pair:
    if not isinstance(names, list) or len(names) != 2 or not all(isinstance(name, str) and name for name in names):
        raise InputError(f"{where}: two names are needed, not {names!r}")
    one, other = (iri_safe(name) for name in names)
    if one == other:
        raise InputError(f"{where}: both names are '{one}'")
    return Pair(one, other, same)


def _sound(path: Path, found: Iterable[tuple[str, Pair]]) -> tuple[Pair, ...]:
    """Raises InputError where one pair is said to be both."""
    said: dict[frozenset[str], tuple[str, bool]] = {}
    pairs = []
    for where, pair in found:
        before, same = said.setdefault(frozenset(pair[:2]), (where, pair.same))
        if same != pair.same:
            raise InputError(f"{where}: {pair.one} and {pair.other} were said to be otherwise at {before}")
        pairs.append(pair)
    return tuple(pairs)
