// What the history views and the origin have in common: rows that are moments, with a place in the source, to go to.

import * as vscode from "vscode";
import { placeName, uriOf } from "../places";
import { ask, type Moment } from "../requests";

/** A value in few characters, so that what stands behind it is seen too; the tooltip has all of it. */
export function brief(value: string): string {
  return value.length > BRIEF ? `${value.slice(0, BRIEF - 1)}…` : value;
}

const BRIEF = 24;

/** A row for something that happened. */
export class MomentItem extends vscode.TreeItem {
  constructor(
    label: string,
    readonly moment: Moment,
    session: vscode.DebugSession,
    state = vscode.TreeItemCollapsibleState.None,
  ) {
    super(label, state);
    const place = placeName(moment.source, moment.line);
    this.description = [`t=${moment.t.toLocaleString("en")}`, place].filter(Boolean).join("  ");
    this.tooltip = `${label}\n${place}${moment.function ? ` in ${moment.function}` : ""}, t=${moment.t.toLocaleString("en")}`;
    this.contextValue = "moonwalk.moment";
    this.iconPath = new vscode.ThemeIcon("circle-outline");
    if (moment.source !== undefined && moment.line > 0) {
      const line = moment.line - 1;
      this.command = {
        command: "vscode.open",
        title: "Show the line",
        arguments: [uriOf(session, moment.source), { selection: new vscode.Range(line, 0, line, 0), preserveFocus: true }],
      };
    }
  }
}

/** A row that says something. */
export class NoteItem extends vscode.TreeItem {
  constructor(text: string) {
    super(text);
    this.iconPath = new vscode.ThemeIcon("info");
  }
}

/** The answer is a part of what there is. */
export const INCOMPLETE = "There are more: this is as far as the search went.";

export function registerMoments(): vscode.Disposable {
  return vscode.commands.registerCommand("moonwalk.goToItem", (item: MomentItem) =>
    ask("moonwalk/seek", { t: item.moment.t }),
  );
}
