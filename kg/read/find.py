"""Files, folders, globs and standard input → the items to read, each with a name that is its own."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from kg.read.item import Item, Problem, Stream
from kg.read.packed import bare, kind

STDIN = "-"


def find(inputs: Iterable[str | Path], suffixes: frozenset[str]) -> Iterator[Item | Problem]:
    """The items that the inputs name, in the order given, those of a folder sorted; a Problem for each that names none.

    A folder is searched with all below it for names that end in one of `suffixes`; hidden ones are left out. The name of
    an item is its path in the folder given, or its own name, without the ending; the ending or the folder's name is
    added where two would be called alike.
    """
    found = [one for given in inputs for one in _expanded(given, suffixes)]
    names = _named([one for one in found if isinstance(one, tuple)])
    taken = iter(names)
    for one in found:
        if isinstance(one, Problem):
            yield one
        else:
            yield Item(next(taken), one[0]) if one[0] else Stream(next(taken), None, file=_stdin())


def _stdin() -> io.BufferedReader:
    file: Any = sys.stdin.buffer
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)


def _expanded(given: str | Path, suffixes: frozenset[str]) -> Iterator[tuple[Path | None, PurePath] | Problem]:
    """The files of one input, each with the path that names it."""
    words = str(given)
    path = Path(given)
    if words == STDIN:
        yield None, PurePath("stdin")
    elif path.is_dir():
        files = sorted(_below(path, suffixes))
        yield from ((file, file.relative_to(path)) for file in files)
        if not files:
            endings = ", ".join(sorted(suffixes))
            yield Problem(words, None, "the folder holds no file to read", f"Files must end in {endings}.")
    elif path.exists():
        yield path, PurePath(path.name)
    elif glob.has_magic(words):
        files = sorted(Path(name) for name in glob.glob(words, recursive=True) if Path(name).is_file())
        yield from ((file, PurePath(file.name)) for file in files)
        if not files:
            yield Problem(words, None, "the pattern fits no file", "Check the pattern, and quote it for the shell.")
    else:
        yield Problem(words, None, "no such file or folder", "Check the name and the folder you are in.")


def _below(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and kind(PurePath(name)) in suffixes:
                yield Path(where, name)


def _named(files: list[tuple[Path | None, PurePath]]) -> list[str]:
    """A name for each file: without its ending, with it where that is not enough, else with the folder's name."""
    plain = [bare(inner).with_suffix("").as_posix() for _, inner in files]
    full = [inner.as_posix() for _, inner in files]
    wide = [PurePath(path.absolute().parent.name, inner).as_posix() if path else "stdin" for path, inner in files]
    times, times_full = Counter(plain), Counter(full)
    names = []
    for short, longer, longest in zip(plain, full, wide, strict=True):
        names.append(short if times[short] == 1 else longer if times_full[longer] == 1 else longest)
    return names
