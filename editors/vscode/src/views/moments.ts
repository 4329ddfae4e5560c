// What the views of answers have in common: rows that are moments, with a place in the source, to go to.

import * as vscode from "vscode";
import { ask } from "../focus";
import type { Moment } from "../requests";
import { spokenTime } from "./timelineModel";

/** A row for something that happened. */
export class MomentItem extends vscode.TreeItem {
  constructor(
    label: string,
    readonly moment: Moment,
    session: vscode.DebugSession,
    state = vscode.TreeItemCollapsibleState.None,
  ) {
    super(label, state);
    const { t, source, line } = moment;
    const file = source?.name ?? source?.path?.split(/[\\/]/).pop();
    const place = file === undefined ? "" : `${file}:${line}`;
    this.description = [spokenTime(t), place].filter(Boolean).join("  ");
    this.tooltip = [label, `${place}${moment.function ? ` in ${moment.function}` : ""}`, spokenTime(t)].join("\n");
    this.contextValue = "moonwalk.moment";
    this.iconPath = new vscode.ThemeIcon("circle-outline");
    if (source !== undefined && line > 0) {
      const selection = new vscode.Range(line - 1, 0, line - 1, 0);
      this.command = {
        command: "vscode.open",
        title: "Show the line",
        arguments: [vscode.debug.asDebugSourceUri(source, session), { selection, preserveFocus: true }],
      };
    }
  }
}

/** A row that says something. */
class NoteItem extends vscode.TreeItem {
  constructor(text: string) {
    super(text);
    this.iconPath = new vscode.ThemeIcon("info");
  }
}

/** Rows, and what there is to say of them: that there are `none`, or that the search went no further. */
export function listed(rows: vscode.TreeItem[], complete: boolean, none: string): vscode.TreeItem[] {
  const notes = complete ? [] : [new NoteItem("There are more: this is as far as the search went.")];
  return [...(rows.length > 0 || !complete ? rows : [new NoteItem(none)]), ...notes];
}

export function registerMoments(): vscode.Disposable {
  return vscode.commands.registerCommand("moonwalk.goToItem", (item: MomentItem) =>
    ask("moonwalk/seek", { t: item.moment.t }),
  );
}
