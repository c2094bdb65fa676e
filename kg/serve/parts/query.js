"use strict";
(() => {
  const MOST_ROWS = 1000;
  const find = (id) => document.getElementById(id);
  const text = find("text"), list = find("complete"), problem = find("problem"), result = find("result"), status = find("status");
  let start = { base: "", prefixes: {}, terms: [], queries: [] };
  let chosen = null, picked = 0, offered = [], urls = [];

  const make = (tag, words, attributes = {}) => {
    const node = document.createElement(tag);
    if (words !== undefined && words !== null) node.textContent = words;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };

  // ---------------------------------------------------------------- asking

  const run = async () => {
    problem.hidden = true;
    result.replaceChildren();
    find("csv").hidden = find("json").hidden = true;
    status.textContent = "…";
    const began = performance.now();
    try {
      const reply = await fetch("/sparql", {
        method: "POST", body: text.value,
        headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, text/turtle;q=0.9" },
      });
      const words = await reply.text();
      status.textContent = `${Math.round(performance.now() - began)} ms`;
      if (!reply.ok) return fail(words);
      if ((reply.headers.get("content-type") || "").startsWith("text/turtle")) result.append(make("pre", words));
      else show(JSON.parse(words), words);
      location.hash = encodeURIComponent(text.value);
    } catch (error) {
      fail(String(error));
    }
  };

  const fail = (words) => {
    status.textContent = "";
    problem.textContent = words.trim();
    problem.hidden = false;
    const place = /line (\d+), column (\d+)/.exec(words);
    if (!place) return;
    const lines = text.value.split("\n").slice(0, Number(place[1]) - 1);
    const at = lines.reduce((sum, line) => sum + line.length + 1, 0) + Number(place[2]) - 1;
    text.focus();
    text.setSelectionRange(at, Math.min(at + 1, text.value.length));
  };

  const show = (answer, words) => {
    if ("boolean" in answer) return result.append(make("p", answer.boolean ? "是 true" : "否 false"));
    const names = answer.head.vars, rows = answer.results.bindings;
    status.textContent += ` · ${rows.length} 行 rows` + (rows.length > MOST_ROWS ? ` (${MOST_ROWS} shown)` : "");
    const table = make("table"), head = make("tr");
    for (const name of names) head.append(make("th", name, { scope: "col" }));
    table.append(head);
    for (const row of rows.slice(0, MOST_ROWS)) {
      const line = make("tr");
      for (const name of names) {
        const cell = make("td");
        if (row[name]) cell.append(term(row[name]));
        line.append(cell);
      }
      table.append(line);
    }
    const frame = make("div", null, { class: "scroll", tabindex: "0" });
    frame.append(table);
    result.append(frame);
    offer("json", words, "application/json", "rows.json");
    offer("csv", csv(names, rows), "text/csv;charset=utf-8", "rows.csv");
  };

  const term = (value) => {
    if (value.type === "uri" && value.value.startsWith(start.base)) {
      const name = value.value.slice(start.base.length);
      return make("a", name, { href: "/id/" + encodeURI(name).replace(/%25([0-9A-F]{2})/g, "%$1").replace(/[?#]/g, encodeURIComponent) });
    }
    if (value.type === "uri") return document.createTextNode(shortened(value.value));
    return document.createTextNode(value.type === "bnode" ? "_:" + value.value : value.value);
  };

  const shortened = (iri) => {
    for (const [prefix, space] of Object.entries(start.prefixes)) {
      if (iri.startsWith(space) && iri.length > space.length) return `${prefix}:${iri.slice(space.length)}`;
    }
    return iri;
  };

  const csv = (names, rows) => {
    const cell = (words) => (/[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);
    const harmless = (words) => (/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(words) ? "'" + words : words);
    const lines = rows.map((row) => names.map((name) => cell(harmless(row[name] ? row[name].value : ""))).join(","));
    return "\ufeff" + [names.map(cell).join(","), ...lines].join("\r\n") + "\r\n";
  };

  const offer = (id, words, type, name) => {
    const link = find(id), url = URL.createObjectURL(new Blob([words], { type }));
    urls.push(url);
    while (urls.length > 2) URL.revokeObjectURL(urls.shift());
    link.href = url;
    link.download = name;
    link.hidden = false;
  };

  // ---------------------------------------------------------------- named queries

  const choose = (query) => {
    chosen = query;
    const row = find("parameters");
    row.replaceChildren();
    for (const one of query.parameters) {
      const label = make("label", `${one.zh} `, { title: one.en });
      const field = make("input", null, { name: one.name, value: one.default });
      field.addEventListener("keydown", (event) => event.key === "Enter" && fill().then(run));
      label.append(field);
      row.append(label);
    }
    row.hidden = !query.parameters.length;
    fill().then((filled) => filled && run());
  };

  const fill = async () => {
    const values = new URLSearchParams();
    for (const field of find("parameters").querySelectorAll("input")) values.set(field.name, field.value);
    const reply = await fetch(`/query/${encodeURIComponent(chosen.name)}?${values}`);
    const words = await reply.text();
    if (reply.ok) text.value = words;
    else fail(words);
    return reply.ok;
  };

  // ---------------------------------------------------------------- completion

  const word = () => /[A-Za-z_][\w-]*:[\w-]*$|[A-Za-z\u4e00-\u9fff]{2,}$/.exec(text.value.slice(0, text.selectionStart));

  const complete = () => {
    const found = word();
    offered = [];
    if (found) {
      const typed = found[0].toLowerCase();
      const fits = (one) => one.name.toLowerCase().startsWith(typed) || one.name.toLowerCase().includes(":" + typed) || one.zh.includes(found[0]);
      offered = start.terms.filter((one) => fits(one) && one.name !== found[0]).slice(0, 12);
    }
    picked = 0;
    draw();
  };

  const draw = () => {
    list.hidden = !offered.length;
    list.replaceChildren(...offered.map((one, number) => {
      const item = make("li", one.name, { role: "option", "aria-selected": String(number === picked) });
      item.append(make("small", `${one.zh} ${one.en}`));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); picked = number; put(); });
      return item;
    }));
    if (list.hidden) return;
    const lines = text.value.slice(0, text.selectionStart).split("\n");
    list.style.top = `${Math.min(lines.length * 19 + 16 - text.scrollTop, text.clientHeight)}px`;
    list.style.left = `${Math.min(lines.at(-1).length * 8, text.clientWidth - 260)}px`;
  };

  const put = () => {
    const found = word(), at = text.selectionStart, from = at - found[0].length;
    text.setRangeText(offered[picked].name, from, at, "end");
    offered = [];
    draw();
  };

  text.addEventListener("input", complete);
  text.addEventListener("blur", () => { offered = []; draw(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); return; }
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); picked = (picked + step + offered.length) % offered.length; draw(); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); put(); }
    else if (event.key === "Escape") { offered = []; draw(); }
  });
  find("run").addEventListener("click", run);

  // ---------------------------------------------------------------- beginning

  const begin = async () => {
    start = await (await fetch("/start.json")).json();
    for (const query of start.queries) {
      const button = make("button", query.title[0], { type: "button", title: query.answers[1] });
      button.append(make("small", query.title[1]));
      button.addEventListener("click", () => choose(query));
      find("named").append(button);
    }
    const asked = decodeURIComponent(location.hash.slice(1));
    const prefixes = Object.entries(start.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`).join("\n");
    text.value = asked || `${prefixes}\n\nSELECT ?thing ?name ?class {\n  ?thing rdfs:label ?name ; a ?class .\n} LIMIT 50\n`;
    text.focus();
  };
  begin().catch((error) => fail(String(error)));
})();
