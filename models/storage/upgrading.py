"""Bringing a database of an earlier schema to this one when it is opened: by one program, alone, after a backup."""

import time
from pathlib import Path

from peewee import DatabaseError

from models import tables
from models.storage import backups
from models.storage.engine import engine_at
from models.storage.faults import held_elsewhere
from models.storage.file import CannotOpen
from models.storage.migrations import migrate
from models.storage.signature import SCHEMA
from models.storage.sound import Damaged

PATIENCE = 60.0  # seconds
AGAIN = 0.05  # between two tries


def upgrade(path: Path) -> None:
    """Migrates the database at ``path``, unless another program has just done it, after a backup.

    Nobody else has it open meanwhile: those that start wait, an earlier version of Assidu left open is waited for.
    Raises CannotOpen, with a French sentence, when it stays open elsewhere or the backup cannot be made; DatabaseError.
    Nothing is then changed.
    """
    deadline = time.monotonic() + PATIENCE
    while not _done(path):
        engine = engine_at(path, alone=True)
        try:
            engine.connect()
            version = engine.execute_sql("PRAGMA user_version").fetchone()[0]
            if version < SCHEMA:
                tables.database.initialize(engine)
                backups.back_up(path, f"{backups.MIGRATION}-{SCHEMA}", engine.connection())
                migrate(engine, version, SCHEMA)
            return
        except backups.CannotBackUp as fault:
            if fault.damaged:
                raise Damaged from None
            raise CannotOpen(f"{fault} La base, d'une version antérieure, n'est pas changée.") from None
        except DatabaseError as fault:
            if not held_elsewhere(fault):
                raise
        finally:
            engine.close()
        if time.monotonic() > deadline:
            raise CannotOpen(
                f"{path} : la base est d'une version antérieure et un autre programme la tient ; fermez Assidu partout "
                "ailleurs, puis recommencez."
            )
        time.sleep(AGAIN)


def _done(path: Path) -> bool:
    engine = engine_at(path)
    try:
        engine.connect()
        return bool(engine.execute_sql("PRAGMA user_version").fetchone()[0] >= SCHEMA)
    except DatabaseError as fault:
        if not held_elsewhere(fault):
            raise
        return False
    finally:
        engine.close()
