"""One user of a long day: acts at random on the base of ASSIDU_DATABASE, and prints the number of each act as soon as
it is acknowledged. ``python -m tests.soak.day Zoé 2000``"""

import os
import sys
from contextlib import suppress
from random import Random

from peewee import DoesNotExist

from models.acts import undo as journal
from models.acts.refusals import Refused
from models.journal import undoing
from models.storage.opening import open_database
from models.tables import JournalEntry, database
from tests.soak.verbs import Operator


def acts_of(who: str, after: int) -> list[int]:
    query = JournalEntry.select(JournalEntry.id).where(JournalEntry.who == who, JournalEntry.id > after)
    return [number for (number,) in query.order_by(JournalEntry.id).tuples()]


def act(user: Operator) -> None:
    """One act, an undo or a redo. Raises Refused."""
    chosen = user.dice.random()
    entry = None
    if chosen < 0.12:
        entry = journal.last_act(user.who) if chosen < 0.08 else journal.last_undone(user.who)
    if entry is not None:
        undoing.take_back(entry, user.who)
    else:
        user.act()


def main(who: str, acts: int) -> None:
    open_database(os.environ["ASSIDU_DATABASE"])
    user = Operator(Random(who), who, "Claire")
    last = done = 0
    while done < acts:
        with suppress(Refused, DoesNotExist):  # a colleague may have removed it since it was chosen
            act(user)
        for number in acts_of(who, last):
            print(number, flush=True)
            last, done = number, done + 1
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
