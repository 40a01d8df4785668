"""Lists in columns fit the screen there is, whatever is written in them."""

from fractions import Fraction

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from tests.widgets.bare import Bare
from tui.widgets.bars import bar, spark
from tui.widgets.listing import Column, Entry, Listing
from tui.widgets.rows import Rows


class People(Listing):
    COLUMNS = (Column("Nom"), Column("Commune", 12, least=90), Column("Heures", 8, right=True))

    def entries(self):
        yield Entry(1, ["Diallo", "Angers", "12 h 30"])
        yield Entry(2, ["[/x] 🙂 " + "é" * 200, "[red]", "1 h"])
        yield Entry(3, ["e\u0301" * 60, "", "1 234 567 h"])


class Page(Bare):
    def compose(self):
        yield People()

    def on_mount(self):
        self.query_one(People).reload()


@pytest.mark.parametrize(("width", "town"), [(40, False), (80, False), (100, True)])
async def test_every_line_fits(width, town):
    app = Page()
    async with app.run_test(size=(width, 24)):
        lines = [str(row.content) for row in app.query_one(Rows).rows]
        assert len({cell_len(line) for line in lines}) == 1
        assert cell_len(lines[0]) <= width - 3
        assert ("Angers" in lines[0]) is town
        assert lines[0].endswith("12 h 30") and lines[2].endswith("…")


async def test_a_list_fits_again_when_the_terminal_grows():
    app = Page()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert "Angers" in str(app.query_one(Rows).rows[0].content)


async def test_what_the_chosen_line_has_no_room_for_is_read_whole():
    app = Page()
    async with app.run_test(size=(40, 24)) as pilot:
        people = app.query_one(People)
        assert people.whole() == ""
        await pilot.press("down")
        assert people.whole() == "[/x] 🙂 " + "é" * 200


def test_a_bar_tells_what_is_reached_and_where_the_calendar_is():
    assert bar(Fraction(1, 2), Fraction(1, 4), 8).plain == "━━┃━────"
    assert bar(2, 1, 4).plain == "━━━┃"
    assert bar(None, None, 4).plain == "────"
    assert bar(Fraction(7, 16), None, 8).plain == "━━━╸────"  # to half a cell
    assert bar(Fraction(1, 2), Fraction(1, 4), 8).plain.index("┃") == bar(1, Fraction(1, 4), 8).plain.index("┃")


def test_a_bar_has_a_colour_of_its_own_only_when_late():
    styles = {str(span.style) for span in bar(Fraction(1, 2), Fraction(3, 4), 8).spans}
    assert "$text-warning" not in styles
    assert "$text-warning" in {str(span.style) for span in bar(Fraction(1, 2), Fraction(3, 4), 8, late=True).spans}


@pytest.mark.parametrize(
    ("there", "of", "drawn", "digit", "colour"),
    [
        (0, 0, "·", "·", "$faint"),
        (0, 4, "▁", "0", "$text-error"),
        (49, 100, "▃", "4", "$text-error"),
        (1, 2, "▃", "4", "$text-warning"),
        (89, 100, "▆", "8", "$text-warning"),
        (9, 10, "▆", "8", "$text-success"),
        (4, 4, "▆", "9", "$text-success"),
    ],
)
def test_a_week_is_as_high_as_its_share_and_a_digit_where_signs_are_simple(there, of, drawn, digit, colour):
    assert spark([(there, of)]).plain == drawn and spark([(there, of)], simple=True).plain == digit
    assert [str(span.style) for span in spark([(there, of)]).spans] == [colour]


class Told(People):
    CALLED = "Personnes"

    def foot(self):
        return f"Choisi : {self.target}"

    def subject(self):
        return "La ligne"


class Wide(Bare):
    def compose(self):
        yield Told()

    def on_mount(self):
        self.query_one(Told).reload()


@pytest.mark.parametrize(("width", "beside"), [(119, False), (120, True), (160, True)])
async def test_what_is_said_of_the_line_stands_beside_on_a_wide_screen(width, beside):
    app = Wide()
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        view = app.query_one(Told)
        foot, rows = view.query_one(".foot", Static), view.rows
        assert (foot.region.x >= rows.region.right) is beside
        assert (44 <= foot.region.width <= 56) is beside
        assert max(cell_len(str(row.content)) for row in rows.rows) <= min(104, rows.region.width - 3)
        assert str(foot.content) == "Choisi : 1"


async def test_figures_stay_near_the_names_however_wide_the_screen():
    app = Page()
    async with app.run_test(size=(200, 24)):
        assert {cell_len(str(row.content)) for row in app.query_one(Rows).rows} == {104}


async def test_the_list_takes_the_room_back_when_the_terminal_shrinks():
    app = Wide()
    async with app.run_test(size=(160, 30)) as pilot:
        await pilot.resize_terminal(80, 30)
        await pilot.pause()
        view = app.query_one(Told)
        assert view.query_one(".foot").region.width == 80 and view.rows.region.width == 80
