"""Actions: adding, correcting, removing one, its groups, and how far its calendar has run."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from peewee import fn
from pendulum import Date

from config.catalogue import UnknownConvention, convention
from config.schema import Convention
from models.acts.act import Act
from models.acts.limits import Limit, Values, refuse, refuse_change, values_of
from models.acts.refusals import Refused
from models.acts.spellings import of_code
from models.days.clock import today
from models.french.comparing import name_key, tidy
from models.people import limits
from models.tables import REGISTERS, Action, EligibilityCheck, Loan, Moped, Movement, Parcours, Record, Session
from models.tables.people import AGREED

OF_CONVENTION: tuple[Any, ...] = (Session, Moped, Movement, *(one for one in REGISTERS if one is not EligibilityCheck))
"""What is recorded in an action under one convention and could mean nothing under another."""

TEXTS = ("code", "title", "site")


@dataclass(frozen=True)
class Summary:
    """An action in a list: how many persons ever entered, and how many parcours are open today."""

    action: Action
    persons: int
    open: int


@dataclass(frozen=True)
class Group:
    """A group of an action: how many persons and sessions carry its name."""

    name: str
    persons: int
    sessions: int


def add(
    *,
    code: str,
    convention: str,
    start: Date,
    end: Date,
    title: str = "",
    places: int | None = None,
    site: str = "",
    staff: int | None = None,
    who: str,
    **agreed: int | None,
) -> Action:
    """A new action from ``start`` to ``end``, both in it; ``staff`` in hundredths of a full-time post; ``agreed``,
    what the Département agreed to (``AGREED``; the amount in cents).

    Raises Refused when the code is empty or taken, the convention unknown, the dates inverted, or the places missing
    where the convention pays for places.
    """
    values = {
        "code": code,
        "convention": convention,
        "start": start,
        "end": end,
        "title": title,
        "places": places,
        "site": site,
        "staff": staff,
        **dict.fromkeys(AGREED),
        **agreed,
    }
    with Act("action", f"Action {tidy(code)} ajoutée", who) as act:
        return act.insert(Action, **_checked(values, None))


def correct(action: Action, *, who: str, **changes: Any) -> Action:
    """Corrects any field of an action. Raises Refused as ``add`` does, for another convention once sessions or records
    made under the present one exist, for an end that loans already recorded go past, and when a colleague has corrected
    the same field since ``action`` was read."""
    with Act("action", f"Action {action.code} corrigée", who) as act:
        read, action = action, Action.get_by_id(action.id)
        changes = act.changed(read, action, changes)
        known = ("code", "convention", "start", "end", "title", "places", "site", "staff", *AGREED)
        current = {name: getattr(action, name) for name in known}
        values = _checked(current | changes, action)
        if values["convention"] != action.convention:
            refuse(under_convention(action, _spec(None, values["convention"])))
        if values["end"] < action.end:
            refuse(until(action, values["end"]))
        act.update(action, **values)
    return action


def remove(action: Action, *, who: str) -> None:
    """Removes an action nothing is recorded in. Raises Refused otherwise, and when a colleague has corrected it since
    it was read."""
    with Act("action", f"Action {action.code} supprimée", who) as act:
        stored = act.unchanged(action)
        if Parcours.select().where(Parcours.action == action).exists():
            raise Refused(f"L'action {action.code} a des parcours : elle ne peut plus être supprimée.")
        act.delete(stored)


def listing() -> list[Summary]:
    """Every action, those that run first, then the latest to begin."""
    day = today()
    opened = (Parcours.entry <= day) & (Parcours.exit.is_null() | (Parcours.exit >= day)) & (Action.end >= day)
    persons = fn.COUNT(fn.DISTINCT(Parcours.person))
    counts = {
        action: (entered, running)
        for action, entered, running in Parcours.select(Parcours.action, persons, persons.filter(opened))
        .join(Action)
        .group_by(Parcours.action)
        .tuples()
    }
    every = Action.select().order_by(Action.start.desc(), Action.code)
    found = [Summary(action, *counts.get(action.id, (0, 0))) for action in every]
    return sorted(found, key=lambda one: not one.action.start <= day <= one.action.end)


def persons(action: Action) -> int:
    """How many persons ever entered an action."""
    return Parcours.select(Parcours.person).where(Parcours.action == action).distinct().count()


def pace(start: Date, end: Date, on: Date | None = None) -> Fraction:
    """The share of the days from ``start`` to ``end`` that have run by the evening of ``on`` (today): from 0 to 1."""
    on = on or today()
    whole = end.toordinal() - start.toordinal() + 1
    run = on.toordinal() - start.toordinal() + 1
    return Fraction(min(max(run, 0), whole), whole)


def groups(action: Action) -> list[Group]:
    """The groups of an action, by name: those its parcours or its sessions carry."""
    persons = _by_group(Parcours, action, fn.COUNT(fn.DISTINCT(Parcours.person)))
    sessions = _by_group(Session, action, fn.COUNT(Session.id))
    return [Group(name, persons.get(name, 0), sessions.get(name, 0)) for name in sorted(persons | sessions)]


def rename_group(action: Action, old: str, new: str, *, who: str) -> None:
    """Gives a group another name, or spells it otherwise, in its parcours and its sessions; an empty name dissolves it,
    a known one merges."""
    new = tidy(new)
    told = f"renommé « {new} »" if new else "dissous"
    with Act("group", f"Groupe « {old} » de {action.code} {told}", who) as act:
        if name_key(new) == name_key(old):
            act.spellings.choose(action.id, "group", new)
        for model in (Parcours, Session):
            for record in model.select().where(model.action == action, model.group == old):
                act.update(record, group=new)


def themes(action: Action) -> list[str]:
    """The themes its sessions carry, by name."""
    query = Session.select(Session.theme).where(Session.action == action, Session.theme != "").distinct()
    return sorted(theme for (theme,) in query.tuples())


def rename_theme(action: Action, old: str, new: str, *, who: str) -> None:
    """Gives a theme another name, or spells it otherwise, in the sessions of an action; a known one merges, an empty
    one is none."""
    new = tidy(new)
    told = f"renommé « {new} »" if new else "retiré"
    with Act("theme", f"Thème « {old} » de {action.code} {told}", who) as act:
        act.for_coordinators()
        if name_key(new) == name_key(old):
            act.spellings.choose(action.id, "theme", new)
        for session in Session.select().where(Session.action == action, Session.theme == old):
            act.update(session, theme=new)


def _by_group(model: type[Record], action: Action, count: Any) -> dict[str, int]:
    query = model.select(model.group, count).where(model.action == action, model.group != "").group_by(model.group)
    return dict(query.tuples())


def _checked(values: dict[str, Any], action: Action | None) -> dict[str, Any]:
    values = values | {name: values[name].strip() for name in TEXTS}
    if action is None or values["code"] != action.code:
        values["code"] = tidy(values["code"])
    if not values["code"]:
        raise Refused("Donnez un code à l'action, par exemple ADSE-2026.")
    taken = of_code(Action, values["code"])
    if action is not None and values["code"] == action.code:
        taken = None
    if taken is not None and (action is None or taken.id != action.id):
        raise Refused(f"Le code « {values['code']} » est déjà celui d'une autre action : choisissez-en un autre.")
    spec = _spec(action, values["convention"])
    if action is None:
        refuse(limits.action(values, spec))
    else:
        refuse_change(partial(_limits, action), values_of(action), values)
    return values | {"edition": spec.edition}


def _limits(action: Action, values: Values) -> Iterator[Limit]:
    try:
        spec = _spec(action, values["convention"])
    except Refused:  # its file is gone, and another is chosen
        spec = None
    return limits.action(values, spec)


def _spec(action: Action | None, id: str) -> Convention:
    """A convention, in the edition the action began with when it is still its own. Raises Refused when unknown."""
    kept = action.edition if action is not None and action.convention == id else ""
    try:
        return convention(id, kept)
    except UnknownConvention as unknown:
        raise Refused(str(unknown)) from None


def under_convention(action: Action | int, spec: Convention) -> Iterator[Limit]:
    """What forbids an action to run under another convention, ``spec``: what is recorded in it."""
    used = Session.select(Session.nature).where(Session.action == action).distinct()
    foreign = {nature for (nature,) in used.tuples()} - {nature.code for nature in spec.nature}
    recorded = any(model.select().where(model.action == action).exists() for model in OF_CONVENTION)
    variants = Parcours.select().where(Parcours.action == action, Parcours.variant != "").exists()
    return limits.other_convention(foreign, recorded, variants)


def until(action: Action, end: Date) -> Iterator[Limit]:
    """What forbids an action to end on a day: mopeds that depart after it."""
    departures = Loan.select(Loan.departure).join(Moped).where(Moped.action == action, Moped.retired.is_null())
    return limits.early_end(end, (day for (day,) in departures.where(Loan.departure > end).tuples()))
