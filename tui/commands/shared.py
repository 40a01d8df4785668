"""What commands find in the installation: its settings, its database, an action, a person, a period."""

import argparse
import errno
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from tui.commands.answering import DONE, Wrong, report

if TYPE_CHECKING:
    from pendulum import Date

    from config.settings import Settings
    from models.tables import Action, Person


def installation(make: bool = False) -> "Settings":
    """The settings, with the database open; ``make``: made when it is not there, for a command that writes in it.

    Raises CannotOpen for an account without a role where roles are given.
    """
    from config import settings
    from models.storage.opening import open_database
    from models.storage.upkeep import tidy_home

    home = settings.home()
    found = settings.load(home)
    url = settings.database_url(found, home)
    unlock_address(url)
    open_database(url, make)
    _rights().coming_in()
    tidy_home(home)
    return found


def unlock_address(url: str) -> None:
    """Before a database is opened: asks for its passphrase when it is an encrypted file. Raises Wrong, CannotOpen."""
    from models.storage.file import salt_of
    from models.storage.opening import on_server, path_of

    if not on_server(url) and salt_of(path := path_of(url)):
        from tui.commands.passphrase import unlock

        unlock(path)


def warn_of_clock() -> None:
    """Before something is recorded: says that it would be dated before what is there."""
    from models.journal import clock_set_back

    if warning := clock_set_back.warning():
        report([warning], DONE)


ON_SERVER = "La base est sur un serveur : demandez à son administrateur de la sauvegarder ou de la restaurer."


def database_file(on_a_server: str = ON_SERVER) -> Path:
    """The file of this installation's database. Raises Wrong when it is on a server, CannotOpen when it is nowhere."""
    from config import settings
    from models.storage.opening import on_server, path_of

    home = settings.home()
    url = settings.database_url(settings.load(home), home)
    if on_server(url):
        raise Wrong(on_a_server)
    return path_of(url)


def back_up(reason: str) -> None:
    """Copies the database among its backups before something large; on a server, its administrator does."""
    from config import settings
    from models.storage.backups import back_up
    from models.storage.opening import on_server, path_of

    home = settings.home()
    url = settings.database_url(settings.load(home), home)
    if not on_server(url):
        back_up(path_of(url), reason)


def free_file(path: Path) -> Path:
    if not path.absolute().parent.is_dir():
        raise Wrong(f"{path.parent} : ce dossier n'existe pas ; créez-le ou choisissez-en un autre.")
    if path.exists():
        raise Wrong(f"{path} : ce nom est déjà pris ; choisissez-en un autre.")
    return path


def who(settings: "Settings") -> str:
    """The name acts are signed with: that of the account when it is listed, else the settings'."""
    return str(_rights().signing(unlisted(settings)))


def _rights() -> ModuleType:
    from models.acts import rights

    return rights


def unlisted(settings: "Settings") -> str:
    """The name the settings sign with, of an account that is not listed."""
    return settings.user or settings.operator or "ligne de commande"


def action_named(code: str) -> "Action":
    from config.reading import nearest
    from models.acts.spellings import of_code
    from models.tables import Action

    found = of_code(Action, code)
    if found is None:
        codes = [action.code for action in Action.select(Action.code)]
        known = nearest(code, codes) or (" ; vérifiez son code." if codes else " : aucune action n'est enregistrée.")
        raise Wrong(f"Action « {code} » inconnue{known}")
    return found


def person_named(code: str) -> "Person":
    from models.people.identities import bearer

    found = bearer(code)
    if found is None:  # and no likely one is proposed: it would name somebody
        raise Wrong(f"Identifiant « {code} » inconnu ; vérifiez-le.")
    return found


def period_of(action: "Action", asked: argparse.Namespace) -> "tuple[Date, Date]":
    from models.figures.scope import usual_period
    from models.french.wording import day

    start, end = (asked.start or action.start, asked.end or action.end)
    if asked.start is None and asked.end is None:
        start, end = usual_period(action)
    if start > end:
        raise Wrong(f"La période commence le {day(start)} et finit le {day(end)} : donnez --from avant --to.")
    return start, end


def workbook_at(path: Path) -> Path:
    if path.suffix.lower() != ".xlsx":
        raise Wrong(f"{path} : donnez un nom de classeur en .xlsx.")
    if not path.parent.is_dir():
        raise Wrong(f"{path.parent} : ce dossier n'existe pas ; créez-le ou choisissez-en un autre.")
    if path.is_dir():
        raise Wrong(f"{path} : c'est un dossier ; donnez un nom de fichier.")
    return path


def unwritable(path: Path, fault: OSError) -> Wrong:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return Wrong(f"{path} : le disque est plein ; libérez de la place.")
    return Wrong(f"{path} : écriture impossible ; vérifiez vos droits et fermez le fichier s'il est ouvert.")


def close_database() -> None:
    tables = sys.modules.get("models.tables")
    if tables is not None and tables.database.obj is not None:
        tables.database.close()
