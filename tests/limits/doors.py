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
from models.hours import pool
from models.park import mopeds
from models.people import actions, parcours, participants
from models.registers import facts
from models.sessions import planning, roll
from models.tables import REGISTERS, Action, Downtime, EligibilityCheck, Loan, Moped, Person, Session
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
    world.person("P9")
    mob = world.moped(_named("MOB"), "AB-1", "01/01/2026")
    Downtime.create(moped=mob, start=day("01/06/2026"), end=day("05/06/2026"), cause="Panne")
    world.loan(mob, amina, "01/03/2026", "10/03/2026", "10/03/2026")
    for code, on, state in (("S1", "12/03/2026", ""), ("S2", "01/07/2026", ""), ("S3", "12/03/2026", "annulée")):
        world.session(tout(), "atelier", on, code=code, state=state)
    world.session(tout(), "atelier", "10/01/2026", code="S0")
    world.mark(world.session(_named("PERMIS"), "conduite", "12/05/2026", "8:00", "10:00"), amina)


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


def _named(code: str) -> Action:
    return Action.get(Action.code == code)


def _moped() -> Moped:
    return Moped.get(Moped.plate == "AB-1")


def _plan(values: dict[str, Any]) -> Any:
    """Plans a session; one said *tenue* is moved to its day."""
    start, end, state = values.pop("start"), values.pop("end"), values.pop("state", "")
    if not state:
        return planning.plan(tout(), [values.pop("day")], [(start, end)], **values, who=WHO)
    made = world.session(tout(), values["nature"], "12/03/2026", state=state)
    return planning.correct(made, day=values["day"], who=WHO)


def _mark(values: dict[str, Any]) -> Any:
    called = Session.get(Session.code == values["session"])
    person = Person.get(Person.code == values.get("person", "P1"))
    return roll.mark(called, person, values["status"], values.get("minutes"), who=WHO)


def _release(values: dict[str, Any]) -> Any:
    verb = pool.release if values.pop("kind") == "libération" else pool.grant
    minutes, day_ = values.pop("minutes"), values.pop("day")
    return verb(_named("PERMIS"), amina(), minutes, day_, "permis obtenu", **values, who=WHO)


def _lend(values: dict[str, Any]) -> Any:
    """Lends the moped, then corrects what a departure does not say."""
    loan = mopeds.lend(_moped(), amina(), values.pop("departure"), values.pop("due"), who=WHO)
    return mopeds.correct_loan(loan, **values, who=WHO) if values else loan


def _of(table: Any) -> dict[str, Any]:
    """Who and where a fact is of."""
    return {"person": amina()} | ({} if table is EligibilityCheck else {"action": tout()})


def _doubts_of_movement(on: Any) -> list[str]:
    return pool.doubts(pool.ledger(_named("PERMIS")), pool.RELEASE, Person.get(), on)


VERBS: dict[str, tuple[Callable[[dict[str, Any]], Any], Callable[[dict[str, Any]], list[str]] | None]] = {
    "person": (
        lambda values: participants.add(**{"last_name": "Sow", "first_name": "Lea", "code": "P2"} | values, who=WHO),
        None,
    ),
    "parcours": (_enter, _doubts_of_entry),
    "action": (lambda values: actions.add(**{"code": "NEUVE"} | values, who=WHO), None),
}
VERBS |= {
    "session": (_plan, lambda values: planning.doubts(tout(), {"day": values["day"]})),
    "mark": (_mark, None),
    "movement": (
        _release,
        lambda values: _doubts_of_movement(values["day"]),
    ),
    "moped": (
        lambda values: mopeds.add(_named("MOB"), values.pop("plate"), values.pop("in_service"), **values, who=WHO),
        lambda values: mopeds.doubts(_named("MOB"), Moped, values),
    ),
    "loan": (_lend, lambda values: mopeds.doubts(_named("MOB"), Loan, values)),
    "downtime": (
        lambda values: mopeds.immobilise(_moped(), values.pop("start"), values.pop("cause"), **values, who=WHO),
        lambda values: mopeds.doubts(_named("MOB"), Downtime, values),
    ),
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
    "session": ("Séances", {"action": "TOUT", "code": "S9"}),
    "mark": ("Présences", {"action": "TOUT", "person": "P1"}),
    "movement": ("Mutualisation", {"action": "PERMIS", "person": "P1", "reason": "permis obtenu"}),
    "moped": ("Cyclomoteurs", {"action": "MOB"}),
    "loan": ("Prêts", {"action": "MOB", "plate": "AB-1", "person": "P1"}),
    "downtime": ("Immobilisations", {"action": "MOB", "plate": "AB-1"}),
}
SHEETS |= {
    table.sheet: (table.sheet, {"person": "P1"} | ({} if table is EligibilityCheck else {"action": "TOUT"}))
    for table in REGISTERS
}
"""By subject: its sheet, and the cells no case gives."""
