// A form from the fields that the game describes: numbers with range and unit, choices, boxes to tick.

import { fill, make, press } from "./element.js";
import { capital, decimal, t } from "./language.js";

const FIRST = 3; // levers that are seen at once; the others are under headings
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const spaced = (text) => text.replace(/_/g, " ");

export class Form {
  constructor(frame = null) {
    this.place = make("div", { className: "fields" });
    this.frame = frame;
    this.key = null;
    this.fields = [];
    this.inputs = new Map();
    this.rows = new Map();
    this.starts = new Map();
    this.touched = new Set();
    this.onInput = () => {};
    this.parts = false; // whether all fields are parts of one whole
  }

  // What is being typed stays while the round does; a new round begins with a clean form.
  update(key, fields, values) {
    const asked = JSON.stringify([fields, values, this.frame]);
    if (key === this.key && asked === this.asked) return;
    const typed = key === this.key ? this.typed() : {};
    Object.assign(this, { key, asked, fields, values });
    this.build(typed);
  }

  // What was typed and not sent yet, by path.
  typed() {
    return Object.fromEntries([...this.touched].map((path) => [path, this.value(path)]));
  }

  // Put what was typed elsewhere (a draft) into the form.
  take(typed) {
    const known = Object.entries(typed).filter(([path]) => this.fields.some((field) => field.path === path));
    this.build({ ...this.typed(), ...Object.fromEntries(known) });
  }

  build(typed) {
    this.inputs.clear();
    this.rows.clear();
    this.touched = new Set(Object.keys(typed).filter((path) => this.fields.some((field) => field.path === path)));
    fill(this.place, this.groups().map(([name, members], place) => this.group(name, members, typed, place)));
    this.sums();
  }

  // The first levers by themselves, the others by the chosen frame of the course, or by what they are about.
  groups() {
    if (!this.frame) return [["", this.fields]];
    const few = this.fields.length > 2 * FIRST;
    const found = new Map(few ? [["", this.fields.slice(0, FIRST)]] : []);
    for (const field of few ? this.fields.slice(FIRST) : this.fields) {
      const element = field.frames[this.frame] || field.group || field.lever;
      found.set(element, [...(found.get(element) || []), field]);
    }
    return [...found];
  }

  get framed() {
    return this.fields.some((field) => field.frames[this.frame]);
  }

  group(name, members, typed, place) {
    const shared = members.length > 1 && members.every((field) => hint(field) === hint(members[0])) ? hint(members[0]) : "";
    const rows = [shared ? make("p", { className: "hint" }, shared) : "", members.map((field) => this.row(field, typed, shared ? "" : hint(field)))].flat();
    const folds = this.frame && name && this.fields.length > 2 * FIRST;
    if (!folds) return make("fieldset", {}, name ? make("legend", {}, capital(spaced(name))) : "", rows);
    const open = members.some((field) => this.touched.has(field.path) || !same(this.value(field.path), blank(field.present)));
    return make("details", { className: "group", open, "data-fold": `group ${place}` }, make("summary", {}, capital(spaced(name)), make("span", { className: "count" }, ` (${members.length})`)),
      make("fieldset", { "aria-label": capital(spaced(name)) }, rows));
  }

  row(field, typed, words) {
    const stands = field.path in this.values ? this.values[field.path] : field.present;
    const start = field.path in typed ? typed[field.path] : stands;
    const id = `field-${field.path}`;
    const input = this.input(field, start, id);
    const row = make("div", { className: "row", "data-path": field.path });
    this.inputs.set(field.path, input);
    this.rows.set(field.path, row);
    this.starts.set(field.path, start);
    const reset = press(t("Reset"), () => this.reset(field), { className: "link reset", "aria-label": t("Reset: {label}", { label: field.label }) });
    input.addEventListener("input", () => this.changed(field));
    const now = field.present !== null && ["number", "whole"].includes(field.sort) ? t("now {value}", { value: field.said }) : "";
    row.classList.toggle("broad", isBroad(field));
    const hintId = `${id}-hint`;
    if (words) input.setAttribute("aria-describedby", hintId);
    const title = capital(field.label);
    if (field.sort === "many") Object.entries({ role: "group", "aria-label": title }).forEach(([name, value]) => input.setAttribute(name, value));
    row.append(
      make(field.sort === "many" ? "span" : "label", field.sort === "many" ? { className: "label" } : { htmlFor: id }, title, now ? make("span", { className: "now" }, now) : ""),
      input, reset);
    if (words) row.append(make("p", { className: "hint", id: hintId }, words));
    this.note(field);
    return row;
  }

  changed(field) {
    this.touched.add(field.path);
    this.note(field);
    this.sums();
    this.onInput();
  }

  // Mark a lever that is moved from where it stands.
  note(field) {
    this.rows.get(field.path).classList.toggle("moved", this.moved(field));
  }

  moved(field) {
    return !same(this.value(field.path), blank(field.present));
  }

  reset(field) {
    const fresh = this.input(field, field.present, `field-${field.path}`);
    this.inputs.get(field.path).replaceWith(fresh);
    this.inputs.set(field.path, fresh);
    this.starts.set(field.path, field.present);
    fresh.addEventListener("input", () => this.changed(field));
    this.changed(field);
    fresh.focus();
  }

  input(field, start, id) {
    if (field.sort === "many") {
      const boxes = field.options.map((option) =>
        make("label", { className: "tick" }, make("input", { type: "checkbox", value: option, checked: (start || []).includes(option) }), optionWords(field, option)));
      return make("div", { id, className: "ticks" }, boxes);
    }
    if (field.sort === "yes_no") return make("input", { id, type: "checkbox", checked: Boolean(start) });
    if (field.sort === "choice") {
      const open = field.present === null ? [make("option", { value: "" }, "–")] : [];
      const options = field.options.map((option) => make("option", { value: option, selected: option === start }, optionWords(field, option)));
      return make("select", { id }, open, options);
    }
    const scale = field.percent ? 100 : 1; // the game holds parts of one, people read and type %
    const number = typeof start === "string" && start.endsWith("%") ? Number(start.slice(0, -1)) / 100 : start;
    const value = number === null || number === undefined ? "" : typeof number === "number" ? String(Number((scale * number).toPrecision(5))) : String(number);
    if (field.sort === "text") return make("input", { id, type: "text", maxLength: 2000, value });
    const bounds = { min: field.least === null ? "" : String(scale * field.least), max: field.most === null ? "" : String(scale * field.most) };
    return make("input", { id, type: "number", step: field.sort === "whole" ? "1" : "any", inputMode: "decimal", ...bounds, value });
  }

  value(path) {
    const field = this.fields.find((each) => each.path === path);
    const input = this.inputs.get(path);
    if (!field || !input) return null;
    if (field.sort === "many") return [...input.querySelectorAll("input:checked")].map((box) => box.value);
    if (field.sort === "yes_no") return input.checked;
    if (!this.touched.has(path) && typeof this.starts.get(path) === "number") return this.starts.get(path); // shown shorter than it is
    if (input.value === "") return null;
    if (field.percent) return `${input.value}%`;
    return field.sort === "number" || field.sort === "whole" ? Number(input.value) : input.value;
  }

  // What a field holds as a number: parts of one where it is asked for in %.
  number(path) {
    const value = this.value(path);
    if (typeof value === "string" && value.endsWith("%")) return Number(value.slice(0, -1)) / 100;
    return typeof value === "number" ? value : 0;
  }

  // Where parts must add to one, their sum while they are typed.
  sums() {
    this.place.querySelectorAll(".sum").forEach((line) => line.remove());
    for (const members of sharedParts(this.fields, this.parts)) {
      const total = members.reduce((sum, field) => sum + this.number(field.path), 0);
      const off = Math.abs(total - 1) > 0.005;
      const empty = members.every((field) => !this.number(field.path));
      const words = { sum: members[0].percent ? `${decimal(100 * total, 0)}%` : decimal(total, 2), whole: members[0].percent ? "100%" : "1" };
      const line = make("p", { className: `sum ${off ? "off" : "right"}`, role: "status" },
        off ? t("Sum {sum}: the parts must add up to {whole}.", words) : t("Sum {sum} ✓", words));
      if (!empty || members[0].lever === "wallet") this.rows.get(members[members.length - 1].path).after(line);
    }
  }

  // All that is in the form, by path; what cannot be read as a number is said and not sent.
  read() {
    const unread = this.fields.filter((field) => (this.inputs.get(field.path).validity || {}).badInput);
    if (unread.length) throw new Error(unread.map((field) => t("{label}: this is not a number. Give {range}, written with a point, such as 0.95.", { label: capital(field.label), range: field.range })).join("\n"));
    return Object.fromEntries(this.fields.map((field) => [field.path, this.value(field.path)]));
  }

  settle() {
    this.touched.clear();
  }

  regroup(frame) {
    this.frame = frame;
    this.update(this.key, this.fields, this.values);
  }
}

const blank = (value) => (value === undefined || value === "" ? null : value);
const isBroad = (field) => field.sort === "many" || field.sort === "text" || (field.sort === "choice" && field.options.some((option) => optionWords(field, option).length > 12));
const optionWords = (field, option) => field.titles[field.options.indexOf(option)];

// Fields whose values are parts of one whole: the wallet of an account, the causes of exits.
function sharedParts(fields, all) {
  const members = all ? fields : fields.filter((field) => field.lever === "wallet");
  return members.length > 1 ? [members] : [];
}

// A range that is there only to keep out what is absurd tells a player nothing, and one that is said already need not be said twice.
function hint(field) {
  const words = `${field.help} ${field.unit}`.toLowerCase();
  const telling = field.help && Math.max(Math.abs(field.least || 0), Math.abs(field.most || 0)) < 1e9 && !words.includes(field.range);
  const ranged = telling && ["number", "whole"].includes(field.sort) && (field.least !== null || field.most !== null);
  const unit = field.unit && !field.help.toLowerCase().includes(field.unit.toLowerCase()) ? field.unit : "";
  const bounds = ranged && unit ? t("{range} ({unit})", { range: field.range, unit }) : ranged ? field.range : unit;
  const cost = field.cost && field.cost !== "none" && t("Costs: {cost}", { cost: field.cost.replace(/ ?[(（]\w+_\w+[)）]/, "") });
  return [field.help, bounds, cost].filter(Boolean).map(sentence).join(" ");
}

const sentence = (text) => (/[.!?。！？]$/.test(text) ? capital(text) : t("{sentence}.", { sentence: capital(text) }));
