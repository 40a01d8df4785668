"""Parcours: someone enters an action, is put in a group, renewed, leaves; and every correction of these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from peewee import fn
from pendulum import Date

from config.schema import Convention
from models.acts.act import Act
from models.acts.limits import Limit, Values, brought, dates_of, refuse, refuse_change, values_of
from models.acts.limits import doubts as said
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.months import plus_months
from models.french import wording
from models.french.comparing import tidy
from models.people import freed, limits, participants
from models.tables import (
    TABLES,
    Action,
    Attendance,
    FollowUp,
    Parcours,
    Person,
    Session,
)
from models.terms import profile
from models.terms.presence import ATTENDED, attended_minutes, held

KEPT: dict[Any, str] = {
    table: table.several or f"des lignes au registre « {table.register} »" for table in TABLES if table.needs_parcours
}
"""What nobody has in an action without a parcours there, in words."""

NO_EXIT: dict[str, Any] = {"exit": None, "exit_type": "", "exit_contract": "", "job_end": None, "destination": ""}


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
    **more: Any,
) -> Parcours:
    """Someone enters an action; a ``person`` nobody knows yet, not stored, is added in the same act. ``evaluation`` is
    the initial driving evaluation, in minutes; ``more``: variant, oriented, orientation, oriented_by (see Parcours).

    Raises Refused when the planned end precedes the entry, when the convention has no such variant, or when this entry
    is already there.
    """
    values = {"entry": entry, "planned_end": planned_end, "group": group, "evaluation": evaluation, **more}
    values = wording.trimmed(values)
    refuse(_limits(action, values))
    with Act("enter", f"{_named(person)} : entrée dans {action.code} le {wording.day(entry)}", who) as act:
        if person.id is None:
            person = participants.create(act, last_name=person.last_name, first_name=person.first_name)
        else:
            participants.welcome_back(act, person)
        return act.insert(Parcours, action=action, person=person, confirmed=True, **values)


def leave(
    parcours: Parcours,
    day: Date,
    kind: str,
    *,
    contract: str = "",
    job_end: Date | None = None,
    destination: str = "",
    free: bool = False,
    who: str,
) -> Parcours:
    """The exit, its type (one of EXIT_TYPES), and for a job its contract (one of JOB_CONTRACTS) and last day.

    ``free``: the sessions the person is still named in afterwards are cancelled in the same act, or, when others are
    expected in them, go on without her.

    Raises Refused for an exit before the entry or a renewal, and for a contract that ends before the entry.
    """
    details = {"exit_contract": contract, "job_end": job_end, "destination": destination}
    told = f"sortie le {wording.day(day)} ({kind})"
    return _change(parcours, "exit", told, who, exit=day, exit_type=kind, free=free, **details)


def last_day(begun: Date, months: int) -> Date:
    """The last day of a contract of so many months begun on a day: the eve of the same day number, or the last day of a
    month too short to have it (G1)."""
    end = plus_months(begun, months)
    return end if end.day < begun.day else end.subtract(days=1)


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
    group = tidy(group)
    told = f"groupe « {group} »" if group else "sans groupe"
    with Act("group", f"{wording.counted(len(chosen), 'parcours', 'parcours')} : {told}", who) as act:
        for one in Parcours.select().where(Parcours.id.in_([one.id for one in chosen])):
            act.update(one, group=group)


def confirm(parcours: Parcours, *, who: str) -> Parcours:
    """Confirms a parcours that a trainer began during a roll."""
    return _change(parcours, "confirm", "parcours confirmé", who, confirmed=True)


def correct(parcours: Parcours, *, free: bool = False, who: str, **changes: Any) -> Parcours:
    """Corrects any date or text of a parcours; ``free``: as for ``leave``. Raises Refused for dates that cannot be, and
    when a colleague has corrected the same field since ``parcours`` was read."""
    return _change(parcours, "parcours", "parcours corrigé", who, free=free, **changes)


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
    if FollowUp.select().where(FollowUp.parcours == parcours).exists():
        raise Refused(f"{_named(person)} a un suivi de cette sortie : corrigez-le ou retirez-le d'abord.")
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


def asked(spec: Convention) -> set[str]:
    """What an entry says in this convention beside its dates and its group, as attributes of Parcours."""
    every = (*spec.rule, *spec.indicator)
    kept = [profile.fields[one.field] for one in spec.profile]
    wanted = {name for one in kept if one.of == "parcours" for name in one.names}
    uses = {
        "variant": bool(spec.variant),
        "evaluation": spec.quota is not None,
        "oriented": any(getattr(one, "since", "") == "orientation" for one in every),
        "orientation": any(getattr(one, "orientations", ()) for one in every),
        "oriented_by": any(getattr(one, "by", "") == "structure orientante" for one in every)
        or any("structure orientante" in one.profiles for one in spec.returns),
    }
    return wanted | {name for name, used in uses.items() if used}


def exits(action: Any, person: Any) -> list[Parcours]:
    """The parcours of someone in an action that ended, the last exit first; each given as a record or by its number."""
    ended = Parcours.select().where(Parcours.action == action, Parcours.person == person, Parcours.exit.is_null(False))
    return list(ended.order_by(Parcours.exit.desc(), Parcours.entry.desc()))


def followed(action: Any, person: Any, day: Date | None) -> Parcours | None:
    """The parcours whose exit a contact of that day follows when nobody says which: the latest on or before it
    (reading E-03)."""
    return next((one for one in exits(action, person) if day is not None and one.exit <= day), None)


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
    action: Action, person: Person, entry: Date, exit: Date | None = None, but: Parcours | None = None, **more: Any
) -> list[str]:
    """What is unusual in a parcours and may still be true: sentences to read before recording it. ``but`` is the
    parcours being corrected: what was as unusual before is not said again. ``more``: its other values."""
    others = Parcours.select(Parcours.id, Parcours.entry, Parcours.exit)
    others = others.where(Parcours.action == action, Parcours.person == person)
    spans = [(one.entry, one.exit) for one in others if but is None or one.id != but.id]

    def unusual(values: Values) -> Iterator[Limit]:
        yield from _limits(action, values)
        yield from limits.beside(_named(person), values["entry"], values["exit"], spans, action.end, person.birth)

    values = {"entry": entry, "exit": exit, **more}
    return said(brought(unusual, values_of(but), values) if but else unusual(values))


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


def _change(parcours: Parcours, kind: str, told: str, who: str, free: bool = False, **changes: Any) -> Parcours:
    with Act(kind, "", who) as act:
        read, parcours = parcours, Parcours.get_by_id(parcours.id)
        act.sentence = f"{_named(parcours.person)} : {told}"
        changes = act.changed(read, parcours, wording.trimmed(changes))
        refuse_change(partial(_limits, parcours.action), values_of(parcours), changes)
        act.update(parcours, **changes)
        if free and parcours.exit and (count := freed.free(act, parcours, parcours.exit)):
            act.sentence += f", {wording.counted(count, 'séance libérée', 'séances libérées')}"
    return parcours


def _limits(action: Action, values: Values) -> Iterator[Limit]:
    return limits.parcours(values, action.spec, dates_of(action), today())


def _named(person: Person) -> str:
    return wording.person(person)
