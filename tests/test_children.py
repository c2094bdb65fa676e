"""The children of the endpoint: a place in the lane is never lost, whatever keeps a new one from starting."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn")
from kg.serve import children as module
from kg.serve.children import Children, Limits, Refused
from kg.store import Entry, Folder, Row


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Folder(tmp_path / "s") as store:
        store.put([Entry(Row("a", "urn:a", "1"), '<urn:x> <urn:p> "1" <urn:a> .\n')])
    return tmp_path / "s"


HEADER: dict[str, Any] = {
    "snapshot": 1,
    "base": "http://127.0.0.1/sparql",
    "rows": "json",
    "triples": "turtle",
    "default": [],
    "named": [],
}


async def answers(children: Children) -> bool:
    header, body = await children.ask(HEADER, "ASK { ?s ?p ?o }")
    return header["status"] == 200 and b"true" in body


async def ready(children: Children, spare: int) -> None:
    for _ in range(1000):
        if len(children._spare) == spare:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("no child stands ready")


def test_a_child_that_cannot_start_is_tried_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the system has no files or no memory left for a moment."""
    really, failures = asyncio.create_subprocess_exec, 3

    async def starved(*arguments: Any, **options: Any) -> Any:
        nonlocal failures
        if failures:
            failures -= 1
            raise OSError(24, "Too many open files")
        return await really(*arguments, **options)

    async def scene() -> None:
        children = Children(place, Limits(children=1))
        await children.start()
        await ready(children, 1)
        monkeypatch.setattr(asyncio, "create_subprocess_exec", starved)
        try:
            for _ in range(2):  # the one in the lane, then the one that stood ready
                for child in list(children._all):
                    child.kill()
                with suppress(Refused):  # where its end was noticed before it was asked, another one answers
                    await answers(children)
            await ready(children, 1)
            assert failures == 0 and await answers(children)
        finally:
            await children.stop()

    monkeypatch.setattr(module, "_PAUSE", 0.01)
    asyncio.run(scene())


def test_one_that_stands_ready_takes_the_place_of_a_long_query(place: Path) -> None:
    async def scene() -> None:
        children = Children(place, Limits(children=1, seconds=1.5))
        await children.start()
        await ready(children, 1)
        bomb = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {'1 2 3 ' * 50} }}" for i in range(8)) + " }"
        long = asyncio.ensure_future(children.ask(HEADER, bomb))
        try:
            await asyncio.sleep(module.SHORT + 0.1)
            assert await asyncio.wait_for(answers(children), 0.5)
            with pytest.raises(Refused, match="took longer than"):
                await long
        finally:
            await children.stop()

    asyncio.run(scene())


def test_what_keeps_a_writer_from_starting_is_said(place: Path) -> None:
    async def scene() -> None:
        with Folder(place), pytest.raises(Refused, match="another process"):
            await Children(place, Limits(), writing=True).start()

    asyncio.run(scene())
