// The origin of a value: the write that gave it, what that read, and so on back to literals and inputs.

import * as vscode from "vscode";
import { ask, currentFrame } from "../focus";
import type { Answers, Origin } from "../requests";
import { brief } from "../texts";
import { wanted } from "../wanted";
import { AnswerView } from "./answers";
import { listed, MomentItem } from "./moments";
import { WriteItem } from "./valueHistory";

/** What the adapter calls a value that no variable holds. */
const TEMPORARY = "(temporary)";

/**
 * A row for a value and how it came about.  It is open: the tree is small, and the way back is what was asked for.
 * Where what it was made of stands in the next row (`goesOn`), nothing is below it.
 */
class OriginItem extends MomentItem {
  constructor(
    readonly origin: Origin,
    session: vscode.DebugSession,
    goesOn: boolean,
  ) {
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const hasBelow = !goesOn && (origin.children.length > 0 || !origin.complete);
    const hasName = origin.name !== origin.value && origin.name !== TEMPORARY;
    const label = hasName ? `${origin.name} = ${brief(origin.value)}` : brief(origin.value);
    super(label, origin, session, hasBelow ? Expanded : None);
    this.description = `${origin.how}  ${this.description}`;
    this.tooltip = `${origin.name} = ${origin.value}: ${origin.how}\n${this.tooltip}`;
    this.iconPath = new vscode.ThemeIcon(origin.children.length > 0 ? "arrow-small-left" : "circle-filled");
  }
}

type Found = Answers["moonwalk/origin"];

export class OriginView extends AnswerView<Found> {
  constructor() {
    super("moonwalk.origin", { "moonwalk.origin": (from) => this.search(from) });
  }

  protected rows({ root }: Found, session: vscode.DebugSession, above?: vscode.TreeItem): vscode.TreeItem[] {
    if (above === undefined) {
      return chain(root, session);
    }
    if (!(above instanceof OriginItem)) {
      return [];
    }
    const { children, complete } = above.origin;
    const [only] = children.length === 1 && complete ? children : [];
    const rows = only ? chain(only, session) : children.map((child) => new OriginItem(child, session, false));
    return listed(rows, complete, "");
  }

  /** Asks about a variable as it is, or about a value that a row of the value history shows. */
  private async search(from: unknown): Promise<void> {
    if (from instanceof WriteItem) {
      const { place, moment, expression } = from;
      await this.fill(expression, () => ask("moonwalk/origin", { place, t: moment.t + 1 }));
      return;
    }
    const expression = await wanted(from, "The variable or field, for instance player.hp");
    if (expression !== undefined) {
      await this.fill(expression, () => ask("moonwalk/origin", { expression, ...currentFrame() }));
    }
  }
}

/** A value, what it was made of, and so on, one below the other: as far as each was made of one value only. */
function chain(first: Origin, session: vscode.DebugSession): OriginItem[] {
  const { children, complete } = first;
  const [next] = children.length === 1 && complete ? children : [];
  return [new OriginItem(first, session, next !== undefined), ...(next ? chain(next, session) : [])];
}
