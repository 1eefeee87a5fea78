// The results of all markets on the projector page, and undo on the console.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./document.js";
import { chartsOf, Reveal } from "../../sim/apps/classroom/page/reveal.js";
import { Rewinding } from "../../sim/apps/classroom/page/rewinding.js";

const market = (name, profits) => ({
  market: name, over: false, lines: ["main", `again ${name}`],
  standing: [{ firm: "Azure", profit_in_all: profits[0] }, { firm: "Beryl", profit_in_all: profits[1] }],
  past: [{ firm: "Azure", shares: [0.4, 0.3], profits: [1, 2] }, { firm: "Beryl", shares: [0.6, 0.7], profits: [1, 2] }],
});
const class_ = (reveal = true) => ({ reveal, games: { 1: "G", 2: "G" }, markets: [market("1", [10, 20]), market("2", [5, 30])] });

test("each chart has its finding as title, and the standing comes last", () => {
  const titles = chartsOf(class_()).map((each) => each.figure.querySelector("figcaption").firstChild.textContent);
  assert.deepEqual(titles, ["Beryl is ahead in 2 of 2 markets", "Beryl has the largest share now: 70.0% on average", "Most profit in market 2: Beryl with 30", "Standing of all markets so far"]);
});

test("markets of several games are shown game by game, and those without a closed round not at all", () => {
  const state = class_();
  state.games[2] = "H";
  assert.deepEqual(chartsOf(state).map((each) => each.game), ["G", "G", "G", "G", "H", "H", "H", "H"]);
  state.markets[1].standing = [];
  assert.deepEqual(new Set(chartsOf(state).map((each) => each.game)), new Set([""]));
});

test("nothing is shown before the instructor says so, and the charts are turned one by one", () => {
  const document = openDocument();
  const reveal = new Reveal();
  document.body.append(reveal.place);
  reveal.show(class_(false));
  assert.equal(reveal.place.hidden, true);
  reveal.show(class_());
  reveal.turn(1);
  assert.match(reveal.place.textContent, /2 of 4/);
  reveal.turn(10);
  assert.match(reveal.place.textContent, /4 of 4/);
});

test("the console names the act that can be undone, and branches that all chosen markets have", () => {
  openDocument();
  const rewinding = new Rewinding({}, () => {}, () => {});
  rewinding.show({ undo: { step: 3, what: "round closed", markets: ["1"] } }, class_().markets);
  assert.equal(rewinding.last.textContent, "Last act that can be undone: round closed, market 1.");
  assert.deepEqual([...rewinding.line.querySelectorAll("option")].map((each) => each.textContent), ["main"]);
  rewinding.show({ undo: null }, []);
  assert.equal(rewinding.undoing.disabled, true);
});
