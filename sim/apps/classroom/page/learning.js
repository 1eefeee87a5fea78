// What the class has learned, in the console: gain, hard questions, mistakes by count, ranges that held. It names nobody.

import { Asking } from "./asking.js";
import { barChart } from "./charts.js";
import { fill, make, press, wordyTable } from "./element.js";
import { decimal, t, tn } from "./language.js";

const MOST = 6; // mistakes and questions that are seen at once; the file has all

const percent = (part) => t("{n}%", { n: decimal(100 * part, 0) });

// The gain of a chapter in a sentence.
export function gainWords(gain) {
  if (!gain) return t("Nobody has answered both the test before and the test after.");
  const places = { before: decimal(gain.before, 0), after: decimal(gain.after, 0), students: gain.students };
  const scores = tn("{students} student answered both tests: {before}% before, {after}% after.", "{students} students answered both tests: {before}% before, {after}% after.", gain.students, places);
  if (gain.gain === null) return scores;
  const level = { loss: t("a loss"), low: t("low"), medium: t("medium"), high: t("high") }[gain.level];
  const value = { gain: decimal(gain.gain, 2), level };
  const said = gain.low === null ? t("Normalised gain {gain} ({level}).", value)
    : t("Normalised gain {gain} ({level}; 95% interval {low} to {high}).", { ...value, low: decimal(gain.low, 2), high: decimal(gain.high, 2) });
  return t("{sentence} {next}", { sentence: scores, next: said });
}

const verdicts = () => ({ too_easy: t("too easy"), too_hard: t("too hard"), poor: t("tells little"), good: "" });

export class LearningTool {
  constructor(wire) {
    this.wire = wire;
    this.asking = new Asking({ place: make("div", { id: "learned" }) }, "", t("Counts over the class, without names: it may be shown on the projector."));
    this.asking.buttons.append(press(t("Download as a page"), () => this.download("page", "learning.html"), { id: "do-learning-page" }),
      press(t("Download as CSV"), () => this.download("file", "learning.csv"), { id: "do-learning-file", className: "plain" }));
    this.place = make("details", { className: "card", id: "learning", ontoggle: () => this.load() }, make("summary", {}, t("What the class has learned")), this.asking.place);
  }

  show() {
    if (this.place.open) this.load();
  }

  async load() {
    if (!this.place.open) return;
    const found = await this.wire.sent("/api/class/learning").catch((error) => this.asking.say("refused", error.message));
    if (!found || JSON.stringify(found) === this.seen) return;
    this.seen = JSON.stringify(found);
    const empty = !found.chapters.length && !found.forecasts.length;
    fill(this.asking.form.place, empty ? make("p", { className: "note" }, t("Nothing to be seen yet: open a test before and after a chapter, read in tests that students handed in, or close rounds with predictions.")) : "",
      found.chapters.map((one) => this.chapter(one)), found.forecasts.length ? this.forecasts(found.forecasts) : "");
  }

  chapter(one) {
    const scores = one.gain ? barChart({ title: t("Points, mean of those who answered both"), end: 100, rows: [{ name: t("before"), value: one.gain.before, text: `${decimal(one.gain.before, 0)}%` }, { name: t("after"), value: one.gain.after, text: `${decimal(one.gain.after, 0)}%` }] }) : "";
    const mistakes = one.mistakes.slice(0, MOST).map((each) => [each.question, each.answer, t("{n} of {of}", { n: each.before, of: each.answered_before }), t("{n} of {of}", { n: each.later, of: each.answered_later }), each.because]);
    const items = one.items.map((each) => [each.text, percent(each.facility), each.discrimination === null ? "–" : decimal(each.discrimination, 2), verdicts()[each.verdict]]);
    return make("section", {}, make("h3", {}, t("Chapter {n}: {title}", { n: one.number, title: one.title })), make("p", {}, gainWords(one.gain)), scores || "",
      items.length ? wordyTable([t("question"), t("right"), t("discrimination"), ""], items, t("Questions"), [false, true, true]) : "",
      mistakes.length ? wordyTable([t("question"), t("wrong answer"), t("before"), t("after"), t("what to say")], mistakes, t("Mistakes by count"), [false, false, true, true]) : "",
      make("p", { className: "note" }, t("What helps: {sheet} in the folder of guanxi kit, the chapter itself, and {practice}.", one)));
  }

  forecasts(found) {
    const names = { game: t("rounds of the game"), chapters: t("chapters handed in") };
    const rows = found.map((one) => ({ name: names[one.source], value: 100 * (one.inside / one.ranges), text: t("{inside} of {ranges}", one) }));
    return make("section", {}, make("h3", {}, t("How sure predictions were")), barChart({ title: t("Ranges that held the result"), end: 100, rows, note: t("With good calibration 8 of 10 hold it.") }) || "");
  }

  async download(what, name) {
    await this.asking.busy(async () => {
      await this.wire.takeHome(`/api/class/learning/${what}`, name);
      this.asking.say("good", t("The file is among your downloads."));
    });
  }
}
