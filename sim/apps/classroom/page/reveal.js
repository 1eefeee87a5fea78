// The results of all markets on the projector page: one chart at a time with its finding as title, the standing last.

import { barChart, lineChart } from "./charts.js";
import { fill, make, press, tableOf } from "./element.js";
import { percent, t, tn, whole } from "./language.js";

const MOST_ROWS = 12;

// Markets by the game that they play; only those in which a round is closed.
function byGame(state) {
  const found = new Map();
  state.markets.filter((market) => market.standing.length).forEach((market) => {
    const title = state.games[market.market];
    found.set(title, [...(found.get(title) || []), market]);
  });
  return [...found];
}

const best = (market) => market.standing.slice().sort((one, other) => other.profit_in_all - one.profit_in_all)[0];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

// How many markets each firm leads, most first.
function leaders(markets) {
  const found = new Map();
  markets.forEach((market) => found.set(best(market).firm, (found.get(best(market).firm) || 0) + 1));
  return [...found].sort((one, other) => other[1] - one[1]);
}

function ahead(markets) {
  const rows = leaders(markets);
  const title = tn("{firm} is ahead in {ahead} of {n} market", "{firm} is ahead in {ahead} of {n} markets", markets.length, { firm: rows[0][0], ahead: whole(rows[0][1]) });
  return barChart({ title, note: t("by profit of all rounds"), rows: rows.map(([firm, number]) => ({ name: firm, value: number, text: tn("{n} market", "{n} markets", number) })) });
}

// Mean share of each firm over all markets, round by round, as far as all markets have come.
function shares(markets) {
  const firms = [...new Set(markets.flatMap((market) => market.past.map((one) => one.firm)))];
  const rounds = Math.min(...markets.map((market) => Math.min(...market.past.map((one) => one.shares.length))));
  if (rounds < 2 || firms.length < 2) return null;
  const series = firms.map((firm, place) => ({ name: firm, place, own: false, values: Array.from({ length: rounds }, (_, at) => {
    const known = markets.flatMap((market) => market.past.filter((one) => one.firm === firm).map((one) => one.shares[at])).filter((value) => value !== null);
    return known.length ? mean(known) : null;
  }) }));
  const last = series.filter((each) => each.values[rounds - 1] !== null).sort((one, other) => other.values[rounds - 1] - one.values[rounds - 1])[0];
  if (!last) return null;
  const title = t("{firm} has the largest share now: {share} on average", { firm: last.name, share: percent(last.values[rounds - 1]) });
  return lineChart({ title, series, rounds: Array.from({ length: rounds }, (_, at) => at + 1), said: (value) => percent(value, 0), note: t("mean over all markets, by round") });
}

function profits(markets) {
  const rows = markets.map((market) => ({ market: market.market, ...best(market) })).sort((one, other) => other.profit_in_all - one.profit_in_all);
  const title = t("Most profit in market {market}: {firm} with {profit}", { market: rows[0].market, firm: rows[0].firm, profit: whole(rows[0].profit_in_all) });
  return barChart({ title, note: t("profit of all rounds of the best team in each market"), rows: rows.slice(0, MOST_ROWS).map((one) => ({ name: `${one.market} · ${one.firm}`, value: Math.max(0, one.profit_in_all), text: whole(one.profit_in_all) })) });
}

function standing(markets) {
  const rows = markets.flatMap((market) => market.standing.map((one) => ({ ...one, market: market.market }))).sort((one, other) => other.profit_in_all - one.profit_in_all);
  const table = tableOf([t("place"), t("market"), t("firm"), t("profit, all rounds")], rows.slice(0, MOST_ROWS).map((one, at) => [whole(at + 1), one.market, one.firm, whole(one.profit_in_all)]), [true, false, false, true], t("Standing"));
  return make("figure", { className: "chart" }, make("figcaption", {}, markets.every((market) => market.over) ? t("Final standing of all markets") : t("Standing of all markets so far")), table);
}

// The charts of a class, in the order in which they are shown.
export function chartsOf(state) {
  const games = byGame(state);
  return games.flatMap(([game, markets]) => [ahead, shares, profits, standing].map((chart) => ({ game: games.length > 1 ? game : "", figure: chart(markets) })).filter((each) => each.figure));
}

export class Reveal {
  constructor() {
    this.at = 0;
    this.charts = [];
    this.place = make("section", { className: "card first", id: "reveal", hidden: true });
    document.addEventListener("keydown", (event) => {
      if (!this.place.isConnected || this.place.hidden) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") this.turn(1);
      if (event.key === "ArrowLeft" || event.key === "PageUp") this.turn(-1);
    });
  }

  show(state) {
    this.charts = state.reveal ? chartsOf(state) : [];
    this.place.hidden = !this.charts.length;
    this.turn(0);
  }

  turn(step) {
    if (!this.charts.length) return;
    this.at = Math.min(Math.max(0, this.at + step), this.charts.length - 1);
    const { game, figure } = this.charts[this.at];
    fill(this.place, game ? make("h3", {}, game) : "", figure, make("div", { className: "buttons" },
      press(t("Chart before"), () => this.turn(-1), { id: "reveal-back", className: "plain", disabled: this.at === 0 }),
      make("span", { className: "note" }, t("{place} of {charts}", { place: whole(this.at + 1), charts: whole(this.charts.length) })),
      press(t("Next chart"), () => this.turn(1), { id: "reveal-next", disabled: this.at === this.charts.length - 1 })));
  }
}
