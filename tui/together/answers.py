"""What ``assidu move`` answers."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.french.wording import counted
from tui.answers import wrapped

if TYPE_CHECKING:
    from models.together.carrying import Moved


def moved_text(moved: "Moved", address: str, left: str, forced: bool, in_clear: bool) -> list[str]:
    """What was carried over to ``address`` from ``left``, and what remains to be done; ``forced``: the environment's
    address is above the settings'; ``in_clear``: what is left is a file anybody who has it can read."""
    shown = without_password(address)
    lines = [
        f"Données déplacées vers {shown} : {counted(moved.records, 'enregistrement')} de "
        f"{counted(moved.tables, 'table')}, chacun vérifié ; {counted(moved.figures, 'indicateur')} de "
        f"{counted(moved.actions, 'action')}, les mêmes des deux côtés.",
        f"L'ancienne base reste où elle est ({without_password(left)}) : fermez Assidu sur les autres postes, puis "
        "gardez-la comme une sauvegarde.",
    ]
    if in_clear:
        lines.append("Cet ancien fichier n'est pas chiffré : effacez-le, avec ses sauvegardes, dès qu'il ne sert plus.")
    if without_password(address) != address:
        lines.append(
            "Le mot de passe est écrit dans assidu.toml : retirez-le de l'adresse et mettez-le dans ~/.pgpass."
        )
    if forced:
        lines.append("ASSIDU_DATABASE donne encore l'ancienne adresse et l'emporte : changez-la ou retirez-la.")
    return wrapped(lines)


def without_password(address: str) -> str:
    """An address of a database as it may be shown."""
    parts = urlsplit(address)
    if parts.password is None and "password=" not in parts.query:
        return address
    account = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{account}{parts.netloc.rpartition('@')[2]}{parts.path}"
