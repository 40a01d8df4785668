"""Opening the database: SQLite with write-ahead log, full synchronisation and one write at a time."""

from pathlib import Path
from urllib.parse import unquote

from peewee import DatabaseError, SqliteDatabase

from config.settings import typed_path
from models import tables
from models.migrations import migrate

APPLICATION = 0x41534459  # "ASDY", so that a foreign SQLite file is told apart
SCHEMA = 2


class CannotOpen(Exception):
    """The database cannot be used as it is; the message is a French sentence that says what to do."""


def path_of(url: str) -> Path:
    """The file named by a ``sqlite:///…`` address. Raises CannotOpen for any other, Faults for nobody's « ~ »."""
    if url.startswith(("postgresql:", "postgres:")):
        raise CannotOpen(
            "Cette version d'Assidu garde ses données dans un fichier, pas sur un serveur PostgreSQL : "
            "écrivez sqlite:///chemin/vers/assidu.db."
        )
    prefix = "sqlite:///"
    if not url.startswith(prefix) or len(url) == len(prefix):
        raise CannotOpen(f"Base de données « {url} » : adresse non comprise ; écrivez sqlite:///chemin/vers/assidu.db.")
    return typed_path(unquote(url[len(prefix) :], errors="surrogateescape"))


def open_database(url: str) -> SqliteDatabase:
    """Opens (or makes) the database at ``url`` and binds the tables to it.

    Raises CannotOpen, with a French sentence, when the file is foreign, newer, damaged or out of reach.
    """
    path = path_of(url)
    engine = SqliteDatabase(
        str(path),
        lock_type="IMMEDIATE",  # read-then-write never fails midway
        pragmas={
            "foreign_keys": 1,
            "journal_mode": "wal",
            "synchronous": "full",
            "cache_size": -16000,
            "busy_timeout": 5000,
        },
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine.connect()
        _check_and_create(engine, path)
    except (DatabaseError, OSError) as fault:
        engine.close()
        raise CannotOpen(f"{path} : base illisible ou hors d'atteinte ({in_french(fault)}).") from None
    except CannotOpen:
        engine.close()
        raise
    return engine


def snapshot():
    """One state of the base for several readings, that neither waits for a writer nor makes one wait."""
    return tables.database.atomic("DEFERRED")


def _check_and_create(engine: SqliteDatabase, path: Path) -> None:
    mark = engine.execute_sql("PRAGMA application_id").fetchone()[0]
    version = engine.execute_sql("PRAGMA user_version").fetchone()[0]
    empty = not engine.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not empty and mark != APPLICATION:
        raise CannotOpen(f"{path} : ce fichier n'est pas une base d'Assidu ; choisissez un autre dossier.")
    if version > SCHEMA:
        raise CannotOpen(f"{path} : base écrite par une version plus récente d'Assidu ; mettez Assidu à jour.")
    tables.database.initialize(engine)
    if not empty and version < SCHEMA:
        migrate(engine, version, SCHEMA)
    if empty:
        with engine.atomic():
            engine.create_tables(tables.TABLES, safe=True)
            engine.execute_sql(f"PRAGMA application_id = {APPLICATION}")
            engine.execute_sql(f"PRAGMA user_version = {SCHEMA}")


def in_french(fault: Exception) -> str:
    """What is wrong with the database file and what to do, as the end of a French sentence."""
    text = str(fault).lower()
    if "not a database" in text or "malformed" in text:
        return "le fichier est abîmé ou n'est pas une base ; reprenez une sauvegarde"
    if "locked" in text:
        return "un autre programme la tient, fermez Assidu ailleurs puis recommencez"
    if "readonly" in text or "permission" in text or isinstance(fault, PermissionError):
        return "le dossier est en lecture seule ; donnez-vous le droit d'y écrire"
    if "full" in text:
        return "le disque est plein ; libérez de la place"
    return "vérifiez le dossier et vos droits"
