import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { clock, history, newsOf, progress, timeLeft, told } from "../../sim/apps/classroom/page/told.js";

const section = (given) => ({ heading: "Sales", text: "", columns: [], rows: [], right: [], ...given });

test("a section without text and rows is left out; the first has no heading", () => {
  const shown = told([section({ text: "You steer Azure." }), section({}), section({ columns: ["firm"], rows: [["Azure"]] })]);
  assert.equal(shown.length, 2);
  assert.equal(shown[0].querySelector("h2"), null);
  assert.equal(shown[1].querySelector("h2").textContent, "Sales");
});

test("seconds are shown as minutes, rounded up, and never below zero", () => {
  assert.deepEqual([0, 0.2, 59.01, 61, 3600, -5].map(clock), ["0:00", "0:01", "1:00", "1:01", "60:00", "0:00"]);
});

test("the time is hidden without a timer and after the end, and stands when it is stopped", () => {
  const running = { over: false, seconds_left: 90, paused: false };
  assert.equal(timeLeft(running, 90), "1:30");
  assert.equal(timeLeft({ ...running, paused: true }, 90), "time stopped");
  assert.equal(timeLeft({ ...running, over: true }, 90), "");
  assert.equal(timeLeft({ ...running, seconds_left: null }, 90), "");
});

test("the bar tells the round, the end, or that teams have paces of their own", () => {
  const state = { round: 2, rounds: 8, over: false };
  assert.equal(progress(state), "round 2 (3 of 8)");
  assert.equal(progress({ ...state, over: true }), "the game is over");
  assert.equal(progress({ ...state, lead: { paces: [{}] } }), "each team at its own pace");
  assert.equal(progress({ ...state, lead: { paces: [] } }), "round 2 (3 of 8)");
});

test("news is told when a round or a line has begun, and only then", () => {
  const before = { round: 1, line: "main", over: false };
  assert.equal(newsOf(null, before), "");
  assert.equal(newsOf(before, { ...before }), "");
  assert.equal(newsOf(before, { ...before, round: 2 }), "Round 1 is closed. Round 2 is open.");
  assert.equal(newsOf(before, { ...before, round: 2, over: true }), "Round 1 is closed. The game is over.");
  assert.equal(newsOf(before, { ...before, line: "again", round: 0 }), "You play on the line again now; round 0 is open.");
});

test("what was done is listed from the latest on, with who did it and why", () => {
  assert.equal(history([]), "");
  const entries = [
    { act: "joined", by: "human", round: -1, time: "no date", words: "", reason: "" },
    { act: "decided", by: "bot", round: 0, time: "2026-01-05T09:30:00", words: "price 0.97", reason: "" },
    { act: "decided", by: "human", round: 1, time: "2026-01-05T09:40:00", words: "price 0.95", reason: "to be seen" },
  ];
  const rows = [...history(entries).querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(rows.map((row) => row.slice(1)), [
    ["1", "decided", "price 0.95 – “to be seen”"], ["0", "decided (bot)", "price 0.97"], ["", "joined", ""]]);
  assert.match(rows[0][0], /40/);
  assert.equal(rows[2][0], "");
});
