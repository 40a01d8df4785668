"""One small world for every test: ``world.action(…)``, ``.person(…)``, ``.stay(…)``, ``.session(…)``, ``.mark(…)``.

Records are written as they are, by no verb of the program: a test writes what it needs and no more. Days are
« 12/03/2026 », « 2026-03-12 » or Dates; times « 9:00 » or minutes.
"""

from typing import Any

from pendulum import Date

from models.days.clock import now
from models.french.folding import fold
from models.people.parcours import followed
from models.storage.adopting import adopt
from models.tables import (
    Action,
    Attendance,
    Contract,
    Document,
    EligibilityCheck,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Introduction,
    Loan,
    Moped,
    Obstacle,
    Parcours,
    Person,
    Prescription,
    ProjectState,
    Session,
    Step,
    Training,
    database,
)


def day(text: str | Date) -> Date:
    """``"12/03/2026"`` or ``"2026-03-12"``"""
    if isinstance(text, Date):
        return text
    if "-" in text:
        return Date.fromisoformat(text)
    number, month, year = text.split("/")
    return Date(int(year), int(month), int(number))


def time(text: str | int) -> int:
    """Minutes since midnight: ``"9:30"``"""
    if isinstance(text, int):
        return text
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def action(
    convention: str = "cd49-adse-a-renforce",
    start: str | Date = "01/01/2026",
    end: str | Date = "31/12/2026",
    code: str = "A",
    **more: Any,
) -> Action:
    return Action.create(convention=convention, code=code, start=day(start), end=day(end), **more)


def person(name: str, **more: Any) -> Person:
    """« DIALLO Amina », numbered; or somebody whose name is their code: « ADA »."""
    last, _, first = name.partition(" ")
    code = f"P{Person.select().count() + 1}" if first else name
    values = {"code": code, "last_name": last, "first_name": first or "Test"} | more
    return Person.create(**{"folded": fold(f"{values['last_name']} {values['first_name']}")} | values)


def stay(
    where: Action, who: Person, entry: str | Date = "05/01/2026", exit: str | Date | None = None, **more: Any
) -> Parcours:
    return Parcours.create(action=where, person=who, entry=day(entry), exit=exit and day(exit), **more)


def people(where: Action, *names: str) -> list[Person]:
    """Everyone of an action since 5 January 2026; a name alone has no first name."""
    everyone = []
    for number, name in enumerate(names, Person.select().count() + 1):
        known = {} if " " in name else {"code": f"P{number}", "first_name": ""}
        everyone.append(person(name, **known))
        stay(where, everyone[-1])
    return everyone


def session(
    where: Action,
    nature: str = "seance",
    on: str | Date = "12/03/2026",
    start: str | int = "9:00",
    end: str | int = "11:00",
    **more: Any,
) -> Session:
    code = f"{nature}-{on}-{start}"
    if Session.select().where(Session.action == where, Session.code == code).exists():
        code += f"-{Session.select().count()}"
    values = {"code": code, "day": day(on), "start": time(start), "end": time(end)}
    return Session.create(action=where, nature=nature, **values | more)


def mark(where: Session, *who: Person | int, status: str = "présent", minutes: int | None = None, **more: Any) -> None:
    for one in who:
        Attendance.create(session=where, person=one, status=status, minutes=minutes, **more)


def contract(where: Action, who: Person, kind: str, start: str, end: str | None = None, **more) -> Contract:
    return fact(Contract, where, who, kind=kind, start=start, end=end, **more)


def step(where: Action, who: Person, kind: str, on: str) -> Step:
    return Step.create(action=where, person=who, kind=kind, day=day(on))


def fact(table: Any, where: Action, who: Person, **values) -> Any:
    """A fact of any register: days as « 12/03/2026 »."""
    told = {
        name: day(value) if isinstance(value, str) and value[2:3] == "/" == value[5:6] else value
        for name, value in values.items()
    }
    return table.create(action=where, person=who, **told)


def check(who: Person, on: str, public: str = "RSA") -> EligibilityCheck:
    return EligibilityCheck.create(person=who, day=day(on), public=public)


def document(where: Action, who: Person, kind: str, on: str) -> Document:
    return Document.create(action=where, person=who, kind=kind, day=day(on))


def exam(where: Action, who: Person, test: str, on: str, result: str, **more) -> Exam:
    return Exam.create(action=where, person=who, test=test, day=day(on), result=result, **more)


def follow_up(where: Action, who: Person, on: str, reached: bool, situation: str = "", months: int = 3, **more) -> Any:
    """A contact that follows the latest exit on or before its day."""
    found = {"reached": reached, "situation": situation, "parcours": followed(where, who, day(on)), **more}
    return FollowUp.create(action=where, person=who, months=months, day=day(on), **found)


def moped(where: Action, plate: str, in_service: str, retired: str | None = None) -> Moped:
    return Moped.create(action=where, plate=plate, in_service=day(in_service), retired=retired and day(retired))


def loan(what: Moped, who: Person, departure: str, due: str, back: str | None = None, **more) -> Loan:
    return Loan.create(
        moped=what,
        person=who,
        departure=day(departure),
        due=day(due),
        ended=back and day(back),
        ending="retour" if back else "",
        **more,
    )


def training(where: Action, who: Person, start: str, label: str = "CACES", **more) -> Any:
    return fact(Training, where, who, start=start, label=label, **more)


def obstacle(where: Action, who: Person, nature: str, opened: str, closed: str | None = None, **more) -> Any:
    return fact(Obstacle, where, who, nature=nature, opened=opened, closed=closed, **more)


def sent(where: Action, who: Person, structure: str, entered: str, professional: bool = True) -> Any:
    """Someone sent to another action, who entered it that day."""
    answer = {"answer": "entré", "answered": entered, "professional": professional}
    return fact(Prescription, where, who, day="01/01/2026", direction="envoyée", structure=structure, **answer)


def evaluation(where: Action, who: Person, on: str, moment: str, level: str, subject: str = "") -> Any:
    return fact(Evaluation, where, who, day=on, scale="cecrl", subject=subject, moment=moment, level=level)


def project(where: Action, who: Person, on: str, state: str) -> Any:
    return fact(ProjectState, where, who, day=on, state=state)


def immersion(where: Action, who: Person, start: str, end: str, kind: str = "PMSMP") -> Any:
    return fact(Immersion, where, who, start=start, end=end, kind=kind)


def introduction(where: Action, who: Person, on: str, employer: str, **more) -> Any:
    return fact(Introduction, where, who, day=on, employer=employer, **more)


def told() -> None:
    """Has the journal tell what was made so far by hand, so that only what is done behind it from now on shows."""
    adopt(database.obj, "adopt", "Écrit pour un essai.", now().format("YYYY-MM-DD HH:mm:ss"))
