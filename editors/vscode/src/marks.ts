// Moments that the user has given a name.  Those of a recording are kept for the next time it is opened; those of a
// live program are its session's, since the next run may go otherwise.

import * as vscode from "vscode";

export interface Mark {
  t: number;
  branch: number;
  name: string;
}

export class Marks {
  private readonly ofSessions = new Map<string, Mark[]>();

  constructor(private readonly memory: vscode.Memento) {}

  of(session: vscode.DebugSession, isRecording: boolean): readonly Mark[] {
    return (isRecording ? this.memory.get<Mark[]>(key(session)) : this.ofSessions.get(session.id)) ?? [];
  }

  async add(session: vscode.DebugSession, isRecording: boolean, mark: Mark): Promise<void> {
    const others = this.of(session, isRecording).filter((one) => one.t !== mark.t || one.branch !== mark.branch);
    await this.keep(session, isRecording, [...others, mark].sort((a, b) => a.t - b.t));
  }

  async remove(session: vscode.DebugSession, isRecording: boolean, mark: Mark): Promise<void> {
    const others = this.of(session, isRecording).filter((one) => one.t !== mark.t || one.branch !== mark.branch);
    await this.keep(session, isRecording, others);
  }

  forget(session: vscode.DebugSession): void {
    this.ofSessions.delete(session.id);
  }

  private async keep(session: vscode.DebugSession, isRecording: boolean, marks: Mark[]): Promise<void> {
    if (isRecording) {
      await this.memory.update(key(session), marks);
    } else {
      this.ofSessions.set(session.id, marks);
    }
  }
}

function key(session: vscode.DebugSession): string {
  return `marks:${session.configuration.program}`;
}
