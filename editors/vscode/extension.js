// The extension for VS Code: starts `moonwalk dap` for a debugging session, and adds what VS Code has no buttons for,
// stepping back into and out of functions and going to a moment.
"use strict";

const vscode = require("vscode");

const TYPE = "moonwalk";

/** Where a session's adapter is: a server, if the configuration names its port, else a process of its own. */
function adapterFor(session) {
  const { port, host } = session.configuration;
  if (port) {
    return new vscode.DebugAdapterServer(port, host || "127.0.0.1");
  }
  const [command, ...args] = vscode.workspace.getConfiguration("moonwalk").get("command", ["moonwalk"]);
  return new vscode.DebugAdapterExecutable(command, [...args, "dap"]);
}

/** F5 without a launch configuration debugs the file in the editor. */
function resolve(folder, configuration) {
  const editor = vscode.window.activeTextEditor;
  if (configuration.type || !editor || editor.document.languageId !== "lua") {
    return configuration;
  }
  return { type: TYPE, request: "launch", name: "Lua: this file", program: editor.document.fileName };
}

/** Sends a request of ours to the session in front, which has stopped. */
async function ask(request, extra = {}) {
  const session = vscode.debug.activeDebugSession;
  if (!session || session.type !== TYPE) {
    return;
  }
  try {
    await session.customRequest(request, { threadId: 1, ...extra });
  } catch (error) {
    vscode.window.showWarningMessage(error.message);
  }
}

async function seek() {
  const text = await vscode.window.showInputBox({
    prompt: "Go to the moment after this many steps",
    validateInput: (value) => (/^\d+$/.test(value) ? undefined : "A number of steps"),
  });
  if (text !== undefined) {
    await ask("moonwalk/seek", { t: Number(text) });
  }
}

exports.activate = function (context) {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, { createDebugAdapterDescriptor: adapterFor }),
    vscode.debug.registerDebugConfigurationProvider(TYPE, { resolveDebugConfiguration: resolve }),
    vscode.commands.registerCommand("moonwalk.reverseStepIn", () => ask("moonwalk/reverseStepIn")),
    vscode.commands.registerCommand("moonwalk.reverseStepOut", () => ask("moonwalk/reverseStepOut")),
    vscode.commands.registerCommand("moonwalk.seek", seek),
  );
};

exports.deactivate = function () {};
