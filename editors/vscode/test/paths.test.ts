// Variables and fields with the way to them.

import { equal } from "node:assert/strict";
import { test } from "node:test";
import { expressionAt } from "../src/lua/paths";

/** The expression at the mark. */
function at(marked: string): string | undefined {
  return expressionAt(marked.replace("|", ""), marked.indexOf("|"))?.text;
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
