"""What a server refuses by itself, account by account, whatever program it is asked with.

Everyone who may read reads everything. Writing takes a privilege on the table, given by role
(``models.together.roles``), and passes the rules put here once, with the tables: they ask the list of accounts
(``member``) for the role of the account connected. The owner of the tables, who administers them, is above these rules.

Nothing here runs with the rights of another, and every function is bound to its tables when it is made: a table of the
same name in another schema, or a temporary one, is never asked instead.
"""

import re
import sys
import unicodedata

from peewee import Database

from models.french.comparing import INVISIBLE
from models.french.folding import fold
from models.storage import telling, untold
from models.tables import COORDINATOR, TABLES, TRAINER, Person, Printed, SheetSeen
from models.tables.base import BACK, IN_OWN, OWN, UNCONFIRMED, WRITTEN, Table

TURN = "writer"
"""The table, of a server only and always empty, that whoever writes locks until they have done."""

FOLDED = range(0x3100)  # beyond: scripts without case, compared as they are
COORDINATES = f"(SELECT assidu_role()) = '{COORDINATOR}'"
TRAINS = f"(SELECT assidu_role()) = '{TRAINER}'"
TOLD_TRULY = """
    login = session_user AND who = (SELECT assidu_name()) AND assidu_follows(id, previous) AND act_is_timely(at)
    AND act_is_told(kind, sentence, changes, at, who, undoes_id)
    AND digest = assidu_seal(ARRAY[salt, sentence, changes])
    AND hash = assidu_hash(id, at, who, login, kind, undoes_id, digest, previous)
"""

SAID = f"{TOLD_TRULY} AND ({COORDINATES} OR ({TRAINS} AND kind NOT IN {telling.COORDINATORS_KINDS}))"
THEIRS = {
    OWN: "assidu_theirs(trainer)",
    IN_OWN: "assidu_calls(session_id)",
    BACK: "assidu_leads(session_id)",
    UNCONFIRMED: "NOT confirmed",
}
"""Which rows are a trainer's to write."""
FUNCTIONS = {
    "assidu_role() RETURNS text": "SELECT role FROM member WHERE login = session_user",
    "assidu_name() RETURNS text": "SELECT name FROM member WHERE login = session_user",
    "assidu_theirs(trainer text) RETURNS boolean": (
        "SELECT trainer = '' OR trainer = assidu_name() OR assidu_fold(trainer) = assidu_fold(assidu_name())"
    ),
    "assidu_open(action integer, day text) RETURNS boolean": (
        "SELECT NOT EXISTS (SELECT FROM closing WHERE action_id = action AND reopened = '' AND until >= day)"
    ),
    "assidu_calls(number integer) RETURNS boolean": (
        "SELECT EXISTS (SELECT FROM session WHERE id = number AND assidu_theirs(trainer)"
        " AND assidu_open(action_id, day))"
    ),
    "assidu_leads(number integer) RETURNS boolean": (
        "SELECT EXISTS (SELECT FROM session WHERE id = number AND assidu_theirs(trainer))"
    ),
    "assidu_meets(number integer) RETURNS boolean": (
        "SELECT EXISTS (SELECT FROM attendance JOIN session ON session.id = session_id"
        " WHERE person_id = number AND assidu_theirs(trainer))"
        " OR EXISTS (SELECT FROM parcours JOIN action ON action.id = parcours.action_id"
        " JOIN session ON session.action_id = action.id WHERE person_id = number AND assidu_theirs(trainer)"
        ' AND entry <= day AND coalesce(exit, action."end") >= day'
        " AND session.group_name IN ('', parcours.group_name)"
        " AND NOT EXISTS (SELECT FROM attendance WHERE session_id = session.id))"
    ),
    "assidu_follows(number integer, told text) RETURNS boolean": (
        "SELECT (number, told) = (SELECT coalesce(max(id), 0) + 1, coalesce("
        "(SELECT hash FROM journal_entry ORDER BY id DESC LIMIT 1), '') FROM journal_entry)"
    ),
    "assidu_seal(parts text[]) RETURNS text": (
        "SELECT encode(sha256(convert_to('[' || (SELECT string_agg(to_json(part)::text, ',' ORDER BY rank)"
        " FROM unnest(parts) WITH ORDINALITY AS told(part, rank)) || ']', 'UTF8')), 'hex')"
    ),
    "assidu_hash(number integer, at text, who text, login text, kind text, undoes integer, digest text,"
    " previous text) RETURNS text": (
        "SELECT encode(sha256(convert_to('[' || number || ',' || to_json(at) || ',' || to_json(who) || ',' ||"
        " to_json(login) || ',' || to_json(kind) || ',' || coalesce(undoes::text, 'null') || ',' || to_json(digest) ||"
        " ',' || to_json(previous) || ']', 'UTF8')), 'hex')"
    ),
}


def guard_server(engine: Database) -> None:
    """Puts the rules of a server; the tables must be there, without them."""
    _look_only_here(engine)
    _make_turn(engine)
    guard_folding(engine)
    _make_functions(engine)
    for model in TABLES:
        if model.trainers in THEIRS:
            guard_rows(engine, model)
    _rules(engine, "journal_entry", insert=SAID, update=COORDINATES)
    _rules(engine, "frozen", insert=COORDINATES, update=COORDINATES, delete=f"{COORDINATES} AND sent IS NULL")
    own = "EXISTS (SELECT FROM journal_entry WHERE id = entry_id AND login = session_user)"
    _rules(engine, "journal_subject", insert=own, delete=COORDINATES)


def guard_rows(engine: Database, model: type[Table]) -> None:
    """Lets coordinators write every row of a table, and trainers theirs."""
    open_only = f" AND assidu_open(action_id, {model.dated})" if model.dated else ""
    rule = f"{COORDINATES} OR ({TRAINS} AND {THEIRS[model.trainers]}{open_only})"
    met = f"{COORDINATES} OR ({TRAINS} AND assidu_meets(id))"
    _rules(engine, model._meta.table_name, insert=rule, update=met if model.corrected else rule, delete=rule)


def guard_sheets(engine: Database) -> None:
    """Puts the rules of what is printed and signed on a server made before there were any."""
    (leads,) = (signature for signature in FUNCTIONS if signature.startswith("assidu_leads("))
    engine.execute_sql(_function(leads, FUNCTIONS[leads], "STABLE"))
    for model in (Printed, SheetSeen):
        guard_rows(engine, model)


def guard_contacts(engine: Database) -> None:
    """Lets trainers correct the contact details of the people of their sessions, on a server made before they could."""
    (meets,) = (signature for signature in FUNCTIONS if signature.startswith("assidu_meets("))
    engine.execute_sql(_function(meets, FUNCTIONS[meets], "STABLE"))
    for what in ("select", "insert", "update", "delete"):
        engine.execute_sql(f'DROP POLICY assidu_{what} ON "person"')
    guard_rows(engine, Person)
    columns = ", ".join((*Person.corrected, *WRITTEN))
    for (login,) in engine.execute_sql(
        "SELECT quote_ident(login) FROM member JOIN pg_roles ON rolname = login WHERE role = %s", (TRAINER,)
    ).fetchall():
        engine.execute_sql(f'GRANT UPDATE ({columns}) ON "person" TO {login}')


def tell_acts(engine: Database) -> None:
    """Has a server made before refuse an act not told as it was done, and what no act tells."""
    _look_only_here(engine)
    _make_turn(engine)
    _make_functions(engine)
    engine.execute_sql(f'ALTER POLICY assidu_insert ON "journal_entry" WITH CHECK ({SAID})')
    for statement in untold.statements():
        engine.execute_sql(statement)
    for account, privileges in _granted(engine, "journal_entry"):
        engine.execute_sql(f'GRANT SELECT{", DELETE" * ("INSERT" in privileges)} ON "{TURN}" TO {account}')


def _look_only_here(engine: Database) -> None:
    """Has the functions made in this transaction find tables in the schema of Assidu, before any other."""
    schema = engine.execute_sql("SELECT quote_ident(current_schema())").fetchone()[0]
    engine.execute_sql(f"SET LOCAL search_path = {schema}, pg_temp")


def _make_turn(engine: Database) -> None:
    """Makes the table that whoever writes locks: those who may write may, and nobody else."""
    engine.execute_sql(f'CREATE TABLE IF NOT EXISTS "{TURN}" ()')


def guarded() -> set[str]:
    """The tables whose rows have rules."""
    by_role = {model._meta.table_name for model in TABLES if model.trainers in THEIRS}
    return by_role | {"journal_entry", "frozen", "journal_subject"}


def guard_folding(engine: Database) -> None:
    """Has the server compare names as Assidu does today; again when Assidu compares them otherwise."""
    engine.execute_sql(_function("assidu_fold(name text) RETURNS text", f"SELECT {_folding()}", "IMMUTABLE"))


def share_like(engine: Database, table: str, like: str) -> None:
    """Lets each account do in a new table, and with its numbers, what it may do in another one."""
    numbers = "SELECT pg_get_serial_sequence(%s, 'id')"
    new, known = (engine.execute_sql(numbers, (one,)).fetchone()[0] for one in (table, like))
    for kind, given, its in (("TABLE", f'"{table}"', like), ("SEQUENCE", new, known)):
        for account, privileges in _granted(engine, its):
            engine.execute_sql(f"GRANT {privileges} ON {kind} {given} TO {account}")


def _granted(engine: Database, table: str) -> list[tuple[str, str]]:
    """The accounts that were given privileges on a table (or a sequence), with these privileges."""
    query = """
        SELECT grantee::regrole::text, string_agg(privilege_type, ', ')
        FROM pg_class, aclexplode(relacl) WHERE oid = %s::regclass AND grantee <> relowner AND grantee <> 0
        GROUP BY grantee
    """
    return list(engine.execute_sql(query, (table,)).fetchall())


def share_with_all(engine: Database, table: str) -> None:
    """Lets each account that reads what is recorded write a new table of what is derived."""
    query = """
        SELECT grantee::regrole::text FROM pg_class, aclexplode(relacl)
        WHERE oid = 'exam'::regclass AND privilege_type = 'SELECT' AND grantee <> relowner AND grantee <> 0
    """
    for (account,) in engine.execute_sql(query).fetchall():
        engine.execute_sql(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {account}')


def _rules(engine: Database, table: str, **rules: str) -> None:
    """Lets everyone read the rows, and write those each rule tells; what has no rule is refused."""
    engine.execute_sql(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    engine.execute_sql(f'CREATE POLICY assidu_select ON "{table}" FOR SELECT USING (true)')
    for what, rule in rules.items():
        using = "" if what == "insert" else f"USING ({rule})"
        check = "" if what == "delete" else f"WITH CHECK ({rule})"
        engine.execute_sql(f'CREATE POLICY assidu_{what} ON "{table}" FOR {what.upper()} {using} {check}')


def _make_functions(engine: Database) -> None:
    for signature, body in FUNCTIONS.items():
        engine.execute_sql(_function(signature, body, "STABLE"))
    for statement in telling.statements():
        engine.execute_sql(statement)


def _function(signature: str, body: str, kind: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql {kind} BEGIN ATOMIC {body}; END"


def _folding() -> str:
    """``models.french.folding.fold`` of ``name`` in the words of the server, letter by letter."""
    replaced, by, removed, longer = "", "", "", []
    unseen = re.compile(f"[{INVISIBLE}]").fullmatch
    for code in range(sys.maxunicode):
        letter = chr(code)
        if not code or (code not in FOLDED and not unseen(letter)) or unicodedata.normalize("NFKD", letter) != letter:
            continue  # the last are never met once names are spread out
        plain = fold(f"a{letter}b")[1:-1]
        if plain == letter:
            continue
        if len(plain) == 1:
            replaced, by = replaced + letter, by + plain
        elif plain:
            longer.append((letter, plain))
        else:
            removed += letter
    told = "normalize(name, NFKD)"
    for letter, plain in longer:
        told = f"replace({told}, '{letter}', '{plain}')"
    told = f"translate({told}, {_quoted(replaced + removed)}, '{by}')"
    return f"btrim(regexp_replace({told}, ' +', ' ', 'g'), ' ')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
