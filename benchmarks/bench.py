"""How fast text becomes facts, as a ratio to jieba in the same run, with bars: `make bench`.

One process, everything loaded before the clock starts, 1,000 documents. A flow and its references run in turn on one
slice of documents after another, so that whatever else the machine does falls on all of them alike. The article flow
reads a slice as the engines do: as a batch. Times are processor time;
the ratios are medians over the slices. Exits 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import jieba
import jieba.posseg

import kg.ontology
import kg.pipeline
from kg.engine.task import settle
from kg.model import Document
from kg.pipeline import BATCH, Extractor

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "news.jsonl.zst"
#: flow → reference → how many times as fast as the reference it has to be
BARS = {"kg --fast": {"jieba.cut": 1.5, "jieba.posseg": 5.0}, "kg": {"jieba.cut": 0.8}}
SLICE = BATCH


def corpus(path: Path) -> Iterator[Document]:
    """The documents of a JSON-lines file, packed by zstandard or plain."""
    with path.open("rb") as file:
        packed = file
        if path.suffix == ".zst":
            import zstandard

            packed = zstandard.ZstdDecompressor().stream_reader(file)
        for line in io.TextIOWrapper(packed, "utf-8"):
            entry = json.loads(line)
            issued = date.fromisoformat(entry["issued"][:10]) if entry.get("issued") else None
            yield Document(str(entry["id"]), entry["text"], issued=issued)


def samples() -> Iterator[Document]:
    """The sample articles over and over, each time as another document: the fall-back where there is no corpus."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "data").glob("*.txt"))]
    number = 0
    while texts:
        for text in texts:
            number += 1
            yield Document(f"sample-{number}", text, issued=date(2026, 6, 30))


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """Processor time that it takes to go through all that `work` gives."""
    start = time.process_time()
    for _ in work():
        pass
    return time.process_time() - start


def measure(extract: Extractor, documents: Sequence[Document], *, posseg: bool) -> dict[str, list[float]]:
    """Seconds of a flow and of the references, in turn, slice by slice; the quick ones twice, the better run counts."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    times: dict[str, list[float]] = {"kg": [], "jieba.cut": [], "jieba.posseg": []}
    for start in range(0, len(documents), SLICE):
        part = documents[start : start + SLICE]
        texts = [document.text for document in part]
        cuts, flows = [], []
        for _ in range(2):
            cuts.append(seconds(partial(map, tokenizer.lcut, texts)))
            flows.append(seconds(partial(extract.many, part)))
        times["jieba.cut"].append(min(cuts))
        times["kg"].append(min(flows))
        if posseg:
            times["jieba.posseg"].append(seconds(partial(map, tagger.lcut, texts)))
    return times


#: the functions and objects of the article flow; `many` is the recogniser's
STAGES = (
    "clean",
    "sentences",
    "many",
    "deal",
    "_refer",
    "_stance",
    "assemble",
    "_match",
    "_relate",
    "_pairs",
    "_observe",
    "happen",
    "resolve",
)


def stages(extract: Extractor, documents: Sequence[Document]) -> dict[str, float]:
    """Seconds of each stage of the article flow, measured in a run of its own."""
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            start = time.perf_counter()
            result = stage(*given)
            spent[name] += time.perf_counter() - start
            return result

        return run

    homes: dict[str, Any] = {name: extract if name.startswith("_") else kg.pipeline for name in STAGES}
    homes["many"] = extract._recognise
    if extract._pairs is None:
        del homes["_pairs"]
    seconds(
        partial(extract.many, documents)
    )  # once before: what is loaded when it is first needed (opencc) is no stage's
    before = {name: getattr(home, name) for name, home in homes.items()}
    for name, home in homes.items():
        setattr(home, name, timed(name, before[name]))
    seconds(partial(extract.many, documents))
    for name, home in homes.items():
        setattr(home, name, before[name])
    return {"recognise" if name == "many" else name: share for name, share in spent.items() if name in homes}


def report(name: str, times: dict[str, list[float]], characters: int) -> bool:
    """Prints the rows of one flow; True where every bar is reached."""
    reached = True
    for reference, bar in BARS[name].items():
        ratio = statistics.median(other / own for other, own in zip(times[reference], times["kg"], strict=True))
        reached = reached and ratio >= bar
        verdict = "ok" if ratio >= bar else "MISSED"
        speeds = f"{characters / sum(times['kg']):12,.0f}{reference:>15}{characters / sum(times[reference]):12,.0f}"
        print(f"{name:12}{speeds}{ratio:8.2f}x{bar:7.1f}x  {verdict}")
    return reached


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints, judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSON lines with id, text, issued; .zst or plain")
    parser.add_argument("--documents", type=int, default=1000)
    args = parser.parse_args(argv)
    logging.getLogger("jieba").setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)

    if args.corpus.exists():
        source, documents = args.corpus.name, corpus(args.corpus)
    else:
        print(f"{args.corpus.name} is not here: the sample articles, repeated, instead")
        source, documents = "sample articles", samples()
    chosen = list(islice(documents, args.documents))
    characters = sum(len(document.text) for document in chosen)

    print(f"{len(chosen):,} documents, {characters:,} characters ({source}); one process")
    print(f"{'flow':12}{'chars/s':>12}{'against':>15}{'chars/s':>12}{'ratio':>9}{'bar':>8}")
    reached = True
    for name in BARS:  # one flow after the other: each has the processor's caches to itself and its reference
        begun = time.perf_counter()
        extract = Extractor(kg.ontology.load(), learned=name == "kg")
        loaded = time.perf_counter() - begun
        spent = stages(extract, chosen[: 4 * SLICE])
        settle()  # as the engines do once all is loaded
        reached = report(name, measure(extract, chosen, posseg="jieba.posseg" in BARS[name]), characters) and reached
        whole = sum(spent.values())
        shares = ", ".join(f"{stage.strip('_')} {share / whole:.0%}" for stage, share in spent.items())
        print(f"  ready in {loaded:.1f} s; stages: {shares}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
