"""Records no act tells, put under the journal's seal by one entry: those of a made-up year, or of an earlier schema."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import Database

from models.storage.seals import digest, new_salt, seal, text_digest
from models.tables import JOURNAL, TABLES, Table, long_fields
from models.tables.changes import changes_of

AT_ONCE = 2000  # rows a page holds
WHO = "Assidu"


def adopt(engine: Database, kind: str, sentence: str, at: str, salt: str | None = None) -> int:
    """Seals the records that no act tells in one entry, written at ``at``; gives how many there were.

    ``sentence`` says how many where it has « {} », and is then not written without any.
    """
    known, pages, count = _told(engine), [], 0
    last = engine.execute_sql("SELECT id, hash FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    for model in TABLES:
        if model in JOURNAL:
            continue
        for names, rows in _untold(engine, model, known[model.__name__]):
            count += len(rows)
            told = {"table": model.__name__, "columns": names, "before": [], "after": rows}
            pages.append(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    if not count and "{}" in sentence:
        return 0
    changes = json.dumps([{"page": rank, "seal": text_digest(page)} for rank, page in enumerate(pages, 1)])
    sentence, salt = sentence.format(count), new_salt() if salt is None else salt
    said = digest(salt, sentence, changes)
    own = seal(number, at, WHO, "", kind, None, said, previous)
    entry = (number, at, WHO, kind, sentence, changes, "", salt, said, previous, own)
    _insert(engine, "journal_entry", "id at who kind sentence changes login salt digest previous hash", [entry])
    pages_of = [(number, rank, page) for rank, page in enumerate(pages, 1)]
    _insert(engine, "journal_page", "entry_id number content", pages_of)
    return count


def _told(engine: Database) -> dict[str, set[int]]:
    """The numbers of the records the journal tells, by the name of their table."""
    known: dict[str, set[int]] = defaultdict(set)
    for (changes,) in engine.execute_sql("SELECT changes FROM journal_entry").fetchall():
        for change in changes_of(changes):
            if "table" in change:
                known[change["table"]].add((change["after"] or change["before"])["id"])
    for (content,) in engine.execute_sql("SELECT content FROM journal_page").fetchall():
        page = json.loads(content)
        place = page["columns"].index("id")
        known[page["table"]] |= {row[place] for row in page["after"]}
    return known


def _untold(engine: Database, model: type[Table], known: set[int]) -> Iterator[tuple[list[str], list[list[Any]]]]:
    """The rows of a table that are not ``known``, some at a time, under the names of its fields; of a long field, its
    seal."""
    cursor = engine.execute_sql(f'SELECT * FROM "{model._meta.table_name}" ORDER BY id')
    fields = {field.column_name: field.name for field in model._meta.sorted_fields}
    names = [fields.get(column[0], column[0]) for column in cursor.description]
    place, long = names.index("id"), [rank for rank, name in enumerate(names) if name in long_fields(model)]
    rows = []
    for row in cursor.fetchall():
        if row[place] in known:
            continue
        values = list(row)
        for rank in long:
            values[rank] = text_digest(values[rank] or "")
        rows.append(values)
    for first in range(0, len(rows), AT_ONCE):
        yield names, rows[first : first + AT_ONCE]


def _insert(engine: Database, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    names = columns.split()
    listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join([engine.param] * len(names))
    for row in rows:
        engine.execute_sql(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', row)
