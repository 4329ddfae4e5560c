// What the timeline view shows; the extension sends it to the page, the page sends back what was asked for.

import type { Branch } from "../requests";

/** A moment as people read it. */
export function spokenTime(t: number): string {
  return `t=${t.toLocaleString("en")}`;
}

/** A line of the program's output, and the branch of time that wrote it. */
export interface Written {
  t: number;
  branch: number;
  text: string;
}

/** Whether a moment of a branch is one of another branch too: of those that it leaves, up to where it does. */
export function isShared(moment: { t: number; branch: number }, branch: Branch, branches: readonly Branch[]): boolean {
  let last = branch.newest;
  for (let one: Branch | undefined = branch; one !== undefined; ) {
    if (one.id === moment.branch) {
      return moment.t <= last;
    }
    last = Math.min(last, one.from ?? last);
    const parent: number | undefined = one.parent;
    one = branches.find((other) => other.id === parent);
  }
  return false;
}

export interface Shown {
  t: number;
  oldest: number;
  newest: number;
  branches: Branch[];
  marks: { t: number; branch: number; name: string }[];
  /** What the program has written, and when. */
  output: Written[];
  /** Why there is nothing to show; empty if there is. */
  problem: string;
  isStopped: boolean;
}

export type Wish = { ask: "ready" } | { ask: "go"; t: number; branch: number } | { ask: "switch"; branch: number };
