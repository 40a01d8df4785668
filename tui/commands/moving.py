"""Carrying everything recorded to a base of the other engine."""

import argparse
import os

from tui.commands.answering import say
from tui.commands.shared import installation, unlock_address, unwritable


def move(asked: argparse.Namespace) -> int:
    from config import settings

    chosen, home = installation(make=True), settings.home()
    left = settings.database_url(chosen, home)
    from models.storage.file import salt_of
    from models.storage.opening import on_server, path_of
    from models.together import carrying
    from tui.together import answers

    unlock_address(asked.address)
    try:
        moved = carrying.move(asked.address, chosen, home)
    except OSError as fault:
        raise unwritable(home / settings.FILE, fault) from None
    in_clear = not on_server(left) and not salt_of(path_of(left))
    return say(answers.moved_text(moved, asked.address, left, bool(os.environ.get("ASSIDU_DATABASE")), in_clear))
