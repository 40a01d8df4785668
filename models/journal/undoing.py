"""Undo as people mean it: the records as they were before, and never into what cannot be.

Hours are a ledger: taking a movement back is its reversal.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from models import tables
from models.acts import undo
from models.acts.act import Act
from models.acts.refusals import Refused
from models.hours import pool
from models.park import mopeds
from models.people.parcours import KEPT
from models.sessions import planning
from models.storage.connection import writing
from models.tables import Attendance, JournalEntry, Loan, Moped, Movement, Parcours, Session, Table
from models.tables.base import ENTRY, PARK, SESSION, STAY
from models.tables.changes import Change

LEDGER = ("Movement", "MovementReport")


def take_back(entry: JournalEntry, who: str) -> JournalEntry:
    """Takes an act back, as a new act, and returns that one; of an undo, its act done again.

    Raises Refused when a record has changed since, or when what would be left cannot be.
    """
    changes = undo.changes_told(entry) if entry.kind not in undo.NO_RETURN else []
    if changes and all(change.get("table") in LEDGER for change in changes):
        moved = next((change["after"]["id"] for change in changes if _is_new(change, "Movement")), None)
        if moved is not None:
            return _move_back(Movement.get_by_id(moved), entry, who)
    entered = {change["after"]["id"] for change in changes if _is_new(change, "Movement")}
    with writing():
        undone = undo.undo(entry, who, partial(_on_its_day, entered))
        for change in changes:
            _check(change)
    return undone


def _move_back(moved: Movement, entry: JournalEntry, who: str) -> JournalEntry:
    """Hours are never edited: a movement is taken back by its reversal, a reversal by the same movement made again."""
    if moved.reverses is None:
        pool.reverse(moved, who=who, undoes=entry)
    else:
        pool.make_again(moved, who=who, undoes=entry)
    return JournalEntry.get(JournalEntry.undoes == entry)


def _on_its_day(entered: set[int], act: Act, change: Change) -> bool:
    """Takes back, as part of an act, a movement that another act ``entered`` or reversed beside its records: on the
    very day of that movement. Answers whether the change was one, or the report of one."""
    if _is_new(change, "MovementReport") and change["after"]["movement"] in entered:
        return True  # it stays with its movement, which is reversed
    if not _is_new(change, "Movement"):
        return False
    moved = Movement.get_by_id(change["after"]["id"])
    if moved.reverses is None:
        pool.opposite(act, moved, f"Annulation du n° {moved.number}")
    else:
        pool.again(act, moved.reverses, moved.person)
    return True


def _is_new(change: Change, table: str) -> bool:
    return change["table"] == table and change["before"] is None


def _check(change: Change) -> None:
    """Raises Refused when undoing this change left something that cannot be: what to look at, its table says."""
    model = getattr(tables, change["table"])
    for check in model.undo_checks:
        LOOKED_AT[check](model, change)


def _park(model: type[Table], change: Change) -> None:
    if change["before"]:
        mopeds.refuse_impossible(model.get_by_id(change["before"]["id"]))


def _session(model: type[Table], change: Change) -> None:
    if left := change["before"]:
        planning.refuse_impossible(Session.get_by_id(left["id"] if model is Session else left["session"]))


def _stay(model: type[Table], change: Change) -> None:
    """Somebody has a mark or a fact in an action by their parcours there."""
    if left := change["before"]:
        action = left["action"] if "action" in left else Session.get_by_id(left["session"]).action_id
        _refuse_stranger(action, left["person"])


def _entry(model: type[Table], change: Change) -> None:
    """Nobody leaves marks or facts behind when their entry is undone."""
    if change["before"] is not None:
        return
    action, person = change["after"]["action"], change["after"]["person"]
    if _stays(action, person):
        return
    if Attendance.select().join(Session).where(Session.action == action, Attendance.person == person).exists():
        raise Refused("Impossible d'annuler l'entrée : la personne est prévue ou marquée dans des séances de l'action.")
    for table, told in KEPT.items():
        query = pool.standing(person) if table is Movement else table.select().where(table.person == person)
        if query.where(table.action == action).exists():
            raise Refused(f"Impossible d'annuler l'entrée : la personne a {told} dans l'action.")


LOOKED_AT: dict[str, Callable[[Any, Change], None]] = {
    PARK: _park,
    SESSION: _session,
    STAY: _stay,
    ENTRY: _entry,
}


def _refuse_stranger(action: int, person: int) -> None:
    borrows = Loan.select().join(Moped).where(Moped.action == action, Loan.person == person)
    if not _stays(action, person) and not borrows.exists():
        raise Refused("Impossible d'annuler : la personne n'a plus de parcours dans l'action.")


def _stays(action: int, person: int) -> bool:
    return Parcours.select().where(Parcours.action == action, Parcours.person == person).exists()
