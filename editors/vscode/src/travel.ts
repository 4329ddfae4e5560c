// The commands that move the program to another moment.

import * as vscode from "vscode";
import { activeSession, ask, currentFrame, currentThread } from "./focus";
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

export function registerTravel(): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand("moonwalk.reverseStepIn", () => ask("moonwalk/reverseStepIn", { threadId: currentThread() })),
    registerCommand("moonwalk.reverseStepOut", () => ask("moonwalk/reverseStepOut", { threadId: currentThread() })),
    registerCommand("moonwalk.seek", seek),
    registerCommand("moonwalk.start", () => seekEnd("oldest")),
    registerCommand("moonwalk.end", () => seekEnd("newest")),
    registerCommand("moonwalk.lastWrite", (from: unknown) => write("moonwalk/lastWrite", from)),
    registerCommand("moonwalk.nextWrite", (from: unknown) => write("moonwalk/nextWrite", from)),
  );
}
