"""One list of what is about to be lost, or is, in every running action: what costs most first."""

from collections.abc import Iterator

from config.progress import each
from models.duties import lists
from models.duties.due import due
from models.duties.lists import Task
from models.duties.watch import WATCHED, Watch
from models.stakes import hours, modules, mopeds, pace, places
from models.stakes.stake import Stake

TOLD_APART = ("bloc", "éligibilité")
"""What falls due and is told here with its hours and its euros."""


def stakes() -> list[Stake]:
    """Everything at stake, in every action begun and not ended, and what is late in those ended since; in order of
    rank. A constant number of queries an action."""
    return sorted(_all(Watch.of_all()), key=lambda one: one.rank)


def _all(watch: Watch) -> Iterator[Stake]:
    running = [one for one in watch.actions.values() if one.end >= watch.today]
    for action in each(running, "Enjeux"):
        yield from hours.stakes(action)
        yield from mopeds.stakes(action)
        yield from pace.stakes(action)
    yield from modules.stakes(watch)
    yield from places.stakes(watch)
    for one in due():
        if one.kind not in TOLD_APART:
            yield Stake(one.kind, one.message, "", one.action, one.subject, one.table, one.record, one.date)
    since = watch.today.subtract(months=WATCHED)
    for task in (*lists.rolls(watch, since, watch.today), *lists.sheets(watch)):
        yield _of(task)


def _of(task: Task) -> Stake:
    return Stake(task.duty, task.message, "", task.action, task.subject, task.table, task.record, task.date)
