// The timeline: where in the run the program stands, its branches, marks and output.  Drawn by `webview/timeline.ts`.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { activeSession, ask } from "../focus";
import { type Mark, Marks } from "../marks";
import { type Branch, messageOf, send, type Timeline } from "../requests";
import type { Stops } from "../stops";
import { Writings } from "../writings";
import { type Shown, spokenTime, type Wish } from "./timelineModel";

export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private latest: { session: vscode.DebugSession; timeline: Timeline } | undefined;
  private problem = "";
  private readonly writings = new Writings((session) => this.branchIn(session)?.id ?? 0);
  private readonly registrations: vscode.Disposable;

  constructor(
    private readonly files: vscode.Uri,
    private readonly memory: vscode.Memento,
    private readonly marks: Marks,
    private readonly stops: Stops,
  ) {
    this.registrations = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider("moonwalk.timeline", this),
      this.writings,
      stops.onMove(({ session, state }) => {
        if (state === "stopped") {
          void this.introduce();
        }
        if (state === "over") {
          this.writings.forget(session);
          this.marks.forget(session);
        }
        if (session.id === activeSession()?.id) {
          void (state === "stopped" ? this.refresh() : this.show());
        }
      }),
      vscode.debug.onDidChangeActiveDebugSession(() => this.refresh()),
      vscode.commands.registerCommand("moonwalk.mark", () => this.mark()),
      vscode.commands.registerCommand("moonwalk.unmark", () => this.unmark()),
      vscode.commands.registerCommand("moonwalk.branch", () => this.branch()),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.files] };
    view.webview.html = this.page(view.webview);
    view.webview.onDidReceiveMessage((wish: Wish) => this.carryOut(wish));
    view.onDidDispose(() => {
      this.view = undefined;
    });
  }

  dispose(): void {
    this.registrations.dispose();
  }

  /** Opens the view at the first stop ever; from then on it is as the user leaves it. */
  private async introduce(): Promise<void> {
    if (!this.memory.get<boolean>("timelineIntroduced")) {
      await this.memory.update("timelineIntroduced", true);
      await vscode.commands.executeCommand("moonwalk.timeline.focus", { preserveFocus: true });
    }
  }

  /** Asks where the session in front stands, and shows it. */
  private async refresh(): Promise<void> {
    const session = activeSession();
    this.problem = "";
    if (session === undefined) {
      this.latest = undefined;
    } else if (this.stops.isStopped(session)) {
      try {
        this.latest = { session, timeline: await send(session, "moonwalk/timeline", {}) };
      } catch (error) {
        this.problem = messageOf(error);
      }
    }
    await this.show();
  }

  private async show(): Promise<void> {
    const { session, timeline } = this.latest ?? {};
    const shown: Shown = {
      t: timeline?.t ?? 0,
      oldest: timeline?.oldest ?? 0,
      newest: timeline?.newest ?? 0,
      branches: timeline?.branches ?? [],
      marks: session && timeline ? [...this.marks.of(session, timeline.isRecording)] : [],
      output: session ? this.writings.of(session) : [],
      problem: this.problem || (timeline ? "" : "The program has not stopped yet."),
      isStopped: session !== undefined && this.stops.isStopped(session),
    };
    await this.view?.webview.postMessage(shown);
  }

  private async carryOut(wish: Wish): Promise<void> {
    const current = this.latest && this.branchIn(this.latest.session);
    if (wish.ask === "ready") {
      await this.refresh();
      return;
    }
    if (current !== undefined && wish.branch !== current.id) {
      await ask("moonwalk/switchBranch", { id: wish.branch });
    }
    if (wish.ask === "go") {
      await ask("moonwalk/seek", { t: wish.t });
    }
  }

  private async mark(): Promise<void> {
    await this.refresh();
    if (this.latest === undefined) {
      return;
    }
    const { session, timeline } = this.latest;
    const name = await vscode.window.showInputBox({ prompt: `A name for the moment ${spokenTime(timeline.t)}` });
    if (name !== undefined) {
      const branch = this.branchIn(session)?.id ?? 0;
      const mark: Mark = { t: timeline.t, branch, name: name || spokenTime(timeline.t) };
      await this.marks.add(session, timeline.isRecording, mark);
      await this.show();
    }
  }

  private async unmark(): Promise<void> {
    if (this.latest === undefined) {
      return;
    }
    const { session, timeline } = this.latest;
    const choices = this.marks
      .of(session, timeline.isRecording)
      .map((mark) => ({ label: mark.name, description: spokenTime(mark.t), mark }));
    const chosen = await vscode.window.showQuickPick(choices, { placeHolder: "The mark to remove" });
    if (chosen !== undefined) {
      await this.marks.remove(session, timeline.isRecording, chosen.mark);
      await this.show();
    }
  }

  private async branch(): Promise<void> {
    await ask("moonwalk/branch", {});
    await this.refresh();
  }

  /** The branch that a session was in when it was asked last. */
  private branchIn(session: vscode.DebugSession): Branch | undefined {
    const known = this.latest?.session.id === session.id ? this.latest.timeline.branches : [];
    return known.find((one) => one.isCurrent);
  }

  private page(webview: vscode.Webview): string {
    const of = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(this.files, ...path));
    const nonce = randomBytes(16).toString("base64");
    return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; style-src ${webview.cspSource} 'unsafe-inline'; script-src 'nonce-${nonce}'">
  <link rel="stylesheet" href="${of("media", "timeline.css")}">
</head>
<body>
  <script nonce="${nonce}" src="${of("dist", "webview", "timeline.js")}"></script>
</body>
</html>`;
  }
}
