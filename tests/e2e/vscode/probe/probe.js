// Tells the end-to-end test what VS Code itself sees: each message between it and the debug adapter, and on request
// the answers of its language features.  Everything goes to a file, one JSON object a line.
"use strict";

const fs = require("fs");
const path = require("path");
const vscode = require("vscode");

const FILE = process.env.MOONWALK_PROBE;

function tell(kind, content) {
  fs.appendFileSync(FILE, JSON.stringify({ kind, ...content }) + "\n");
}

/** What the language features say of a document; positions are those of words in it. */
async function languageFeatures(name) {
  const uri = vscode.Uri.file(name);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const at = (word) => document.positionAt(document.getText().indexOf(word));
  const whole = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  const run = vscode.commands.executeCommand;
  await until(() => vscode.languages.getDiagnostics(uri).length > 0);
  const hovers = await run("vscode.executeHoverProvider", uri, at("insert"));
  const definitions = await run("vscode.executeDefinitionProvider", uri, at("double(2)"));
  const completions = await run("vscode.executeCompletionItemProvider", uri, at("insert"));
  const hints = await run("vscode.executeInlayHintProvider", uri, whole);
  const lenses = await run("vscode.executeCodeLensProvider", uri, 10);
  const symbols = await run("vscode.executeDocumentSymbolProvider", uri);
  const renamed = await run("vscode.executeDocumentRenameProvider", uri, at("double"), "twice");
  tell("language", {
    diagnostics: vscode.languages.getDiagnostics(uri).map((one) => [one.range.start.line + 1, one.message]),
    hover: hovers.flatMap((one) => one.contents.map((content) => content.value)).join("\n"),
    definition: definitions.map((one) => (one.targetRange ?? one.range).start.line + 1),
    completions: completions.items.map((one) => one.label.label ?? one.label),
    hints: hints.map((one) => (typeof one.label === "string" ? one.label : one.label.map((part) => part.value).join(""))),
    lenses: lenses.map((one) => one.command?.title),
    symbols: symbols.map((one) => one.name),
    renames: renamed.entries().map(([file, edits]) => [path.basename(file.fsPath), edits.length]),
  });
}

async function until(holds) {
  for (let tries = 0; tries < 600 && !holds(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

exports.activate = function (context) {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: (message) => tell("sent", { message }),
        onDidSendMessage: (message) => tell("received", { message }),
        onError: (error) => tell("error", { text: String(error) }),
      }),
    }),
  );
  tell("active", { version: vscode.version });
  languageFeatures(process.env.MOONWALK_WORDS).catch((error) => tell("error", { text: String(error.stack ?? error) }));
};
