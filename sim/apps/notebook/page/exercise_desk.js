// An exercise in a notebook: the case, its tables, trials of statements, the answer, marks, and at last the truth.

import { Asking } from "../../classroom/page/asking.js";
import { fill, fillFolded, foldable, make, press, tableOf } from "../../classroom/page/element.js";
import { Questions, parts } from "../../classroom/page/exercise.js";
import { decimal, t, whole } from "../../classroom/page/language.js";

export class ExerciseDesk {
  constructor(wire) {
    this.wire = wire;
    this.kept = make("p", { className: "note" });
    this.case = make("div");
    this.tables = make("div");
    this.files = new Asking({ place: this.tables }, t("Files"));
    this.files.buttons.append(press(t("Write the tables as CSV"), () => this.write(), { className: "plain" }));
    this.chosen = make("select", { "aria-label": t("Statement"), onchange: () => this.help() });
    this.often = make("input", { type: "number", min: "2", max: "32", step: "1", value: "2", inputMode: "decimal", "aria-label": t("Replications") });
    this.said = make("p", { className: "note" });
    this.found = make("div");
    this.trying = new Asking({ place: make("div", {}, make("div", { className: "pair" }, this.chosen, this.often), this.said, this.found) }, t("Try a statement"),
      t("Small simulated worlds with the same random numbers that differ only in what the statement is about. More replications say more, and take longer."));
    this.trying.buttons.append(press(t("Try it"), () => this.try(), { className: "plain" }));
    this.asking = new Asking(new Questions(), t("Your answer"), t("What you leave empty counts as not answered."));
    this.asking.buttons.append(press(t("Hand in"), () => this.answer(), { className: "hand-in" }));
    this.marks = make("div");
    this.truth = new Asking({ place: this.marks }, t("Marks"));
    this.truth.buttons.append(press(t("Show the truth"), () => this.reveal(), { className: "plain" }));
    this.place = make("div", { className: "desk" }, this.kept, this.case, this.files.place, this.trying.place, this.asking.place, this.truth.place);
  }

  show(state) {
    this.state = state;
    this.kept.textContent = state.kept;
    fill(this.case, parts(state.sections));
    this.files.place.hidden = !state.tables.length;
    fillFolded(this.tables, state.tables.length ? make("p", { className: "note" }, state.note) : "", state.tables.map((table) =>
      foldable(`table ${table.name}`, table.heading, table.text ? make("p", { className: "note" }, table.text) : "", tableOf(table.columns, table.rows, table.right, table.heading))));
    this.trying.place.hidden = !state.trials.length;
    if (!this.chosen.options.length) {
      fill(this.chosen, state.trials.map((trial) => make("option", { value: trial.path }, trial.label)));
      this.help();
    }
    this.asking.form.update("answer", state.questions, {});
    this.truth.place.hidden = !state.attempts.length;
    this.truth.buttons.hidden = state.truth.length > 0;
    const rows = state.attempts.map((attempt) => [whole(attempt.number), decimal(attempt.total, 0)]);
    fill(this.marks, parts(state.marks), rows.length > 1 ? [make("h3", {}, t("All attempts")), tableOf([t("attempt"), t("points of 100")], rows, [true, true], t("All attempts"))] : "",
      parts(state.truth));
  }

  help() {
    const trial = this.state ? this.state.trials.find((each) => each.path === this.chosen.value) : null;
    this.said.textContent = trial ? trial.help : "";
  }

  async answer() {
    await this.asking.busy(async () => {
      await this.wire.sent("/api/exercise/answer", { values: this.asking.form.read() });
      this.asking.say("good", t("Your answer is handed in and marked below. You may answer again; every attempt is kept."));
    });
  }

  async try() {
    await this.trying.busy(async () => {
      fill(this.found);
      const { sentence, settled, table } = await this.wire.sent("/api/exercise/try", { statement: this.chosen.value, replications: Number(this.often.value) });
      fill(this.found, make("p", { className: "said good" }, sentence), settled ? "" : make("p", { className: "note" }, t("The simulator cannot settle this one.")),
        tableOf(table.columns, table.rows, table.right, t("Try a statement")));
    });
  }

  async reveal() {
    await this.truth.busy(() => this.wire.sent("/api/exercise/reveal", {}));
  }

  async write() {
    await this.files.busy(async () => {
      const { said } = await this.wire.sent("/api/exercise/write", {});
      this.files.say("good", said);
    });
  }
}
