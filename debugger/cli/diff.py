"""`moonwalk diff`: what differs between two moments of a recorded run, or between two recorded runs."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from debugger.comparing import Parting
    from debugger.differences import Difference


@click.command(short_help="Compare two moments of a recorded run, or two recorded runs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.argument("file")
@click.argument("others", nargs=-1, required=True, metavar="OTHER | T T")
def command(as_json: bool, file: str, others: tuple[str, ...]) -> int:
    """Compare the recording FILE with the recording OTHER: the first input, branch and output in which they differ.

    With two moments T in place of OTHER, compare those: variables and tables that are not what they were.

    Exits with 1 if there are differences, as diff does.
    """
    from debugger.cli.query import opened
    from debugger.queries.results import plain
    from engine.history.timeline import OutOfHistory
    from engine.host.recording import read_recording
    from engine.host.recording_format import RecordingError

    found: list[Difference] | list[Parting]
    try:
        if len(others) == 1:
            from debugger.comparing import compare

            found = compare(read_recording(file), read_recording(others[0]))
        elif len(others) == 2 and all(word.isdigit() for word in others):
            found = opened(file).diff(int(others[0]), int(others[1]))
        else:
            raise click.UsageError("Name another recording, or two moments (numbers of steps).")
    except (OutOfHistory, RecordingError) as error:
        click.echo(f"moonwalk: {error}", err=True)
        return 2
    for one in found:
        click.echo(json.dumps(plain(one), ensure_ascii=False) if as_json else as_text(one))
    return 1 if found else 0


def as_text(one: "Difference | Parting") -> str:
    from debugger.differences import Difference

    if isinstance(one, Difference):
        return f"{one.kind} {one.name}: {one.old or '(none)'} -> {one.new or '(none)'}"
    return (
        f"{one.kind}: t={one.t} {one.where}: {one.value or '(none)'}  |  "
        f"t={one.other_t} {one.other_where}: {one.other_value or '(none)'}"
    )
