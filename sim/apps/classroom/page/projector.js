// The page for the projector: how to join, the time, who has submitted, and the standing at the end. It holds no secrets.

import { fill, make, tableOf } from "./element.js";
import { t } from "./language.js";
import { clock, laterBy } from "./told.js";

const SVG = "http://www.w3.org/2000/svg";

// A QR code from its rows of dark and light squares.
export function codePicture(rows, label) {
  const size = rows.length;
  const picture = document.createElementNS(SVG, "svg");
  Object.entries({ viewBox: `-2 -2 ${size + 4} ${size + 4}`, role: "img", "aria-label": label, class: "qr" }).forEach(([name, value]) => picture.setAttribute(name, value));
  const path = document.createElementNS(SVG, "path");
  const dark = rows.flatMap((row, y) => [...row].map((sign, x) => (sign === "1" ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  path.setAttribute("d", dark);
  picture.append(path);
  return picture;
}

export function dots(market) {
  const taken = new Set([...market.joined, ...market.bots]);
  return market.seats.map((seat) => {
    const state = !taken.has(seat) ? "empty" : market.missing.includes(seat) ? "missing" : "submitted";
    const words = { empty: "no one has joined", missing: "has not submitted", submitted: "has submitted" }[state];
    return make("span", { className: "seat", title: `${seat}: ${words}` }, make("span", { className: `dot ${state}`, role: "img", "aria-label": words }), seat);
  });
}

export function timeWords(market) {
  if (market.over) return "The game is over.";
  if (!market.open) return "Not open yet.";
  return market.seconds_left === null ? "" : market.paused ? "Time stopped." : clock(market.seconds_left);
}

export class ProjectorScreen {
  constructor() {
    this.path = "/api/class/board";
    this.tabs = [];
    this.place = make("div", { id: "board", className: "panel" });
    this.panels = [this.place];
  }

  tick(seconds) {
    laterBy(seconds, this.state.markets).forEach((market) => {
      this.place.querySelector(`[data-time="${market.market}"]`).textContent = timeWords(market);
    });
  }

  show(state) {
    this.state = state;
    const solving = state.exercise;
    const joined = solving ? solving.joined : state.markets.reduce((sum, market) => sum + market.joined.length, 0);
    const seats = state.markets.reduce((sum, market) => sum + market.seats.length, 0);
    const join = solving || (joined < seats && !state.markets.every((market) => market.over))
      ? make("section", { className: "card join-code" }, state.qr ? codePicture(state.qr, `QR code that opens ${state.join_link}`) : "",
        make("div", {}, make("p", {}, "Join at ", make("strong", {}, state.join_link.split("/#")[0])), make("p", { className: "big" }, make("code", {}, state.join_code)), make("p", {}, solving ? t("{joined} joined, {done} have handed in a case.", { joined, done: solving.handed_in }) : `${joined} of ${seats} seats taken`)))
      : "";
    fill(this.place, make("h1", {}, state.title), join, make("div", { className: "boards" }, state.markets.map((market) => this.market(market))));
  }

  market(market) {
    const standing = market.standing.slice().sort((one, other) => other.profit_in_all - one.profit_in_all);
    const place = make("section", { className: "card" },
      make("h2", {}, `Market ${market.market} · ${market.over ? `${market.rounds} rounds played` : `round ${market.round + 1} of ${market.rounds}`}`),
      make("p", { className: "big", "data-time": market.market }, timeWords(market)), make("div", { className: "seats" }, dots(market)));
    if (standing.length) place.append(tableOf(["firm", "profit in all"], standing.map((each) => [each.firm, Math.round(each.profit_in_all).toLocaleString("en")]), [false, true]));
    return place;
  }
}
