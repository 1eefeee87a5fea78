import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { ChapterForm, ChapterScreen, cellWords } from "../../sim/apps/classroom/page/chapter.js";
import { wordyTable } from "../../sim/apps/classroom/page/element.js";
import { ChapterConsole } from "../../sim/apps/classroom/page/exercise.js";

const field = (path, given = {}) => ({ path, label: path, help: "", sort: "number", least: null, most: null, unit: "", options: [], titles: [], present: null, frames: {},
  lever: "How many?", group: "How many?", cost: "", percent: false, usual: null, range: "a number", said: "–", ...given });
const choice = field("pays.choice", { sort: "choice", options: ["more", "less"], titles: ["raised it", "lowered it"], lever: "What happens?" });
const question = (given = {}) => ({ kind: "question", id: "q1", form: "single", place: 1, text: "Which?", options: ["this", "that"], items: [], unit: "", typed: null, said: [], ...given });

function steps(given = {}) {
  const locked = !given.predicted;
  const step = (id, blocks, more = {}) => ({ id, title: id, done: false, locked: false, waits: false, blocks, ...more });
  return [
    step("question", [{ kind: "text", paragraphs: ["Three shops."] }], { done: !locked }),
    step("predict", locked ? [{ kind: "predict", fields: [field("late.value"), field("late.low"), field("late.high"), choice] }] : [{ kind: "table", columns: ["Question", "You predicted"], rows: [["How many?", "3"]] }], { done: !locked }),
    step("try_out", locked ? [] : [{ kind: "trial", fields: [field("reward", { least: 0, most: 60, step: 10, present: 20, lever: "" })] }], { locked }),
    step("happened", locked || given.waits ? [] : [{ kind: "picture", name: "abc", alt: "A line that rises.", look: "The star is the launch." }], { locked, waits: !locked && Boolean(given.waits) }),
    step("follow", locked ? [] : [{ kind: "follow" }], { locked }),
    step("check", locked ? [] : [question(given.question)], { locked }),
    step("reflect", [{ kind: "reflect", text: given.text || "" }]),
  ];
}

const state = (given = {}) => ({ revision: 1, chapter: 2, title: "Imitation", minutes: 72, student: "7", seed: 11, trouble: "", work: 0, name: "Li",
  chapters: [{ number: 2, title: "Imitation", predicted: false, answered: 0, of: 7 }, { number: 7, title: "Exits", predicted: true, answered: 1, of: 7 }], steps: steps(given) });

function wire(answers = {}) {
  const asked = [];
  const line = { asked, kept: { link: "http://10.0.0.1/#enter=abc" }, mark: () => "mark", hurried: 0,
    hurry: () => { line.hurried += 1; }, keep: (kept) => { line.kept = kept; }, sent: async (path, given) => {
      asked.push([path, given]);
      const name = path.split("/").pop();
      if (answers[name] instanceof Error) throw answers[name];
      return answers[name] || { accepted: true };
    } };
  return line;
}

const body = (screen, id) => screen.known.get(id).card.body;
const told = (screen, id) => body(screen, id).textContent;

test("the first step that is not done is open, and what comes after the predictions is locked", () => {
  const screen = new ChapterScreen(wire());
  screen.show(state());
  const open = [...screen.known].filter(([, one]) => !one.card.isFolded).map(([id]) => id);
  assert.deepEqual(open, ["question"]);
  assert.match(told(screen, "happened"), /Locked: save your predictions first/);
  assert.match(screen.choice.textContent, /7\. Exits \(1 of 7 questions answered\)/);
  screen.goOn("question", "predict");
  assert.deepEqual([screen.known.get("question").card.isFolded, screen.known.get("predict").card.isFolded], [true, false]);
});

test("predictions are sent as they are typed, and open the next step", async () => {
  const line = wire({ predict: { accepted: true, notice: "Saved before." }, try: { picture: "abc", words: "40 with the card", values: {} } });
  const screen = new ChapterScreen(line);
  screen.show(state());
  const part = screen.known.get("predict").content.made.get("predict ");
  const { form } = part.asking;
  form.inputs.get("late.value").value = "3";
  form.changed(form.fields[0]);
  form.inputs.get("pays.choice").querySelectorAll("input")[1].checked = true;
  assert.equal(form.value("pays.choice"), "less");
  await part.save();
  assert.deepEqual(line.asked[0], ["/api/chapters/2/predict", { values: { "late.value": 3, "late.low": null, "late.high": null, "pays.choice": "less" }, client: "mark" }]);
  assert.match(screen.news.textContent, /Saved before/);
  assert.equal(screen.known.get("try_out").card.isFolded, false);
  assert.equal(line.asked.length, 1, "a locked step asks for nothing");
  screen.show(state({ predicted: true }));
  await new Promise((done) => setTimeout(done, 0));
  assert.deepEqual(line.asked[1], ["/api/chapters/2/try", { values: { reward: 20 }, client: "mark" }]);
  const picture = body(screen, "try_out").querySelector("img");
  assert.deepEqual([picture.getAttribute("src"), picture.getAttribute("alt")], ["/api/chapters/picture/abc.png", "40 with the card"]);
});

test("an answer is marked in place; what is typed elsewhere stays, and a picture has its text", async () => {
  const marked = question({ typed: "1", points: 0, said: ["Wrong. Look again.", "Attempts: 1."] });
  const line = wire({ answer: { accepted: true, question: marked } });
  const screen = new ChapterScreen(line);
  screen.show(state({ predicted: true, waits: true }));
  assert.match(told(screen, "happened"), /being run/);
  screen.show(state({ predicted: true }));
  assert.equal(body(screen, "happened").querySelector("img").getAttribute("alt"), "A line that rises.");
  const reflection = body(screen, "reflect").querySelector("textarea");
  reflection.value = "not saved yet";
  const part = screen.known.get("check").content.made.get("question q1");
  part.form.place.querySelectorAll("input")[0].checked = true;
  await part.check();
  assert.deepEqual(line.asked.pop(), ["/api/chapters/2/answer", { question: "q1", typed: "1", client: "mark" }]);
  assert.match(told(screen, "check"), /Wrong\. Look again\..*Attempts: 1\./s);
  screen.show(state({ predicted: true, question: marked, text: "saved in another tab" }));
  assert.equal(reflection.value, "not saved yet");
});

test("a text goes with what the page had before, so that two tabs lose nothing", async () => {
  const line = wire({ reflect: { accepted: true, text: "theirs\n\nmine", notice: "Both texts are kept." } });
  const screen = new ChapterScreen(line);
  screen.show(state({ text: "old" }));
  const part = screen.known.get("reflect").content.made.get("reflect ");
  part.text.value = "mine";
  await part.save();
  assert.deepEqual(line.asked[0], ["/api/chapters/2/reflect", { text: "mine", before: "old", client: "mark" }]);
  assert.deepEqual([part.text.value, part.before], ["theirs\n\nmine", "theirs\n\nmine"]);
  assert.match(part.asking.answer.textContent, /Both texts are kept/);
});

test("another chapter is asked for at once, and late answers about the former one are left alone", () => {
  const line = wire();
  const screen = new ChapterScreen(line);
  screen.show(state());
  assert.equal(screen.path, "/api/chapters/0");
  screen.turnTo(7);
  assert.deepEqual([screen.path, screen.turned, line.hurried], ["/api/chapters/7", true, 1]);
  screen.show(state());
  assert.equal(screen.turned, true);
  screen.show({ ...state(), chapter: 7, title: "Exits" });
  assert.deepEqual([screen.turned, screen.chapter], [false, 7]);
});

test("of wishes that come while a picture is made only the newest is made after it", async () => {
  const answers = [];
  const line = { ...wire(), sent: (path, given) => new Promise((done) => answers.push([given.values.reward, done])) };
  const screen = new ChapterScreen(line);
  screen.show(state({ predicted: true }));
  const trial = screen.known.get("try_out").content.made.get("trial ");
  answers.splice(0); // what the open step asked for by itself
  trial.asked = false;
  const first = trial.ask({ values: { reward: 10 } });
  trial.ask({ values: { reward: 30 } });
  trial.ask({ values: { reward: 40 } });
  answers[0][1]({ picture: "a", words: "one" });
  await new Promise((done) => setTimeout(done, 0));
  answers[1][1]({ picture: "b", words: "two" });
  await first;
  assert.deepEqual(answers.map(([reward]) => reward), [10, 40]);
});

test("a slider says where it stands, and each cell of a table of sentences has its heading", () => {
  const form = new ChapterForm();
  form.update("trial", [field("reward", { least: 0, most: 60, step: 10, lever: "" })], { reward: 20 });
  assert.equal(form.place.querySelector("output").textContent, "20");
  assert.deepEqual(form.read(), { reward: 20 });
  const cells = wordyTable(["Question", "Result"], [["How many?", "3"]], "Results").querySelectorAll("td");
  assert.deepEqual([...cells].slice(-2).map((cell) => cell.getAttribute("data-head")), ["Question", "Result"]);
});

test("the console has a column for each chapter", () => {
  assert.equal(cellWords({ predicted: false }), "–");
  assert.equal(cellWords({ predicted: true, answered: 5, of: 7, points: 3.333 }), "5 of 7 questions, 3.3 right");
  const console_ = new ChapterConsole(wire());
  const person = { name: "Li", number: "7", team: "", joined: true, chapters: [{ number: 2, predicted: true, answered: 1, of: 7, points: 1 }] };
  console_.show({ exercise: { people: [person], chapters: [{ number: 2, title: "Imitation" }] }, people: [], markets: [], locked: 0 });
  assert.match(console_.table.textContent, /chapter 2.*Li.*1 of 7 questions, 1 right/s);
  assert.match(console_.sum.textContent, /1 joined, 1 have saved predictions/);
});
