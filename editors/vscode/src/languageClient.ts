// The language server: started with the first Lua file, and anew when its command changes.

import * as vscode from "vscode";
import {
  LanguageClient,
  type Location as ProtocolLocation,
  type Position as ProtocolPosition,
} from "vscode-languageclient/node";
import { moonwalk } from "./command";
import { activeSession } from "./focus";
import { messageOf } from "./requests";

export class LanguageServer implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly registrations = vscode.Disposable.from(
    vscode.commands.registerCommand("moonwalk.restartServer", () => this.restart()),
    vscode.commands.registerCommand("moonwalk.showReferences", showReferences),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("moonwalk.command") || change.affectsConfiguration("moonwalk.languageServer")) {
        await this.restart();
      }
    }),
  );

  async start(): Promise<void> {
    if (!vscode.workspace.getConfiguration("moonwalk").get<boolean>("languageServer", true)) {
      return;
    }
    const [command, ...args] = moonwalk();
    const server = { command, args: [...args, "lsp"] };
    this.client = new LanguageClient("moonwalk", "Moonwalk", server, {
      documentSelector: [{ language: "lua" }],
      synchronize: { configurationSection: "moonwalk" },
      initializationOptions: vscode.workspace.getConfiguration("moonwalk"),
      middleware: {
        // While one of our sessions stands, `inlineValues.ts` says more: the fields too.
        provideInlineValues: (document, viewPort, context, token, next) =>
          activeSession() === undefined ? next(document, viewPort, context, token) : [],
      },
    });
    try {
      await this.client.start();
    } catch (error) {
      void vscode.window.showErrorMessage(
        `Moonwalk: the language server does not start (setting moonwalk.command): ${messageOf(error)}`,
      );
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.isRunning()) {
      await client.stop();
    }
    await client?.dispose();
  }

  dispose(): void {
    this.registrations.dispose();
  }
}

/** What a code lens asks for, with the protocol's types. */
async function showReferences(uri: string, at: ProtocolPosition, places: ProtocolLocation[]): Promise<void> {
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    vscode.Uri.parse(uri),
    position(at),
    places.map(
      (place) =>
        new vscode.Location(
          vscode.Uri.parse(place.uri),
          new vscode.Range(position(place.range.start), position(place.range.end)),
        ),
    ),
  );
}

function position(at: ProtocolPosition): vscode.Position {
  return new vscode.Position(at.line, at.character);
}
