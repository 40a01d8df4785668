"""Lists in columns fit the screen there is, whatever is written in them."""

from fractions import Fraction

import pytest
from rich.cells import cell_len
from textual.app import App

from tui.widgets.listing import Column, Entry, Listing, bar
from tui.widgets.rows import Rows


class People(Listing):
    COLUMNS = (Column("Nom"), Column("Commune", 12, least=90), Column("Heures", 8, right=True))

    def entries(self):
        yield Entry(1, ["Diallo", "Angers", "12 h 30"])
        yield Entry(2, ["[/x] 🙂 " + "é" * 200, "[red]", "1 h"])
        yield Entry(3, ["e\u0301" * 60, "", "1 234 567 h"])


class Page(App):
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


def test_a_gauge_tells_what_is_reached_and_where_the_calendar_is():
    assert bar(Fraction(1, 2), Fraction(1, 4), 8) == "██┃█░░░░"
    assert bar(2, 1, 4) == "███┃"
    assert bar(None, None, 4) == "░░░░"
