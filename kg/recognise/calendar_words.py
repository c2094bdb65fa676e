"""How Chinese news writes times: the patterns, and what may not stand around them."""

from __future__ import annotations

import re

_HAN = "一二三四五六七八九十"
_S = r"[ \t\u3000]?"
_TO = rf"{_S}(?:[-~～—–−─]{{1,2}}|至|到){_S}"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)|(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = r"[一二三四1-4]"
_FOUR = r"(?:(?:19|20)\d{2}|[一二][〇零九][〇零一二三四五六七八九]{2})"

_YEAR = (
    rf"(?:(?P<year>{_FOUR}){_S}年(?:度(?!假))?"
    rf"|(?P<short>\d{{2}}){_S}年(?={_S}(?:{_MONTH}{_S}月|[上下]半年|第?{_QUARTER}季|前[一二三]季|[QH][1-4]|年?[底初末]))"
    rf"|(?P<bare>(?:20)?\d{{2}})(?=[QH][1-4](?![\dA-Za-z])|[一三]季报|半年[度报]|中报)"
    r"|(?P<near>今年度?|本年度?|大?前年|去年度?|上年度?|上一年度?|明年度?|次年|翌年|后年|当年|同年)(?![轻龄薪糕])"
    r"|(?P<since>(?<=[在于自从至到])(?:19|20)\d{2}(?=[,，。;；、的)）]|$)))"
)
_DATED = (
    rf"(?P<month>{_MONTH}){_S}月(?!天(?!气))(?:份)?(?:{_S}(?:(?P<day>{_DAY})(?:{_S}[日号](?!线)|(?={_TO}\d{{1,2}}{_S}[日号]|、\d{{1,2}}{_S}[日号]))"
    rf"(?:(?:{_TO}|、)(?:(?P<month2>{_MONTH}){_S}月{_S})?(?P<day2>{_DAY}){_S}[日号])?"
    r"|(?P<third>[上中下]旬|中下旬|初|底|末|中(?=[,，。旬]))))?"
)
_PART = (
    r"(?P<half>[上下])半年度?|(?P<mid>半年[度报]|中报)"
    rf"|(?:前|首)(?P<firsts>\d{{1,2}}|[{_HAN}两]{{1,2}}){_S}个?月(?!均)"
    r"|(?:前|首)(?P<quarters>[两二三123])个?季度?"
    rf"|第?(?P<q1>{_QUARTER})(?:季度?)?{_TO}第?(?P<q2>{_QUARTER})季度?|(?P<opening>首季度?)"
    rf"|第?(?P<quarter>{_QUARTER})(?:个)?季(?:度|报)?(?![节风军])"
    r"|Q(?P<q>[1-4])(?![\dA-Za-z])|H(?P<h>[12])(?![\dA-Za-z])"
    rf"|(?P<from>{_MONTH}){_S}(?:月份?)?{_TO}(?P<to>{_MONTH}){_S}月(?!\d)份?(?!{_S}\d{{1,2}}{_S}日)"
    rf"|{_DATED}"
    r"|(?P<same>同期(?!声))"
)
#: a quarter without 度 that names no year: 第2季营收, but no 第二季 of a show
_ALONE = (
    "季(?:度|报|(?<=第[一二三四1-4]季)(?=合并|营收|收入|税|毛利|每股|净利|纯益|获利|盈|亏|财报|财测|业绩|展望|单季|营业|营运|销|出货|"
    "量产|产能|EPS|季[增减]|交付|底|末|PC|手机|伺服器))"
)
_EDGE = r"(?P<edge>年?[底末初]|年中|年内|[春夏秋冬][季天]|以来|早些时候|晚些时候|全年|之?[内](?=[,，。将]))"
_CLOCK = (
    rf"(?:{_S}[(（](?:[星期周礼拜]{{1,2}}[一二三四五六日天]|\d{{1,2}}日|\d{{1,2}}月\d{{1,2}}日)[)）])?"
    r"(?:凌晨|清晨|早上|早间|早盘|盘前|盘后|盘中|上午|中午|午间|下午|午后|傍晚|晚间|晚上|深夜|夜间|晚(?![些会年期于上])|夜(?=[,，里]))?"
    rf"(?:{_S}\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?!\d)|{_S}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_S}[时点](?!间)(?:{_S}\d{{1,2}}分(?!钟)|半|整)?"
    rf"(?:{_S}\d{{1,2}}秒)?)?(?:许(?![多可诺])|左右)?"
)

ISO = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?:(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.]*\d)"
    r"|-(?P<ym>0[1-9]|1[0-2])(?![\d\-.%]))(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?P<mm>0[1-9]|1[0-2])-(?P<dd>0[1-9]|[12]\d|3[01])(?=\s|$|[)）])(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?"
    rf"|(?P<y1>(?:19|20)\d{{2}}){_S}年?{_TO}(?P<y2>(?:19|20)?\d{{2}}){_S}年(?:间|期间)?(?!前|来)"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?=\s|$|[,，。)）])|\d{1,2}[时点]\d{1,2}分(?!钟)许?)"
)
LASTING = re.compile(
    rf"(?P<fiscal>(?:(?:20)?\d{{2}}{_S}|本|上一?|今|去|新)(?:财年|财政年度)(?:{_S}第?{_QUARTER}财?季度?|[上下]半年|Q[1-4])?"
    rf"|第?{_QUARTER}财季|FY{_S}?\d{{2,4}}(?:Q[1-4]|H[12])?)"
    rf"|(?P<past>(?:过去|最近|未来|今后|此后|随后|(?<![\u4e00-\u9fff])近|在近|近(?=[^,，。]{{2,5}}来))的?{_S}(?:\d{{1,3}}|[{_HAN}两几数]{{1,3}}){_S}[多余]?个?(?:年|月|季度?|周|天|日|小时|个星期)"
    r"(?:多|半)?(?:以来|来|间|内|里)?)"
)
POINT = re.compile(
    # a group name may stand once in a pattern: those of a part without its year end in _
    rf"{_YEAR}(?:{_S}(?:的|，|,)?{_S}(?:{_PART}|{_EDGE}){_CLOCK})?|(?:"
    + re.sub(r"\?P<(\w+)>", r"?P<\1_>", _PART.replace("季(?:度|报)?", _ALONE).replace("|(?P<same>", "|(?!)(?P<same>"))
    + f"){_CLOCK}"
)
WORD = re.compile(
    r"(?P<day>大前天|前天|前日|前晚|昨天|昨日|昨晚|昨夜|今天|今日(?!头条|资本|股份|说法|国际)|今晨|今早|今晚|即日|明天|明日|明晚|后天|后日)"
    + _CLOCK
    + "|"
    r"(?P<that>当天|当日(?!本)|当晚|同日(?!本)|次日|翌日|隔日)" + _CLOCK + "|"
    rf"(?P<month>本月|当月|同月|上个?月|下个?月|次月)(?:份)?(?:{_S}(?P<on>{_DAY}){_S}[日号]|[初末底](?!部)|[上中下]旬)?"
    + _CLOCK
    + "|"
    r"(?P<edge>月底|月初|月末|月内)|"
    r"十(?P<plan>[二三四五])五[”\"]?(?:规划)?(?:期间|时期|期末|末|以来)|上世纪(?P<decade>[2-9]0|[二三四五六七八九]十)年代|"
    r"(?P<week>本周|这周|上周|下周)(?P<weekday>[一二三四五六日天]|末)?" + _CLOCK + "|"
    r"(?:周|星期|礼拜)(?P<alone>[一二三四五六日天])(?!鸣|福|生|边|围|岁|刊|期|个)" + _CLOCK + "|"
    r"(?P<quarter>本季度?(?!节)|上一?个?季度|下一?个?季度)|"
    r"(?P<year>年内|年底前?|年末|年初|岁末|年中)|"
    rf"(?P<only>(?:3[01]|[12]\d|0?[1-9])(?!\d)|[二三]?十[一二三四五六七八九]?){_S}日(?!元|圆|本|均|线|内|游|常|報|报(?!道)|化|后(?!的)|历|K|前|无理由|以内|之内|益|租|薪){_CLOCK}|"
    r"(?P<vague>近日|日前|近期|前不久|不久前|前段时间|近年来|近几年来?|近些年来?|上年同期|同期(?!声))"
)
#: what may go on with a day, and what besides with a month or a year
_MORE = r" \t\u3000\-~～—–−─至到、(（线凌清早盘上中下傍晚深夜午\d一二三四五六七八九十许左"
_LONGER = _MORE + "的，,度半前首第QH同年底末初春夏秋冬以全之内天份轻龄薪糕"
#: most times are one of these with nothing more: small patterns find them sooner than the large ones
PLAIN = re.compile(
    r"(?:((?:19|20)[0-9]{2}|[今去明])年)?"
    rf"(?:(1[0-2]|0?[1-9])月(?:(3[01]|[12][0-9]|0?[1-9])日(?![{_MORE}])|(?![{_LONGER}]))|(?<=年)(?![{_LONGER}]))"
)
#: as the press of Taiwan writes it: 昨（27）日, 上（6）月, 今（2023）年
GLOSSED = re.compile(r"[昨今明前本上去][（(]([0-9]{1,4})[)）]([日天月年])")
ONLY = re.compile(rf"(3[01]|[12][0-9]|0?[1-9])日(?![{_MORE}元圆本均内游常報报化后历K前无以益租薪])")
#: each pattern with the method of `Dating` that reads what it finds
_ISO, _LASTING, YEARLY, _WORD = (ISO, "iso"), (LASTING, "lasting"), (POINT, "point"), (WORD, "word")
_PLAIN, _ONLY, _GLOSSED = (PLAIN, "plain"), (ONLY, "only"), (GLOSSED, "glossed")
_COUNT = f"0123456789{_HAN}两"
_STRETCH = _COUNT + "几数的 \t\u3000"
#: for each pattern, in the order in which they are tried, the characters besides digits that it may begin with, each
#: with those that may follow it
_OPENINGS = (
    (_PLAIN, dict.fromkeys("今去明", "年")),
    (_GLOSSED, dict.fromkeys("昨今明前本上去", "（(")),
    (
        _LASTING,
        {"近": _STRETCH, "上": "财一", "今": "财后", "第": "一二三四1234"}
        | {"过": "去", "最": "近", "未": "来", "此": "后", "随": "后", "在": "近", "F": "Y"}
        | dict.fromkeys("本去新一二三四", "财"),
    ),
    (
        YEARLY,
        {
            "上": "年一半",
            "前": _COUNT + "年",
            "首": _COUNT + "季",
            "第": "一二三四1234",
            "下": "半",
            "半": "年",
            "中": "报",
        }
        | {"Q": "1234", "H": "12", "大": "前"}
        | dict.fromkeys("今本去明次翌后当同", "年")
        | dict.fromkeys("五六七八九", "月-~至到 \t\u3000")
        | dict.fromkeys("三四", "月季个-~至到 \t\u3000")
        | dict.fromkeys("一二", "月季个-~至到〇零九 \t\u3000")
        | {"十": "月一二-~至到 \t\u3000"},
    ),
    (
        _WORD,
        {"大": "前", "前": "天日晚不段", "昨": "天日晚夜", "今": "天日晨早晚", "即": "日", "明": "天日晚", "后": "天日"}
        | {"当": "天晚日月", "同": "日月期", "次": "日月", "翌": "日", "隔": "日", "本": "月周季", "这": "周"}
        | {
            "上": "个月周一季年世",
            "下": "个月周一季",
            "月": "底初末内",
            "周": "一二三四五六日天",
            "星": "期",
            "礼": "拜",
        }
        | {"年": "内底末初中", "岁": "末", "近": "日期年几些", "日": "前", "不": "久"}
        | {"二": "十", "三": "十", "十": "一二三四五六七八九日 \t\u3000"},
    ),
)
#: for each pair of characters that a time may begin with, the patterns to try
OPENINGS = {
    pair: tuple(pattern for pattern, opens in _OPENINGS if pair[1] in opens.get(pair[0], ""))
    for pair in sorted({first + second for _, opens in _OPENINGS for first in opens for second in opens[first]})
}
#: for what follows the digits that a time begins with (blanks passed over), the patterns to try
NUMBERED = {
    **dict.fromkeys("季个QH一三半中", (YEARLY,)),
    **dict.fromkeys("-~～—–−─至到", (_ISO, YEARLY)),
    **dict.fromkeys("时点:/.", (_ISO,)),
    "年": (_PLAIN, _ISO, YEARLY),
    "月": (_PLAIN, YEARLY),
    "日": (_ONLY, _WORD),
    "财": (_LASTING,),
}
JOIN = re.compile(_TO)
#: what follows the digits that a time begins with, behind the first of them; what tells its kind is a group
_TIMELY = (
    r"(?=\d{0,3}[ \t\u3000]{0,2}([年月日季财QH一三半中\-~～—–−─至到时点:]|个(?=季)))|(?=\d{3}([/.]))"
    r"|(?<=[在于自从至到]\d)(?=\d{3}(?:[,，。;；、的)）]|$))"
)
#: where a time may begin: one of these characters, before one of those (digits spelt out: `\d` is sought more slowly)
HINT = (
    r"[0-9今去前明后本当同次翌上下昨年月周星礼即隔日近过最未此随不岁大首第QHF二一三四五六七八九十新这在]"
    r"(?=[0-9年月日天号季周晚早夜晨半个财前初旬末底同期后来去段些世\s个〇零一二三四五六七八九十的不久内近几两数中/.:Y\-~至到礼拜星期]|[（(][0-9]{1,4}[)）][日天月年])"
    # most numbers are no times: what follows their digits tells, at the first of them
    rf"(?:(?<!\d)|(?<!\d\d)(?:{_TIMELY}))"
)
#: before a word: what makes another word of it (如今年轻, 此前年均, 三年内, 每周五)
BARRED = {
    "今": "如当至",
    "前": "此目之以提日先当从年月天空午眼史",
    "后": "此之以今前年月天日然背",
    "明": "说表证声透文聪简发申光探",
    "去": "过失",
    "年": "0123456789一二三四五六七八九十两几数百每当这多半周全成上下青中少老近同财常元",
    "月": "0123456789一二三四五六七八九十两几数每个明满新蜜",
    "周": "每一二三四五六七八九十两几数0123456789姓个逢",
    "上": "以之马晚早网线加基身",
    "下": "以之线旗部天",
    "日": "0123456789生今昨明当节假即近次同",
    "近": "最附接将逼",
    "本": "日基根资成版剧样书",
    "同": "不共合相如等",
    "次": "0123456789一二三四五六七八九十两几数每首这多再本此人",
    "星": "0123456789一二三四五六七八九十",
}
