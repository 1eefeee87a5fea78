// The screen of a seat: read what happened, predict, decide. Steps that are done have a tick.

import { Asking } from "./asking.js";
import { Coursework } from "./coursework.js";
import { DraftKeeper } from "./draft_keeper.js";
import { fill, fillFolded, foldable, make, paragraphs, press } from "./element.js";
import { Form } from "./fields.js";
import { charts, keyFigures, standing } from "./happened.js";
import { hour, language, listed, t, whole } from "./language.js";
import { Step, turnTo } from "./step.js";
import { folded, history, messages, outcomeWords, waitingWords } from "./told.js";

const isNarrow = () => Boolean(window.matchMedia && window.matchMedia("(max-width: 859px)").matches);
const READ = "guanxi read";

export class SeatScreen {
  constructor(wire) {
    this.wire = wire;
    this.tabs = [];
    this.drafts = new DraftKeeper(wire, (form, kind, content) => this.tellDraft(form, kind, content));
    this.makeSteps();
    this.stating = new Map();
    this.notices = make("div", { id: "notices" });
    this.waiting = make("div");
    this.before = make("div", { className: "before" });
    this.after = make("div", { id: "more" });
    this.home = make("div", { role: "status" });
    this.say = make("div", { id: "say" });
    this.coursework = new Coursework(wire);
    this.panels = [make("div", { className: "seat-page" }, this.notices, this.waiting, this.before, make("div", { className: "steps" }, this.reading.place, this.step.expect.place, this.step.decide.place), this.coursework.place, this.say, this.after, this.home)];
  }

  makeSteps() {
    this.look = make("div");
    this.readButton = press(t("I have read this"), () => this.setRead(true), { id: "do-read", className: "plain" });
    this.reading = new Step("look", t("What happened"), this.look, make("div", { className: "buttons" }, this.readButton));
    this.expecting = new Asking(new Form(), "", t("Predict before you decide. With each figure, say by how much it may be off in 8 of 10 cases."));
    this.deciding = new Asking(new Form(), "", t("A lever that you do not change stays as it is."));
    this.reason = make("input", { type: "text", id: "reason", maxLength: 2000, placeholder: t("optional; others see it in the debrief only"), oninput: () => this.type("decide") });
    this.frame = make("select", { id: "frame", onchange: () => this.deciding.form.regroup(this.frame.value) });
    fill(this.deciding.extra, make("label", { className: "small", htmlFor: "frame" }, t("Group levers by"), " ", this.frame));
    this.cost = make("p", { id: "cost", role: "status" });
    this.saved = { expect: make("p", { className: "note saved", role: "status" }), decide: make("p", { className: "note saved", role: "status" }) };
    this.deciding.place.insertBefore(make("div", {}, this.cost, make("div", { className: "row reason" }, make("label", { htmlFor: "reason" }, t("Reason")), this.reason)), this.deciding.answer);
    this.standing = make("div");
    this.decide = press(t("Submit decision"), () => this.sendDecision(), { id: "do-decide" });
    this.back = press(t("Withdraw decision"), () => this.withdraw(), { id: "do-withdraw", className: "plain" });
    this.predict = press(t("Save prediction"), () => this.sendExpectation(), { id: "do-predict" });
    this.deciding.buttons.append(this.decide, this.back);
    this.expecting.buttons.append(this.predict);
    this.step = {
      expect: new Step("expect", t("Predict"), this.expecting.place, this.saved.expect),
      decide: new Step("decide", t("Decide"), this.standing, this.deciding.place, this.saved.decide) };
    this.expecting.form.onInput = () => this.type("predict");
    this.deciding.form.onInput = () => {
      this.showCost();
      this.type("decide");
    };
  }

  // Done cards fold; the next one that is not done opens.
  turn() {
    turnTo(this.shownSteps(), isNarrow(), this.acted);
  }

  shownSteps() {
    return [this.reading, this.step.expect, this.step.decide].filter((step) => !step.place.hidden);
  }

  get key() {
    return `${this.state.game} ${this.state.seat} ${this.state.line} ${this.state.round}`;
  }

  setRead(yes) {
    this.read = yes;
    try {
      sessionStorage.setItem(READ, this.key);
    } catch {
      // it is then read once more after a reload
    }
    this.showSteps();
    this.turn();
  }

  wasRead() {
    try {
      return sessionStorage.getItem(READ) === this.key;
    } catch {
      return false;
    }
  }

  show(state) {
    const fresh = !this.state || this.state.round !== state.round || this.state.line !== state.line;
    const was = this.state && this.shownSteps().map((step) => step.done).join();
    const first = !this.state;
    this.state = state;
    if (fresh) this.begin(first);
    fill(this.waiting, waitingWords(state) ? make("p", { className: "said asked", id: "waiting" }, waitingWords(state)) : "");
    this.showContent(state);
    this.showForms(state);
    this.showStatements(state);
    this.showSteps();
    this.showDevices(state);
    this.coursework.show(state);
    if (fresh || was !== this.shownSteps().map((step) => step.done).join()) this.turn();
    if (state.drafts && state.drafts > Math.max(0, ...Object.values(this.drafts.bases))) this.fetchDrafts(first);
  }

  showForms(state) {
    const form = state.bot ? null : state.form;
    this.step.expect.place.hidden = !form || !form.predict.length;
    this.step.decide.place.hidden = state.over || (!(form && form.decide.length) && !this.words(state));
    this.deciding.place.hidden = !form || !form.decide.length;
    if (form) {
      this.showFrames(form.decide);
      this.expecting.form.update(this.key, form.predict, {});
      this.deciding.form.update(this.key, form.decide, form.values);
    }
    this.deciding.extra.hidden = !this.deciding.form.framed;
    this.back.hidden = !state.decided;
    this.decide.textContent = state.decided ? t("Change decision") : t("Submit decision");
    fill(this.standing, this.words(state));
    this.showCost();
  }

  begin(first) {
    this.acted = null;
    [this.expecting, this.deciding, ...this.stating.values()].forEach((asking) => asking.quiet());
    if (!first) this.reason.value = "";
    this.read = this.wasRead();
    this.drafts.bases = {};
    Object.values(this.saved).forEach((place) => fill(place));
    ["predict", "decide"].forEach((form) => this.drafts.drop(form));
  }

  showContent(state) {
    const { news, sections, brief, figures, over, round, outcome, history: acts, calibration } = state;
    const asked = JSON.stringify([news, sections, brief, figures, over, round, outcome, acts, calibration, language()]);
    if (asked === this.asked) return;
    this.asked = asked;
    const brief_ = brief && round ? foldable("brief", t("Your task"), paragraphs(brief)) : "";
    fill(this.before, messages(news || []));
    fillFolded(this.look,
      sections.length ? paragraphs(sections[0].text) : "",
      outcomeWords(outcome, language()) ? make("p", { className: "outcome" }, outcomeWords(outcome, language())) : "",
      standing(state), figures && figures.own ? keyFigures(figures.own) : "", figures ? charts(figures) : "",
      make("div", { className: "folds" }, folded(sections.slice(1))));
    fillFolded(this.after, brief_, history(acts), this.files(state), this.link());
  }

  files(state) {
    const debrief = state.over ? make("p", { className: "buttons" }, press(t("Open the debrief"), () => this.takeHome("/api/debrief", "debrief.html"), { id: "do-debrief" })) : "";
    return make("div", {}, debrief, make("p", { className: "note" }, press(t("Download my tables"), () => this.takeHome("/api/export", `${state.seat}.zip`), { className: "link" }), " ", t("(CSV files in a zip)")));
  }

  // The way back to this seat, for a person who has joined with the code of the class.
  link() {
    const { link } = this.wire.kept;
    const { exercise } = this.wire.kept;
    const other = exercise ? make("p", { id: "exercise-link" }, t("Exercise of this class:"), " ", make("a", { href: exercise.link, target: "_blank", rel: "noopener" }, exercise.title)) : "";
    return link ? [other, foldable("own-link", t("Your own link, to come back to this seat on any device"), make("a", { href: link }, link))] : other;
  }

  showSteps() {
    const { state } = this;
    const steps = this.shownSteps();
    this.reading.place.parentNode.className = `steps of-${steps.length}`;
    const summaries = new Map([[this.reading, [this.read || Boolean(state.decided), t("read")]], [this.step.expect, [Boolean(state.expected), t("saved")]], [this.step.decide, [Boolean(state.decided), this.decidedWords(state)]]]);
    steps.forEach((step, at) => step.show(at + 1, ...summaries.get(step)));
    this.readButton.hidden = steps.length < 2 || this.reading.done;
  }

  // The frames of the course in which the levers have a place; the first one groups them at first.
  showFrames(fields) {
    const names = [...new Set(fields.flatMap((field) => Object.keys(field.frames)))];
    if (JSON.stringify(names) === this.framesShown) return;
    this.framesShown = JSON.stringify(names);
    fill(this.frame, names.map((name) => make("option", { value: name }, name)));
    this.deciding.form.frame = names[0] || "lever"; // without frames, by what each field is about
  }

  showStatements(state) {
    const open = state.bot ? [] : state.statements;
    for (const { act, title, teaches, fields } of open) {
      if (!this.stating.has(act)) {
        const asking = new Asking(new Form(), "", teaches);
        asking.buttons.append(press(t("Save"), () => this.sendStatement(act, asking), { id: `do-${act}` }));
        asking.form.parts = act === "believe";
        asking.fold = foldable(`statement ${act}`, title, asking.place);
        this.stating.set(act, asking);
      }
      this.stating.get(act).form.update(this.key, fields, {});
    }
    const shown = open.map(({ act }) => this.stating.get(act).fold);
    const there = [...this.say.querySelectorAll("details")];
    if (shown.length === there.length && shown.every((part, at) => part === there[at])) return;
    fill(this.say, shown.length ? make("h2", { className: "heading" }, t("Optional: strategy, causes of exits, notes")) : "", shown);
  }

  async sendStatement(act, asking) {
    await asking.busy(async () => {
      await this.wire.act(act, { values: asking.form.read() });
      asking.form.settle();
      asking.say("good", t("Saved."));
    });
  }

  words(state) {
    if (state.bot) return make("p", { className: "said asked" }, t("A bot decides for this seat now. Ask the instructor for the seat."));
    if (state.decided) return make("p", { className: "said good" }, this.decidedWords(state), " ", t("You can change it until the round closes."));
    return "";
  }

  decidedWords(state) {
    if (!state.decision) return "";
    const time = hour(new Date(state.decision.time));
    const by = state.decided_by || {};
    if (by.number !== state.decision.number || by.mine) return t("Submitted at {time} on this device.", { time });
    return by.name ? t("Submitted at {time} by {name}.", { time, name: by.name }) : t("Submitted at {time} on another device.", { time });
  }

  showDevices(state) {
    const others = state.devices || [];
    const names = listed([...new Set(others.filter(Boolean))]);
    const words = !others.length ? "" : names ? t("Also on this seat now: {names}. You both work on the same decision.", { names })
      : t("This seat is also open on another device. Both work on the same decision.");
    if (words === this.devicesShown) return;
    this.devicesShown = words;
    fill(this.notices, words ? make("p", { className: "said asked", id: "second-device", role: "status" }, words) : "");
  }

  // What the choices of the form cost in this round, as far as it is settled now.
  showCost() {
    const total = costOf(this.state.costs || {}, this.deciding.form);
    const has = Object.keys(this.state.costs || {}).length;
    this.cost.hidden = !has;
    const words = has ? t("Cost of these choices in this round: {money}. Wages, goods and rewards are added.", { money: whole(total) }) : "";
    if (this.cost.textContent !== words) this.cost.textContent = words;
  }

  // Drafts

  type(form) {
    const { line, round } = this.state;
    this.drafts.typed(form, { line, round }, () => ({ values: this.formOf(form).typed(), reason: form === "decide" ? this.reason.value : "" }));
  }

  formOf(form) {
    return (form === "decide" ? this.deciding : this.expecting).form;
  }

  async fetchDrafts(first) {
    let found;
    try {
      found = await this.drafts.fetch();
    } catch {
      return; // what was typed on this page is still here
    }
    if (found.round !== this.state.round || found.line !== this.state.line) return;
    Object.entries(found.forms).forEach(([form, draft]) => {
      if (draft.mine && !first) return;
      this.takeDraft(form, draft);
      const time = hour(new Date(draft.time));
      this.sayDraft(form, draft.mine ? t("Your draft of {time} is here again.", { time })
        : draft.name ? t("{name} changed this at {time}.", { name: draft.name, time }) : t("This was changed on another device at {time}.", { time }));
    });
  }

  takeDraft(form, draft) {
    this.formOf(form).take(draft.values);
    if (form === "decide" && draft.reason) this.reason.value = draft.reason;
    this.showCost();
  }

  tellDraft(form, kind, content) {
    if (kind === "saving") this.sayDraft(form, t("Saving …"));
    if (kind === "saved") this.sayDraft(form, this.state.submits === false ? t("Draft saved. It counts when you submit it.") : t("Draft saved. If you do not submit it, it is submitted when the round closes."));
    if (kind === "failed") this.sayDraft(form, content.sentence);
    if (kind === "conflict") this.askDraft(form, content);
  }

  // Another device has changed the form meanwhile: nothing is overwritten before the person has said so.
  askDraft(form, { sentence, draft }) {
    const asking = form === "decide" ? this.deciding : this.expecting;
    this.drafts.bases[form] = draft.revision;
    asking.say("refused", sentence, make("div", { className: "buttons" },
      press(t("Show the other version"), () => {
        asking.form.settle();
        this.takeDraft(form, draft);
        asking.quiet();
      }), press(t("Keep my version"), () => {
        asking.quiet();
        this.type(form);
      }, { className: "plain" })));
  }

  sayDraft(form, words) {
    fill(this.saved[form === "decide" ? "decide" : "expect"], words);
  }

  // Submitting

  // Gives whether the prediction was taken.
  async sendExpectation(confirmed = "") {
    this.acted = this.step.expect;
    let taken = false;
    await this.expecting.busy(async () => {
      this.drafts.drop("predict");
      const answer = await this.wire.act("predict", { values: this.expecting.form.read(), round: this.state.round, confirmed });
      if (!answer.accepted) {
        this.expecting.question(answer.slips, () => this.sendExpectation(answer.token));
        return;
      }
      this.expecting.form.settle();
      this.sayDraft("predict", "");
      this.expecting.say("good", t("Prediction saved. You can change it until the round closes."));
      taken = true;
    });
    return taken;
  }

  // A prediction that is typed and not saved is saved first: a decision may close the round.
  async predictedFirst() {
    const typed = Object.values(this.expecting.form.typed()).some((value) => value !== null);
    if (this.step.expect.place.hidden || !typed || (await this.sendExpectation())) return true;
    this.step.expect.fold(false);
    this.deciding.say("refused", t("Your decision was not submitted, because your prediction was not saved. Answer the question there, or empty the prediction."));
    return false;
  }

  async sendDecision(confirmed = "") {
    if (!(await this.predictedFirst())) return;
    this.acted = this.step.decide;
    await this.deciding.busy(async () => {
      this.drafts.drop("decide");
      const seen = this.state.decision ? this.state.decision.number : 0;
      const given = { values: this.deciding.form.read(), round: this.state.round, reason: this.reason.value, confirmed, seen };
      const answer = await this.wire.act("decide", given);
      if (!answer.accepted) {
        this.deciding.question(answer.slips, () => this.sendDecision(answer.token));
        return;
      }
      this.deciding.form.settle();
      this.sayDraft("decide", "");
      const remarks = answer.remarks || [];
      this.deciding.say(remarks.length ? "asked" : "good", [t("Decision submitted."), ...remarks].join("\n"));
    });
  }

  async withdraw() {
    this.acted = this.step.decide;
    await this.deciding.busy(async () => {
      await this.wire.act("withdraw", { round: this.state.round, seen: this.state.decision ? this.state.decision.number : 0 });
      this.deciding.say("good", t("Decision withdrawn. Nothing is submitted now."));
    });
  }

  async takeHome(path, name) {
    fill(this.home, make("p", { className: "note" }, t("This takes a moment.")));
    try {
      fill(this.home, make("p", { className: "said good" }, await this.wire.takeHome(path, name)));
    } catch (error) {
      fill(this.home, make("p", { className: "said refused" }, error.message));
    }
  }
}

// Settled costs of what a form holds, in money of the round.
export function costOf(costs, form) {
  return Object.entries(costs).reduce((total, [path, cost]) => {
    if (cost.options) return total + (form.value(path) || []).reduce((sum, option) => sum + (cost.options[option] || 0), 0);
    const value = form.number(path);
    return value > 0 ? total + (cost.each || 0) * value + (cost.fixed || 0) : total;
  }, 0);
}
