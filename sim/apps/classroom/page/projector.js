// The page for the projector: how to join, the time, who has submitted, and the standing at the end. It holds no secrets.

import { drawn } from "./charts.js";
import { clock, laterBy } from "./clock.js";
import { fill, make, tableOf } from "./element.js";
import { t, tn, whole } from "./language.js";
import { Reveal } from "./reveal.js";

// A QR code from its rows of dark and light squares.
export function codePicture(rows, label) {
  const size = rows.length;
  const dark = rows.flatMap((row, y) => [...row].map((sign, x) => (sign === "1" ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return drawn("svg", { viewBox: `-2 -2 ${size + 4} ${size + 4}`, role: "img", "aria-label": label, class: "qr" }, drawn("path", { d: dark }));
}

export function dots(market) {
  const joined = new Set(market.joined);
  const bots = new Set(market.bots);
  const all = { empty: t("empty seat"), bot: t("a bot decides"), missing: t("has not submitted"), submitted: t("has submitted") };
  return market.seats.map((seat) => {
    const state = bots.has(seat) ? "bot" : !joined.has(seat) ? "empty" : market.missing.includes(seat) ? "missing" : "submitted";
    return make("span", { className: "seat", title: t("{seat}: {state}", { seat, state: all[state] }) }, make("span", { className: `dot ${state}`, role: "img", "aria-label": all[state] }), seat);
  });
}

export function timeWords(market) {
  if (market.over) return t("The game is over.");
  if (!market.open) return t("Not open yet.");
  return market.seconds_left === null ? "" : market.paused ? t("Time stopped.") : clock(market.seconds_left);
}

const solvingWords = ({ joined, handed_in: done, predicted }) => (predicted === undefined
  ? t("{joined} joined, {done} have handed in a case.", { joined: whole(joined), done: whole(done) })
  : t("{joined} joined, {done} have saved predictions.", { joined: whole(joined), done: whole(predicted) }));

export class ProjectorScreen {
  constructor() {
    this.path = "/api/class/board";
    this.tabs = [];
    this.place = make("div", { id: "board", className: "panel" });
    this.reveal = new Reveal();
    this.panels = [this.place];
  }

  tick(seconds) {
    laterBy(seconds, this.state.markets).forEach((market) => {
      this.place.querySelector(`[data-time="${market.market}"]`).textContent = timeWords(market);
    });
  }

  show(state) {
    this.state = state;
    this.reveal.show(state);
    const solving = !state.markets.length && state.exercise;
    const joined = solving ? solving.joined : state.markets.reduce((sum, market) => sum + market.joined.length, 0);
    const seats = state.markets.reduce((sum, market) => sum + market.seats.length, 0);
    const join = solving || (joined < seats && !state.markets.every((market) => market.over))
      ? make("section", { className: "card join-code" }, state.qr ? codePicture(state.qr, t("QR code that opens {link}", { link: state.join_link })) : "",
        make("div", {}, make("p", {}, t("Join at"), " ", make("strong", {}, state.join_link.split("/#")[0])), make("p", { className: "big" }, make("code", {}, state.join_code)),
          make("p", {}, solving ? solvingWords(solving) : tn("{joined} of {n} seat taken", "{joined} of {n} seats taken", seats, { joined: whole(joined) }))))
      : "";
    const key = make("p", { className: "key note" }, [["submitted", t("has submitted")], ["missing", t("has not submitted")], ["bot", t("a bot decides")], ["empty", t("empty seat")]].map(([kind, words]) =>
      make("span", { className: "seat" }, make("span", { className: `dot ${kind}`, "aria-hidden": "true" }), words)));
    fill(this.place, make("h2", { className: "board-title" }, state.title), this.reveal.place, state.reveal ? "" : join, state.markets.length ? key : "", make("div", { className: "boards" }, state.markets.map((market) => this.market(market))));
  }

  market(market) {
    const standing = market.standing.slice().sort((one, other) => other.profit_in_all - one.profit_in_all);
    const round = market.over ? tn("{n} round played", "{n} rounds played", market.rounds) : t("round {round} of {rounds}", { round: whole(market.round + 1), rounds: whole(market.rounds) });
    const place = make("section", { className: "card" },
      make("h3", {}, t("Market {market}", { market: market.market }), " · ", round),
      make("p", { className: "big", "data-time": market.market }, timeWords(market)), make("div", { className: "seats" }, dots(market)));
    if (standing.length && !this.state.reveal) place.append(tableOf([t("firm"), t("profit, all rounds")], standing.map((each) => [each.firm, whole(each.profit_in_all)]), [false, true], t("Standing")));
    return place;
  }
}
