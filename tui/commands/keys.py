"""The commands of the screens, by the names their keys are given by in ``assidu.toml``."""

import argparse

from tui.commands.answering import DONE, NO, print_json, report, say


def keys(asked: argparse.Namespace) -> int:
    from config import settings
    from tui import french
    from tui.answers import table
    from tui.shell.chosen_keys import Chosen, Command

    chosen = Chosen(settings.load(settings.home()).keys)

    def names(command: Command) -> list[str]:
        return list(dict.fromkeys(map(french.key_name, chosen.keys_of(command))))

    known = chosen.known.values()
    if asked.json:
        told = [{"name": one.name, "command": one.told, "keys": names(one)} for one in known]
        print_json({"keys": told, "faults": chosen.faults})
        return NO if chosen.faults else DONE
    say(table([(one.name, " ou ".join(names(one)), one.told) for one in known], words=2))
    return report([chosen.sentence], NO) if chosen.faults else DONE
