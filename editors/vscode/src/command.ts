// The command that starts Moonwalk, which the debugger and the language server share.

import * as vscode from "vscode";

/** The command, with its arguments: the setting `moonwalk.command`. */
export function moonwalk(): [string, ...string[]] {
  const words = vscode.workspace.getConfiguration("moonwalk").get<string[]>("command", []);
  const [command, ...args] = words;
  return command === undefined ? ["moonwalk"] : [command, ...args];
}
