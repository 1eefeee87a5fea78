// An exercise that is served to a class: the page of a student with a case, and the console of its instructor.

import { Asking } from "./asking.js";
import { cellWords } from "./chapter.js";
import { Coursework } from "./coursework.js";
import { CourseworkConsole } from "./coursework_console.js";
import { fill, make, paragraphs, press, tableOf } from "./element.js";
import { Form } from "./fields.js";
import { Gradebook } from "./gradebook.js";
import { decimal, t, tn } from "./language.js";
import { LearningTool } from "./learning.js";
import { People } from "./people.js";

const MANY = 8;
const points = (value) => (value === null || value === undefined ? "–" : decimal(value));

// What a student has reached so far, in a sentence.
export function progressWords(state) {
  const done = state.cases.filter((mark) => mark !== null).length;
  if (!done) return t("Nothing is handed in yet. Your answer to a case counts once.");
  return tn("{n} case is handed in; your best mark is {best} of 100.", "{n} cases are handed in; your best mark is {best} of 100.", done, { best: points(state.best) });
}

// Sections one below the other, each with its heading.
export const parts = (sections) => sections.map((section, place) => make("section", { className: place ? "card" : "card first" }, make("h2", {}, section.heading),
  paragraphs(section.text), section.rows.length ? tableOf(section.columns, section.rows, section.right, section.heading) : ""));

// Many questions are grouped by what they are about.
export class Questions extends Form {
  groups() {
    if (this.fields.length <= MANY) return [["", this.fields]];
    const found = new Map();
    this.fields.forEach((field) => found.set(field.lever, [...(found.get(field.lever) || []), field]));
    return [...found];
  }
}

export class ExerciseScreen {
  constructor(wire) {
    this.wire = wire;
    this.path = "/api/exercise";
    this.look = make("div", { id: "look", className: "panel" });
    this.asking = new Asking(new Questions(), t("Your answer"), t("What you leave empty counts as not answered."));
    this.asking.buttons.append(press(t("Hand in"), () => this.question(), { id: "do-answer" }));
    this.next = new Asking({ place: make("div") }, t("Next case"));
    this.next.buttons.append(press(t("Solve a new case"), () => this.fresh(), { id: "do-new-case" }));
    this.home = make("div", { role: "status" });
    this.tabs = [["look", t("Case")], ["decide", t("Answer")]];
    this.coursework = new Coursework(wire);
    this.panels = [this.look, make("div", { className: "side" }, make("div", { id: "decide", className: "panel" }, this.asking.place, this.next.place, this.coursework.place))];
  }

  tick() {} // an exercise has no clock

  show(state) {
    const former = this.state && this.state.case;
    this.state = state;
    if (former !== state.case) this.asking.quiet();
    const done = state.marks.length > 0;
    fill(this.look,
      make("p", { className: `said ${done ? "good" : "asked"}`, id: "exercise-progress" }, progressWords(state)),
      ...parts([...state.marks, ...state.truth, ...state.sections]),
      state.files ? make("p", { className: "note" }, press(t("Download the files of this case (CSV in a zip)"), () => this.takeHome(), { className: "link", id: "do-handout" })) : "",
      this.link(), this.home);
    this.coursework.show(state);
    this.asking.place.hidden = done;
    this.next.place.hidden = !done || !state.repeats;
    this.asking.form.update(`case ${state.case}`, state.questions, {});
    document.querySelectorAll("[data-tab=decide]").forEach((tab) => { tab.hidden = done && !state.repeats && this.coursework.place.hidden; });
  }

  link() {
    const { link } = this.wire.kept;
    return link ? make("details", { className: "card own-link" }, make("summary", {}, t("Your own link: come back to your case on any device")), make("a", { href: link }, link)) : "";
  }

  question() {
    this.asking.question([t("Your answer to this case counts once. Hand it in now?")], () => this.answer(), [t("Yes, hand in"), t("No, go on working")]);
  }

  async answer() {
    await this.asking.busy(async () => {
      await this.wire.sent("/api/exercise/answer", { values: this.asking.form.read(), case: this.state.case });
      this.asking.form.settle();
      const tab = document.querySelector("[data-tab=look]");
      if (tab) tab.click();
    });
  }

  async fresh() {
    await this.next.busy(async () => {
      await this.wire.sent("/api/exercise/new", { case: this.state.case }, 300);
      scrollTo(0, 0);
    });
  }

  async takeHome() {
    fill(this.home, make("p", { className: "note" }, t("One moment: it is being made.")));
    try {
      await this.wire.takeHome("/api/exercise/handout", `case_${this.state.case}.zip`);
      fill(this.home, make("p", { className: "said good" }, t("The file is among your downloads.")));
    } catch (error) {
      fill(this.home, make("p", { className: "said refused" }, error.message));
    }
  }
}

export class ExerciseConsole {
  constructor(wire) {
    this.wire = wire;
    this.path = "/api/class/state";
    this.table = make("div", { id: "solvers" });
    this.sum = make("p", { id: "solved", className: "note" });
    this.people = new People(wire);
    this.gradebook = new Gradebook(wire);
    this.coursework = new CourseworkConsole(wire);
    this.learning = new LearningTool(wire);
    this.codes = make("div");
    this.links = make("details", { className: "card", id: "links", ontoggle: () => this.showCodes() }, make("summary", {}, t("Codes and links (hide them from the class)")), this.codes);
    this.look = make("div", { id: "look", className: "panel" }, make("section", { className: "card first" }, make("h2", {}, t("Progress")), this.sum, this.table), this.coursework.place, this.gradebook.place, this.learning.place);
    this.tabs = [["look", t("Progress")], ["lead", t("Actions")]];
    this.panels = [this.look, make("div", { className: "side wide" }, make("div", { id: "lead", className: "panel" }, this.links, this.people.place))];
  }

  tick() {} // an exercise has no clock

  show(state) {
    const joined = state.exercise.people.filter((one) => one.joined);
    this.sum.textContent = this.words(joined);
    const [heads, rows] = this.progress(state.exercise);
    fill(this.table, rows.length ? tableOf(heads, rows, heads.map((_head, place) => place > 2), t("Progress")) : "");
    this.people.show(state);
    [this.gradebook, this.coursework, this.learning].forEach((tool) => tool.show());
    if (this.links.open && this.shown !== joined.length) this.showCodes();
    this.shown = joined.length;
  }

  words(joined) {
    return t("{joined} joined, {done} have handed in a case. Each student has cases of their own.", { joined: joined.length, done: joined.filter((one) => one.handed_in).length });
  }

  // Headings and rows of what each person has done.
  progress({ people }) {
    return [[t("student number"), t("name of the person"), t("team"), t("cases"), t("handed in"), t("last mark"), t("best mark")],
      people.map((one) => [one.number, one.name, one.team, one.joined ? String(one.cases) : t("has not joined"), String(one.handed_in), points(one.last), make("strong", {}, points(one.best))])];
  }

  async showCodes() {
    if (!this.links.open) {
      fill(this.codes);
      return;
    }
    const found = await this.wire.sent("/api/class/codes");
    const link = (address, words = address) => make("a", { href: address, target: "_blank", rel: "noopener" }, words);
    fill(this.codes, make("p", {}, t("Class code"), " ", make("code", {}, found.join_code), " ", link(found.join_link)),
      make("p", {}, t("Projector page"), " ", link(found.projector_link)),
      this.seedNote(found),
      found.seats.length ? tableOf([t("name of the person"), t("code of the case"), t("link of the case")], found.seats.map((one) => [one.seat, make("code", {}, one.code), link(one.link, t("open"))])) : "");
  }
  seedNote(found) {
    return make("p", { className: "note" }, t("Seed {seed}. It repeats the cases of this class exactly; tell it in the debrief only.", { seed: found.seed }));
  }
}

// The console of a class that works through chapters: the same, with what each person has done in each chapter.
export class ChapterConsole extends ExerciseConsole {
  words(joined) {
    const predicted = joined.filter((one) => one.chapters.some((each) => each.predicted)).length;
    return t("{joined} joined, {done} have saved predictions. Each student has a market of their own.", { joined: joined.length, done: predicted });
  }

  progress({ people, chapters }) {
    const heads = [t("student number"), t("name of the person"), t("team"), ...chapters.map((one) => t("chapter {number}", one))];
    const cells = (one) => chapters.map((_chapter, place) => (one.joined ? cellWords(one.chapters[place]) : t("has not joined")));
    return [heads, people.map((one) => [one.number, one.name, one.team, ...cells(one)])];
  }

  seedNote() {
    return "";
  }
}
