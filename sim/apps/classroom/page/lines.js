// Small lines of what happened round by round, above the table that holds the same figures.

import { make } from "./element.js";

const SHOWN = ["revenue", "profit", "customers", "lost", "in all"];
const WIDE = 150;
const HIGH = 44;
const EDGE = 5;

const drawn = (tag, given) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(given).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
};

const figure = (text) => Number(text.replaceAll(",", "").replace("−", "-"));

export function lines(section) {
  const rounds = new Set(section.rows.map((row) => row[0]));
  if (section.columns[0] !== "round" || rounds.size < 2 || rounds.size < section.rows.length) return "";
  const places = section.columns.map((name, place) => [name, place]).filter(([name]) => SHOWN.includes(name));
  const pictures = places.map(([name, place]) => line(name, section.rows.map((row) => row[place]))).filter(Boolean);
  return pictures.length ? make("div", { className: "lines" }, pictures) : "";
}

function line(name, texts) {
  const values = texts.map(figure);
  if (!values.every(Number.isFinite)) return null;
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  const x = (place) => EDGE + (place / (values.length - 1)) * (WIDE - 2 * EDGE);
  const y = (value) => HIGH - EDGE - ((value - low) / span) * (HIGH - 2 * EDGE);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `${name}, round by round: ${texts.join(", ")}` });
  picture.append(drawn("line", { class: "zero", x1: EDGE, x2: WIDE - EDGE, y1: y(0), y2: y(0) }),
    drawn("polyline", { points: values.map((value, place) => `${x(place)},${y(value)}`).join(" ") }),
    drawn("circle", { cx: x(values.length - 1), cy: y(values.at(-1)), r: 3.5 }));
  return make("figure", {}, make("figcaption", {}, name === "in all" ? "gain" : name, make("strong", {}, texts.at(-1))), picture);
}
