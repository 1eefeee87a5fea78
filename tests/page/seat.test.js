import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { LeadScreen } from "../../sim/apps/classroom/page/lead.js";
import { SeatScreen, costOf } from "../../sim/apps/classroom/page/seat.js";

const field = (given) => ({ path: "price", label: "price", sort: "number", present: 1, said: "1", least: 0.5, most: 2, range: "0.5 to 2", unit: "",
  help: "", cost: "", lever: "price", frames: {}, options: [], ...given });
const state = (decide) => ({ seat: "North", round: 0, line: "main", over: false, messages: [], sections: [], brief: "", history: [], statements: [], bot: "",
  waiting_for: [], open: true, decided: false, expected: false, news: [], figures: null, outcome: null, costs: {}, drafts: 0, devices: [], form: { decide, predict: [], values: {} } });
const headings = (screen) => [...screen.deciding.form.place.querySelectorAll("legend")].map((legend) => legend.textContent);

test("levers are grouped by the first frame that they name, and by another one when it is chosen", () => {
  const screen = new SeatScreen({ kept: {} });
  const fields = [field({ frames: { "4P": "price", "4C": "cost" } }), field({ path: "staff", label: "staff", lever: "staff", frames: { "4P": "place", "4C": "convenience" } })];
  screen.show(state(fields));
  assert.deepEqual([...screen.frame.querySelectorAll("option")].map((option) => option.value), ["4P", "4C"]);
  assert.deepEqual(headings(screen), ["Price", "Place"]);
  screen.deciding.form.regroup("4C");
  screen.show(state(fields));
  assert.deepEqual(headings(screen), ["Cost", "Convenience"]);
});

test("fields without frames are grouped by what they are about", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show(state([field({ path: "wallet.A", lever: "wallet" }), field({ path: "door.A", lever: "door" })]));
  assert.ok(screen.deciding.extra.hidden);
  assert.deepEqual(headings(screen), ["Wallet", "Door"]);
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

test("steps have ticks when they are done, and the next one is told by its number", () => {
  const screen = new SeatScreen({ kept: {} });
  const fields = [field()];
  const shown = { ...state(fields), form: { decide: fields, predict: [field({ path: "share" })], values: {} } };
  screen.show(shown);
  const ticks = () => screen.shownSteps().map((step) => [step.number.textContent, step.done]);
  assert.deepEqual(ticks(), [["1", false], ["2", false], ["3", false]]);
  screen.setRead(true);
  screen.show({ ...shown, expected: true, decided: true, decision: { number: 7, time: "2026-01-05T10:42:00" }, decided_by: { number: 7, mine: false, name: "Chen Yu" } });
  assert.deepEqual(ticks(), [["1", true], ["2", true], ["3", true]]);
  assert.match(screen.step.decide.place.textContent, /Submitted at 10:42 by Chen Yu\. You can change it until the round closes\./);
  screen.show({ ...shown, round: 1 });
  assert.deepEqual(ticks(), [["1", false], ["2", false], ["3", false]]);
});

test("without a prediction the decision is the second step", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show(state([field()]));
  assert.deepEqual(screen.shownSteps().map((step) => step.id), ["look", "decide"]);
});

test("settled costs of the choices are added up while they are made", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show({ ...state([field(), field({ path: "communication.press", present: 10 })]), costs: { "communication.press": { each: 13 }, open: { options: { club: 6000 } } } });
  assert.match(screen.cost.textContent, /in this round: 130\./);
  const form = { value: () => ["club"], number: () => 40 };
  assert.equal(costOf({ open: { options: { club: 6000, card: 10 } }, "research.shares": { each: 2, fixed: 200 } }, form), 6280);
});

test("another device on the seat is told, by name where it is known", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show({ ...state([field()]), devices: [""] });
  assert.match(screen.notices.textContent, /also open on another device/);
  screen.show({ ...state([field()]), devices: ["Chen Yu"] });
  assert.match(screen.notices.textContent, /Also on this seat now: Chen Yu\./);
  screen.show({ ...state([field()]), devices: [] });
  assert.equal(screen.notices.textContent, "");
});

test("a draft of another device is not overwritten before the person has chosen", () => {
  const screen = new SeatScreen({ kept: {} });
  screen.show(state([field()]));
  screen.tellDraft("decide", "conflict", { sentence: "This was changed by Chen Yu while you were editing.", draft: { values: { price: 0.8 }, reason: "lower", revision: 9 } });
  assert.match(screen.deciding.answer.textContent, /changed by Chen Yu/);
  screen.deciding.answer.querySelector("button").dispatchEvent(new Event("click"));
  assert.deepEqual(screen.deciding.form.typed(), { price: 0.8 });
  assert.deepEqual([screen.reason.value, screen.drafts.bases.decide], ["lower", 9]);
});
