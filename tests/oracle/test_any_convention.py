"""The program and the recomputation say the same of every convention, on made-up workbooks with every register."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from config.catalogue import usable
from models.figures import figures
from models.storage.opening import open_database
from models.tables import Action, database
from models.takeover.process import take_over
from tests import engines
from tests.oracle import any_figures, spreadsheet
from tests.oracle.any_workbook import made_up
from tests.oracle.plain import after
from tests.oracle.test_two_opinions import day

OWN_OPINION = {"window", "park", "quota"}  # conventions of the other recomputation
IDS = [id for id, spec in usable().items() if not any(getattr(spec, table) for table in OWN_OPINION)]


@pytest.fixture
def opened(tmp_path, monkeypatch):
    def open_it(id: str, seed: int):
        spec = usable()[id]
        book, today = made_up(spec, seed)
        monkeypatch.setenv("ASSIDU_TODAY", today.isoformat())
        open_database(engines.address(tmp_path))
        spreadsheet.write(book, tmp_path / "reprise.xlsx", seed)
        report = take_over(tmp_path / "reprise.xlsx")
        assert report.errors == []
        assert {name: n for name, n in report.created.items() if n} == {name: len(rows) for name, rows in book.items()}
        again = take_over(tmp_path / "reprise.xlsx")
        assert not any(again.created.values()) and not any(again.updated.values())
        return spec, book, today

    yield open_it
    if not database.is_closed():
        database.close()


def periods(action: dict, seed: int) -> list[tuple[date, date]]:
    """The action's own dates, a month of it, and a period across them."""
    dice = Random(seed)
    month = after(action["Début"], dice.randint(0, 300)).replace(day=1)
    first, last = sorted(after(action["Début"], dice.randint(-30, 400)) for _ in range(2))
    return [(action["Début"], action["Fin"]), (month, after(after(month, 31).replace(day=1), -1)), (first, last)]


def agree(opened, id: str, seed: int) -> None:
    spec, book, today = opened(id, seed)
    for row in book["Actions"]:
        action = Action.get(code=row["Code"])
        for first, last in periods(row, seed):
            expected = any_figures.figures(book, spec, row["Code"], first, last, today)
            for one in figures.figures(action, day(first), day(last)):
                where = (one.indicator.id, row["Code"], str(first), str(last), str(today))
                if one.indicator.id in expected:
                    said = {"value": one.value, "target": one.target, "detail": one.detail}
                    assert said == expected[one.indicator.id], where
                if one.indicator.unit != "€":
                    records = figures.counted(action, one.indicator, day(first), day(last))
                    unit = 60 if one.indicator.unit == "heure" else 1
                    assert Fraction(sum(record.quantity for record in records), unit) == one.value, where


@pytest.mark.sweep(6)
@pytest.mark.parametrize("id", IDS)
def test_both_say_the_same(opened, id):
    agree(opened, id, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("id", IDS)
def test_both_say_the_same_of_many_workbooks(opened, id, seed):
    agree(opened, id, seed)
