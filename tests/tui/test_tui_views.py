"""What the panes say, without a screen."""

from debugging import DEMO

from debugger.session import Session
from debugger.stops import Reason, Stop
from debugger.values import Formatter
from engine.syntax.dialects import LUA_51, LUA_54
from tui.spans import plain
from tui.views.code import Code
from tui.views.moment import Moment, frame_lines
from tui.views.output import Output
from tui.views.registers import Registers
from tui.views.stack import Stack
from tui.views.stops import stop_text
from tui.views.values import seen, value_line
from tui.views.variables import PAGE, Variables, row_line

FORMATTER = Formatter(LUA_54)


def stopped_at(source: str, line: int) -> Session:
    session = Session("demo.lua", source=source.encode())
    session.set_breakpoint(line)
    session.continue_()
    return session


def test_the_call_stack_goes_through_coroutines() -> None:
    source = "local co = coroutine.wrap(function()\n  print(1)\nend)\nlocal function go() co() end\ngo()\n"
    session = stopped_at(source, 2)
    rows = [plain(line) for line in frame_lines(Moment(session))]
    assert rows[0].startswith("── coroutine 0x")
    assert rows[0].endswith("(running)")
    assert rows[1].startswith(" ▶ 0 ")
    assert "demo.lua:2" in rows[1]
    assert rows[2] == "── main (waits for the one above)"
    assert [row.split()[-1] for row in rows[-2:]] == ["demo.lua:4", "demo.lua:5"]


def test_frames_tell_their_arguments() -> None:
    session = stopped_at("local function f(a, b, t, ...)\n  print(a)\nend\nf(1, 'two', {}, 3, nil)\n", 2)
    (row, _) = (plain(line) for line in frame_lines(Moment(session)))
    assert row == ' ▶ 0 f  demo.lua:2  (a=1, b="two", t={…}, 3, nil)'


def test_a_deep_stack_comes_in_pages() -> None:
    source = "local function f(n)\n  if n == 0 then\n    return 0\n  end\n  return 1 + f(n - 1)\nend\nf(5000)"
    session = stopped_at(source, 3)
    moment = Moment(session)
    assert len(moment.rows) == 101
    assert "4,902 frames more" in plain(frame_lines(moment)[-1])
    moment.show_more()
    assert len(moment.rows) == 401


def test_the_end_of_a_program_has_no_frames() -> None:
    session = Session("demo.lua", source=b"return 1")
    session.continue_()
    moment = Moment(session)
    assert moment.frame is None
    assert "the program has ended" in plain(frame_lines(moment)[0])
    assert Registers(FORMATTER).lines(None)[0] == [[("faint", " no Lua function")]]
    assert Code().present == -1


def test_values_tell_their_change_without_colour() -> None:
    assert plain(value_line(seen(FORMATTER, 2), None)) == "2"
    assert plain(value_line(seen(FORMATTER, 2), seen(FORMATTER, 2))) == "2"
    assert plain(value_line(seen(FORMATTER, 2), seen(FORMATTER, 1))) == "● 1 → 2"
    assert plain(value_line(seen(FORMATTER, b"1"), seen(FORMATTER, 1))) == '● 1 → "1"'
    assert plain(value_line(seen(FORMATTER, b"x" * 100 + b"a"), seen(FORMATTER, b"x" * 100 + b"b"))).startswith("● ")


def test_a_large_table_comes_in_pages() -> None:
    session = stopped_at("local list = {}\nfor i = 1, 120 do list[i] = i end\nreturn list\n", 3)
    frame = session.frames()[0]
    variables = Variables(session)
    variables.toggle(variables.rows(frame)[1])
    rows = variables.rows(frame)
    more = next(at for at, row in enumerate(rows) if row.kind == "more")
    assert more == 2 + PAGE
    assert "Enter" in plain(row_line(rows[more]))
    variables.toggle(rows[more])
    variables.toggle(variables.rows(frame)[2 + 2 * PAGE])
    assert sum(row.depth == 2 for row in variables.rows(frame)) == 120


def test_a_hidden_local_and_the_one_that_hides_it() -> None:
    session = stopped_at("local x = 1\ndo local x = 2\nprint(x)\nend\n", 3)
    rows = Variables(session).rows(session.frames()[0])
    assert [(row.name, row.now.text) for row in rows if row.path[0] == "locals"][1:] == [("x", "1"), ("x", "2")]
    assert len({row.path for row in rows}) == len(rows)


def test_registers_are_marked_read_and_written() -> None:
    session = stopped_at("local a, b = 1, 2\nlocal c = a + b\nreturn c\n", 2)
    lines, first = Registers(FORMATTER).lines(session.frames()[0])
    assert [plain(line).split()[:2] for line in lines[:3]] == [["r", "R0"], ["r", "R1"], ["w", "R2"]]
    assert first == 0


def test_the_stack_shows_the_registers_of_all_frames() -> None:
    source = "local function f(n)\n  local x = n\n  if n > 0 then f(n - 1) end\n  return x\nend\nf = f\nlocal t = 5\n"
    session = stopped_at(source.replace("local function f", "function f") + "f(2)\n", 4)
    moment = Moment(session)
    stack = Stack(Registers(session.formatter))
    stack.update(moment)
    rows = [plain(stack[row]) for row in range(len(stack))]
    headings = [row for row in rows if "R0 is slot" in row]
    names = [" ".join(row.split()[:3]) for row in headings]
    assert names == ["▶ 0 f", "1 f R0", "2 f R0", "3 main chunk"]
    assert [row.split()[-1] for row in rows if " n " in row] == ["0", "1", "2"]
    marks = [row[:3] for row in rows]
    assert any("r" in mark for mark in marks[: rows.index(headings[1])])
    assert not any("r" in mark or "w" in mark for mark in marks[rows.index(headings[1]) :])
    assert stack.variable(stack.now) in ("n", "x")
    assert stack.frame_row(stack.now) is None
    assert stack.frame_row(rows.index(headings[3])) == 3
    assert stack.variable(rows.index(headings[1]) + 1) is None
    moment.select(3)
    stack.update(moment)
    assert "▷ 3 main chunk" in plain(stack[rows.index(headings[3])])
    assert stack.variable(rows.index(headings[3]) + 1) == "t"


def test_the_code_points_at_the_present_instruction_and_breakpoints() -> None:
    session = stopped_at("local a = 1\nlocal b = a\nreturn b\n", 2)
    frame = session.frames()[0]
    code = Code()
    code.update(frame)
    assert code.present == frame.pc
    rows = [plain(code.line(at)) for at in range(len(code.lines))]
    assert rows[frame.pc].startswith("●▶")
    assert sum("▶" in row for row in rows) == 1


def test_output_ends_at_the_present() -> None:
    session = Session("demo.lua", source=b"io.write('a')\nio.write('b\\nc')\nprint('d')\nprint('\\27[2J')\n")
    session.continue_()
    output = Output(session)
    assert [plain(line) for line in output] == ["ab", "cd", "\u241b[2J"]
    assert output.widest == 4
    session.seek(session.output()[1][0])
    output.update()
    assert list(output[:2]) == [[("", "ab")], [("", "c"), ("later", "d")]]
    assert list(output[2:]) == [[("later", "┄┄ printed later ┄┄")], [("later", "\u241b[2J")]]
    session.seek(0)
    output.update()
    assert output.now == 0
    assert [line[0][0] for line in output] == ["later"] * 4
    assert output.moment_of(0) is None
    assert output.moment_of(3) == session.machine.output[3][0]


def test_standard_error_stands_where_it_was_written() -> None:
    session = Session("demo.lua", source=b"print('a')\nio.stderr:write('oh\\n')\nprint('b')\n")
    session.continue_()
    output = Output(session)
    assert [plain(line) for line in output] == ["a", "oh", "b"]
    assert [output.is_error(row) for row in range(3)] == [False, True, False]
    at = output.moment_of(1)
    assert at is not None
    session.seek(at - 1)
    output.update()
    assert [plain(line) for line in output] == ["a", "┄┄ printed later ┄┄", "oh", "b"]
    assert output.is_error(2)


def test_a_silent_program() -> None:
    output = Output(Session("demo.lua", source=b"return 1"))
    assert [plain(line) for line in output] == ["nothing printed"]
    assert output.moment_of(0) is None


def test_changes_in_callers_are_remembered_too() -> None:
    session = Session(DEMO)
    session.set_breakpoint(41)
    session.continue_()
    variables = Variables(session)
    variables.remember()
    session.step_out()
    rows = [plain(row_line(row)) for row in variables.rows(session.frames()[0])]
    assert any("shop = ● {" in row for row in rows)
    assert not any("wares = ●" in row for row in rows)


def test_the_start_of_a_history_that_was_partly_given_up() -> None:
    session = Session("demo.lua", source=b"for i = 1, 20000 do end", history=1000)
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    checkpoints.shortest = 500
    session.begin(session.motion_continue())
    while session.advance(500) is None:
        pass
    del checkpoints.epochs[:3]  # as it is done when their images hold too much memory
    assert 0 < session.oldest < session.history.at_hand[0]
    stop = session.seek(session.oldest)
    text = stop_text(session, stop, "go", False)
    assert text == f"◀ go · start of history: t={session.oldest:,}; what came before is given up (too much memory)"


def test_a_search_that_was_given_up_at_the_end() -> None:
    session = Session("demo.lua", source=b"return 1")
    session.continue_()
    text = stop_text(session, Stop(Reason.PAUSE, session.t, "", 0), "continue, back", False)
    assert text == "◀ continue, back · given up: back at the end"


def test_numbers_are_written_as_in_the_dialect() -> None:
    source = b"local n, t = 2, {x = 6}\nn = n + 1\nt.x = n / 2\nreturn n, t\n"
    session = Session("demo.lua", dialect=LUA_51, source=source)
    session.set_breakpoint(4)
    variables, registers = Variables(session), Registers(session.formatter)
    variables.remember()
    session.step_over()
    variables.remember()
    registers.remember(session.frames())
    session.continue_()
    frame = session.frames()[0]
    rows = [plain(row_line(row)).strip() for row in variables.rows(frame)]
    assert rows[1:3] == ["n = ● 2 → 3", "▸ t = ● {x = 1.5}"]
    lines, _ = registers.lines(frame)
    assert "● 2 → 3" in plain(lines[frame.closure.proto.locals[0].register] if frame.closure else [])


def test_what_changed_is_told_across_replays() -> None:
    """A replay makes frames and tables anew; they are the same ones for whoever looks at them."""
    source = "local function f(t)\n  for i = 1, 9000 do t.n = i end\n  t.n = 0\n  return t\nend\nf({n = -1})\n"
    session = Session("demo.lua", source=source.encode(), history=1000)
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    checkpoints.shortest = 500
    session.begin(session.motion_continue())
    while session.advance(500) is None:
        pass
    session.set_breakpoint(3)
    session.reverse_continue()
    variables = Variables(session)
    variables.remember()
    session.seek(5000)
    rows = [plain(row_line(row)).strip() for row in variables.rows(session.frames()[0])]
    assert rows[1].startswith("▸ t = ● {n = ")  # the contents have changed; it is the same table
    variables.remember()
    session.seek(4000)
    session.seek(5000)
    rows = [plain(row_line(row)).strip() for row in variables.rows(session.frames()[0])]
    assert rows[1].startswith("▸ t = {n = ")
