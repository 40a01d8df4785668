"""A home that several accounts of one machine share: all of it is of one group, whose accounts may write there."""

import os
import sys
from pathlib import Path

from config.files import share, shared
from config.refusal import Refusal
from models.storage.upkeep import BACKUPS, BESIDE

OWN = ("assidu.toml", "incident-*.txt", "conventions", "conventions/*.toml")


class CannotShare(Refusal):
    """The home is left as it is; the message is one French sentence."""


def share_home(home: Path, database: Path, name: str | None) -> bool:
    """Shares the home with the group of this name, or with nobody any more (None): the folder, the database, its
    backups, settings, conventions and crash reports. What a program makes there later is the group's too.

    False when it was so already. Raises CannotShare, and nothing is changed, when it cannot be.
    """
    if sys.platform == "win32":
        raise CannotShare("Sous Windows, une maison se partage par les droits du dossier : clic droit, Propriétés.")
    if database.parent != home.resolve():
        raise CannotShare(f"{database} : la base est hors de {home} ; rangez-la dedans, puis recommencez.")
    if home.resolve() in (Path.home().resolve(), Path(home.anchor)):
        raise CannotShare(f"{home} : ce dossier tient autre chose qu'Assidu ; donnez-lui le sien par ASSIDU_HOME.")
    group = None if name is None else _group(name)
    if group is None and not shared(home):
        return False
    places = _places(home, database)
    theirs = [one for one in places if os.geteuid() not in (0, one.stat().st_uid)]
    if home in theirs or (theirs and group is not None):
        raise CannotShare(f"{theirs[0]} : ce fichier est à un autre compte ; c'est à lui de partager la maison.")
    if group is not None:
        _refuse_hidden(home, group)
    share([one for one in places if one not in theirs], group)  # closed, the home hides what others made in it
    return True


def _places(home: Path, database: Path) -> list[Path]:
    backups = home / BACKUPS
    beside = [database.with_name(database.name + end) for end in BESIDE]
    kept = [one for pattern in OWN for one in home.glob(pattern)]
    return [one for one in (home, database, *beside, backups, *backups.glob("*"), *kept) if one.exists()]


def _group(name: str) -> int:
    import grp

    try:
        found = grp.getgrnam(name)
    except (KeyError, ValueError):
        raise CannotShare(
            f"Groupe « {name} » inconnu de cette machine ; son administrateur le crée par « groupadd {name} »."
        ) from None
    if os.geteuid() and found.gr_gid not in (os.getegid(), *os.getgroups()):
        raise CannotShare(
            f"Votre compte n'est pas du groupe « {name} » ; faites-l'y ajouter, puis rouvrez votre session."
        )
    return found.gr_gid


def _refuse_hidden(home: Path, group: int) -> None:
    """Raises CannotShare when the accounts of the group could not go through a folder that leads to the home."""
    for place in home.resolve().parents:
        found = place.stat()
        if not found.st_mode & (0o010 if found.st_gid == group else 0o001):
            raise CannotShare(
                f"{home} : les autres comptes ne peuvent pas traverser {place} ; rangez la maison dans un dossier "
                "ouvert au groupe, par exemple /srv/assidu, et indiquez-le par ASSIDU_HOME."
            )
