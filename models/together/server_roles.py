"""What the logins of a PostgreSQL server are given: all at once, again for everyone, in the transaction under way.

Imported only for a server's address, as the driver is.
"""

from typing import Any

from peewee import __exception_wrapper__
from psycopg import sql

from models.acts.refusals import Refused
from models.storage.server_guards import TURN
from models.tables import COORDINATOR, Member, database
from models.together import privileges

BESIDE = ("schema_version", TURN)
"""The tables of a server that hold no record."""
OWNED = {
    "database": "SELECT pg_has_role(%s, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()",
    "schema": "SELECT pg_has_role(%s, nspowner, 'USAGE') FROM pg_namespace WHERE nspname = current_schema()",
    "tables": "SELECT pg_has_role(%s, relowner, 'USAGE') FROM pg_class WHERE oid = 'member'::regclass",
}
ABOVE = "SELECT rolsuper OR rolbypassrls OR rolreplication OR rolcreaterole FROM pg_roles WHERE rolname = %s"
HAS = "SELECT has_table_privilege(%s, %s, %s)"
NUMBERED_BY = (
    "SELECT sequence.relname FROM pg_depend JOIN pg_class AS sequence ON sequence.oid = objid "
    "WHERE sequence.relkind = 'S' AND deptype IN ('a', 'i') AND refobjid = quote_ident(%s)::regclass"
)
PRIVILEGES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def give(login: str, role: str, password: str | None) -> None:
    """Gives a login what its role needs (making it, with this password or none, when it does not exist), and everyone
    else listed what theirs needs. Raises Refused when the login may do more than its role says."""
    if "\0" in login or not 0 < len(login.encode()) < 64:
        raise Refused(f"« {login} » ne peut pas être un compte du serveur : donnez un nom de 63 lettres au plus.")
    if not exists(login):
        _make(login, password)
    _close()
    for one in Member.select():
        if exists(one.login) and not _owns("tables", one.login):
            _take_all(one.login)
            _give_all(one.login, one.role)
    _refuse_more(login, role)


def take(login: str) -> None:
    """Takes from a login all it had of Assidu's; the login stays."""
    if exists(login):
        _take_all(login)


def exists(login: str) -> bool:
    """Whether the server has this login."""
    return bool(_ask("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", login)[0])


def _make(login: str, password: str | None) -> None:
    if not _ask("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")[0]:
        raise Refused(
            f"« {login} » n'est pas un compte du serveur, et le vôtre ne peut pas en créer : demandez à "
            "l'administrateur du serveur de le créer, puis recommencez."
        )
    _do("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS", login)
    if password is not None:
        sealer: Any = database.obj.connection().pgconn
        sealed = sealer.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
        _run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(sealed)))


def _close() -> None:
    """Takes from everyone what a server gives to all: connecting, temporary tables, making things beside ours."""
    base, schema = _here()
    if _owns("database"):
        _do("REVOKE ALL ON DATABASE {} FROM PUBLIC", base)
    if _owns("schema"):
        _do("REVOKE CREATE ON SCHEMA {} FROM PUBLIC", schema)


def _take_all(login: str) -> None:
    base, schema = _here()
    _do("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}", schema, login)
    _do("REVOKE ALL ON ALL SEQUENCES IN SCHEMA {} FROM {}", schema, login)
    _do("REVOKE ALL ON SCHEMA {} FROM {}", schema, login)
    if _owns("database"):
        _do("REVOKE ALL ON DATABASE {} FROM {}", base, login)


def _give_all(login: str, role: str) -> None:
    base, schema = _here()
    if _owns("database"):
        _do("GRANT CONNECT ON DATABASE {} TO {}", base, login)
    _do("GRANT USAGE ON SCHEMA {} TO {}", schema, login)
    _give("SELECT", "TABLE", [*privileges.NAMES, *BESIDE], login)
    for given, names in _by_privileges(role).items():
        _give(given, "TABLE", names, login)
    numbers = [name for table in privileges.numbered(role) for (name,) in _run(NUMBERED_BY, (table,)).fetchall()]
    if numbers:
        _give(privileges.NUMBERS[role], "SEQUENCE", numbers, login)


def _by_privileges(role: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, given in privileges.writes(role).items():
        found.setdefault(given, []).append(table)
    return found


def _give(given: str, kind: str, names: list[str], login: str) -> None:
    told = sql.SQL(", ").join(map(sql.Identifier, names))
    _run(sql.SQL(f"GRANT {given} ON {kind} {{}} TO {{}}").format(told, sql.Identifier(login)))


def _refuse_more(login: str, role: str) -> None:
    """Raises Refused when the login may write what its role does not: as a superuser, by a group, or as everybody."""
    owner = _owns("tables", login)
    if role == COORDINATOR and owner:
        return
    if owner or _ask(ABOVE, login)[0]:
        raise Refused(
            f"« {login} » administre le serveur ou possède les tables : rien ne le limiterait ; donnez-lui un autre "
            "compte, ordinaire."
        )
    written = privileges.writes(role)
    for table in [*privileges.NAMES, *BESIDE]:
        given = written.get(table, "").replace("UPDATE (", "")
        for privilege in PRIVILEGES:
            if privilege not in given and _ask(HAS, login, table, privilege)[0]:
                raise Refused(
                    f"« {login} » garde d'autres droits sur « {table} » que ceux du rôle {role} (par un groupe, ou "
                    "donnés à tous) : retirez-les-lui d'abord."
                )


def _owns(what: str, login: str = "") -> bool:
    """Whether a login (the one connected, without any) owns the database, its schema, or the tables."""
    who = login or _ask("SELECT current_user::text")[0]
    return bool(_ask(OWNED[what], who)[0])


def _here() -> tuple[str, str]:
    base, schema = _ask("SELECT current_database(), current_schema()")
    return base, schema


def _do(statement: str, *names: str) -> None:
    _run(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _ask(query: str, *values: str) -> Any:
    return _run(query, values or None).fetchone()


def _run(query: Any, values: Any = None) -> Any:
    with __exception_wrapper__:
        return database.obj.connection().execute(query, values)
