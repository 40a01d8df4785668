"""The program and the recomputation say the same of made-up workbooks."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pendulum import Date

from models.figures import figures as indicators
from models.hours import pool
from models.rules import checks
from models.rules.deviation import Deviation
from models.storage.opening import open_database
from models.tables import Action, database
from models.takeover.process import take_over
from tests import engines
from tests.oracle import deviations, figures, ledger, spreadsheet
from tests.oracle.plain import Book, after, kind
from tests.oracle.workbooks import made_up

QUICK = range(12)
MANY = range(12, 400)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Takes over a made-up workbook, twice; gives the workbook and the day."""

    def open_it(seed: int) -> tuple[Book, date]:
        book, today = made_up(seed)
        monkeypatch.setenv("ASSIDU_TODAY", today.isoformat())
        open_database(engines.address(tmp_path))
        spreadsheet.write(book, tmp_path / "reprise.xlsx", seed)
        nothing: Any = {}
        for created in (book, nothing):  # the second time changes nothing
            report = take_over(tmp_path / "reprise.xlsx")
            assert report.errors == []
            assert {name: n for name, n in report.created.items() if n} == {
                name: len(rows) for name, rows in created.items()
            }
            assert not any(report.updated.values())
        return book, today

    yield open_it
    if not database.is_closed():
        database.close()


def day(of: date) -> Date:
    return Date(of.year, of.month, of.day)


def periods(action: dict, seed: int) -> list[tuple[date, date]]:
    """The action's own dates, and two periods across them."""
    dice = Random(seed)
    around = [sorted(after(action["Début"], dice.randint(-30, 400)) for _ in range(2)) for _ in range(2)]
    return [(action["Début"], action["Fin"]), *((first, last) for first, last in around)]


def compare_figures(book: Book, today: date, seed: int) -> None:
    for row in book["Actions"]:
        action = Action.get(code=row["Code"])
        for first, last in periods(row, seed):
            found = indicators.figures(action, day(first), day(last))
            said = {one.indicator.id: {"value": one.value, "target": one.target, "detail": one.detail} for one in found}
            assert said == figures.figures(book, row["Code"], first, last, today), (row["Code"], first, last)
            for one in found:
                if one.indicator.unit != "€":
                    records = indicators.counted(action, one.indicator, day(first), day(last))
                    unit = 60 if one.indicator.unit == "heure" else 1
                    assert Fraction(sum(record.quantity for record in records), unit) == one.value


def told(found: list[Deviation]) -> Counter:
    """Those of the contract; the further ones are never errors under its six conventions."""
    assert [one for one in found if one.severity == "error" and one.rule not in deviations.RULES] == []
    return Counter(
        deviations.Deviation(one.rule, one.severity, one.action, one.subject, one.date)
        for one in found
        if one.rule in deviations.RULES
    )


def compare_deviations(book: Book, today: date) -> None:
    assert told(checks.deviations()) == Counter(deviations.deviations(book, today))
    for row in book["Actions"]:
        action = Action.get(code=row["Code"])
        assert told(checks.deviations(action)) == Counter(deviations.check(book, row["Code"], today))


def compare_ledgers(book: Book, today: date) -> None:
    names = ("allocated", "done", "planned", "released", "granted", "left")
    for row in book["Actions"]:
        if kind(book, row["Code"]) != "permis":
            continue
        found = pool.ledger(Action.get(code=row["Code"]))
        said = {name: getattr(found, name) for name in ("envelope", "done", "planned", "pool")}
        said["participants"] = {one.person.code: {name: getattr(one, name) for name in names} for one in found.trainees}
        assert said == ledger.ledger(book, row["Code"], today)


def agree(opened, seed: int) -> None:
    book, today = opened(seed)
    compare_figures(book, today, seed)
    compare_deviations(book, today)
    compare_ledgers(book, today)


@pytest.mark.sweep(3)
@pytest.mark.parametrize("seed", QUICK)
def test_both_say_the_same(opened, seed):
    agree(opened, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_both_say_the_same_of_many_workbooks(opened, seed):
    agree(opened, seed)
