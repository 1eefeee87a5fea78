import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { Coursework, rubricTable, testTitle } from "../../sim/apps/classroom/page/coursework.js";
import { CourseworkConsole, nextWords, taskWords } from "../../sim/apps/classroom/page/coursework_console.js";
import { LearningTool, gainWords } from "../../sim/apps/classroom/page/learning.js";
import { QuestionForm } from "../../sim/apps/classroom/page/question_form.js";

const RUBRIC = [["Reasons", "none", "one", "two"], ["Example", "none", "named", "told"]];

// A wire that answers by path and keeps what was asked.
function wire(answers) {
  const asked = [];
  return { asked, kept: { token: "own", role: "person" }, keep(kept) { this.kept = kept; }, sent: async (path, given) => {
    asked.push([path, given]);
    const answer = answers[path];
    if (answer instanceof Error) throw answer;
    return answer || { accepted: true };
  } };
}

const task = (given = {}) => ({ id: "D2", title: "D2", ask: "Why?", phase: "writing", rubric: RUBRIC, text: "", late: false, to_mark: [], result: null, ...given });
// A document without a browser has no way to choose but this.
function choose(select, place) {
  [...select.querySelectorAll("option")].forEach((option, at) => (at === place ? option.setAttribute("selected", "") : option.removeAttribute("selected")));
}

const settled = () => new Promise((done) => setTimeout(done, 5));

function press(place, id) {
  place.querySelector(`[id="${id}"]`).dispatchEvent(new Event("click"));
  return settled();
}

test("a single choice is told by its number, from 1", () => {
  const told = [];
  const form = new QuestionForm({ id: "q", kind: "single", text: "Which?", options: ["<b>one</b>", "two"], items: [], unit: "", typed: null }, "q", (typed) => told.push(typed));
  const [, second] = form.place.querySelectorAll("input");
  second.checked = true;
  form.tell();
  form.tell();
  assert.deepEqual(told, ["2"], "the same answer is sent once");
  assert.equal(form.place.querySelectorAll("b").length, 0, "a text is text");
});

test("an order is told when each place is chosen once, a matching when each item has one", () => {
  const order = new QuestionForm({ kind: "ordering", text: "Order", options: ["c", "a", "b"], items: [], typed: "2 3 1" }, "o", () => {});
  const selects = [...order.place.querySelectorAll("select")];
  assert.deepEqual(selects.map((each) => each.value), ["3", "1", "2"], "what was saved is shown");
  assert.equal(order.typed, "2 3 1");
  choose(selects[0], 1);
  assert.equal(order.typed, "", "one place is chosen twice");
  const pairs = new QuestionForm({ kind: "matching", text: "Match", options: ["x", "y"], items: ["a", "b"], typed: null }, "m", () => {});
  const both = [...pairs.place.querySelectorAll("select")];
  choose(both[0], 2);
  assert.equal(pairs.typed, "");
  choose(both[1], 1);
  assert.equal(pairs.typed, "2 1");
});

test("an answer is saved by hand, and what was typed stays when the same task comes again", async () => {
  const line = wire({ "/api/work": { tests: [], tasks: [task()] } });
  const page = new Coursework(line);
  page.show({ work: 0 });
  await settled();
  assert.equal(page.place.hidden, true, "nothing was opened yet");
  page.show({ work: 1 });
  await settled();
  assert.equal(page.place.hidden, false);
  const text = page.place.querySelector("textarea");
  text.value = "Because.";
  page.show({ work: 2 });
  await settled();
  assert.equal(page.place.querySelector("textarea").value, "Because.");
  await press(page.place, "do-answer-D2");
  assert.deepEqual(line.asked[line.asked.length - 1], ["/api/work/answer", { task: "D2", text: "Because." }]);
});

test("what is typed without a pause is saved all the same, and what was not saved can be handed in late", async (context) => {
  const held = { tests: [], tasks: [task()] };
  const line = wire({ "/api/work": held });
  const page = new Coursework(line);
  page.show({ work: 1 });
  await settled();
  const text = page.place.querySelector("textarea");
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const typed of ["B", "Be", "Bec"]) {
    text.value = typed;
    text.dispatchEvent(new Event("input"));
    context.mock.timers.tick(800);
  }
  const saved = () => line.asked.filter(([path]) => path === "/api/work/answer").map(([, given]) => given.text);
  assert.deepEqual(saved(), ["Be"]);
  text.value = "Because.";
  held.tasks = [task({ phase: "marking" })];
  await page.load();
  assert.equal(page.place.querySelector("textarea").value, "Because.");
  context.mock.timers.tick(5000);
  assert.deepEqual(saved(), ["Be"], "a late answer is handed in by the person alone");
});

test("points of a peer need every line", async () => {
  const line = wire({ "/api/work": { tests: [], tasks: [task({ phase: "marking", text: "mine", to_mark: [{ text: "theirs", points: null, comment: "" }] })] } });
  const page = new Coursework(line);
  page.show({ work: 1 });
  await settled();
  const inputs = [...page.place.querySelectorAll("input")];
  assert.equal(inputs.length, 6);
  inputs[2].checked = true;
  await press(page.place, "do-points-D2-0");
  assert.match(page.place.textContent, /Choose points for each line/);
  inputs[4].checked = true;
  await press(page.place, "do-points-D2-0");
  assert.deepEqual(line.asked[line.asked.length - 1], ["/api/work/mark", { task: "D2", answer: 0, text: "theirs", points: [2, 1], comment: "" }]);
});

test("a result shows the points of readers without names, and the instructor's", async () => {
  const result = { mark: 62.5, spread: 25, peers: [{ points: [2, 1], comment: "Good." }, { points: [1, 1], comment: "" }], instructor: [2, 2] };
  const page = new Coursework(wire({ "/api/work": { tests: [], tasks: [task({ phase: "shown", text: "mine", result })] } }));
  page.show({ work: 1 });
  await settled();
  assert.match(page.place.textContent, /Your mark: 62.5 of 100/);
  assert.match(page.place.textContent, /Reader 1.*Reader 2.*Instructor/s);
});

test("who came by the link of a seat is asked for the name", async () => {
  const line = wire({ "/api/work": { tests: [], tasks: [task()] }, "/api/work/who": { token: "own", name: "Li" } });
  line.kept = { token: "seat", role: "firm" };
  const page = new Coursework(line);
  page.show({ work: 1 });
  await settled();
  page.place.querySelector("[id=work-name]").value = " Li ";
  await press(page.place, "do-who");
  assert.deepEqual(line.asked.find(([path]) => path === "/api/work/who")[1], { name: "Li", number: "" });
  assert.equal(line.kept.work, "own");
  assert.equal(page.place.querySelectorAll("textarea").length, 1, "then the tasks are shown");
});

test("who works at chapters is not asked for the name", async () => {
  const line = wire({ "/api/work": { tests: [], tasks: [task()] } });
  line.kept = { token: "own", role: "chapter_person" };
  const page = new Coursework(line);
  page.show({ work: 1 });
  await settled();
  assert.equal(page.place.querySelector("[id=work-name]"), null);
  assert.equal(page.place.querySelectorAll("textarea").length, 1);
});

test("the console says what comes next and how far a task is", async () => {
  assert.deepEqual(["writing", "marking", "shown"].map(nextWords), ["Start peer marking", "Show marks", "Hide marks"]);
  const words = taskWords({ phase: "marking", answers: 3, late: 1, to_mark: 6, marked: 4, apart: 1, unmarked: 2 }, 5);
  assert.match(words, /3 answers; 4 of 6 .*1 answer is late; in 1 answer peers are far apart; 2 answers have no mark/);
  const state = { tasks: [{ id: "D2", title: "D2", phase: "writing", answers: 2, late: 0, to_mark: 0, marked: 0, apart: 0, unmarked: 0 }], people: 3, fewest: 2, most: 10,
    tests: [{ id: "2_before", chapter: 2, moment: "before", open: true, questions: 4, people: 2, complete: 1 },
      { id: "1_before", chapter: 2, moment: "before", open: false, questions: 4, people: 2, complete: 1 }, { id: "2_after", chapter: 2, moment: "after", open: false, questions: 4, people: 2, complete: 1 }], chapters: [{ number: 2, title: "Bonds" }] };
  const line = wire({ "/api/class/work": state });
  const work = new CourseworkConsole(line);
  work.place.open = true;
  await work.load();
  assert.match(work.testTable.textContent, /Test before chapter 2: Bonds.*2 of 3.*1 of 3/s);
  assert.deepEqual([...work.testTable.querySelectorAll("button")].map((one) => one.textContent), ["Close the test", "Open the test again"], "a test after that was closed stays closed");
  await press(work.place, "do-task-D2");
  assert.match(work.tasks.answer.textContent, /2 answers are there/, "it asks before answers are fixed");
  assert.equal(line.asked.filter(([path]) => path.endsWith("/task")).length, 0);
});

test("the gain is told with its interval, and the page of learning names questions and mistakes", async () => {
  assert.match(gainWords(null), /Nobody/);
  const gain = { students: 12, before: 40, after: 70, gain: 0.5, level: "medium", low: 0.31, high: 0.69 };
  assert.match(gainWords(gain), /12 students answered both tests: 40% before, 70% after. Normalised gain 0.50 \(medium; 95% interval 0.31 to 0.69\)/);
  const found = { chapters: [{ number: 2, title: "Bonds", gain, sheet: "s.html", practice: "guanxi quiz 2", items: [{ text: "Why?", facility: 0.95, discrimination: null, verdict: "too_easy" }],
    mistakes: [{ question: "Why?", answer: "price", because: "It is not.", before: 7, answered_before: 12, later: 2, answered_later: 12 }] }], forecasts: [{ source: "game", ranges: 10, inside: 6 }] };
  const tool = new LearningTool(wire({ "/api/class/learning": found }));
  tool.place.open = true;
  await tool.load();
  assert.match(tool.place.textContent, /too easy.*price.*7 of 12.*2 of 12.*It is not.*6 of 10/s);
});

test("the titles of tests and the rubric", () => {
  assert.equal(testTitle({ moment: "after", chapter: 2, title: "Bonds" }), "Test after chapter 2: Bonds");
  assert.match(rubricTable(RUBRIC).textContent, /looked at.*0 points.*1 point.*2 points.*Reasons/s);
});
