"""When a pair is too thin: each reason has its own measure."""

from __future__ import annotations

import pytest

from kg.across.candidates import Candidate
from kg.across.doubts import Found, thin
from kg.across.profile import Key


def found(one: str, other: str, why: str, *, kind: str = "Organization", said: int = 1, **more: object) -> Found:
    first, second = sorted((Key(one, kind), Key(other, kind)))
    counts = {"documents": (2, 2), "known": (0, 0), "shared": 0, "apart": 0, "namesakes": 1, **more}
    return Found(Candidate(first, second, why, said), **counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pair",
    [
        found("安·李维", "李维", "surname", kind="Person", said=4),
        found("安·李维拉斯", "李维拉斯", "surname", kind="Person", said=4, namesakes=2),
        found("An Li", "李", "translation", kind="Person", namesakes=2),
        found("YAT", "云岭技术", "translation"),
        found("YATA", "云岭", "translation", kind="Place"),
        found("YA-5", "云岭技术", "translation", kind="Technology", known=(2, 2)),
        found("Yunlake", "处理器", "translation", namesakes=7),
        found("Yunlake", "处理器", "translation", kind="Technology", documents=(1, 4)),
        found("YAT", "Yat", "spelling"),
        found("YATA", "Yata", "spelling"),
        found("“山水”行", "山水行", "spelling", kind="NamedEvent"),
        found("云AI终端", "AI终端", "maker", kind="Product", said=2, documents=(9, 9)),
        found("云A", "A", "maker", kind="Product", said=2),
        found("云Swift", "Swift", "maker", kind="Product"),
        found("云K9", "K9", "maker", kind="Product", said=9, documents=(9, 9)),
        found("YAT", "云岭技术", "translation", known=(2, 0), documents=(19, 1)),
        found("云科", "云岭科技", "short", documents=(1, 9), said=2),
    ],
)
def test_too_thin(pair: Found) -> None:
    assert thin(pair)


@pytest.mark.parametrize(
    "pair",
    [
        found("安·李维", "李维", "surname", kind="Person", said=4, shared=1),
        found("An Li", "李", "translation", kind="Person", namesakes=2, said=5),
        found("YAT", "云岭技术", "translation", known=(2, 0)),
        found("YAT", "云岭技术", "translation", apart=2),
        found("YATA", "云岭技术", "translation"),
        found("Yunlake", "处理器", "translation", namesakes=7, said=3),
        found("YAT", "Yat", "spelling", shared=1),
        found("YAT", "YaT", "spelling"),
        found("“山水”行", "山水行", "spelling", kind="NamedEvent", apart=1),
        found("“山水”节", "山水节", "spelling", kind="NamedEvent"),
        found("YATA", "Yata", "spelling", known=(1, 0)),
        found("云Y级终端", "Y级终端", "maker", kind="Product", said=3, documents=(9, 9)),
        found("云A", "A", "maker", kind="Product", said=3),
        found("云科", "云岭科技", "short", documents=(1, 9), said=5),
        found("云岭", "云岭公司", "form"),
    ],
)
def test_enough(pair: Found) -> None:
    assert not thin(pair)
