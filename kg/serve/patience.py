"""How long the endpoint waits for a client: who sends a request's head, or takes an answer, drop by drop is hung up on."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: seconds between two looks at a connection: one that has not moved from one look to the next is closed
EVERY = 10.0


class Patient(H11Protocol):
    """A connection that is looked at again and again."""

    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to look."""
        super().connection_made(transport)
        self._expect((self, 0))

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends it."""
        if self._look:
            self._look.cancel()
        super().connection_lost(exc)

    def _expect(self, before: tuple[object, int]) -> None:
        self._look = self.loop.call_later(EVERY, self._looked, before)

    def _looked(self, before: tuple[object, int]) -> None:
        asked, owed = now = self.cycle, self.transport.get_write_buffer_size()
        heading = self.conn.their_state is h11.IDLE and asked is before[0]
        stuck = 0 < before[1] <= owed and asked is before[0]
        if heading or stuck:
            self.transport.abort()
        else:
            self._expect(now)


def many_connections() -> None:
    """As many open files as the system allows this process: each client that is slow holds one."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most if most != resource.RLIM_INFINITY else 1 << 16, most))
