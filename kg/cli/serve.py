"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

import argparse
import os

from kg.errors import UsageError


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C."""
    from kg.serve import serve

    token = arguments.token or os.environ.get("KG_TOKEN", "")
    if arguments.allow_update and not token:
        raise UsageError("--allow-update needs --token WORDS, or KG_TOKEN in the environment")
    serve(
        arguments.graph,
        host=arguments.host,
        port=arguments.port,
        token=token if arguments.allow_update else "",
        origins=arguments.cors,
        names=arguments.host_name,
        seconds=arguments.timeout,
        memory=arguments.memory,
        ready=lambda address: print(f"{address}  查询页 query page; SPARQL: {address}sparql", flush=True),
    )
    return 0


def declare(command: argparse.ArgumentParser) -> None:
    """The options."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    command.add_argument(
        "--port", type=int, default=8765, help="port to listen on (default: 8765; 0: any that is free)"
    )
    about = "let those who send the token change a store 允许凭令牌更新"
    command.add_argument("--allow-update", action="store_true", help=about)
    command.add_argument("--token", metavar="WORDS", help="the token; better in the environment, as KG_TOKEN")
    about = "pages of this origin may ask, such as http://localhost:3000; repeatable 允许跨域"
    command.add_argument("--cors", action="append", default=[], metavar="ORIGIN", help=about)
    about = "another name of this server, when it stands behind one; repeatable"
    command.add_argument("--host-name", action="append", default=[], metavar="NAME", help=about)
    command.add_argument(
        "--timeout", type=float, default=30.0, metavar="SECONDS", help="the most for one query (default: 30)"
    )
    command.add_argument(
        "--memory", type=int, default=1024, metavar="MB", help="the most for one query (default: 1024)"
    )
