import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { RoundClock, clock, warningAt } from "../../sim/apps/classroom/page/clock.js";

test("seconds are shown as minutes, rounded up, and never below zero", () => {
  assert.deepEqual([0, 0.2, 59.01, 61, 3600, -5].map(clock), ["0:00", "0:01", "1:00", "1:01", "60:00", "0:00"]);
});

test("a warning is due once at 60 and once at 15 seconds", () => {
  assert.deepEqual([[61, 60], [60, 59], [80, 12], [16, 14.9], [14.9, 14], [1, 0]].map(([before, now]) => warningAt(before, now)), [60, 0, 15, 15, 0, 0]);
});

test("the bar shows the part of the time that is left; without a timer and after the end nothing is shown", () => {
  const shown = new RoundClock();
  const state = { over: false, seconds_left: 90, paused: false, seconds: 120 };
  assert.equal(shown.show(state, 90), 0);
  assert.deepEqual([shown.words.textContent, shown.part.style.width], ["1:30", "75%"]);
  assert.equal(shown.show(state, 59.5), 60);
  assert.match(shown.warning.textContent, /60 seconds left/);
  assert.equal(shown.show({ ...state, paused: true }, 10), 0);
  assert.equal(shown.words.textContent, "time stopped");
  [{ over: true }, { seconds_left: null }].forEach((given) => {
    shown.show({ ...state, ...given }, 5);
    assert.ok(shown.place.hidden);
  });
});
