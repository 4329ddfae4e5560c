// What the programs have written, and at which steps: the ticks of the timeline.

import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { isPython, TYPE } from "./requests";
import type { Written } from "./views/timelineModel";

const KEPT = 200;
const LONGEST = 80;

export class Writings implements vscode.Disposable {
  private readonly ofSessions = new Map<string, Written[]>();
  private readonly registration: vscode.Disposable;

  /** `branchOf` tells the branch of time that a session is in. */
  constructor(private readonly branchOf: (session: vscode.DebugSession) => number) {
    this.registration = vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker: (session) =>
        isPython(session) ? undefined : { onDidSendMessage: (message) => this.heard(session, message) },
    });
  }

  of(session: vscode.DebugSession): Written[] {
    return this.ofSessions.get(session.id) ?? [];
  }

  forget(session: vscode.DebugSession): void {
    this.ofSessions.delete(session.id);
  }

  dispose(): void {
    this.registration.dispose();
  }

  private heard(session: vscode.DebugSession, message: DebugProtocol.ProtocolMessage): void {
    const event = message as DebugProtocol.OutputEvent;
    const steps: unknown = message.type === "event" && event.event === "output" ? event.body.data?.steps : undefined;
    if (!Array.isArray(steps)) {
      return;
    }
    const lines = event.body.output.split("\n");
    const branch = this.branchOf(session);
    const heard = steps.map((t: number, at) => ({ t, branch, text: (lines[at] ?? "").slice(0, LONGEST) }));
    this.ofSessions.set(session.id, [...this.of(session), ...heard].slice(-KEPT));
  }
}
