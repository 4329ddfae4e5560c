"""Questions about the run: history, origin, call tree, counts of lines, differences, branches."""

import asyncio

from debugging import debugging

PROGRAM = """\
local stock = { price = 2, count = 10 }
local function sell(n)
  if n > 5 then
    return 0
  end
  stock.count = stock.count - n
  return n * stock.price
end
local till = 0
for n = 1, 6 do
  till = till + sell(n)
end
print(till)
"""


def test_the_history_of_a_value_is_a_plot_and_a_table() -> None:
    async def script() -> None:
        async with debugging(PROGRAM, size=(120, 60)) as driven:
            await driven.command("break 13")
            await driven.press("C")
            await driven.command("history till")
            assert driven.status == "· 7 writes to till"
            rows = driven.rows("history")
            assert rows[0].startswith(" 30 ┤")
            table = [row.split("   ")[-2].split("  ")[-1].strip() for row in rows[-7:]]
            assert table[0].endswith(" → 0")  # what the register held before
            assert table[1:] == ["0 → 2", "2 → 6", "6 → 12", "12 → 20", "20 → 30", "30 → 30"]
            assert sum(mark.kind == "hit" for mark in driven.app.state.timeline.marks) == 7
            await driven.press("end", "up", "enter")
            assert driven.session.evaluate("n, till") == [5, 20]
            assert driven.app.desk.source.present == 11

    asyncio.run(script())


def test_h_and_o_ask_about_the_selected_value() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(6)
            await driven.press("C", "3", "home", "down", "down", "down", "enter")
            variables = driven.app.desk.variables
            variables.search("count")
            assert driven.app.looking.selected_value() == "stock.count"
            await driven.press("h")
            await driven.settle()
            assert driven.app.focused is driven.app.desk.history
            assert driven.status == "· 6 writes to stock.count"
            await driven.press("3", "o")
            await driven.settle()
            rows = driven.rows("origin")
            assert rows[0].startswith(" stock.count = ")
            assert any("└─" in row for row in rows)
            await driven.press("down", "enter")
            assert driven.session.in_past

    asyncio.run(script())


def test_the_call_tree_opens_and_leads_to_calls() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("g", "l")
            await driven.settle()
            rows = driven.rows("calls")
            assert sum("sell" in row for row in rows) == 6
            await driven.press("end", "enter")
            assert driven.session.evaluate("n") == [6]
            await driven.press("left")
            assert sum("sell" in row for row in driven.rows("calls")) == 6
            await driven.press("home", "left")
            assert sum("sell" in row for row in driven.rows("calls")) == 0
            await driven.press("right")
            assert sum("sell" in row for row in driven.rows("calls")) == 6

    asyncio.run(script())


def test_lines_that_ran_are_marked_and_counted() -> None:
    async def script() -> None:
        async with debugging(PROGRAM + "if till < 0 then\n  print('never')\nend\n") as driven:
            source = driven.rows("source")
            assert "▎" in source[5]
            assert "┊" in source[14]
            await driven.press("H")
            await driven.settle()
            source = driven.rows("source")
            assert source[5].split()[:2] == ["6", "5"]
            assert source[10].split()[:2] == ["11", "6"]
            assert source[14].split()[:2] == ["15", "0"]

    asyncio.run(script())


def test_two_moments_are_compared() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(11)
            await driven.press("g", "c", "m")
            await driven.type("first")
            await driven.press("c", "c", "equals_sign")
            await driven.type("'a")
            await driven.settle()
            assert driven.session.evaluate("n") == [3]
            rows = [row.strip() for row in driven.rows("diff")[1:]]
            assert "● till  0 → 6" in rows
            assert "● stock.count  10 → 7" in rows
            assert "● n  1 → 3" in rows
            assert not any("stock.price" in row for row in rows)
            await driven.press("equals_sign")
            await driven.type("soon")
            assert driven.status.startswith("✖ goto where?")

    asyncio.run(script())


def test_a_value_set_in_the_past_opens_a_branch() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            main = driven.session.newest
            driven.session.set_breakpoint(11)
            await driven.press("g", "c", "c", "E")
            await driven.type("stock.price = 100")
            assert driven.status == "· stock.price is set; this is branch 1 now, K has them all"
            driven.session.clear_breakpoint(11)
            await driven.press("c")
            await driven.settle()
            assert driven.session.output()[-1][1] == b"1402\n"
            await driven.press("K")
            rows = [row.split()[:3] for row in driven.rows("branches")]
            assert rows == [["main", "to", f"t={main}"], ["▶", "└─", "branch"]]
            await driven.press("home", "enter")
            assert driven.session.output()[-1][1] == b"30\n"
            assert driven.session.newest == main
            await driven.press("E")
            await driven.type("nonsense")
            assert driven.status == "✖ set what? NAME = VALUE"
            await driven.command("branch 7")
            assert driven.status.startswith("✖ there is no branch '7'")

    asyncio.run(script())


def test_a_watch_knows_its_history_after_it_has_been_asked_for() -> None:
    async def script() -> None:
        async with debugging(PROGRAM, size=(200, 60)) as driven:
            driven.session.set_breakpoint(13)
            await driven.press("C", "a")
            await driven.type("till")
            await driven.press("8", "enter")
            await driven.settle()
            assert driven.app.focused is driven.app.desk.history
            (row,) = driven.rows("watches")
            assert row.startswith(" till = 30  ▁")
            await driven.press("8", "delete")
            assert driven.app.state.watches.all == []

    asyncio.run(script())
