// The extension for VS Code: Moonwalk's debugger, with views of time that VS Code has none of, and language server.

import * as vscode from "vscode";
import { registerExpressions } from "./expressions";
import { registerFocus } from "./focus";
import { registerInlineValues } from "./inlineValues";
import { LanguageServer } from "./languageClient";
import { registerLaunching } from "./launching";
import { Marks } from "./marks";
import { registerSessions } from "./sessions";
import { Stops } from "./stops";
import { registerTravel } from "./travel";
import { registerTyping } from "./typing";
import { CallHistory } from "./views/callHistory";
import { registerMoments } from "./views/moments";
import { OriginView } from "./views/origin";
import { TimelineView } from "./views/timeline";
import { ValueHistory } from "./views/valueHistory";

let server: LanguageServer | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const stops = new Stops();
  server = new LanguageServer();
  context.subscriptions.push(
    stops,
    server,
    registerFocus(),
    registerSessions(),
    registerLaunching(),
    registerTravel(),
    registerTyping(),
    registerExpressions(),
    registerInlineValues(),
    registerMoments(),
    new TimelineView(context.extensionUri, context.globalState, new Marks(context.workspaceState), stops),
    new ValueHistory(),
    new CallHistory(),
    new OriginView(),
  );
  void server.start();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
