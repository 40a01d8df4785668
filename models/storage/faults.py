"""What a database refuses, in French: SQLite says it by a name, PostgreSQL by a five-letter state."""

import errno
import sys

from peewee import DatabaseError, DataError, IntegrityError, InterfaceError

from models.storage.file import errors

FULL = "le disque est plein ; libérez de la place"
READ_ONLY = "le dossier est en lecture seule ; donnez-vous le droit d'y écrire"
FILE = {
    "SQLITE_NOTADB": "le fichier est abîmé ou n'est pas une base ; reprenez une sauvegarde par « assidu restore »",
    "SQLITE_CORRUPT": "le fichier est abîmé ou n'est pas une base ; reprenez une sauvegarde par « assidu restore »",
    "SQLITE_BUSY": "un autre programme la tient, fermez Assidu ailleurs puis recommencez",
    "SQLITE_LOCKED": "un autre programme la tient, fermez Assidu ailleurs puis recommencez",
    "SQLITE_READONLY_DBMOVED": "son dossier a été déplacé ou supprimé ; remettez-le en place et rouvrez Assidu",
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": "le disque ne répond pas, ou il est plein ; vérifiez-le",
    "SQLITE_CANTOPEN": "le fichier ne s'ouvre pas ; vérifiez qu'il est là et vos droits",
    "SQLITE_INTERRUPT": "la demande a été arrêtée ; recommencez",
    "SQLITE_NOMEM": "la mémoire de cette machine est pleine ; fermez d'autres programmes puis recommencez",
}
IN_PASSING = (  # what says nothing against the file
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_PERM",
    "SQLITE_FULL",
    "SQLITE_CANTOPEN",
    "SQLITE_INTERRUPT",
    "SQLITE_NOMEM",
    "SQLITE_CONSTRAINT",
)
IN_WORDS = {  # of a driver that gives no name
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "database is locked": "SQLITE_BUSY",
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
}
SYSTEM = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}
LOST = "la connexion au serveur est perdue ; vérifiez le réseau puis recommencez"
SILENT = "le serveur ne répond pas ; vérifiez l'adresse et le réseau"
WRITING = "un autre poste est en train d'écrire"
SERVER = {
    "08": LOST,
    "57P01": LOST,
    "57P02": LOST,
    "57P03": "elle n'est pas encore prête, le serveur démarre ou s'arrête ; recommencez dans un instant",
    "57014": "le serveur a interrompu la demande ; recommencez",
    "55P03": f"{WRITING} ; recommencez dans un instant",
    "40": "deux postes ont écrit en même temps ; recommencez",
    "42501": "votre compte ne permet pas cet acte sur le serveur ; demandez-en le droit à votre administrateur",
    "25006": "le serveur n'accepte que la lecture ; prévenez votre administrateur",
    "53100": "le disque du serveur est plein ; prévenez votre administrateur",
    "53300": "trop de postes sont connectés au serveur ; recommencez plus tard ou prévenez votre administrateur",
    "53": "le serveur manque de ressources ; prévenez votre administrateur",
    "28": "le serveur refuse ce compte ou ce mot de passe ; vérifiez l'adresse et le fichier ~/.pgpass",
    "3D000": "cette base n'existe pas sur le serveur ; vérifiez l'adresse ou demandez-la à votre administrateur",
    "58": "le disque du serveur ne répond pas ; prévenez votre administrateur",
    "XX001": "elle est abîmée sur le serveur ; prévenez votre administrateur, qui en a les sauvegardes",
    "XX002": "elle est abîmée sur le serveur ; prévenez votre administrateur, qui en a les sauvegardes",
    "22": "une valeur est hors limites ou contient un caractère invisible ; corrigez-la",
}
UNREACHED = (  # a refused connection has no state: what the server wrote, in its own language
    (("database system", "système de base"), SERVER["57P03"]),  # before what else speaks of a database
    (("permission denied", "droit refusé"), "votre compte n'a pas de rôle dans cette base ; demandez-en un"),
    (("password", "mot de passe", "authenticat", "authentif", "pg_hba", "role", "rôle"), SERVER["28"]),
    (("database", "base de donn"), SERVER["3D000"]),
    (("too many", "trop de"), SERVER["53300"]),
)
TAKEN = "Cet enregistrement existe déjà : corrigez celui qui est en place."
POINTED_TO = "D'autres enregistrements dépendent de celui-ci : corrigez-les d'abord."
CONSTRAINTS = {"UNIQUE": "SQLITE_CONSTRAINT_UNIQUE", "FOREIGN KEY": "SQLITE_CONSTRAINT_FOREIGNKEY"}
BROKEN = {
    "SQLITE_CONSTRAINT_UNIQUE": TAKEN,
    "SQLITE_CONSTRAINT_PRIMARYKEY": TAKEN,
    "SQLITE_CONSTRAINT_FOREIGNKEY": POINTED_TO,
    "SQLITE_CONSTRAINT_TRIGGER": POINTED_TO,  # what a record kept by others raises too (RESTRICT)
    "23505": TAKEN,
    "23503": POINTED_TO,
}


def in_french(fault: Exception) -> str:
    """What is wrong with the database and what to do, as the end of a French sentence; never an address or a value."""
    if isinstance(fault, PermissionError):
        return READ_ONLY
    if isinstance(fault, OSError) and fault.errno in SYSTEM:
        return SYSTEM[fault.errno]
    said, text = state(fault), str(fault).lower()
    for start, sentence in (*FILE.items(), *SERVER.items()):
        if said.startswith(start):
            return sentence
    if isinstance(fault, DataError):  # the driver's own, before the server is asked
        return SERVER["22"]
    if _from_server(fault) and said:
        return "le serveur a refusé la demande ; prévenez votre administrateur"
    if _from_server(fault):
        return next((told for words, told in UNREACHED if any(word in text for word in words)), SILENT)
    return "vérifiez le dossier et vos droits"


def refusal(fault: DatabaseError) -> str:
    """The French sentence of an act the database refused."""
    if isinstance(fault, IntegrityError):
        broken = "Ces valeurs ne peuvent pas aller ensemble : vérifiez les dates et les quantités."
        return BROKEN.get(state(fault), broken)
    return f"Rien n'est enregistré, la base n'a pas pu être écrite : {in_french(fault)}."


def from_database(fault: BaseException) -> bool:
    """Whether a fault is the database's own, by whatever driver and however it reached us."""
    server = sys.modules.get("psycopg")
    known = errors(DatabaseError, InterfaceError)
    return isinstance(fault, known if server is None else (*known, server.Error))


def state(fault: Exception) -> str:
    """What the driver calls the fault: SQLite's name, PostgreSQL's five letters; '' when it does not say."""
    driver = _driver(fault)
    said = getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None) or ""
    before = driver.__context__ or fault.__context__
    if said == "SQLITE_CONSTRAINT":  # an encrypted file's driver tells no more, but in words
        return next((name for words, name in CONSTRAINTS.items() if str(driver).startswith(words)), said)
    if said == "SQLITE_ERROR" and isinstance(before, Exception) and before is not driver:
        return state(before) or said  # a full disk has ended the transaction, which then cannot be ended
    return str(said) or IN_WORDS.get(str(driver), "")


def waited(fault: Exception) -> bool:
    """Whether somebody else wrote on the server for too long to be waited for."""
    return state(fault) == "55P03"


def not_allowed(fault: Exception) -> bool:
    """Whether the account may not do on the server what it asked."""
    return state(fault) == "42501"


def held_elsewhere(fault: Exception) -> bool:
    """Whether another program has the file and does not let it go."""
    return state(fault).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def damaged(fault: Exception) -> bool:
    """Whether what was read is no database, or no longer a whole one."""
    return state(fault).startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _from_server(fault: Exception) -> bool:
    return type(_driver(fault)).__module__.startswith("psycopg")


def _driver(fault: Exception) -> Exception:
    """The driver's own exception inside peewee's."""
    return getattr(fault, "orig", None) or fault
