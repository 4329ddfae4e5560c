// Lua's text as the debugger's front end understands it.

import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { expressionAt, usesBefore } from "../src/lua";

/** The expression at the mark. */
function at(marked: string): string | undefined {
  return expressionAt(marked.replace("|", ""), marked.indexOf("|"))?.text;
}

/** The uses up to the mark, of the function that it is in. */
function uses(marked: string): string[] {
  const end = marked.indexOf("|");
  const text = marked.replace("|", "");
  return usesBefore(text, end - 1, end).map((use) => use.text);
}

test("a variable, and a field with the way to it", () => {
  equal(at("x = pla|yer"), "player");
  equal(at("x = player.p|os.x"), "player.pos");
  equal(at("x = player.pos.|x"), "player.pos.x");
  equal(at("x = |player.pos.x"), "player");
});

test("elements on the way", () => {
  equal(at("shop.shelves[ware].|count = 1"), "shop.shelves[ware].count");
  equal(at('t["a b"][1].|c'), 't["a b"][1].c');
  equal(at("t[i + 1].|c"), undefined);
});

test("a method is a field", () => {
  equal(at("shop:|sell(1)"), "shop.sell");
});

test("what would have to be called is left alone", () => {
  equal(at("f(x).|y"), undefined);
});

test("no expression in keywords, strings and comments", () => {
  equal(at("lo|cal x"), undefined);
  equal(at('x = "pla|yer"'), undefined);
  equal(at("-- pla|yer"), undefined);
  equal(at("--[==[ a ]] pla|yer ]==]"), undefined);
  equal(at("x = [[\n pla|yer ]]"), undefined);
});

test("the uses in a function, up to where it stands", () => {
  deepEqual(uses("local a = 1\nlocal b = a + c.d\nf(b)| e = 1"), ["a", "b", "a", "c.d", "b"]);
});

test("functions inside and outside are others", () => {
  const text = "local a = 1\nlocal function f(b)\n  for i = 1, b do local c = i end\n  local d = b|\nend\nlocal e = a";
  deepEqual(uses(text), ["b", "i", "b", "c", "i", "d", "b"]);
  deepEqual(uses(text.replace("|", "") + "|"), ["a", "e", "a"]);
});

test("names that are no variables", () => {
  deepEqual(uses("goto done ::done:: x = y|"), ["x", "y"]);
});
