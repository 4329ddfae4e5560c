// Values beside the lines that use them, while a program stands.

import * as vscode from "vscode";
import { usesBefore } from "./lua/uses";

class InlineValues implements vscode.InlineValuesProvider {
  provideInlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    context: vscode.InlineValueContext,
  ): vscode.InlineValue[] {
    if (!vscode.workspace.getConfiguration("moonwalk", document).get<boolean>("inlineValues", true)) {
      return [];
    }
    const stopped = context.stoppedLocation;
    const line = document.lineAt(Math.min(stopped.end.line, document.lineCount - 1));
    const start = new vscode.Position(line.lineNumber, line.firstNonWhitespaceCharacterIndex);
    const uses = usesBefore(document.getText(), document.offsetAt(start), document.offsetAt(line.range.end));
    const shown = new Set<string>();
    return uses.flatMap((use) => {
      const range = new vscode.Range(document.positionAt(use.start), document.positionAt(use.end));
      const name = `${range.start.line}:${use.text}`;
      if (viewPort.intersection(range) === undefined || shown.has(name)) {
        return [];
      }
      shown.add(name);
      return use.isVariable
        ? new vscode.InlineValueVariableLookup(range, use.text, true)
        : new vscode.InlineValueEvaluatableExpression(range, use.text);
    });
  }
}

export function registerInlineValues(): vscode.Disposable {
  return vscode.languages.registerInlineValuesProvider("lua", new InlineValues());
}
