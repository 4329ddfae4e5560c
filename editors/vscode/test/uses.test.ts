// The variables and fields whose values are shown beside them.

import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { usesBefore } from "../src/lua/uses";

/** The uses up to the mark, of the function that it is in. */
function uses(marked: string): string[] {
  const end = marked.indexOf("|");
  const text = marked.replace("|", "");
  return usesBefore(text, end - 1, end).map((use) => use.text);
}

test("the uses in a function, up to where it stands", () => {
  deepEqual(uses("local a = 1\nlocal b = a + c.d\nf(b)| e = 1"), ["a", "b", "a", "c.d", "b"]);
});

test("functions inside and outside are others", () => {
  const text = "local a = 1\nlocal function f(b)\n  for i = 1, b do local c = i end\n  local d = b|\nend\nlocal e = a";
  deepEqual(uses(text), ["b", "b", "d", "b"]);
  deepEqual(uses(text.replace("|", "") + "|"), ["a", "e", "a"]);
});

test("names that are no variables", () => {
  deepEqual(uses("goto done ::done:: x = y|"), ["x", "y"]);
});

test("variables of blocks that have ended are out of sight, whatever their names mean now", () => {
  const text = "local ware = 1\nfor ware in pairs(t) do names[ware] = ware.price end\nf(ware)|";
  deepEqual(uses(text), ["ware", "t", "ware"]);
  deepEqual(uses("if x then local y = x elseif z then local y = z else local y = 1 end\nf(y)|"), ["x", "x", "z", "z", "y"]);
  deepEqual(uses("repeat local n = 1 until a\ndo local n = 2 end\nf(n)|"), ["a", "n"]);
});

test("those of blocks that go on are in sight, from the head of a loop on", () => {
  deepEqual(uses("for k, v in pairs(t) do\n  local w <const>, x = v, k\n  f(w, x)|"), ["k", "v", "t", "w", "x", "v", "k", "w", "x"]);
  deepEqual(uses("while n > 0 do\n  n = n - 1|"), ["n", "n", "n"]);
});

test("a variable that another of its name hides", () => {
  deepEqual(uses("local n = a\ndo\n  local n = b\n  f(n)|"), ["a", "n", "b", "n"]);
  deepEqual(uses("function list:add(n) self.last = n\n  f(self)|"), ["n", "self.last", "n", "self"]);
});

test("an element, by what its index means", () => {
  deepEqual(uses("for i = 1, 2 do t[i].x = 0 end\nlocal i = 3\nt[i].x = 1|"), ["i", "i", "t[i].x"]);
});

test("keys in table constructors are no variables", () => {
  deepEqual(uses("local t = { price = price, f(x == y); count = 1 }|"), ["t", "price", "x", "y"]);
});
