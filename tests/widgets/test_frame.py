"""Frames: a box on wide screens, a rule on narrow ones, and which one the cursor is in."""

import pytest
from textual.style import Style

from tests.widgets.bare import Bare
from tui.widgets.frame import Frame, Panel, top_line
from tui.widgets.rows import Row, Rows, group

PLAIN = Style()


class Boxes(Bare):
    def compose(self):
        with Frame() as frame:
            frame.styles.height = 8
            yield Rows(id="first")
        yield Panel("Dit", id="said")
        yield Rows(id="second")

    def on_mount(self):
        first, second = self.query_one("#first", Rows), self.query_one("#second", Rows)
        self.query_one(Frame).entitle("Séances", "3", "Entrée ouvre")
        self.query_one(Panel).entitle("AMINA [/x]")
        first.show([Row("une", 1), Row("deux", 2)])
        second.show([*group("Un", [Row("a" * 200, 1)], "k garde"), *group("Deux", [Row("b", 2)])])


def lines(app, widget=None):
    found = [strip.text for strip in app.screen._compositor.render_strips(app.size)]
    region = (widget or app.screen).region
    return [line[region.x : region.right] for line in found[region.y : region.bottom]]


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (30, "Titre 3 ───────── Entrée ouvre"),
        (22, "Titre 3 ─ Entrée ouvre"),
        (21, "Titre 3"),
        (5, "Titr…"),
    ],
)
def test_the_keys_are_told_when_there_is_room(width, told):
    line = top_line(width, PLAIN, PLAIN, "Titre", "3", "Entrée ouvre")

    assert line.plain == told and line.cell_length <= width


@pytest.mark.parametrize(("width", "boxed"), [(99, False), (100, True)])
async def test_a_box_needs_a_hundred_columns(width, boxed):
    app = Boxes()
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        frame, panel = app.query_one(Frame), app.query_one(Panel)
        assert lines(app, frame)[0].startswith("╭─ Séances 3 ─" if boxed else "─ Séances 3 ─")
        assert lines(app, frame)[0].endswith("─ Entrée ouvre ─╮" if boxed else "─ Entrée ouvre ─")
        assert lines(app, panel)[0].startswith("╭─ AMINA [/x] ─" if boxed else "─ AMINA [/x] ─")
        assert ("╰" in lines(app, frame)[-1]) is boxed


@pytest.mark.parametrize("width", [80, 100, 130])
async def test_lines_of_a_list_in_frames_are_as_wide_as_their_frame(width):
    app = Boxes()
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        rows = app.query_one("#second", Rows)
        top, line, end, *_ = lines(app, rows)
        wide = 108 if width > 108 else width
        boxed = width >= 100
        assert top[: wide - 1].startswith("╭─ Un " if boxed else "─ Un ") and "k garde ─" in top
        assert len(top.rstrip()) == wide
        assert (line.startswith("│") and line.rstrip().endswith("│") and len(line.rstrip()) == wide) is boxed
        assert end.rstrip() == ("╰" + "─" * (wide - 2) + "╯" if boxed else "")


async def test_the_cursor_goes_from_a_frame_to_the_next():
    app = Boxes()
    async with app.run_test(size=(100, 30)) as pilot:
        rows = app.query_one("#second", Rows)
        rows.focus()
        await pilot.press("down")
        assert rows.target == 2
        top = rows.render_line(3)
        assert "Deux" in top.text and next(iter(top)).style == rows.get_component_rich_style("rows--line-on")
        assert next(iter(rows.render_line(0))).style == rows.get_component_rich_style("rows--line")
        assert rows.render_line(4).text.startswith("│▌")


async def test_the_frame_of_what_has_the_focus_stands_out():
    app = Boxes()
    async with app.run_test(size=(100, 30)) as pilot:
        frame = app.query_one(Frame)
        app.query_one("#first").focus()
        await pilot.pause()
        assert frame.styles.border_top[1].hex == app.theme_variables["accent"]
        app.query_one("#second").focus()
        await pilot.pause()
        assert frame.styles.border_top[1].hex == app.theme_variables["line"]


async def test_a_frame_without_a_title_takes_no_room():
    app = Boxes()
    async with app.run_test(size=(100, 30)) as pilot:
        panel = app.query_one(Panel)
        await pilot.pause()
        assert panel.region.height == 3
        panel.entitle("")
        await pilot.pause()
        assert panel.region.height == 1
