"""Several people at once: each a process with a connection of its own, told to act at the very same moment."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

SOON = 0.002  # seconds for every process to have read its line and be waiting for the moment


@contextmanager
def several(number: int, address: str) -> Iterator["Posts"]:
    """So many processes on the base at ``address``."""
    with ExitStack() as stack:
        words = [sys.executable, "-m", __name__, address]
        children = [
            stack.enter_context(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(number)
        ]
        yield Posts(children)
        for child in children:
            child.stdin.close()


class Posts:
    """The processes of one test."""

    def __init__(self, children: list[subprocess.Popen]) -> None:
        self.children = children
        assert [child.stdout.readline() for child in children] == ["ready\n"] * len(children)

    def at_once(self, *acts: str) -> list[str]:
        """Has each process do its act (``"lend 1 2"``) together; gives « fait » or the refusal of each."""
        moment = time.monotonic() + SOON
        for child, act in zip(self.children, acts, strict=True):
            child.stdin.write(f"{moment} {act}\n")
            child.stdin.flush()
        return [child.stdout.readline().strip() for child in self.children]


def grant(who: str, action: str, person: str, minutes: str) -> None:
    pool.grant(Action.get_by_id(action), Person.get_by_id(person), int(minutes), today(), "Besoin", who=who)


def lend(who: str, moped: str, person: str, in_days: str) -> None:
    departure = today().add(days=int(in_days))
    mopeds.lend(Moped.get_by_id(moped), Person.get_by_id(person), departure, departure.add(days=10), who=who)


def mark(who: str, session: str, person: str, status: str) -> None:
    roll.mark(int(session), int(person), status, who=who)


def rest(who: str, session: str) -> None:
    roll.mark_rest_present(int(session), who=who)


def close(who: str, action: str, until: str) -> None:
    closing.close(Action.get_by_id(action), Date.fromisoformat(until), who, who=who)


def join(who: str, kept: str, other: str) -> None:
    people.join(Person.get_by_id(kept), Person.get_by_id(other), who=who)


def add(who: str, code: str, name: str) -> None:
    participants.add(last_name=name, first_name="Ana", code=code, who=who)


def take(who: str, path: str) -> None:
    report = take_over(path, who=who)
    if report.errors:
        raise Refused(report.errors[0].message)


if __name__ == "__main__":
    from pendulum import Date

    from models.acts.refusals import Refused
    from models.days.clock import today
    from models.hours import pool
    from models.joining import people
    from models.park import mopeds
    from models.people import participants
    from models.returns import closing
    from models.sessions import roll
    from models.storage.opening import open_database
    from models.tables import Action, Moped, Person
    from models.takeover.process import take_over

    open_database(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        moment, verb, *words = line.split()
        while time.monotonic() < float(moment):
            pass
        try:
            globals()[verb](*words)
            print("fait", flush=True)
        except Refused as refused:
            print(refused, flush=True)
