import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { SeatScreen } from "../../sim/apps/classroom/page/seat.js";
import { Refusal, Wire } from "../../sim/apps/classroom/page/wire.js";
import { Branches } from "../../sim/apps/notebook/page/branches.js";
import { KernelTransport } from "../../sim/apps/notebook/page/kernel_transport.js";
import { handOverPage, startPage, tablePage } from "../../sim/apps/notebook/page/table.js";
import { isDark } from "../../sim/apps/notebook/page/theme.js";

// A model of anywidget: what is sent is kept, and the kernel says what the test lets it say.
function kernel() {
  const listeners = {};
  const sent = [];
  return {
    sent,
    on: (name, call) => { listeners[name] = call; },
    off: (name) => { delete listeners[name]; },
    send: (message) => sent.push(message),
    says: (message) => listeners["msg:custom"](message),
    ends: () => listeners.comm_live_update(),
    listeners,
  };
}

const soon = () => new Promise((done) => { setTimeout(done, 0); });

test("the wire of the class page asks a kernel as it asks a server: an act has a mark and the seat that asks", async () => {
  const model = kernel();
  const wire = new Wire(() => {}, new KernelTransport(model, () => {}));
  wire.keep({ seat: "North", role: "firm" });
  const asked = wire.act("decide", { round: 1 });
  const { id, path, body, seat, device } = model.sent[0];
  assert.deepEqual([path, body.round, seat, device], ["/api/act/decide", 1, "North", wire.device]);
  assert.match(body.client, /^[0-9a-f]{32}$/);
  model.says({ id: "of another view", status: 200, content: { accepted: false } });
  model.says({ id, status: 200, content: { accepted: true }, language: "zh" });
  assert.deepEqual(await asked, { accepted: true });
  assert.equal(wire.transport.language, "zh");
});

test("a refusal of the kernel has its sentence and its status", async () => {
  const model = kernel();
  const wire = new Wire(() => {}, new KernelTransport(model, () => {}));
  const asked = wire.sent("/api/draft", {});
  model.says({ id: model.sent[0].id, status: 409, content: { error: "changed", changed: true }, language: "en" });
  await assert.rejects(asked, (error) => error instanceof Refusal && error.status === 409 && error.message === "changed");
});

test("several changes while a page is asked for are one, and the newest state is what is asked for next", async () => {
  const model = kernel();
  const transport = new KernelTransport(model, () => {});
  [1, 2, 3].forEach((changed) => model.says({ changed }));
  await transport.changed();
  let again = false;
  transport.changed().then(() => { again = true; });
  await soon();
  assert.equal(again, false);
  model.says({ changed: 4 });
  await soon();
  assert.equal(again, true);
});

test("a kernel that works longer is marked, then it is said what may be the matter; an answer ends both", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const later = (milliseconds) => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  const model = kernel();
  const told = [];
  const transport = new KernelTransport(model, (state) => told.push([state.busy, state.silent, state.gone]));
  transport.ask("/api/table", undefined, { who: {} });
  later(100);
  assert.deepEqual(told, []);
  later(60);
  assert.deepEqual(told.pop(), [true, false, false]);
  later(8000);
  assert.deepEqual(told.pop(), [true, true, false]);
  model.says({ id: model.sent[0].id, status: 200, content: {}, language: "en" });
  assert.deepEqual(told.pop(), [false, false, false]);
});

test("where the kernel is gone, what waits and what is asked later is answered with how to go on", async () => {
  const model = kernel();
  const wire = new Wire(() => {}, new KernelTransport(model, () => {}));
  const asked = wire.sent("/api/state");
  model.ends();
  const told = (error) => error.status === 410 && /Run this cell again: the game continues from its file/.test(error.message);
  await assert.rejects(asked, told);
  await assert.rejects(wire.act("decide", {}), told);
  assert.equal(model.sent.length, 1);
  wire.transport.close();
  assert.deepEqual(Object.keys(model.listeners), []);
});

test("a notebook keeps no seat in the browser", () => {
  const kept = [];
  globalThis.sessionStorage = { getItem: () => '{"seat":"other"}', setItem: (name) => kept.push(name), removeItem: () => {} };
  const wire = new Wire(() => {}, new KernelTransport(kernel(), () => {}));
  wire.keep({ seat: "North", role: "firm" });
  assert.deepEqual([wire.kept.seat, kept], ["North", []]);
});

const seats = [
  { name: "North", role: "firm", role_word: "firm", who: "steers North", decides: true, here: true, waiting: true, state: "still to decide" },
  { name: "eye", role: "observer", role_word: "observer", who: "observer", decides: false, here: false, waiting: false, state: "nobody" }];

test("who plays is ticked, and the first seat that decides is ticked at first", async () => {
  const begun = [];
  const page = startPage({ teaches: "What.", facts: "2 rounds.", seats }, async (names) => begun.push(names));
  const boxes = [...page.querySelectorAll("input")];
  assert.deepEqual(boxes.map((box) => box.hasAttribute("checked")), [true, false]); // as this document tells it
  boxes[0].checked = true;
  page.querySelector(".begin").click();
  await soon();
  assert.deepEqual(begun, [["North"]]);
});

test("the table says who is missing and gives the screen to who sits here", () => {
  const taken = [];
  const page = tablePage({ over: false, seats, sections: [] }, (name) => taken.push(name));
  assert.match(page.textContent, /Not submitted yet: North\./);
  const buttons = [...page.querySelectorAll("[data-take]")];
  assert.deepEqual(buttons.map((button) => button.textContent), ["North"]);
  buttons[0].click();
  assert.deepEqual(taken, ["North"]);
  assert.match(handOverPage("North", "Decision submitted.", () => {}, () => {}).textContent, /Decision submitted\..*It is the turn of North/);
});

test("a closed round is played again on a new line, which may have a name", async () => {
  const asked = [];
  const branches = new Branches(async (name, given) => {
    asked.push([name, given]);
    return { line: "bold", round: 1 };
  });
  branches.show({ played: "main", round: 2, others: [], compared: null });
  branches.place.querySelector("option").setAttribute("selected", ""); // a browser chooses the first one by itself
  branches.place.querySelector("input").value = " bold ";
  [...branches.place.querySelectorAll("button")].find((button) => button.textContent === "Play this round again").click();
  await soon();
  assert.deepEqual(asked, [["reopen", { round: 1, line: "main", name: "bold" }]]);
  assert.match(branches.place.textContent, /You now play on the line bold; round 2 is open\./);
});

test("the page is dark where what is behind it is dark", () => {
  assert.deepEqual([[17, 17, 17], [255, 255, 255], [30, 30, 60]].map(isDark), [true, false, true]);
});

const field = (path) => ({ path, label: path, sort: "number", present: null, said: "", least: null, most: null, range: "", unit: "", help: "", cost: "", lever: path, frames: {}, options: [], titles: [] });
const state = { game: "g", seat: "North", round: 0, line: "main", over: false, messages: [], sections: [], brief: "", history: [], statements: [], bot: "", waiting_for: [], open: true,
  decided: false, expected: false, news: [], figures: null, outcome: null, costs: {}, drafts: 0, devices: [], form: { decide: [field("price")], predict: [field("profit")], values: {} } };

test("a prediction that is typed is saved before the decision; where it is asked back, nothing is decided", async () => {
  const acts = [];
  const answers = [{ accepted: false, slips: ["Is it meant?"], token: "t" }, { accepted: true }, { accepted: true }];
  const screen = new SeatScreen({ kept: {}, act: async (name) => {
    acts.push(name);
    return answers.shift();
  } });
  screen.show(state);
  await screen.sendDecision();
  assert.deepEqual(acts, ["decide"], "nothing is typed, so nothing is saved");
  answers.unshift({ accepted: false, slips: ["Is it meant?"], token: "t" });
  screen.expecting.form.inputs.get("profit").value = "9";
  screen.expecting.form.touched.add("profit");
  await screen.sendDecision();
  assert.deepEqual(acts, ["decide", "predict"]);
  assert.match(screen.deciding.answer.textContent, /Your decision was not submitted, because your prediction was not saved/);
  await screen.sendDecision();
  assert.deepEqual(acts, ["decide", "predict", "predict", "decide"]);
});
