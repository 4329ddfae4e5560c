// Where the adapter says that something is, as VS Code opens it.

import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";

/** The document of a source: a file, or text that the adapter holds. */
export function uriOf(session: vscode.DebugSession, source: DebugProtocol.Source): vscode.Uri {
  return vscode.debug.asDebugSourceUri(source, session);
}

/** `main.lua:12`, for people. */
export function placeName(source: DebugProtocol.Source | undefined, line: number): string {
  const name = source?.name ?? source?.path?.split(/[\\/]/).pop();
  return name === undefined ? "" : `${name}:${line}`;
}
