"""The endpoint under load: 32 clients for a minute against a store of a million quads; prints figures with bars, 1 where one is missed.

    python benchmarks/serve.py [--seconds 60] [--quads 1000000]

Clients and server share this machine. A client asks for all that is said of a thing, again and again, over one connection.
The second minute is the same with somebody beside them who asks every three seconds for a product of everything with
everything with everything, which no time is enough for.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import store

CLIENTS = 32
#: seconds between two questions without end
PAUSE = 3.0
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
#: what a question without end may be told: too long, too much memory or processor time, too many at once
_ENDED = {"503", "504"}


class Load(NamedTuple):
    """How long each answer took, sorted; how many there were of each status; the same of the questions without end."""

    waits: list[float]
    codes: Counter[str]
    bombs: Counter[str]


async def _asked(host: str, streams: Any, query: str) -> str:
    """The status of an answer, which is read to its end."""
    reader, writer = streams
    writer.write(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {host}\r\nAccept: text/csv\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length"))
    await reader.readexactly(length)
    return head.split()[1]


async def _client(host: str, port: int, until: float, chance: random.Random, load: Load) -> None:
    streams = await asyncio.open_connection(host, port)
    while time.monotonic() < until:
        began = time.perf_counter()
        code = await _asked(host, streams, f"SELECT ?p ?o {{ <{store.ENT}车型{chance.randrange(1600)}> ?p ?o }}")
        load.waits.append(time.perf_counter() - began)
        load.codes[code] += 1
    streams[1].close()


async def _bomb(host: str, port: int, load: Load) -> None:
    streams = await asyncio.open_connection(host, port)
    load.bombs[await _asked(host, streams, _BOMB)] += 1
    streams[1].close()


async def under(host: str, port: int, seconds: float, *, bombs: bool) -> Load:
    """What the clients met in so many seconds, alone or with questions without end beside them."""
    load, until = Load([], Counter(), Counter()), time.monotonic() + seconds
    clients = [_client(host, port, until, random.Random(number), load) for number in range(CLIENTS)]
    beside = []
    work = asyncio.gather(*clients)
    while bombs and time.monotonic() < until:
        beside.append(asyncio.ensure_future(_bomb(host, port, load)))
        await asyncio.sleep(PAUSE)
    await asyncio.gather(work, *beside)
    load.waits.sort()
    return load


def _told(figures: store.Figures, load: Load, seconds: float, beside: str) -> None:
    waits, codes = load.waits, load.codes
    print(f"{len(waits)} answers, {len(waits) / seconds:.0f} a second, by status {dict(codes)}")
    figures.add(f"median of an entity lookup{beside}", waits[len(waits) // 2] * 1000, 100, "ms", least=False)
    slow = waits[len(waits) * 99 // 100] * 1000
    if beside:  # no bar: whoever asks such questions of one's own machine takes half a second of it each time
        print(f"{f'p99 of an entity lookup{beside}':44} {slow:10.3g} ms")
    else:
        figures.add("p99 of an entity lookup", slow, 100, "ms", least=False)
    wrong = codes.total() - codes["200"] - codes["503"]
    figures.add(f"answers that are neither 200 nor 503{beside}", wrong, 0, "", least=False)
    if load.bombs:
        print(f"questions without end, by status {dict(sorted(load.bombs.items()))}")
        figures.add(
            "of them neither 503 nor 504",
            sum(n for code, n in load.bombs.items() if code not in _ENDED),
            0,
            "",
            least=False,
        )


def main() -> int:
    """Prints the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quads", type=int, default=1_000_000)
    arguments = parser.parse_args()
    from kg.store.care import rebuild

    figures = store.Figures()
    with tempfile.TemporaryDirectory() as folder:
        source, place = Path(folder) / "data.nq", Path(folder) / "store"
        source.write_text("".join(quads for _, quads in store.documents(arguments.quads)), "utf-8")
        rebuild(source, place)
        command = [sys.executable, "-m", "kg", "serve", "-g", str(place), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            host, port = server.stdout.readline().split()[0].removeprefix("http://").rstrip("/").split(":")
            for beside in ("", ", beside bombs"):
                load = asyncio.run(under(host, int(port), arguments.seconds, bombs=bool(beside)))
                _told(figures, load, arguments.seconds, beside)
        finally:
            server.terminate()
            server.wait(20)
    return int(figures.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
