// Open answers and tests in the console: what is opened and closed, how far it is, and the answers with their marks.

import { Asking } from "./asking.js";
import { Points, rubricTable, testTitle } from "./coursework.js";
import { fill, fillFolded, make, paragraphs, press, tableOf, wordyTable } from "./element.js";
import { decimal, t, tn } from "./language.js";

const USUAL = 4; // questions of a test, as in the instructor's kit
const NEXT = { writing: "marking", marking: "shown", shown: "marking" };

// What comes next at a task, on its button.
export const nextWords = (phase) => ({ writing: t("Start peer marking"), marking: t("Show marks"), shown: t("Hide marks") })[phase];

export function taskWords(task, people) {
  const counted = { answers: task.answers, people, marked: task.marked, of: task.to_mark };
  const words = [task.phase === "writing" ? t("{answers} of {people} have written something", counted) : t("{answers} answers; {marked} of {of} marks of peers are given", counted)];
  if (task.late) words.push(tn("{n} answer is late", "{n} answers are late", task.late));
  if (task.apart) words.push(tn("in {n} answer peers are far apart", "in {n} answers peers are far apart", task.apart));
  if (task.phase === "shown") words.push(t("marks are shown"));
  if (task.unmarked && task.phase !== "writing") words.push(tn("{n} answer has no mark", "{n} answers have no mark", task.unmarked));
  return words.join(t("; "));
}

export const markWords = (one) => (one.mark === null ? "–" : decimal(one.mark));

export class CourseworkConsole {
  constructor(wire) {
    this.wire = wire;
    this.tests = new Asking({ place: make("div") }, t("Tests before and after a chapter"), t("Both ask the same questions of the bank, with other numbers; from both the gain is computed. Only the test after counts in the gradebook."));
    this.tasks = new Asking({ place: make("div") }, t("Open answers"), t("Two peers mark each answer by the rubric, without names. Your points count alone where you give them."));
    this.chapter = make("select", { id: "test-chapter", "aria-label": t("Chapter") });
    this.number = make("select", { id: "test-questions", "aria-label": t("Number of questions") });
    this.testTable = make("div", { id: "class-tests" });
    this.taskTable = make("div", { id: "open-tasks" });
    this.answers = make("div", { id: "open-answers" });
    this.tests.form.place.append(this.testTable);
    this.tests.buttons.append(this.chapter, this.number,
      press(t("Open the test before"), () => this.test("before"), { id: "do-test-before" }),
      press(t("Open the test after"), () => this.test("after"), { id: "do-test-after", className: "plain" }));
    this.task = make("select", { id: "task-to-open", "aria-label": t("Task") });
    this.opens = make("div", { className: "buttons" }, this.task, press(t("Open for writing"), () => this.send(this.tasks, "task", { task: this.task.value, phase: "writing" }), { id: "do-open-task" }));
    this.tasks.form.place.append(this.opens, this.taskTable, this.answers);
    this.place = make("details", { className: "card", id: "class-work", ontoggle: () => this.load() }, make("summary", {}, t("Open answers and tests")), this.tests.place, this.tasks.place);
  }

  show() {
    if (this.place.open) this.load();
  }

  async load() {
    if (!this.place.open) return;
    const found = await this.wire.sent("/api/class/work").catch((error) => this.tasks.say("refused", error.message));
    if (!found) return;
    this.found = found;
    if (!this.chapter.options.length) {
      fill(this.chapter, found.chapters.map((one) => make("option", { value: String(one.number) }, t("{n} {title}", { n: one.number, title: one.title }))));
      const numbers = Array.from({ length: found.most - found.fewest + 1 }, (_, at) => found.fewest + at);
      fill(this.number, numbers.map((n) => make("option", { value: String(n), selected: n === USUAL }, tn("{n} question", "{n} questions", n))));
    }
    this.showTests(found);
    this.showTasks(found);
    if (this.chosen) await this.showAnswers();
  }

  showTests({ tests, chapters, people }) {
    const rows = tests.map((one) => [
      testTitle({ ...one, title: chapters.find((each) => each.number === one.chapter).title }), one.open ? t("open") : t("closed"),
      t("{n} of {people}", { n: one.people, people }), t("{n} of {people}", { n: one.complete, people }),
      one.moment === "after" && !one.open ? "" : // its right answers are shown
        press(one.open ? t("Close the test") : t("Open the test again"), () => this.send(this.tests, "test", { chapter: one.chapter, moment: one.moment, open: !one.open, questions: one.questions }), { className: "link", id: `do-test-${one.id}` })]);
    fill(this.testTable, rows.length ? wordyTable([t("test"), t("state"), t("have begun"), t("have answered all"), ""], rows, t("Tests before and after a chapter"), [false, false, true, true]) : "");
  }

  showTasks({ tasks, people }) {
    const opened = tasks.filter((one) => one.phase);
    const others = tasks.filter((one) => !one.phase);
    fill(this.taskTable, opened.map((one) => make("section", { className: "open-task" }, make("p", {}, make("strong", {}, one.title)), make("p", {}, taskWords(one, people)), make("div", { className: "buttons" },
      press(nextWords(one.phase), () => this.advance(one), { className: one.phase === "shown" ? "plain" : "", id: `do-task-${one.id}` }),
      press(t("Answers"), () => this.choose(one.id), { className: "plain", id: `do-answers-${one.id}` })))));
    const chosen = this.task.value;
    fill(this.task, others.map((one) => make("option", { value: one.id, selected: one.id === chosen }, one.title)));
    this.opens.hidden = !others.length;
  }

  test(moment) {
    return this.send(this.tests, "test", { chapter: Number(this.chapter.value), moment, open: true, questions: Number(this.number.value) });
  }

  advance(task) {
    const go = () => this.send(this.tasks, "task", { task: task.id, phase: NEXT[task.phase] });
    if (task.phase !== "writing") return go();
    const words = tn("{n} answer is there. When peer marking begins, it can no longer be changed. Begin now?", "{n} answers are there. When peer marking begins, they can no longer be changed. Begin now?", task.answers);
    return this.tasks.question([words], go, [t("Yes, go on"), t("No, wait")]);
  }

  async send(place, path, given) {
    let said = "";
    await place.busy(async () => {
      place.quiet();
      said = (await this.wire.sent(`/api/class/work/${path}`, given)).said || "";
    });
    if (said) place.say("good", said);
    await this.load();
  }

  async choose(task) {
    this.chosen = this.chosen === task ? "" : task;
    fill(this.answers);
    this.shown = "";
    if (this.chosen) await this.showAnswers();
  }

  // What is being chosen stays while nothing else has changed.
  async showAnswers() {
    const found = await this.wire.sent(`/api/class/work/answers?task=${this.chosen}`);
    const seen = JSON.stringify(found);
    if (seen === this.shown) return;
    this.shown = seen;
    const rows = found.answers.map((one) => [one.number, one.name, one.late ? t("late") : "", markWords(one), one.peers.map((peer) => (peer.points ? String(peer.points.reduce((sum, each) => sum + each, 0)) : "–")).join(" · "),
      one.spread === null ? "–" : decimal(one.spread), one.overruled ? t("instructor") : one.apart ? t("far apart") : ""]);
    const owing = found.owing.length ? make("p", {}, t("Still to mark: {names}", { names: found.owing.join(t(", ")) }), " ",
      press(t("Give these answers to others"), () => this.send(this.tasks, "reassign", { task: found.id }), { className: "link", id: "do-reassign" })) : "";
    fillFolded(this.answers, make("h3", {}, found.title), rows.length ? tableOf([t("student number"), t("name of the person"), "", t("mark"), t("points of peers"), t("spread"), ""], rows, [false, false, false, true, true, true], found.title) : make("p", { className: "note" }, t("Nobody has written anything yet.")),
      owing, found.missing.length ? make("p", { className: "note" }, t("Nothing handed in: {names}", { names: found.missing.join(t(", ")) })) : "",
      make("details", { "data-fold": "rubric" }, make("summary", {}, t("Rubric")), rubricTable(found.rubric)), found.answers.map((one) => this.answer(found, one)));
  }

  answer(found, one) {
    const name = `own-${found.id}-${one.name}-${one.number}`;
    const points = new Points(name, found.rubric, one.instructor, null);
    const asking = new Asking(points, "", t("Your points count alone."));
    const who = { task: found.id, name: one.name, number: one.number };
    asking.buttons.append(press(t("Save my points"), () => asking.busy(async () => {
      if (!points.value) throw new Error(t("Choose points for each line."));
      await this.wire.sent("/api/class/work/points", { ...who, points: points.value });
      await this.load();
    })), one.overruled ? press(t("Let the points of the peers count"), () => this.send(asking, "points", { ...who, points: null }), { className: "plain" }) : "");
    const none = t("not marked yet");
    const peers = one.peers.map((peer) => make("div", { className: "note" }, make("p", {}, t("{name}: {points}", { name: peer.marker, points: peer.points ? peer.points.join(" + ") : none })), peer.comment ? make("blockquote", {}, paragraphs(peer.comment)) : ""));
    return make("details", { "data-fold": name }, make("summary", {}, t("{name}: {mark}", { name: one.name, mark: markWords(one) })), make("blockquote", {}, paragraphs(one.text)), peers, found.phase === "writing" ? "" : asking.place);
  }
}
