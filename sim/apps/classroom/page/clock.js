// The time of a round: seconds, a bar, and a warning when little of it is left.

import { make } from "./element.js";
import { t, tn } from "./language.js";

export const WARNINGS = [60, 15];

export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// Markets as they are some seconds after they were told.
export function laterBy(seconds, markets) {
  return markets.map((market) => (market.seconds_left === null || market.paused ? market : { ...market, seconds_left: Math.max(0, market.seconds_left - seconds) }));
}

// The warning that is due when the time falls from one second to another; 0 where none is.
export function warningAt(before, now) {
  if (now <= 0) return 0;
  return WARNINGS.filter((each) => before > each && now <= each).pop() || 0;
}

export class RoundClock {
  constructor() {
    this.words = make("span", { id: "time", role: "timer" });
    this.part = make("span", { className: "part" });
    this.bar = make("span", { className: "bar-of-time", "aria-hidden": "true" }, this.part);
    this.warning = make("span", { className: "only-heard", role: "status", id: "warning" });
    this.place = make("span", { className: "clock" }, this.words, this.bar, this.warning);
    this.left = Infinity;
    this.place.hidden = true;
  }

  // Show the seconds that are left of a round; returns the warning that is due, or 0.
  show(state, left) {
    const runs = !state.over && state.seconds_left !== null;
    this.place.hidden = !runs;
    if (!runs) return 0;
    const words = state.paused ? t("time stopped") : clock(left);
    if (this.words.textContent !== words) this.words.textContent = words;
    this.part.style.width = `${Math.min(100, (100 * left) / (state.seconds || left || 1))}%`;
    this.place.classList.toggle("late", left <= WARNINGS[0]);
    this.place.classList.toggle("very-late", left <= WARNINGS[1]);
    const due = state.paused ? 0 : warningAt(this.left, left);
    this.left = left;
    if (due) this.warning.textContent = tn("{n} second left in this round.", "{n} seconds left in this round.", due);
    return due;
  }
}
