import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { ConsoleScreen, closeWords, leader, missingWords, roundWords } from "../../sim/apps/classroom/page/console.js";
import { classForm } from "../../sim/apps/classroom/page/joining.js";
import { ProjectorScreen, codePicture, dots } from "../../sim/apps/classroom/page/projector.js";
import { waitingWords } from "../../sim/apps/classroom/page/told.js";

const market = (given) => ({ market: "1", open: true, round: 1, rounds: 6, over: false, submitted: 1, of: 3, missing: ["Azure", "Beryl"], joined: ["Azure", "Beryl", "Cedar"],
  seats: ["Azure", "Beryl", "Cedar", "Dune"], bots: [], here: ["Azure"], seconds_left: null, paused: false, standing: [],
  figures: [{ firm: "Azure", profit_in_all: 1200.4 }, { firm: "Beryl", profit_in_all: 1900.6 }], ...given });
const state = (markets) => ({ revision: 3, title: "A race", markets, people: [], roster: false, shocks: [], join_code: "abcdef", join_link: "http://10.0.0.1:8765/#class=abcdef" });

// A wire that answers with these, one after the other, and keeps what was asked.
function wire(...answers) {
  const asked = [];
  return { asked, mark: () => "mark", sent: async (path, given) => {
    asked.push([path, given]);
    return answers.shift();
  } };
}

test("a market is told in words: its round, who is missing, who is ahead", () => {
  assert.equal(roundWords(market()), "2 of 6");
  assert.equal(roundWords(market({ seconds_left: 61 })), "2 of 6, 1:01 left");
  assert.equal(roundWords(market({ over: true })), "all 6 rounds are played");
  assert.equal(missingWords(market()), "Azure, Beryl");
  assert.equal(missingWords(market({ missing: [] })), "none");
  assert.equal(missingWords(market({ missing: ["a", "b", "c", "d", "e"] })), "5 seats");
  assert.equal(missingWords(market({ of: 0 })), "only bots");
  assert.equal(leader(market()), "Beryl 1,901");
  assert.equal(leader(market({ figures: [] })), "–");
});

test("the button says which rounds it closes, and how many have not submitted", () => {
  assert.equal(closeWords([market()]), "Close round 2 in market 1 (2 not submitted)");
  assert.equal(closeWords([market(), market({ market: "2", missing: [] }), market({ market: "3", over: true })]), "Close the round in 2 markets (2 not submitted)");
});

test("all markets are meant until some are ticked", async () => {
  const line = wire({ accepted: true, results: [{ market: "2", done: true, said: "Open for decisions." }] });
  const screen = new ConsoleScreen(line, () => {});
  screen.show(state([market(), market({ market: "2" })]));
  assert.match(screen.whom.textContent, /^Actions hold for all markets/);
  screen.choose("2", true);
  assert.equal(screen.whom.textContent, "Actions hold for market 2 only.");
  await screen.act(screen.next, "open");
  assert.deepEqual(line.asked, [["/api/class/lead/open", { markets: ["2"], confirmed: "", client: "mark" }]]);
  assert.match(screen.next.answer.textContent, /Market 2: Open for decisions/);
  assert.equal(screen.log.children.length, 1);
});

test("a question is asked before rounds close, and yes sends the same again with its token", async () => {
  const line = wire({ accepted: false, slips: ["Market 1, round 2 of 6: Azure has not submitted."], token: "t" },
    { accepted: true, results: [{ market: "1", done: true, said: "Round 2 of 6 is closed." }] });
  const screen = new ConsoleScreen(line, () => {});
  screen.show(state([market()]));
  await screen.closeRounds();
  assert.match(screen.next.answer.textContent, /Azure has not submitted/);
  screen.next.answer.querySelector("button").dispatchEvent(new Event("click"));
  for (let turns = 0; turns < 100 && line.asked.length < 2; turns += 1) await new Promise((done) => { setTimeout(done, 1); });
  const [first, second] = line.asked.map(([, given]) => given);
  assert.deepEqual(second, { ...first, confirmed: "t" });
  assert.deepEqual(first.rounds, { 1: 1 });
});

test("a seat on the projector is empty, has a bot, has not submitted, or has", () => {
  const words = dots(market({ seats: ["Azure", "Beryl", "Cedar", "Dune", "Elm"], bots: ["Elm"] })).map((each) => each.title);
  assert.deepEqual(words, ["Azure: has not submitted", "Beryl: has not submitted", "Cedar: has submitted", "Dune: empty seat", "Elm: a bot decides"]);
});

test("the projector shows the code until all seats are taken, and the standing when the game is over", () => {
  const screen = new ProjectorScreen();
  screen.show({ ...state([market()]), qr: ["10", "01"] });
  assert.match(screen.place.textContent, /abcdef.*3 of 4 seats taken/);
  assert.equal(screen.place.querySelector("svg path").getAttribute("d"), "M0 0h1v1h-1zM1 1h1v1h-1z");
  screen.show(state([market({ over: true, standing: market().figures })]));
  assert.doesNotMatch(screen.place.textContent, /abcdef/);
  assert.match(screen.place.textContent, /Beryl1,901Azure1,200/);
});

test("the time goes on between two answers, on the console and on the projector", () => {
  const timed = state([market({ seconds_left: 70 }), market({ market: "2", seconds_left: 70, paused: true }), market({ market: "3" })]);
  const screen = new ProjectorScreen();
  screen.show(timed);
  screen.tick(9.5);
  assert.deepEqual([...screen.place.querySelectorAll("[data-time]")].map((each) => each.textContent), ["1:01", "Time stopped.", ""]);
  const table = new ConsoleScreen(wire(), () => {});
  table.show(timed);
  table.tick(100);
  assert.equal(table.table.cell("1", 3).textContent, "2 of 6, 0:00 left");
});

test("a QR code has a label for people who do not see it", () => {
  assert.equal(codePicture(["1"], "opens the class").getAttribute("aria-label"), "opens the class");
});

test("a person joins with the code of the class, in a seat that was chosen or in any", async () => {
  const joined = [];
  const form = classForm(new URLSearchParams("class=abcdef"), { places: async () => ({ free: { 2: ["Beryl"] } }), join: async (given) => joined.push(given), busy: (act) => act() });
  form.querySelector("#name").value = "Li";
  form.dispatchEvent(new Event("submit"));
  form.querySelector("#do-places").dispatchEvent(new Event("click"));
  await new Promise((done) => { setTimeout(done, 5); });
  assert.deepEqual([...form.querySelectorAll("option")].map((option) => option.textContent), ["Any free seat", "Market 2: Beryl"]);
  assert.deepEqual(joined, [{ code: "abcdef", name: "Li", number: "", market: "", seat: "" }]);
});

test("a seat is told who is missing, and that its market is not open yet", () => {
  const seat = { seat: "Azure", waiting_for: ["Azure", "Beryl"], over: false, open: true };
  assert.equal(waitingWords(seat), "Not submitted yet: Beryl.");
  assert.match(waitingWords({ ...seat, open: false }), /has not opened this market/);
  assert.equal(waitingWords({ ...seat, waiting_for: ["Azure"] }), "");
});

test("news changes the cells of the table and leaves its rows, boxes and buttons as they are", () => {
  const screen = new ConsoleScreen(wire(), () => {});
  screen.show(state([market(), market({ market: "2" })]));
  const parts = () => [...screen.table.place.querySelectorAll("tr, input, button")];
  const before = parts();
  screen.show(state([market({ missing: [] }), market({ market: "2", submitted: 3 })]));
  assert.equal(parts().length, before.length);
  assert.ok(parts().every((part, at) => part === before[at]));
  assert.deepEqual(["1", "2"].map((name) => screen.table.cell(name, 5).textContent), ["none", "Azure, Beryl"]);
  screen.show(state([market({ market: "2" })]));
  assert.equal(screen.table.place.querySelectorAll("tbody tr").length, 1);
});
