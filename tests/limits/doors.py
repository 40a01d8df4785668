"""The doors a record comes through: the verb of a form, with what the form asks first, and the take-over of a workbook.

A case gives the values of one record by field; both doors record it in the same small world (``world``): an action TOUT
under a convention that keeps every register, PERMIS with driving hours, MOB with a park, and Amina, in all three.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from pendulum import Date

from models.acts.refusals import Refused
from models.people import actions, parcours, participants
from models.registers import facts
from models.tables import REGISTERS, Action, EligibilityCheck, Person
from models.tables.registers import Register
from models.takeover import cells, sheets
from models.takeover.process import take_over
from models.takeover.report import Report
from tests import world
from tests.registers import every
from tests.takeover.conftest import write_xlsx
from tests.world import day

WHO = "Claire"
ERROR, WARNING, DOUBT = "error", "warning", "doubt"


@dataclass(frozen=True)
class Case:
    """A record of a ``subject`` with ``values`` by field that breaks a limit: a part of its sentence, how strong."""

    subject: str
    values: dict[str, Any]
    sentence: str
    strength: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.sentence[:40]}"


def build(home: Path) -> None:
    """The world every case is recorded in."""
    amina = world.person("P1", birth=day("04/05/1990"))
    for one in (
        every.action(home),
        world.action("cd93-3b-permis", code="PERMIS"),
        world.action("cd49-point-mobilite", code="MOB"),
    ):
        world.stay(one, amina, "12/01/2026")


def in_form(case: Case) -> tuple[str, list[str]]:
    """What refuses a case at the keyboard ('' when nothing does), and what is asked first."""
    values = dict(case.values)
    add, ask = VERBS[case.subject]
    asked = ask(dict(values)) if ask else []
    try:
        add(values)
    except Refused as refused:
        return str(refused), asked
    return "", asked


def in_workbook(case: Case, folder: Path) -> Report:
    """The report of the take-over of one row."""
    name, fixed = SHEETS[case.subject]
    sheet = next(one for one in sheets.SHEETS if one.name == name)
    values = fixed | case.values
    columns = [column for column in sheet.columns if column.attribute in values]
    row = [cell(values[column.attribute], column) for column in columns]
    write_xlsx(folder / "reprise.xlsx", {sheet.name: [[column.title for column in columns], row]})
    return take_over(folder / "reprise.xlsx")


def cell(value: Any, column: sheets.Column) -> Any:
    """A value as somebody types it in a cell."""
    if isinstance(value, Date):
        return date(value.year, value.month, value.day)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.read is cells.clock:
        return time(value // 60, value % 60)
    if column.read is cells.hours:
        return f"{value // 60}:{value % 60:02d}"
    if column.read is cells.posts:
        return value / 100
    return value


def amina() -> Person:
    return Person.get(Person.code == "P1")


def tout() -> Action:
    return Action.get(Action.code == "TOUT")


def _enter(values: dict[str, Any]) -> Any:
    """Enters somebody, then corrects what an entry does not say."""
    entry = values.pop("entry")
    with_entry = {
        name: values.pop(name) for name in ("planned_end", "variant", "oriented", "evaluation") if name in values
    }
    stay = parcours.enter(tout(), amina(), entry, who=WHO, **with_entry)
    return parcours.correct(stay, who=WHO, **values) if values else stay


def _doubts_of_entry(values: dict[str, Any]) -> list[str]:
    return parcours.doubts(tout(), amina(), **values)


def _of(table: Any) -> dict[str, Any]:
    """Who and where a fact is of."""
    return {"person": amina()} | ({} if table is EligibilityCheck else {"action": tout()})


VERBS: dict[str, tuple[Callable[[dict[str, Any]], Any], Callable[[dict[str, Any]], list[str]] | None]] = {
    "person": (
        lambda values: participants.add(**{"last_name": "Sow", "first_name": "Lea", "code": "P2"} | values, who=WHO),
        None,
    ),
    "parcours": (_enter, _doubts_of_entry),
    "action": (lambda values: actions.add(**{"code": "NEUVE"} | values, who=WHO), None),
}


def _fact_of(table: type[Register]) -> tuple[Callable[[dict[str, Any]], Any], Callable[[dict[str, Any]], list[str]]]:
    return (
        lambda values: facts.add(table, who=WHO, **_of(table), **values),
        lambda values: facts.doubts(table, {**_of(table), **values}),
    )


VERBS |= {table.sheet: _fact_of(table) for table in REGISTERS}
"""By subject: what records a case at the keyboard, and what is asked first."""

SHEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "person": ("Participants", {"code": "P2", "last_name": "Sow", "first_name": "Lea"}),
    "parcours": ("Parcours", {"action": "TOUT", "person": "P1"}),
    "action": ("Actions", {"code": "NEUVE"}),
}
SHEETS |= {
    table.sheet: (table.sheet, {"person": "P1"} | ({} if table is EligibilityCheck else {"action": "TOUT"}))
    for table in REGISTERS
}
"""By subject: its sheet, and the cells no case gives."""
