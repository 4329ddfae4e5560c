"""`moonwalk replay`: runs a recording again, to show what it wrote or to verify it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.host.recording import Recording
    from engine.host.replayer import Outcome


@click.command(short_help="Run a recording again.")
@click.option("--verify", "verifies", is_flag=True, help="Compare with the recorded run instead of showing the output.")
@click.argument("file")
def command(verifies: bool, file: str) -> int:
    """Run the recording FILE (of `moonwalk run --record FILE`) again, without the outside world.

    Writes what the program wrote, and exits as it did. With --verify, compares every event and write, the state at
    some moments and the end, and exits with 1 if something differs.
    """
    from debugger.cli.process import prepare_to_run, standard_streams
    from engine.host.recording import read_recording
    from engine.host.recording_format import RecordingError
    from engine.host.replayer import replay, verify

    try:
        recording = read_recording(file)
    except RecordingError as error:
        click.echo(f"moonwalk: {error}", err=True)
        return 1
    if recording.header.is_end:
        click.echo(f"moonwalk: {file}: it is only the end of a run; `moonwalk debug` opens it", err=True)
        return 1
    _, stdout, stderr = standard_streams()
    prepare_to_run()
    outcome = verify(recording) if verifies else replay(recording, stdout, stderr)
    if outcome.difference is not None:
        click.echo(f"moonwalk: {file}: {outcome.difference}{versions_note(recording)}", err=True)
        return 1
    if recording.end is None:
        until = max(recording.until, 0)
        click.echo(f"moonwalk: {file}: the recording ends at step {until}: {recording.problem}", err=True)
    if verifies:
        print_verified(recording, outcome)
        return 1 if recording.is_damaged else 0
    return 0 if outcome.status is None else outcome.status


def versions_note(recording: "Recording") -> str:
    """What may be the reason for a difference."""
    from engine.build_info import VERSION

    made_by = recording.header.moonwalk
    return "" if made_by == VERSION else f" (it was recorded by Moonwalk {made_by}, this is {VERSION})"


def print_verified(recording: "Recording", outcome: "Outcome") -> None:
    """Say what was compared and found to be the same."""
    writes, marks = len(recording.writes), len(recording.marks) + (recording.end is not None)
    click.echo(
        f"recording verified: {outcome.steps:,} steps, {len(recording.events):,} events, {writes:,} writes, "
        f"{marks:,} states",
        err=True,
    )
