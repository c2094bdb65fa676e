"""A made-up graph as large as is wanted, for the benchmark and the tests of the page: things, relations, numbers, events, articles.

All names and sentences are made here. Few things are spoken of often and most once or twice, as in the news; the same size and seed
give the same graph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product

from kg.iri import iri_safe
from kg.model import Document, Entity, Event, Evidence, Facts, Mention, Observation, Quantity, Relation, Span, Time
from kg.nquads import KG, document_iri
from kg.ontology import load
from kg.rdf import nquads
from kg.store import Graph

#: class → share of all things, syllables that names begin with, and what they end with
KINDS = {
    "Company": (30, "科技 汽车 电子 半导体 集团 能源 智能 股份 材料 动力"),
    "Person": (16, ""),
    "Vehicle": (11, "L7 S5 X9 E3 GT 06 Pro Max EV"),
    "Device": (7, "手机 平板 手表 耳机 机器人 无人机"),
    "Software": (5, "OS 大模型 助手 云"),
    "Component": (9, "芯片 电池 电机 雷达 屏幕 传感器"),
    "Feature": (4, "智驾 快充 泊车"),
    "Place": (7, "市 县 新区 港"),
    "Facility": (4, "工厂 基地 研究院"),
    "Government": (2, "管委会 监管局"),
    "Institution": (2, "大学 学院"),
    "Industry": (2, "行业 产业"),
    "NamedEvent": (1, "车展 大会"),
}
FIRST, SECOND = "岚芯曜澜川拓瀚铭启晟锐佑弘云朔沐凌蔚辰霖", "原图迈驰岳航野川维腾晶越宁禾森岱光帆海庭"
FAMILY, GIVEN = (
    "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕张",
    "思远 景明 若溪 博文 子墨 雨桐 浩然 嘉禾 明轩 书瑶 立群 一鸣",
)
#: property, class of the subject, class of the object, how it is said
RELATIONS = (
    ("manufacturer", "Vehicle", "Company", "{s}由{o}制造,首批样车已经交到各地门店。"),
    ("manufacturer", "Device", "Company", "{o}推出的{s}在这个季度开始发货,渠道说备货比上一代多。"),
    ("manufacturer", "Component", "Company", "供货的{s}来自{o},两家为此谈了将近一年。"),
    ("worksFor", "Person", "Company", "{o}的{s}在沟通会上回答了关于交付节奏的提问。"),
    ("founder", "Company", "Person", "{s}由{o}创办,团队最初只有十来个人。"),
    ("supplier", "Company", "Company", "{s}的核心零件主要由{o}供应,合同还有三年。"),
    ("partner", "Company", "Company", "{s}与{o}宣布合作,双方会共用一套测试场。"),
    ("competitor", "Company", "Company", "在同一价位上,{s}与{o}已经正面相争。"),
    ("investor", "Company", "Company", "{o}参与了{s}的新一轮融资,金额没有披露。"),
    ("parentOrganization", "Company", "Company", "{s}是{o}旗下的子公司,财务独立核算。"),
    ("headquarters", "Company", "Place", "总部位于{o}的{s}在年报里提到了搬迁的打算。"),
    ("industry", "Company", "Industry", "{s}属于{o}里较早盈利的一家。"),
    ("hasComponent", "Vehicle", "Component", "{s}全系配备{o},高配版多装一套。"),
    ("hasComponent", "Device", "Component", "拆开{s},能看到它用的是{o}。"),
    ("basedOn", "Vehicle", "Feature", "{s}的{o}是这次改款的重点。"),
    ("basedOn", "Software", "Feature", "{s}把{o}做成了默认打开的功能。"),
    ("producedAt", "Vehicle", "Facility", "所有{s}都在{o}下线,产线能混着生产三款车。"),
    ("locatedIn", "Facility", "Place", "{s}坐落在{o},离港口不到二十公里。"),
    ("soldIn", "Vehicle", "Place", "{s}本月起在{o}接受预订。"),
    ("competitor", "Vehicle", "Vehicle", "{s}的定价明显是冲着{o}来的。"),
    ("partner", "Company", "Institution", "{s}与{o}共建的实验室开始招收第一批学生。"),
    ("owner", "Facility", "Company", "{s}归{o}所有,去年又扩了一期。"),
)
EVENTS = (
    ("Launch", "Company", "Vehicle", "{day},{s}正式发布{o},当晚就公布了价格。"),
    ("Investment", "Company", "Company", "{day},{s}入股{o},取得一个董事会席位。"),
    ("Cooperation", "Company", "Company", "{day},{s}和{o}签下框架协议。"),
    ("Acquisition", "Company", "Company", "{day},{s}收购{o}的事有了结果。"),
)
#: metric, class, unit, what the number is multiplied with, how it is said
METRICS = (
    ("revenue", "Company", "元", 10**8, "{s}{year}年实现营收{n}亿元,高于前一年。"),
    ("profit", "Company", "元", 10**8, "{s}{year}年的净利润为{n}亿元。"),
    ("employees", "Company", "人", 10**2, "截至{year}年底,{s}共有{n}百名员工。"),
    ("sales", "Vehicle", "辆", 10**4, "{s}{year}年一共卖出{n}万辆。"),
    ("price", "Vehicle", "元", 10**4, "{s}{year}年款起售价{n}万元。"),
    ("range", "Vehicle", "km", 1, "{year}款{s}的续航为{n}公里。"),
    ("price", "Device", "元", 10, "{s}在{year}年的定价是{n}0元。"),
)
STANCES = ("Asserted",) * 15 + ("Planned", "Opinion", "Denied")


def names(cls: str, number: int) -> Iterator[str]:
    """Names for things of a class, no two alike, shuffled in a fixed way."""
    if cls == "Person":
        found = [a + b for a, b in product(FAMILY, GIVEN.split())]
        found += [a + b + c for a, b, c in product(FAMILY, FIRST, SECOND)]
    else:
        ends = KINDS[cls][1].split()
        found = [a + b + c for a, b, c in product(FIRST, SECOND, ends)]
        found += [a + b + c + d for a, b, c, d in product(FIRST, SECOND, FIRST, ends)]
    random.Random(cls).shuffle(found)
    return islice(found, number)


@dataclass
class Maker:
    """Makes the facts of a graph with about so many things, articles of six to eight sentences."""

    things: int
    seed: int = 11
    known: dict[str, list[Entity]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for cls, (share, _) in KINDS.items():
            many = max(2, round(self.things * share / sum(part for part, _ in KINDS.values())))
            self.known[cls] = [Entity(iri_safe(name), cls, name, self.also(cls, name)) for name in names(cls, many)]

    def also(self, cls: str, name: str) -> tuple[str, ...]:
        """Every third company has a long form, too."""
        return (name + "有限公司",) if cls == "Company" and self.chance.random() < 0.33 else ()

    def one(self, cls: str) -> Entity:
        """A thing of a class: the first ones much more often."""
        group = self.known[cls]
        return group[min(int(len(group) * self.chance.random() ** 2.6), len(group) - 1)]

    def pairs(self, wanted: int) -> list[tuple[str, Entity, Entity, str]]:
        """So many different relations and events; every thing stands in one, as far as they go."""
        found: dict[tuple[str, str, str], tuple[str, Entity, Entity, str]] = {}
        templates = [*RELATIONS * 2, *EVENTS]
        lonely = [thing for group in self.known.values() for thing in group]
        self.chance.shuffle(lonely)
        while len(found) < wanted:
            turn = lonely.pop() if lonely else None
            fitting = [row for row in templates if not turn or turn.cls in row[1:3]]
            name, subject, target, words = self.chance.choice(fitting or templates)
            s, o = self.one(subject), self.one(target)
            if turn and fitting:
                s, o = (turn, o) if turn.cls == subject else (s, turn)
            if s != o:
                found.setdefault((name, s.id, o.id), (name, s, o, words))
        return list(found.values())

    def facts(self, edges: int) -> Iterator[Facts]:
        """The articles: every relation once, every fourth told again elsewhere, numbers between them."""
        told = self.pairs(edges)
        told += self.chance.sample(told, len(told) // 4)
        self.chance.shuffle(told)
        at = 0
        while at < len(told):
            many = self.chance.randrange(4, 7)
            yield Article(self, len(told) - at).write(told[at : at + many])
            at += many


class Article:
    """One article: its sentences one after the other, and what they say."""

    def __init__(self, maker: Maker, number: int) -> None:
        self.chance, self.maker = maker.chance, maker
        self.id = f"a{number:05d}"
        self.day = date(2023, 1, 1) + timedelta(days=self.chance.randrange(1200))
        self.text = ""
        self.said: dict[str, list] = {"relations": [], "observations": [], "events": []}
        self.things: dict[str, Entity] = {}

    def write(self, told: list[tuple[str, Entity, Entity, str]]) -> Facts:
        """The facts of the article."""
        for name, s, o, words in told:
            self.relate(name, s, o, words)
        for _ in range(self.chance.randrange(1, 4)):
            self.count()
        head = self.chance.choice(list(self.things.values())).label
        document = Document(
            self.id,
            self.text,
            f"{head}的新一步:{self.day.year}年的几个数字",
            self.day,
            f"https://example.com/{self.id}",
        )
        return Facts(document, tuple(self.things.values()), **{kind: tuple(rows) for kind, rows in self.said.items()})

    def sentence(self, words: str) -> Evidence:
        """Adds a sentence; gives where it stands."""
        start = len(self.text)
        self.text += words
        return Evidence(self.id, Span(start, len(self.text)), "benchmark")

    def mention(self, thing: Entity) -> Mention:
        """A mention of a thing."""
        self.things.setdefault(thing.id, thing)
        return Mention(Span(0, 0), thing.label, thing.label, thing.cls, "benchmark", entity=thing.id)

    def relate(self, name: str, s: Entity, o: Entity, words: str) -> None:
        """A relation or an event."""
        told = words.format(s=s.label, o=o.label, day=f"{self.day.month}月{self.day.day}日")
        proof, ends = self.sentence(told), (self.mention(s), self.mention(o))
        if name[0].isupper():
            time = Time(Span(0, 0), told.partition(",")[0], self.day.isoformat())
            self.said["events"].append(Event(name, (ends[1],), proof, agent=ends[0], time=time))
        else:
            stance = STANCES[len(told) * 7 % 18] if self.chance.random() < 0.5 else "Asserted"
            self.said["relations"].append(Relation(ends[0], name, ends[1], proof, stance=stance))

    def count(self) -> None:
        """A number."""
        metric, cls, unit, times, words = self.chance.choice(METRICS)
        thing, year = self.maker.one(cls), self.day.year - self.chance.randrange(3)
        digits = self.chance.randrange(11, 900)
        proof = self.sentence(words.format(s=thing.label, year=year, n=digits))
        quantity = Quantity(Span(0, 0), f"{digits}", Decimal(digits * times), unit)
        time, status = Time(Span(0, 0), f"{year}年", str(year)), "Target" if self.chance.random() < 0.1 else "Actual"
        self.said["observations"].append(Observation(self.mention(thing), metric, quantity, proof, time, status))


def made(things: int, edges: int, *, seed: int = 11) -> Graph:
    """The graph, as a build would hold it.

    >>> len(made(30, 40)) > 300
    True
    """
    graph, maker = Graph(), Maker(things, seed)
    graph.add(nquads(maker.facts(edges), load()))
    rest = (f"<{document_iri('rest')}>", [thing for group in maker.known.values() for thing in group])
    graph.add(
        "".join(
            f"<https://w3id.org/zhkg/id/{thing.id}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}{thing.cls}> {rest[0]} .\n"
            for thing in rest[1]
        )
    )
    return graph
