"""What each role writes in each table of a server, as its tables say; everyone listed reads everything."""

from dataclasses import replace

from models.storage.server_guards import TURN
from models.tables import COORDINATOR, DERIVED, DIRECTION, TABLES, TRAINER, Table
from models.tables.base import ACTS, BACK, IN_OWN, NOTHING, OWN, UNCONFIRMED, WRITTEN, Writing

NUMBERS = {TRAINER: "USAGE", COORDINATOR: "USAGE, UPDATE"}
"""What numbers new records: a take-over goes on after its own, in every table."""

_TRAINERS = {
    "": NOTHING,
    OWN: Writing(),
    IN_OWN: Writing(),
    BACK: Writing(),
    UNCONFIRMED: Writing(update=False),
    ACTS: Writing(update=False, delete=False),
}

NAMES = tuple(model._meta.table_name for model in (*TABLES, *DERIVED))
"""The tables, by their names on the server."""


def writes(role: str) -> dict[str, str]:
    """What a role writes, by table: privileges as a GRANT names them; tables where it writes nothing are left out."""
    given = {model._meta.table_name: _privileges(model, _writing(role, model)) for model in TABLES}
    given |= {model._meta.table_name: _privileges(model, Writing()) for model in DERIVED}
    given[TURN] = "DELETE" * (role != DIRECTION)  # there is nothing in it: it lets whoever writes lock it
    return {name: privileges for name, privileges in given.items() if privileges}


def numbered(role: str) -> list[str]:
    """The tables whose new records a role numbers."""
    return list(NAMES if role == COORDINATOR else writes(role))


def _writing(role: str, model: type[Table]) -> Writing:
    if role == DIRECTION:
        return NOTHING
    if role == COORDINATOR:
        return model.coordinators
    theirs = _TRAINERS[model.trainers]
    return replace(theirs, update=(*model.corrected, *WRITTEN)) if model.corrected else theirs


def _privileges(model: type[Table], writing: Writing) -> str:
    fields = model._meta.fields
    update = "UPDATE" if writing.update else ""
    if isinstance(writing.update, tuple):
        update = f"UPDATE ({', '.join(fields[name].column_name for name in writing.update)})"
    return ", ".join(filter(None, ("INSERT" * writing.insert, update, "DELETE" * writing.delete)))
