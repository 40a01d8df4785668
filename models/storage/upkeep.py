"""What is done around a database file before it is opened: a safe place, files closed to others, leftovers swept."""

import os
from contextlib import suppress
from pathlib import Path

from config.files import close_to_others, create, make_folder, private_in, sweep
from models.storage import whereabouts
from models.storage.file import NO_FILE

BACKUPS = "sauvegardes"
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside its file


def prepare(path: Path) -> str:
    """Makes ready for the database at ``path``, there or not yet; the French sentence of what forbids it, or ''.

    Raises OSError when the folder cannot be made.
    """
    if wrong := _no_file(path) or whereabouts.unsafe(path):
        return wrong
    make_folder(path.parent)
    with suppress(OSError):  # what cannot be made, opening will tell
        os.close(create(path, private_in(path.parent)))
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            return f"{place} : en lecture seule, Assidu ne peut rien y enregistrer ; donnez-vous le droit d'y écrire."
    tidy(path)
    return ""


def _no_file(path: Path) -> str:
    """Why what is at ``path`` cannot be a base; '' when nothing is there."""
    if path.is_dir():
        return f"{path} : c'est un dossier ; donnez le nom d'un fichier, par exemple {path / 'assidu.db'}."
    if path.exists() and not path.is_file():
        return f"{path} : {NO_FILE}"
    if path.exists() and path.stat().st_nlink > 1:
        return (
            f"{path} : ce fichier a un autre nom ailleurs (lien physique), et une base ouverte sous deux noms s'abîme "
            "; supprimez l'autre nom, ou faites-en une copie à la place."
        )
    return ""


def tidy(path: Path) -> None:
    """Closes the database's files and its backups to others, and sweeps what an interruption left among them."""
    backups = path.parent / BACKUPS
    close_to_others(path, *(path.with_name(path.name + end) for end in BESIDE), backups)
    if backups.is_dir():
        close_to_others(*backups.glob("*.db"))
    sweep(path.parent, backups)


def tidy_home(home: Path) -> None:
    """The same for what else an installation keeps in its folder: settings and crash reports."""
    close_to_others(home / "assidu.toml", *home.glob("incident-*.txt"))
    sweep(home)
