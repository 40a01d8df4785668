"""Backups, and going back to one."""

import argparse
import sys
from pathlib import Path

from tui.commands.answering import NO, WRONG, Wrong, confirmed, print_json, report, say
from tui.commands.shared import database_file, free_file, installation, unlisted


def backup(asked: argparse.Namespace) -> int:
    database = database_file()
    installation(make=True)
    from models.acts import rights
    from models.storage import backups, damage
    from tui.keeping import answers

    if asked.output:
        if forbidden := rights.refusal_to_export():
            raise Wrong(forbidden)
        path = free_file(Path(asked.output))
    try:
        if asked.output:
            backups.copy_to(path, database)
        else:
            path = backups.back_up(database, backups.ASKED)
    except backups.CannotBackUp as fault:
        raise Wrong(damage.not_backed_up(database, fault)) from None
    last = backups.last_in(path)
    if asked.json:
        return print_json(answers.backup_json(path, last))
    return say(answers.backup_text(path, last))


def restore(asked: argparse.Namespace) -> int:
    from config import settings
    from models.journal import restoring
    from models.storage import backups
    from tui.keeping import answers

    database = database_file()
    _unlock(database, asked.file)
    restoring.refuse_unlisted(database)
    if asked.file is None:
        found = backups.backups_of(database)
        if asked.json:
            return print_json(answers.backups_json(found))
        return say(answers.backups_text(found))
    look = restoring.look(Path(asked.file), database)
    if not asked.json:
        say(answers.look_text(look))
    if not asked.yes:
        if asked.json or not (sys.stdin and sys.stdin.isatty()):
            refusal = "Rien n'est changé : ajoutez --yes pour remettre la base à cette sauvegarde."
            if asked.json:
                print_json(answers.look_json(look, False, None, [refusal]))
            return report([refusal], WRONG)
        if not confirmed("Remettre la base à cette sauvegarde ?"):
            return say(["Rien n'est changé."]) or NO
    before = restoring.restore(look, database, unlisted(settings.load(settings.home())))
    if asked.json:
        return print_json(answers.look_json(look, True, before, []))
    return say(answers.restored_text(look, before))


def _unlock(database: Path, file: str | None) -> None:
    """Asks for the passphrases that are needed: the backup's, then the database's when it is another.

    A database nobody can open any more can be put back to a backup.
    """
    from models.storage.backups import telling
    from models.storage.file import salt_of

    wanted = Path(file) if file else telling(database)
    if salt_of(wanted) or salt_of(database):
        from tui.commands.passphrase import unlock

        unlock(wanted)
        if file:
            unlock(database, needed=False)
