"use strict";
(async () => {
  const unpacked = (packed) => {
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };
  const written = document.getElementById("data").textContent;
  if (!written.startsWith("{") && !window.DecompressionStream) {
    document.getElementById("too-old").hidden = false;
    return;
  }
  const data = JSON.parse(written.startsWith("{") ? written : await unpacked(written));
  const byId = (id) => document.getElementById(id);
  const at = (word) => (typeof word === "number" ? data.words[word] : word || "");
  const fill = (pattern, ...parts) => parts.reduce((text, part) => text.replace("{}", part), pattern);
  const TONE = "\t";

  // Elements are made one by one and filled with text: nothing of the data is ever read as markup.
  const make = (tag, properties, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value !== "" && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.filter((each) => each !== "" && each !== null));
    return made;
  };
  const split = (word) => {
    const text = at(word);
    return text.startsWith(TONE) ? [text[1], text.slice(2)] : ["", text];
  };
  const rowsOf = (columns) => (columns.length ? columns[0].map((_, row) => columns.map((column) => column[row])) : []);
  const allRows = rowsOf(data.rows);
  let from = 0;
  for (const unit of data.units) unit.rows = allRows.slice(from, (from += unit.count));
  const unitNumbers = new Map(data.units.map((unit, number) => [at(unit.name), number]).reverse());

  // Tables: sorting

  const number = (text) => {
    const found = text.replace(/,/g, "").match(/[-+]?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  };
  const said = (cell) => (cell ? (cell.querySelector(":scope > b") || cell).textContent.trim() : "");
  const order = (isNumber, turned) => (one, other) => {
    const [first, second] = isNumber ? [number(one.key), number(other.key)] : [one.key || null, other.key || null];
    if (first === null || second === null) return (first === null) - (second === null);
    const compared = isNumber ? first - second : first.localeCompare(second, document.documentElement.lang);
    return turned ? -compared : compared;
  };
  const sortTable = (table, column) => {
    complete(table);
    const heads = [...table.tHead.rows[0].cells];
    const turned = heads[column].getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", turned ? "descending" : "ascending");
    const isNumber = heads[column].classList.contains("n") || table.matches(".map:not(.many) table");
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: said(row.cells[column]) }));
    rows.sort(order(isNumber, turned));
    table.tBodies[0].append(...rows.map((each) => each.row));
  };
  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.classList.contains("chart")) return;
      const button = make("button", { type: "button" }, head.textContent.trim());
      button.addEventListener("click", () => sortTable(table, column));
      head.dataset.words = head.textContent.trim(); // for paper: a button is not repeated on further pages
      head.replaceChildren(button);
    });
  };

  // Tables: the rows of long ones that are not on the page

  const wordCell = (word, isNumber) => {
    const [tone, text] = split(word);
    const cell = make("td", { class: `${isNumber ? "n " : ""}${tone}`.trim() });
    cell.append(unitNumbers.has(text) ? make("a", { href: `#u${unitNumbers.get(text)}` }, text) : text);
    return cell;
  };
  const complete = (table) => {
    if (!table.dataset.pack) return;
    const isNumber = [...table.tHead.rows[0].cells].map((head) => head.classList.contains("n"));
    for (const row of rowsOf(data.packs[table.dataset.pack])) {
      table.tBodies[0].append(make("tr", {}, ...row.map((word, column) => wordCell(word, isNumber[column]))));
    }
    delete table.dataset.pack;
    const rest = table.closest(".grid").querySelector(".rest");
    if (rest) rest.remove();
  };
  for (const button of document.querySelectorAll("[data-rest]")) {
    button.addEventListener("click", () => complete(button.closest(".grid").querySelector("table")));
  }

  // Tables: filtering

  const verdicts = new Set();
  const applyFilter = (table, words, told) => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length) complete(table);
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      const isChosen = table.id !== "indicators" || !verdicts.size || verdicts.has(row.dataset.verdict);
      row.hidden = !(isChosen && wanted.every((word) => text.includes(word)));
      count += row.hidden ? 0 : 1;
    }
    const rows = table.tBodies[0].rows.length;
    told.textContent = count < rows ? fill(data.say.shown, count, rows) : "";
    if (table.id === "indicators") byId("nothing").hidden = count > 0;
    byId("told").textContent = told.textContent;
  };
  const makeFilterable = (table) => {
    const told = make("span", {});
    const input = make("input", { type: "search", placeholder: data.say.filter, "aria-label": data.say.filter });
    input.addEventListener("input", () => applyFilter(table, input.value, told));
    const tools = make("span", { class: "tools" }, input, told);
    if (table.caption && !table.caption.classList.contains("hidden")) table.caption.append(tools);
    else table.closest(".scroll").before(tools);
    table.refilter = () => applyFilter(table, input.value, told);
  };
  for (const tile of document.querySelectorAll("button.tile")) {
    tile.addEventListener("click", () => {
      const isOn = tile.getAttribute("aria-pressed") !== "true";
      tile.setAttribute("aria-pressed", isOn);
      if (isOn) verdicts.add(tile.dataset.verdict);
      else verdicts.delete(tile.dataset.verdict);
      byId("indicators").refilter();
    });
  }

  // Charts

  const bullet = (ends, limit, label) => {
    if (!ends) return "";
    const [end, start] = ends.split(" ").reverse();
    const style = `--a:${start || 0};--b:${end}${limit ? `;${limit}` : ""}`;
    return make("span", { class: "bullet", role: "img", "aria-label": label, style }, make("i"), make("b"));
  };
  const drawn = (tag, properties) => {
    const made = document.createElementNS(byId("blank").namespaceURI, tag);
    for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
    return made;
  };
  const smallLine = (series) => {
    if (!series) return "";
    const heights = series.split(" ");
    const svg = drawn("svg", { class: "small-line", viewBox: "-2 -2 76 24", "aria-hidden": "true" });
    const dots = heights.map((height, place) => [(72 * place) / (heights.length - 1), height === "-" ? null : 20 - height]);
    svg.append(drawn("polyline", { points: dots.filter((dot) => dot[1] !== null).join(" ") }));
    const last = dots[dots.length - 1];
    if (last[1] !== null) svg.append(drawn("circle", { cx: last[0], cy: last[1], r: 2.6 }));
    return svg;
  };
  const toned = (word) => {
    const [tone, text] = split(word);
    return text ? make("span", { class: `word ${tone}`.trim() }, text) : "";
  };

  // All units of an indicator. A row of figures: indicator, bar, limit, small line, sources, then the columns.

  const [BAR, LIMIT, LINE, SOURCES, FIRST] = [1, 2, 3, 4, 5];
  const [VALUE, COUNTS, TARGET, VERDICT, GAP, PLACE, MOVED, CHANGE] = [0, 1, 2, 3, 4, 5, 6, 7].map((each) => each + FIRST);
  const [LIGHT, REMARKS, PACE] = [12 + FIRST, 13 + FIRST, [9, 10, 11].map((each) => each + FIRST)];
  const allBars = (table) => {
    const wanted = Number(table.dataset.n);
    const level = data.units[Number(table.tBodies[0].querySelector("a").hash.slice(2))].level;
    const rows = [];
    data.units.forEach((unit, place) => {
      const row = unit.rows.find((each) => each[0] === wanted);
      if (row && unit.level === level) rows.push({ row, place, key: at(row[PLACE]) });
    });
    rows.sort(order(true, false));
    table.tBodies[0].replaceChildren(
      ...rows.map(({ row, place }) =>
        make("tr", {},
          make("td", { class: "n place" }, at(row[PLACE]).split("/")[0], make("small", {}, at(row[MOVED]))),
          make("th", { scope: "row" }, make("a", { href: `#u${place}` }, at(data.units[place].name))),
          make("td", { class: "chart" }, bullet(at(row[BAR]), at(row[LIMIT]), at(row[VALUE]))),
          make("td", { class: "n" }, split(row[VALUE])[1]),
          make("td", {}, toned(row[VERDICT])),
          make("td", { class: "n" }, at(row[GAP])),
        ),
      ),
    );
  };
  for (const button of document.querySelectorAll("[data-all-bars]")) {
    button.addEventListener("click", () => {
      allBars(button.closest("table"));
      button.previousElementSibling.remove();
      button.remove();
    });
  }

  // The page of one unit

  // Some columns stand under another as a smaller line; a column that nobody fills is left out.
  const small = (text) => (text ? make("small", {}, text) : "");
  const plain = (row, column) => split(row[column])[1];
  const light = (row) => {
    const [tone, text] = split(row[LIGHT]);
    return text ? make("span", { class: `light ${tone}` }, text) : "";
  };
  const paced = (row, titles) => PACE.map((column) => small(plain(row, column) && `${titles[column - FIRST]} ${plain(row, column)}`));
  const sourced = (row) => {
    const [places, cells] = (row[SOURCES] || []).map((words) => at(words).split("|"));
    return (places || []).map((place, each) => make("span", { class: "sources" }, place + cells[each]));
  };
  const unitColumns = (titles) => [
    [titles[0], "n", (row) => [make("b", {}, plain(row, VALUE)), small(plain(row, COUNTS))]],
    [data.say.chart, "chart", (row) => [bullet(at(row[BAR]), at(row[LIMIT]), plain(row, VALUE))]],
    [titles[2], "target", (row) => [plain(row, TARGET)]],
    [titles[3], "", (row) => [toned(row[VERDICT]), " ", light(row)]],
    [titles[4], "n", (row) => [plain(row, GAP)]],
    [titles[5], "n", (row) => [plain(row, PLACE), small(plain(row, MOVED))]],
    [titles[7], "n", (row) => [plain(row, CHANGE)]],
    [titles[8], "n", (row) => [plain(row, CHANGE + 1)]],
    [data.say.pace, "words", (row) => paced(row, titles)],
    [data.say.trend, "", (row) => [smallLine(at(row[LINE]))]],
    [`${titles[13]} · ${data.say.sources}`, "words", (row) => [plain(row, REMARKS), ...sourced(row)]],
  ];
  const indicatorHead = (row) => {
    const name = at(data.indicators[row[0]]);
    return make("th", { scope: "row" }, byId(`c${row[0]}`) ? make("a", { href: `#c${row[0]}` }, name) : name);
  };
  const figuresTable = (unit) => {
    const urgency = (row) => "×△●√-".indexOf(plain(row, VERDICT)[0]);
    const rows = [...unit.rows].sort((one, other) => urgency(one) - urgency(other));
    const columns = unitColumns(data.columns.map(at)).filter(([, , fill]) => rows.some((row) => make("p", {}, ...fill(row)).childElementCount + make("p", {}, ...fill(row)).textContent.trim().length));
    const head = make("tr", {}, make("th", { scope: "col" }, data.say.indicator), ...columns.map(([title, kind]) => make("th", { scope: "col", class: kind }, title)));
    const body = rows.map((row) => make("tr", {}, indicatorHead(row), ...columns.map(([, kind, fill]) => make("td", { class: kind }, ...fill(row)))));
    return make("table", { class: "sortable filterable" }, make("caption", {}, data.say.figures), make("thead", {}, head), make("tbody", {}, ...body));
  };
  const findingsTable = (unit) => {
    const heads = [data.say.place, data.say.code, data.say.severity, data.say.written, data.say.wrong];
    const head = make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)));
    const rows = unit.findings.map((row) => make("tr", {}, ...row.map((word) => wordCell(word, false))));
    return make("table", { class: "sortable" }, make("caption", {}, data.say.findings), make("thead", {}, head), make("tbody", {}, ...rows));
  };
  const counted = (unit) => {
    const marks = unit.rows.map((row) => split(row[VERDICT])[1][0]);
    const count = (wanted) => marks.filter((mark) => wanted.includes(mark)).length;
    const words = [[data.say.reached, "√", "g"], [data.say.short, "×△", "w"], [data.say.unknown, "●", ""]];
    const parts = words.map(([pattern, wanted, tone]) => make("span", { class: `word ${tone}`.trim() }, fill(pattern, count(wanted))));
    return make("p", { class: "counted" }, ...parts.flatMap((part) => [part, " "]), make("span", { class: "word" }, fill(data.say.found, unit.findings.length)));
  };
  const showUnit = (place) => {
    const unit = data.units[place];
    const tables = [figuresTable(unit), ...(unit.findings.length ? [findingsTable(unit)] : [])];
    const wrapped = tables.map((table) => make("div", { class: "grid" }, make("div", { class: "scroll" }, table)));
    byId("unit-name").textContent = `${at(unit.name)}（${unit.level ? at(unit.level) : ""}）`;
    byId("unit-figures").replaceChildren(counted(unit), ...wrapped, unit.findings.length ? "" : make("p", { class: "quiet" }, data.say.no_findings));
    tables.forEach(makeSortable);
    makeFilterable(tables[0]);
    for (const [id, step] of [["previous-unit", -1], ["next-unit", 1]]) {
      byId(id).href = `#u${(place + step + data.units.length) % data.units.length}`;
    }
  };
  const follow = () => {
    const found = decodeURIComponent(location.hash).match(/^#u(\d+)$/);
    const isUnit = Boolean(found && data.units[Number(found[1])]);
    byId("all").hidden = isUnit;
    byId("unit").hidden = !isUnit;
    if (isUnit) {
      showUnit(Number(found[1]));
      byId("unit").focus({ preventScroll: true });
      window.scrollTo(0, 0);
    } else if (location.hash.length > 1) {
      const target = byId(location.hash.slice(1));
      if (target) target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", follow);

  // The map: a cell leads to its unit and says its figure

  for (const table of document.querySelectorAll("table.heat")) {
    const heads = table.tHead.rows[0].cells;
    const told = (cell) => {
      const unit = data.units[Number(cell.parentElement.dataset.u)];
      const indicator = Number(heads[cell.cellIndex].dataset.n);
      const row = unit.rows.find((each) => each[0] === indicator);
      const words = row ? [VALUE, VALUE + 1, VALUE + 2, VERDICT, GAP].map((each) => split(row[each])[1]) : [];
      return [at(unit.name), at(data.indicators[indicator]), ...words].filter(Boolean).join("  ");
    };
    table.addEventListener("mouseover", (event) => {
      const cell = event.target.closest("td:not(.n)");
      if (cell && !cell.title) cell.title = told(cell);
    });
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td:not(.n)");
      if (cell) location.hash = `u${cell.parentElement.dataset.u}`;
    });
  }

  // The rest

  const find = byId("find-unit");
  if (find) {
    find.addEventListener("change", () => {
      if (!unitNumbers.has(find.value.trim())) return;
      location.hash = `u${unitNumbers.get(find.value.trim())}`;
      find.value = "";
    });
  }
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  });
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelectorAll("table.sortable").forEach(makeSortable);
  document.querySelectorAll("table.filterable").forEach(makeFilterable);
  follow();
  document.documentElement.dataset.ready = "yes";
})();
