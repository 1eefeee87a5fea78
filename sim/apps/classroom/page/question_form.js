// A question of the course as a form: what is chosen or typed, in the short text that the server marks, such as "2 1 3".

import { make } from "./element.js";
import { t } from "./language.js";

export class QuestionForm {
  constructor(question, name, changed) {
    this.question = question;
    this.name = name;
    this.changed = changed;
    this.given = (question.typed || "").split(" ").filter(Boolean);
    const build = { single: "radios", true_false: "radios", multiple: "boxes", matching: "pairs", ordering: "places" }[question.kind] || "number";
    this.place = this[build]();
    this.place.addEventListener("change", () => this.tell());
  }

  // What is chosen or typed; empty where it is not complete yet.
  get typed() {
    const { kind } = this.question;
    const inputs = [...this.place.querySelectorAll("input, select")];
    if (kind === "number") return inputs[0].value.trim();
    if (kind === "matching") return inputs.every((input) => input.value) ? inputs.map((input) => input.value).join(" ") : "";
    if (kind === "ordering") return this.order(inputs);
    return inputs.filter((input) => input.checked).map((input) => input.value).join(" ");
  }

  // Items in the order of the places that were chosen for them, once each place is chosen once.
  order(inputs) {
    const places = inputs.map((input) => Number(input.value));
    const complete = places.every(Boolean) && new Set(places).size === places.length;
    return complete ? places.map((_, at) => places.indexOf(at + 1) + 1).join(" ") : "";
  }

  tell() {
    if (this.typed && this.typed !== this.sent) {
      this.sent = this.typed;
      this.changed(this.typed);
    }
  }

  ticks(type) {
    const boxes = this.question.options.map((option, at) => make("label", { className: "tick" },
      make("input", { type, name: this.name, id: `${this.name}-${at}`, value: String(at + 1), checked: this.given.includes(String(at + 1)) }), option));
    return make("fieldset", { className: "question" }, make("legend", {}, this.question.text), boxes);
  }

  radios() {
    return this.ticks("radio");
  }

  boxes() {
    return this.ticks("checkbox");
  }

  pairs() {
    return this.selects(this.question.items, this.question.options, this.given);
  }

  places() {
    const { options } = this.question;
    const places = options.map((_, at) => String(this.given.indexOf(String(at + 1)) + 1 || ""));
    return this.selects(options, options.map((_, at) => t("place {n}", { n: at + 1 })), places);
  }

  selects(items, options, given) {
    const rows = items.map((item, at) => {
      const id = `${this.name}-${at}`;
      const choices = options.map((option, place) => make("option", { value: String(place + 1), selected: given[at] === String(place + 1) }, option));
      return make("div", { className: "row broad" }, make("label", { htmlFor: id }, item), make("select", { id }, make("option", { value: "" }, "–"), choices));
    });
    return make("fieldset", { className: "question" }, make("legend", {}, this.question.text), rows);
  }

  number() {
    const input = make("input", { id: this.name, type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 40, value: this.question.typed || "" });
    return make("div", { className: "question row broad" }, make("label", { htmlFor: this.name }, this.question.text), make("span", { className: "with-unit" }, input, " ", this.question.unit));
  }
}
