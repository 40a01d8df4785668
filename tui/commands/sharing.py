"""Sharing a home with the other accounts of the machine."""

import argparse

from tui.commands.answering import Wrong, say
from tui.commands.shared import close_database, database_file, installation

AFTER = "Chaque compte du groupe l'ouvre avec ASSIDU_HOME={home} ; « assidu grant » dit ce que chacun peut y faire."


def share(asked: argparse.Namespace) -> int:
    database = database_file(
        "Une base sur un serveur se partage par ses comptes : « assidu grant » leur donne un rôle."
    )
    installation(make=True)
    from config import settings
    from models.acts.rights import coordinators_only
    from models.storage.sharing import share_home

    if forbidden := coordinators_only():
        raise Wrong(forbidden)
    close_database()
    home = settings.home()
    done = share_home(home, database, asked.group)
    if asked.group is None:
        return say([f"{home} n'est plus ouvert qu'à son propriétaire." if done else f"{home} n'était pas partagé."])
    return say([f"{home} est partagé avec le groupe {asked.group}, sauvegardes comprises.", AFTER.format(home=home)])
