"""The endpoint under load: 32 clients for a minute against a store of a million quads; prints figures with bars, 1 where one is missed.

    python benchmarks/serve.py [--seconds 60] [--quads 1000000]

Clients and server share this machine. A client asks for all that is said of a thing, again and again, over one connection.
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
from urllib.parse import quote

import store

CLIENTS = 32


async def _client(
    host: str, port: int, until: float, chance: random.Random, waits: list[float], codes: Counter[str]
) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    while time.monotonic() < until:
        query = quote(f"SELECT ?p ?o {{ <{store.ENT}车型{chance.randrange(1600)}> ?p ?o }}")
        began = time.perf_counter()
        writer.write(f"GET /sparql?query={query} HTTP/1.1\r\nHost: {host}\r\nAccept: text/csv\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length")
        )
        await reader.readexactly(length)
        waits.append(time.perf_counter() - began)
        codes[head.split()[1]] += 1
    writer.close()


async def load(host: str, port: int, seconds: float) -> tuple[list[float], Counter[str]]:
    """How long each answer took, and how many there were of each status."""
    waits: list[float] = []
    codes: Counter[str] = Counter()
    until = time.monotonic() + seconds
    await asyncio.gather(*(_client(host, port, until, random.Random(i), waits, codes) for i in range(CLIENTS)))
    return sorted(waits), codes


def main() -> int:
    """Prints the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quads", type=int, default=1_000_000)
    arguments = parser.parse_args()
    from kg.store.care import rebuild

    with tempfile.TemporaryDirectory() as folder:
        source, place = Path(folder) / "data.nq", Path(folder) / "store"
        source.write_text("".join(quads for _, quads in store.documents(arguments.quads)), "utf-8")
        rebuild(source, place)
        command = [sys.executable, "-m", "kg", "serve", "-g", str(place), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            host, port = server.stdout.readline().split()[0].removeprefix("http://").rstrip("/").split(":")
            waits, codes = asyncio.run(load(host, int(port), arguments.seconds))
        finally:
            server.terminate()
            server.wait(20)
    figures = store.Figures()
    print(f"{len(waits)} answers, {len(waits) / arguments.seconds:.0f} a second, by status {dict(codes)}")
    figures.add("median of an entity lookup", waits[len(waits) // 2] * 1000, 100, "ms", least=False)
    figures.add("p99 of an entity lookup", waits[len(waits) * 99 // 100] * 1000, 100, "ms", least=False)
    figures.add(
        "answers that are neither 200 nor 503",
        sum(n for code, n in codes.items() if code not in ("200", "503")),
        0,
        "",
        least=False,
    )
    return int(figures.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
