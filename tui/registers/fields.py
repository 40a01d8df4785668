"""The fields of a fact's form, from its model: how each is asked for, and what it begins with."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from config.schema import Convention, FollowUpDue, FollowUps
from models.days.clock import today
from models.french import wording
from models.people import participants
from models.people.parcours import exits, followed
from models.registers import facts, limits
from models.tables import (
    Action,
    Contact,
    Evaluation,
    FollowUp,
    Liaison,
    Obstacle,
    Parcours,
    Person,
    PlanLine,
    Prescription,
    fields_of,
)
from models.tables.fields import CodeField, MonthField
from models.tables.registers import Register
from tui.forms.asked import asked, kind_of
from tui.forms.rows import Field, out_of_list

OF_CONVENTION: dict[tuple[Any, str], Callable[[Convention], Iterable[str]]] = {
    (Obstacle, "nature"): lambda spec: spec.obstacles,
    (Evaluation, "subject"): lambda spec: [subject for scale in spec.scale for subject in scale.subjects],
    (PlanLine, "service"): lambda spec: [service for code in spec.plan_code for service in code.services],
}
"""Texts the convention proposes, before what was typed for others."""

ANYBODY = (Prescription, Contact)
"""Registers whose facts may be of somebody who has no parcours."""

FOLLOWING: dict[tuple[Any, str], tuple[str, str, str]] = {
    (Evaluation, "level"): ("scale", "scale", "levels"),
    (Liaison, "reason"): ("kind", "liaison_kind", "motives"),
}
"""Texts to choose among those that go with another field of the same form: that field, where the convention declares
its values, and the name there of the texts of one."""


def participants_of(action: Action | None) -> Callable[[str], Iterable[Person]] | None:
    """Finds among the persons of an action, without accents or order; everybody when there is no action."""
    if action is None:
        return None
    query = Person.select().join(Parcours).where(Parcours.action == action).order_by(Person.folded).distinct()
    return partial(participants.among, list(query))


def derived(table: type[Register], action: Action | None, person: Person | None, fact: Any = None) -> list[Field]:
    """The fields of a fact's form, from its model: filled with the fact, or with what is likeliest for a new one."""
    spec = action.spec if action is not None else None
    found: list[Field] = []
    for field in fields_of(table):
        if field.name in ("action", "person"):
            continue
        if field is FollowUp.parcours:
            found.insert(0, _exit(field, action, person, fact))
            continue
        default = _likely(table, field, spec, action, person) if fact is None else getattr(fact, field.name)
        found.append(
            asked(
                field,
                hinted=True,
                label=field.verbose_name,  # with its unit
                default=default,
                choices=_choices(field, spec),
                suggestions=_suggestions(table, field, spec),
            )
        )
        if (table, field.name) in FOLLOWING:
            found[-1] = _following(found[-1], *FOLLOWING[table, field.name], spec, fact)
    return found


def named(title: str, action: Action | None, person: Person | None) -> str:
    """The title of a form about a fact, with whose it is and of which action, as far as they are known."""
    known = (title, wording.person(person) if person else "", action.code if action else "")
    return " · ".join(part for part in known if part)


def _exit(field: Any, action: Action | None, person: Person | None, fact: Any) -> Field:
    """The exit a contact follows, among those of its person on or before its day, the latest first; the one it follows
    already stays among them."""
    read = cache(lambda number: exits(action, number))
    known = fact.parcours if fact is not None else None

    def choices(values: dict[str, Any]) -> list[tuple[Any, str]]:
        about, day = values.get("person"), values.get("day")
        left = [one for one in (read(about.id) if about else ()) if day is None or one.exit <= day or one == known]
        if known is not None and about == known.person and known not in left:
            left.append(known)  # its exit was taken away since
        offered = [(one, _left(one)) for one in left]
        untied = [("", "aucune, ne compte pas")]
        return offered + (untied if not left or (fact is not None and known is None) else [])

    likely = known if fact is not None else followed(action, person, today()) if person else None
    return Field(field.name, field.facts.header, "choice", required=True, default=likely or "", choices=choices)


def _left(stay: Parcours) -> str:
    kind = f" ({stay.exit_type})" if stay.exit_type else ""
    return f"{wording.day(stay.exit)}{kind}" if stay.exit else f"sans sortie, entrée le {wording.day(stay.entry)}"


def whom(table: type[Register], action: Action | None, person: Person | None) -> Field:
    """The person a fact is about: someone of the action, but in a register of anybody."""
    find = None if table in ANYBODY else participants_of(action)
    return asked(table.person, default=person, find=find)


def _choices(field: Any, spec: Convention | None) -> list[tuple[str, str]]:
    if isinstance(field, CodeField):
        assert spec is not None
        known = limits.codes(spec, field)
        told = "{0} {1}" if field.listed == "plan_code" else "{1}"
        return [(code, told.format(code, label)) for code, label in known.items()]
    return list(field.choices or ())


def _suggestions(table: type[Register], field: Any, spec: Convention | None) -> list[str]:
    if kind_of(field) != "text":
        return []
    proposed = OF_CONVENTION.get((table, field.name))
    known = list(proposed(spec)) if proposed and spec is not None else []
    return list(dict.fromkeys([*known, *facts.typed_before(table, field.name)]))


def _following(field: Field, followed: str, declared: str, name: str, spec: Any, fact: Any) -> Field:
    def choices(values: dict[str, Any]) -> list[Any]:
        known = list(_of(getattr(spec, declared), values[followed], name))
        same = fact is not None and values[followed] == getattr(fact, followed)
        return [*known, out_of_list(field.default)] if same and field.default not in ("", *known) else known

    return replace(field, kind="choice", default=field.default or None, choices=choices)


def _likely(
    table: type[Register], field: Any, spec: Convention | None, action: Action | None, person: Person | None
) -> Any:
    """What a new fact begins with: today, last month, the next follow-up due."""
    if table is FollowUp and field.name in ("months", "reached"):
        return True if field.name == "reached" else _next_follow_up(spec, action, person)
    if isinstance(field, MonthField):
        last = today().subtract(months=1)
        return f"{last.year:04d}-{last.month:02d}"
    return today() if field.name == table.dated and not field.facts.ahead else None


def _next_follow_up(spec: Any, action: Action | None, person: Person | None) -> int:
    """The first of the convention's follow-ups nobody has noted of this person's last exit; 3 months when it names
    none."""
    due = {int(one.months) for one in (*spec.rule, *spec.indicator) if isinstance(one, FollowUpDue | FollowUps)}
    last = followed(action, person, today()) if person is not None else None
    mine = (FollowUp.action == action) & (FollowUp.person == person)
    of_last = FollowUp.parcours == last if last is not None else FollowUp.parcours.is_null()
    done = FollowUp.select(FollowUp.months).where(mine, of_last)
    left = due - {months for (months,) in done.tuples()} if person is not None else due
    return min(left or due or {3})


def _of(declared: Iterable[Any], code: str | None, name: str) -> Iterable[str]:
    return next((getattr(one, name) for one in declared if one.code == code), ())
