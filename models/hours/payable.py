"""Which module hours are payable: blocks, eligibility windows, ages, proofs and volumes (readings 49-24 to 49-32).

One pass over everything the persons of an action attended in the actions that share its windows, in order of date and
start; a constant number of queries.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from peewee import ModelSelect
from pendulum import Date

from config import schema
from models.days.months import age, plus_months
from models.french.wording import counted, full_name
from models.french.wording import day as say_day
from models.people.in_use import in_use
from models.tables import Action, Attendance, Document, EligibilityCheck, Parcours, Person, Session
from models.terms.presence import ATTENDED, attended_minutes, held

RENEWED_ONCE, BLOCKS_WITHIN = 2, 12  # so many blocks at most in so many months, de date à date


@dataclass(frozen=True)
class Block:
    """Months over which a volume runs for one parcours: from ``start`` to ``end``, its last day excluded."""

    action: int
    start: Date
    end: Date


@dataclass
class Window:
    """Eligibility opened by a check: from the first module session to ``end``, excluded.

    ``begun`` holds the day of the first session of each nature in it.
    """

    start: Date
    end: Date
    public: str
    checked: Date
    begun: dict[str, Date] = field(default_factory=dict)


@dataclass(frozen=True)
class Hour:
    """What one attended module session amounts to. ``reason`` says in French why it is not eligible, '' when it is."""

    attendance: int
    session: int
    session_code: str
    action: int
    person_id: int
    person: str
    name: str
    nature: str
    day: Date
    minutes: int
    block: Block | None
    window: Window | None
    reason: str
    payable: int


@dataclass(frozen=True)
class _Attended:
    attendance: int
    minutes: int
    person_id: int
    person: str
    last_name: str
    first_name: str
    birth: Date | None
    session: int
    code: str
    action: int
    nature: str
    day: Date


def family_actions(family: str) -> dict[int, schema.Convention]:
    """The actions whose conventions share one eligibility window, with their convention."""
    sharing = {key: spec for key, spec in in_use().items() if spec.window and spec.window.family == family}
    query = Action.select(Action.id, Action.convention, Action.edition)
    return {identity: sharing[key] for identity, *named in query.tuples() if (key := tuple(named)) in sharing}


def shared_hours(action: Action) -> list[Hour]:
    """Every module session the persons of ``action`` attended, there and in every action that shares its windows.

    Person by person, in order, each with its payable minutes. Empty for a convention without eligibility windows.
    """
    window = action.spec.window
    return [] if window is None else hours_of(window, persons_of(action))


def hours_of(window: schema.Window, persons: ModelSelect) -> list[Hour]:
    """The same for these ``persons`` (a query of identifiers), in every action that shares the window."""
    actions = family_actions(window.family)
    people = defaultdict(list)
    for one in _attended(persons, actions):
        people[one.person_id].append(one)
    if not people:
        return []
    checks = _checks(persons)
    blocks = blocks_of(persons, actions)
    proofs = set(
        Document.select(Document.action, Document.person, Document.kind)
        .where(Document.action.in_(list(actions)))
        .tuples()
    )
    found = []
    for person, attended in people.items():
        windows = open_windows([one.day for one in attended], checks.get(person, []), window.months)
        found += _person(attended, windows, blocks, proofs, actions)
    return found


def open_windows(days: list[Date], checks: list[tuple[Date, str]], months: int) -> list[Window]:
    """The windows that checks (day, public; in order) open at module sessions held on ``days`` (in order).

    A check made while a window runs opens the next one, after it; of several, the latest on or before the first
    session counts.
    """
    windows: list[Window] = []
    for day in days:
        if windows and day < windows[-1].end:
            continue
        used = windows[-1].start if windows else None
        fitting = [check for check in checks if check[0] <= day and (used is None or check[0] > used)]
        if fitting:
            checked, public = fitting[-1]
            windows.append(Window(day, plus_months(day, months), public, checked))
    return windows


def blocks_of(persons: ModelSelect | None, actions: dict[int, schema.Convention]) -> dict[tuple[int, int], list[Block]]:
    """The blocks of each (action, person), in order; a block ends where the next begins (readings 49-24, E-34).

    With ``persons`` (a query of identifiers), only theirs.
    """
    lengths = {
        identity: months
        for identity, spec in actions.items()
        for months in [next((n.funding.block for n in spec.nature if n.funding and n.funding.block), None)]
        if months
    }
    query = Parcours.select(Parcours.action, Parcours.person, Parcours.entry, Parcours.renewed).where(
        Parcours.action.in_(list(lengths))
    )
    if persons is not None:
        query = query.where(Parcours.person.in_(persons))
    starts: dict[tuple[int, int], list[Date]] = defaultdict(list)
    for owner, person, entry, renewed in query.tuples():
        starts[owner, person] += [entry] if renewed is None else [entry, renewed]
    blocks = {}
    for (owner, person), begun in starts.items():
        days = _opening(begun)
        ends = [*days[1:], None]
        blocks[owner, person] = [
            Block(owner, start, min(plus_months(start, lengths[owner]), following or Date(9999, 12, 31)))
            for start, following in zip(days, ends, strict=True)
        ]
    return blocks


def _opening(begun: list[Date]) -> list[Date]:
    """The days that open a block, in order: a third one is none before a year has passed since the first of the last
    two, so that re-entries and renewals give no more than a renewal once (reading E-34)."""
    days: list[Date] = []
    for day in sorted(set(begun)):
        if len(days) < RENEWED_ONCE or day >= plus_months(days[-RENEWED_ONCE], BLOCKS_WITHIN):
            days.append(day)
    return days


def persons_of(action: Action) -> ModelSelect:
    """The identifiers of everyone who has, or had, a parcours in the action."""
    return Parcours.select(Parcours.person).where(Parcours.action == action)


def _attended(persons: ModelSelect, actions: dict[int, schema.Convention]) -> list[_Attended]:
    modules = {identity: {n.code for n in spec.nature if n.module} for identity, spec in actions.items()}
    query = (
        Attendance.select(
            Attendance.id,
            attended_minutes(),
            Attendance.person,
            Person.code,
            Person.last_name,
            Person.first_name,
            Person.birth,
            Session.id,
            Session.code,
            Session.action,
            Session.nature,
            Session.day,
        )
        .join(Session)
        .join(Action)
        .switch(Attendance)
        .join(Person)
        .where(
            Session.action.in_(list(actions)),
            Attendance.person.in_(persons),
            Attendance.status.in_(ATTENDED),
            held(),
        )
        .order_by(Session.day, Session.start, Action.code, Session.code)
    )
    lines = (_Attended(*row) for row in query.tuples())
    return [one for one in lines if one.nature in modules[one.action]]


def _checks(persons: ModelSelect) -> dict[int, list[tuple[Date, str]]]:
    checks = defaultdict(list)
    query = (
        EligibilityCheck.select(EligibilityCheck.person, EligibilityCheck.day, EligibilityCheck.public)
        .where(EligibilityCheck.person.in_(persons))
        .order_by(EligibilityCheck.day)
    )
    for person, day, public in query.tuples():
        checks[person].append((day, public))
    return checks


def _person(
    attended: list[_Attended],
    windows: list[Window],
    blocks: dict[tuple[int, int], list[Block]],
    proofs: set[tuple[int, int, str]],
    actions: dict[int, schema.Convention],
) -> list[Hour]:
    """The hours of one person, session by session, each payable up to what is left under its volume."""
    for one in attended:
        window = next((w for w in windows if w.start <= one.day < w.end), None)
        if window:
            window.begun.setdefault(one.nature, one.day)
    used: dict[tuple[Any, ...], int] = defaultdict(int)
    found = []
    for one in attended:
        nature = actions[one.action].nature_of(one.nature)
        funding = nature.funding if nature else None
        block = next(
            (b for b in reversed(blocks.get((one.action, one.person_id), [])) if b.start <= one.day < b.end),
            None,
        )
        window = window_on(one.day, one.nature, windows)
        reason = _not_eligible(one, window, funding)
        payable = 0
        if funding and not reason and (funding.per != "bloc" or block):
            proven = not funding.proof or (one.action, one.person_id, funding.proof) in proofs
            if proven:
                key = (one.nature, span(funding, block, window))
                payable = min(one.minutes, funding.volume - used[key])
                used[key] += payable
        found.append(
            Hour(
                one.attendance,
                one.session,
                one.code,
                one.action,
                one.person_id,
                one.person,
                full_name(one.last_name, one.first_name),
                one.nature,
                one.day,
                one.minutes,
                block,
                window,
                reason,
                payable,
            )
        )
    return found


def span(funding: schema.Funding, block: Block | None, window: Window | None) -> Block | Date | None:
    """What a volume is counted over: the block, or the window by its first day; None outside any."""
    if funding.per == "bloc":
        return block
    return window.start if window else None


def window_on(day: Date, nature: str, windows: list[Window]) -> Window | None:
    """The window a session lies in; else the latest earlier one in which its module was begun."""
    for window in reversed(windows):
        if window.start <= day < window.end:
            return window
    for window in reversed(windows):
        if window.end <= day and nature in window.begun:
            return window
    return None


def _not_eligible(one: _Attended, window: Window | None, funding: schema.Funding | None) -> str:
    """Why a session is not eligible, in French; '' when it is."""
    if window is None:
        return "aucune vérification d'éligibilité en cours à cette date"
    if funding is None or (window.public in funding.publics and window.public != "FAJ"):
        return ""
    if window.public not in funding.publics:
        return f"public {window.public} vérifié le {say_day(window.checked)}, non admis pour ce module"
    if not funding.faj_ages:
        return ""
    if one.birth is None:
        return "public FAJ sans date de naissance : âge à vérifier"
    begun = window.begun[one.nature]
    years = age(one.birth, begun)
    first, last = funding.faj_ages
    if first <= years <= last:
        return ""
    return f"public FAJ, {counted(years, 'an')} à la première séance du module ({say_day(begun)})"
