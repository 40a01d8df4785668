"""A deviation: what a rule found, about whom or what, when, by which article, and what to do."""

from typing import Any, NamedTuple

from pendulum import Date

from config import schema
from models.figures.scope import Scope
from models.french.wording import person
from models.tables import Parcours


class Deviation(NamedTuple):
    """One deviation. ``subject`` is a participant's identifier, a session's code or an action's; ``table`` and
    ``record`` name the record to open; ``distinct`` tells apart two deviations of one subject and day."""

    rule: str
    severity: str
    action: str
    subject: str
    date: Date
    message: str
    source: str
    remedy: str
    table: str
    record: int
    distinct: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.rule, self.action, self.subject, self.date, self.table, self.record, self.distinct)


def deviation(
    rule: schema.Rule,
    action: str,
    subject: str,
    date: Date,
    message: str,
    where: tuple[str, int],
    distinct: str = "",
    *,
    doubtful: bool = False,
) -> Deviation:
    """A deviation from a rule of a convention file. ``doubtful``: something to look at, never an error."""
    severity = "warning" if doubtful and rule.severity == "error" else rule.severity
    return Deviation(rule.rule, severity, action, subject, date, message, rule.source, rule.remedy, *where, distinct)


def of_stay(
    scope: Scope, rule: schema.Rule, stay: Parcours, date: Date, message: str, doubtful: bool = False
) -> Deviation:
    """A deviation about someone's parcours, the record to open. Rules of one kind may find several things on one day:
    the message, which begins with the person's name, tells them apart."""
    message = f"{person(stay.person)} : {message}"
    where = ("Parcours", stay.id)
    return deviation(rule, scope.action.code, stay.person.code, date, message, where, message, doubtful=doubtful)
