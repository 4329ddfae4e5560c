// The expression at a place of a Lua document: under the mouse, while a program stands, or at the cursor.

import * as vscode from "vscode";
import { expressionAt } from "./lua/paths";

class Expressions implements vscode.EvaluatableExpressionProvider {
  provideEvaluatableExpression(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.EvaluatableExpression | undefined {
    const found = expressionIn(document, position);
    return found && new vscode.EvaluatableExpression(found.range, found.text);
  }
}

/** The variable or field at a position. */
export function expressionIn(
  document: vscode.TextDocument,
  position: vscode.Position,
): { text: string; range: vscode.Range } | undefined {
  const found = expressionAt(document.getText(), document.offsetAt(position));
  return (
    found && {
      text: found.text,
      range: new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)),
    }
  );
}

export function registerExpressions(): vscode.Disposable {
  return vscode.languages.registerEvaluatableExpressionProvider("lua", new Expressions());
}
