"""Two records that are one person's become one: everything of the one goes to the other, in one act that is undone.

What is said of both is kept once, and whoever joins them chooses where they differ. A movement of hours is never
edited: that of the one is reversed and the same is entered for the other, on the same day. The record that goes keeps
its row for these movements alone, with its name; its identifier is that of the person from then on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from models.acts.act import Act
from models.acts.refusals import Refused
from models.french import wording
from models.french.folding import fold
from models.hours import pool
from models.joining.merging import Choice, Merging, merging, said, same
from models.people import identities
from models.tables import (
    Action,
    Attendance,
    FormerPublic,
    Loan,
    Moped,
    Movement,
    MovementReport,
    Parcours,
    Person,
    Record,
    Session,
    TwoPeople,
    fields_of,
)

KIND = "join"
IDENTITY = ("code", "last_name", "first_name")
KEPT_APART = ("code", "confirmed", "hold", "restricted", "erased")
"""The fields of a person that are not chosen: each has its own way."""


@dataclass(frozen=True)
class Plan:
    """What joining ``other`` to ``kept`` does: what is to be chosen, how many records of each table move and how many
    are the kept one's already, the fields filled from the other, and what deserves a look afterwards."""

    kept: Person
    other: Person
    choices: tuple[Choice, ...]
    moved: dict[type[Record], tuple[int, int]]
    filled: dict[str, str]
    remarks: tuple[str, ...]


def plan(kept: Person, other: Person) -> Plan:
    """What joining ``other`` to ``kept`` would do. Raises Refused when they cannot be joined."""
    kept, other = _refuse(kept, other)
    belongings = _belongings(kept, other)
    moved = belongings.moved()
    if movements := pool.standing(other).count():
        moved[Movement] = (movements, 0)
    filled = {field.facts.header: said(other, field.name) for field in _fields() if _lacks(kept, other, field.name)}
    return Plan(
        kept, other, (*_of_identity(kept, other), *belongings.choices()), moved, filled, tuple(_remarks(belongings))
    )


def join(kept: Person, other: Person, theirs: Mapping[str, bool] | None = None, *, who: str) -> Person:
    """Joins ``other`` to ``kept``, which is returned. ``theirs`` says of a choice, by its name, whether the other's is
    kept; of those left out, as the plan says.

    Raises Refused when they cannot be joined, for another account than a coordinator's, and when something of them is
    dated in a closed period.
    """
    told = f"{wording.person(other)} ({other.code}) réunie à {wording.person(kept)} ({kept.code})"
    with Act(KIND, f"Fiche de {told}", who) as act:
        act.for_coordinators()
        kept, other = _refuse(kept, other)
        belongings = _belongings(kept, other)
        choices = [*_of_identity(kept, other), *belongings.choices()]
        taken = {one.name: one.theirs_usually for one in choices}
        if unknown := sorted((theirs or {}).keys() - taken.keys()):
            raise Refused(f"« {unknown[0]} » n'est pas à choisir ; au choix : {', '.join(taken) or 'rien'}.")
        taken |= theirs or {}
        _unite(act, kept, other)
        _publics(act, kept, other, theirs=taken.get("public", _lacks(kept, other, "public")))
        belongings.write(act, lambda name: taken.get(name, False))
        for movement in list(pool.standing(other)):
            pool.carry(act, movement, kept)
        _write_identity(act, kept, other, taken)
    return kept


def concerned(*people: Person) -> list[Action]:
    """The actions something of these people is recorded in, by code."""
    numbers = [one.id for one in people]
    found: set[int] = set()
    for key in Person._meta.backrefs:
        if "action" in key.model._meta.fields:
            found |= {id for (id,) in key.model.select(key.model.action).where(key.in_(numbers)).tuples()}
    attended = Attendance.select(Session.action).join(Session).where(Attendance.person.in_(numbers))
    lent = Loan.select(Moped.action).join(Moped).where(Loan.person.in_(numbers))
    found |= {id for (id,) in (*attended.tuples(), *lent.tuples())}
    return list(Action.select().where(Action.id.in_(list(found))).order_by(Action.code))


def _refuse(kept: Person, other: Person) -> tuple[Person, Person]:
    """Both as they are stored now. Raises Refused when they cannot be joined."""
    kept, other = Person.get_by_id(kept.id), Person.get_by_id(other.id)
    if kept.id == other.id:
        raise Refused(f"{kept.code} est une seule et même fiche : donnez celle à y réunir.")
    for one in (kept, other):
        if one.erased is not None:
            raise Refused(f"{one.code} : les noms ont été effacés, la fiche ne se réunit plus à une autre.")
        if identities.is_joined(one):
            raise Refused(f"{one.code} a déjà été réunie à une autre fiche : prenez celle-ci.")
    return kept, other


def _belongings(kept: Person, other: Person) -> Merging:
    return merging(kept, other, but=(Movement, MovementReport, TwoPeople, FormerPublic))


def _publics(act: Act, kept: Person, other: Person, theirs: bool) -> None:
    """One history of publics stays, that of the public kept; of the same public, the one that has a change."""
    mine, given = (list(FormerPublic.select().where(FormerPublic.person == one)) for one in (kept, other))
    theirs = theirs or (kept.public == other.public and not mine)
    for one in mine if theirs else given:
        act.delete(one)
    for one in given if theirs else ():
        act.update(one, person=kept)


def _fields() -> list[Any]:
    return [one for one in fields_of(Person) if one.name not in KEPT_APART]


def _lacks(kept: Person, other: Person, name: str) -> bool:
    return getattr(kept, name) in (None, "") and getattr(other, name) not in (None, "")


def _of_identity(kept: Person, other: Person) -> Iterator[Choice]:
    """What the two records say otherwise of who the person is."""
    for one in _fields():
        mine, theirs = getattr(kept, one.name), getattr(other, one.name)
        if mine not in (None, "") and theirs not in (None, "") and not same(mine, theirs):
            yield Choice(one.name, one.facts.header, said(kept, one.name), said(other, one.name))


def _remarks(belongings: Merging) -> Iterator[str]:
    """Two parcours in one action that share days once they are one person's."""
    known = list(Parcours.select(Parcours, Action).join(Action).where(Parcours.person == belongings.kept))
    moving = [one.record for one in belongings.belongings if isinstance(one.record, Parcours) and one.twin is None]
    for one, other in combinations(sorted([*known, *moving], key=lambda stay: stay.entry), 2):
        if one.action_id == other.action_id and (one.exit is None or one.exit >= other.entry):
            days = f"depuis le {wording.day(one.entry)} et depuis le {wording.day(other.entry)}"
            yield f"{one.action.code} : deux parcours se recouvrent, {days} ; corrigez-les ensuite."


def _unite(act: Act, kept: Person, other: Person) -> None:
    """What was said of both beside others: that they are two people no longer holds between them."""
    for one in TwoPeople.select().where((TwoPeople.person == other) | (TwoPeople.other == other)):
        if kept.id in (one.person_id, one.other_id):
            act.delete(one)
        elif one.person_id == other.id:
            act.update(one, person=kept)
        else:
            act.update(one, other=kept)


def _write_identity(act: Act, kept: Person, other: Person, theirs: Mapping[str, bool]) -> None:
    known = Person.get_by_id(other.id)
    given: dict[str, Any] = {}
    for one in _fields():
        if _lacks(kept, other, one.name) or theirs.get(one.name):
            given[one.name] = getattr(other, one.name)
    given["confirmed"] = kept.confirmed or other.confirmed
    given["restricted"] = kept.restricted and other.restricted and max(kept.restricted, other.restricted)
    given["hold"] = " ; ".join(dict.fromkeys(filter(None, (kept.hold, other.hold))))
    identities.keep(act, kept, given)
    named = (given.get("last_name", kept.last_name), given.get("first_name", kept.first_name))
    act.update(kept, **given, folded=fold(" ".join(named)))
    empty = {one.name: one.default for one in fields_of(Person) if one.name not in (*IDENTITY, "confirmed")}
    act.update(other, **empty)
    identities.former(act, kept, known, other.id)
