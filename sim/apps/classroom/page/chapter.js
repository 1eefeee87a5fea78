// A chapter of the course: its steps with texts, pictures and forms; predictions open what comes after them.

import { Asking } from "./asking.js";
import { Coursework } from "./coursework.js";
import { fill, make, paragraphs, press, wordyTable } from "./element.js";
import { Form } from "./fields.js";
import { t, tn } from "./language.js";
import { QuestionForm } from "./question_form.js";
import { Step } from "./step.js";

const BUSY = 400; // milliseconds after which a page says that it is working
const pictureAt = (name) => `/api/chapters/picture/${name}.png`;

// Fields under the question to which they belong; a choice shows all its options, a control with steps is a slider.
export class ChapterForm extends Form {
  constructor() {
    super();
    this.place.classList.add("answers");
  }

  groups() {
    const found = new Map();
    this.fields.forEach((field) => found.set(field.lever, [...(found.get(field.lever) || []), field]));
    return [...found];
  }

  row(field, typed, words) {
    if (!field.step && !isChoice(field)) return super.row(field, typed, words);
    const start = field.path in typed ? typed[field.path] : field.path in this.values ? this.values[field.path] : field.present;
    const row = make("div", { className: "row broad", "data-path": field.path });
    const input = field.step ? slider(field, start) : radios(field, start);
    this.inputs.set(field.path, input);
    this.rows.set(field.path, row);
    this.starts.set(field.path, start);
    input.addEventListener("input", () => this.changed(field));
    if (field.step) {
      const shown = make("output", { htmlFor: input.id }, input.value);
      input.addEventListener("input", () => { shown.textContent = input.value; });
      row.append(make("label", { htmlFor: input.id }, field.label, " ", shown), input);
    } else {
      row.append(make("span", { className: "label" }, field.label), input);
    }
    return row;
  }

  value(path) {
    const field = this.fields.find((each) => each.path === path);
    const input = this.inputs.get(path);
    if (field && isChoice(field) && input) {
      const chosen = [...input.querySelectorAll("input")].find((each) => each.checked);
      return chosen ? chosen.value : null;
    }
    return field && field.step && input ? Number(input.value) : super.value(path);
  }
}

const isChoice = (field) => field.sort === "choice";

function slider(field, start) {
  return make("input", { type: "range", id: `field-${field.path}`, min: String(field.least), max: String(field.most), step: String(field.step), value: String(start) });
}

function radios(field, start) {
  const id = `field-${field.path}`;
  const all = field.options.map((option, place) => make("label", { className: "tick" },
    make("input", { type: "radio", name: id, id: `${id}-${place}`, value: option, checked: option === start }), field.titles[place]));
  return make("div", { id, className: "choices", role: "radiogroup", "aria-label": field.label }, all);
}

// A picture with what it shows in words; the words are its text for those who do not see it.
export function figure(name, alt, look) {
  const shown = make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": look || alt }, make("img", { src: pictureAt(name), alt }));
  return make("figure", { className: "chapter-picture" }, shown, look ? make("figcaption", {}, look) : "");
}

class Part {
  constructor(screen) {
    this.screen = screen;
    this.wire = screen.wire;
  }

  send(act, given) {
    return this.wire.sent(`/api/chapters/${this.screen.chapter}/${act}`, { ...given, client: this.wire.mark() }, 300);
  }

  wake() {}
}

class Predictions extends Part {
  constructor(screen) {
    super(screen);
    this.asking = new Asking(new ChapterForm(), "");
    this.asking.buttons.append(press(t("Save predictions"), () => this.save(), { id: "do-predictions" }));
    this.place = this.asking.place;
  }

  show(block) {
    this.asking.form.update(`chapter ${this.screen.chapter}`, block.fields, {});
  }

  async save() {
    await this.asking.busy(async () => {
      const { notice } = await this.send("predict", { values: this.asking.form.read() });
      if (notice) this.screen.say(notice);
      this.screen.acted("predict");
    });
  }
}

// A picture that follows its controls: the newest wish wins, and a line says that it is being made.
class Live extends Part {
  constructor(screen, act) {
    super(screen);
    this.act = act;
    this.shown = make("div");
    this.told = make("p", { className: "note", role: "status" });
    this.wanted = null;
  }

  async ask(given) {
    this.wanted = given;
    if (this.asked) return;
    this.asked = true;
    const late = setTimeout(() => { this.told.textContent = t("The new picture is being made …"); }, BUSY);
    try {
      while (this.wanted) {
        const wish = this.wanted;
        this.wanted = null;
        this.take(await this.send(this.act, wish)); // one after the other: only the newest wish waits
      }
    } catch (error) {
      this.told.textContent = error.message;
    } finally {
      clearTimeout(late);
      this.asked = false;
    }
  }

  take(answer) {
    fill(this.shown, figure(answer.picture, answer.words, ""));
    this.told.textContent = answer.words;
  }
}

class Trial extends Live {
  constructor(screen) {
    super(screen, "try");
    this.form = new ChapterForm();
    this.place = make("div", { className: "trial" }, this.form.place, this.told, this.shown);
    this.form.place.addEventListener("change", () => this.ask({ values: this.form.read() }));
  }

  show(block) {
    const starts = Object.fromEntries(block.fields.map((field) => [field.path, field.present]));
    this.form.update("trial", block.fields.map((field) => ({ ...field, present: null })), starts);
  }

  wake() {
    if (!this.awake) this.ask({ values: this.form.read() });
    this.awake = true;
  }
}

class Followed extends Live {
  constructor(screen) {
    super(screen, "follow");
    this.outcome = make("select", { id: "follow-outcome", onchange: () => this.ask({ customer: this.offered[Number(this.outcome.value)].customers[0] }) });
    this.customer = make("select", { id: "follow-customer", onchange: () => this.ask({ customer: this.customer.value }) });
    const row = (words, field) => make("div", {}, make("label", { className: "small", htmlFor: field.id }, words), field);
    this.place = make("div", { className: "trial" }, make("div", { className: "pair" }, row(t("What happened"), this.outcome), row(t("Customer"), this.customer)), this.told, this.shown);
  }

  show() {}

  wake() {
    if (!this.awake) this.ask({ customer: "" });
    this.awake = true;
  }

  take(answer) {
    super.take(answer);
    this.offered = answer.offered;
    const at = answer.offered.findIndex((each) => each.customers.includes(answer.customer));
    fill(this.outcome, answer.offered.map((each, place) => make("option", { value: String(place), selected: place === at }, each.outcome)));
    fill(this.customer, answer.offered[at].customers.map((one) => make("option", { value: one, selected: one === answer.customer }, one)));
  }
}

class Question extends Part {
  constructor(screen) {
    super(screen);
    this.holder = { place: make("div") };
    this.asking = new Asking(this.holder, "");
    this.place = this.asking.place;
  }

  show(block) {
    const asked = JSON.stringify([block.text, block.options, block.typed]);
    if (asked !== this.asked) {
      this.form = new QuestionForm({ ...block, kind: block.form, text: `${block.place}. ${block.text}` }, `question-${block.id}`, () => {});
      fill(this.holder.place, this.form.place);
    }
    Object.assign(this, { asked, id: block.id });
    if (!this.asking.buttons.children.length) this.asking.buttons.append(press(t("Check answer"), () => this.check(), { id: `do-check-${block.id}`, "aria-label": t("Check answer {number}", { number: block.place }) }));
    if (block.said.length) fill(this.asking.answer, make("div", { className: `said ${block.points === 1 ? "good" : "asked"}` }, block.said.map((line) => make("p", {}, line))));
  }

  async check() {
    await this.asking.busy(async () => {
      const { question } = await this.send("answer", { question: this.id, typed: this.form.typed });
      this.show(question);
    });
  }
}

class Reflection extends Part {
  constructor(screen) {
    super(screen);
    this.text = make("textarea", { id: "reflection", rows: 6, maxLength: 5000, "aria-label": t("Your text") });
    this.asking = new Asking({ place: this.text }, "");
    this.asking.buttons.append(press(t("Save text"), () => this.save(), { id: "do-reflection" }));
    this.place = this.asking.place;
    this.before = "";
  }

  show(block) {
    if (this.text.value === this.before) this.text.value = this.before = block.text;
  }

  async save() {
    await this.asking.busy(async () => {
      const { notice, text } = await this.send("reflect", { text: this.text.value, before: this.before });
      this.text.value = this.before = text;
      this.asking.say("good", notice);
    });
  }
}

const PARTS = { predict: Predictions, trial: Trial, follow: Followed, question: Question, reflect: Reflection };
const STILL = {
  text: (block) => make("div", {}, block.paragraphs.map((text) => paragraphs(text))),
  list: (block) => make(block.ordered ? "ol" : "ul", { className: "prose" }, block.items.map((item) => make("li", {}, item))),
  table: (block) => wordyTable(block.columns, block.rows, block.columns.join(", ")),
  picture: (block) => figure(block.name, block.alt, block.look),
};

// What is in a step; what stays the same is not made anew, so that nothing that was typed is lost.
class Content {
  constructor(screen) {
    this.screen = screen;
    this.made = new Map();
    this.shown = [];
  }

  show(step, place) {
    const nodes = this.nodes(step);
    if (nodes.length === this.shown.length && nodes.every((node, at) => node === this.shown[at])) return;
    this.shown = nodes;
    fill(place, nodes);
  }

  nodes(step) {
    if (step.locked) return [this.still({ kind: "text", paragraphs: [t("Locked: save your predictions first. This part then appears here.")] })];
    if (step.waits) return [this.still({ kind: "text", paragraphs: [t("Your market is being run. This takes some seconds …")] })];
    return step.blocks.map((block) => (block.kind in PARTS ? this.part(block) : this.still(block)));
  }

  part(block) {
    const key = `${block.kind} ${block.id || ""}`;
    if (!this.made.has(key)) this.made.set(key, new PARTS[block.kind](this.screen));
    const part = this.made.get(key);
    part.show(block);
    return part.place;
  }

  still(block) {
    const key = JSON.stringify(block);
    if (!this.made.has(key)) this.made.set(key, { place: STILL[block.kind](block), wake() {} });
    return this.made.get(key).place;
  }

  wake() {
    this.made.forEach((part) => part.wake());
  }
}

export class ChapterScreen {
  constructor(wire) {
    this.wire = wire;
    this.tabs = [];
    this.choice = make("select", { id: "chapter-choice", onchange: () => this.turnTo(Number(this.choice.value)) });
    this.chapters = make("div", { className: "chapters" }, make("label", { htmlFor: "chapter-choice" }, t("Chapter")), this.choice);
    this.head = make("div");
    this.news = make("div", { role: "status" });
    this.steps = make("div", { id: "chapter-steps" });
    this.coursework = new Coursework(wire);
    this.place = make("div", { id: "chapter", className: "panel" }, this.chapters, this.head, this.news, this.coursework.place, this.steps, this.link());
    this.panels = [this.place];
    this.known = new Map();
    this.turned = false;
  }

  get path() {
    return `/api/chapters/${this.wire.kept.chapter || 0}`;
  }

  tick() {} // a chapter has no clock

  turnTo(number) {
    this.wire.keep({ ...this.wire.kept, chapter: number });
    this.turned = true;
    this.wire.hurry();
  }

  show(state) {
    const wanted = this.wire.kept.chapter;
    if (wanted && wanted !== state.chapter) return; // an answer about the chapter that was shown before
    this.turned = false;
    if (this.chapter !== state.chapter) this.begin(state);
    this.showChapters(state);
    this.coursework.show(state);
    fill(this.head, make("h2", { className: "board-title" }, t("Chapter {number}. {title}", { number: state.chapter, title: state.title })),
      make("p", { className: "note" }, t("About {minutes} minutes. The market of {student} has the seed {seed}.", state)),
      state.trouble ? make("p", { className: "said refused" }, state.trouble) : "");
    state.steps.forEach((step, place) => this.showStep(step, place + 1));
    if (this.isNew) this.openNext();
    this.isNew = false;
  }

  begin(state) {
    Object.assign(this, { chapter: state.chapter, isNew: true });
    this.known.clear();
    fill(this.news);
    fill(this.steps, state.steps.map((step) => {
      const content = new Content(this);
      const card = new Step(step.id, step.title);
      const body = make("div");
      const next = make("div", { className: "buttons" });
      card.body.append(body, next);
      card.button.addEventListener("click", () => this.wake(step.id));
      this.known.set(step.id, { card, content, body, next });
      return card.place;
    }));
    const ids = state.steps.map((step) => step.id);
    ids.slice(0, -1).forEach((id, place) => this.known.get(id).next.append(press(t("Go on: {title}", { title: state.steps[place + 1].title }), () => this.goOn(id, ids[place + 1]), { className: "plain" })));
  }

  showChapters(state) {
    this.chapters.hidden = state.chapters.length < 2;
    const words = (one) => (one.predicted ? t("{number}. {title} ({answered} of {of} questions answered)", one) : t("{number}. {title}", one));
    fill(this.choice, state.chapters.map((one) => make("option", { value: String(one.number), selected: one.number === state.chapter }, words(one))));
  }

  showStep(step, place) {
    const { card, content, body, next } = this.known.get(step.id);
    card.show(place, step.done);
    content.show(step, body);
    card.waiting = step.locked || step.waits;
    next.hidden = step.id === "predict" && !step.done;
    if (!card.isFolded) this.wake(step.id);
  }

  // The first step that is not done is open; the others open when they are pressed.
  openNext() {
    const all = [...this.known.values()];
    const next = all.find(({ card }) => !card.done) || all[0];
    all.forEach((one) => one.card.fold(one !== next));
    this.wake(next.card.id);
  }

  wake(id) {
    const { card, content } = this.known.get(id);
    if (!card.isFolded && !card.waiting) content.wake();
  }

  goOn(id, next) {
    const { card } = this.known.get(next);
    this.known.get(id).card.fold(true);
    card.fold(false);
    this.wake(next);
    card.place.scrollIntoView();
    card.button.focus({ preventScroll: true });
  }

  // What was just done opens the next step.
  acted(id) {
    const ids = [...this.known.keys()];
    this.goOn(id, ids[ids.indexOf(id) + 1]);
  }

  say(words) {
    fill(this.news, make("p", { className: "said asked" }, words));
  }

  link() {
    const { link } = this.wire.kept;
    return link ? make("details", { className: "card own-link" }, make("summary", {}, t("Your own link: come back to your work on any device")), make("a", { href: link }, link)) : "";
  }
}

// What a person has done in a chapter, in a cell of the console.
export function cellWords(one) {
  if (!one || !one.predicted) return "–";
  return tn("{answered} of {n} question, {points} right", "{answered} of {n} questions, {points} right", one.of, { answered: one.answered, points: Number(one.points.toFixed(1)) });
}
