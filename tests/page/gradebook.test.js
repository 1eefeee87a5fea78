import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { ClassDebrief } from "../../sim/apps/classroom/page/class_debrief.js";
import { ExerciseConsole, ExerciseScreen, progressWords } from "../../sim/apps/classroom/page/exercise.js";
import { Gradebook, weightsOf } from "../../sim/apps/classroom/page/gradebook.js";
import { give, use } from "../../sim/apps/classroom/page/language.js";
import { People } from "../../sim/apps/classroom/page/people.js";

// A wire that answers by path and keeps what was asked.
function wire(answers) {
  const asked = [];
  return { asked, kept: { link: "http://10.0.0.1/#enter=abc" }, mark: () => "mark", sent: async (path, given) => {
    asked.push([path, given]);
    if (answers[path] instanceof Error) throw answers[path];
    return answers[path] || { accepted: true };
  } };
}

const book = (given = {}) => ({ parts: ["participation", "predictions", "decisions", "exercises", "tests"], formats: ["csv", "moodle"], unmatched: [], tests: 0,
  weights: { participation: 0.2, predictions: 0.2, decisions: 0.2, exercises: 0.2, tests: 0.2 },
  decisions: { running: false, done: 0, of: 0, error: "", ready: [], stale: [] },
  rows: [{ name: "<b>Li</b>", number: "7", team: "", market: "1", seat: "Azure", marks: { participation: 100, predictions: 42.25, decisions: null, exercises: null, tests: 0 }, mark: 47.4 }], ...given });

test("the gradebook shows a row for each person, and a dash where there is no mark", async () => {
  const line = wire({ "/api/class/marks": book() });
  const marks = new Gradebook(line);
  marks.place.open = true;
  await marks.load();
  const cells = [...marks.table.querySelectorAll("tbody td")].map((cell) => cell.textContent);
  assert.deepEqual(cells, ["7", "<b>Li</b>", "47.4", "100.0", "42.3", "–", "–", "0.0", "", "1 · Azure"]);
  assert.equal(marks.sum.textContent, "Sum: 100%");
  assert.equal(marks.place.querySelectorAll("b").length, 0, "a name is text");
});

test("weights are typed in percent and sent as parts of one", async () => {
  const line = wire({ "/api/class/marks": book() });
  const marks = new Gradebook(line);
  marks.place.open = true;
  await marks.load();
  ["50", "50", "0", "", "0"].forEach((value, place) => { marks.inputs[place].value = value; });
  const { weights, sum } = weightsOf(marks.inputs);
  assert.deepEqual([sum, weights.participation, weights.exercises], [100, 0.5, 0]);
  marks.inputs[0].value = "33.3";
  marks.showSum();
  assert.equal(marks.sum.textContent, "Sum: 83.3%");
});

test("the gradebook says how far the marks for decisions are, and what does not fit", async () => {
  const running = { running: true, done: 2, of: 10, error: "", ready: [], stale: [] };
  const marks = new Gradebook(wire({}));
  assert.match(marks.words(book({ decisions: running })), /2 of 10 markets/);
  assert.match(marks.words(book({ decisions: { ...running, running: false, stale: ["1"] } })), /compute them again/);
  assert.match(marks.words(book({ unmatched: [9] })), /1 test has a student number that is not in this class: 9\./);
});

test("the sentences of the gradebook are in the language of the page", async () => {
  give("zh", { Gradebook: "成绩册", mark: "总分" });
  use("zh");
  try {
    const marks = new Gradebook(wire({ "/api/class/marks": book() }));
    marks.place.open = true;
    await marks.load();
    assert.equal(marks.place.querySelector("summary").textContent, "成绩册");
    assert.equal(marks.table.querySelectorAll("th")[2].textContent, "总分");
  } finally {
    use("en");
  }
});

const classState = (given = {}) => ({ people: [{ name: "Li", number: "7", market: "1", seat: "Azure" }, { name: "Sun", number: "8", market: "", seat: "" }],
  markets: [{ market: "1", seats: ["Azure", "Beryl"] }], exercise: null, locked: 0, ...given });

test("a person who sits is moved, removed or given a code; a removal is asked back", async () => {
  const line = wire({ "/api/class/people/move": { accepted: true, said: "Moved.", link: "http://10.0.0.1/#seat" } });
  const people = new People(line);
  people.show(classState({ locked: 2 }));
  assert.equal(people.who.options.length, 1, "who has no seat cannot be moved");
  assert.equal(people.locked.textContent, "Lift the lock-outs of 2 addresses");
  Object.defineProperty(people.who, "value", { value: JSON.stringify(["Li", "7"]) }); // chosen by hand
  Object.defineProperty(people.where, "value", { value: JSON.stringify(["1", "Beryl"]) });
  await people.act("move", people.target());
  assert.deepEqual(line.asked[0], ["/api/class/people/move", { name: "Li", number: "7", market: "1", seat: "Beryl" }]);
  assert.match(people.asking.answer.textContent, /Moved.*#seat/);
  await people.newCode();
  assert.deepEqual(line.asked[1], ["/api/class/people/new_code", { market: "1", seat: "Azure" }]);
  people.remove();
  assert.equal(line.asked.length, 2, "nothing is sent before the answer");
  people.show(classState());
  assert.equal(people.locked.hidden, true);
});

test("the debrief of the class shows its progress and can be downloaded when it is ready", async () => {
  const answers = { "/api/class/debrief": { running: true, done: 1, of: 4, error: "", ready: false } };
  const debrief = new ClassDebrief(wire(answers));
  debrief.place.open = true;
  await debrief.load();
  assert.deepEqual([debrief.bar.hidden, Number(debrief.bar.value), debrief.file.hidden, debrief.begin.disabled], [false, 1, true, true]);
  answers["/api/class/debrief"] = { running: false, done: 4, of: 4, error: "", ready: true };
  await debrief.load();
  assert.deepEqual([debrief.bar.hidden, debrief.file.hidden, debrief.begin.disabled], [true, false, false]);
});

const field = (path) => ({ path, label: path, help: "", sort: "number", least: 0, most: 1, unit: "", options: [], present: null, frames: {}, lever: path.split(".")[0], cost: "", percent: false, usual: null, range: "0 to 1", said: "–" });
const section = (heading) => ({ heading, text: "Some text.", columns: [], rows: [], right: [] });
const caseState = (given = {}) => ({ revision: 1, title: "Why?", case: 12, cases: [null], best: null, repeats: true, files: true, sections: [section("The case")],
  questions: [field("shares.price"), field("shares.service")], marks: [], truth: [], ...given });

test("a case is shown with its questions until it is handed in, then with marks and truth", async () => {
  const line = wire({});
  const screen = new ExerciseScreen(line);
  screen.show(caseState());
  assert.match(screen.look.textContent, /Nothing is handed in yet.*The case/s);
  assert.deepEqual([screen.asking.place.hidden, screen.next.place.hidden], [false, true]);
  assert.equal(screen.asking.form.inputs.size, 2);
  screen.question();
  assert.equal(line.asked.length, 0, "an answer counts once, so it is asked back");
  await screen.answer();
  assert.equal(line.asked[0][0], "/api/exercise/answer");
  assert.equal(line.asked[0][1].case, 12);
  screen.show(caseState({ questions: [], marks: [section("23 of 100")], truth: [section("The truth")], cases: [23.4], best: 23.4 }));
  assert.match(screen.look.textContent, /best mark is 23\.4 of 100.*23 of 100.*The truth.*The case/s);
  assert.deepEqual([screen.asking.place.hidden, screen.next.place.hidden], [true, false]);
  assert.doesNotMatch(screen.look.textContent, /object/);
});

test("many questions are grouped by what they are about", () => {
  const screen = new ExerciseScreen(wire({}));
  const questions = ["shares", "churn", "worth"].flatMap((part) => ["a", "b", "c"].map((name) => field(`${part}.${name}`)));
  screen.show(caseState({ questions }));
  assert.deepEqual([...screen.asking.form.place.querySelectorAll("legend")].map((each) => each.textContent), ["Shares", "Churn", "Worth"]);
});

test("progress is told in a sentence, and the console has a row for each student", () => {
  assert.match(progressWords(caseState({ cases: [23.4, null], best: 23.4 })), /^1 case is handed in/);
  const screen = new ExerciseConsole(wire({ "/api/class/marks": book() }));
  const people = [{ name: "Li", number: "7", team: "", joined: true, cases: 2, handed_in: 1, best: 23.4, last: 23.4 }, { name: "Sun", number: "8", team: "", joined: false, cases: 0, handed_in: 0, best: null, last: null }];
  screen.show(classState({ markets: [], exercise: { people, repeats: true } }));
  assert.match(screen.sum.textContent, /^1 joined, 1 have handed in/);
  assert.deepEqual([...screen.table.querySelectorAll("tbody tr")].map((row) => row.children[3].textContent), ["2", "has not joined"]);
  assert.equal(screen.people.where.hidden, true, "nobody has a seat, so nobody can be moved");
});
