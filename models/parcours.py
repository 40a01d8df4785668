"""Parcours: someone enters an action, is put in a group, renewed, leaves; and every correction of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn
from pendulum import Date

from models import wording
from models.clock import today
from models.journal import Act, Refused
from models.presence import ATTENDED, attended_minutes, held
from models.tables import (
    EXIT_TYPES,
    Action,
    Attendance,
    Document,
    Exam,
    FollowUp,
    Immersion,
    Movement,
    Parcours,
    Person,
    Session,
    WorkedHours,
)

KEPT: dict[Any, str] = {
    Movement: "des mouvements d'heures",
    Exam: "des examens",
    Document: "des documents",
    Immersion: "des immersions",
    FollowUp: "des suivis",
    WorkedHours: "des heures travaillées",
}


@dataclass(frozen=True)
class Stay:
    """A parcours in a list: the sessions its person attended while it was open, their minutes, the last day."""

    parcours: Parcours
    person: Person
    sessions: int
    minutes: int
    last: Date | None


def enter(
    action: Action,
    person: Person,
    entry: Date,
    *,
    planned_end: Date | None = None,
    group: str = "",
    evaluation: int | None = None,
    who: str,
) -> Parcours:
    """Someone enters an action. ``evaluation`` is the initial driving evaluation, in minutes.

    Raises Refused when the planned end precedes the entry, or this entry is already there.
    """
    values = {"entry": entry, "planned_end": planned_end, "group": group.strip(), "evaluation": evaluation}
    _refuse(_empty() | values)
    with Act("enter", f"{_named(person)} : entrée dans {action.code} le {wording.day(entry)}", who) as act:
        return act.insert(Parcours, action=action, person=person, confirmed=True, **values)


def leave(parcours: Parcours, day: Date, kind: str, *, who: str) -> Parcours:
    """The exit and its type (one of EXIT_TYPES). Raises Refused for an exit before the entry or a renewal."""
    return _change(parcours, "exit", f"sortie le {wording.day(day)} ({kind})", who, exit=day, exit_type=kind)


def reopen(parcours: Parcours, *, who: str) -> Parcours:
    """Takes an exit back: the parcours is open again."""
    return _change(parcours, "exit", "sortie retirée, parcours rouvert", who, exit=None, exit_type="")


def renew(parcours: Parcours, day: Date, reason: str, *, who: str) -> Parcours:
    """The renewal, exceptional and with its reason. Raises Refused for a second one (correct the first)."""
    if parcours.renewed and parcours.renewed != day:
        raise Refused(
            f"Ce parcours est déjà renouvelé le {wording.day(parcours.renewed)} : un second renouvellement n'existe "
            "pas ; corrigez cette date si elle est fausse."
        )
    if not reason.strip():
        raise Refused("Donnez le motif du renouvellement.")
    told = f"renouvelé le {wording.day(day)}"
    return _change(parcours, "renew", told, who, renewed=day, renewal_reason=reason.strip())


def put_in_group(parcours: Iterable[Parcours], group: str, *, who: str) -> None:
    """Puts several parcours in one group in one act; an empty name takes them out of theirs."""
    chosen = list(parcours)
    told = f"groupe « {group.strip()} »" if group.strip() else "sans groupe"
    with Act("group", f"{wording.counted(len(chosen), 'parcours', 'parcours')} : {told}", who) as act:
        for one in Parcours.select().where(Parcours.id.in_([one.id for one in chosen])):
            act.update(one, group=group.strip())


def confirm(parcours: Parcours, *, who: str) -> Parcours:
    """Confirms a parcours that a trainer began during a roll."""
    return _change(parcours, "confirm", "parcours confirmé", who, confirmed=True)


def correct(parcours: Parcours, *, who: str, **changes: Any) -> Parcours:
    """Corrects any date or text of a parcours. Raises Refused for dates that cannot be."""
    return _change(parcours, "parcours", "parcours corrigé", who, **changes)


def remove(parcours: Parcours, *, who: str) -> None:
    """Removes a parcours entered by mistake, with the sessions the person was only expected in.

    Raises Refused when the person was marked, or has records, in the action, unless another parcours there keeps them.
    """
    parcours = Parcours.get_by_id(parcours.id)
    told = f"{_named(parcours.person)} : parcours du {wording.day(parcours.entry)} supprimé"
    with Act("parcours", told, who) as act:
        withdraw(act, parcours)


def withdraw(act: Act, parcours: Parcours) -> None:
    """Removes a parcours as part of an act: see ``remove``."""
    action, person = parcours.action, parcours.person
    mine = (Parcours.action == action) & (Parcours.person == person)
    if Parcours.select().where(mine).count() == 1:
        in_action = Session.select(Session.id).where(Session.action == action)
        lines = Attendance.select().where(Attendance.person == person, Attendance.session.in_(in_action))
        if lines.where(Attendance.status != "prévu").exists():
            raise Refused(f"{_named(person)} a des présences : notez une sortie, ou effacez d'abord ces présences.")
        for model, told in KEPT.items():
            if model.select().where(model.action == action, model.person == person).exists():
                raise Refused(f"{_named(person)} a {told} dans cette action : corrigez-les d'abord.")
        for line in lines:
            act.delete(line)
    act.delete(parcours)


def stays(action: Action) -> list[Stay]:
    """The parcours of an action by name, with what each person attended between entry and exit."""
    within = (Session.day >= Parcours.entry) & (Parcours.exit.is_null() | (Session.day <= Parcours.exit))
    attended = {
        parcours: (sessions, minutes, Date.fromisoformat(last))
        for parcours, sessions, minutes, last in Parcours.select(
            Parcours.id, fn.COUNT(Session.id), fn.SUM(attended_minutes()), fn.MAX(Session.day).converter(str)
        )
        .join(Session, on=(Session.action == Parcours.action) & within)
        .join(Attendance, on=(Attendance.session == Session.id) & (Attendance.person == Parcours.person))
        .where(Parcours.action == action, held(), Attendance.status.in_(ATTENDED))
        .group_by(Parcours.id)
        .tuples()
    }
    every = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action)
    return [
        Stay(one, one.person, *attended.get(one.id, (0, 0, None)))
        for one in every.order_by(Person.folded, Parcours.entry)
    ]


def doubts(
    action: Action, person: Person, entry: Date, exit: Date | None = None, but: Parcours | None = None
) -> list[str]:
    """What is unusual in a parcours and may still be true: sentences to read before recording it."""
    found = []
    if not action.start <= entry <= action.end:
        found.append(
            f"L'entrée est hors des dates de l'action ({wording.day(action.start)} – {wording.day(action.end)})."
        )
    others = Parcours.select().where(Parcours.action == action, Parcours.person == person)
    for other in others:
        if but is not None and other.id == but.id:
            continue
        if entry <= (other.exit or action.end) and other.entry <= (exit or action.end):
            found.append(f"{_named(person)} a déjà dans cette action un parcours depuis le {wording.day(other.entry)}.")
    if person.birth and entry < person.birth:
        found.append("L'entrée précède la naissance.")
    return found


def left_outside(parcours: Parcours, entry: Date, exit: Date | None) -> str:
    """A sentence when these dates would leave sessions the person attended outside every parcours; '' when none."""
    action, person = parcours.action, parcours.person
    others = Parcours.select().where(Parcours.action == action, Parcours.person == person, Parcours.id != parcours.id)
    spans = [(entry, exit or action.end), *((other.entry, other.exit or action.end) for other in others)]
    attended = (
        Session.select(Session.day)
        .join(Attendance)
        .where(Session.action == action, held(), Attendance.person == person, Attendance.status.in_(ATTENDED))
        .order_by(Session.day)
    )
    outside = [day for (day,) in attended.tuples() if not any(first <= day <= last for first, last in spans)]
    if not outside:
        return ""
    return (
        f"{wording.counted(len(outside), 'présence')} hors de ces dates, la première le {wording.day(outside[0])} :"
        " vérifiez."
    )


def _change(parcours: Parcours, kind: str, told: str, who: str, **changes: Any) -> Parcours:
    with Act(kind, "", who) as act:
        parcours = Parcours.get_by_id(parcours.id)
        act.sentence = f"{_named(parcours.person)} : {told}"
        current = {name: getattr(parcours, name) for name in _empty()}
        _refuse(current | changes)
        act.update(parcours, **changes)
    return parcours


def _empty() -> dict[str, Any]:
    return {"planned_end": None, "exit": None, "exit_type": "", "renewed": None, "evaluation": None, "entry": today()}


def _refuse(values: dict[str, Any]) -> None:
    """What cannot be: dates inverted, a type of exit without exit, hours below zero."""
    entry, exit, renewed = values["entry"], values["exit"], values["renewed"]
    for day, told in (
        (values["planned_end"], "La fin prévue"),
        (exit, "La sortie"),
        (renewed, "Le renouvellement"),
    ):
        if day is not None and day < entry:
            raise Refused(f"{told} ({wording.day(day)}) précède l'entrée ({wording.day(entry)}) : corrigez la date.")
    if exit is not None and renewed is not None and renewed > exit:
        raise Refused(
            f"Le renouvellement ({wording.day(renewed)}) suit la sortie ({wording.day(exit)}) : corrigez-les."
        )
    if values["exit_type"] not in ("", *EXIT_TYPES):
        raise Refused(f"« {values['exit_type']} » n'est pas un type de sortie : {', '.join(EXIT_TYPES)}.")
    if values["exit_type"] and exit is None:
        raise Refused("Un type de sortie demande une date de sortie.")
    if values["evaluation"] is not None and values["evaluation"] < 0:
        raise Refused("L'évaluation de départ ne peut pas être négative.")


def _named(person: Person) -> str:
    return wording.person(person)
