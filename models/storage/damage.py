"""A fault of the database, told with what was looked at: what no longer reads, what still does, and the last sound
backup. Nothing is said to be safe that was not read."""

import shlex
from contextlib import closing
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from peewee import BlobField, IntegerField, SqliteDatabase

from models import tables
from models.french import wording
from models.storage import backups
from models.storage.engine import connect
from models.storage.faults import IN_PASSING, damaged, from_database, in_french, state
from models.storage.file import CannotOpen, errors
from models.storage.signature import SCHEMA
from models.storage.sound import Damaged, check_sound
from models.tables import JOURNAL, TABLES, Closing, Frozen, Member, Table
from models.tables.fields import DayField

CALLED = dict.fromkeys(JOURNAL, "Journal") | {Closing: "Clôtures", Frozen: "Copies gardées", Member: "Rôles"}
NO_BASE = "le fichier est abîmé ou n'est pas une base"


def sentence_of(fault: Exception) -> str:
    """What to say of a fault of the database, or of one that a damaged file explains; '' for any other. What was noted
    on the fault is said first."""
    told = _sentence_of(fault)
    return ". ".join([*getattr(fault, "__notes__", ()), told]) if told else ""


def _sentence_of(fault: Exception) -> str:
    path = _open_file()
    if not from_database(fault):
        return damage(path) if path else ""
    if path is None:
        return f"{getattr(tables.database.obj, 'told', 'Base')} : la base n'a pas répondu ({in_french(fault)})."
    return told(path, fault)


def not_backed_up(database: Path, fault: backups.CannotBackUp) -> str:
    """Why no copy of a database could be made: its damage, when that is why."""
    return (damage(database) if fault.damaged else "") or str(fault)


def told(path: Path, fault: Exception) -> str:
    """The sentence of a fault met in the file at ``path``, after a look at it unless it says enough by itself."""
    if not state(fault).startswith(IN_PASSING):
        if found := damage(path):
            return found
        if damaged(fault):
            return (
                f"{path} : la base s'est dite abîmée, quoique tout s'y lise encore ; « assidu verify » dit si rien n'y "
                f"a changé ; sinon {way_back(path)}"
            )
        if not state(fault) or state(fault) == "SQLITE_ERROR":
            return (
                f"{path} : la base a refusé une demande d'Assidu ; tout s'y lit encore, « assidu verify » dit si rien "
                "n'y a changé."
            )
    return f"{path} : la base n'a pas répondu ({in_french(fault)})."


def damage(path: Path) -> str:
    """What no longer reads of the database at ``path``, what still does, and how to have it back, in one sentence; ''
    when every row of it reads, or when another program holds it."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return _damage(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _damage(path: Path, *_: int) -> str:
    try:
        with closing(connect(path)) as base:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            there = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
            models = [one for one in TABLES if version >= SCHEMA or one._meta.table_name in there]
            lost = dict.fromkeys(_called(one) for one in models if not _reads(base, one))
            if not lost and not _sound(base):
                lost = {"des index ou des valeurs": None}
    except CannotOpen:
        return ""
    except errors() as fault:
        return f"{path} : {NO_BASE} ; {way_back(path)}" if damaged(fault) else ""
    if not lost:
        return ""
    if len(lost) == len({_called(one) for one in models}):
        return f"{path} : la base est abîmée, rien ne s'en lit plus ; {way_back(path)}"
    return (
        f"{path} : la base est abîmée, et ne se lit plus en entier ({', '.join(lost)}) ; le reste se lit encore, sans "
        f"que rien dise qu'il est juste ; {way_back(path)}"
    )


def missing(path: Path) -> str:
    """Says that the database at ``path`` is gone, or emptied, when its backups hold acts; '' when none does."""
    if not any(one.last.number for one in backups.backups_of(path)):
        return ""
    what = "est vide" if path.exists() else "n'est plus là"
    begin = f"pour en commencer une autre, rangez d'abord ailleurs {backups.folder_of(path)}"
    return f"{path} : la base {what}, et ses sauvegardes sont là ; {begin}, sinon {way_back(path)}"


def way_back(path: Path) -> str:
    """How to have a database back: its last sound backup, its day, and the command; the end of a sentence."""
    asked = "reprenez une sauvegarde par « assidu restore »"
    locked = None
    for backup in sorted(backups.backups_of(path, locked=True), key=backups.by_name, reverse=True):
        when = f"du {wording.long_day(backup.at.date())} à {backup.at:%Hh%M}"
        line = f"« assidu restore {shlex.quote(str(backup.path))} »"
        try:
            with closing(connect(backup.path)) as base:
                check_sound(base)
        except CannotOpen:
            locked = locked or f"{asked} : la dernière, {when}, est chiffrée et n'a pas été vérifiée ; {line} la remet."
        except errors():
            continue
        else:
            return f"{asked} : la dernière qui soit entière est {when} ; {line} la remet, et garde ce qui est là."
    return locked or f"{asked} : il n'y en a aucune d'entière dans {backups.folder_of(path)}, cherchez-en une ailleurs."


def _open_file() -> Path | None:
    """The file of the open database; None for a server's, or without one."""
    engine = tables.database.obj
    kept = isinstance(engine, SqliteDatabase) and engine.database != ":memory:"
    return Path(engine.database) if kept else None


def _called(model: type[Table]) -> str:
    return CALLED.get(model) or model.sheet or model.heading


def _reads(base: Any, model: type[Table]) -> bool:
    """Whether every row of a table reads, each value of its kind."""
    columns = {field.column_name: field for field in model._meta.sorted_fields}
    try:
        cursor = base.execute(f'SELECT * FROM "{model._meta.table_name}" NOT INDEXED')
        kinds = [columns.get(column[0]) for column in cursor.description]
        return all(_fits(value, kind) for row in cursor for value, kind in zip(row, kinds, strict=True))
    except errors() as fault:
        return state(fault).startswith(IN_PASSING)


def _fits(value: Any, field: Any) -> bool:
    if field is None or value is None:
        return field is None or bool(field.null)
    if isinstance(field, BlobField):
        return isinstance(value, bytes)
    if isinstance(field, IntegerField) or field.field_type in ("INT", "BOOL"):
        return isinstance(value, int)
    if not isinstance(value, str):
        return False
    if isinstance(field, DayField):
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False
    return True


def _sound(base: Any) -> bool:
    try:
        check_sound(base)
    except Damaged:
        return False
    return True
