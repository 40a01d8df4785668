"""A database on a PostgreSQL server: the same tables and the same order of texts as in a file, one writer at a time.

Imported only for a server's address: the driver takes a tenth of a second to load.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import psycopg
from peewee import DatabaseError, OperationalError, PostgresqlDatabase, Psycopg3Adapter, __exception_wrapper__
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from models.storage.faults import not_allowed
from models.storage.server_guards import TURN

MAKER = 0x41534459  # the lock of who makes the tables, or brings them to another schema, in this database only
PATIENCE = "5s"  # for the writer before us, as in a file
READY = f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '{PATIENCE}'"
BEGINNINGS = {
    "IMMEDIATE": f'{READY}; LOCK TABLE "{TURN}" IN EXCLUSIVE MODE',
    "UNLOCKED": READY,  # of an account that writes nothing: it is refused later, by what it asks
    "MAKING": f"{READY}; SELECT pg_advisory_xact_lock({MAKER})",
    "DEFERRED": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
SESSION = (  # a laptop put to sleep, a cable pulled out: the server lets go of what they held
    "SET idle_in_transaction_session_timeout = '5min'; SET tcp_keepalives_idle = 30; "
    "SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
DEFAULTS = {
    "application_name": "assidu",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}


HOLDER = f"""
    SELECT usename FROM pg_locks JOIN pg_class ON pg_class.oid = relation JOIN pg_stat_activity USING (pid)
    WHERE granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relnamespace = current_schema()::regnamespace AND mode LIKE '%%ExclusiveLock' AND pid <> pg_backend_pid()
    ORDER BY relname = '{TURN}' DESC, relname LIMIT 1
"""


class _Adapter(Psycopg3Adapter):
    """peewee's own, for the driver peewee was kept from importing (``models/__init__.py``)."""

    txn_idle, txn_inerror = TransactionStatus.IDLE, TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        pass

    def get_binary_type(self) -> Any:
        return psycopg.Binary

    def connect(self, db: Any, **params: Any) -> psycopg.Connection:
        return psycopg.connect(cursor_factory=_Cursor, client_encoding="UTF8", **params)


class _Cursor(psycopg.ClientCursor):
    """Values go in the text of the query: an expression is then the same wherever it is written (GROUP BY)."""

    def executemany(self, query: Any, params_seq: Any, *, returning: bool = False) -> None:
        """One after the other without waiting for each answer: a server may be far away."""
        with psycopg.Cursor(self.connection) as plain:
            plain.executemany(query, params_seq, returning=returning)


class Server(PostgresqlDatabase):
    """The database at a ``postgresql://…`` address. Raises ValueError, without the address, when it is not one."""

    psycopg2_adapter = psycopg3_adapter = _Adapter
    field_types = PostgresqlDatabase.field_types | {"TEXT": 'TEXT COLLATE "C"'}  # sorts and compares as SQLite does

    def __init__(self, url: str) -> None:
        try:
            asked = conninfo_to_dict(url)
        except psycopg.Error:
            raise ValueError from None  # its message quotes the address, and the password in it
        if not asked.get("dbname"):
            raise ValueError
        super().__init__(asked["dbname"], **{**DEFAULTS, **asked})
        self.away = False  # known to be out of reach: nobody waits for it but ``sender``, the thread that watches it
        self.sender = 0
        self._lines: WeakSet[psycopg.Connection] = WeakSet()
        self.told = f"Base « {asked['dbname']} » du serveur {asked.get('host') or 'local'}"

    def _initialize_connection(self, conn: psycopg.Connection) -> None:
        conn.execute(SESSION)
        self._lines.add(conn)

    def begin(self, lock_type: str = "IMMEDIATE") -> None:
        """Begins a transaction, in SQLite's own words: IMMEDIATE is the only one to write until it ends, DEFERRED reads
        one state of the base; MAKING makes the tables. A connection found lost is made again: nothing was under way."""
        if lock_type == "IMMEDIATE" and self._kept_away():
            raise OperationalError("away")
        held = not self.is_closed()
        try:
            self._begin(lock_type)
        except DatabaseError:
            if not held or not self.lost() or self._kept_away():
                raise
            self.connect_again()
            self._begin(lock_type)

    def _begin(self, lock_type: str) -> None:
        try:
            with __exception_wrapper__:
                self.cursor().execute(BEGINNINGS[lock_type])
        except DatabaseError as fault:
            self.rollback()  # begun, but the lock was not had
            if lock_type != "IMMEDIATE" or not not_allowed(fault):
                raise
            self._begin("UNLOCKED")

    def holder(self) -> str:
        """The account of who makes others wait to write now; '' when nobody does."""
        found = self.execute_sql(HOLDER).fetchone()
        return found[0] if found else ""

    def rollback(self) -> None:
        """Takes back the transaction; with the connection lost, the server does it."""
        if not self.lost_here():
            super().rollback()

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Runs a query; one that only reads, outside any transaction, is asked again when the connection was lost."""
        try:
            return super().execute_sql(sql, params)
        except DatabaseError:
            if self.in_transaction() or not self.lost() or not sql.startswith("SELECT") or self._kept_away():
                raise
            self.connect_again()
            return super().execute_sql(sql, params)

    def lost(self) -> bool:
        """Whether there is no connection, one known to be broken, or one that is not to be used now."""
        return self._kept_away() or self.lost_here()

    def lost_here(self) -> bool:
        """Whether this thread has no connection, or one known to be broken."""
        return self.is_closed() or self._state.conn.closed

    def _kept_away(self) -> bool:
        return self.away and threading.get_ident() != self.sender

    def hang_up(self) -> None:
        """Breaks every connection of this program, whatever waits for an answer on it: it fails at once."""
        for line in list(self._lines):
            with suppress(OSError, psycopg.Error), socket.socket(fileno=socket.dup(line.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)

    def connect_again(self) -> None:
        """Makes the connection again. Raises DatabaseError when the server is out of reach."""
        self.close()
        self.connect()

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query a few at a time, inside a transaction."""
        with __exception_wrapper__, self._state.conn.cursor(name="assidu") as cursor:
            cursor.itersize = 10_000
            yield from cursor.execute(query)

    def load(self, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
        """Adds rows to ``table``, given with its columns, as fast as the server takes them."""
        with __exception_wrapper__, self.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def marks(self) -> tuple[bool, bool, int]:
        """Whether the base is empty, whether it is Assidu's, and the number of its schema."""
        there = set(self.get_tables())
        if "schema_version" not in there:
            return not there, False, 0
        columns = {column.name for column in self.get_columns("schema_version")}
        if not {"application", "version"} <= columns:
            return False, False, 0
        row = self.execute_sql("SELECT version FROM schema_version WHERE application = 'assidu'").fetchone()
        return False, row is not None, row[0] if row else 0

    def owned(self) -> bool:
        """Whether the account connected owns the tables, and may bring them to another schema."""
        return bool(
            self.execute_sql(
                "SELECT pg_has_role(session_user, tableowner, 'USAGE') FROM pg_tables "
                "WHERE tablename = 'schema_version' AND schemaname = current_schema()"
            ).fetchone()[0]
        )

    def sign(self, version: int) -> None:
        """Writes that the base is Assidu's, and the number of its schema."""
        self.execute_sql(
            "CREATE TABLE IF NOT EXISTS schema_version (application TEXT PRIMARY KEY, version INTEGER NOT NULL)"
        )
        self.execute_sql(
            "INSERT INTO schema_version VALUES ('assidu', %s) "
            "ON CONFLICT (application) DO UPDATE SET version = excluded.version",
            (version,),
        )

    def loaded(self, models: Any) -> None:
        """Numbers the next record of each table after the last one, and counts them: a query planned for empty tables
        takes minutes on full ones."""
        for model in models:
            key, table = model._meta.primary_key, model._meta.table_name
            if getattr(key, "field_type", "") == "AUTO":  # a number the journal ever told is not given again
                self.execute_sql(
                    f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), 1 + GREATEST(
                        (SELECT MAX(id) FROM "{table}"),
                        (SELECT MAX(record) FROM journal_subject WHERE kind = %s), 0), false)""",
                    (model.__name__,),
                )
        self.execute_sql("ANALYZE " + ", ".join(f'"{model._meta.table_name}"' for model in models))
