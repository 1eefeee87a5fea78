import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { lines } from "../../sim/apps/classroom/page/lines.js";

const rounds = (rows, columns = ["round", "profit", "note"]) => ({ columns, rows });

test("a line has a point for each round, the highest at the top and zero drawn", () => {
  const place = lines(rounds([["0", "0", "a"], ["1", "1,000", "b"], ["2", "−500", "c"]]));
  const points = place.querySelector("polyline").getAttribute("points").split(" ").map((pair) => pair.split(",").map(Number));
  assert.deepEqual(points.map(([x]) => x), [5, 75, 145]);
  assert.deepEqual([points[1][1], points[2][1]], [5, 39]);
  assert.equal(Number(place.querySelector("line").getAttribute("y1")), points[0][1]);
  assert.equal(place.querySelector("strong").textContent, "−500");
});

test("only columns that are known are drawn, and a column with a gap is not", () => {
  const place = lines(rounds([["0", "5", "6"], ["1", "7", "–"]], ["round", "revenue", "customers"]));
  assert.deepEqual([...place.querySelectorAll("svg")].map((svg) => svg.getAttribute("aria-label")), ["revenue, round by round: 5, 7"]);
  assert.equal(lines(rounds([["0", "1", "2"], ["1", "3", "4"]], ["round", "wishes", "note"])), "");
});

test("one round, several rows of a round, or a table of something else give no line", () => {
  assert.equal(lines(rounds([["0", "5", ""]])), "");
  assert.equal(lines(rounds([["0", "5", ""], ["0", "6", ""], ["1", "7", ""]])), "");
  assert.equal(lines(rounds([["Azure", "5", ""], ["Beryl", "6", ""]], ["firm", "profit", "note"])), "");
});

test("heights are measured from zero, not from the least value", () => {
  const points = lines(rounds([["0", "50", ""], ["1", "100", ""]])).querySelector("polyline").getAttribute("points");
  assert.equal(points, "5,22 145,5");
});

test("equal values lie on one height and are numbers", () => {
  const points = lines(rounds([["0", "0", ""], ["1", "0", ""]])).querySelector("polyline").getAttribute("points");
  assert.equal(points, "5,39 145,39");
});
