// Tells the views where the sessions stand: fires when one has stopped, goes on, or is over.

import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { isPython, TYPE } from "./requests";

type State = "stopped" | "running" | "over";

/** The moves of one session; `stopped` comes after the client has been told of the stop. */
export interface Move {
  session: vscode.DebugSession;
  state: State;
}

const STATES: Partial<Record<string, State>> = { stopped: "stopped", continued: "running", terminated: "over" };
const MOVING = new Set([
  "continue",
  "reverseContinue",
  "next",
  "stepIn",
  "stepOut",
  "stepBack",
  "goto",
  "restart",
  "moonwalk/reverseStepIn",
  "moonwalk/reverseStepOut",
  "moonwalk/seek",
  "moonwalk/lastWrite",
  "moonwalk/nextWrite",
  "moonwalk/switchBranch",
]);

export class Stops implements vscode.DebugAdapterTrackerFactory, vscode.Disposable {
  private readonly moves = new vscode.EventEmitter<Move>();
  private readonly registration = vscode.debug.registerDebugAdapterTrackerFactory(TYPE, this);
  private readonly stopped = new Set<string>();

  readonly onMove = this.moves.event;

  isStopped(session: vscode.DebugSession): boolean {
    return this.stopped.has(session.id);
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    if (isPython(session)) {
      return undefined;
    }
    return {
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        if (message.type === "event") {
          this.moved(session, STATES[(message as DebugProtocol.Event).event]);
        } else if (message.type === "response") {
          const { success, command } = message as DebugProtocol.Response;
          this.moved(session, success && MOVING.has(command) ? "running" : undefined);
        }
      },
      onWillStopSession: () => this.moved(session, "over"),
    };
  }

  dispose(): void {
    this.registration.dispose();
    this.moves.dispose();
  }

  private moved(session: vscode.DebugSession, state: State | undefined): void {
    if (state === undefined) {
      return;
    }
    if (state === "stopped") {
      this.stopped.add(session.id);
    } else {
      this.stopped.delete(session.id);
    }
    this.moves.fire({ session, state });
  }
}
