"""Who may do what: trainers call and correct their own sessions, coordinators do everything, the direction reads.

On one machine the account is that of the operating system; on a server it is that of the connection, and the server
refuses by itself what is refused here (``models.granting``). As long as nobody is listed, everyone coordinates.
"""

import os
from dataclasses import dataclass
from typing import Any

from peewee import Model, SqliteDatabase

from models.folding import fold
from models.tables import COORDINATOR, DIRECTION, TRAINER, Session, database

ASK = "demandez à un coordinateur."
MAY_NOT = {
    DIRECTION: f"Votre compte est en lecture seule : {ASK}",
    TRAINER: f"Un formateur fait et corrige l'appel de ses propres séances ; pour le reste, {ASK}",
}


@dataclass(frozen=True)
class Acting:
    """The account at work: its login, the name it is listed under ('' when it is not), what it may do."""

    login: str
    name: str
    role: str


def acting() -> Acting:
    """The account at work, as it is listed now."""
    engine = database.obj
    if isinstance(engine, SqliteDatabase):
        login, owner = machine_login(), False
    else:
        login, owner = server_login(engine)
    listed = {one: (name, role) for one, name, role in _members()}
    if login in listed:
        return Acting(login, *listed[login])
    free = owner or (not listed and isinstance(engine, SqliteDatabase))
    return Acting(login, "", COORDINATOR if free else DIRECTION)


def _members() -> list[tuple[str, str, str]]:
    return database.execute_sql("SELECT login, name, role FROM member").fetchall()


def machine_login() -> str:
    """The account of the operating system this runs under, whatever the environment says."""
    if hasattr(os, "getuid"):
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return str(os.getuid())
    try:
        return os.getlogin()
    except OSError:
        return os.environ.get("USERNAME", "")


def server_login(engine: Any) -> tuple[str, bool]:
    """The account of the connection, and whether it owns the tables; asked once a connection."""
    known = getattr(engine, "assidu_login", None)
    if known is None:
        known = engine.execute_sql(
            "SELECT session_user::text, pg_has_role(session_user, tableowner, 'MEMBER') "
            "FROM pg_tables WHERE tablename = 'member' AND schemaname = current_schema()"
        ).fetchone()
        engine.assidu_login = known
    return known


def refusal(acting: Acting, model: type[Model], before: dict | None, after: dict | None) -> str:
    """Why this account may not change this record so; '' when it may."""
    if acting.role == COORDINATOR:
        return ""
    if acting.role != TRAINER:
        return MAY_NOT[DIRECTION]
    sides = [side for side in (before, after) if side is not None]
    name = model.__name__
    if name == "Session":
        fine = all(_theirs(acting, side["trainer"]) for side in sides)
    elif name == "Attendance":
        trainers = Session.select(Session.trainer).where(Session.id.in_([side["session"] for side in sides])).tuples()
        fine = all(_theirs(acting, trainer) for (trainer,) in trainers)
    elif name in ("Person", "Parcours"):  # someone met during a roll, until a coordinator completes the record
        fine = len(sides) == 1 and not sides[0]["confirmed"]
    else:
        fine = False
    return "" if fine else MAY_NOT[TRAINER]


def _theirs(acting: Acting, trainer: str) -> bool:
    """A session is its trainer's; one that names nobody is anybody's."""
    return not trainer or fold(trainer) == fold(acting.name)
