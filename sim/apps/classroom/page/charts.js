// Charts of rounds as SVG: lines of own figures beside rivals, and bars. Each has its figures as a table behind it.

import { make, tableOf } from "./element.js";
import { t, whole } from "./language.js";

const WIDE = 320;
const HIGH = 150;
const LEFT = 46;
const RIGHT = 66;
const TOP = 10;
const BOTTOM = 22;
const MARKS = ["circle", "square", "triangle", "diamond"];
const COLOURS = 6;

export function drawn(tag, given, ...within) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(given).forEach(([name, value]) => element.setAttribute(name, value));
  within.forEach((part) => element.append(part));
  return element;
}

// Steps of an axis: a few round numbers that hold all values, and zero where it is wanted.
export function steps(values, most = 4, fromZero = true) {
  const [low, high] = fromZero ? [Math.min(0, ...values), Math.max(0, ...values)] : [Math.min(...values), Math.max(...values)];
  const rough = (high - low || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
}

// The class of a firm's colour: the same firm has the same colour in every chart.
export const colourOf = (place) => `colour-${((place % COLOURS) + COLOURS) % COLOURS}`;

function markAt(shape, x, y, kind) {
  const r = 3.6;
  if (shape === "square") return drawn("rect", { class: kind, x: x - r, y: y - r, width: 2 * r, height: 2 * r });
  if (shape === "triangle") return drawn("path", { class: kind, d: `M${x} ${y - r}l${r} ${1.8 * r}h${-2 * r}z` });
  if (shape === "diamond") return drawn("path", { class: kind, d: `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z` });
  return drawn("circle", { class: kind, cx: x, cy: y, r });
}

// Names at the ends of lines, moved apart so that none covers another.
export function apart(places, gap = 12) {
  const order = places.map((y, at) => [y, at]).sort((one, other) => one[0] - other[0]);
  const moved = places.slice();
  let above = -Infinity;
  for (const [y, at] of order) {
    moved[at] = Math.max(y, above + gap);
    above = moved[at];
  }
  const over = Math.max(0, above - (HIGH - 4));
  return moved.map((y) => y - over);
}

// series: [{ name, values, own, place }], one value for each round, null where it is not known.
export function lineChart({ title, series, rounds, said, note = "", fromZero = true }) {
  const known = series.flatMap((each) => each.values).filter((value) => value !== null);
  if (!known.length) return null;
  const ticks = steps(known, 4, fromZero);
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x = (at) => LEFT + (rounds.length > 1 ? (at / (rounds.length - 1)) * (WIDE - LEFT - RIGHT) : (WIDE - LEFT - RIGHT) / 2);
  const y = (value) => HIGH - BOTTOM - ((value - low) / (high - low)) * (HIGH - TOP - BOTTOM);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `${title}. ${series.map((each) => `${each.name}: ${each.values.map((value) => (value === null ? "–" : said(value))).join(t(", "))}`).join("; ")}` });
  ticks.forEach((tick) => picture.append(
    drawn("line", { class: tick === 0 ? "axis" : "grid", x1: LEFT, x2: WIDE - RIGHT, y1: y(tick), y2: y(tick) }),
    drawn("text", { class: "tick", x: LEFT - 5, y: y(tick) + 4, "text-anchor": "end" }, said(tick))));
  const every = Math.ceil(rounds.length / 6);
  rounds.forEach((round, at) => {
    if (at % every === 0 || at === rounds.length - 1) picture.append(drawn("text", { class: "tick", x: x(at), y: HIGH - 6, "text-anchor": "middle" }, whole(round)));
  });
  const ends = series.map((each) => last(each.values)).map((value) => (value === null ? 0 : y(value)));
  const labels = apart(ends);
  series.slice().sort((one, other) => Number(one.own) - Number(other.own)).forEach((each) => picture.append(...line(each, { x, y, label: labels[series.indexOf(each)] })));
  const rows = rounds.map((round, at) => [whole(round), ...series.map((each) => (each.values[at] === null ? "–" : said(each.values[at])))]);
  const table = tableOf([t("round"), ...series.map((each) => each.name)], rows, [true, ...series.map(() => true)], title);
  return figure(title, picture, table, note);
}

const last = (values) => values.slice().reverse().find((value) => value !== null);

function line(each, { x, y, label }) {
  const points = each.values.map((value, at) => [at, value]).filter(([, value]) => value !== null && value !== undefined);
  if (!points.length) return [];
  const kind = `series ${colourOf(each.place)}${each.own ? " own" : ""}`;
  const path = points.map(([at, value], place) => `${place ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const [at, value] = points[points.length - 1];
  const shape = MARKS[each.place % MARKS.length];
  const shown = each.own ? points : [[at, value]];
  return [drawn("path", { class: `line ${kind}`, d: path }), ...shown.map(([place, held]) => markAt(shape, x(place), y(held), `mark ${kind}`)),
    drawn("text", { class: `name ${kind}`, x: WIDE - RIGHT + 8, y: label + 4 }, each.name.length > 9 ? `${each.name.slice(0, 8)}…` : each.name)];
}

// rows: [{ name, value, text }], longest bar first; the axis ends at the longest bar, or at the end that is given.
export function barChart({ title, rows, note = "", end = 0 }) {
  const most = end || Math.max(...rows.map((row) => row.value), 0);
  if (!most) return null;
  const high = 22 * rows.length + 4;
  const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${high}`, role: "img", "aria-label": `${title}. ${rows.map((row) => `${row.name}: ${row.text}`).join("; ")}` });
  rows.forEach((row, at) => picture.append(
    drawn("text", { class: "tick", x: 104, y: 22 * at + 16, "text-anchor": "end" }, row.name.length > 17 ? `${row.name.slice(0, 16)}…` : row.name),
    drawn("rect", { class: "bar-of-chart", x: 110, y: 22 * at + 5, width: Math.max(1, (row.value / most) * (WIDE - 110 - 88)), height: 14 }),
    drawn("text", { class: "tick", x: 116 + (row.value / most) * (WIDE - 110 - 88), y: 22 * at + 16 }, row.text)));
  return figure(title, picture, tableOf(["", title], rows.map((row) => [row.name, row.text]), [false, true], title), note);
}

function figure(title, picture, table, note) {
  return make("figure", { className: "chart" }, make("figcaption", {}, title, note ? make("span", { className: "note" }, note) : ""), picture,
    make("details", { className: "figures", "data-fold": `figures ${title}` }, make("summary", {}, t("Show as a table")), table));
}
