"""The timeline without a screen: cells and moments, marks, the graph, zoom; and the other small pictures."""

from tui.spans import plain, width
from tui.views.depths import Depths, budget
from tui.views.sparkline import at_cells, plot, sparkline, trend
from tui.views.timeline import Facts, Mark, Timeline, levels


def timeline(t: int = 500, newest: int = 1000) -> Timeline:
    found = Timeline(Facts(t, 0, newest, (250, 750), (0, 200, 600)))
    found.rows(101, 3)
    return found


def test_cells_and_moments_are_the_same_scale() -> None:
    line = timeline()
    assert [line.cell_of(t) for t in (0, 500, 1000)] == [0, 50, 100]
    assert [line.moment_at(x) for x in (0, 50, 100, 200, -5)] == [0, 500, 1000, 1000, 0]


def test_the_present_keeps_off_the_ends_of_the_run() -> None:
    assert [timeline(t).present() for t in (0, 1, 999, 1000)] == [0, 1, 99, 100]


def test_the_scale_shows_ring_checkpoints_and_marks() -> None:
    line = timeline()
    line.marks = [Mark(100, "bookmark", "a"), Mark(900, "error"), Mark(900, "breakpoint"), Mark(300, "breakpoint")]
    line.outputs = [(400, b"x"), (401, b"y"), (800, b"z")]
    scale = plain(line.rows(101, 1)[0])
    assert len(scale) == 101
    assert (scale[0], scale[10], scale[20], scale[30], scale[40], scale[50], scale[60], scale[80], scale[90]) == (
        "╌", "a", "┼", "●", "▪", "▼", "┿", "▪", "✖",
    )
    assert (scale[24], scale[26], scale[74], scale[76]) == ("╌", "━", "━", "╌")


def test_the_rows_fill_the_width() -> None:
    line = timeline()
    for t, depth in ((0, 1), (300, 5), (600, 2)):
        line.depths.add(t, depth)
    for room in (20, 80, 200):
        rows = line.rows(room, 3)
        assert [width(row) for row in rows] == [room] * 3
    graph = [plain(row) for row in line.rows(101, 3)[1:]]
    assert (graph[0][35], graph[1][35]) == ("█", "█")
    assert (graph[0][10], graph[1][10]) == (" ", "▁")


def test_zooming_keeps_the_present_and_ends_in_the_whole_run() -> None:
    line = timeline(900)
    line.zoom(0.5)
    assert line.window == (450, 950)
    line.zoom(0.5)
    assert line.window is not None
    assert line.start <= 900 <= line.end
    assert line.end - line.start == 250
    line.facts.t = 10
    line.follow()
    assert line.start == 0
    line.zoom(100)
    assert line.window is None
    line.zoom(0.0001)
    assert line.end - line.start == 16


def test_a_click_finds_the_mark_beside_it() -> None:
    line = timeline()
    line.marks = [Mark(303, "breakpoint"), Mark(306, "error")]
    assert line.snapped(31) == 306
    assert line.snapped(29) == 303
    assert line.snapped(60) == 600


def test_depths_between_samples_are_those_of_the_last() -> None:
    depths = Depths()
    for t, depth in ((0, 1), (10, 3), (11, 5), (50, 2)):
        depths.add(t, depth)
    depths.add(40, 9)  # known already
    assert depths.cells(0, 100, 10) == [1, 4, 5, 5, 5, 2, None, None, None, None]
    depths.give_up(10)
    assert depths.moments == [0, 10]
    assert Depths().cells(0, 10, 2) == [None, None]


def test_samples_get_rarer_as_the_run_gets_longer() -> None:
    t = count = 0
    while t < 100_000_000:
        t += budget(t, 4_000_000)
        count += 1
    assert 1000 < count < 4000


def test_levels_use_the_whole_height() -> None:
    assert levels([None, 1.0, 2.0, 3.0], 16) == [0, 1, 9, 16]
    assert levels([2.0, 2.0], 16) == [4, 4]


def test_numbers_as_pictures() -> None:
    assert sparkline([0, 1, 2, 7], 4) == "▁▂▃█"
    assert sparkline([3, 3], 4) == "▄▄"
    assert trend([1, 2, 2]) == "▲"
    assert trend([2, 1]) == "▼"
    assert at_cells([(0, 1.0), (50, 2.0)], 0, 100, 4) == [1.0, 2.0, 2.0, 2.0]
    rows = [plain(row) for row in plot([(0, 0.0), (50, 10.0), (100, 5.0)], 40, 4, 50)]
    assert rows[0].startswith(" 10 ┤")
    assert rows[3].startswith("  0 ┤")
    assert "▲" in rows[4]
    assert rows[5].split() == ["0", "100"]
