// What the user looks at: the session, its thread and its frame.  Requests to the session in front.

import * as vscode from "vscode";
import { type Answer, isPython, messageOf, type Questions, send, TYPE } from "./requests";

/** The Lua session in front; where that of a Python program that embeds Lua is in front, the one beside it. */
export function activeSession(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) {
    return undefined;
  }
  return isPython(session) ? session.parentSession : session;
}

/** Sends a request to the session in front and shows a refusal to the user; undefined if there is no answer. */
export async function ask<Name extends keyof Questions>(
  name: Name,
  args: Questions[Name],
): Promise<Answer<Name> | undefined> {
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

/** The thread that the user looks at. */
export function currentThread(): number {
  return vscode.debug.activeStackItem?.threadId ?? 1;
}

/** The frame that the user looks at, as an argument. */
export function currentFrame(): { frameId?: number } {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame ? { frameId: item.frameId } : {};
}

/** Tells the menus which sessions cannot go back: `moonwalk.inPython`. */
export function registerFocus(): vscode.Disposable {
  const tell = (session: vscode.DebugSession | undefined) =>
    vscode.commands.executeCommand("setContext", "moonwalk.inPython", session !== undefined && isPython(session));
  return vscode.debug.onDidChangeActiveDebugSession(tell);
}
