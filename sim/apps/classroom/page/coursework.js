// Open answers and tests on the page of a person: write, mark two others without names, see the marks.

import { Asking } from "./asking.js";
import { fill, make, paragraphs, press, tableOf, wordyTable } from "./element.js";
import { decimal, hour, t, tn } from "./language.js";
import { QuestionForm } from "./question_form.js";

const PAUSE = 1500; // milliseconds after a key before what was typed is saved
const LEVELS = [0, 1, 2];
export const pointsWords = (number) => tn("{n} point", "{n} points", number);

// The rubric as a table: what is looked at, and what each number of points is given for.
export function rubricTable(rubric) {
  return wordyTable([t("looked at"), ...LEVELS.map(pointsWords)], rubric, t("Rubric"));
}

export function testTitle(test) {
  return test.moment === "before" ? t("Test before chapter {n}: {title}", { n: test.chapter, title: test.title }) : t("Test after chapter {n}: {title}", { n: test.chapter, title: test.title });
}

// Whether a person can still do something at a task or a test.
const isActive = (one) => (one.phase ? one.phase !== "shown" : one.open);

// Saves what is typed soon after the first key, and says so.
class Saver {
  constructor(place, save) {
    this.place = place;
    this.save = save;
    this.timer = 0;
  }

  later() {
    fill(this.place, t("Not saved yet"));
    if (!this.timer) this.timer = setTimeout(() => this.now(), PAUSE); // also while a person types without a pause
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  async now() {
    this.stop();
    try {
      await this.save();
      fill(this.place, t("Saved at {time}", { time: hour(new Date()) }));
    } catch (error) {
      fill(this.place, make("span", { className: "said refused" }, error.message));
    }
  }
}

// Points for one answer by the lines of a rubric, and a comment.
export class Points {
  constructor(name, rubric, given, comment) {
    this.lines = rubric.map((row, line) => make("fieldset", { className: "question" }, make("legend", {}, row[0]), LEVELS.map((level) =>
      make("label", { className: "tick" }, make("input", { type: "radio", name: `${name}-${line}`, value: String(level), checked: Boolean(given) && given[line] === level }),
        t("{points}: {what}", { points: pointsWords(level), what: row[level + 1] })))));
    this.comment = comment === null ? null : make("textarea", { rows: 2, maxLength: 1000, value: comment, "aria-label": t("Comment for the author (optional)"), placeholder: t("Comment for the author (optional)") });
    this.place = make("div", {}, this.lines, this.comment || "");
  }

  // The points by line; null while a line has none.
  get value() {
    const found = this.lines.map((line) => [...line.querySelectorAll("input")].find((input) => input.checked));
    return found.every(Boolean) ? found.map((input) => Number(input.value)) : null;
  }
}

class TaskCard {
  constructor(wire, task) {
    this.wire = wire;
    this.id = task.id;
    this.body = make("div");
    this.place = make("details", { className: "card fold", "data-task": task.id, open: isActive(task) }, make("summary", {}, task.title), this.body);
  }

  // What is being typed stays, unless the task has moved on.
  show(task) {
    const seen = JSON.stringify([task.phase, task.late, task.result, task.to_mark.map((one) => one.text), task.title]);
    if (seen === this.seen) return;
    this.seen = seen;
    this.task = task;
    const rubric = make("details", {}, make("summary", {}, t("How it is marked")), rubricTable(task.rubric));
    fill(this.body, paragraphs(task.ask), rubric, this[task.phase]());
  }

  // A text that was never saved stays in the form when marking begins, to be handed in late.
  editor(saver, automatic) {
    if (this.saver) this.saver.stop();
    this.saver = saver;
    this.text = make("textarea", { id: `answer-${this.id}`, rows: 8, maxLength: 6000, value: this.task.text || (this.text ? this.text.value : ""), "aria-label": t("Your answer"), oninput: () => automatic && saver.later() });
    return this.text;
  }

  writing() {
    const saved = make("p", { className: "note", role: "status" }, t("What is saved here when the instructor closes writing is your answer."));
    const saver = new Saver(saved, () => this.wire.sent("/api/work/answer", { task: this.id, text: this.text.value }));
    return [this.editor(saver, true), saved, make("div", { className: "buttons" }, press(t("Save answer"), () => saver.now(), { id: `do-answer-${this.id}`, className: "plain" }))];
  }

  marking() {
    const { task } = this;
    const own = task.text ? make("details", {}, make("summary", {}, task.late ? t("Your answer, handed in late") : t("Your answer")), paragraphs(task.text)) : this.lateForm();
    const number = task.to_mark.length;
    const words = number ? tn("Mark {n} answer. Neither you nor its author sees a name.", "Mark {n} answers. Neither you nor their authors see a name.", number) : t("There is no answer for you to mark.");
    return [own, make("p", {}, words), task.to_mark.map((one, place) => this.markForm(one, place))];
  }

  lateForm() {
    const saved = make("p", { className: "note", role: "status" }, t("You have not handed in an answer. A late one is taken while peers mark; it can then not be changed."));
    const saver = new Saver(saved, async () => {
      await this.wire.sent("/api/work/answer", { task: this.id, text: this.text.value });
      this.text.disabled = true;
    });
    return make("div", {}, this.editor(saver, false), saved, make("div", { className: "buttons" }, press(t("Hand in late"), () => saver.now(), { id: `do-late-${this.id}` })));
  }

  markForm(one, place) {
    const points = new Points(`${this.id}-${place}`, this.task.rubric, one.points, one.comment);
    const asking = new Asking(points, t("Answer {n}", { n: place + 1 }));
    fill(asking.extra, make("blockquote", {}, paragraphs(one.text)));
    asking.buttons.append(press(one.points ? t("Change points") : t("Save points"), () => asking.busy(async () => {
      if (!points.value) throw new Error(t("Choose points for each line."));
      await this.wire.sent("/api/work/mark", { task: this.id, answer: place, text: one.text, points: points.value, comment: points.comment.value });
      asking.say("good", t("Saved. You can change it until the marks are shown."));
    }), { id: `do-points-${this.id}-${place}` }));
    if (one.points) asking.say("good", t("Saved. You can change it until the marks are shown."));
    return asking.place;
  }

  shown() {
    const { result, rubric, text } = this.task;
    if (!result) return make("p", { className: "note" }, t("You have not handed in an answer to this task."));
    const given = result.peers.map((one, at) => [t("Reader {n}", { n: at + 1 }), one.points]);
    if (result.instructor) given.push([t("Instructor"), result.instructor]);
    const rows = rubric.map((row, line) => [row[0], ...given.map(([, points]) => String(points[line]))]);
    const comments = result.peers.filter((one) => one.comment).map((one) => make("blockquote", {}, paragraphs(one.comment)));
    const mark = result.mark === null ? t("Nobody has marked your answer yet.") : t("Your mark: {mark} of 100.", { mark: decimal(result.mark) });
    return [make("p", { className: "said good" }, mark), result.instructor ? make("p", { className: "note" }, t("This mark is the instructor's; the points of the readers do not count.")) : "",
      given.length ? tableOf([t("looked at"), ...given.map(([name]) => name)], rows, [false, ...given.map(() => true)], t("Points")) : "", comments,
      make("details", {}, make("summary", {}, t("Your answer")), paragraphs(text))];
  }
}

class TestCard {
  constructor(wire, test) {
    this.wire = wire;
    this.id = test.id;
    this.body = make("div");
    this.state = make("p", { className: "note", role: "status" });
    this.place = make("details", { className: "card fold", "data-test": test.id, open: isActive(test) }, make("summary", {}, testTitle(test)), this.body);
  }

  show(test) {
    const seen = JSON.stringify([test.open, test.mark, test.title]);
    if (seen === this.seen) return;
    this.seen = seen;
    this.test = test;
    this.done = new Set(test.questions.filter((one) => one.typed).map((one) => one.id));
    this.tell();
    fill(this.body, this.state, test.open ? test.questions.map((one) => this.form(one)) : test.mark === null ? "" : test.questions.map((one, at) => this.told(one, at)));
  }

  tell(error = "") {
    const { open, mark, questions } = this.test;
    const counted = { done: this.done.size, of: questions.length };
    const words = open ? t("{done} of {of} questions are answered and saved. You can change answers until the test is closed.", counted)
      : mark === null ? t("This test is closed. {done} of {of} questions are answered. Right answers are told after the second test.", counted)
        : t("Your mark: {mark} of 100.", { mark: decimal(mark) });
    fill(this.state, error ? make("span", { className: "said refused" }, error) : words);
  }

  form(question) {
    const form = new QuestionForm(question, `${this.id}-${question.id}`, async (typed) => {
      try {
        await this.wire.sent("/api/work/test", { test: this.id, question: question.id, typed });
        this.done.add(question.id);
        this.tell();
      } catch (error) {
        this.tell(error.message);
      }
    });
    return form.place;
  }

  told(question, at) {
    return make("section", { className: "question" }, make("h3", {}, t("Question {n}", { n: at + 1 })), paragraphs(question.text), make("p", { className: question.points === 1 ? "said good" : "said asked" }, question.told));
  }
}

export class Coursework {
  constructor(wire) {
    this.wire = wire;
    this.cards = new Map();
    this.place = make("section", { id: "coursework", className: "coursework", hidden: true });
    this.list = make("div");
    this.place.append(make("h2", {}, t("Answers and tests")), this.list);
  }

  // The state of a seat or a case says how often something has changed for all; 0 is before anything was opened.
  show(state) {
    if (!state.work || state.work === this.seen) return;
    this.seen = state.work;
    this.load();
  }

  async load() {
    const { role, work } = this.wire.kept;
    if (!["person", "chapter_person"].includes(role) && !work) {
      this.ask();
      return;
    }
    try {
      this.draw(await this.wire.sent("/api/work"));
    } catch (error) {
      if (error.status !== 401) throw error;
      this.ask(); // the seat has a new code since then
    }
  }

  draw(found) {
    if (this.asked) fill(this.list);
    this.asked = false;
    const all = [...found.tests.map((one) => [`test ${one.id}`, one, TestCard]), ...found.tasks.map((one) => [`task ${one.id}`, one, TaskCard])];
    all.sort(([, one], [, other]) => Number(isActive(other)) - Number(isActive(one))); // what is done comes last
    this.place.hidden = !all.length;
    all.forEach(([name, content, Card]) => {
      if (!this.cards.has(name)) this.cards.set(name, new Card(this.wire, content));
      this.cards.get(name).show(content);
    });
    const wanted = all.map(([name]) => this.cards.get(name).place);
    if (wanted.length !== this.list.children.length || wanted.some((place, at) => this.list.children[at] !== place)) fill(this.list, wanted);
  }

  // Several people may share a seat: who came by its link says who it is.
  ask() {
    const name = make("input", { id: "work-name", type: "text", maxLength: 60, autocomplete: "name" });
    const number = make("input", { id: "work-number", type: "text", maxLength: 60, autocomplete: "off" });
    const asking = new Asking({ place: make("div", {}, make("div", { className: "row" }, make("label", { htmlFor: "work-name" }, t("Your name")), name),
      make("div", { className: "row" }, make("label", { htmlFor: "work-number" }, t("Student number (if your class has a list)")), number)) }, "", t("Answers and marks are your own, and others may share this seat: say who you are, as when you joined the class."));
    asking.buttons.append(press(t("Show my tasks"), () => asking.busy(async () => {
      this.wire.keep({ ...this.wire.kept, work: undefined });
      const found = await this.wire.sent("/api/work/who", { name: name.value.trim(), number: number.value.trim() });
      this.wire.keep({ ...this.wire.kept, work: found.token });
      await this.load();
    }), { id: "do-who" }));
    this.asked = true;
    this.place.hidden = false;
    fill(this.list, asking.place);
  }
}
