"""Parcours: someone enters an action, is put in a group, renewed, leaves; and every correction of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn
from pendulum import Date

from config.schema import Convention
from models.acts.act import Act, changed
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.months import plus_months
from models.french import wording
from models.french.comparing import tidy
from models.people import participants
from models.tables import (
    EXIT_TYPES,
    JOB_CONTRACTS,
    ORIENTATIONS,
    REGISTERS,
    Action,
    Attendance,
    EligibilityCheck,
    Movement,
    Parcours,
    Person,
    Prescription,
    Session,
)
from models.terms import profile
from models.terms.presence import ATTENDED, attended_minutes, held

KEPT: dict[Any, str] = {
    Movement: "des mouvements d'heures",
    **{
        register: f"des lignes au registre « {register.register} »"
        for register in REGISTERS
        # someone prescribed may never enter, and a check of the public belongs to no action
        if register not in (EligibilityCheck, Prescription)
    },
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
    """Someone enters an action. ``evaluation`` is the initial driving evaluation, in minutes; ``more``: variant,
    oriented, orientation, oriented_by (see Parcours).

    Raises Refused when the planned end precedes the entry, when the convention has no such variant, or when this entry
    is already there.
    """
    values = {"entry": entry, "planned_end": planned_end, "group": group, "evaluation": evaluation, **more}
    values = wording.trimmed(values)
    _refuse(_empty() | values)
    _refuse_variant(action, values)
    with Act("enter", f"{_named(person)} : entrée dans {action.code} le {wording.day(entry)}", who) as act:
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
    who: str,
) -> Parcours:
    """The exit, its type (one of EXIT_TYPES), and for a job its contract (one of JOB_CONTRACTS) and last day.

    Raises Refused for an exit before the entry or a renewal, and for a contract that ends before the entry.
    """
    details = {"exit_contract": contract, "job_end": job_end, "destination": destination}
    told = f"sortie le {wording.day(day)} ({kind})"
    return _change(parcours, "exit", told, who, exit=day, exit_type=kind, **details)


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


def correct(parcours: Parcours, *, who: str, **changes: Any) -> Parcours:
    """Corrects any date or text of a parcours. Raises Refused for dates that cannot be, and when a colleague has
    corrected the same field since ``parcours`` was read."""
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
        read, parcours = parcours, Parcours.get_by_id(parcours.id)
        act.sentence = f"{_named(parcours.person)} : {told}"
        changes = changed(read, parcours, wording.trimmed(changes))
        current = {name: getattr(parcours, name) for name in _empty()}
        _refuse(current | changes)
        _refuse_variant(parcours.action, changes)
        act.update(parcours, **changes)
    return parcours


def _empty() -> dict[str, Any]:
    empty = {"planned_end": None, "renewed": None, "evaluation": None, "entry": today()}
    return empty | NO_EXIT | {"oriented": None, "orientation": ""}


def _refuse(values: dict[str, Any]) -> None:
    """What cannot be: dates inverted, a value out of its list, something said of an exit without exit, hours below
    zero."""
    entry, exit, renewed = values["entry"], values["exit"], values["renewed"]
    for day, told in (
        (values["planned_end"], "La fin prévue"),
        (exit, "La sortie"),
        (renewed, "Le renouvellement"),
        (values["job_end"], "La fin du contrat de travail"),
    ):
        if day is not None and day < entry:
            raise Refused(f"{told} ({wording.day(day)}) précède l'entrée ({wording.day(entry)}) : corrigez la date.")
    if exit is not None and renewed is not None and renewed > exit:
        raise Refused(
            f"Le renouvellement ({wording.day(renewed)}) suit la sortie ({wording.day(exit)}) : corrigez-les."
        )
    for name, known, told in (
        ("exit_type", EXIT_TYPES, "un type de sortie"),
        ("exit_contract", JOB_CONTRACTS, "un contrat de sortie"),
        ("orientation", ORIENTATIONS, "une orientation"),
    ):
        if values[name] not in ("", *known):
            raise Refused(f"« {values[name]} » n'est pas {told} : {', '.join(known)}.")
    if exit is None and any(values[name] for name in NO_EXIT):
        raise Refused("Un type de sortie, un contrat ou une destination demandent une date de sortie.")
    if values["oriented"] is not None and values["oriented"] > today():
        raise Refused(f"L'orientation ({wording.day(values['oriented'])}) est après aujourd'hui : corrigez la date.")
    if values["evaluation"] is not None and values["evaluation"] < 0:
        raise Refused("L'évaluation de départ ne peut pas être négative.")


def _refuse_variant(action: Action, values: dict[str, Any]) -> None:
    known = action.spec.listed("variant")
    if values.get("variant") and values["variant"] not in known:
        choice = f" : {', '.join(known)}" if known else ", qui n'en a pas"
        raise Refused(f"« {values['variant']} » n'est pas une variante de la convention de {action.code}{choice}.")


def _named(person: Person) -> str:
    return wording.person(person)
