// A form with its buttons: it says in place what was accepted, refused or may be a slip.

import { fill, focused, make, paragraphs, press } from "./element.js";
import { t } from "./language.js";

export class Asking {
  constructor(form, title, teaches = "") {
    this.form = form;
    this.answer = make("div", { className: "answer", role: "status" });
    this.buttons = make("div", { className: "buttons" });
    this.extra = make("div", { className: "extra" });
    this.place = make("section", { className: "card asking" },
      title ? make("h2", {}, title) : "", teaches ? make("p", { className: "note" }, teaches) : "", this.extra, form.place, this.answer, this.buttons);
  }

  say(kind, text, ...more) {
    fill(this.answer, make("div", { className: `said ${kind}` }, paragraphs(text), more));
    this.answer.scrollIntoView({ block: "nearest" });
  }

  quiet() {
    fill(this.answer);
  }

  // Do it with the buttons held, and tell a refusal.
  async busy(act) {
    const buttons = [...this.place.querySelectorAll("button")].filter((button) => !button.disabled);
    const focus = focused(this.place);
    buttons.forEach((button) => { button.disabled = true; });
    try {
      await act();
    } catch (error) {
      this.say("refused", error.message);
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
      if (focus && buttons.includes(focus)) focus.focus({ preventScroll: true });
    }
  }

  question(slips, yes, words = [t("Yes, this is what I mean"), t("No, change it")]) {
    const answer = press(words[0], yes);
    const no = press(words[1], () => this.quiet(), { className: "plain" });
    this.say("asked", slips.join("\n"), make("div", { className: "buttons" }, answer, no));
    answer.focus({ preventScroll: true });
  }
}
