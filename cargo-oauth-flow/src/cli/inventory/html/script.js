(() => {
  "use strict";

  const table = document.getElementById("client-table");
  const shown = document.getElementById("shown");
  const form = document.getElementById("filter");

  // What a link leads to, and what is printed, is open.
  const open = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    const own = element && element.querySelector(":scope > details");
    if (own) own.open = true;
  };
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) open(target);
  };
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  follow();

  if (!table || !form || !shown) return;

  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const headers = Array.from(table.tHead.rows[0].cells);
  const collator = new Intl.Collator("en", { numeric: true });
  const words = rows.map((row) => row.textContent.toLowerCase());

  const say = (more) => {
    const count = rows.filter((row) => !row.hidden).length;
    const of = count === rows.length ? "All" : count + " of";
    shown.textContent = of + " " + rows.length + (rows.length === 1 ? " client" : " clients") + (count === 1 && rows.length === 1 ? " is" : " are") + " shown." + (more || "");
  };

  const text = document.getElementById("filter-text");
  const choices = ["kind", "level", "state"].map((name) => [name, document.getElementById("filter-" + name)]);
  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row, index) => {
      const fits = choices.every(([name, choice]) => {
        const value = row.dataset[name];
        return !choice.value || (name === "level" ? value.split(" ") : [value]).includes(choice.value);
      });
      row.hidden = !(fits && wanted.every((word) => words[index].includes(word)));
    });
    say();
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.hidden = false;

  headers.forEach((header, column) => {
    const title = header.textContent;
    const isNumber = header.classList.contains("number");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    header.replaceChildren(button);
    const value = (row) => {
      const cell = row.cells[column];
      return isNumber ? Number(cell.dataset.sort) : cell.textContent.trim();
    };
    button.addEventListener("click", () => {
      // Of numbers, the large ones are the interesting ones.
      const before = header.getAttribute("aria-sort") || (isNumber ? "ascending" : "descending");
      const order = before === "ascending" ? "descending" : "ascending";
      const sign = order === "ascending" ? 1 : -1;
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", order);
      rows
        .map((row, index) => [value(row), index, row])
        .sort(([one, first], [other, second]) =>
          sign * (isNumber ? one - other : collator.compare(one, other)) || first - second)
        .forEach(([, , row]) => body.append(row));
      say(" Sorted by " + title.toLowerCase() + ", " + order + ".");
    });
  });
  say();
})();
