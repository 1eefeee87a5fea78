// The screen of a seat: look, expect, decide.

import { Asking } from "./asking.js";
import { fill, make, paragraphs } from "./element.js";
import { Form } from "./fields.js";
import { history, told, waitingWords } from "./told.js";

export class SeatScreen {
  constructor(wire) {
    this.wire = wire;
    this.look = make("div", { id: "look", className: "panel" });
    this.expecting = new Asking(new Form(), "What do you expect of this round?",
      "Say it before you decide; the second figure is by how much it may be off, eight times in ten.");
    this.deciding = new Asking(new Form(), "What do you decide?", "What you leave as it is stays as it is.");
    this.home = make("div", { role: "status" });
    this.reason = make("input", { type: "text", id: "reason", maxLength: 2000, placeholder: "if you like; others read it in the debrief only" });
    this.frame = make("select", { id: "frame", onchange: () => this.deciding.form.regroup(this.frame.value) });
    fill(this.deciding.extra, make("label", { className: "small", htmlFor: "frame" }, "Levers by the ", this.frame));
    this.deciding.place.insertBefore(
      make("div", { className: "row reason" }, make("label", { htmlFor: "reason" }, "Reason"), this.reason), this.deciding.answer);
    this.standing = make("div");
    this.decide = make("button", { type: "button", id: "do-decide", onclick: () => this.sendDecision() }, "Decide");
    this.back = make("button", { type: "button", id: "do-withdraw", className: "plain", onclick: () => this.withdraw() }, "Take back");
    this.predict = make("button", { type: "button", id: "do-predict", onclick: () => this.sendExpectation() }, "Send");
    this.deciding.buttons.append(this.decide, this.back);
    this.expecting.buttons.append(this.predict);
    this.expect = make("div", { id: "expect", className: "panel" }, this.expecting.place);
    this.act = make("div", { id: "decide", className: "panel" }, this.standing, this.deciding.place);
    this.stating = new Map();
    this.say = make("div", { id: "say", className: "panel" });
    this.tabs = [["look", "Look"], ["expect", "Expect"], ["decide", "Decide"], ["say", "Say"]];
    this.panels = [this.look, make("div", { className: "side" }, this.expect, this.act, this.say)];
  }

  show(state) {
    const fresh = !this.state || this.state.round !== state.round || this.state.line !== state.line;
    this.state = state;
    if (fresh) {
      this.expecting.quiet();
      this.deciding.quiet();
      this.stating.forEach((asking) => asking.quiet());
      this.reason.value = "";
    }
    const open = new Set([...this.look.querySelectorAll("details[open]")].map((part) => part.className));
    fill(this.look,
      waitingWords(state) ? make("p", { className: "said asked", id: "waiting" }, waitingWords(state)) : "",
      state.messages.length ? make("section", { className: "card message" }, make("h2", {}, "From the instructor"), paragraphs(state.messages.join("\n"))) : "",
      told(state.sections),
      state.brief && state.round ? make("details", { className: "card brief" }, make("summary", {}, "Your brief"), paragraphs(state.brief)) : "",
      history(state.history),
      make("p", { className: "note" }, make("button", { type: "button", className: "link", onclick: () => this.takeHome("/api/export", `${state.seat}.zip`) }, "Download my tables"), " as CSV files in a zip."),
      state.over ? make("p", { className: "buttons" }, make("button", { type: "button", id: "do-debrief", onclick: () => this.takeHome("/api/debrief", "debrief.html") }, "Read the debrief")) : "",
      this.link(), this.home);
    this.look.querySelectorAll("details").forEach((part) => { part.open = open.has(part.className); });
    const key = `${state.line} ${state.round}`;
    const form = state.form;
    this.expecting.place.hidden = !form || !form.predict.length || state.bot;
    this.deciding.place.hidden = !form || !form.decide.length || state.bot;
    if (form) {
      this.showFrames(form.decide);
      this.expecting.form.update(key, form.predict, {});
      this.deciding.form.update(key, form.decide, form.values);
    }
    this.deciding.extra.hidden = !this.deciding.form.framed;
    this.showStatements(state, key);
    this.back.hidden = !state.decided;
    this.decide.textContent = state.decided ? "Change decision" : "Decide";
    fill(this.standing, this.words(state));
  }

  // The way back to this seat, for a person who has joined with the code of the class.
  link() {
    const { link } = this.wire.kept;
    return link ? make("details", { className: "card own-link" }, make("summary", {}, "Your own link: come back to this seat on any device"), make("a", { href: link }, link)) : "";
  }

  // The frames of the course in which the levers have a place; the first one groups them at first.
  showFrames(fields) {
    const names = [...new Set(fields.flatMap((field) => Object.keys(field.frames)))];
    if (JSON.stringify(names) === this.framesShown) return;
    this.framesShown = JSON.stringify(names);
    fill(this.frame, names.map((name) => make("option", { value: name }, name)));
    this.deciding.form.frame = names[0] ?? "lever"; // without frames, by what each field is about
  }

  showStatements(state, key) {
    const open = state.bot ? [] : state.statements;
    const tab = document.querySelector("[data-tab=say]");
    if (tab) tab.hidden = !open.length;
    for (const { act, title, teaches, fields } of open) {
      if (!this.stating.has(act)) {
        const asking = new Asking(new Form(), title, teaches);
        asking.buttons.append(make("button", { type: "button", id: `do-${act}`, onclick: () => this.sendStatement(act, asking) }, "Send"));
        this.stating.set(act, asking);
      }
      this.stating.get(act).form.update(key, fields, {});
    }
    const shown = open.map(({ act }) => this.stating.get(act).place);
    if (shown.length !== this.say.children.length || shown.some((place, at) => place !== this.say.children[at])) fill(this.say, shown);
  }

  async sendStatement(act, asking) {
    await asking.busy(async () => {
      await this.wire.act(act, { values: asking.form.read() });
      asking.form.settle();
      asking.say("good", "Noted.");
    });
  }

  words(state) {
    if (state.over) return make("p", { className: "said good" }, "The game is over. The results are under Look.");
    if (state.bot) return make("p", { className: "said asked" }, "A bot sits here now. Ask the instructor for the seat.");
    if (state.decided) return make("p", { className: "said good" }, "You have decided for this round. You may change it until the round closes.");
    return "";
  }

  async sendExpectation(confirmed = "") {
    await this.expecting.busy(async () => {
      const answer = await this.wire.act("predict", { values: this.expecting.form.read(), round: this.state.round, confirmed });
      if (!answer.accepted) {
        this.expecting.question(answer.slips, () => this.sendExpectation(answer.token));
        return;
      }
      this.expecting.form.settle();
      this.expecting.say("good", answer.again ? "That was said already." : "Noted. You may change it until the round closes.");
    });
  }

  async sendDecision(confirmed = "") {
    await this.deciding.busy(async () => {
      const given = { values: this.deciding.form.read(), round: this.state.round, reason: this.reason.value, confirmed };
      const answer = await this.wire.act("decide", given);
      if (!answer.accepted) {
        this.deciding.question(answer.slips, () => this.sendDecision(answer.token));
        return;
      }
      this.deciding.form.settle();
      const remarks = answer.remarks || [];
      this.deciding.say(remarks.length ? "asked" : "good", ["Accepted.", ...remarks].join("\n"));
    });
  }

  async withdraw() {
    await this.deciding.busy(async () => {
      await this.wire.act("withdraw", { round: this.state.round });
      this.deciding.say("good", "Taken back. You have not decided now.");
    });
  }

  async takeHome(path, name) {
    fill(this.home, make("p", { className: "note" }, "One moment: it is being made."));
    try {
      await this.wire.takeHome(path, name);
      fill(this.home, make("p", { className: "said good" }, `It is among your downloads, as ${name}.`));
    } catch (error) {
      fill(this.home, make("p", { className: "said refused" }, error.message));
    }
  }
}
