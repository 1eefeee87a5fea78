// What was done in the class, by whom and when, from the server's record; without codes.

import { fill, make, press, tableOf } from "./element.js";
import { dayAndHour, t, tn } from "./language.js";

export class Record {
  constructor(wire) {
    this.wire = wire;
    this.sum = make("p", { className: "note" });
    this.table = make("div");
    this.said = make("div", { role: "status" });
    this.place = make("details", { className: "card", id: "record", "data-fold": "record", ontoggle: () => this.fetch() }, make("summary", {}, t("Record: who did what and when")), this.sum, this.table,
      make("div", { className: "buttons" }, press(t("Download the record (CSV)"), () => this.takeHome(), { className: "plain", id: "do-record" })), this.said);
  }

  show() {
    this.fetch();
  }

  async fetch() {
    if (!this.place.open) return;
    const found = await this.wire.sent("/api/class/acts");
    const rows = found.acts.map((act) => [dayAndHour(act.time), [act.who, act.name].filter(Boolean).join(" "), act.what, [act.market, act.seat].filter(Boolean).join(" "), act.more]);
    this.sum.textContent = tn("{n} act so far; the newest comes first.", "{n} acts so far; the newest come first.", found.number);
    fill(this.table, rows.length ? tableOf([t("time"), t("who"), t("act"), t("market, seat"), t("details")], rows, [], t("Record: who did what and when")) : "");
  }

  async takeHome() {
    try {
      await this.wire.takeHome("/api/class/acts/file", "acts_of_the_class.csv");
      fill(this.said, make("p", { className: "said good" }, t("The file is among your downloads.")));
    } catch (error) {
      fill(this.said, make("p", { className: "said refused" }, error.message));
    }
  }
}
