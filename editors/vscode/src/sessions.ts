// How a debugging session comes about: where its adapter is, and what a configuration leaves out.

import * as vscode from "vscode";
import { moonwalk } from "./command";
import { TYPE } from "./requests";

class Adapters implements vscode.DebugAdapterDescriptorFactory {
  /** A server if the configuration names its port (also that of a Python host's child session), else a process. */
  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const { connect, port, host } = session.configuration;
    if (connect !== undefined) {
      return new vscode.DebugAdapterServer(connect.port, connect.host ?? "127.0.0.1");
    }
    if (port !== undefined) {
      return new vscode.DebugAdapterServer(port, host ?? "127.0.0.1");
    }
    const [command, ...args] = moonwalk();
    return new vscode.DebugAdapterExecutable(command, [...args, "dap"]);
  }
}

/** Debugs a file as the user's settings say. */
export function forFile(uri: vscode.Uri): vscode.DebugConfiguration {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return {
    type: TYPE,
    request: "launch",
    name: "Lua: this file",
    program: uri.fsPath,
    ...(folder ? { cwd: folder.uri.fsPath } : {}),
  };
}

/** Looks at a recorded run: from its end, or at a moment once it has stopped (`goTo`). */
export function forRecording(path: string): vscode.DebugConfiguration {
  return { type: TYPE, request: "launch", name: "Lua: recording", program: path, startAtEnd: true };
}

class Configurations implements vscode.DebugConfigurationProvider {
  /** F5 without a launch configuration debugs the file in the editor. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const document = vscode.window.activeTextEditor?.document;
    if (!configuration.type && document?.languageId === "lua") {
      return forFile(document.uri);
    }
    return configuration;
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const settings = vscode.workspace.getConfiguration("moonwalk", folder);
    const lua = settings.get<string>("lua", "");
    return { ...(lua ? { lua } : {}), ...kept(configuration, folder, settings.get<boolean>("keepRuns", true)), ...configuration };
  }
}

/** Where the run of a program is left, for the language server; nothing where the adapter runs elsewhere. */
function kept(
  { request, port, record }: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
  isWanted: boolean,
): { keepRun?: string | false } {
  if (request !== "launch" || port !== undefined || record !== undefined) {
    return {};
  }
  if (!isWanted) {
    return { keepRun: false };
  }
  return folder === undefined ? {} : { keepRun: vscode.Uri.joinPath(folder.uri, ".moonwalk").fsPath };
}

class Dynamic implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration[] {
    const common = { type: TYPE, request: "launch", program: "${file}", ...(folder ? { cwd: folder.uri.fsPath } : {}) };
    return [
      { ...common, name: "Lua: this file" },
      { ...common, name: "Lua: this file, from its end", startAtEnd: true },
      { ...common, name: "Lua: this file, from its first line", stopOnEntry: true },
    ];
  }
}

export function registerSessions(): vscode.Disposable {
  const { Dynamic: dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, new Adapters()),
    vscode.debug.registerDebugConfigurationProvider(TYPE, new Configurations()),
    vscode.debug.registerDebugConfigurationProvider(TYPE, new Dynamic(), dynamic),
  );
}
