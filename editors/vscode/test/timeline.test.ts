import assert from "node:assert/strict";
import { test } from "node:test";
import { isShared } from "../src/views/timelineModel";

const main = { id: 0, name: "main", newest: 100, isCurrent: false };
const first = { id: 1, name: "branch 1", parent: 0, from: 40, newest: 90, isCurrent: false };
const second = { id: 2, name: "branch 2", parent: 1, from: 60, newest: 70, isCurrent: true };
const all = [main, first, second];
const branchesWith = (t: number, branch: number) =>
  all.filter((one) => isShared({ t, branch }, one, all)).map((one) => one.id);

test("a moment is of its branch, and of those that leave it later", () => {
  assert.deepEqual(branchesWith(30, 0), [0, 1, 2]);
  assert.deepEqual(branchesWith(50, 0), [0]);
  assert.deepEqual(branchesWith(50, 1), [1, 2]);
  assert.deepEqual(branchesWith(80, 1), [1]);
  assert.deepEqual(branchesWith(65, 2), [2]);
});
