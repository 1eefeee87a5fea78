// A form from the fields that the game describes: numbers with range and unit, choices, boxes to tick.

import { fill, make } from "./element.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Form {
  constructor(frame = null) {
    this.place = make("div", { className: "fields" });
    this.frame = frame;
    this.key = null;
    this.fields = [];
    this.inputs = new Map();
    this.starts = new Map();
    this.touched = new Set();
  }

  // What is being typed stays while the round does; a new round begins with a clean form.
  update(key, fields, values) {
    const asked = JSON.stringify([fields, values, this.frame]);
    if (key === this.key && asked === this.asked) return;
    const typed = key === this.key ? Object.fromEntries([...this.touched].map((path) => [path, this.value(path)])) : {};
    Object.assign(this, { key, asked, fields, values });
    this.inputs.clear();
    this.touched = new Set(Object.keys(typed).filter((path) => fields.some((field) => field.path === path)));
    fill(this.place, this.groups().map(([name, members]) => this.group(name, members, typed)));
  }

  // By the chosen frame of the course; what has no place in any, by what it is about.
  groups() {
    if (!this.frame) return [["", this.fields]];
    const found = new Map();
    for (const field of this.fields) {
      const element = field.frames[this.frame] || field.lever;
      found.set(element, [...(found.get(element) || []), field]);
    }
    return [...found];
  }

  get framed() {
    return this.fields.some((field) => field.frames[this.frame]);
  }

  group(name, members, typed) {
    const shared = members.length > 1 && members.every((field) => hint(field) === hint(members[0])) ? hint(members[0]) : "";
    return make("fieldset", {}, name ? make("legend", {}, name.replaceAll("_", " ")) : "", shared ? make("p", { className: "hint" }, shared) : "",
      members.map((field) => this.row(field, typed, shared ? "" : hint(field))));
  }

  row(field, typed, words) {
    const stands = field.path in this.values ? this.values[field.path] : field.present;
    const start = field.path in typed ? typed[field.path] : stands;
    const id = `field-${field.path}`;
    const input = this.input(field, start, id);
    const row = make("div", { className: "row", "data-path": field.path }, []);
    const note = () => row.classList.toggle("moved", !same(this.value(field.path), blank(field.present)));
    this.inputs.set(field.path, input);
    this.starts.set(field.path, start);
    input.addEventListener("input", () => {
      this.touched.add(field.path);
      note();
    });
    const now = field.present !== null && ["number", "whole"].includes(field.sort) ? `now ${field.said}` : "";
    const broad = field.sort === "many" || field.sort === "text" || (field.sort === "choice" && field.options.some((option) => option.length > 12));
    row.classList.toggle("broad", broad);
    row.append(
      make("label", field.sort === "many" ? {} : { htmlFor: id }, capital(field.label), now ? make("span", { className: "now" }, now) : ""),
      input, words ? make("p", { className: "hint" }, words) : "");
    note();
    return row;
  }

  input(field, start, id) {
    if (field.sort === "many") {
      const boxes = field.options.map((option) =>
        make("label", { className: "tick" }, make("input", { type: "checkbox", value: option, checked: (start || []).includes(option) }), option));
      return make("div", { id, className: "ticks" }, boxes);
    }
    if (field.sort === "yes_no") return make("input", { id, type: "checkbox", checked: Boolean(start) });
    if (field.sort === "choice") {
      const open = field.present === null ? [make("option", { value: "" }, "–")] : [];
      const options = field.options.map((option) => make("option", { value: option, selected: option === start }, option.replaceAll("_", " ")));
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

  // All that is in the form, by path; what cannot be read as a number is said and not sent.
  read() {
    const unread = this.fields.filter((field) => this.inputs.get(field.path).validity?.badInput);
    if (unread.length) throw new Error(unread.map((field) => `${field.label}: this is no number; give ${field.range}${field.sort === "number" ? ", written with a point, such as 0.95" : ""}`).join("\n"));
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
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

// A range that is there only to keep out what is absurd tells a player nothing, and one that is said already need not be said twice.
function hint(field) {
  const words = `${field.help} ${field.unit}`.toLowerCase();
  const telling = field.help && Math.max(Math.abs(field.least ?? 0), Math.abs(field.most ?? 0)) < 1e9 && !words.includes(field.range);
  const ranged = telling && ["number", "whole"].includes(field.sort) && (field.least !== null || field.most !== null);
  const unit = field.unit && !field.help.toLowerCase().includes(field.unit.toLowerCase()) ? field.unit : "";
  const bounds = ranged && unit ? `${field.range} (${unit})` : ranged ? field.range : unit;
  const cost = field.cost && field.cost !== "none" && `Costs: ${field.cost.replace(/ \(\w+_\w+\)/, "")}`;
  return [field.help, bounds, cost].filter(Boolean).map(sentence).join(" ");
}

const sentence = (text) => (/[.!?]$/.test(text) ? capital(text) : `${capital(text)}.`);
