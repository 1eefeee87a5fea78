// Rounds played again, branches and undo, in one, some or all markets of a class.

import { Asking } from "./asking.js";
import { fill, make, press } from "./element.js";
import { listed, t } from "./language.js";

export class Rewinding {
  // act: carries an action of the class out in the chosen markets and tells the result.
  constructor(wire, act, told) {
    this.wire = wire;
    this.told = told;
    this.asking = new Asking({ place: make("div") }, t("Undo and play again"));
    this.last = make("p", { className: "note", id: "last-act" });
    this.undoing = press(t("Undo the last act"), () => this.undo(), { id: "do-class-undo", className: "plain" });
    this.name = make("input", { id: "branch-name", maxLength: 60, placeholder: t("name of the branch"), "aria-label": t("Name of the new branch") });
    this.line = make("select", { id: "branch-line", "aria-label": t("Branch") });
    this.asking.form.place.append(this.last, make("div", { className: "pair" }, this.name, this.line));
    this.asking.buttons.append(this.undoing,
      press(t("Play the last closed round again"), () => act(this.asking, "rewind"), { id: "do-class-rewind", className: "plain" }),
      press(t("Begin a branch at the open round"), () => act(this.asking, "branch", { name: this.name.value }), { id: "do-class-branch", className: "plain" }),
      press(t("Go on with this branch"), () => act(this.asking, "go_to", { line: this.line.value }), { id: "do-class-go-to", className: "plain" }));
    this.place = make("details", { className: "card", id: "rewinding", "data-fold": "rewinding" }, make("summary", {}, t("Undo, play a round again, branches")), this.asking.place);
  }

  // Branches that each of the chosen markets has.
  show(state, markets) {
    this.step = state.undo;
    this.undoing.disabled = !this.step;
    this.last.textContent = this.step ? t("Last act that can be undone: {what}, market {markets}.", { what: this.step.what, markets: listed(this.step.markets) }) : t("Nothing can be undone now.");
    const [first] = markets;
    const lines = first ? (first.lines || []).filter((line) => markets.every((market) => market.lines.includes(line))) : [];
    const chosen = this.line.value;
    fill(this.line, lines.map((line) => make("option", { value: line, selected: line === chosen }, line)));
  }

  async undo(confirmed = "", step = this.step.step) {
    await this.asking.busy(async () => {
      const answer = await this.wire.sent("/api/class/undo", { step, confirmed });
      if (answer.accepted) this.told(this.asking, answer.results);
      else this.asking.question(answer.slips, () => this.undo(answer.token, step), [t("Yes, undo"), t("No, wait")]);
    });
  }
}
