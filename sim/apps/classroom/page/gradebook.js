// The marks of a class in the console: weights, tests that were handed in, and files to download.

import { Asking } from "./asking.js";
import { fill, make, press, tableOf } from "./element.js";
import { decimal, t, tn } from "./language.js";

const partName = (part) => ({ participation: t("participation"), predictions: t("predictions"), decisions: t("decisions"), exercises: t("exercises"), tests: t("tests"), answers: t("open answers") }[part] || part);
const points = (value) => (value === null || value === undefined ? "–" : decimal(value));
const percentOf = (weight) => String(Number((100 * weight).toPrecision(6)));

// Weights that were typed in percent, as parts of one, and their sum in percent.
export function weightsOf(inputs) {
  const weights = {};
  inputs.forEach((input) => { weights[input.dataset.part] = Number(input.value || 0) / 100; });
  const sum = Object.values(weights).reduce((total, each) => total + each, 0);
  return { weights, sum: Math.round(1e6 * 100 * sum) / 1e6 };
}

export class Gradebook {
  constructor(wire) {
    this.wire = wire;
    this.asking = new Asking({ place: make("div") }, t("Weights of the parts"));
    this.table = make("div", { id: "gradebook" });
    this.told = make("p", { className: "note", role: "status" });
    this.sum = make("span", { id: "weights-sum", className: "note", role: "status" });
    this.files = make("input", { type: "file", id: "tests", multiple: true, accept: ".json,application/json", hidden: true, onchange: () => this.readTests() });
    this.format = make("select", { id: "marks-format", "aria-label": t("Format of the file") });
    this.asking.buttons.append(
      press(t("Save weights"), () => this.save(), { id: "do-weights" }), this.sum,
      press(t("Read tests"), () => this.files.click(), { id: "do-tests", className: "plain" }), this.files,
      press(t("Compute marks for decisions"), () => this.compute(), { id: "do-decisions", className: "plain" }));
    this.place = make("details", { className: "card", id: "marks", ontoggle: () => this.load() }, make("summary", {}, t("Gradebook")), this.told, this.table,
      make("div", { className: "buttons" }, this.format, press(t("Download marks"), () => this.download(), { id: "do-marks-file" })), this.asking.place);
  }

  // Marks change with each round that closes; they are fetched while they are shown.
  show() {
    if (this.place.open) this.load();
  }

  async load() {
    if (!this.place.open) return;
    const book = await this.wire.sent("/api/class/marks").catch((error) => { this.told.textContent = error.message; });
    if (!book) return;
    this.book = book;
    this.showWeights(book);
    this.showFormats(book.formats);
    const heads = [t("student number"), t("name of the person"), t("mark"), ...book.parts.map(partName), t("team"), t("seat")];
    const rows = book.rows.map((row) => [row.number, row.name, make("strong", {}, points(row.mark)), ...book.parts.map((part) => points(row.marks[part])),
      row.team, row.market ? `${row.market} · ${row.seat}` : row.seat || "–"]);
    fill(this.table, rows.length ? tableOf(heads, rows, heads.map((_head, place) => place > 1 && place < heads.length - 2), t("Gradebook")) : make("p", { className: "note" }, t("Nobody has joined yet, so there is nobody to mark.")));
    this.told.textContent = this.words(book);
  }

  words(book) {
    const { decisions } = book;
    const said = [t("All marks are from 0 to 100; a part without a mark is left out of the mean.")];
    if (decisions.running) said.push(t("Marks for decisions: {done} of {of} markets are computed.", { done: decisions.done, of: decisions.of }));
    else if (decisions.error) said.push(decisions.error);
    else if (decisions.stale.length) said.push(t("Rounds were closed since the marks for decisions were computed; compute them again."));
    if (book.unmatched.length) said.push(tn("{n} test has a student number that is not in this class: {numbers}.", "{n} tests have a student number that is not in this class: {numbers}.", book.unmatched.length, { numbers: book.unmatched.slice(0, 8).join(", ") }));
    return said.join(" ");
  }

  showWeights(book) {
    if (this.asking.form.place.contains(document.activeElement)) return; // the instructor is typing
    this.inputs = book.parts.map((part) => make("input", { type: "number", min: "0", max: "100", step: "any", inputMode: "decimal", id: `weight-${part}`, "data-part": part, value: percentOf(book.weights[part]), oninput: () => this.showSum() }));
    fill(this.asking.form.place, make("div", { className: "weights" }, this.inputs.map((input) =>
      make("div", {}, make("label", { htmlFor: input.id }, partName(input.dataset.part)), make("span", { className: "unit" }, input, " %")))));
    this.showSum();
  }

  showSum() {
    this.sum.textContent = t("Sum: {sum}%", { sum: weightsOf(this.inputs).sum });
  }

  showFormats(formats) {
    if (this.format.options.length) return;
    const names = { csv: "CSV", xlsx: "Excel", moodle: "Moodle (CSV)", canvas: "Canvas (CSV)", chaoxing: "学习通 (Excel)" };
    fill(this.format, formats.map((name) => make("option", { value: name }, names[name] || name)));
  }

  async save() {
    await this.asking.busy(async () => {
      await this.wire.sent("/api/class/marks/weights", { weights: weightsOf(this.inputs).weights });
      document.activeElement.blur();
      this.asking.say("good", t("The weights are saved."));
      await this.load();
    });
  }

  async readTests() {
    const files = [...this.files.files];
    await this.asking.busy(async () => {
      const refused = [];
      for (const file of files) {
        try {
          await this.wire.sent("/api/class/marks/test", { name: file.name, text: await file.text() });
        } catch (error) {
          refused.push(error.message);
        }
      }
      const read = files.length - refused.length;
      this.asking.say(refused.length ? "refused" : "good", [tn("{n} test is read.", "{n} tests are read.", read), ...refused.slice(0, 10)].join("\n"));
      await this.load();
    });
    this.files.value = "";
  }

  async compute() {
    await this.asking.busy(async () => {
      await this.wire.sent("/api/class/marks/decisions", {});
      this.asking.say("good", t("The marks for decisions are being computed; the games go on meanwhile."));
      await this.load();
    });
  }

  async download() {
    await this.asking.busy(async () => {
      const name = this.format.value;
      await this.wire.takeHome(`/api/class/marks/file?format=${name}`, `marks_${name}${["xlsx", "chaoxing"].includes(name) ? ".xlsx" : ".csv"}`);
      this.asking.say("good", t("The file is among your downloads."));
    });
  }
}
