import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { Refusal, Wire } from "../../sim/apps/classroom/page/wire.js";

// A server that gives these answers in turn, and keeps what it was sent; an Error is a line that is down.
function serve(t, ...answers) {
  const asked = [];
  const kept = new Map();
  const last = new Map();
  globalThis.sessionStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text), removeItem: (name) => kept.delete(name) };
  globalThis.localStorage = { getItem: (name) => last.get(name) ?? null, setItem: (name, text) => last.set(name, text), removeItem: (name) => last.delete(name) };
  t.mock.method(globalThis, "setTimeout", (done) => { queueMicrotask(done); });
  t.mock.method(globalThis, "fetch", async (path, given) => {
    asked.push({ path, ...given });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { asked, kept, last };
}

const said = (content, status = 200) => Response.json(content, { status });

test("what was sent is sent again, with the same mark, until it is answered", async (t) => {
  const { asked } = serve(t, new Error("down"), said({}, 503), said({ accepted: true }));
  assert.deepEqual(await new Wire(() => {}).act("decide", { round: 1 }), { accepted: true });
  assert.equal(asked.length, 3);
  assert.equal(new Set(asked.map((each) => each.body)).size, 1);
  assert.match(JSON.parse(asked[0].body).client, /^[0-9a-f]{32}$/);
});

test("two acts have different marks", async (t) => {
  const { asked } = serve(t, said({}), said({}));
  const wire = new Wire(() => {});
  await wire.act("decide", {});
  await wire.act("decide", {});
  assert.notEqual(asked[0].body, asked[1].body);
});

test("a refusal is told at once, with its sentence and status", async (t) => {
  const { asked } = serve(t, said({ error: "the round is closed" }, 409));
  const wire = new Wire(() => {});
  let late = "";
  wire.onLate = (sentence) => { late = sentence; };
  await assert.rejects(wire.act("decide", {}), (error) => error instanceof Refusal && error.status === 409 && error.message === "the round is closed");
  assert.equal(late, "the round is closed");
  assert.equal(asked.length, 1);
});

test("the connection counts as lost while anything that was sent is not answered", async (t) => {
  serve(t, new Error("down"), said({ revision: 3 }));
  const seen = [];
  await new Wire((away) => seen.push(away)).sent("/api/state?since=2");
  assert.deepEqual(seen, [true, false]);
});

test("news that do not come are nothing, and asked for again by the page", async (t) => {
  serve(t, new Error("down"));
  assert.equal(await new Wire(() => {}).news("/api/state?since=7"), null);
});

test("the seat is kept for this tab, its token goes with every request, and leaving forgets it", async (t) => {
  const { asked, kept, last } = serve(t, said({ token: "secret", seat: "Azure" }), said({}));
  const wire = new Wire(() => {});
  await wire.join("Azure", "code");
  await wire.sent("/api/state");
  assert.equal(asked[1].headers.Authorization, "Bearer secret");
  assert.equal(asked[1].method, "GET");
  assert.equal(new Wire(() => {}).kept.seat, "Azure");
  assert.equal(asked[1].headers["Accept-Language"], "en");
  assert.equal(asked[1].headers["X-Guanxi-Device"], wire.device);
  kept.clear(); // the page was closed, as a phone does, and is opened again
  const again = new Wire(() => {});
  assert.equal(again.kept, null);
  again.takeUp(again.last);
  assert.deepEqual([again.kept.seat, again.device], ["Azure", wire.device]);
  again.forget();
  assert.deepEqual([again.kept, again.last, last.size], [null, null, 0]);
});

test("a file is handed out as it is", async (t) => {
  serve(t, new Response("a,b", { headers: { "content-disposition": "attachment" } }));
  assert.equal(await (await new Wire(() => {}).sent("/api/export")).text(), "a,b");
});

test("waiting for news is broken off without a word about the connection", async (t) => {
  const lost = [];
  serve(t);
  t.mock.method(globalThis, "setTimeout", () => 0);
  t.mock.method(globalThis, "fetch", (_path, { signal }) => new Promise((_tell, refuse) => { signal.addEventListener("abort", () => refuse(new Error("aborted"))); }));
  const wire = new Wire((away) => lost.push(away));
  const waiting = wire.news("/api/state?since=1");
  wire.hurry();
  assert.equal(await waiting, null);
  assert.deepEqual(lost, []);
});

test("engines without AbortSignal.timeout and Object.hasOwn are enough", async (t) => {
  const { timeout } = AbortSignal;
  const { hasOwn } = Object;
  delete AbortSignal.timeout;
  delete Object.hasOwn;
  try {
    serve(t, { ok: true, status: 200, headers: new Map(), json: async () => ({ revision: 1 }) });
    assert.deepEqual(await new Wire(() => {}).news("/api/state"), { revision: 1 });
  } finally {
    AbortSignal.timeout = timeout;
    Object.hasOwn = hasOwn;
  }
});
