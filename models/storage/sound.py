"""Whether a database is one of Assidu's, and whole."""

import sqlite3
from typing import Any

from models.storage.signature import APPLICATION


class Damaged(sqlite3.DatabaseError):
    """What was read is no sound database of Assidu."""

    sqlite_errorname = "SQLITE_CORRUPT"


def check_sound(base: Any) -> None:
    """Raises Damaged when a database is not one of Assidu's, or is damaged."""
    if base.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise Damaged
    if base.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise Damaged
