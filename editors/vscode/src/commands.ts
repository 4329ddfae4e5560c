// The commands that move the program or begin a session.

import * as path from "node:path";
import * as vscode from "vscode";
import { activeSession, ask, currentFrame, currentThread, send, TYPE } from "./requests";
import { forFile, forRecording } from "./sessions";
import { wanted } from "./wanted";

async function seek(): Promise<void> {
  const text = await vscode.window.showInputBox({
    prompt: "Go to the moment after this many steps",
    validateInput: (value) => (/^\d+$/.test(value) ? undefined : "A number of steps"),
  });
  if (text !== undefined) {
    await ask("moonwalk/seek", { t: Number(text) });
  }
}

async function seekEnd(which: "oldest" | "newest"): Promise<void> {
  const timeline = await ask("moonwalk/timeline", {});
  if (timeline !== undefined) {
    await ask("moonwalk/seek", { t: timeline[which] });
  }
}

async function write(request: "moonwalk/lastWrite" | "moonwalk/nextWrite", from: unknown): Promise<void> {
  const expression = activeSession() && (await wanted(from, "The variable or field, for instance player.hp"));
  if (expression !== undefined) {
    await ask(request, { expression, ...currentFrame() });
  }
}

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
  const arrived = moment === undefined ? undefined : whenStopped((session) => session.configuration.program === file);
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

/** Records a run of the program of a file, and debugs that; with a breakpoint at a line, if one is given (from 0). */
async function recordAndDebug(file: unknown, line: unknown): Promise<void> {
  const uri =
    typeof file === "string"
      ? vscode.Uri.parse(file)
      : file instanceof vscode.Uri
        ? file
        : vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) {
    return;
  }
  if (typeof line === "number") {
    const location = new vscode.Location(uri, new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const name = path.basename(uri.fsPath, ".lua");
  const record = folder === undefined ? {} : { record: path.join(folder.uri.fsPath, ".moonwalk", `${name}.mwk`) };
  await vscode.debug.startDebugging(folder, { ...forFile(uri), ...record });
}

export function registerCommands(): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand("moonwalk.reverseStepIn", () => ask("moonwalk/reverseStepIn", { threadId: currentThread() })),
    registerCommand("moonwalk.reverseStepOut", () => ask("moonwalk/reverseStepOut", { threadId: currentThread() })),
    registerCommand("moonwalk.seek", seek),
    registerCommand("moonwalk.start", () => seekEnd("oldest")),
    registerCommand("moonwalk.end", () => seekEnd("newest")),
    registerCommand("moonwalk.lastWrite", (from: unknown) => write("moonwalk/lastWrite", from)),
    registerCommand("moonwalk.nextWrite", (from: unknown) => write("moonwalk/nextWrite", from)),
    registerCommand("moonwalk.openRecording", openRecording),
    registerCommand("moonwalk.recordAndDebug", recordAndDebug),
  );
}
