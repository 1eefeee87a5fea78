import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { apart, barChart, lineChart, steps } from "../../sim/apps/classroom/page/charts.js";
import { charts, keyFigures, standing } from "../../sim/apps/classroom/page/happened.js";

const FIGURES = { rounds: 2, firms: ["Azure", "Beryl"], firm: "Azure", own: { profit: [100, 80], revenue: [500, 520], customers: [40, 42], acquisitions: [5, 6], exits: [3, 4], share: [0.5, null] },
  prices: { Azure: [1, 0.95], Beryl: [1, 1] }, causes: [{ cause: "price", label: "price", last: 3, ever: 5 }, { cause: "service", label: "service", last: 1, ever: 1 }] };

test("an axis has a few round steps that hold all values and zero", () => {
  assert.deepEqual(steps([3, 18]), [0, 5, 10, 15, 20]);
  assert.deepEqual(steps([-40, 90]), [-50, 0, 50, 100]);
  assert.deepEqual(steps([0.95, 1], 4, false).map((each) => each.toFixed(2)), ["0.94", "0.96", "0.98", "1.00"]);
});

test("names at the ends of lines do not cover one another", () => {
  const moved = apart([50, 52, 20]);
  assert.ok(moved[1] - moved[0] >= 12 && moved[2] === 20);
});

test("a chart has a label with all its figures, a line and a name for each firm, and a table behind it", () => {
  const shown = lineChart({ title: "Price", series: [{ name: "Azure", values: [1, 0.9], own: true, place: 0 }, { name: "Beryl", values: [1, null], own: false, place: 1 }], rounds: [1, 2], said: String });
  assert.equal(shown.querySelector("svg").getAttribute("aria-label"), "Price. Azure: 1, 0.9; Beryl: 1, –");
  assert.equal(shown.querySelectorAll("path.line").length, 2);
  assert.deepEqual([...shown.querySelectorAll("text.name")].map((each) => each.textContent).sort(), ["Azure", "Beryl"]);
  assert.deepEqual([...shown.querySelectorAll("tbody tr")].map((row) => row.textContent), ["111", "20.9–"]);
  assert.equal(lineChart({ title: "None", series: [{ name: "Azure", values: [null], own: true, place: 0 }], rounds: [1], said: String }), null);
});

test("bars are as long as their values", () => {
  const bars = [...barChart({ title: "Causes", rows: [{ name: "price", value: 4, text: "4" }, { name: "service", value: 1, text: "1" }] }).querySelectorAll("rect")];
  assert.deepEqual(bars.map((bar) => Number(bar.getAttribute("width")) / Number(bars[1].getAttribute("width"))), [4, 1]);
});

test("key figures say how they differ from the round before; an unknown share is left out", () => {
  const rows = [...keyFigures(FIGURES.own).querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(rows[0], ["profit", "80", "▼ −20"]);
  assert.deepEqual(rows[2], ["customers", "42", "▲ +2"]);
  assert.ok(rows.every(([name]) => name !== "share of purchases"));
});

test("a seat sees its own figures, causes and all prices; at the end the standing and its place in it", () => {
  const titles = [...charts(FIGURES).querySelectorAll("figcaption")].map((each) => each.firstChild.textContent);
  assert.deepEqual(titles, ["Your share of purchases", "Your profit of each round", "Why customers left in the last round", "Price of each firm"]);
  assert.equal(standing({ figures: FIGURES }), "");
  const rows = [{ firm: "Beryl", profit: 300, share: 0.6, churn: 0.2, customers: 50 }, { firm: "Azure", profit: 180, share: 0.4, churn: 0.1, customers: 42 }];
  const all = { standing: rows, share: { Azure: [0.5, 0.4], Beryl: [0.5, 0.6] }, profit: { Azure: [100, 80], Beryl: [150, 150] } };
  const [table, mine] = standing({ figures: { ...FIGURES, all }, calibration: "Sure." });
  assert.match(table.textContent, /2Azure \(you\)180/);
  assert.match(mine.textContent, /Place 2 of 2 by profit.*Place 2 of 2 by share.*Place 1 of 2 in keeping customers.*Sure\./);
});
