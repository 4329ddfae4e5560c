// A view of the answer to one question, as a tree: what value history, call history and origin are.

import * as vscode from "vscode";
import { activeSession } from "../focus";

interface Shown<Answer> {
  session: vscode.DebugSession;
  answer: Answer;
}

/** Keeps the answer until the next one, or until its session is over; a subclass asks, and makes rows of it. */
export abstract class AnswerView<Answer> implements vscode.TreeDataProvider<vscode.TreeItem>, vscode.Disposable {
  private shown: Shown<Answer> | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event; // before the view, which subscribes when it is made
  private readonly view: vscode.TreeView<vscode.TreeItem>;
  private readonly registrations: vscode.Disposable;

  constructor(
    private readonly id: string,
    commands: Record<string, (from: unknown) => Promise<void>>,
  ) {
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true });
    this.registrations = vscode.Disposable.from(
      this.view,
      this.changes,
      ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(name, act)),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (this.shown?.session.id === session.id) {
          this.show("", undefined);
        }
      }),
    );
  }

  /** The rows below a row; those at the top if there is none. */
  protected abstract rows(
    answer: Answer,
    session: vscode.DebugSession,
    above: vscode.TreeItem | undefined,
  ): vscode.ProviderResult<vscode.TreeItem[]>;

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  getChildren(above?: vscode.TreeItem): vscode.ProviderResult<vscode.TreeItem[]> {
    return this.shown && this.rows(this.shown.answer, this.shown.session, above);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  /** Asks, and shows the answer under a title; if there is none, what was there stays. */
  protected async fill(title: string, question: () => Promise<Answer | undefined>): Promise<void> {
    const session = activeSession();
    if (session === undefined) {
      await question(); // which tells the user so
      return;
    }
    await vscode.commands.executeCommand(`${this.id}.focus`);
    const answer = await vscode.window.withProgress({ location: { viewId: this.id } }, question);
    if (answer !== undefined) {
      this.show(title, { session, answer });
    }
  }

  private show(title: string, shown: Shown<Answer> | undefined): void {
    this.shown = shown;
    this.view.description = title;
    this.changes.fire();
  }
}
