import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { Form } from "../../sim/apps/classroom/page/fields.js";

const field = (given) => ({ path: "price", label: "price", sort: "number", present: 1, said: "1", least: 0.5, most: 2, range: "0.5 to 2", unit: "",
  help: "", cost: "", lever: "price", frames: {}, options: [], titles: given && given.options ? given.options : [], ...given });

function type(form, path, value) {
  const input = form.inputs.get(path);
  if (typeof value === "boolean") input.checked = value;
  else input.value = value;
  input.dispatchEvent(new Event("input"));
}

test("an untouched number is sent as it is, not as it is shown", () => {
  const form = new Form();
  form.update("0", [field({ present: 1 / 3 })], {});
  assert.equal(form.inputs.get("price").value, "0.33333");
  assert.equal(form.read().price, 1 / 3);
});

test("numbers, choices, boxes and texts are read as what they are", () => {
  const form = new Form();
  form.update("0", [
    field(), field({ path: "open", sort: "many", options: ["club", "card"], present: [] }), field({ path: "promise", sort: "yes_no", present: false }),
    field({ path: "reason", sort: "text", present: null }), field({ path: "degree", sort: "choice", options: ["basic", "partner"], present: "basic" }),
  ], { open: ["card"] });
  type(form, "price", "0.95");
  type(form, "promise", true);
  type(form, "reason", "to be seen");
  assert.deepEqual(form.read(), { price: 0.95, open: ["card"], promise: true, reason: "to be seen", degree: "basic" });
});

test("an emptied number is nothing, not zero", () => {
  const form = new Form();
  form.update("0", [field()], {});
  type(form, "price", "");
  assert.equal(form.read().price, null);
});

test("what is no number is told with what is allowed, and not sent", () => {
  const form = new Form();
  form.update("0", [field()], {});
  Object.defineProperty(form.inputs.get("price"), "validity", { value: { badInput: true } });
  assert.throws(() => form.read(), /Price: this is not a number. Give 0.5 to 2, written with a point/);
});

test("what is being typed stays while the round does, and goes with it", () => {
  const form = new Form();
  form.update("0", [field()], {});
  type(form, "price", "0.9");
  form.update("0", [field({ help: "news" })], {});
  assert.equal(form.read().price, 0.9);
  form.update("1", [field()], {});
  assert.equal(form.read().price, 1);
});

test("what was typed into a field that is gone is dropped", () => {
  const form = new Form();
  form.update("0", [field(), field({ path: "service", label: "service" })], {});
  type(form, "service", "0.9");
  form.update("0", [field()], {});
  assert.deepEqual(form.read(), { price: 1 });
});

test("a changed row is marked, and no longer once it is set back", () => {
  const form = new Form();
  form.update("0", [field()], {});
  const row = form.place.querySelector("[data-path=price]");
  type(form, "price", "0.9");
  assert.ok(row.classList.contains("moved"));
  type(form, "price", "1");
  assert.ok(!row.classList.contains("moved"));
});

test("levers are grouped by the frame that is chosen, and by lever where it has no place for them", () => {
  const form = new Form("4P");
  form.update("0", [field({ frames: { "4P": "price", "4C": "cost" } }), field({ path: "quality", label: "quality", lever: "offer_change" })], {});
  const legends = () => [...form.place.querySelectorAll("legend")].map((each) => each.textContent);
  assert.deepEqual(legends(), ["Price", "Offer change"]);
  assert.ok(form.framed);
  form.regroup("4C");
  assert.deepEqual(legends(), ["Cost", "Offer change"]);
});

test("a hint holds help, range with unit and cost, each once", () => {
  const form = new Form();
  form.update("0", [field({ help: "what it costs the customer", unit: "times the list price", cost: "margin (unit_cost)" })], {});
  assert.equal(form.place.querySelector(".hint").textContent, "What it costs the customer. 0.5 to 2 (times the list price). Costs: margin.");
  form.update("1", [field({ help: "from 0.5 to 2", cost: "none" })], {});
  assert.equal(form.place.querySelector(".hint").textContent, "From 0.5 to 2.");
});

test("the first levers are seen at once, the others under headings that open where something is moved", () => {
  const form = new Form("4P");
  const many = Array.from({ length: 8 }, (_, at) => field({ path: `lever${at}`, label: `lever ${at}`, frames: { "4P": at < 6 ? "price" : "place" } }));
  form.update("0", many, {});
  assert.equal(form.place.querySelectorAll("fieldset:first-child > .row").length >= 3, true);
  assert.deepEqual([...form.place.querySelectorAll("details summary")].map((each) => each.textContent), ["Price (3)", "Place (2)"]);
  assert.ok([...form.place.querySelectorAll("details")].every((each) => !each.hasAttribute("open")));
  form.take({ lever7: 0.7 });
  assert.deepEqual([...form.place.querySelectorAll("details")].map((each) => each.hasAttribute("open")), [false, true]);
  assert.deepEqual(form.typed(), { lever7: 0.7 });
});

test("a lever that is moved can be set back", () => {
  const form = new Form();
  form.update("0", [field()], {});
  type(form, "price", "0.9");
  assert.ok(form.place.querySelector(".row.moved"));
  form.place.querySelector(".reset").dispatchEvent(new Event("click"));
  assert.equal(form.place.querySelector(".row.moved"), null);
  assert.equal(form.read().price, 1);
});

test("parts that must add up to one show their sum while they are typed", () => {
  const form = new Form();
  form.update("0", [field({ path: "wallet.A", lever: "wallet", present: 0.5 }), field({ path: "wallet.B", lever: "wallet", present: 0.5 })], {});
  assert.equal(form.place.querySelector(".sum.right").textContent, "Sum 1.00 ✓");
  type(form, "wallet.A", "0.6");
  assert.equal(form.place.querySelector(".sum.off").textContent, "Sum 1.10: the parts must add up to 1.");
});
