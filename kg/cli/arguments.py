"""What may be said on the command line: commands and their options, without a heavy import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from kg import __version__

_ABOUT = "Chinese news into a knowledge graph with evidence: offline, deterministic. 中文新闻 → 有据可查的知识图谱"
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    """The parser; each command names the module of `kg.cli` that runs it."""
    root = argparse.ArgumentParser(prog="kg", description=_ABOUT)
    root.add_argument("--version", action="version", version=f"kg {__version__}")
    commands = root.add_subparsers(title="commands 命令", required=True)
    for add in (
        _build,
        _query,
        _view,
        _show,
        _stats,
        _explain,
        _export,
        _validate,
        _ontology,
        _eval,
        _store,
        _serve,
        _diff,
        _asked,
    ):
        add(commands)
    return root


def _command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(module=name)
    return command


def _graph(command: argparse.ArgumentParser) -> None:
    default = Path("output/graph.nq")
    about = f"a graph that was built: its file or folder, or a store (default: {default})"
    command.add_argument("-g", "--graph", type=Path, default=default, metavar="FILE", help=about)


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--date", metavar="YYYY-MM-DD", help="day of publication of texts that do not say 发布日期")
    command.add_argument("--source", metavar="URL", help="where the texts come from 来源")
    command.add_argument(
        "--ontology", type=Path, metavar="FOLDER", help="another ontology folder than the installed one"
    )


def _build(commands: Commands) -> None:
    command = _command(
        commands,
        "build",
        "texts → graph.ttl, graph.nq, graph.html, report.json, quarantine.jsonl, merges.jsonl 构建图谱",
    )
    command.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="files (.txt .md .html .jsonl; .gz and .zst of each), folders, globs; - is stdin",
    )
    command.add_argument("-o", "--output", type=Path, help="folder to write to (default: output; with --store: none)")
    command.add_argument("--base", metavar="IRI", help="what the IRIs of things begin with")
    fast = "without the learned tagger of names: about twice as fast, blind to most unknown names 不用学习所得模型"
    command.add_argument("--fast", action="store_true", help=fast)
    about = (
        "local (one process), pool (several; the default where --jobs is 2 or more) or spark (a cluster; writes shards)"
    )
    command.add_argument("--engine", metavar="ENGINE", help=about)
    command.add_argument("--jobs", type=int, metavar="N", help="processes of the pool (default: one per core)")
    about = "stop at the first document that cannot be read; what was read before is kept in the store 遇错即停"
    command.add_argument("--strict", action="store_true", help=about)
    about = "print how far it is also where stderr is no terminal, every ten seconds 显示进度"
    command.add_argument("--progress", action="store_true", help=about)
    about = (
        "of spark: local[4], spark://HOST:7077, yarn, k8s://… (default: that of spark-submit, else this machine) 集群"
    )
    command.add_argument("--master", metavar="URL", help=about)
    command.add_argument(
        "--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of spark; as often as needed"
    )
    command.add_argument("--parts", type=int, metavar="N", help="shards of spark (default: one for 4 MB of input)")
    about = "keep the graph in this folder: what it holds already is not read again; files are written only with -o 增量构建"
    command.add_argument("--store", type=Path, metavar="FOLDER", help=about)
    about = "with --store: take out documents that are not among the inputs 删除已不在输入中的文档"
    command.add_argument("--prune", action="store_true", help=about)
    about = (
        "names that are one thing, or are not: .csv (same,NAME,NAME / different,NAME,NAME) or .toml; with --store kept for"
        " later builds, until another file is given, or an empty one 指定合并或区分的名称, 存入库中"
    )
    command.add_argument("--links", type=Path, metavar="FILE", help=about)
    command.add_argument("-q", "--quiet", action="store_true", help="no summary, no progress bar")
    _reading(command)


def _query(commands: Commands) -> None:
    command = _command(commands, "query", "ask the graph: SPARQL, a .rq file, or a named query 查询图谱")
    command.add_argument(
        "query", nargs="?", help="SPARQL text, a file, or a name; without it, the named queries are listed"
    )
    _graph(command)
    about = "ask the endpoint at this address instead of a graph of this machine 查询远程端点"
    command.add_argument("--endpoint", metavar="URL", help=about)
    about = "a value for a named query, e.g. thing=小米SU7; repeatable"
    command.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help=about)
    about = "table, json, csv, tsv, xml; turtle for CONSTRUCT (default: table)"
    command.add_argument("--format", default="table", metavar="FORMAT", help=about)


def _view(commands: Commands) -> None:
    from kg.cli.view import declare

    command = _command(commands, "view", "a page of a part of the graph: around a thing, or of a query 查看局部图谱")
    _graph(command)
    declare(command)


def _show(commands: Commands) -> None:
    command = _command(commands, "show", "all facts of a thing, with their sentences 查看某物的全部事实")
    command.add_argument("name", help="its name, any of its other names, or its IRI")
    about = "which names were made one, with what speaks for each 为何合并"
    command.add_argument("--why-merged", action="store_true", help=about)
    _graph(command)


def _stats(commands: Commands) -> None:
    from kg.cli.stats import declare

    command = _command(commands, "stats", "what the graph holds, in figures: things, facts, sources, growth, hubs 统计")
    declare(command)
    _graph(command)


def _explain(commands: Commands) -> None:
    command = _command(
        commands, "explain", "sentence by sentence: what was seen, what fired, what was refused 逐句解释"
    )
    command.add_argument("inputs", nargs="+", metavar="FILE", help="texts as for build; - is stdin")
    _reading(command)


def _export(commands: Commands) -> None:
    from kg.cli.export import declare

    command = _command(commands, "export", "the graph, or a part of it, in the format of another program 导出")
    declare(command)
    _graph(command)


def _validate(commands: Commands) -> None:
    command = _command(
        commands, "validate", "hold the graph against the ontology (SHACL); status 1 where it breaks it 校验"
    )
    _graph(command)


def _ontology(commands: Commands) -> None:
    command = _command(commands, "ontology", "the terms of the vocabulary, in Chinese and English 词表")
    command.add_argument(
        "words", nargs="*", metavar="WORD", help="only terms with these words in name, label or comment"
    )
    command.add_argument("--kind", metavar="KIND", help="class, event, relation, attribute, value, metric or unit")
    command.add_argument("--json", action="store_true", help="as JSON, with comments, domains and ranges")


def _eval(commands: Commands) -> None:
    command = _command(commands, "eval", "build from labelled texts and score what comes out 评测")
    command.set_defaults(module="evaluate")
    command.add_argument("--text", type=Path, required=True, metavar="FILE", help="JSON lines: id, text, issued")
    command.add_argument("--gold", type=Path, required=True, metavar="FILE", help="JSON lines: the facts of each text")
    command.add_argument("--errors", action="store_true", help="print every miss and every false alarm")
    command.add_argument("--json", action="store_true", help="print the figures as JSON")
    command.add_argument("--min-f1", type=float, metavar="F1", help="status 1 where the facts' F1 is below this")


def _store(commands: Commands) -> None:
    from kg.cli.store import declare

    declare(_command(commands, "store", "a store on disk: list, delete, check, repair, backup, rebuild 存储维护"))


def _serve(commands: Commands) -> None:
    from kg.cli.serve import declare

    command = _command(commands, "serve", "the graph over HTTP: SPARQL, a query page, a page per thing 启动查询服务")
    _graph(command)
    declare(command)


def _diff(commands: Commands) -> None:
    command = _command(commands, "diff", "what changed between two builds; status 1 where anything did 比较两次构建")
    command.add_argument("old", type=Path, metavar="OLD", help="file, folder or store")
    command.add_argument("new", type=Path, metavar="NEW", help="file, folder or store")


def _asked(commands: Commands) -> None:
    for name, about in (
        ("timeline", "what happened to a thing, in order of time 大事记"),
        ("history", "the values of a metric of a thing over time, across documents 数字的历史"),
        ("contradictions", "where documents contradict each other, with both sentences; status 1 where they do 矛盾"),
    ):
        command = _command(commands, name, about)
        command.set_defaults(module="asked", command=name)
        if name != "contradictions":
            command.add_argument(
                "name", nargs="?", help="its name, or any of its other names; all things where left out"
            )
        if name == "history":
            command.add_argument("metric", nargs="?", help="price, revenue, …; all where left out")
        about = "table, json, csv, tsv, xml (default: table)"
        command.add_argument("--format", default="table", metavar="FORMAT", help=about)
        _graph(command)
