"""A graph of our own making, in the vocabulary, for the tests of the page: sentences and facts written for this file."""

from __future__ import annotations

from itertools import count

from rdflib import RDF, RDFS, XSD, Dataset, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

KG = Namespace("https://w3id.org/zhkg/ontology#")
ENT = Namespace("https://w3id.org/zhkg/id/")

CLASSES = {
    "Company": "小米 小米汽车 华为 赛力斯 比亚迪 宁德时代 蔚来 理想汽车 小鹏汽车 吉利汽车 极氪 特斯拉 大疆 字节跳动 阿里巴巴 腾讯 "
    "百度 京东 地平线 英伟达 高通 台积电 中芯国际 寒武纪 宇树科技 深度求索 奇瑞 长安汽车 阿维塔 拓普集团 福耀玻璃 苹果 三星",
    "Person": "雷军 余承东 王传福 李斌 李想 何小鹏 马斯克 王兴兴 梁文锋 黄仁勋 库克 曾毓群",
    "Vehicle": "SU7 初代SU7 新一代SU7 SU7_Ultra YU7 问界M9 问界M7 问界M5 汉 海豹 ET7 ES8 理想L9 小鹏P7 极氪001 Model_Y Model_3 阿维塔12",
    "Device": "iPhone_17 小米17 Mate_80 Unitree_G1 大疆Mavic_4",
    "Software": "澎湃OS 鸿蒙OS DeepSeek-V3 通义千问 豆包 文心一言",
    "Platform": "800V高压平台 刀片电池平台 SEA浩瀚架构",
    "Component": "激光雷达 麒麟电池 刀片电池 骁龙8_Elite 征程6 Orin-X 玄戒O1 昇腾910C V8s电机",
    "Feature": "高阶智驾 城市NOA 空气悬架",
    "Place": "北京 上海 深圳 合肥 重庆 杭州 欧洲 挪威 宁德 亦庄",
    "Facility": "小米汽车工厂 赛力斯超级工厂 特斯拉上海超级工厂",
    "Government": "工信部 北京市政府",
    "Institution": "清华大学",
    "Media": "晨星财讯 车轮日报",
    "NamedEvent": "2025上海车展 双十一",
    "Standard": "GB_38031-2025",
    "Industry": "新能源汽车 人形机器人 动力电池",
    "Work": "《中国智能汽车白皮书》",
}
ALIASES = {
    "小米": ["小米集团", "Xiaomi"],
    "SU7": ["小米SU7"],
    "宁德时代": ["CATL"],
    "深度求索": ["DeepSeek"],
    "英伟达": ["NVIDIA"],
}
PAPERS = {
    "su7-new": ("小米SU7换代:产能爬坡之后的第二战", "2026-03-19", "晨星财讯", "https://example.com/su7"),
    "aito": ("问界家族再扩容,赛力斯讲述高端故事", "2025-09-02", "车轮日报", "https://example.com/aito"),
    "chips": ("芯片自研潮:谁在给汽车装上大脑", "2025-11-20", "晨星财讯", "https://example.com/chips"),
    "robots": ("从电机到机器人:下一个千亿赛道", "2025-08-08", "车轮日报", ""),
}
#: document | subject | property | object | sentence [| stance | speaker]
LINKS = """
su7-new|小米汽车|parentOrganization|小米|小米汽车是小米旗下的整车业务,2021年成立。
su7-new|小米|founder|雷军|小米由雷军在2010年创办,他至今仍是公司的灵魂人物。
su7-new|雷军|worksFor|小米|雷军以小米董事长的身份登台,亲自讲解了新车。
su7-new|SU7|manufacturer|小米汽车|小米汽车造出的第一款车SU7,用两年站稳了二十万元级市场。
su7-new|初代SU7|variantOf|SU7|初代SU7已于今年2月停产。
su7-new|新一代SU7|variantOf|SU7|新一代SU7全系换上了800V高压平台。
su7-new|新一代SU7|successorOf|初代SU7|新一代SU7接过初代SU7的班,价格上调一万余元。
su7-new|SU7_Ultra|variantOf|SU7|SU7 Ultra是SU7家族中最快的一款。
su7-new|SU7_Ultra|hasComponent|V8s电机|SU7 Ultra装有自研的V8s电机。
su7-new|YU7|manufacturer|小米汽车|YU7是小米汽车的第二款产品。
su7-new|新一代SU7|basedOn|800V高压平台|新一代SU7全系换上了800V高压平台。
su7-new|新一代SU7|hasComponent|激光雷达|激光雷达成了新一代SU7的标配。
su7-new|新一代SU7|hasComponent|麒麟电池|顶配的新一代SU7采用麒麟电池。
su7-new|SU7|producedAt|小米汽车工厂|所有SU7都在小米汽车工厂下线。
su7-new|小米汽车工厂|locatedIn|亦庄|小米汽车工厂坐落在亦庄。
su7-new|亦庄|locatedIn|北京|亦庄位于北京东南。
su7-new|小米|headquarters|北京|总部位于北京的小米公布了全年数字。
su7-new|小米汽车|supplier|宁德时代|小米汽车的电芯主要由宁德时代供应。
su7-new|麒麟电池|manufacturer|宁德时代|宁德时代的麒麟电池单次续航可观。
su7-new|小米汽车|competitor|特斯拉|在二十万元市场,小米汽车与特斯拉正面相争。
su7-new|SU7|competitor|Model_3|SU7一上市就瞄准了Model 3。
su7-new|YU7|competitor|Model_Y|YU7则是冲着Model Y来的。
su7-new|小米汽车|partner|比亚迪|有人认为小米汽车会与比亚迪联手造电池。|Opinion|
su7-new|YU7|soldIn|欧洲|雷军表示,YU7计划在2027年登陆欧洲。|Planned|雷军
su7-new|小米汽车|acquirer|蔚来|小米汽车否认将被蔚来收购。|Denied|小米汽车
su7-new|小米汽车|industry|新能源汽车|小米汽车已是新能源汽车行业的一线玩家。
su7-new|澎湃OS|manufacturer|小米|小米把澎湃OS带上了车。
su7-new|SU7|basedOn|澎湃OS|SU7的座舱运行澎湃OS。
su7-new|小米17|manufacturer|小米|小米17随新车一同亮相。
su7-new|玄戒O1|manufacturer|小米|玄戒O1是小米自研的手机芯片。
su7-new|初代SU7|hasComponent|麒麟电池|初代SU7的高配版同样用麒麟电池。
su7-new|新一代SU7|compliesWith|GB_38031-2025|新一代SU7率先满足GB 38031-2025。
aito|问界M9|manufacturer|赛力斯|问界M9由赛力斯制造。
aito|问界M7|manufacturer|赛力斯|赛力斯为问界M7准备了三个版本。
aito|问界M5|manufacturer|赛力斯|赛力斯生产的问界M5是家族里最早的一员。
aito|赛力斯|partner|华为|赛力斯与华为的合作始于2021年。
aito|余承东|worksFor|华为|华为常务董事余承东到场致辞。
aito|问界M9|basedOn|鸿蒙OS|问界M9搭载鸿蒙OS座舱。
aito|鸿蒙OS|manufacturer|华为|鸿蒙OS出自华为。
aito|问界M9|hasComponent|激光雷达|问界M9配有四颗激光雷达。
aito|问界M9|hasComponent|空气悬架|问界M9全系配备空气悬架。
aito|问界M9|hasComponent|高阶智驾|问界M9的高阶智驾覆盖全国。
aito|问界M9|producedAt|赛力斯超级工厂|问界M9在赛力斯超级工厂生产。
aito|赛力斯超级工厂|locatedIn|重庆|赛力斯超级工厂位于重庆两江新区。
aito|赛力斯|headquarters|重庆|总部在重庆的赛力斯去年扭亏。
aito|问界M9|competitor|理想L9|问界M9抢走了理想L9的一部分客户。
aito|理想L9|manufacturer|理想汽车|理想汽车靠理想L9打开局面。
aito|理想汽车|founder|李想|理想汽车创始人李想在微博回应。
aito|Mate_80|manufacturer|华为|华为Mate 80定在秋季发布。
aito|阿维塔12|manufacturer|阿维塔|阿维塔12是阿维塔的旗舰轿车。
aito|阿维塔|parentOrganization|长安汽车|阿维塔是长安汽车的高端品牌。
aito|阿维塔|supplier|华为|阿维塔的智驾方案来自华为。
aito|阿维塔|shareholder|宁德时代|宁德时代持有阿维塔的股份。
aito|奇瑞|partner|华为|奇瑞也是华为智选车的伙伴。
aito|ET7|manufacturer|蔚来|蔚来ET7的订单有所回落。
aito|ES8|manufacturer|蔚来|全新ES8是蔚来的当家花旦。
aito|蔚来|founder|李斌|李斌创立的蔚来已走过十年。
aito|蔚来|headquarters|合肥|蔚来的中国总部设在合肥。
aito|ES8|soldIn|挪威|ES8早在2021年就卖到了挪威。
aito|ES8|competitor|问界M9|ES8与问界M9瞄准同一群家庭。
chips|Orin-X|manufacturer|英伟达|英伟达的Orin-X曾是智驾标配。
chips|英伟达|founder|黄仁勋|黄仁勋创办英伟达已有三十余年。
chips|英伟达|supplier|台积电|英伟达的芯片由台积电代工。
chips|苹果|supplier|台积电|台积电为苹果留出了最先进的产线。
chips|征程6|manufacturer|地平线|地平线的征程6已经量产。
chips|理想汽车|supplier|地平线|理想汽车的入门车型采用地平线方案。
chips|比亚迪|supplier|地平线|比亚迪把地平线纳入了供应链。
chips|小鹏P7|hasComponent|Orin-X|小鹏P7用上两颗Orin-X。
chips|小鹏P7|manufacturer|小鹏汽车|小鹏汽车推出了新款小鹏P7。
chips|小鹏汽车|founder|何小鹏|何小鹏是小鹏汽车的创始人。
chips|小鹏P7|hasComponent|城市NOA|小鹏P7的城市NOA不依赖高精地图。
chips|骁龙8_Elite|manufacturer|高通|高通的骁龙8 Elite打入座舱。
chips|小米17|hasComponent|骁龙8_Elite|小米17首发骁龙8 Elite。
chips|昇腾910C|manufacturer|华为|华为昇腾910C开始批量供货。
chips|华为|supplier|中芯国际|外界推测中芯国际为华为代工。|Opinion|
chips|寒武纪|competitor|英伟达|寒武纪被看作英伟达在国内的对手。
chips|寒武纪|headquarters|北京|寒武纪总部设在北京。
chips|iPhone_17|manufacturer|苹果|苹果iPhone 17首周卖得不错。
chips|库克|worksFor|苹果|苹果首席执行官库克再次来华。
chips|三星|competitor|台积电|三星是台积电在先进制程上的对手。
chips|深度求索|founder|梁文锋|深度求索由梁文锋创立。
chips|DeepSeek-V3|manufacturer|深度求索|深度求索开源了DeepSeek-V3。
chips|DeepSeek-V3|basedOn|昇腾910C|DeepSeek-V3已能在昇腾910C上推理。
chips|深度求索|headquarters|杭州|深度求索是一家杭州公司。
chips|通义千问|manufacturer|阿里巴巴|阿里巴巴更新了通义千问。
chips|阿里巴巴|headquarters|杭州|阿里巴巴总部位于杭州。
chips|豆包|manufacturer|字节跳动|字节跳动的豆包日活领先。
chips|文心一言|manufacturer|百度|百度宣布文心一言免费。
chips|通义千问|competitor|豆包|通义千问与豆包争夺入口。
chips|吉利汽车|partner|百度|吉利汽车与百度曾合资造车。
chips|极氪|parentOrganization|吉利汽车|极氪已并入吉利汽车。
chips|极氪001|manufacturer|极氪|极氪001是极氪的开山之作。
chips|极氪001|basedOn|SEA浩瀚架构|极氪001基于SEA浩瀚架构。
chips|小鹏汽车|investor|阿里巴巴|阿里巴巴是小鹏汽车的早期投资方。
chips|蔚来|investor|腾讯|腾讯多次参与蔚来的融资。
robots|宇树科技|founder|王兴兴|王兴兴在2016年创办宇树科技。
robots|Unitree_G1|manufacturer|宇树科技|宇树科技的Unitree G1走上了春晚舞台。
robots|宇树科技|headquarters|杭州|宇树科技扎根杭州。
robots|宇树科技|industry|人形机器人|宇树科技是人形机器人行业的明星。
robots|宇树科技|investor|阿里巴巴|阿里巴巴出现在宇树科技的股东名单上。
robots|宇树科技|investor|腾讯|同期入股的还有腾讯。
robots|特斯拉|founder|马斯克|特斯拉的马斯克把宝押在机器人上。
robots|Model_Y|manufacturer|特斯拉|特斯拉Model Y仍是全球最畅销的车之一。
robots|Model_3|manufacturer|特斯拉|特斯拉Model 3小幅改款。
robots|Model_Y|producedAt|特斯拉上海超级工厂|Model Y在特斯拉上海超级工厂生产。
robots|特斯拉上海超级工厂|locatedIn|上海|特斯拉上海超级工厂建在上海临港。
robots|特斯拉|supplier|拓普集团|拓普集团为特斯拉供应执行器。
robots|特斯拉|supplier|宁德时代|宁德时代向特斯拉供货多年。
robots|特斯拉|supplier|福耀玻璃|福耀玻璃是特斯拉的天幕供应商。
robots|比亚迪|founder|王传福|王传福创立的比亚迪年销超过四百万辆。
robots|汉|manufacturer|比亚迪|比亚迪汉是它的旗舰轿车。
robots|海豹|manufacturer|比亚迪|比亚迪海豹主攻年轻人。
robots|汉|hasComponent|刀片电池|汉搭载刀片电池。
robots|海豹|hasComponent|刀片电池|海豹同样用刀片电池。
robots|刀片电池|manufacturer|比亚迪|刀片电池是比亚迪的看家技术。
robots|比亚迪|headquarters|深圳|比亚迪总部位于深圳。
robots|腾讯|headquarters|深圳|腾讯总部设在深圳。
robots|大疆|headquarters|深圳|大疆的天空之城也在深圳。
robots|大疆Mavic_4|manufacturer|大疆|大疆发布大疆Mavic 4。
robots|宁德时代|founder|曾毓群|宁德时代由曾毓群创办。
robots|宁德时代|headquarters|宁德|宁德时代的名字取自宁德。
robots|宁德时代|competitor|比亚迪|在动力电池领域,宁德时代与比亚迪你追我赶。
robots|宁德时代|industry|动力电池|宁德时代稳居动力电池行业第一。
"""
#: document | about | metric | digits | unit | raw | bound | status | period | sentence
NUMBERS = """
su7-new|小米汽车工厂|visitors|130000|人|13 万人|exactly|Actual|2025|小米汽车工厂去年接待游客13 万人,今年目标20万人。
su7-new|小米汽车工厂|visitors|200000|人|20万人|exactly|Target|2026|小米汽车工厂去年接待游客13 万人,今年目标20万人。
su7-new|初代SU7|startingPrice|215900|元|21.59万元|exactly|Actual|2024-03|初代SU7起售价21.59万元,新一代SU7涨到22.99万元。
su7-new|新一代SU7|startingPrice|229900|元|22.99万元|exactly|Actual|2026-03|初代SU7起售价21.59万元,新一代SU7涨到22.99万元。
su7-new|初代SU7|cumulativeDeliveries|380000|辆|38万辆|moreThan|Actual|2026-02|停产之前,初代SU7累计交付超过38万辆。
su7-new|小米汽车|deliveries|135000|辆|13.5万辆|moreThan|Actual|2024|小米汽车2024年交付超过13.5万辆。
su7-new|小米汽车|deliveries|410000|辆|41万辆|approximately|Actual|2025|小米汽车2025年交付约41万辆。
su7-new|小米汽车|deliveries|550000|辆|55万辆|atLeast|Target|2026|雷军为小米汽车定下2026年交付55万辆的目标。
su7-new|新一代SU7|range|902|km|902公里|atMost|Actual||新一代SU7最长续航902公里。
aito|问界M9|cumulativeDeliveries|240000|辆|24万辆|moreThan|Actual|2025-08|问界M9累计交付突破24万辆。
chips|豆包|activeUsers|100000000|个|1亿|moreThan|Actual|2025-10|豆包日活跃用户突破1亿。
robots|比亚迪|sales|4600000|辆|460万辆|approximately|Actual|2025|比亚迪全年销量约460万辆。
"""
#: document | class | agent | object | counterparty | date | words | status | sentence
EVENTS = """
su7-new|Launch|小米汽车|新一代SU7||2026-03-19|3月19日|Actual|3月19日,小米汽车正式发布新一代SU7。
su7-new|Discontinuation|小米汽车|初代SU7||2026-02|今年2月|Actual|小米汽车在今年2月停产初代SU7。
aito|Investment|赛力斯|华为||2024-08|2024年8月|Actual|2024年8月,赛力斯入股华为旗下的车载业务公司。
robots|Listing||宇树科技||2026|2026年|Planned|宇树科技计划2026年登陆科创板。
"""


def rows(table: str) -> list[list[str]]:
    """The lines of a table, split at the bars."""
    return [line.split("|") for line in table.strip().splitlines()]


class Maker:
    """Writes facts into a dataset, one named graph for each document."""

    def __init__(self) -> None:
        self.data = Dataset()
        self._numbers = count(1)

    def thing(self, cls: str, name: str, label: str, *aliases: str) -> URIRef:
        """A thing of a class, with its names."""
        node = ENT[name]
        self.data.add((node, RDF.type, KG[cls]))
        self.data.add((node, RDFS.label, Literal(label, lang="zh")))
        for alias in aliases:
            self.data.add((node, SKOS.altLabel, Literal(alias)))
        return node

    def paper(self, name: str, title: str, date: str, publisher: str, source: str) -> None:
        """A document."""
        node = ENT["doc-" + name]
        self.data.add((node, RDF.type, KG.Document))
        self.data.add((node, DCTERMS.identifier, Literal(name)))
        self.data.add((node, DCTERMS.title, Literal(title)))
        self.data.add((node, DCTERMS.issued, Literal(date, datatype=XSD.date)))
        self.data.add((node, DCTERMS.publisher, Literal(publisher)))
        if source:
            self.data.add((node, DCTERMS.source, URIRef(source) if source.startswith("http") else Literal(source)))

    def fact(self, paper: str, kind: URIRef, sentence: str, *parts: tuple[URIRef, object]) -> URIRef:
        """A statement, number or event with its evidence."""
        number = next(self._numbers)
        node, span, document = ENT[f"fact-{number:05d}"], ENT[f"span-{number:05d}"], ENT["doc-" + paper]
        home = self.data.graph(document)
        home.add((node, RDF.type, kind))
        for predicate, target in parts:
            home.add((node, predicate, target))
        home.add((node, KG.evidence, span))
        home.add((span, RDF.type, KG.Span))
        home.add((span, KG.inDocument, document))
        home.add((span, KG.start, Literal(number * 40)))
        home.add((span, KG.end, Literal(number * 40 + len(sentence))))
        home.add((span, KG.text, Literal(sentence)))
        return node

    def link(
        self, paper: str, s: str, p: str, o: object, sentence: str, stance: str = "Asserted", who: str = ""
    ) -> None:
        """A relation with its statement; plain only when it is asserted."""
        target = ENT[o] if isinstance(o, str) else o
        parts = [(RDF.subject, ENT[s]), (RDF.predicate, KG[p]), (RDF.object, target)]
        if stance == "Asserted":
            self.data.graph(ENT["doc-" + paper]).add((ENT[s], KG[p], target))
        else:
            parts.append((KG.stance, KG[stance]))
        if who:
            parts.append((KG.attributedTo, ENT[who]))
        self.fact(paper, RDF.Statement, sentence, *parts)


def sample() -> Dataset:
    """The whole sample graph."""
    maker = Maker()
    for name, (title, date, publisher, source) in PAPERS.items():
        maker.paper(name, title, date, publisher, source)
    for cls, names in CLASSES.items():
        for name in names.split():
            maker.thing(cls, name, name.replace("_", " "), *ALIASES.get(name, ()))
    for row in rows(LINKS):
        maker.link(*row)
    maker.link("su7-new", "雷军", "jobTitle", Literal("董事长"), "雷军以小米董事长的身份登台,亲自讲解了新车。")
    found = {}
    for paper, about, metric, digits, unit, raw, bound, status, period, sentence in rows(NUMBERS):
        parts = [(KG.about, ENT[about]), (KG.metric, KG[metric]), (KG.value, Literal(digits, datatype=XSD.decimal))]
        parts += [(KG.unit, KG["unit-" + unit]), (KG.rawValue, Literal(raw)), (KG.bound, KG[bound])]
        parts.append((KG.status, KG[status]))
        if period:
            kind = XSD.gYear if len(period) == 4 else XSD.gYearMonth
            parts.append((KG.period, Literal(period, datatype=kind)))
        found[about, metric, period] = maker.fact(paper, KG.Observation, sentence, *parts)
        maker.data.add((KG["unit-" + unit], SKOS.notation, Literal(unit)))
    ends = [found["小米汽车工厂", "visitors", year] for year in ("2025", "2026")]
    move = ((KG.about, ENT["小米汽车工厂"]), (KG.metric, KG.visitors), (KG.before, ends[0]), (KG.after, ends[1]))
    maker.fact("su7-new", KG.Change, "小米汽车工厂去年接待游客13 万人,今年目标20万人。", *move)
    for paper, cls, agent, thing, other, date, words, status, sentence in rows(EVENTS):
        roles = (("agent", agent), ("object", thing), ("counterparty", other))
        filled = [(KG[role], ENT[name]) for role, name in roles if name]
        when = [(KG.date, Literal(date)), (KG.dateText, Literal(words)), (KG.status, KG[status])]
        maker.fact(paper, KG[cls], sentence, *filled, *when)
    return maker.data
