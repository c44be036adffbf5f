"use strict";
(() => {
  const strings = JSON.parse(document.getElementById("strings").textContent);
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const numbers = new Intl.NumberFormat(language);
  const pageSize = 100;
  const printSize = 5000;
  const views = {};

  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const folded = (text) => text.toLocaleLowerCase(language).normalize("NFC");

  // Text only, never markup: what stands in a file stays text.
  const element = (name, text, kind) => {
    const result = document.createElement(name);
    if (text !== undefined) result.textContent = text;
    if (kind) result.className = kind;
    return result;
  };
  const button = (text, action) => {
    const result = element("button", text);
    result.type = "button";
    result.addEventListener("click", action);
    return result;
  };

  // A cell is its text, or an object with text, more, kind, rank, values, target.
  const textOf = (cell) => (typeof cell === "string" ? cell : cell.text);
  const valuesOf = (cell) => (typeof cell === "string" ? [cell] : cell.values || [cell.text]);
  const rankOf = (cell) => (typeof cell === "string" ? undefined : cell.rank);
  const compare = (a, b) => {
    const [first, second] = [rankOf(a), rankOf(b)];
    return first !== undefined && second !== undefined ? first - second : collator.compare(textOf(a), textOf(b));
  };

  const view = (section) => {
    const setup = JSON.parse(section.querySelector(".setup").textContent);
    const rows = JSON.parse(section.querySelector(".rows").textContent);
    const body = section.querySelector("tbody");
    const table = section.querySelector("table");
    const status = section.querySelector(".shown");
    const form = section.querySelector(".filters");
    const nav = section.querySelector(".pages");
    const name = section.id;
    const texts = rows.map(([, , cells]) => folded(cells.map((cell) =>
      typeof cell === "string" ? cell
        : [cell.text, ...(cell.more || []).map(([, text]) => text), ...(cell.values || [])].join("\n")).join("\n")));
    let order = rows.map((_, index) => index);
    let page = 0;
    let sorted = { column: null, down: false };

    const cellElement = (cell, column) => {
      const result = element("td", undefined, [column.kind, cell.kind].filter(Boolean).join(" "));
      const text = textOf(cell);
      if (cell.target) {
        const [target, filters] = cell.target;
        result.append(button(text, () => views[target].choose(filters)));
      } else if (cell.more) {
        result.append(element("p", text));
      } else {
        result.textContent = text;
      }
      for (const [kind, more] of cell.more || []) result.append(element("p", more, kind));
      return result;
    };
    const rowElement = ([kind, , cells]) => {
      const line = element("tr", undefined, kind);
      setup.columns.forEach((column, index) => {
        if (!column.hidden) line.append(cellElement(cells[index], column));
      });
      return line;
    };
    const show = (from, count) => {
      body.replaceChildren(...order.slice(from, from + count).map((index) => rowElement(rows[index])));
      if (order.length) return;
      const line = element("tr");
      const cell = element("td", setup.none);
      cell.colSpan = setup.columns.filter((column) => !column.hidden).length;
      line.append(cell);
      body.append(line);
    };

    const turn = (text, target) => button(text, () => { page = target(); render(); table.focus(); });
    const steps = [
      turn(strings.first, () => 0), turn(strings.previous, () => page - 1),
      turn(strings.next, () => page + 1), turn(strings.last, () => Infinity),
    ];
    const place = element("span");
    nav.setAttribute("aria-label", strings.pages);
    nav.append(steps[0], steps[1], place, steps[2], steps[3]);

    const render = () => {
      const pages = Math.max(1, Math.ceil(order.length / pageSize));
      page = Math.min(Math.max(page, 0), pages - 1);
      show(page * pageSize, pageSize);
      const count = order.reduce((sum, index) => sum + rows[index][1], 0);
      status.textContent = fill(setup.shown, { count: numbers.format(count), rows: numbers.format(order.length) });
      place.textContent = fill(strings["page-of"], { page: page + 1, pages });
      nav.hidden = pages < 2;
      steps[0].disabled = steps[1].disabled = page === 0;
      steps[2].disabled = steps[3].disabled = page === pages - 1;
    };

    const field = (label, control) => {
      const line = element("p");
      const caption = element("label", label);
      caption.htmlFor = control.id;
      line.append(caption, control);
      form.append(line);
      return line;
    };
    const search = element("input");
    search.type = "search";
    search.id = name + "-search";
    search.autocomplete = "off";
    field(strings.search, search);
    const selects = new Map();
    setup.columns.forEach((column, index) => {
      if (!column.filter) return;
      const ranks = new Map();
      for (const [, , cells] of rows) for (const value of valuesOf(cells[index])) ranks.set(value, rankOf(cells[index]));
      const values = [...ranks.keys()].filter((value) => value !== "");
      values.sort((a, b) => (ranks.get(a) !== undefined ? ranks.get(a) - ranks.get(b) : collator.compare(a, b)));
      const select = element("select");
      select.id = name + "-filter-" + index;
      select.append(new Option(strings.all, ""));
      for (const value of values) select.append(new Option(value, value));
      select.addEventListener("change", () => apply());
      field(column.heading, select).hidden = values.length < 2;
      selects.set(index, select);
    });
    const clear = element("button", strings.reset);
    clear.type = "reset";
    form.append(clear);
    form.hidden = rows.length < 2;

    const apply = () => {
      const words = folded(search.value).split(/\s+/).filter(Boolean);
      const wanted = [...selects].filter(([, select]) => select.value !== "").map(([index, select]) => [index, select.value]);
      order = rows.map((_, index) => index).filter((index) =>
        wanted.every(([column, value]) => valuesOf(rows[index][2][column]).includes(value))
        && words.every((word) => texts[index].includes(word)));
      if (sorted.column !== null) {
        const sign = sorted.down ? -1 : 1;
        order.sort((left, right) =>
          sign * compare(rows[left][2][sorted.column], rows[right][2][sorted.column]) || left - right);
      }
      page = 0;
      render();
    };
    let timer = 0;
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 150); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));

    const heads = [...section.querySelectorAll("th[data-column]")];
    for (const head of heads) {
      const column = Number(head.dataset.column);
      const text = head.textContent;
      const sort = button(text, () => {
        sorted = { column, down: sorted.column === column && !sorted.down };
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
        apply();
      });
      head.replaceChildren(sort);
    }
    render();
    return {
      // Shows the rows with these values, and takes whoever asked there.
      choose: (filters) => {
        form.reset();
        search.value = "";
        for (const [column, value] of filters) selects.get(column).value = value;
        apply();
        section.scrollIntoView();
        table.focus();
      },
      // On paper there are no pages to turn: all rows that were chosen, as far as a browser bears it.
      print: () => {
        show(0, printSize);
        if (order.length > printSize) {
          status.textContent = fill(strings.printed, { printed: numbers.format(printSize), rows: numbers.format(order.length) });
        }
      },
      render,
    };
  };

  for (const section of document.querySelectorAll("section.table")) views[section.id] = view(section);
  addEventListener("beforeprint", () => { for (const one of Object.values(views)) one.print(); });
  addEventListener("afterprint", () => { for (const one of Object.values(views)) one.render(); });
})();
