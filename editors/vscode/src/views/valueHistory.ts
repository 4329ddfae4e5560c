// The value history: each write to a variable or field over the whole run, with what it replaced.

import type * as vscode from "vscode";
import { ask, currentFrame } from "../focus";
import type { Answers, Write } from "../requests";
import { brief } from "../texts";
import { wanted } from "../wanted";
import { AnswerView } from "./answers";
import { listed, MomentItem } from "./moments";

/** A row for a write; `place` is the number by which the adapter knows what was written to. */
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

type Found = Answers["moonwalk/history"];

export class ValueHistory extends AnswerView<Found> {
  constructor() {
    super("moonwalk.valueHistory", { "moonwalk.valueHistory": (from) => this.search(from) });
  }

  protected rows({ expression, place, writes, complete }: Found, session: vscode.DebugSession): vscode.TreeItem[] {
    const rows = writes.map((write) => new WriteItem(expression, place, write, session));
    return listed(rows, complete, "It has not been written so far.");
  }

  private async search(from: unknown): Promise<void> {
    const expression = await wanted(from, "The variable or field, for instance player.hp");
    if (expression !== undefined) {
      await this.fill(expression, () => ask("moonwalk/history", { expression, ...currentFrame() }));
    }
  }
}
