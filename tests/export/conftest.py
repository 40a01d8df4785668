"""A database of its own for each test, and one line to export an action."""

import pytest

from config.catalogue import usable
from models.export import indicators
from models.tables import Action
from models.takeover.process import take_over
from tests.oracle import any_workbook, spreadsheet
from tests.oracle.workbooks import made_up
from tests.world import day

NAMED = ("Action", "Participant")  # the columns that name another sheet's row


@pytest.fixture
def exported(base, tmp_path):
    """Exports an action over its own dates, or those given, and gives the file."""

    def do(action, start="", end="", name="classeur.xlsx", author="Zoé Martin", operator="Relais Mobilité"):
        path = tmp_path / name
        first, last = (day(start) if start else action.start), (day(end) if end else action.end)
        indicators.write(action, first, last, path, author, operator)
        return path

    return do


@pytest.fixture
def made_up_of(base, on_day, tmp_path):
    """Takes over a made-up workbook of one convention, on 1 September 2021, and gives its actions."""

    def do(id: str, seed: int) -> list[Action]:
        book, _ = any_workbook.made_up(usable()[id], seed)
        on_day("2021-09-01")
        for rows in book.values():
            for row in rows:
                row |= {name: f"{id}-{row[name]}" for name in NAMED if row.get(name)}
        book["Actions"] = [row | {"Code": f"{id}-{row['Code']}"} for row in book["Actions"]]
        book["Participants"] = [row | {"Identifiant": f"{id}-{row['Identifiant']}"} for row in book["Participants"]]
        spreadsheet.write(book, tmp_path / f"{id}.xlsx", seed)
        assert take_over(tmp_path / f"{id}.xlsx").errors == []
        return list(Action.select().where(Action.convention == id).order_by(Action.code))

    return do


@pytest.fixture
def made_up_actions(base, on_day, tmp_path):
    """Takes over the made-up workbook of a seed, on its day, and gives its actions."""

    def do(seed: int) -> list[Action]:
        book, today = made_up(seed)
        on_day(today.isoformat())
        spreadsheet.write(book, tmp_path / "reprise.xlsx", seed)
        assert take_over(tmp_path / "reprise.xlsx").errors == []
        return list(Action.select().order_by(Action.code))

    return do
