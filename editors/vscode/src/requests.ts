// Moonwalk's own requests, beside those of the Debug Adapter Protocol: their shapes, and how they are sent.

import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";

export const TYPE = "moonwalk";

/** One line of time; the future that a change of the past gives up stays reachable as another. */
export interface Branch {
  id: number;
  name: string;
  parent?: number;
  /** Where it leaves its parent. */
  from?: number;
  newest: number;
  isCurrent: boolean;
}

export interface Timeline {
  t: number;
  oldest: number;
  newest: number;
  inPast: boolean;
  isRecording: boolean;
  branches: Branch[];
}

/** Something that happened, and where. */
export interface Moment {
  t: number;
  source?: DebugProtocol.Source;
  line: number;
  function: string;
}

export interface Write extends Moment {
  old: string;
  new: string;
}

export interface Call extends Moment {
  returnT?: number;
  /** Absent where the adapter has not looked for them. */
  arguments?: string;
  results?: string;
  error?: string;
  hasCalls?: boolean;
}

/** A value, what gave it at moment `t`, and what that read. */
export interface Origin extends Moment {
  name: string;
  value: string;
  how: string;
  children: Origin[];
  complete: boolean;
}

/** What each request is given. */
export interface Questions {
  "moonwalk/reverseStepIn": { threadId: number };
  "moonwalk/reverseStepOut": { threadId: number };
  "moonwalk/seek": { t: number };
  "moonwalk/lastWrite": Named;
  "moonwalk/nextWrite": Named;
  "moonwalk/timeline": Record<string, never>;
  "moonwalk/switchBranch": { id: number };
  "moonwalk/branch": Record<string, never>;
  "moonwalk/history": Named;
  "moonwalk/calls": { function: string };
  "moonwalk/callTree": { t?: number };
  "moonwalk/origin": Named | { place: number; t: number };
}

/** What those answer that answer something. */
export interface Answers {
  "moonwalk/timeline": Timeline;
  "moonwalk/history": { expression: string; place: number; writes: Write[]; complete: boolean };
  "moonwalk/calls": { calls: Call[]; complete: boolean };
  "moonwalk/callTree": { calls: Call[]; complete: boolean };
  "moonwalk/origin": { root: Origin };
}

/** A variable or field, as a frame sees it. */
interface Named {
  expression: string;
  frameId?: number;
}

export type Answer<Name> = Name extends keyof Answers ? Answers[Name] : void;

/** Whether a session is the one beside ours in a Python program that embeds Lua: it has our type, and talks to debugpy. */
export function isPython(session: vscode.DebugSession): boolean {
  return session.configuration.connect !== undefined;
}

/** Sends a request to a session.  Rejects with the adapter's message. */
export function send<Name extends keyof Questions>(
  session: vscode.DebugSession,
  name: Name,
  args: Questions[Name],
): Thenable<Answer<Name>> {
  return session.customRequest(name, args);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
