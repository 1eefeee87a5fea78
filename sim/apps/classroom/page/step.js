// A step of a round: a card with a number, which folds to one line with a tick when it is done.

import { fill, make } from "./element.js";
import { t } from "./language.js";

export class Step {
  constructor(id, title, ...within) {
    this.id = id;
    this.number = make("span", { className: "number-of-step", "aria-hidden": "true" });
    this.tick = make("span", { className: "tick-of-step" });
    this.summary = make("span", { className: "summary-of-step" });
    this.button = make("button", { type: "button", className: "head-of-step", "aria-controls": `${id}-body`, onclick: () => this.fold(!this.isFolded) },
      this.number, make("span", { className: "title-of-step" }, title), this.tick, this.summary);
    this.body = make("div", { className: "body-of-step", id: `${id}-body` }, within);
    this.place = make("section", { id, className: "card step" }, make("h2", {}, this.button), this.body);
    this.fold(false);
  }

  get isFolded() {
    return this.body.hidden;
  }

  fold(yes) {
    this.body.hidden = yes;
    this.button.setAttribute("aria-expanded", String(!yes));
    this.place.classList.toggle("folded", yes);
  }

  show(number, done, summary = "") {
    this.number.textContent = String(number);
    this.done = done;
    this.place.classList.toggle("done", done);
    fill(this.tick, done ? make("span", { role: "img", "aria-label": t("done") }, "✓") : "");
    this.summary.textContent = done ? summary : "";
  }
}

// The first step that is not done is open, or the last one when all are done, and the one in which a person has just
// acted; on a narrow page the others fold.
export function turnTo(steps, narrow, acted = null) {
  const next = steps.find((step) => !step.done) || steps[steps.length - 1];
  steps.forEach((step) => step.fold(narrow ? step !== next && step !== acted : false));
}
