"""The children of the endpoint: short queries have a lane of their own, long ones are few, and all can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.serve import frames

_CODE = "import sys; sys.path[:] = {path!r}; from kg.serve.child import main; main()"
#: few arenas: each reserves addresses, which the bound of memory counts
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
#: seconds after which a query leaves the short lane
SHORT = 0.5
#: seconds that a query waits for a child before it is turned away
PATIENCE = 5.0
_START = 20.0
_PAUSE = 1.0
#: what a writer that is in order answers: done, or the text is at fault
_WRITER_WELL = (204, 400)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, megabytes of memory and of answer; how many run, short and long."""

    seconds: float = 30.0
    memory: int = 1024
    answer: int = 64
    children: int = field(default_factory=lambda: max(2, os.cpu_count() or 1))


class Refused(Exception):
    """A query that got no answer: the status of HTTP, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Child:
    """A process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.isolated = False

    async def exchange(self, header: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Sends a frame and takes the answer; raises EOFError where the process ends over it."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin and stdout, "both ends are pipes"
        try:
            stdin.write(frames.packed(header, body))
            await stdin.drain()
            return await self._read(stdout)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EOFError from error

    async def _read(self, stdout: asyncio.StreamReader) -> tuple[dict[str, Any], bytes]:
        words, body = frames.lengths(await stdout.readexactly(frames.SIZE))
        header: dict[str, Any] = json.loads(await stdout.readexactly(words))
        return header, await stdout.readexactly(body)

    def kill(self) -> None:
        """Ends the process at once."""
        with suppress(ProcessLookupError):
            self.process.kill()


class Children:
    """A lane of idle children for one store. `ask` gives a frame's answer or raises Refused."""

    def __init__(self, store: Path, limits: Limits, *, writing: bool = False) -> None:
        self._store, self._limits, self._writing = store, limits, writing
        self._idle: asyncio.LifoQueue[_Child] = asyncio.LifoQueue()
        self._count = 1 if writing else limits.children
        self._spare: list[_Child] = []
        self._owed = self._long = 0
        self._all: set[_Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self.isolated: bool | None = None

    async def start(self) -> None:
        """Starts them all; raises Refused where one cannot start."""
        for child in await asyncio.gather(*(self._started() for _ in range(self._count))):
            self._idle.put_nowait(child)
        for _ in range(0 if self._writing else self._count):
            self._start_another()

    async def stop(self) -> None:
        """Ends them all."""
        for task in self._starting:
            task.cancel()
        for child in self._all:
            child.kill()
        for child in self._all:
            await child.process.wait()
        self._all.clear()

    async def _process(self) -> _Child:
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _CODE.format(path=sys.path),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=1 << 20,
                env=os.environ | _ENVIRONMENT,
            )
        except OSError as error:
            raise Refused(503, f"a process for queries could not start: {error}") from error
        child = _Child(process)
        self._all.add(child)
        return child

    async def _started(self) -> _Child:
        child = await self._process()
        task = {"store": str(self._store), "writing": self._writing, "memory": self._limits.memory}
        try:
            header, _ = await asyncio.wait_for(child.exchange(task), _START)
        except (TimeoutError, EOFError):
            header = {"error": "what it said stands on the server's stderr"}
        if "error" in header:
            self._drop(child)
            await child.process.wait()
            raise Refused(503, f"a process for queries could not start: {header['error']}")
        child.isolated = self.isolated = bool(header["isolated"])
        return child

    def _drop(self, child: _Child) -> None:
        child.kill()
        self._all.discard(child)

    def _replace(self) -> None:
        """A child that stands ready takes the place at once; another is started to stand ready."""
        while self._spare:
            child = self._spare.pop()
            if child.process.returncode is None:
                self._idle.put_nowait(child)
                break
            self._all.discard(child)  # it died standing there: another one for it too
            self._start_another()
        else:
            self._owed += 1
        self._start_another()

    def _start_another(self) -> None:
        task = asyncio.get_running_loop().create_task(self._another())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _another(self) -> None:
        """Tries until one starts: a machine that is short of memory, disk or files now may have them later."""
        while True:
            with suppress(Refused):
                child = await self._started()
                break
            await asyncio.sleep(_PAUSE)
        if self._owed:
            self._owed -= 1
            self._idle.put_nowait(child)
        else:
            self._spare.append(child)

    async def ask(self, header: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        """The answer of a child within the seconds of the limits; raises Refused. Cancelled, it kills the child."""
        request = header | {"timeout": self._limits.seconds, "most": self._limits.answer << 20}
        child = await self._taken()
        answer = asyncio.ensure_future(child.exchange(request, text.encode("utf-8", "surrogatepass")))
        long = whole = False
        try:
            found = await _within(answer, self._limits.seconds if self._writing else min(SHORT, self._limits.seconds))
            if found is None and not self._writing:
                self._lengthen(child)
                long = True
                found = await _within(answer, self._limits.seconds - SHORT)
            if found is None:
                raise Refused(504, f"the query took longer than {self._limits.seconds:g} s; ask for less")
            whole = not self._writing or found[0]["status"] in _WRITER_WELL
            return found
        except EOFError:
            raise Refused(503, "the query took its process down: too much memory or time, or too deep") from None
        finally:
            answer.cancel()
            self._long -= long
            if whole and not long:
                self._idle.put_nowait(child)
            else:  # also where the client has gone away: nobody waits for the answer
                self._drop(child)
                if not long:
                    self._replace()

    async def _taken(self) -> _Child:
        try:
            return await asyncio.wait_for(self._idle.get(), PATIENCE)
        except TimeoutError:
            raise Refused(503, "too many queries at once; try again in a moment") from None

    def _lengthen(self, child: _Child) -> None:
        """Out of the short lane: another child takes the place, this one is last in line for the processor."""
        if self._long >= self._limits.children:
            raise Refused(503, "too many long queries at once; try again later, or ask for less")
        self._long += 1
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, child.process.pid, 10)
        self._replace()


async def _within(answer: asyncio.Future[Any], seconds: float) -> tuple[dict[str, Any], bytes] | None:
    """What comes within so many seconds, None where nothing does; the future goes on."""
    done, _ = await asyncio.wait([answer], timeout=max(0.0, seconds))
    if not done:
        return None
    found: tuple[dict[str, Any], bytes] = answer.result()
    return found
