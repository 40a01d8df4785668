"""Whether everything still holds: the journal, the records it tells, the ledger, the database."""

import argparse

from tui.commands.answering import DONE, NO, print_json, report, say
from tui.commands.progress import shown
from tui.commands.shared import database_file, installation


def _conclusion(faults: list[str]) -> str:
    from models.french.wording import counted
    from models.storage.opening import kept_nowhere

    if faults:
        return f"{counted(len(faults), 'anomalie')}."
    if kept_nowhere():
        return f"Aucune base dans {database_file()} : rien n'y est encore enregistré."
    return "Tout se tient : rien n'a changé hors du journal."


def verify(asked: argparse.Namespace) -> int:
    installation()
    from models.journal.verifying import verify

    with shown():
        verdict = verify(asked.seal)
    if asked.json:
        since = {} if asked.seal is None else {"since": verdict.since}
        print_json({"looked": verdict.looked, "last": verdict.last, **since, "faults": verdict.faults})
    report(verdict.faults, NO)
    if not asked.json:
        say(f"{name} : {count}" for name, count in verdict.looked.items())
        say([f"dernier : {verdict.last}"] if verdict.last else [])
        say([verdict.since] if verdict.since else [])
        say([_conclusion(verdict.faults)])
    return NO if verdict.faults else DONE
