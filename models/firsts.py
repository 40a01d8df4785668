"""What is due a while after someone enters, is oriented or leaves: an interview, a contract signed, a step, a document.

And the échelle de distance à l'emploi, due before a contract.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pendulum import Date

from config.schema import (
    ContractInTime,
    Convention,
    DistanceFirst,
    DocumentAfterEntry,
    DocumentAfterExit,
    InTime,
    MissingInterview,
    MissingStep,
)
from models import wording
from models.duties import Task
from models.months import plus_months
from models.presence import ATTENDED, held
from models.stays import Stay, Watch
from models.tables import Attendance, Contract, Document, Ede, Session, Step

LISTED = {"entretien": "nature", "étape": "step", "contrat": "contract_kind", "document": "document_kind"}


class Due(NamedTuple):
    """Something to have done for a parcours by ``date``: its kind, what it is in French."""

    date: Date
    kind: str
    what: str
    stay: Stay


@dataclass(frozen=True)
class Delay:
    """What a convention wants done within so many months or days: one of ``codes`` of this ``kind``."""

    kind: str
    codes: tuple[str, ...]
    since: str
    months: int | None
    days: int | None
    variants: tuple[str, ...] = ()

    def date(self, stay: Stay) -> Date | None:
        """The last day to do it; None for a parcours it does not concern."""
        origin = {"entrée": stay.entry, "orientation": stay.oriented, "sortie": stay.exit}[self.since]
        if origin is None or (self.variants and stay.variant not in self.variants):
            return None
        return plus_months(origin, self.months) if self.months is not None else origin.add(days=self.days or 0)


def delays(spec: Convention) -> list[Delay]:
    """Every delay a convention sets, by a rule or by an indicator of what is done in time."""
    found = []
    for rule in spec.rule:
        if isinstance(rule, MissingInterview):
            found.append(Delay("entretien", rule.natures, rule.since, rule.months, rule.days))
        elif isinstance(rule, MissingStep):
            found.append(Delay("étape", (rule.step,), rule.since, rule.months, rule.days, rule.variants))
        elif isinstance(rule, ContractInTime):
            found.append(Delay("contrat", rule.contracts, rule.since, rule.within, None))
        elif isinstance(rule, DocumentAfterEntry):
            found.append(Delay("document", (rule.document,), "entrée", rule.within, None))
        elif isinstance(rule, DocumentAfterExit):
            found.append(Delay("document", (rule.document,), "sortie", rule.within, None))
    for one in spec.indicator:
        if isinstance(one, InTime):
            for kind, codes in (("entretien", one.natures), ("étape", one.steps), ("contrat", one.contracts)):
                if codes:
                    found.append(Delay(kind, codes, one.since, one.months, one.days))
    return list(dict.fromkeys(found))


def firsts(watch: Watch, since: Date, until: Date) -> Iterator[Due]:
    """What is due from ``since`` (a document: from today) to ``until`` and not done. One query a kind."""
    wanted = [
        (date, delay, stay)
        for stay, delay in _pairs(watch, since)
        if (date := delay.date(stay)) is not None
        and (watch.today if delay.kind == "document" else since) <= date <= until
    ]
    done = {
        "entretien": _interviews(watch, wanted),
        "étape": _dated(Step, "étape", wanted),
        "document": _dated(Document, "document", wanted),
        "contrat": _contracts(wanted),
    }
    told = set()
    for date, delay, stay in wanted:
        from_day = min(stay.entry, stay.oriented or stay.entry)
        owner = stay.person if delay.kind == "contrat" else (stay.action, stay.person)
        seen = (stay.id, date, delay.kind, delay.codes)
        if seen in told or any(day >= from_day for code in delay.codes for day in done[delay.kind][owner, code]):
            continue
        told.add(seen)
        yield Due(date, delay.kind, _told(watch.spec(stay.action), delay, date), stay)


def scales(watch: Watch, contracts: list[Task], pending: list[Due]) -> Iterator[tuple[Date, str, Task | Stay]]:
    """The échelles de distance to fill before a contract is renewed, or before a first one; one query.

    ``contracts`` are those to renew, ``pending`` the contracts to sign.
    """
    ruled = {id: rules for id in watch.actions if (rules := watch.spec(id).rules_of(DistanceFirst))}
    if not ruled:
        return
    last: dict[int, Date] = {}
    for person, day in Ede.select(Ede.person, Ede.day).order_by(Ede.day).tuples():
        last[person] = day
    codes = {one.code: id for id, one in watch.actions.items()}
    for task in contracts:
        for rule in ruled.get(codes[task.action], ()):
            day = last.get(task.person)
            stale = rule.fresh is not None and day is not None and day < plus_months(task.date, -rule.fresh)
            if day is None or (task.since and day <= task.since) or stale:
                yield task.date, f"échelle de distance à remplir avant le {wording.day(task.date)}", task
                break
    for due in pending:
        if due.stay.action in ruled and due.stay.person not in last:
            yield due.date, f"échelle de distance à remplir avant le contrat, le {wording.day(due.date)}", due.stay


def _pairs(watch: Watch, since: Date) -> Iterator[tuple[Stay, Delay]]:
    known = {id: found for id in watch.actions if (found := delays(watch.spec(id)))}
    for stay in watch.staying:
        for delay in known.get(stay.action, ()):
            if delay.since != "sortie":
                yield stay, delay
    after = {id: [one for one in found if one.since == "sortie"] for id, found in known.items()}
    longest = max((one.months or 1 for found in after.values() for one in found), default=0)
    if longest:
        for stay in watch.exits(plus_months(since, -longest - 1), watch.today):
            for delay in after.get(stay.action, ()):
                yield stay, delay


Wanted = list[tuple[Date, Delay, Stay]]
Days = defaultdict


def _of(kind: str, wanted: Wanted) -> tuple[set[str], set[int], Date | None]:
    """The codes, the actions and the first day to look from, of what is wanted of one kind."""
    mine = [(delay, stay) for _, delay, stay in wanted if delay.kind == kind]
    days = [min(stay.entry, stay.oriented or stay.entry) for _, stay in mine]
    codes = {code for delay, _ in mine for code in delay.codes}
    return codes, {stay.action for _, stay in mine}, min(days, default=None)


def _interviews(watch: Watch, wanted: Wanted) -> Days:
    codes, actions, first = _of("entretien", wanted)
    days: Days = defaultdict(list)
    if first is not None:
        query = (
            Attendance.select(Session.action, Attendance.person, Session.nature, Session.day)
            .join(Session)
            .where(
                Session.action.in_(list(actions)),
                Session.nature.in_(list(codes)),
                Session.day.between(first, watch.today),
                Attendance.status.in_(ATTENDED),
                held(),
            )
        )
        for action, person, nature, day in query.tuples():
            days[(action, person), nature].append(day)
    return days


def _dated(table: type[Step] | type[Document], kind_of: str, wanted: Wanted) -> Days:
    """The days of steps or documents, by action, person and code."""
    codes, actions, first = _of(kind_of, wanted)
    days: Days = defaultdict(list)
    if first is not None:
        query = table.select(table.action, table.person, table.kind, table.day)
        query = query.where(table.action.in_(list(actions)), table.kind.in_(list(codes)), table.day >= first)
        for action, person, kind, day in query.tuples():
            days[(action, person), kind].append(day)
    return days


def _contracts(wanted: Wanted) -> Days:
    """The days contracts were signed, whatever the action they were signed in."""
    codes, _, first = _of("contrat", wanted)
    days: Days = defaultdict(list)
    if first is not None:
        query = Contract.select(Contract.person, Contract.kind, Contract.signed)
        for person, kind, day in query.where(Contract.kind.in_(list(codes)), Contract.signed >= first).tuples():
            days[person, kind].append(day)
    return days


def _told(spec: Convention, delay: Delay, date: Date) -> str:
    labels = spec.listed(LISTED[delay.kind])
    names = " ou ".join(labels.get(code, code) for code in delay.codes)
    verb = "à signer avant" if delay.kind == "contrat" else "à faire avant"
    return f"{names}, {verb} le {wording.day(date)} inclus"
