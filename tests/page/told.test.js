import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { history, messages, newsOf, outcomeWords, progress, told } from "../../sim/apps/classroom/page/told.js";

const section = (given) => ({ heading: "Sales", text: "", columns: [], rows: [], right: [], ...given });

test("a section without text and rows is left out; the first has no heading", () => {
  const shown = told([section({ text: "You steer Azure." }), section({}), section({ columns: ["firm"], rows: [["Azure"]] })]);
  assert.equal(shown.length, 2);
  assert.equal(shown[0].querySelector("h2"), null);
  assert.equal(shown[1].querySelector("h2").textContent, "Sales");
});

test("the bar tells the round, the end, or that teams have paces of their own", () => {
  const state = { round: 2, rounds: 8, over: false };
  assert.equal(progress(state), "round 3 of 8");
  assert.equal(progress({ ...state, over: true }), "the game is over");
  assert.equal(progress({ ...state, lead: { paces: [{}] } }), "each team at its own pace");
  assert.equal(progress({ ...state, lead: { paces: [] } }), "round 3 of 8");
});

test("news is told when a round or a line has begun, and only then", () => {
  const before = { round: 1, line: "main", over: false };
  assert.equal(newsOf(null, before), "");
  assert.equal(newsOf(before, { ...before }), "");
  assert.equal(newsOf(before, { ...before, round: 2 }), "Round 2 is closed. Round 3 is open.");
  assert.equal(newsOf(before, { ...before, round: 2, over: true }), "Round 2 is closed. The game is over.");
  assert.equal(newsOf(before, { ...before, line: "again", round: 0 }), "You now play on the line again; round 1 is open.");
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
    ["2", "decided", "price 0.95 – “to be seen”"], ["1", "decided (by a bot)", "price 0.97"], ["", "joined", ""]]);
  assert.match(rows[0][0], /40/);
  assert.equal(rows[2][0], "");
});

test("messages stand newest first, with round and time, the earlier ones folded", () => {
  assert.equal(messages([]), "");
  const shown = messages([{ text: "Welcome", time: "2026-01-05T09:30:00", round: 0 }, { text: "Five minutes left", time: "2026-01-05T09:40:00", round: 1 }]);
  assert.match(shown.textContent, /Round 2, 09:40Five minutes left1 earlier messageRound 1, 09:30Welcome/);
});

test("a student is told what counted in the last round, and why", () => {
  const outcome = { round: 1, by: "default", rule: "repeat", draft: "", why: {} };
  assert.equal(outcomeWords(null, "en"), "");
  assert.equal(outcomeWords({ ...outcome, by: "human" }, "en"), "Round 2: your decision counted.");
  assert.match(outcomeWords({ ...outcome, by: "human", draft: "submitted" }, "en"), /what you had typed was submitted/);
  assert.equal(outcomeWords(outcome, "en"), "Round 2: nothing was submitted; your last decision was used again.");
  assert.match(outcomeWords({ ...outcome, draft: "slip", why: { en: "price 4" } }, "zh"), /it may be a slip \(price 4\)/);
});
