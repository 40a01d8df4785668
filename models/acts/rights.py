"""Who may do what: trainers call and correct their own sessions, coordinators do everything, the direction reads.

On one machine the account is that of the operating system; on a server it is that of the connection, and the server
refuses by itself what is refused here (``models.storage.server_guards``). On a machine, as long as nobody is listed,
everyone coordinates; on a server, whoever owns the tables.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase, fn

from models.acts.closed import Plain
from models.acts.refusals import Refused
from models.french.folding import fold
from models.storage.file import CannotOpen
from models.tables import (
    COORDINATOR,
    DIRECTION,
    TRAINER,
    Action,
    Attendance,
    JournalEntry,
    Parcours,
    Session,
    Table,
    database,
)
from models.tables.base import BACK, IN_OWN, OWN, UNCONFIRMED, WRITTEN

ASK = "demandez à un coordinateur."
MAY_NOT = {
    DIRECTION: f"Votre compte est en lecture seule : {ASK}",
    TRAINER: f"Un formateur fait et corrige l'appel de ses propres séances ; pour le reste, {ASK}",
}
NOT_YOURS = "Cette séance est celle de {trainer} : demandez-lui, ou à un coordinateur."
NOT_YOUR_ACT = f"Cet acte n'est pas le vôtre : pour l'annuler, {ASK}"
NOT_MET = f"Un formateur corrige les coordonnées des personnes de ses propres séances ; pour les autres, {ASK}"
NOT_TAKEN_OUT = (
    f"Un formateur n'emporte que ce qui touche les personnes de ses propres séances ; pour les autres, {ASK}"
)
NOT_LISTED = "{who} n'a pas de rôle ici, où des rôles sont donnés : pour en recevoir un, {ask}"
SPACE = 65536
"""Accounts in a space of their own that a machine's administrator made (a container); in a smaller one, anybody may be
whoever they like."""

NO_EXPORT = f"Un formateur n'exporte pas : {ASK}"


@dataclass(frozen=True)
class Acting:
    """The account at work: its login, the name it is listed under ('' when it is not), what it may do."""

    login: str
    name: str
    role: str


def acting() -> Acting:
    """The account at work, as it is listed now."""
    engine = database.obj
    listed = database.execute_sql("SELECT login, name, role FROM member").fetchall()
    if isinstance(engine, SqliteDatabase):
        return on_this_machine(listed)
    login, owner = server_login(engine)
    for one, name, role in listed:
        if one == login:
            return Acting(login, name, role)
    return Acting(login, "", COORDINATOR if owner else DIRECTION)


def on_this_machine(listed: Iterable[tuple[str, str, str]]) -> Acting:
    """The account of the operating system, among those ``listed`` (login, name, role).

    Where no coordinator listed is an account of this machine, whoever is there coordinates: the list was made elsewhere
    (a home taken to another computer, back from a server), and nobody is locked out. One that cannot be told is nobody
    as soon as somebody is listed.
    """
    login = machine_login()
    found = {one: (name, role) for one, name, role in listed}
    name, role = found.get(login, ("", DIRECTION))
    if role != COORDINATOR and (login or not found):
        coordinators = [one for one, (_, its) in found.items() if its == COORDINATOR]
        if all(machine_account(one) is None for one in coordinators):
            role = COORDINATOR
    return Acting(login, name, role)


def coming_in() -> Acting:
    """The account at work, as it opens what is recorded. Raises CannotOpen when roles are given and it has none: it
    reads nothing here."""
    who = acting()
    if sentence := refusal_to_come_in(who):
        raise CannotOpen(sentence)
    return who


def refusal_to_come_in(acting: Acting) -> str:
    """Why an account does not even read; '' when it may."""
    if acting.name or acting.role == COORDINATOR:
        return ""
    who = f"Votre compte ({acting.login})" if acting.login else "Un compte d'un espace d'utilisateurs à part (unshare)"
    return NOT_LISTED.format(who=who, ask=ASK)


def coordinators_only() -> str:
    """Why the account at work may not do what is a coordinator's; '' when it is one."""
    role = acting().role
    return "" if role == COORDINATOR else MAY_NOT[role]


def machine_login() -> str:
    """The account of the operating system this runs under, whatever the environment says; '' when it cannot be told:
    whoever makes a space of users is root in it."""
    if hasattr(os, "getuid"):
        import pwd

        if _in_own_space():
            return ""
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return str(os.getuid())
    try:
        return os.getlogin()
    except OSError:
        return os.environ.get("USERNAME", "")


@cache
def _in_own_space() -> bool:
    """Whether this runs among users made up by one of them (``unshare -r``)."""
    try:
        lines = Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines()
    except OSError:
        return False  # this system has no such spaces
    spans = [(int(inside), int(count)) for inside, _, count in map(str.split, lines)]
    return not any(count >= SPACE and inside <= os.getuid() < inside + count for inside, count in spans)


def machine_account(login: str) -> str | None:
    """The full name of an account of the operating system, '' without one; None when there is no such account."""
    try:
        import pwd

        return pwd.getpwnam(login).pw_gecos.split(",")[0].strip()
    except ImportError:
        return ""  # this system does not tell
    except (KeyError, ValueError):
        return None


def server_login(engine: Any) -> tuple[str, bool]:
    """The account of the connection, and whether it owns the tables; asked once a connection."""
    known = getattr(engine, "assidu_login", None)
    if known is None:
        known = engine.execute_sql(
            "SELECT session_user::text, pg_has_role(session_user, tableowner, 'USAGE') "
            "FROM pg_tables WHERE tablename = 'member' AND schemaname = current_schema()"
        ).fetchone()
        engine.assidu_login = known
    return known


def signing(otherwise: str) -> str:
    """The name acts are signed with: that of the account where it is listed, else ``otherwise``."""
    return acting().name or otherwise


def refusal(acting: Acting, model: type[Table], before: Plain | None, after: Plain | None) -> str:
    """Why this account may not change this record so; '' when it may."""
    if acting.role == COORDINATOR:
        return ""
    if acting.role != TRAINER:
        return MAY_NOT[DIRECTION]
    sides = [side for side in (before, after) if side is not None]
    if model.trainers == OWN:
        return _not_theirs(acting, [side["trainer"] for side in sides])
    if model.trainers in (IN_OWN, BACK):
        trainers = Session.select(Session.trainer).where(Session.id.in_([side["session"] for side in sides])).tuples()
        return _not_theirs(acting, [trainer for (trainer,) in trainers])
    if model.trainers == UNCONFIRMED and len(sides) == 1 and not sides[0]["confirmed"]:
        return ""  # someone met during a roll, until a coordinator completes the record
    if model.corrected and before and after and _changed(before, after) <= {*model.corrected, *WRITTEN}:
        return "" if meets(acting, before["id"]) else NOT_MET
    return MAY_NOT[TRAINER]


def refuse_change(session: Session) -> None:
    """Raises Refused when a session is not the account's to change: before anything is asked."""
    if sentence := refusal(acting(), Session, session.__data__, None):
        raise Refused(sentence)


def meets(acting: Acting, person: int) -> bool:
    """Whether somebody is of the sessions of an account: named or marked in one, or expected by their parcours in one
    in which nobody is named or marked yet."""
    named = Session.select(Session.trainer).join(Attendance).where(Attendance.person == person)
    expected = (
        Session.select(Session.trainer)
        .join(Action)
        .join(Parcours)
        .where(
            Parcours.person == person,
            Parcours.entry <= Session.day,
            fn.COALESCE(Parcours.exit, Action.end) >= Session.day,
            (Session.group == "") | (Session.group == Parcours.group),
            Session.id.not_in(Attendance.select(Attendance.session)),
        )
    )
    trainers = {trainer for query in (named, expected) for (trainer,) in query.distinct().tuples()}
    return any(not _not_theirs(acting, [trainer]) for trainer in trainers)


def _changed(before: Plain, after: Plain) -> set[str]:
    return {name for name, value in after.items() if before.get(name) != value}


def refusal_to_undo(acting: Acting, entry: JournalEntry) -> str:
    """Why this account may not take this act back; '' when it may: a trainer, their own acts only."""
    own = entry.who == acting.name and entry.login in ("", acting.login)  # '': told before accounts were
    return "" if acting.role != TRAINER or own else NOT_YOUR_ACT


def refusal_to_take_out(person: int) -> str:
    """Why the account at work may not take out what is held on somebody; '' when it may: a trainer, the people of their
    own sessions."""
    now = acting()
    return NOT_TAKEN_OUT if now.role == TRAINER and not meets(now, person) else ""


def refusal_to_export() -> str:
    """Why the account at work may not write a workbook of what is recorded; '' when it may."""
    return NO_EXPORT if acting().role == TRAINER else ""


def _not_theirs(acting: Acting, trainers: list[str]) -> str:
    """A session is its trainer's; one that names nobody is anybody's."""
    others = [trainer for trainer in trainers if trainer and fold(trainer) != fold(acting.name)]
    return NOT_YOURS.format(trainer=others[0]) if others else ""
