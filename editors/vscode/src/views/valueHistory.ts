// The value history: each write to a variable or field over the whole run, with what it replaced.

import * as vscode from "vscode";
import { activeSession, ask, currentFrame, type Write } from "../requests";
import { wanted } from "../wanted";
import { brief, INCOMPLETE, MomentItem, NoteItem } from "./moments";

interface Found {
  session: vscode.DebugSession;
  expression: string;
  /** The number by which the adapter knows what the expression named. */
  place: number;
  writes: Write[];
  complete: boolean;
}

/** A row for a write. */
export class WriteItem extends MomentItem {
  constructor(
    readonly expression: string,
    readonly place: number,
    write: Write,
    session: vscode.DebugSession,
  ) {
    super(`${brief(write.old)} → ${brief(write.new)}`, write, session);
    this.tooltip = `${write.old} → ${write.new}\n${this.tooltip}`;
    this.contextValue = "moonwalk.write";
  }
}

export class ValueHistory implements vscode.TreeDataProvider<vscode.TreeItem>, vscode.Disposable {
  private found: Found | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event; // before the view, which subscribes when it is made
  private readonly view = vscode.window.createTreeView("moonwalk.valueHistory", { treeDataProvider: this });
  private readonly registrations = vscode.Disposable.from(
    this.view,
    this.changes,
    vscode.commands.registerCommand("moonwalk.valueHistory", (from: unknown) => this.search(from)),
    vscode.debug.onDidTerminateDebugSession((session) => this.forget(session)),
  );

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  getChildren(item?: vscode.TreeItem): vscode.TreeItem[] {
    if (item !== undefined || this.found === undefined) {
      return [];
    }
    const { session, expression, place, writes, complete } = this.found;
    const rows: vscode.TreeItem[] = writes.map((write) => new WriteItem(expression, place, write, session));
    if (writes.length === 0) {
      rows.push(new NoteItem("It has not been written so far."));
    }
    return complete ? rows : [...rows, new NoteItem(INCOMPLETE)];
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async search(from: unknown): Promise<void> {
    const expression = await wanted(from, "The variable or field, for instance player.hp");
    const session = activeSession();
    if (expression === undefined || session === undefined) {
      return;
    }
    await vscode.commands.executeCommand("moonwalk.valueHistory.focus");
    const answer = await vscode.window.withProgress({ location: { viewId: "moonwalk.valueHistory" } }, () =>
      ask("moonwalk/history", { expression, ...currentFrame() }),
    );
    if (answer !== undefined) {
      this.show({ session, expression, ...answer });
    }
  }

  private forget(session: vscode.DebugSession): void {
    if (this.found?.session.id === session.id) {
      this.show(undefined);
    }
  }

  private show(found: Found | undefined): void {
    this.found = found;
    this.view.description = found?.expression ?? "";
    this.changes.fire();
  }
}
