"""Encrypting the database, and asking for the passphrase of one that is."""

import argparse
import os
import sys
from collections.abc import Iterator
from getpass import getpass
from pathlib import Path

from tui.commands.shared import DONE, NO, Wrong, close_database, installation, say, told

VARIABLE = "ASSIDU_PASSPHRASE"
TRIES = 3
LOST = (
    "Si elle est perdue, personne ne peut ouvrir la base : restent les feuilles d'émargement, les classeurs exportés "
    "et une sauvegarde dont on connaît la phrase (« assidu restore FICHIER »)."
)
TO_KEEP = (
    "La phrase secrète sera demandée à chaque ouverture et n'est écrite nulle part : perdue, personne ne pourra ouvrir "
    "la base. Gardez-la sous enveloppe, loin de cette machine."
)
REMAINS = (
    "L'ancien fichier en clair est écrasé, mais un disque SSD, le journal du disque, un instantané ou une copie faite "
    "ailleurs peut en garder des parties : chiffrez aussi le disque et effacez les autres copies.",
    "Restent en clair les classeurs que vous exportez, assidu.toml et vos conventions.",
)


def encrypt(asked: argparse.Namespace) -> int:
    """Encrypts the database and its backups, puts them back in clear, or changes their passphrase."""
    database = _file()
    from models.acts.rights import coordinators_only
    from models.storage import backups
    from models.storage.engine import sealing
    from models.storage.file import salt_of

    sealing()  # says what to install when its library is not there
    from models.storage import encrypting as encryption

    installation()  # asks for the passphrase there is, makes the database when it is not there, brings it up to date
    if forbidden := coordinators_only():
        raise Wrong(forbidden)
    close_database()
    sealed = bool(salt_of(database))
    if asked.change and not sealed:
        raise Wrong("La base n'est pas chiffrée : « assidu encrypt » la chiffre.")
    if asked.remove:
        for backup in backups.sealed(database)[-1:]:  # an interruption left them so
            unlock(backup, needed=False)
        done = encryption.decrypt(database)
        said = ["La base est en clair : qui a le fichier peut la lire."]
    elif sealed and not asked.change:
        done = encryption.encrypt_backups(database)
        said = ["La base est déjà chiffrée ; « assidu encrypt --change » change sa phrase secrète."]
    else:
        done = encryption.encrypt(database, _chosen(encryption.SHORTEST))
        first = "Phrase secrète changée" if sealed else "Base chiffrée"
        said = [f"{first}, chaque enregistrement vérifié.", TO_KEEP, *(() if sealed else REMAINS)]
    say([said[0], *([f"Sauvegardes converties : {done.backups}."] if done.backups else []), *said[1:]])
    left = "laissée comme elle est, abîmée ou d'une autre phrase secrète ; effacez-la si elle ne sert plus."
    return told((f"{path} : {left}" for path in done.left), NO if done.left else DONE)


def unlock(path: Path, needed: bool = True) -> None:
    """Asks for the passphrase of an encrypted file, unless one given before opens it: three times in the terminal, or
    once in the environment's variable.

    Raises Wrong when it is refused, CannotOpen when the file is damaged; one that is not ``needed`` is left shut.
    """
    from models.storage import backups
    from models.storage.engine import sealing
    from models.storage.file import CannotOpen, salt_of

    if not salt_of(path) or sealing().unlocked(path):
        return
    try:
        for phrase in _given(path):
            if sealing().unlock(path, phrase):
                return
            if sealing().witness(backups.sealed(path), phrase):
                raise CannotOpen(
                    f"{path} : la phrase secrète est la bonne, mais la base est abîmée ; reprenez une sauvegarde par "
                    "« assidu restore »."
                )
            told(["Ce n'est pas la phrase secrète de ce fichier."], DONE)
        raise Wrong(f"{path} : phrase secrète refusée, rien n'est ouvert ni changé. {LOST}")
    except (Wrong, CannotOpen):
        if needed:
            raise


def _file() -> Path:
    from config import settings
    from models.storage.opening import on_server, path_of

    home = settings.home()
    url = settings.database_url(settings.load(home), home)
    if on_server(url):
        raise Wrong("La base est sur un serveur : son administrateur en chiffre le disque et les sauvegardes.")
    return path_of(url)


def _given(path: Path) -> Iterator[str]:
    """The passphrases to try."""
    if phrase := os.environ.get(VARIABLE):
        yield phrase
    elif _on_terminal():
        for _ in range(TRIES):
            yield _typed(f"Phrase secrète de {path.name} : ")
    else:
        raise Wrong(
            f"{path} : ce fichier est chiffré ; sa phrase secrète se tape dans un terminal, ou se donne par la "
            f"variable {VARIABLE}."
        )


def _chosen(shortest: int) -> str:
    """A new passphrase, typed twice. Raises Wrong."""
    if not _on_terminal():
        raise Wrong("Une nouvelle phrase secrète se choisit dans un terminal : lancez-y la commande.")
    phrase = _typed(f"Nouvelle phrase secrète ({shortest} caractères au moins, plusieurs mots) : ")
    if len(phrase) < shortest:
        raise Wrong(f"Phrase secrète trop courte : il faut {shortest} caractères au moins ; rien n'est changé.")
    if _typed("La même encore une fois : ") != phrase:
        raise Wrong("Les deux phrases secrètes ne sont pas les mêmes ; rien n'est changé, recommencez.")
    return phrase


def _typed(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError:
        raise Wrong("Aucune phrase secrète n'est donnée : rien n'est ouvert ni changé.") from None


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
