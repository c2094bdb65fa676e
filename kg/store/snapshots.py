"""Snapshots of a store: hard links that the engine makes in milliseconds; a reader keeps the one that it opened."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.ledger import Ledger

try:
    import fcntl
except ImportError:  # no such locks on Windows: there the newest three are kept
    fcntl = None  # type: ignore[assignment]

KEPT = 3
_ONLY_READ = (errno.EROFS, errno.EACCES, errno.EPERM)


class Snapshots:
    """The snapshots of one store; `current` names the newest that is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "snapshots"
        self._current = folder / "current"

    def _leases(self, number: int) -> Path:
        return self._folder / f"{number}.lease"

    def restore(self, number: int, place: Path) -> None:
        """Puts a snapshot in the place of the engine's files; killed in between, it can be done again. Raises InputError."""
        _, _lease = self._leased(number)
        beside = place.with_name(f".{place.name}.part")
        for one in (beside, place):
            shutil.rmtree(one, ignore_errors=True)
        shutil.copytree(self._folder / str(number), beside, copy_function=_shared)
        beside.replace(place)

    def newest(self) -> int | None:
        """The number of the newest snapshot, None where there is none."""
        try:
            return int(self._current.read_text())
        except (OSError, ValueError):
            return None

    def add(self, store: Any, ledger: Ledger) -> None:
        """A snapshot of what store and ledger hold; older ones that nobody reads go."""
        self._folder.mkdir(exist_ok=True)
        number = max((int(one.name) for one in self._folder.iterdir() if one.name.isdigit()), default=0) + 1
        store.backup(str(self._folder / str(number)))
        ledger.copy(self._folder / f"{number}.ledger")
        self._leases(number).touch()  # so that readers who may not write here can hold it too
        beside = self._current.with_suffix(".part")
        beside.write_text(f"{number}\n")
        beside.replace(self._current)
        self._sweep(number)

    def open(self, number: int | None = None) -> tuple[Any, IO[str] | None]:
        """The newest snapshot, or that of a number, opened for reading, and the lease that keeps it. Raises InputError."""
        number, lease = self._leased(number)
        return ox.Store.read_only(str(self._folder / str(number))), lease

    def copy(self, target: Path) -> None:
        """The newest snapshot as a store of its own, itself ready for readers. Raises InputError."""
        number, _lease = self._leased()
        target.mkdir(parents=True)
        shutil.copyfile(self._folder.parent / "store.json", target / "store.json")
        shutil.copyfile(self._folder / f"{number}.ledger", target / "ledger.sqlite")
        for place in (target / "db", target / "snapshots" / str(number)):
            shutil.copytree(self._folder / str(number), place)
        shutil.copyfile(target / "ledger.sqlite", target / "snapshots" / f"{number}.ledger")
        (target / "current").write_text(f"{number}\n")

    def _leased(self, wanted: int | None = None) -> tuple[int, IO[str] | None]:
        for _ in range(KEPT):  # a writer may take one away between the look and the lease
            number = wanted or self.newest()
            if number is None:
                break
            with suppress(OSError):
                lease = self._lease(number, shared=True)
                if (self._folder / str(number)).is_dir():
                    return number, lease
        raise InputError(
            f"{self._folder.parent}: nothing to read yet: no build of this store has ended. "
            "Run the build again (it goes on where it stopped), or `kg store repair`."
        )

    def _lease(self, number: int, *, shared: bool) -> IO[str] | None:
        if not fcntl:
            return None
        file = self._held(number)
        if file is None:
            return None
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise
        return file

    def _held(self, number: int) -> IO[str] | None:
        """The file of a lease; on a disk that only gives, as it is, and None where there is none."""
        try:
            return self._leases(number).open("a")
        except OSError as error:
            if error.errno not in _ONLY_READ:
                raise
        with suppress(FileNotFoundError):
            return self._leases(number).open()
        return None

    def _sweep(self, newest: int) -> None:
        for one in sorted(self._folder.iterdir()):
            if not one.name.isdigit() or int(one.name) > newest - (1 if fcntl else KEPT):
                continue
            with suppress(OSError):
                lease = self._lease(int(one.name), shared=False)
                shutil.rmtree(one)
                for ending in ("ledger", "lease"):
                    (self._folder / f"{one.name}.{ending}").unlink(missing_ok=True)
                if lease:
                    lease.close()


def _shared(source: str, target: str) -> None:
    """A file of the engine once more: tables never change and are linked, all else is copied."""
    if source.endswith(".sst"):
        with suppress(OSError):  # no hard links on this disk
            os.link(source, target)
            return
    shutil.copyfile(source, target)
