"""A server for tests: `kg serve` as a process of its own, on a port that the system chooses."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode


class Reply(NamedTuple):
    """Status, headers (names in lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> dict:
        return json.loads(self.body)


class Server(NamedTuple):
    """An address that answers, and the process behind it."""

    address: str
    process: subprocess.Popen

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.send("GET", path, None, headers)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None = None) -> Reply:
        request = urllib.request.Request(self.address + path.lstrip("/"), body, dict(headers or {}), method=method)
        if body is not None and not request.has_header("Content-type"):
            request.add_unredirected_header("Content-type", "")
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return _reply(reply)
        except urllib.error.HTTPError as error:
            return _reply(error)

    def ask(self, sparql: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.get("sparql?" + urlencode({"query": sparql}), headers)

    def update(self, sparql: str, token: str = "") -> Reply:
        headers = {"Content-type": "application/sparql-update"} | (
            {"Authorization": f"Bearer {token}"} if token else {}
        )
        return self.send("POST", "sparql", sparql.encode(), headers)


def _reply(reply) -> Reply:
    return Reply(reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read())


@contextmanager
def serving(
    graph: Path, *options: str, before: Sequence[str] = (), own_group: bool = False, code: str = ""
) -> Iterator[Server]:
    """A server over a graph or store, stopped at the end.

    `before`: a command that runs it; `own_group`: it and its children can be killed together; `code` to run first.
    """
    start = ["-c", f"{code}; from kg.cli import main; main()"] if code else ["-m", "kg"]
    command = [*before, sys.executable, *start, "serve", "-g", str(graph), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=own_group)
    try:
        line = process.stdout.readline()
        assert line.startswith("http://"), f"the server did not start: {line}"
        yield Server(line.split()[0], process)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
