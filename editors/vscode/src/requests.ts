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
  arguments: string;
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

interface Requests {
  "moonwalk/reverseStepIn": [{ threadId: number }, void];
  "moonwalk/reverseStepOut": [{ threadId: number }, void];
  "moonwalk/seek": [{ t: number }, void];
  "moonwalk/lastWrite": [{ expression: string; frameId?: number }, void];
  "moonwalk/nextWrite": [{ expression: string; frameId?: number }, void];
  "moonwalk/timeline": [Record<string, never>, Timeline];
  "moonwalk/switchBranch": [{ id: number }, void];
  "moonwalk/branch": [Record<string, never>, void];
  "moonwalk/history": [{ expression: string; frameId?: number }, { place: number; writes: Write[]; complete: boolean }];
  "moonwalk/calls": [{ function: string }, { calls: Call[]; complete: boolean }];
  "moonwalk/callTree": [{ t?: number }, { calls: Call[]; complete: boolean }];
  "moonwalk/origin": [{ expression: string; frameId?: number } | { place: number; t: number }, { root: Origin }];
}

/** The session in front, if it is one of ours. */
export function activeSession(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === TYPE ? session : undefined;
}

/** Sends a request to a session.  Rejects with the adapter's message. */
export function send<Name extends keyof Requests>(
  session: vscode.DebugSession,
  name: Name,
  args: Requests[Name][0],
): Thenable<Requests[Name][1]> {
  return session.customRequest(name, args);
}

/** Sends a request to the session in front and shows a refusal to the user; undefined if there is no answer. */
export async function ask<Name extends keyof Requests>(
  name: Name,
  args: Requests[Name][0],
): Promise<Requests[Name][1] | undefined> {
  const session = activeSession();
  if (session === undefined) {
    void vscode.window.showWarningMessage("Moonwalk: no Lua program is being debugged.");
    return undefined;
  }
  try {
    return await send(session, name, args);
  } catch (error) {
    void vscode.window.showWarningMessage(`Moonwalk: ${messageOf(error)}`);
    return undefined;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The thread that the user looks at. */
export function currentThread(): number {
  return vscode.debug.activeStackItem?.threadId ?? 1;
}

/** The frame that the user looks at, as an argument. */
export function currentFrame(): { frameId?: number } {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame ? { frameId: item.frameId } : {};
}
