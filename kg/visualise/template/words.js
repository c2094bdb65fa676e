// What the interface says, in both languages; `t("key")` gives the words of the language in use.
const WORDS = {
  zh: {
    search: "搜索名称、别名或网址标识 ( / )", none: "没有找到", count: (n, all) => `显示 ${n} / 共 ${all} 个`,
    legend: "图例", classes: "类别", relations: "关系与事件", doubtful: "显示计划、观点、否认与假设",
    fit: "全图", list: "列表", image: "图片", help: "帮助", language: "English", all: "全部显示",
    close: "关闭", expand: (n) => `展开相邻 ${n} 个`, copy: "复制标识", copied: "已复制", wiki: "外部链接",
    links: "关系", numbers: "数字", events: "事件", papers: "文章", moves: "变化", sentence: "原文", noProof: "图中没有这一条的原文",
    goto: "前往", chars: (a, b) => `第 ${a}–${b} 字`, speaker: "说者", until: "直至", holder: "持有者", open: "打开原文",
    facts: "事实", name: "名称", kind: "类别", fact: "事实", more: (n) => `再显示 ${n} 个`, untimed: "未注明",
    hint: "点节点看事实,点连线看原文 · 滚轮缩放 · 双击展开", canvas: "知识图谱;按 L 看列表",
    exactly: "", moreThan: "超过", atLeast: "不低于", lessThan: "不足", atMost: "最多", approximately: "约", between: "",
    Actual: "", Target: "目标", Forecast: "预测", Planned: "计划", Opinion: "观点", Denied: "否认", Hypothetical: "假设", Asserted: "",
    quarter: (year, n) => `${year} Q${n}`, half: (year, n) => `${year}${n === 1 ? "上" : "下"}半年`,
    sentences: (n) => `${n} 处`, says: (name) => `${name} 说`, undated: "未注明日期", names: "又称", metric: "指标", others: "其他指标", amount: "数值", period: "时间",
    actual: "实际", before: "之前", after: "之后", paper: "文章", notZero: "纵轴不从 0 起", told: (facts, n) => `${facts} 条事实，出自 ${n} 处原文`, factCount: (n) => `${n} 条`,
    back: "返回", taller: "展开或收起面板", sections: "面板内的各部分", copying: "复制", copyIri: "标识", copyHere: "请从这里复制",
    agent: "主体", object: "对象", counterparty: "对方", place: "地点",
    askedSelect: (a) => `查询${a.words && ` ${a.words} `}选出 ${a.number} 个，及其 ${a.hops} 步之内`, askedConstruct: (a) => `查询${a.words && ` ${a.words} `}画出 ${a.number} 个`,
    askedAround: (a) => `${a.words} 周围 ${a.hops} 步之内`, askedPart: (a) => `全图 ${a.total} 个中最常提到的 ${a.number} 个`,
    keys: [["/", "搜索"], ["f", "显示全图"], ["l", "列表视图"], ["+ −", "放大、缩小"], ["方向键", "移到邻近的节点"], ["Enter", "打开节点"], ["Esc", "关闭面板"], ["?", "本说明"]],
    about: "每条连线都有原文为证:点连线或面板里的事实,就会显示说出它的句子。虚线是计划、观点、否认或假设,默认不显示。",
  },
  en: {
    search: "Search name, alias or IRI ( / )", none: "Nothing found", count: (n, all) => `${n} of ${all} shown`,
    legend: "Legend", classes: "Classes", relations: "Relations and events", doubtful: "Show plans, opinions, denials, suppositions",
    fit: "Fit", list: "List", image: "Image", help: "Help", language: "中文", all: "Show all",
    close: "Close", expand: (n) => `Show ${n} more neighbours`, copy: "Copy IRI", copied: "Copied", wiki: "Elsewhere",
    links: "Relations", numbers: "Numbers", events: "Events", papers: "Articles", moves: "Changes", sentence: "source", noProof: "The graph holds no sentence for this",
    goto: "go", chars: (a, b) => `characters ${a}–${b}`, speaker: "said by", until: "until", holder: "held by", open: "open the article",
    facts: "facts", name: "Name", kind: "Class", fact: "Facts", more: (n) => `Show ${n} more`, untimed: "undated",
    hint: "Click a node for its facts, a line for its sentence · wheel to zoom · double-click to expand", canvas: "Knowledge graph; press L for a list",
    exactly: "", moreThan: "over", atLeast: "at least", lessThan: "under", atMost: "at most", approximately: "about", between: "",
    Actual: "", Target: "target", Forecast: "forecast", Planned: "planned", Opinion: "opinion", Denied: "denied", Hypothetical: "supposed", Asserted: "",
    quarter: (year, n) => `${year} Q${n}`, half: (year, n) => `${year} H${n}`,
    sentences: (n) => `${n} sources`, says: (name) => `${name} says`, undated: "Undated", names: "also", metric: "Metric", others: "Other metrics", amount: "Number", period: "Period",
    actual: "actual", before: "before", after: "after", paper: "Article", notZero: "axis does not start at 0", told: (facts, n) => `${facts} facts from ${n} passages`, factCount: (n) => `${n} facts`,
    back: "Back to", taller: "Unfold or fold the panel", sections: "Sections of the panel", copying: "Copy", copyIri: "IRI", copyHere: "Copy from here",
    agent: "by", object: "of", counterparty: "with", place: "at",
    askedSelect: (a) => `${a.number} things from ${a.words ? `query ${a.words}` : "a query"}, and what is within ${a.hops} of them`, askedConstruct: (a) => `${a.number} things from ${a.words ? `query ${a.words}` : "a query"}`,
    askedAround: (a) => `within ${a.hops} of ${a.words}`, askedPart: (a) => `the ${a.number} most told of, of ${a.total}`,
    keys: [["/", "search"], ["f", "fit the graph"], ["l", "list view"], ["+ −", "zoom"], ["arrows", "go to a node nearby"], ["Enter", "open the node"], ["Esc", "close the panel"], ["?", "this help"]],
    about: "Every line has its evidence: click a line, or a fact in the panel, and the sentence that says it is shown. Dashed lines are plans, opinions, denials or suppositions; they are hidden at first.",
  },
};
let language = "zh";
const t = (key) => (Object.hasOwn(WORDS[language], key) ? WORDS[language][key] : key);
// The words for a value of the graph (a stance, status, bound or role), which may be anything.
const said = (value) => (typeof t(value) === "string" ? t(value) : value);
