"""Databases with many attendances: actions of 150 people × 44 sessions, as many as it takes."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pendulum import Date

from config.catalogue import catalogue
from config.schema import PlaceEstimate
from models.storage.opening import open_database

TODAY = "2026-06-30"
PEOPLE, SESSIONS = 150, 44
EACH = PEOPLE * SESSIONS
STAMP = ("2026-01-01 12:00:00", "banc d'essai")


def convention_with_places() -> str:
    """The id of a convention paid by the place, the richest in figures on attendance."""
    return next(
        id
        for id, spec in catalogue().items()
        if any(isinstance(indicator, PlaceEstimate) for indicator in spec.indicator)
    )


def environment(home: Path) -> None:
    """Sets the day and the home this process works on."""
    os.environ["ASSIDU_TODAY"], os.environ["ASSIDU_HOME"] = TODAY, str(home)
    os.environ.pop("ASSIDU_DATABASE", None)


def fill(home: Path, attendances: int, rolls: tuple[int, ...] = ()) -> dict[int, int]:
    """Fills the database of ``home`` to about so many attendances; the first action is ``A0``.

    ``rolls``: sessions of today not called yet, of so many people each. Gives the id of each by its size.
    """
    environment(home)
    open_database(f"sqlite:///{home}/assidu.db").close()
    base = sqlite3.connect(home / "assidu.db")
    base.execute("PRAGMA synchronous = OFF")
    convention = convention_with_places()
    for action in range(max(1, round(attendances / EACH))):
        _action(base, action + 1, f"A{action}", convention, PEOPLE)
        _sessions(base, action)
    found = {}
    for rank, size in enumerate(rolls):
        action = 10_000 + rank
        _action(base, action, f"R{size}", convention, size)
        found[size] = 10_000_000 + rank
        insert(base, "session", SESSION, [(found[size], action, "S", "seance", TODAY, 540, 690, "", "", *STAMP)])
    base.commit()
    base.execute("PRAGMA optimize")
    base.close()
    return found


SESSION = 'id, action_id, code, nature, day, start, "end", state, group_name, recorded_at, recorded_by'
PERSON = "id, code, last_name, first_name, folded, sex, public, confirmed, recorded_at, recorded_by"


def _action(base: sqlite3.Connection, id: int, code: str, convention: str, people: int) -> None:
    columns = 'id, code, convention, edition, title, start, "end", places, site, recorded_at, recorded_by'
    insert(base, "action", columns, [(id, code, convention, "", "", "2026-01-01", "2026-12-31", people, "", *STAMP)])
    first = id * 1000
    insert(
        base,
        "person",
        PERSON,
        (
            (first + n, f"P{first + n}", f"Nom{n:03d}", "Prénom", f"nom{n:03d} prenom", "F", "RSA", 1, *STAMP)
            for n in range(people)
        ),
    )
    columns = "action_id, person_id, entry, exit_type, renewal_reason, group_name, confirmed, recorded_at, recorded_by"
    insert(base, "parcours", columns, ((id, first + n, "2026-01-02", "", "", "", 1, *STAMP) for n in range(people)))


def _sessions(base: sqlite3.Connection, action: int) -> None:
    first = action * SESSIONS + 1
    days = [Date(2026, 1, 5).add(days=4 * n).isoformat() for n in range(SESSIONS)]
    natures = ["entretien" if n % 8 == 7 else "seance" for n in range(SESSIONS)]
    insert(
        base,
        "session",
        SESSION,
        ((first + n, action + 1, f"S{n}", natures[n], days[n], 540, 690, "", "", *STAMP) for n in range(SESSIONS)),
    )

    def marks() -> Iterator[tuple]:
        for n in range(SESSIONS):
            for person in range(PEOPLE):
                status = "absent" if (n + person) % 11 == 0 else "présent"
                yield (first + n, (action + 1) * 1000 + person, status, 0, "", "reprise", *STAMP)

    columns = "session_id, person_id, status, estimated, note, origin, recorded_at, recorded_by"
    insert(base, "attendance", columns, marks())


def insert(base: sqlite3.Connection, table: str, columns: str, rows) -> None:
    """Inserts rows; the texts not named take the empty text the program gives them."""
    named = columns.replace('"', "").split(", ")
    blank = [
        name
        for _, name, kind, required, default, key in base.execute(f"PRAGMA table_info('{table}')")
        if required and name not in named and not key and default is None and kind.upper() == "TEXT"
    ]
    all_columns = ", ".join([columns, *(f'"{name}"' for name in blank)])
    marks = ", ".join(["?"] * len(named) + ["''"] * len(blank))
    base.executemany(f'INSERT INTO "{table}" ({all_columns}) VALUES ({marks})', rows)
