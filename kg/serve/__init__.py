"""The endpoint: SPARQL over HTTP, IRIs that resolve, pages; offline, and read-only unless a token is given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from kg.errors import UsageError
from kg.store import Folder


class Options(TypedDict, total=False):
    """How to serve; all of it may be left out.

    `host` and `port` to listen on (0: any port that is free); `token` allows updates of a store to those who send it;
    `origins` are pages of others that may ask; `names` are names of this server beside its address; `seconds` and `memory`
    (megabytes) are the most for one query; `ready` is called with the address.
    """

    host: str
    port: int
    token: str
    origins: Sequence[str]
    names: Sequence[str]
    seconds: float
    memory: int
    ready: Callable[[str], None]


def serve(path: Path, **options: Unpack[Options]) -> None:
    """Serves a store, or a graph that was built, until it is interrupted.

    Raises UsageError where what it needs is not installed, or updates are wanted of what is no store; InputError, OutputError.
    """
    host, token = options.get("host", "127.0.0.1"), options.get("token", "")
    try:
        import uvicorn

        from kg.serve.app import Settings, application
        from kg.serve.children import Limits
        from kg.serve.patience import Patient, many_connections
        from kg.serve.site import store_of
    except ModuleNotFoundError as error:
        raise UsageError(f"kg serve needs {error.name}: pip install 'zhkg[serve]'") from error
    if token and not Folder.is_one(path):
        raise UsageError(f"{path}: updates need a store; make one with `kg build … --store FOLDER`")
    if token:
        Folder(path, base=None).close()  # what is in the way of a writer is told before anybody asks
    many_connections()
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as scratch:
        hosts = ("127.0.0.1", "localhost", "[::1]", host, *options.get("names", ()))
        limits = Limits(seconds=options.get("seconds", 30.0), memory=options.get("memory", 1024))
        place, origins = store_of(path, Path(scratch)), options.get("origins", ())
        Folder.read(place)
        settings = Settings(place, limits=limits, token=token, hosts=hosts, origins=origins)
        ready = options.get("ready", str)

        class Server(uvicorn.Server):
            """Tells the address once it listens: with port 0 the system chooses it."""

            async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
                await super().startup(sockets)  # type: ignore[arg-type]
                for server in getattr(self, "servers", []):
                    ready(f"http://{host}:{server.sockets[0].getsockname()[1]}/")

        config = uvicorn.Config(
            application(settings),
            http=Patient,
            ws="none",
            host=host,
            port=options.get("port", 8765),
            log_level="warning",
            access_log=False,
            server_header=False,
        )
        Server(config).run()
