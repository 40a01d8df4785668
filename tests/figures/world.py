"""Small words to tell a story of records in a test."""

from pendulum import Date

from models.tables import (
    Action,
    Attendance,
    Contract,
    Document,
    EligibilityCheck,
    Exam,
    FollowUp,
    Loan,
    Moped,
    Parcours,
    Person,
    Session,
    Step,
)


def day(text: str) -> Date:
    """``"12/03/2026"``"""
    number, month, year = text.split("/")
    return Date(int(year), int(month), int(number))


def action(convention: str, start: str = "01/01/2026", end: str = "31/12/2026", code: str = "A", **more) -> Action:
    return Action.create(convention=convention, code=code, start=day(start), end=day(end), **more)


def person(code: str, **more) -> Person:
    return Person.create(code=code, last_name=code, first_name="Test", folded=code.lower(), **more)


def stay(where: Action, who: Person, entry: str, exit: str | None = None, **more) -> Parcours:
    return Parcours.create(action=where, person=who, entry=day(entry), exit=exit and day(exit), **more)


def session(where: Action, nature: str, on: str, start: str = "9:00", end: str = "11:00", **more) -> Session:
    minutes = [int(part.split(":")[0]) * 60 + int(part.split(":")[1]) for part in (start, end)]
    code = more.pop("code", f"{nature}-{on}-{start}")
    return Session.create(action=where, code=code, nature=nature, day=day(on), start=minutes[0], end=minutes[1], **more)


def present(where: Session, *people: Person, status: str = "présent", minutes: int | None = None) -> None:
    for one in people:
        Attendance.create(session=where, person=one, status=status, minutes=minutes)


def contract(where: Action, who: Person, kind: str, start: str, end: str | None = None, **more) -> Contract:
    return Contract.create(action=where, person=who, kind=kind, start=day(start), end=end and day(end), **more)


def step(where: Action, who: Person, kind: str, on: str) -> Step:
    return Step.create(action=where, person=who, kind=kind, day=day(on))


def check(who: Person, on: str, public: str = "RSA") -> EligibilityCheck:
    return EligibilityCheck.create(person=who, day=day(on), public=public)


def document(where: Action, who: Person, kind: str, on: str) -> Document:
    return Document.create(action=where, person=who, kind=kind, day=day(on))


def exam(where: Action, who: Person, test: str, on: str, result: str, **more) -> Exam:
    return Exam.create(action=where, person=who, test=test, day=day(on), result=result, **more)


def follow_up(where: Action, who: Person, on: str, reached: bool, situation: str = "", months: int = 3) -> FollowUp:
    return FollowUp.create(action=where, person=who, months=months, day=day(on), reached=reached, situation=situation)


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
