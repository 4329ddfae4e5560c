// What the timeline view shows; the extension sends it to the page, the page sends back what was asked for.

import type { Branch } from "../requests";

export interface Shown {
  t: number;
  oldest: number;
  newest: number;
  branches: Branch[];
  marks: { t: number; branch: number; name: string }[];
  /** What the program has written, and when. */
  output: { t: number; text: string }[];
  /** Why there is nothing to show; empty if there is. */
  problem: string;
  isStopped: boolean;
}

export type Wish = { ask: "ready" } | { ask: "go"; t: number; branch: number } | { ask: "switch"; branch: number };
