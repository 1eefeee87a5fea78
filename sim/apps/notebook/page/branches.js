// Lines of play: play a closed round again, go to another line, carry on as on one, and compare them.

import { Asking } from "../../classroom/page/asking.js";
import { fill, make, press, tableOf } from "../../classroom/page/element.js";
import { t, whole } from "../../classroom/page/language.js";

const option = (value, text) => make("option", { value }, text);

export class Branches {
  // act(name, given) asks the game for it.
  constructor(act) {
    this.act = act;
    this.asking = new Asking({ place: make("div") }, "", t("A round that is played again begins a new line. The old line is kept with all its decisions, and you can return to it. All lines have the same random numbers, so they differ only by what was decided."));
    this.compared = make("div");
    this.place = make("details", { className: "card fold lines" }, make("summary", {}, t("Replay and branches")), this.asking.place, this.compared);
  }

  // lines: { played, round, others, compared }
  show(lines) {
    const asked = JSON.stringify(lines);
    if (asked === this.asked) return;
    this.asked = asked;
    const number = make("select", { className: "replayed", "aria-label": t("Round") },
      Array.from({ length: lines.round }, (_, at) => lines.round - 1 - at).map((round) => option(round, t("round {round}", { round: whole(round + 1) }))));
    const name = make("input", { type: "text", maxLength: 60, placeholder: t("name of the new branch"), "aria-label": t("Name of the new branch") });
    const line = make("select", { className: "other-line", "aria-label": t("Line") }, lines.others.map((each) => option(each, each)));
    const again = () => this.do("reopen", { round: Number(number.value), line: lines.played, ...(name.value.trim() ? { name: name.value.trim() } : {}) });
    fill(this.asking.form.place, lines.round ? "" : make("p", { className: "note" }, t("Once a round is closed you can play it again here.")));
    fill(this.asking.buttons,
      lines.round ? make("div", { className: "buttons" }, number, name, press(t("Play this round again"), again)) : "",
      lines.others.length ? make("div", { className: "buttons" }, line,
        press(t("Change to this line"), () => this.do("go_to", { line: line.value }), { className: "plain" }),
        press(t("Close rounds as on this line"), () => this.do("carry_on", { like: line.value, line: lines.played }), { className: "plain" })) : "");
    const { compared } = lines;
    fill(this.compared, compared ? [make("h3", {}, compared.heading), tableOf(compared.columns, compared.rows, compared.right, compared.heading)] : "");
  }

  async do(name, given) {
    await this.asking.busy(async () => {
      const { line, round } = await this.act(name, given);
      this.asking.say("good", t("You now play on the line {line}; round {round} is open.", { line, round: whole(round + 1) }));
    });
  }
}
