import { openDocument } from "./document.js";

import assert from "node:assert/strict";
import test from "node:test";

import { give, language, listed, preferred, t, tn, use } from "../../sim/apps/classroom/page/language.js";

const document = openDocument();

test.afterEach(() => use("en"));

test("a message is the English sentence until a catalogue has another one; places are filled in", () => {
  assert.equal(t("Market {market}", { market: "<b>" }), "Market <b>");
  give("zh", { "Market {market}": "市场 {market}", "{n} seat": ["{n} 个席位"], "{names} and {last}": "{names}和{last}", ", ": "、" });
  use("zh");
  assert.deepEqual([language(), document.documentElement.lang], ["zh", "zh-Hans"]);
  assert.equal(t("Market {market}", { market: 2 }), "市场 2");
  assert.equal(t("Not there"), "Not there");
  assert.equal(listed(["甲", "乙", "丙"]), "甲、乙和丙");
});

test("a plural has the forms of the language", () => {
  assert.deepEqual([1, 2, 1200].map((n) => tn("{n} seat", "{n} seats", n)), ["1 seat", "2 seats", "1,200 seats"]);
  give("zh", { "{n} seat": ["{n} 个席位"] });
  use("zh");
  assert.deepEqual([1, 2].map((n) => tn("{n} seat", "{n} seats", n)), ["1 个席位", "2 个席位"]);
});

test("the language is the one that was chosen, else the first that the browser asks for and that is there", () => {
  assert.equal(preferred("en", ["zh-CN"]), "en");
  assert.equal(preferred(null, ["fr-FR", "zh-TW", "en"]), "zh");
  assert.equal(preferred(null, ["fr"]), "en");
});
