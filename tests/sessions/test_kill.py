"""A mark acknowledged outlives the program being killed the very next moment."""

import os
import random
import signal
import subprocess
import sys

import pytest

from models.tables import Attendance, JournalEntry

MARKING = """
import sys
from models.sessions import roll
from models.storage.opening import open_database

open_database(sys.argv[1])
people = [row.person for row in roll.open_roll(1).rows]
for status in roll.MARKS * 1000:
    for person in people:
        roll.mark(1, person, status, who="Nadia")
        print(person, status, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("round", range(60))
def test_no_acknowledged_mark_is_lost(twelve, tmp_path, round):
    address = f"sqlite:///{tmp_path}/assidu.db"
    with subprocess.Popen([sys.executable, "-c", MARKING, address], stdout=subprocess.PIPE, text=True) as child:
        told = [child.stdout.readline() for _ in range(random.Random(round).randrange(5, 60))]
        os.kill(child.pid, signal.SIGKILL)
        told += child.stdout.readlines()
    told = [line for line in told if line.endswith("\n")]
    acknowledged = {int(person): status for person, status in map(str.split, told)}
    stored = dict(Attendance.select(Attendance.person, Attendance.status).tuples())
    assert JournalEntry.select().count() in (len(told), len(told) + 1)  # one may be durable though not yet told
    different = [person for person, status in acknowledged.items() if stored[person] != status]
    assert len(different) <= JournalEntry.select().count() - len(told)
