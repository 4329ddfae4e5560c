// The commands that begin a session.

import * as path from "node:path";
import * as vscode from "vscode";
import { isPython, send, TYPE } from "./requests";
import { forFile, forRecording } from "./sessions";

/** Opens a recording at a moment, or at its end; the user chooses the file if no path is given. */
async function openRecording(path: unknown, t: unknown): Promise<void> {
  let file = typeof path === "string" ? path : path instanceof vscode.Uri ? path.fsPath : undefined;
  if (file === undefined) {
    const chosen = await vscode.window.showOpenDialog({ title: "Open a recording of a Lua program", openLabel: "Open" });
    file = chosen?.[0]?.fsPath;
  }
  if (file === undefined) {
    return;
  }
  const moment = typeof t === "number" ? t : undefined;
  const arrived = moment === undefined ? undefined : whenStopped((session) => !isPython(session) && session.configuration.program === file);
  if ((await vscode.debug.startDebugging(undefined, forRecording(file))) && moment !== undefined) {
    const session = await arrived;
    if (session !== undefined) {
      await send(session, "moonwalk/seek", { t: moment });
    }
  }
}

/** The session that a condition is true of, once it has stopped; undefined if it ends before. */
function whenStopped(isMeant: (session: vscode.DebugSession) => boolean): Promise<vscode.DebugSession | undefined> {
  return new Promise((resolve) => {
    const registration = vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker(session) {
        const done = (result: vscode.DebugSession | undefined) => {
          registration.dispose();
          resolve(result);
        };
        if (!isMeant(session)) {
          return undefined;
        }
        return {
          onDidSendMessage: (message) => message.event === "stopped" && done(session),
          onWillStopSession: () => done(undefined),
        };
      },
    });
  });
}

/** Debugs the program of a file, as F5 does where there is no configuration. */
async function debugFile(file: unknown): Promise<void> {
  const uri = meant(file);
  if (uri !== undefined) {
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), forFile(uri));
  }
}

/**
 * Records a run of the program of a file to its end, where the language server finds it, and debugs that; with a
 * breakpoint at a line, if one is given (from 0).
 */
async function recordAndDebug(file: unknown, line: unknown): Promise<void> {
  const uri = meant(file);
  if (uri === undefined) {
    return;
  }
  if (typeof line === "number") {
    breakAt(new vscode.Location(uri, new vscode.Position(line, 0)));
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const name = path.basename(uri.fsPath, ".lua");
  const record = path.join(folder?.uri.fsPath ?? path.dirname(uri.fsPath), ".moonwalk", `${name}.mwk`);
  await vscode.debug.startDebugging(folder, { ...forFile(uri), record });
}

/** Sets a breakpoint on a line, unless there is one. */
function breakAt(location: vscode.Location): void {
  const isThere = vscode.debug.breakpoints.some(
    (one) =>
      one instanceof vscode.SourceBreakpoint &&
      one.location.uri.toString() === location.uri.toString() &&
      one.location.range.start.line === location.range.start.line,
  );
  if (!isThere) {
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  }
}

/** The file that a command is given, or that of the editor. */
function meant(file: unknown): vscode.Uri | undefined {
  if (typeof file === "string") {
    return vscode.Uri.parse(file);
  }
  return file instanceof vscode.Uri ? file : vscode.window.activeTextEditor?.document.uri;
}

export function registerLaunching(): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand("moonwalk.openRecording", openRecording),
    registerCommand("moonwalk.debugFile", debugFile),
    registerCommand("moonwalk.recordAndDebug", recordAndDebug),
  );
}
