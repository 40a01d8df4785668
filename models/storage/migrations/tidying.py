"""What people typed before schema 4, made tidy: identifiers, codes, plates, names, groups and themes.

A key that would become another's keeps what it has: joining two records is for people to decide. What is changed is
told in the journal, rows before and after, as a take-over's. Movements of hours never change.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from peewee import Database, __exception_wrapper__

from models.days.clock import now
from models.french.comparing import name_key, tidy, tidy_plate
from models.french.folding import fold
from models.storage.seals import digest, new_salt, seal, text_digest

KEYS = {
    "person": "code",
    "action": "code",
    "session": "action_id code",
    "moped": "action_id plate",
    "evaluation": "action_id person_id day scale subject",
    "training": "action_id person_id start label",
    "obstacle": "action_id person_id nature opened",
    "introduction": "action_id person_id day employer offer",
    "job": "action_id person_id start employer",
    "prescription": "action_id person_id day direction structure",
    "parcours": "",
}
"""The columns each of these tables tells its records apart by, when some are typed; '' when none is."""
NAMES = {
    "person": "code last_name first_name",
    "action": "code",
    "session": "code theme trainer group_name",
    "moped": "plate",
    "evaluation": "subject level",
    "training": "label",
    "obstacle": "nature",
    "introduction": "employer offer",
    "job": "employer",
    "prescription": "structure",
    "parcours": "group_name",
}
"""The columns that are tidied."""
SHARED = ("group_name", "theme")
"""The names an action shares: spelled in it as most often, whatever the case and the accents."""
AT_ONCE = 2000
SENTENCE = "Mise en forme de ce qui avait été tapé (identifiants, plaques, noms, groupes, thèmes) : {}"

Row = dict[str, Any]


def tidy_all(engine: Database) -> None:
    """Tidies what is stored, inside a transaction, and tells it in the journal."""
    before = {table: _rows(engine, table) for table in NAMES}
    after = {table: [dict(row) for row in rows] for table, rows in before.items()}
    for table, rows in after.items():
        _tidy_rows(table, rows)
    _spell(after)
    changed = {
        table: [(was, now) for was, now in zip(rows, after[table], strict=True) if was != now]
        for table, rows in before.items()
    }
    for table, pairs in changed.items():
        _write(engine, table, pairs)
    if count := sum(map(len, changed.values())):
        _tell(engine, changed, f"{count} enregistrement{'s' * (count > 1)}")


def _rows(engine: Database, table: str) -> list[Row]:
    cursor = engine.execute_sql(f'SELECT * FROM "{table}" ORDER BY id')
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _tidy_rows(table: str, rows: list[Row]) -> None:
    keys = KEYS[table].split()
    taken = {tuple(row[name] for name in keys) for row in rows}
    for row in rows:
        tidied = {name: _made_tidy(name)(row[name]) for name in NAMES[table].split()}
        key = tuple((row | tidied)[name] for name in keys)
        if key != tuple(row[name] for name in keys):
            if key in taken or "" in (tidied[name] for name in keys if name in tidied and row[name]):
                tidied = {name: text for name, text in tidied.items() if name not in keys}
            taken.add(key)
        row |= tidied
        if table == "person":
            row["folded"] = fold(f"{row['last_name']} {row['first_name']}")


def _made_tidy(column: str) -> Callable[[str], str]:
    return tidy_plate if column == "plate" else tidy


def _spell(tables: dict[str, list[Row]]) -> None:
    """Spells the names an action shares one way in it: as most often, the oldest first."""
    for column in SHARED:
        carrying = [row for rows in tables.values() for row in rows if row.get(column)]
        known: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for row in carrying:
            known[row["action_id"], name_key(row[column])][row[column]] += 1
        for row in carrying:
            row[column] = known[row["action_id"], name_key(row[column])].most_common(1)[0][0]


def _write(engine: Database, table: str, pairs: list[tuple[Row, Row]]) -> None:
    columns = [*NAMES[table].split(), *(["folded"] if table == "person" else [])]
    assigned = ", ".join(f'"{name}" = {engine.param}' for name in columns)
    statement = f'UPDATE "{table}" SET {assigned} WHERE id = {engine.param}'
    with __exception_wrapper__:
        engine.cursor().executemany(statement, [[*(row[name] for name in columns), row["id"]] for _, row in pairs])


def _tell(engine: Database, changed: dict[str, list[tuple[Row, Row]]], count: str) -> None:
    """One sealed entry, and its rows in pages."""
    last = engine.execute_sql("SELECT id, hash FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    changes: list[dict[str, Any]] = []
    pages: list[tuple[int, int, str]] = []
    for table, pairs in changed.items():
        for first in range(0, len(pairs), AT_ONCE):
            content = _page(table, pairs[first : first + AT_ONCE])
            pages.append((number, len(pages) + 1, content))
            changes.append({"page": len(pages), "seal": text_digest(content)})
    at, who, kind, salt = now().format("YYYY-MM-DD HH:mm:ss"), "Assidu", "tidy", new_salt()
    sentence, told = SENTENCE.format(count), json.dumps(changes)
    said = digest(salt, sentence, told)
    own = seal(number, at, who, "", kind, None, said, previous)
    entry = {
        "id": number,
        "at": at,
        "who": who,
        "kind": kind,
        "sentence": sentence,
        "changes": told,
        "undoes_id": None,
        "login": "",
        "salt": salt,
        "digest": said,
        "previous": previous,
        "hash": own,
    }
    _insert(engine, "journal_entry", list(entry), [tuple(entry.values())])
    _insert(engine, "journal_page", ["entry_id", "number", "content"], pages)


def _page(table: str, pairs: list[tuple[Row, Row]]) -> str:
    told = {
        "table": "".join(part.capitalize() for part in table.split("_")),
        "columns": [_field(column) for column in pairs[0][0]],
        "before": [list(was.values()) for was, _ in pairs],
        "after": [list(now.values()) for _, now in pairs],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _field(column: str) -> str:
    return "group" if column == "group_name" else column.removesuffix("_id")


def _insert(engine: Database, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join([engine.param] * len(columns))
    listed = ", ".join(f'"{name}"' for name in columns)
    with __exception_wrapper__:
        engine.cursor().executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', list(rows))
