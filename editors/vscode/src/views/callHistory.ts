// The call history: the calls of one function over the whole run, or the tree of all calls.

import * as vscode from "vscode";
import { ask } from "../focus";
import type { Call } from "../requests";
import { folded } from "../texts";
import { wanted } from "../wanted";
import { AnswerView } from "./answers";
import { listed, MomentItem } from "./moments";

interface Found {
  calls: Call[];
  complete: boolean;
}

/** A row for a call. */
class CallItem extends MomentItem {
  constructor(call: Call, session: vscode.DebugSession) {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    super(spoken(call, folded), call, session, call.hasCalls ? Collapsed : None);
    this.tooltip = `${spoken(call, (values) => values)}\n${this.tooltip}`;
    this.iconPath = new vscode.ThemeIcon(call.error === undefined ? "symbol-function" : "error");
  }
}

export class CallHistory extends AnswerView<Found> {
  constructor() {
    super("moonwalk.callHistory", {
      "moonwalk.callHistory": (from) => this.search(from),
      "moonwalk.callTree": () => this.fill("call tree", () => ask("moonwalk/callTree", {})),
    });
  }

  protected async rows(found: Found, session: vscode.DebugSession, above?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    const { calls, complete } = above instanceof CallItem ? await inside(above) : found;
    return listed(calls.map((call) => new CallItem(call, session)), complete, "There are no such calls so far.");
  }

  private async search(from: unknown): Promise<void> {
    const name = await wanted(from, "The function, for instance player.hit");
    if (name !== undefined) {
      await this.fill(`calls of ${name}`, () => ask("moonwalk/calls", { function: name }));
    }
  }
}

async function inside(item: CallItem): Promise<Found> {
  return (await ask("moonwalk/callTree", { t: item.moment.t })) ?? { calls: [], complete: false };
}

/** `hit(3, "a") → 7`; the name alone where the arguments are not known. */
function spoken(call: Call, shown: (values: string) => string): string {
  const given = call.arguments === undefined ? "" : `(${shown(call.arguments)})`;
  const end =
    call.error !== undefined ? ` ✗ ${call.error}` : call.results ? ` → ${shown(call.results)}` : "";
  return `${call.function}${given}${end}`;
}
