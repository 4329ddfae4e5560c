// The call history: the calls of one function over the whole run, or the tree of all calls.

import * as vscode from "vscode";
import { activeSession, ask, type Call } from "../requests";
import { wanted } from "../wanted";
import { INCOMPLETE, MomentItem, NoteItem } from "./moments";

interface Found {
  session: vscode.DebugSession;
  title: string;
  calls: Call[];
  complete: boolean;
}

export class CallHistory implements vscode.TreeDataProvider<vscode.TreeItem>, vscode.Disposable {
  private found: Found | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event; // before the view, which subscribes when it is made
  private readonly view = vscode.window.createTreeView("moonwalk.callHistory", {
    treeDataProvider: this,
    showCollapseAll: true,
  });
  private readonly registrations = vscode.Disposable.from(
    this.view,
    this.changes,
    vscode.commands.registerCommand("moonwalk.callHistory", (from: unknown) => this.search(from)),
    vscode.commands.registerCommand("moonwalk.callTree", () => this.tree()),
    vscode.debug.onDidTerminateDebugSession((session) => this.forget(session)),
  );

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  async getChildren(item?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    if (this.found === undefined) {
      return [];
    }
    if (item === undefined) {
      return rows(this.found.session, this.found.calls, this.found.complete);
    }
    const inside = item instanceof MomentItem ? await ask("moonwalk/callTree", { t: item.moment.t }) : undefined;
    return inside === undefined ? [] : rows(this.found.session, inside.calls, inside.complete);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async search(from: unknown): Promise<void> {
    const name = await wanted(from, "The function, for instance player.hit");
    if (name !== undefined) {
      await this.fill(`calls of ${name}`, () => ask("moonwalk/calls", { function: name }));
    }
  }

  private tree(): Promise<void> {
    return this.fill("call tree", () => ask("moonwalk/callTree", {}));
  }

  private async fill(
    title: string,
    find: () => Promise<{ calls: Call[]; complete: boolean } | undefined>,
  ): Promise<void> {
    const session = activeSession();
    await vscode.commands.executeCommand("moonwalk.callHistory.focus");
    const answer = await vscode.window.withProgress({ location: { viewId: "moonwalk.callHistory" } }, find);
    if (answer !== undefined && session !== undefined) {
      this.show({ session, title, ...answer });
    }
  }

  private forget(session: vscode.DebugSession): void {
    if (this.found?.session.id === session.id) {
      this.show(undefined);
    }
  }

  private show(found: Found | undefined): void {
    this.found = found;
    this.view.description = found?.title ?? "";
    this.changes.fire();
  }
}

function rows(session: vscode.DebugSession, calls: Call[], complete: boolean): vscode.TreeItem[] {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const found: vscode.TreeItem[] = calls.map((call) => {
    const item = new MomentItem(spoken(call), call, session, call.hasCalls ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon(call.error === undefined ? "symbol-function" : "error");
    return item;
  });
  if (calls.length === 0) {
    found.push(new NoteItem("There are no such calls so far."));
  }
  return complete ? found : [...found, new NoteItem(INCOMPLETE)];
}

/** `hit(3, "a") → 7`. */
function spoken(call: Call): string {
  const end = call.error !== undefined ? ` ✗ ${call.error}` : call.results !== undefined ? ` → ${call.results}` : "";
  return `${call.function}(${call.arguments})${end}`;
}
