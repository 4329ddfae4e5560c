// What a program reads is typed in the debug console: that comes to the front when it waits for the first time.

import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { isPython, TYPE } from "./requests";

export function registerTyping(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
    createDebugAdapterTracker(session) {
      let hasWaited = false;
      const heard = (message: DebugProtocol.ProtocolMessage) => {
        const { event, body } = message as DebugProtocol.OutputEvent;
        if (!hasWaited && event === "output" && body.data?.waitsForInput === true) {
          hasWaited = true;
          void vscode.commands.executeCommand("workbench.debug.action.focusRepl");
        }
      };
      return isPython(session) ? undefined : { onDidSendMessage: heard };
    },
  });
}
