"""One list of what is about to be lost, or is, in every running action: what costs most first."""

from collections.abc import Iterator
from dataclasses import replace

from pendulum import Date

from config.progress import each
from models.duties import lists
from models.duties.due import due
from models.duties.lists import Task
from models.duties.watch import WATCHED, Watch
from models.registers import motives
from models.stakes import hours, modules, mopeds, pace, places, put_off
from models.stakes.stake import Stake
from models.tables import Motive

TOLD_APART = ("bloc", "éligibilité")
"""What falls due and is told here with its hours and its euros."""


def stakes() -> list[Stake]:
    """Everything at stake, in every action begun and not ended, and what is late in those ended since; in order of
    rank, but for what is put off to a later day, which comes last. A constant number of queries an action."""
    watch = Watch.of_all()
    known = motives.given(put_off.ABOUT)
    said = (_with_motive(one, known.get(put_off.line_of(one)), watch.today) for one in _all(watch))
    return sorted(said, key=lambda one: (one.until is not None, one.rank))


def _with_motive(one: Stake, motive: Motive | None, now: Date) -> Stake:
    """The stake, and why it is put off until a day still to come."""
    if motive is None or motive.until is None or motive.until <= now:
        return one
    return replace(one, until=motive.until, motive=motive.motive)


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
