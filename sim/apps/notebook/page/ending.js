// The end of a game: what each firm came to, the debrief as its own page inside this one, luck and skill, all files.

import { Asking } from "../../classroom/page/asking.js";
import { fill, make, press, tableOf } from "../../classroom/page/element.js";
import { t } from "../../classroom/page/language.js";

const LUCKS = 20;

export class Ending {
  constructor(wire) {
    this.wire = wire;
    this.asking = new Asking({ place: make("div") }, t("Results and debrief"), t("Here everything is shown, to everybody who looks at this screen."));
    this.frame = make("div");
    this.asking.buttons.append(
      press(t("Tell luck and skill apart"), () => this.read(LUCKS), { className: "plain", title: t("Plays the decisions of all teams again with {n} other seeds", { n: LUCKS }) }),
      press(t("Write everything to files"), () => this.write(), { className: "plain", title: t("The debrief as a page, the tables as CSV, a scenario that repeats the game") }));
    this.place = make("div", { className: "ending" }, this.asking.place, this.frame);
  }

  // figures: a table, or nothing before the first round is closed.
  async show(figures) {
    fill(this.asking.form.place, figures ? tableOf(figures.columns, figures.rows, figures.right, figures.heading) : make("p", {}, t("No round is closed yet, so there is nothing to show.")));
    this.asking.buttons.hidden = !figures;
    if (figures) await this.read(0);
  }

  async read(lucks) {
    await this.asking.busy(async () => {
      if (lucks) this.asking.say("asked", t("The decisions are played again with {n} other seeds. This takes a moment.", { n: lucks }));
      const { html } = await this.wire.sent(`/api/debrief/read?luck=${lucks}`);
      const frame = make("iframe", { className: "debrief", title: t("Debrief"), srcdoc: html });
      frame.setAttribute("sandbox", ""); // the page has no scripts and needs none
      fill(this.frame, frame);
      this.asking.quiet();
    });
  }

  async write() {
    await this.asking.busy(async () => {
      const { said } = await this.wire.sent("/api/write", {});
      this.asking.say("good", said);
    });
  }
}
