// A table that is brought up to date in place: what has not changed stays, and with it the focus.

import { make } from "./element.js";

export class LiveTable {
  // columns: headings; right: which columns hold numbers.
  constructor(columns, right = [], caption = "") {
    this.columns = columns;
    this.right = right;
    this.rows = new Map();
    this.body = make("tbody");
    const head = columns.map((name, place) => make("th", { scope: "col", className: right[place] ? "number" : "" }, name));
    this.place = make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption || columns.filter(Boolean).join(", ") },
      make("table", {}, make("thead", {}, make("tr", {}, head)), this.body));
  }

  // rows: [{ key, cells }]. A cell is a text, or a function that makes an element once for the row.
  show(rows) {
    const keys = new Set(rows.map((row) => row.key));
    [...this.rows].filter(([key]) => !keys.has(key)).forEach(([key, held]) => {
      held.row.remove();
      this.rows.delete(key);
    });
    rows.forEach((row, at) => this.showRow(row, at));
  }

  showRow({ key, cells }, at) {
    if (!this.rows.has(key)) {
      const made = cells.map((cell, place) => make("td", { className: this.right[place] ? "number" : "" }, typeof cell === "function" ? cell() : ""));
      this.rows.set(key, { row: make("tr", { "data-key": key }, made), made });
    }
    const { row, made } = this.rows.get(key);
    cells.forEach((cell, place) => {
      if (typeof cell !== "function" && made[place].textContent !== cell) made[place].textContent = cell;
    });
    if (this.body.children[at] !== row) this.body.insertBefore(row, this.body.children[at] || null);
  }

  cell(key, place) {
    return this.rows.get(key).made[place];
  }
}
