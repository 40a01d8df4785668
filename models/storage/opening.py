"""Opening the database: a SQLite file (write-ahead log, full synchronisation) or a PostgreSQL server.

On both, one write at a time: what a verb reads in its transaction stays true until it ends.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from peewee import Database, DatabaseError, SqliteDatabase

from config.settings import SQLITE, typed_path
from models import tables
from models.storage.damage import missing, told
from models.storage.engine import engine_at
from models.storage.faults import in_french
from models.storage.file import CannotOpen, errors
from models.storage.migrations import apply, create
from models.storage.signature import APPLICATION, SCHEMA
from models.storage.sound import Damaged
from models.storage.upkeep import BACKUPS, prepare
from models.storage.whereabouts import unsafe

IN_MEMORY = ":memory:"
SERVERS = ("postgresql://", "postgres://")


def on_server(url: str) -> bool:
    """Whether this is the address of a base on a server."""
    return url.startswith(SERVERS)


def path_of(url: str) -> Path:
    """The file named by a ``sqlite:///…`` address, without the links that lead to it: what is done to the base is done
    where it is. Raises CannotOpen for any other address, Faults for nobody's « ~ »."""
    named = unquote(url.removeprefix(SQLITE), errors="surrogateescape")
    if not url.startswith(SQLITE) or not named or "\0" in named or named.startswith((":memory:", "file:")):
        told = url if "@" not in url else "…"  # there may be a password in it
        raise CannotOpen(
            f"Base de données « {told} » : adresse non comprise ; écrivez sqlite:///chemin/vers/assidu.db ou "
            "postgresql://compte@serveur/base."
        )
    path = typed_path(named)
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead to each other, a name no disk has
        raise CannotOpen(f"{path} : ce lien ou ce nom ne mène à aucun fichier ; donnez celui de la base.") from None


def address_of(path: Path) -> str:
    """The address of a file."""
    return SQLITE + quote(path.as_posix(), safe="/:", errors="surrogateescape")


def open_database(url: str, make: bool = True) -> Any:
    """Opens (or makes) the database at ``url``, a peewee Database, and binds the tables to it. Without ``make``, a file
    that is not there yet is not made: what is read then is an empty base kept nowhere.

    Raises CannotOpen, with a French sentence, when the base is foreign, newer, damaged or out of reach.
    """
    return _open_server(url) if on_server(url) else _open_file(path_of(url), make)


def kept_nowhere() -> bool:
    """Whether the base that is open is the empty one, for want of a file."""
    return bool(tables.database.obj.database == IN_MEMORY)


def _open_file(path: Path, make: bool) -> SqliteDatabase:
    engine = None
    try:
        there = path.exists() and (path.stat().st_size or not path.is_file())
        if forbidden := ("" if there else _missing(path)) or (prepare(path) if there or make else unsafe(path)):
            raise CannotOpen(forbidden)
        engine = engine_at(path if there or make else Path(IN_MEMORY))
        engine.connect()
        _check_and_create(engine, path)
    except errors(DatabaseError, OSError, CannotOpen) as fault:
        if engine is not None:
            engine.close()
        if isinstance(fault, CannotOpen):
            raise
        if isinstance(fault, OSError):
            raise CannotOpen(f"{path} : base illisible ou hors d'atteinte ({in_french(fault)}).") from None
        raise CannotOpen(told(path, fault)) from None
    return engine


def _missing(path: Path) -> str:
    """Why no base is to be made where there was one; '' when there never was."""
    return missing(path) if (path.parent / BACKUPS).is_dir() else ""


def _open_server(url: str) -> Database:
    try:
        from models.storage.server import Server
    except ImportError:
        raise CannotOpen(
            "Base sur un serveur PostgreSQL : le pilote n'est pas installé ; installez-le avec "
            "« pip install 'assidu[postgresql]' »."
        ) from None
    try:
        engine = Server(url)
    except ValueError:
        raise CannotOpen(
            "Base sur un serveur PostgreSQL : adresse non comprise ; écrivez postgresql://compte@serveur/base."
        ) from None
    try:
        engine.connect()
        _check_and_create_on_server(engine)
    except DatabaseError as fault:
        engine.close()
        raise CannotOpen(f"{engine.told} : hors d'atteinte ({in_french(fault)}).") from None
    except CannotOpen:
        engine.close()
        raise
    return engine


def reconnect() -> bool:
    """Tries once to have the connection to the server again; always true for a file.

    Raises CannotOpen when the base that answers is no longer one this version of Assidu can use.
    """
    engine = tables.database.obj
    if isinstance(engine, SqliteDatabase):
        return True
    try:
        engine.connect_again()
        _check_and_create_on_server(engine)
    except DatabaseError:
        return False
    return True


def _check_and_create(engine: SqliteDatabase, path: Path) -> None:
    empty = _is_empty(engine)  # first: another may be making it
    mark = engine.execute_sql("PRAGMA application_id").fetchone()[0]
    version = engine.execute_sql("PRAGMA user_version").fetchone()[0]
    if empty and mark == APPLICATION:
        raise Damaged  # the list of its tables is lost, not its tables
    if not empty and mark != APPLICATION:
        raise CannotOpen(f"{path} : ce fichier n'est pas une base d'Assidu ; choisissez un autre dossier.")
    if version > SCHEMA:
        raise CannotOpen(f"{path} : base écrite par une version plus récente d'Assidu ; mettez Assidu à jour.")
    engine.execute_sql("PRAGMA journal_mode = wal")  # not before: another's file is left as it is
    tables.database.initialize(engine)
    if not empty and version < SCHEMA:
        from models.storage.upgrading import upgrade

        engine.close()
        upgrade(path)
        engine.connect()
        tables.database.initialize(engine)
    if empty:
        with engine.atomic():  # two starts at once: the second finds the work done
            if _is_empty(engine):
                create(engine)
                engine.execute_sql(f"PRAGMA application_id = {APPLICATION}")
                engine.execute_sql(f"PRAGMA user_version = {SCHEMA}")


def _is_empty(engine: SqliteDatabase) -> bool:
    return not engine.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _check_and_create_on_server(engine: Any) -> None:
    if engine.execute_sql("SHOW server_encoding").fetchone()[0] != "UTF8":
        raise CannotOpen(f"{engine.told} : elle n'est pas en UTF-8 ; faites-la créer avec ENCODING 'UTF8'.")
    empty, ours, version = engine.marks()
    if not empty and not ours:
        raise CannotOpen(f"{engine.told} : elle contient autre chose qu'Assidu ; faites-en créer une vide.")
    if version > SCHEMA:
        raise CannotOpen(f"{engine.told} : base écrite par une version plus récente d'Assidu ; mettez Assidu à jour.")
    tables.database.initialize(engine)
    if version < SCHEMA:
        with engine.atomic("MAKING"):  # two starts at once: the second finds the work done
            empty, _, version = engine.marks()
            if empty:
                create(engine)
            elif not engine.owned():
                raise CannotOpen(
                    f"{engine.told} : base d'une version antérieure ; le compte qui possède ses tables doit ouvrir "
                    "cette version d'Assidu le premier."
                )
            else:
                apply(engine, version, SCHEMA)
            engine.sign(SCHEMA)
