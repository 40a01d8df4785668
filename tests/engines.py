"""Where the tests keep their records: a file, or a PostgreSQL base when ASSIDU_TEST_DATABASE gives a server.

    engine = open_database(engines.address(tmp_path))

The variable is the address of a superuser of a server for tests (``.ci/postgresql COMMAND`` starts one). Each folder
has its own empty base: a file is the copy of one made once; the bases of a server are emptied and used again when their
test is over. Both are ten times faster than making a base.
"""

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from models.storage.opening import open_database

SERVER = os.environ.get("ASSIDU_TEST_DATABASE", "")
EMPTIED = """
DO $$ DECLARE one record; filled boolean; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.tablename) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', one.tablename); END IF;
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT is_called OR last_value <> 1 FROM %I', one.sequencename) INTO filled;
        IF filled THEN EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename); END IF;
    END LOOP;
END $$
"""

on_file = pytest.mark.file
"""What a test about SQLite files themselves carries: left out when a server is given."""

on_server = pytest.mark.server
"""What a test about a server carries: left out when none is given."""

_used: dict[str, str] = {}
_made: list[Path] = []
_free: list[str] = []
_numbers = count(1)


def address(folder: Path | str) -> str:
    """The address of the database of a test that has this folder; empty the first time it is asked."""
    if not SERVER:
        file = Path(folder) / "assidu.db"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(_blank(), file)
        return f"sqlite:///{file}"
    if str(folder) not in _used:
        _used[str(folder)] = _emptied(_free.pop()) if _free else _new()
    return url(_used[str(folder)])


def chosen(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """The same address, which the program then takes above its settings' when it is a server's."""
    if SERVER:
        monkeypatch.setenv("ASSIDU_DATABASE", address(folder))
    else:
        monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    return address(folder)


def url(name: str, **parts: str) -> str:
    """The address of a base of the server for tests, as a superuser."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}", **parts))


def name_of(address: str) -> str:
    """The name of the base of an address."""
    return urlsplit(address).path.lstrip("/")


def release() -> None:
    """The test is over: its bases may serve again."""
    _free.extend(_used.values())
    _used.clear()


def ask(query: str, base: str = "postgres") -> list[tuple]:
    """Runs a query as the superuser, outside any transaction."""
    import psycopg

    with psycopg.connect(url(base), autocommit=True) as server:
        cursor = server.execute(query)
        return cursor.fetchall() if cursor.description else []


def drop_account(name: str) -> None:
    """Removes an account of the server, and what it was allowed in the bases of the test."""
    for base in _used.values():
        ask(f"DROP OWNED BY {name}", base)
    ask(f"DROP ROLE {name}")


def drop_all() -> None:
    """Removes the bases of this process."""
    release()
    if _made:
        shutil.rmtree(_made.pop().parent)
    while _free:
        ask(f'DROP DATABASE IF EXISTS "{_free.pop()}" WITH (FORCE)')


def unique() -> str:
    """What makes a name on the server no other process's."""
    return f"{os.getpid()}_{next(_numbers)}"


def _blank() -> Path:
    """The file of an empty base."""
    if not _made:
        file = Path(tempfile.mkdtemp(prefix="assidu-blank-")) / "assidu.db"
        open_database(f"sqlite:///{file}").close()
        _made.append(file)
    return _made[0]


def _new() -> str:
    name = f"assidu_{unique()}"
    ask(f'CREATE DATABASE "{name}"')
    return name


def _emptied(name: str) -> str:
    ask(EMPTIED, name)
    return name
