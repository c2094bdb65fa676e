"""Clients that are slow: who moves is waited for, who stands still from one look to the next is hung up on."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import h11
import pytest

pytest.importorskip("uvicorn")
from kg.serve.patience import EVERY, Patient, many_connections


class Loop:
    """Keeps what is to be called later."""

    def __init__(self) -> None:
        self.later: tuple[Callable[..., None], tuple[Any, ...]] | None = None

    def call_later(self, seconds: float, call: Callable[..., None], *arguments: Any) -> SimpleNamespace:
        assert seconds == EVERY
        self.later = call, arguments
        return SimpleNamespace(cancel=lambda: None)

    def tick(self) -> None:
        assert self.later
        call, arguments = self.later
        self.later = None
        call(*arguments)


class Connection:
    """A connection with nobody at the other end; `owed` bytes are still to be taken there."""

    def __init__(self) -> None:
        self.loop, self.owed, self.aborted = Loop(), 0, False
        self.it = Patient.__new__(Patient)
        self.it.loop, self.it.cycle = self.loop, None  # type: ignore[assignment]
        self.it.conn = h11.Connection(h11.SERVER)
        self.it.transport = SimpleNamespace(get_write_buffer_size=lambda: self.owed, abort=self._abort)  # type: ignore[assignment]
        self.it._expect((-1, 0))

    def _abort(self) -> None:
        self.aborted = True


def test_a_head_that_does_not_come_is_waited_for_once() -> None:
    client = Connection()
    client.loop.tick()
    assert not client.aborted
    client.it.conn.receive_data(b"GET / HT")
    client.loop.tick()
    assert client.aborted


def test_a_head_that_has_come_is_not_counted() -> None:
    client = Connection()
    client.it.conn.receive_data(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
    client.it.conn.next_event()
    for _ in range(3):
        client.loop.tick()
    assert not client.aborted


def test_one_request_after_another_is_no_standstill() -> None:
    client = Connection()
    for _ in range(3):
        client.it.cycle = SimpleNamespace()  # type: ignore[assignment]
        client.loop.tick()
    assert not client.aborted


@pytest.mark.parametrize(("owed", "aborted"), [((9, 8, 7, 0), False), ((9, 9), True), ((9, 12), True)])
def test_an_answer_is_taken_or_given_up(owed: tuple[int, ...], aborted: bool) -> None:
    client = Connection()
    client.it.conn.receive_data(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
    client.it.conn.next_event()
    for client.owed in owed:
        client.loop.tick()
    assert client.aborted == aborted


def test_as_many_connections_as_the_system_allows() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        many_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
