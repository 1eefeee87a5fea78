// What the last round brought a seat: key figures with their change, charts, and at the end the standing and its scorecard.

import { barChart, lineChart } from "./charts.js";
import { make, paragraphs, tableOf } from "./element.js";
import { decimal, percent, t, whole } from "./language.js";

const last = (values, back = 0) => (values && values.length > back ? values[values.length - 1 - back] : null);
const signed = (value, said) => (value > 0 ? `+${said(value)}` : value < 0 ? `−${said(-value)}` : said(0));
const price = (value) => decimal(value, 2);

// The figures of the last round and how they differ from the round before; what has changed is marked.
export function keyFigures(own) {
  const points = (value) => t("{points} points", { points: decimal(100 * value, 1) });
  const figures = [
    [t("profit"), own.profit, whole, whole], [t("share of purchases"), own.share, percent, points], [t("revenue"), own.revenue, whole, whole],
    [t("customers"), own.customers, whole, whole], [t("customers won"), own.acquisitions, whole, whole], [t("customers lost"), own.exits, whole, whole],
  ].filter(([, values]) => last(values) !== null && last(values) !== undefined);
  const rows = figures.map(([name, values, said, change]) => {
    const [now, before] = [last(values), last(values, 1)];
    const difference = before === null || before === undefined ? null : now - before;
    const kind = !difference ? "same" : (difference > 0) === (values !== own.exits) ? "better" : "worse";
    const arrow = !difference ? "" : difference > 0 ? "▲ " : "▼ ";
    return [name, said(now), difference === null ? "–" : make("span", { className: `change ${kind}` }, arrow + signed(difference, change))];
  });
  return tableOf([t("key figure"), t("last round"), t("change")], rows, [false, true, true], t("Your last round"));
}

const own = (figures, name, values) => ({ name, values, own: true, place: figures.firms.indexOf(figures.firm) });

function shares(figures, rounds) {
  if (figures.all) return lineChart({ title: t("Share of revenue"), series: ofAll(figures, figures.all.share), rounds, said: (value) => percent(value, 0) });
  if (!figures.own.share) return null;
  const note = t("Your part of the purchases that the trade has published: late and not exact. Exact shares are shown when the game is over.");
  return lineChart({ title: t("Your share of purchases"), series: [own(figures, figures.firm, figures.own.share)], rounds, said: (value) => percent(value, 0), note });
}

const ofAll = (figures, values) => figures.firms.filter((firm) => values[firm]).map((firm) => ({ name: firm, values: values[firm], own: firm === figures.firm, place: figures.firms.indexOf(firm) }));

function profits(figures, rounds) {
  const series = figures.all ? ofAll(figures, figures.all.profit) : [own(figures, figures.firm, figures.own.profit)];
  return lineChart({ title: figures.all ? t("Profit of each round") : t("Your profit of each round"), series, rounds, said: whole });
}

function exits(figures) {
  const told = figures.causes.filter((cause) => cause.last);
  const total = told.reduce((sum, cause) => sum + cause.last, 0);
  const rows = told.map((cause) => ({ name: cause.label, value: cause.last, text: t("{n} ({part})", { n: whole(cause.last), part: percent(cause.last / total, 0) }) }));
  return rows.length ? barChart({ title: t("Why customers left in the last round"), rows, note: t("Reasons that customers gave; they need not be the true causes.") }) : null;
}

export function charts(figures) {
  const rounds = Array.from({ length: figures.rounds }, (_, at) => at + 1);
  const found = [];
  if (figures.own) {
    found.push(shares(figures, rounds), profits(figures, rounds), exits(figures));
    const prices = ofAll(figures, figures.prices);
    if (prices.length) found.push(lineChart({ title: t("Price of each firm"), series: prices, rounds, said: price, fromZero: false }));
  }
  if (figures.account) {
    found.push(lineChart({ title: t("Your gain of each round"), series: [{ name: t("you"), values: figures.account.gain, own: true, place: 0 }], rounds, said: whole }));
  }
  const shown = found.filter(Boolean);
  return shown.length ? make("div", { className: "charts" }, shown) : "";
}

// The final standing of all firms, and what this seat reached.
export function standing(state) {
  const { figures } = state;
  if (!figures || !figures.all) return "";
  const rows = figures.all.standing;
  const known = (value, said) => (value === null ? "–" : said(value));
  const at = rows.findIndex((row) => row.firm === figures.firm);
  const table = tableOf([t("place"), t("firm"), t("profit, all rounds"), t("share of revenue, last round"), t("exits per customer and year"), t("customers")],
    rows.map((row, place) => [whole(place + 1), row.firm === figures.firm ? make("strong", {}, t("{firm} (you)", { firm: row.firm })) : row.firm,
      known(row.profit, whole), known(row.share, percent), known(row.churn, percent), whole(row.customers)]),
    [true, false, true, true, true, true], t("Final standing"));
  const mine = at < 0 ? "" : make("section", { className: "card scorecard" }, make("h2", {}, t("Your scorecard")),
    make("p", {}, t("Place {place} of {firms} by profit.", { place: whole(at + 1), firms: whole(rows.length) })),
    make("p", {}, t("Place {place} of {firms} by share of revenue.", { place: whole(rank(rows, at, "share")), firms: whole(rows.length) })),
    make("p", {}, t("Place {place} of {firms} in keeping customers (fewest exits per customer and year).", { place: whole(rank(rows, at, "churn", -1)), firms: whole(rows.length) })),
    state.calibration ? paragraphs(state.calibration) : "",
    make("p", { className: "note" }, t("The debrief shows more: satisfaction, customer value, and what other decisions would have brought.")));
  return [make("section", { className: "card first" }, make("h2", {}, t("Final standing")), table), mine];
}

const rank = (rows, at, name, sign = 1) => 1 + rows.filter((row) => sign * (row[name] || 0) > sign * (rows[at][name] || 0)).length;
