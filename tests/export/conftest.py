"""A database of its own for each test, and one line to export an action."""

import pytest

from models import export
from models.tables import Action
from models.takeover import take_over
from tests.figures.conftest import base, on_day  # noqa: F401
from tests.figures.world import day
from tests.oracle import spreadsheet
from tests.oracle.workbooks import made_up


@pytest.fixture
def exported(base, tmp_path):  # noqa: F811
    """Exports an action over its own dates, or those given, and gives the file."""

    def do(action, start="", end="", name="classeur.xlsx", author="Zoé Martin", operator="Relais Mobilité"):
        path = tmp_path / name
        first, last = (day(start) if start else action.start), (day(end) if end else action.end)
        export.write(action, first, last, path, author, operator)
        return path

    return do


@pytest.fixture
def made_up_actions(base, on_day, tmp_path):  # noqa: F811
    """Takes over the made-up workbook of a seed, on its day, and gives its actions."""

    def do(seed: int) -> list[Action]:
        book, today = made_up(seed)
        on_day(today.isoformat())
        spreadsheet.write(book, tmp_path / "reprise.xlsx", seed)
        assert take_over(tmp_path / "reprise.xlsx").errors == []
        return list(Action.select().order_by(Action.code))

    return do
