"""Copies of the database, made by SQLite's own online backup while people go on working, and which are kept.

They go into ``sauvegardes``, beside the database, as ``assidu-2026-06-30-143005-demarrage.db``: when, and why.
A copy is written under another name, checked, and only then takes its own: what looks like a backup is one.
"""

import re
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from config.files import draft, make_folder, sweep
from config.refusal import Refusal
from models.days.clock import now
from models.storage.engine import connect, connect_new, sealing
from models.storage.faults import damaged, in_french
from models.storage.file import IN_CLEAR, CannotOpen, errors, salt_of
from models.storage.sound import check_sound
from models.storage.upkeep import BACKUPS

START, REGULAR, ASKED, MIGRATION, RESTORE = "demarrage", "regulier", "demande", "migration", "restauration"
FOR_GOOD = (MIGRATION, RESTORE)  # what nothing else can give back
LATEST, DAYS, MONTHS = 10, 30, 12
PAGES = 512  # copied at a time: 2 MiB
STEPS = 50_000  # of SQLite's machine between two looks at whether to go on


class CannotBackUp(Refusal):
    """The copy cannot be made; the message is one French sentence. Nothing that looks like one is left.

    ``damaged`` when it is the database that cannot be read whole.
    """

    def __init__(self, path: Path, fault: Exception) -> None:
        super().__init__(f"{path} : la sauvegarde n'a pas pu être faite ({in_french(fault)}).")
        self.damaged = damaged(fault)


class Stopped(Exception):
    """Somebody no longer wants the copy."""


@dataclass(frozen=True)
class Last:
    """The last act a database holds; number 0 when it holds none."""

    number: int = 0
    at: str = ""
    who: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Backup:
    """A copy: when it was made by the clock of the day, why, and the last act in it."""

    path: Path
    at: datetime
    reason: str
    last: Last


def back_up(
    database: Path,
    reason: str,
    base: Any = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Path:
    """Makes a copy of the ``database`` among its backups, throws away those too many, and gives its path.

    Read through ``base``, or a connection of its own. ``stopped`` is asked between two steps, from any thread. Raises
    CannotBackUp, Stopped.
    """
    folder = folder_of(database)
    try:
        make_folder(folder)
        sweep(folder)
        path = _free(folder, database.stem, reason)
        copy_to(path, database, base, stopped)
    except OSError as fault:
        raise CannotBackUp(folder, fault) from None
    rotate(database)
    return path


def copy_to(
    path: Path,
    database: Path,
    base: Any = None,
    stopped: Callable[[], bool] = lambda: False,
    like: Path | None = None,
) -> None:
    """Makes a copy of the ``database`` at ``path``, whole, checked and on disk, encrypted as ``like`` is, else as it is
    itself. Raises CannotBackUp, Stopped."""
    like = like or database
    try:
        with draft(path, private=True) as file:
            if bool(salt_of(like)) != bool(salt_of(database)):
                sealing().copy(database, file, like)
                return
            with closing(connect_new(file, like)) as copy:
                if base is not None:
                    _copy(base, copy, stopped)
                else:
                    with closing(connect(database)) as own:
                        _copy(own, copy, stopped)
                copy.close()  # before it takes its name
    except errors(DatabaseError, OSError) as fault:
        if stopped():
            raise Stopped from None
        raise CannotBackUp(path, fault) from None


def _copy(base: Any, copy: Any, stopped: Callable[[], bool]) -> None:
    def step(*_: int) -> None:
        if stopped():
            raise Stopped

    copy.set_progress_handler(lambda: int(stopped()), STEPS)
    copy.execute("PRAGMA synchronous = OFF")  # settled as a whole at the end
    copy.execute("PRAGMA journal_mode = OFF")
    inside = base.in_transaction
    if not inside:
        base.execute("BEGIN")  # one state of the database, whoever writes meanwhile
    try:
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        base.backup(copy, pages=PAGES, progress=step)
    finally:
        if not inside:
            base.execute("ROLLBACK")
    copy.execute("PRAGMA journal_mode = DELETE")  # a file by itself, with nothing beside it
    check_sound(copy)


def last_of(base: Any) -> Last:
    """The last act a database holds, through any connection."""
    row = base.execute("SELECT id, at, who, kind FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()
    return Last(*row) if row else Last()


def needed(database: Path) -> bool:
    """Whether something was recorded that no backup holds."""
    try:
        with closing(connect(database)) as base:
            last = last_of(base)
    except errors():
        return False  # nothing to copy yet, or nothing that can be
    return bool(last.number) and all(backup.last != last for backup in backups_of(database))


def folder_of(database: Path) -> Path:
    """Where the backups of a database go."""
    return database.parent / BACKUPS


def telling(database: Path) -> Path:
    """The file that tells whether a database is encrypted, and how: itself, or its newest encrypted backup when it is
    not there or too damaged to tell."""
    if salt_of(database):
        return database
    with suppress(OSError):
        if database.is_file():
            with database.open("rb") as file:
                if file.read(len(IN_CLEAR)) == IN_CLEAR:
                    return database
    return next(reversed(sealed(database)), database)


def sealed(database: Path) -> list[Path]:
    """The backups that are encrypted, the latest last by their names."""
    return [path for path in sorted(folder_of(database).glob("*.db"), key=_in_order) if salt_of(path)]


def backups_of(database: Path, locked: bool = False) -> list[Backup]:
    """The backups of a database that can be read, the latest last: by the last act in it, then by name. ``locked``:
    those too that are under a passphrase nobody has given, without their last act."""
    named = re.compile(re.escape(database.stem) + r"-(\d{4}-\d\d-\d\d-\d{6})-([a-z]+(?:-\d+)*)\.db")
    found = []
    with suppress(OSError):
        for path in folder_of(database).iterdir():
            name = named.fullmatch(path.name)
            if not name or not path.is_file():
                continue
            with suppress(*errors(ValueError)):
                at = datetime.strptime(name[1], "%Y-%m-%d-%H%M%S")
                try:
                    with closing(connect(path)) as base:
                        found.append(Backup(path, at, name[2], last_of(base)))
                except CannotOpen:
                    found += [Backup(path, at, name[2], Last())] if locked else []
    return sorted(found, key=by_act)


def last_in(path: Path) -> Last:
    """The last act a copy holds, wherever it is. Raises ``errors()``."""
    with closing(connect(path)) as base:
        return last_of(base)


def rotate(database: Path) -> None:
    """Throws away the backups that are too many; those that cannot be read are left for somebody to look at."""
    every = backups_of(database)
    for backup in set(every) - kept(every):
        with suppress(OSError):
            backup.path.unlink()


def by_act(backup: Backup) -> tuple[int, str]:
    """The order of what was recorded, which a clock set back does not change."""
    return backup.last.number, _in_order(backup.path)


def by_name(backup: Backup) -> tuple[str, int]:
    """The order of the clock, which a restored database does not change: its acts begin again lower."""
    return _in_order(backup.path), backup.last.number


def _in_order(path: Path) -> str:
    """A name by which the tenth backup of a second comes after the ninth."""
    return re.sub(r"\d+", lambda number: number[0].zfill(6), path.stem)


def kept(backups: Collection[Backup]) -> set[Backup]:
    """Which backups to keep: the ten latest, the last of each of thirty days and of each of twelve months, and all
    those made before a migration or a restore.

    In the order of the acts as in that of the clock, so that neither a restore nor a clock that jumps costs the newest.
    The days and months are those there are backups of: a machine left off for a year loses none.
    """
    chosen = {backup for backup in backups if backup.reason.split("-")[0] in FOR_GOOD}
    for order in (by_act, by_name):
        newest = sorted(backups, key=order, reverse=True)
        chosen.update(newest[:LATEST])
        for period, most in (("%Y-%m-%d", DAYS), ("%Y-%m", MONTHS)):
            of: dict[str, Backup] = {}
            for backup in newest:
                of.setdefault(backup.at.strftime(period), backup)
            chosen.update(list(of.values())[:most])
    return chosen


def _free(folder: Path, stem: str, reason: str) -> Path:
    """A name after those there are: several may be asked for within a second."""
    name = f"{stem}-{now().format('YYYY-MM-DD-HHmmss')}-{reason}"
    ranked = re.compile(re.escape(name) + r"(?:-(\d+))?\.db")
    ranks = [int(found[1] or 1) for path in folder.iterdir() if (found := ranked.fullmatch(path.name))]
    return folder / f"{name}-{max(ranks) + 1}.db" if ranks else folder / f"{name}.db"
