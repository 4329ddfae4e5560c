// Values in few characters.

import { equal } from "node:assert/strict";
import { test } from "node:test";
import { brief, folded } from "../src/texts";

test("long values are cut", () => {
  equal(brief('"rope"'), '"rope"');
  equal(brief("x".repeat(25)), `${"x".repeat(23)}…`);
});

test("arguments lose their names, tables what is in them, strings nothing", () => {
  equal(folded('self = {day = 1, shelves = {…}}, ware = "ro{pe, n = 1", none = {}'), '{…}, "ro{pe, n = 1", {}');
  equal(folded('t = {"}", "\\"}"}, n = 3, f = function f'), "{…}, 3, function f");
  equal(folded("n = nil, ... = 4"), "nil, 4");
});

test("what has been cut off inside of a table", () => {
  equal(folded("t = {1, 2, …"), "{…");
});
