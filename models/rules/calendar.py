"""Rules on the calendar: a trainer or a place in two sessions at once, in any actions; a session on a day off."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from peewee import fn
from pendulum import Date

from config import settings
from config.words import OWN_RULE
from models.days.holidays import closed_days
from models.french.folding import fold
from models.french.wording import day as say_day
from models.rules.deviation import Deviation
from models.sessions.clashes import Busy, Slot, meet
from models.tables import Action, Session

TWICE = (
    ("trainer-overlap", "trainer", "mène deux séances", "Vérifiez qui a mené chacune, et corrigez l'intervenant."),
    ("place-overlap", "place", "reçoit deux séances", "Vérifiez où chacune s'est tenue, et corrigez le lieu."),
)
"""The rule, what is looked at, what is said of it, what to do."""


def at_once() -> Iterator[Deviation]:
    """Sessions not cancelled that share a trainer or a place, and a minute, in any actions; one query.

    The pair belongs to the action of the session with the later start; on a tie, to the last code.
    """
    sessions = list(_sessions())
    for rule, field, said, remedy in TWICE:
        by_name: dict[tuple[Date, str], list[Busy]] = defaultdict(list)
        for one in sessions:
            if name := fold(getattr(one, field)):
                by_name[one.slot.day, name].append(one)
        for (day, _), taken in by_name.items():
            for earlier, later in combinations(taken, 2):
                if meet(earlier.slot, later.slot):
                    message = (
                        f"{getattr(later, field)} {said} à la même heure le {say_day(day)} : {earlier.code} "
                        f"({earlier.action}) et {later.code} ({later.action})."
                    )
                    where, distinct = ("Session", later.id), str(earlier.id)
                    yield Deviation(
                        rule, "warning", later.action, later.code, day, message, OWN_RULE, remedy, *where, distinct
                    )


def on_holidays() -> Iterator[Deviation]:
    """Sessions not cancelled dated a public holiday, of the region of the settings too; two queries."""
    kept = Session.state != "annulée"
    first, last = Session.select(fn.MIN(Session.day), fn.MAX(Session.day)).where(kept).tuples().get()
    if first is None:
        return
    off = closed_days(
        Date.fromisoformat(str(first)), Date.fromisoformat(str(last)), settings.load(settings.home()).region
    )
    query = Session.select(Session.id, Session.code, Action.code, Session.day).join(Action)
    for number, code, its, day in query.where(kept, Session.day.in_(list(off))).order_by(Session.day).tuples():
        message = f"Séance {code} du {say_day(day)} : jour férié, {off[day]}."
        remedy = "Vérifiez le jour ; s'il est juste, gardez-en la preuve avec la feuille d'émargement."
        yield Deviation("public-holiday", "warning", its, code, day, message, OWN_RULE, remedy, "Session", number)


def _sessions() -> Iterator[Busy]:
    """The sessions not cancelled that name a trainer or a place, by start, action and code."""
    columns = (Session.id, Session.code, Action.code, Session.day, Session.start, Session.end)
    query = Session.select(*columns, Session.trainer, Session.place).join(Action)
    named = (Session.trainer != "") | (Session.place != "")
    query = query.where(Session.state != "annulée", named).order_by(Session.start, Action.code, Session.code)
    for id, code, its, day, start, end, trainer, place in query.tuples():
        yield Busy(id, code, its, Slot(day, start, end), trainer, place)
