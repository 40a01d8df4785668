"""Encrypting the database, putting it back in clear, changing its passphrase."""

import argparse

from tui.commands.answering import DONE, NO, Wrong, report, say
from tui.commands.passphrase import on_terminal, typed, unlock
from tui.commands.shared import close_database, database_file, installation

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
    database = database_file("La base est sur un serveur : son administrateur en chiffre le disque et les sauvegardes.")
    from models.acts.rights import coordinators_only
    from models.storage import backups
    from models.storage.engine import sealing
    from models.storage.file import salt_of

    sealing()  # says what to install when its library is not there
    from models.storage import encrypting as encryption

    installation(
        make=True
    )  # asks for the passphrase there is, makes the database when it is not there, brings it up to date
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
    return report((f"{path} : {left}" for path in done.left), NO if done.left else DONE)


def _chosen(shortest: int) -> str:
    """A new passphrase, typed twice. Raises Wrong."""
    if not on_terminal():
        raise Wrong("Une nouvelle phrase secrète se choisit dans un terminal : lancez-y la commande.")
    phrase = typed(f"Nouvelle phrase secrète ({shortest} caractères au moins, plusieurs mots) : ")
    if len(phrase) < shortest:
        raise Wrong(f"Phrase secrète trop courte : il faut {shortest} caractères au moins ; rien n'est changé.")
    if typed("La même encore une fois : ") != phrase:
        raise Wrong("Les deux phrases secrètes ne sont pas les mêmes ; rien n'est changé, recommencez.")
    return phrase
