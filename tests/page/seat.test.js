import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { LeadScreen } from "../../sim/apps/classroom/page/lead.js";
import { SeatScreen } from "../../sim/apps/classroom/page/seat.js";

const field = (given) => ({ path: "price", label: "price", sort: "number", present: 1, said: "1", least: 0.5, most: 2, range: "0.5 to 2", unit: "",
  help: "", cost: "", lever: "price", frames: {}, options: [], ...given });
const state = (decide) => ({ seat: "North", round: 0, line: "main", over: false, messages: [], sections: [], brief: "", history: [], statements: [], bot: "",
  waiting_for: [], open: true, decided: false, form: { decide, predict: [], values: {} } });
const headings = (screen) => [...screen.deciding.form.place.querySelectorAll("legend")].map((legend) => legend.textContent);

test("levers are grouped by the first frame that they name, and by another one when it is chosen", () => {
  const screen = new SeatScreen({ kept: {} });
  const fields = [field({ frames: { "4P": "price", "4C": "cost" } }), field({ path: "staff", label: "staff", lever: "staff", frames: { "4P": "place", "4C": "convenience" } })];
  screen.show(state(fields));
  assert.deepEqual([...screen.frame.querySelectorAll("option")].map((option) => option.value), ["4P", "4C"]);
  assert.deepEqual(headings(screen), ["price", "place"]);
  screen.deciding.form.regroup("4C");
  screen.show(state(fields));
  assert.deepEqual(headings(screen), ["cost", "convenience"]);
});

test("fields without frames are grouped by what they are about", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show(state([field({ path: "wallet.A", lever: "wallet" }), field({ path: "door.A", lever: "door" })]));
  assert.ok(screen.deciding.extra.hidden);
  assert.deepEqual(headings(screen), ["wallet", "door"]);
});

test("whom a shock strikes by itself is told as the game says it; where it strikes people, no firm is offered", () => {
  const screen = new LeadScreen({});
  screen.state = { lead: { firms: ["North", "South"], shocks: [
    { name: "price_war", meaning: "Prices fall.", whom: "All firms where none is chosen." }, { name: "wave", meaning: "People move.", whom: "" }] } };
  const pick = (name) => {
    screen.what = { value: name };
    screen.pick();
    return [screen.says.textContent, screen.whom.querySelectorAll("input").length];
  };
  assert.deepEqual(pick("price_war"), ["Prices fall. All firms where none is chosen.", 2]);
  assert.deepEqual(pick("wave"), ["People move.", 0]);
});
