"""`moonwalk query`: asks a recorded run a question, and prints the answers as lines or as JSON."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from debugger.origin import OriginNode
    from debugger.queries.results import CallNode
    from debugger.session import Session

KINDS: Final = {
    "calls": ("FUNCTION", "its calls, with arguments and results"),
    "tree": ("", "the calls of all functions, nested"),
    "lines": ("[FILE:]LINE", "each time the line began; with --show, values then"),
    "coverage": ("", "how often each line began"),
    "errors": ("", "errors raised, also those that were caught"),
    "output": ("", "what was written, and from where"),
    "switches": ("", "switches of coroutines"),
    "loads": ("", "chunks loaded"),
    "allocations": ("", "places that made tables, functions, coroutines"),
    "writes": ("PLACE", "all writes to a variable or field, as player.hp"),
    "reads": ("PLACE", "the instructions that read it"),
    "origin": ("PLACE", "why it has the value it has"),
    "life": ("OBJECT", "where table#1a0001 was made, until when it lived"),
}
"""The questions: what each is about, and what it tells."""

EPILOG: Final = "\b\nQuestions:\n" + "\n".join(
    f"  {kind + ' ' + argument:18} {text}" for kind, (argument, text) in KINDS.items()
)


@click.command(short_help="Ask a recorded run a question.", epilog=EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--show", default="", metavar="EXPRESSION", help="With `lines`: print its values at each hit.")
@click.option("--at", metavar="T", help="The moment at which PLACE is looked up, not the end of the run.")
@click.option("--from", "start", metavar="T", help="Look no earlier than at this moment.")
@click.option("--to", "end", metavar="T", help="Look no later than at this moment.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N answers.")
@click.argument("file")
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="QUESTION")
@click.argument("argument", required=False, default="")
def command(
    as_json: bool,
    show: str,
    at: str | None,
    start: str | None,
    end: str | None,
    limit: int | None,
    file: str,
    kind: str,
    argument: str,
) -> int:
    """Ask the recorded run FILE (of `moonwalk run --record FILE`) a QUESTION.

    A moment T is a number of executed instructions, 50%, "error 1", "call NAME 3" and the like; every answer begins
    with the one to go to.
    """
    from debugger.evaluation import EvaluationError
    from debugger.queries.results import plain
    from engine.history.timeline import OutOfHistory
    from engine.host.recording_format import RecordingError

    wanted = KINDS[kind][0]
    if bool(argument) != bool(wanted):
        raise click.UsageError(f"'{kind}' takes {'an argument: ' + wanted if wanted else 'no argument'}.")
    try:
        session = opened(file)
        session.seek(_moment(session, at))
        span = (session.moment(start or "start"), session.moment(end or "end"))
        for number, answer in enumerate(answers(session, kind, argument, show, span)):
            if limit is not None and number >= limit:
                break
            click.echo(json.dumps(plain(answer), ensure_ascii=False) if as_json else as_text(answer))
    except (EvaluationError, OutOfHistory, RecordingError) as error:
        click.echo(f"moonwalk: {error}", err=True)
        return 1
    return 0


def opened(file: str) -> "Session":
    """A session at the end of a recorded run.  Raises RecordingError, also for a program that cannot be loaded."""
    from debugger.cli.process import prepare_to_run
    from debugger.session import LoadError, Session
    from engine.host.recording import read_recording
    from engine.host.recording_format import RecordingError

    prepare_to_run()
    try:
        session = Session.of_recording(read_recording(file))
    except LoadError as error:
        raise RecordingError(f"{file}: {error}") from None
    session.continue_()
    return session


def _moment(session: "Session", at: str | None) -> int:
    """The moment asked for; by default the last at which the program's variables are in reach."""
    if at is not None:
        return session.moment(at)
    return session.newest if session.machine.failure is not None else max(session.newest - 1, session.oldest)


def answers(session: "Session", kind: str, argument: str, show: str, span: tuple[int, int]) -> Iterator[object]:
    """The answers to a question, in the order of time."""
    query = session.query
    if kind == "origin":
        return iter(session.origin_query(argument))
    if kind == "life":
        from debugger.objects import identity_of, name_of

        values = [] if identity_of(argument) is not None else session.evaluate(argument)
        return iter(query.life(name_of(values[0]) if values else argument))
    if kind in ("writes", "reads"):
        place = session.place(argument)
        return iter(query.writes(place, span) if kind == "writes" else query.reads(place, span))
    if kind == "calls":
        return iter(query.calls(argument, span))
    if kind == "tree":
        return iter(query.call_tree(span))
    if kind == "lines":
        source, _, line = argument.rpartition(":")
        if not line.isdigit():
            raise click.UsageError(f"'{argument}' names no line: write LINE or FILE:LINE.")
        return iter(query.lines(int(line), source or None, show, span))
    return iter(getattr(query, kind)(span))


def as_text(answer: object) -> str:
    """An answer as a line, or as some."""
    from debugger.objects import ObjectLife
    from debugger.origin import OriginNode
    from debugger.queries import results as found

    if isinstance(answer, ObjectLife):
        until = "still in reach" if answer.is_alive else f"in reach until t={answer.last}"
        return f"t={answer.created} {answer.where}: {answer.name} made, {until}: {answer.value}"
    if isinstance(answer, OriginNode):
        return "\n".join(_origin(answer, ""))
    if isinstance(answer, found.CallNode):
        return "\n".join(line for child in answer.children for line in _tree(child, ""))
    if isinstance(answer, found.Call):
        arguments = ", ".join(f"{name} = {value}" for name, value in answer.arguments)
        results = ", ".join(map(str, answer.results))
        ending = {"return": f" -> {results}", "error": f" raised {answer.error}", "": " goes on"}
        return f"t={answer.t} {answer.caller}: {answer.name}({arguments}){ending.get(answer.how, ' -> ' + answer.how)}"
    if isinstance(answer, found.Hit):
        values = answer.error or ", ".join(map(str, answer.values))
        return f"t={answer.t} {answer.where}{': ' + values if values else ''}"
    if isinstance(answer, found.Raised):
        caught = f"caught by {answer.catcher} at {answer.caught}" if answer.caught is not None else "not caught"
        return f"t={answer.t} {answer.where}: {answer.error}, {caught}"
    if isinstance(answer, found.Write):
        return f"t={answer.t} {answer.where}: {answer.old} -> {answer.new}"
    if isinstance(answer, found.Read):
        return f"t={answer.t} {answer.where}: {answer.value}"
    if isinstance(answer, found.Output):
        return f"t={answer.t} {answer.where} {answer.stream}: {answer.text!r}"
    if isinstance(answer, found.Switch):
        return f"t={answer.t} {answer.kind}: {answer.coroutine:#x} to {answer.other:#x}"
    if isinstance(answer, found.Load):
        return f"t={answer.t} {answer.source}: {answer.functions} functions"
    if isinstance(answer, found.Site):
        return f"t={answer.first}..{answer.last} {answer.where}: {answer.count} {answer.kind}"
    assert isinstance(answer, found.LineCount)
    return f"{answer.source}:{answer.line}: {answer.count}"


def _origin(node: "OriginNode", indent: str) -> Iterator[str]:
    where = f" {node.where}" if node.where.line else ""
    where += f" `{node.span}`" if node.span is not None else ""
    yield f"{indent}t={node.t}{where}: {node.name} = {node.value} ({node.text}){' ...' if node.is_cut else ''}"
    for child in node.children:
        yield from _origin(child, indent + "  ")


def _tree(node: "CallNode", indent: str) -> Iterator[str]:
    more = f" (+{node.left_out} more)" if node.left_out else ""
    yield f"{indent}t={node.t} {node.name} {node.where}{more}"
    for child in node.children:
        yield from _tree(child, indent + "  ")
