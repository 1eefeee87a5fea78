// The debrief of the whole class: computed in the background with its progress, then downloaded as one page.

import { Asking } from "./asking.js";
import { fill, make, press } from "./element.js";
import { t, tn } from "./language.js";

const LUCKS = [0, 10, 50, 200];

export class ClassDebrief {
  constructor(wire) {
    this.wire = wire;
    this.asking = new Asking({ place: make("div") }, t("One page over all markets"));
    this.told = make("p", { className: "note", role: "status" });
    this.bar = make("progress", { hidden: true, max: 1, "aria-label": t("Progress") });
    this.lucks = make("select", { id: "debrief-lucks" }, LUCKS.map((number) =>
      make("option", { value: number }, number ? tn("with luck and skill from {n} other seed", "with luck and skill from {n} other seeds", number) : t("without luck and skill"))));
    this.file = press(t("Download the debrief"), () => this.download(), { id: "do-class-page" });
    this.asking.form.place.append(make("label", { className: "small", htmlFor: "debrief-lucks" }, t("Contents"), " ", this.lucks), this.told, this.bar);
    this.begin = press(t("Compute the debrief"), () => this.compute(), { id: "do-class-debrief", className: "plain" });
    this.asking.buttons.append(this.file, this.begin);
    this.place = make("details", { className: "card", id: "class-debrief", ontoggle: () => this.load() }, make("summary", {}, t("Debrief of the class")), this.asking.place);
  }

  show() {
    if (this.place.open) this.load();
  }

  async load() {
    if (!this.place.open) return;
    const state = await this.wire.sent("/api/class/debrief").catch((error) => { this.told.textContent = error.message; });
    if (!state) return;
    this.bar.hidden = !state.running;
    this.bar.max = state.of || 1;
    this.bar.value = state.done;
    this.file.hidden = !state.ready;
    this.begin.disabled = state.running;
    fill(this.told, state.running ? t("{done} of {of} markets are computed; the games go on meanwhile.", { done: state.done, of: state.of })
      : state.error || (state.ready ? t("The debrief is ready. It shows what was hidden: show it when the games are over.") : t("It compares the results, decisions and luck of all markets, and has a page for each student.")));
  }

  async compute() {
    await this.asking.busy(async () => {
      this.asking.quiet();
      await this.wire.sent("/api/class/debrief/begin", { lucks: Number(this.lucks.value) });
    });
    await this.load();
  }

  async download() {
    await this.asking.busy(async () => {
      await this.wire.takeHome("/api/class/debrief/page", "class_debrief.html");
      this.asking.say("good", t("The file is among your downloads."));
    });
  }
}
