"""Asking for the passphrase of an encrypted file."""

import os
import sys
from collections.abc import Iterator
from getpass import getpass
from pathlib import Path

from tui.commands.answering import DONE, Wrong, report

VARIABLE = "ASSIDU_PASSPHRASE"
TRIES = 3
LOST = (
    "Si elle est perdue, personne ne peut ouvrir la base : restent les feuilles d'émargement, les classeurs exportés "
    "et une sauvegarde dont on connaît la phrase (« assidu restore FICHIER »)."
)


def unlock(path: Path, needed: bool = True) -> None:
    """Asks for the passphrase of an encrypted file, unless one given before opens it: three times in the terminal, or
    once in the environment's variable.

    Raises Wrong when it is refused, CannotOpen when the file is damaged; one that is not ``needed`` is left shut.
    """
    from models.storage import backups
    from models.storage.damage import way_back
    from models.storage.engine import sealing
    from models.storage.file import CannotOpen, salt_of

    if not salt_of(path) or sealing().unlocked(path):
        return
    try:
        for phrase in _given(path):
            if sealing().unlock(path, phrase):
                return
            if sealing().witness(backups.sealed(path), phrase):
                raise CannotOpen(f"{path} : la phrase secrète est la bonne, mais la base est abîmée ; {way_back(path)}")
            report(["Ce n'est pas la phrase secrète de ce fichier."], DONE)
        raise Wrong(f"{path} : phrase secrète refusée, rien n'est ouvert ni changé. {LOST}")
    except (Wrong, CannotOpen):
        if needed:
            raise


def _given(path: Path) -> Iterator[str]:
    """The passphrases to try."""
    if phrase := os.environ.get(VARIABLE):
        yield phrase
    elif on_terminal():
        for _ in range(TRIES):
            yield typed(f"Phrase secrète de {path.name} : ")
    else:
        raise Wrong(
            f"{path} : ce fichier est chiffré ; sa phrase secrète se tape dans un terminal, ou se donne par la "
            f"variable {VARIABLE}."
        )


def typed(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError:
        raise Wrong("Aucune phrase secrète n'est donnée : rien n'est ouvert ni changé.") from None


def on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
