import "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { fill, make, paragraphs, tableOf } from "../../sim/apps/classroom/page/element.js";

test("what a person typed stays text", () => {
  const place = make("p", {}, "<img src=x onerror=alert(1)>");
  assert.equal(place.children.length, 0);
  assert.equal(place.textContent, "<img src=x onerror=alert(1)>");
  assert.ok(!tableOf(["<b>"], [["<i>x</i>"]]).querySelector("b, i"));
});

test("properties, attributes and listeners are set; what is false or nothing is no attribute", () => {
  let pressed = 0;
  const button = make("button", { className: "plain", "data-path": "price", "aria-label": null, "data-off": false, onclick: () => { pressed += 1; } }, "Go");
  button.dispatchEvent(new Event("click"));
  assert.equal(pressed, 1);
  assert.equal(button.className, "plain");
  assert.equal(button.getAttribute("data-path"), "price");
  assert.ok(!button.hasAttribute("aria-label") && !button.hasAttribute("data-off"));
});

test("nested parts are laid flat and empty ones left out", () => {
  const place = fill(make("div", {}, "old"), ["a", [null, undefined, ""]].flat(), make("b", {}, "c"));
  assert.deepEqual([...place.childNodes].map((part) => part.nodeName + part.textContent), ["#texta", "Bc"]);
});

test("each line of a text is a paragraph", () => {
  assert.deepEqual(paragraphs("one\n\ntwo", "note").map((line) => [line.tagName, line.className, line.textContent]),
    [["P", "note", "one"], ["P", "note", "two"]]);
});

test("columns of numbers are set to the right, in heading and body", () => {
  const table = tableOf(["firm", "profit"], [["Azure", "12"], ["Beryl", "−3"]], [false, true]);
  assert.deepEqual([...table.querySelectorAll("th")].map((cell) => cell.className), ["", "number"]);
  assert.deepEqual([...table.querySelectorAll("td.number")].map((cell) => cell.textContent), ["12", "−3"]);
});
