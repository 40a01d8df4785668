"""A deviation: what a rule found, about whom or what, when, by which article, and what to do."""

from dataclasses import dataclass

from pendulum import Date

from config import schema


@dataclass(frozen=True)
class Deviation:
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
    def key(self) -> tuple:
        return (self.rule, self.action, self.subject, self.date, self.table, self.record, self.distinct)


def deviation(
    rule: schema.Rule, action: str, subject: str, date: Date, message: str, where: tuple[str, int], distinct: str = ""
) -> Deviation:
    """A deviation from a rule of a convention file."""
    return Deviation(
        rule.rule, rule.severity, action, subject, date, message, rule.source, rule.remedy, *where, distinct
    )
