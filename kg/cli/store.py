"""`kg store`: what is in a store, and its care."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path


def run(arguments: argparse.Namespace) -> int:
    """Does what is asked; status 1 where a check finds something."""
    return _ACTIONS[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from kg.store import Folder

    for source in Folder.read(arguments.folder).documents():
        print("\t".join((source.identifier, source.issued, source.title)))
    return 0


def _delete(arguments: argparse.Namespace) -> int:
    from kg.errors import UsageError
    from kg.unify import delete

    gone, decisions = delete(arguments.folder, arguments.documents)
    print(f"{len(gone)} deleted 已删除")
    if decisions:
        print(f"names decided anew 已重新判定名称: {decisions.counts['merges']} made one across documents 跨文档合并")
    missing = [name for name in arguments.documents if name not in gone]
    if missing:
        raise UsageError(
            f"{arguments.folder} has no document {', '.join(missing)}; see `kg store list {arguments.folder}`"
        )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from kg.store.care import check

    found = check(arguments.folder)
    print(*found, sep="\n") if found else print("whole 完好")
    return int(bool(found))


def _repair(arguments: argparse.Namespace) -> int:
    from kg.store.care import repair

    found = repair(arguments.folder)
    print(*(f"mended 已修复: {fault}" for fault in found), sep="\n") if found else print("whole 完好")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from kg.store.care import backup

    backup(arguments.folder, arguments.target)
    print(f"→ {arguments.target}")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from kg.nquads import BASE
    from kg.store.care import rebuild

    count = rebuild(arguments.source, arguments.folder, base=arguments.base or BASE)
    print(f"{count} documents 文档 → {arguments.folder}")
    return 0


_ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "delete": _delete,
    "check": _check,
    "repair": _repair,
    "backup": _backup,
    "rebuild": _rebuild,
}


def declare(command: argparse.ArgumentParser) -> None:
    """The actions and what they take."""
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, about: str) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = actions.add_parser(name, help=about, description=about)
        found.add_argument("folder", type=Path, metavar="STORE", help="folder of the store")
        return found

    action("list", "the documents: identifier, day, title 列出文档")
    action("delete", "take documents out 删除文档").add_argument("documents", nargs="+", metavar="ID")
    action("check", "is all in order? status 1 where not 检查")
    action("repair", "mend what check finds 修复")
    action("backup", "copy the newest snapshot 备份").add_argument("target", type=Path, metavar="TARGET")
    rebuild = action("rebuild", "make a new store from N-Quads or TriG (.gz too) 由 N-Quads 重建")
    rebuild.add_argument("source", type=Path, metavar="FILE")
    rebuild.add_argument("--base", metavar="IRI", help="what the IRIs of things begin with")
