"""What is due a while after someone enters, is oriented or leaves: an interview, a contract signed, a step, a document.

And the échelle de distance à l'emploi, due before a contract.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import Value, fn
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
    Rule,
    SessionInTime,
)
from models.days.months import after_delay, plus_months
from models.duties.lists import Task
from models.duties.watch import Stay, Watch
from models.french import wording
from models.tables import Attendance, Contract, Document, Ede, Parcours, Session, Step
from models.terms.presence import ATTENDED, contract_last_day, held, made

NAMED_AT_MOST = 30_000  # people in one query
LISTED = {"entretien": "nature", "étape": "step", "contrat": "contract_kind", "document": "document_kind"}


class Due(NamedTuple):
    """Something to have done for a parcours by ``date``: its kind, what it is in French."""

    date: Date
    kind: str
    what: str
    stay: Stay


@dataclass(frozen=True)
class Delay:
    """What a convention wants done within so many months and days: one of ``codes`` of this ``kind``."""

    kind: str
    codes: tuple[str, ...]
    since: str
    months: int | None
    days: int | None
    variants: tuple[str, ...] = ()
    after: bool = False

    def origin(self, stay: Stay) -> Date | None:
        """The day the delay runs from; None for a parcours it does not concern."""
        if self.variants and stay.variant not in self.variants:
            return None
        return {"entrée": stay.entry, "orientation": stay.oriented, "sortie": stay.exit}[self.since]

    def date(self, stay: Stay) -> Date | None:
        """The last day to do it (reading G1); None for a parcours it does not concern."""
        origin = self.origin(stay)
        return None if origin is None else after_delay(origin, self.months, self.days)


def delays(spec: Convention) -> list[Delay]:
    """Every delay a convention sets, by a rule that is more than a wish or by an indicator of what is done in time."""
    found = [delay for rule in spec.rule if rule.severity != "info" and (delay := _of_rule(rule)) is not None]
    for one in spec.indicator:
        if isinstance(one, InTime) and one.since != "absence":
            for kind, codes in (("entretien", one.natures), ("étape", one.steps), ("contrat", one.contracts)):
                if codes:
                    found.append(Delay(kind, codes, one.since, one.months, one.days))
    return list(dict.fromkeys(found))


def _of_rule(rule: Rule) -> Delay | None:
    """The delay a rule sets; None for a rule of another kind."""
    if isinstance(rule, MissingInterview | SessionInTime):
        return Delay("entretien", rule.natures, rule.since, rule.months, rule.days)
    if isinstance(rule, MissingStep) and rule.document:
        return Delay("document", (rule.document,), rule.since, rule.months, rule.days, rule.variants)
    if isinstance(rule, MissingStep):
        return Delay("étape", (rule.step,), rule.since, rule.months, rule.days, rule.variants)
    if isinstance(rule, ContractInTime):
        return Delay("contrat", rule.contracts, rule.since, rule.within, None, after=rule.after)
    if isinstance(rule, DocumentAfterEntry):
        return Delay("document", (rule.document,), "entrée", rule.within, None)
    if isinstance(rule, DocumentAfterExit):
        return Delay("document", (rule.document,), "sortie", rule.within, None)
    return None


def firsts(watch: Watch, since: Date, until: Date) -> Iterator[Due]:
    """What is due from ``since`` (a document: from today) to ``until`` and not done. One query a kind.

    What is dated belongs to a parcours from the day after the exit before; a contract counts, made in any action, when
    it is in force on the day the delay runs from, or later.
    """
    wanted = [
        (date, delay, stay)
        for stay, delay in _pairs(watch, since)
        if (date := delay.date(stay)) is not None
        and (watch.today if delay.kind == "document" else since) <= date <= until
        and (delay.since == "sortie" or date <= (stay.exit or watch.actions[stay.action].end))
    ]
    done = {
        "entretien": _interviews(watch, _of("entretien", wanted)),
        "étape": _dated(Step, _of("étape", wanted)),
        "document": _dated(Document, _of("document", wanted)),
        "contrat": _contracts(_of("contrat", wanted)),
    }
    begun = _begun(_of("contrat", [one for one in wanted if one[1].after]))
    first = _first_days(wanted)
    told = set()
    for date, delay, stay in wanted:
        if delay.kind == "contrat":
            owner, from_day = (0, stay.person), delay.origin(stay)
        else:
            owner, from_day = (stay.action, stay.person), first.get(stay.id)
        known = begun if delay.after else done[delay.kind]
        days = [day for code in delay.codes for day in known[owner, code]]
        seen = (stay.id, date, delay.kind, delay.codes)
        if seen not in told and not any(from_day is None or day >= from_day for day in days):
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
Days = defaultdict[tuple[tuple[int, int], str], list[Date]]  # by action (0: any) and person, and by code


class _Looked(NamedTuple):
    """What is looked for of one kind: which codes, in which actions, for whom."""

    codes: list[str]
    actions: list[int]
    people: list[int]


def _of(kind: str, wanted: Wanted) -> _Looked:
    mine = [(delay, stay) for _, delay, stay in wanted if delay.kind == kind]
    codes = {code for delay, _ in mine for code in delay.codes}
    return _Looked(list(codes), list({stay.action for _, stay in mine}), list({stay.person for _, stay in mine}))


def _for(people: list[int], column: Any) -> Any:
    """Of these people; of anyone when a query cannot name so many."""
    return column.in_(people) if len(people) < NAMED_AT_MOST else Value(1) == 1


def _first_days(wanted: Wanted) -> dict[int, Date]:
    """The first day of what belongs to a parcours, by its identifier, for those that follow another."""
    actions, people = {stay.action for _, _, stay in wanted}, list({stay.person for _, _, stay in wanted})
    before = Parcours.alias()
    same = (before.action == Parcours.action) & (before.person == Parcours.person) & (before.entry < Parcours.entry)
    query = (
        Parcours.select(Parcours.id, Parcours.entry, fn.MAX(before.exit).converter(str))
        .join(before, on=same)
        .where(Parcours.action.in_(list(actions)), _for(people, Parcours.person), before.exit.is_null(False))
        .group_by(Parcours.id)
    )
    return {id: min(entry, Date.fromisoformat(left).add(days=1)) for id, entry, left in query.tuples()}


def _interviews(watch: Watch, looked: _Looked) -> Days:
    days: Days = defaultdict(list)
    if looked.codes:
        query = (
            Attendance.select(Session.action, Attendance.person, Session.nature, Session.day)
            .join(Session)
            .where(
                Session.action.in_(looked.actions),
                Session.nature.in_(looked.codes),
                Session.day <= watch.today,
                _for(looked.people, Attendance.person),
                Attendance.status.in_(ATTENDED),
                held(),
            )
        )
        for action, person, nature, day in query.tuples():
            days[(action, person), nature].append(day)
    return days


def _dated(table: type[Step] | type[Document], looked: _Looked) -> Days:
    """The days of steps or documents."""
    days: Days = defaultdict(list)
    if looked.codes:
        query = table.select(table.action, table.person, table.kind, table.day)
        query = query.where(table.action.in_(looked.actions), table.kind.in_(looked.codes))
        for action, person, kind, day in query.where(_for(looked.people, table.person)).tuples():
            days[(action, person), kind].append(day)
    return days


def _contracts(looked: _Looked) -> Days:
    """The last days of the contracts made, whatever the action."""
    days: Days = defaultdict(list)
    if looked.codes:
        query = Contract.select(Contract.person, Contract.kind, contract_last_day())
        query = query.where(Contract.kind.in_(looked.codes), made(), _for(looked.people, Contract.person))
        for person, kind, last in query.tuples():
            days[(0, person), kind].append(Date.fromisoformat(last))
    return days


def _begun(looked: _Looked) -> Days:
    """The day each contract made was begun, or signed when that is earlier, whatever the action (reading E-51)."""
    days: Days = defaultdict(list)
    if looked.codes:
        query = Contract.select(Contract.person, Contract.kind, Contract.start, Contract.signed)
        query = query.where(Contract.kind.in_(looked.codes), made(), _for(looked.people, Contract.person))
        for person, kind, start, signed in query.tuples():
            days[(0, person), kind].append(min(start, signed or start))
    return days


def _told(spec: Convention, delay: Delay, date: Date) -> str:
    labels = spec.listed(LISTED[delay.kind])
    names = " ou ".join(labels.get(code, code) for code in delay.codes)
    verb = "à signer avant" if delay.kind == "contrat" else "à faire avant"
    return f"{names}, {verb} le {wording.day(date)} inclus"
