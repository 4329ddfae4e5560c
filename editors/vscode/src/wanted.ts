// What a command is about: the variable whose menu it was chosen from, the expression at the cursor, or what is typed.

import * as vscode from "vscode";
import { expressionIn } from "./expressions";

/** What VS Code gives to the commands of the menus of its Variables and Watch views. */
interface MenuContext {
  variable?: { evaluateName?: string; name?: string };
}

/** The name that is meant; undefined if the user thinks better of it. */
export async function wanted(from: unknown, prompt: string): Promise<string | undefined> {
  if (typeof from === "string") {
    return from;
  }
  const variable = (from as MenuContext | undefined)?.variable;
  const named = variable?.evaluateName ?? variable?.name;
  if (named) {
    return named;
  }
  const value = atCursor();
  const typed = await vscode.window.showInputBox({ prompt, ...(value ? { value } : {}) });
  return typed?.trim() || undefined;
}

function atCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "lua") {
    return undefined;
  }
  const selected = editor.document.getText(editor.selection);
  return selected || expressionIn(editor.document, editor.selection.active)?.text;
}
