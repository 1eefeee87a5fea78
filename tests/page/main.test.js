import { openDocument } from "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

const GAME = { title: "Two corner shops", markets: ["1"], class: false, teaches: "Who stays, and why.", seats: [{ seat: "North", role: "firm" }, { seat: "watcher", role: "observer" }] };
const STATE = { seat: "North", title: GAME.title, role: "firm", revision: 1, round: 0, rounds: 4, line: "main", over: false, seconds_left: null, paused: false,
  messages: [], news: [], figures: null, outcome: null, costs: {}, drafts: 0, devices: [], expected: false, people: [], beside: "abc", sections: [{ heading: "", text: "You steer North.", columns: [], rows: [], right: [] }], brief: "", history: [], form: null, statements: [], bot: "",
  decided: false, here: [], market: "1", markets: 1, open: true, waiting_for: [] };

// A server whose state goes on when the test says so; what is asked for in vain is asked again.
function server() {
  const news = [];
  const asked = [];
  let waiting = null;
  const answer = (path) => {
    if (path === "/api/game") return GAME;
    if (path === "/api/join") return { token: "secret", seat: "North", role: "firm" };
    if (path.startsWith("/messages/")) return {};
    return path === "/api/state" ? STATE : null;
  };
  globalThis.fetch = async (path, given) => {
    asked.push([path, given.body && JSON.parse(given.body)]);
    const content = answer(path) ?? news.shift() ?? await new Promise((tell) => { waiting = tell; });
    return Response.json(content);
  };
  return { asked, tell(state) {
    if (waiting) waiting(state);
    else news.push(state);
  } };
}

async function until(holds) {
  for (let turns = 0; turns < 2000 && !holds(); turns += 1) await new Promise((done) => { setTimeout(done, 5); });
}

test("a person joins, sees the screen of the seat, and is told when a round has begun", async () => {
  const document = openDocument();
  document.body.innerHTML = "<div id=lost hidden></div><div id=app></div>"; // eslint-disable-line no-restricted-properties
  const { asked, tell } = server();
  Object.assign(globalThis, {
    navigator: { languages: ["en"] }, localStorage: { getItem: () => null, setItem() {}, removeItem() {} }, clearInterval() {},
    location: { hash: "#seat=North&code=%20Oak%20", pathname: "/" }, history: { replaceState() {} }, setInterval() {},
    sessionStorage: { getItem: () => null, setItem() {}, removeItem() {} },
  });
  Object.assign(globalThis.window, { scrollTo() {} });
  import("../../sim/apps/classroom/page/main.js");
  await until(() => document.getElementById("where")?.textContent);
  assert.deepEqual(asked.find(([path]) => path === "/api/join")[1], { seat: "North", code: "oak" });
  assert.equal(document.getElementById("where").textContent, "round 1 of 4");
  assert.match(document.getElementById("look").textContent, /You steer North/);
  assert.equal(document.getElementById("news").textContent, "");
  tell({ ...STATE, revision: 2, round: 1 });
  await until(() => document.getElementById("news").textContent);
  assert.equal(document.getElementById("news").textContent, "Round 1 is closed. Round 2 is open.");
  assert.equal(document.getElementById("where").textContent, "round 2 of 4");
  assert.ok(asked.some(([path]) => path === "/api/state?since=2&wait=20&parts=1&open=1&beside=abc"));
});
