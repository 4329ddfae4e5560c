// The origin of a value: the write that gave it, what that read, and so on back to literals and inputs.

import * as vscode from "vscode";
import { activeSession, ask, currentFrame, type Origin } from "../requests";
import { wanted } from "../wanted";
import { brief, INCOMPLETE, MomentItem, NoteItem } from "./moments";
import { WriteItem } from "./valueHistory";

interface Found {
  session: vscode.DebugSession;
  expression: string;
  root: Origin;
}

/** What the adapter calls a value that no variable holds. */
const TEMPORARY = "(temporary)";

/** A row for a value and how it came about. */
class OriginItem extends MomentItem {
  constructor(
    readonly origin: Origin,
    session: vscode.DebugSession,
    state: vscode.TreeItemCollapsibleState,
  ) {
    const hasName = origin.name !== origin.value && origin.name !== TEMPORARY;
    super(hasName ? `${origin.name} = ${brief(origin.value)}` : brief(origin.value), origin, session, state);
    this.description = `${origin.how}  ${this.description}`;
    this.tooltip = `${origin.name} = ${origin.value}: ${origin.how}\n${this.tooltip}`;
    this.iconPath = new vscode.ThemeIcon(origin.children.length > 0 ? "arrow-small-left" : "circle-filled");
  }
}

export class OriginView implements vscode.TreeDataProvider<vscode.TreeItem>, vscode.Disposable {
  private found: Found | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event; // before the view, which subscribes when it is made
  private readonly view = vscode.window.createTreeView("moonwalk.origin", {
    treeDataProvider: this,
    showCollapseAll: true,
  });
  private readonly registrations = vscode.Disposable.from(
    this.view,
    this.changes,
    vscode.commands.registerCommand("moonwalk.origin", (from: unknown) => this.search(from)),
    vscode.debug.onDidTerminateDebugSession((session) => this.forget(session)),
  );

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  getChildren(item?: vscode.TreeItem): vscode.TreeItem[] {
    if (this.found === undefined) {
      return [];
    }
    const { session, root } = this.found;
    if (item === undefined) {
      return [row(root, session)];
    }
    if (!(item instanceof OriginItem)) {
      return [];
    }
    const rows = item.origin.children.map((child) => row(child, session));
    return item.origin.complete ? rows : [...rows, new NoteItem(INCOMPLETE)];
  }

  dispose(): void {
    this.registrations.dispose();
  }

  /** Asks about a variable as it is, or about a value that a row of the value history shows. */
  private async search(from: unknown): Promise<void> {
    const write = from instanceof WriteItem ? from : undefined;
    const expression = write?.expression ?? (await wanted(from, "The variable or field, for instance player.hp"));
    const session = activeSession();
    if (expression === undefined || session === undefined) {
      return;
    }
    const what = write ? { place: write.place, t: write.moment.t + 1 } : { expression, ...currentFrame() };
    await vscode.commands.executeCommand("moonwalk.origin.focus");
    const answer = await vscode.window.withProgress({ location: { viewId: "moonwalk.origin" } }, () =>
      ask("moonwalk/origin", what),
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

/** What a value was made of is open: the tree is small, and the way back is what was asked for. */
function row(origin: Origin, session: vscode.DebugSession): OriginItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  return new OriginItem(origin, session, origin.children.length > 0 || !origin.complete ? Expanded : None);
}
