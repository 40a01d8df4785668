"""Module hours: those a block or a window will take away, and those held that nothing pays, in euros."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peewee import fn
from pendulum import Date

from config.schema import Convention, Funding
from models.duties.watch import Stay, Watch
from models.french import wording
from models.hours import payable
from models.hours.payable import Block, Hour, Window
from models.stakes.stake import Stake
from models.tables import Attendance, Parcours, Session
from models.terms.presence import state

HORIZON = 30  # days before the end of a block or of a window from which its hours are told
ABOVE, OUTSIDE = "au-delà du volume payable", "hors de tout bloc"


@dataclass(frozen=True)
class _Place:
    """A parcours open today, its block and the window open to the person, None outside any."""

    stay: Stay
    spec: Convention
    block: Block | None
    window: Window | None


def stakes(watch: Watch) -> Iterator[Stake]:
    """Of the actions that share a window, whoever is in them: the hours about to be lost, and those already unpaid.

    A constant number of queries a family of windows.
    """
    sharing: dict[str, list[Stay]] = defaultdict(list)
    for stay in watch.staying:
        if window := watch.spec(stay.action).window:
            sharing[window.family].append(stay)
    for stays in sharing.values():
        yield from _shared(watch, stays)


def _shared(watch: Watch, stays: list[Stay]) -> Iterator[Stake]:
    actions = {stay.action: watch.spec(stay.action) for stay in stays}
    window = actions[stays[0].action].window
    assert window is not None
    persons = Parcours.select(Parcours.person).where(Parcours.action.in_(list(actions)), watch.here)
    hours = [one for one in payable.hours_of(window, persons) if one.action in actions]
    blocks = payable.blocks_of(persons, actions)
    open_to: dict[int, Window] = {}
    for hour in hours:
        if hour.window and hour.window.start <= watch.today < hour.window.end:
            open_to[hour.person_id] = hour.window
    planned = _planned(watch, actions)
    for stay in stays:
        here = [one for one in blocks.get((stay.action, stay.person), []) if one.start <= watch.today < one.end]
        place = _Place(stay, actions[stay.action], here[-1] if here else None, open_to.get(stay.person))
        own = [one for one in hours if one.person_id == stay.person and one.action == stay.action]
        yield from _ending(watch, place, own, planned)
    yield from _unpaid(watch, {(stay.action, stay.person): stay for stay in stays}, hours)


def _ending(
    watch: Watch, place: _Place, own: list[Hour], planned: dict[tuple[int, int, str], list[tuple[Date, int]]]
) -> Iterator[Stake]:
    """The hours left of each module whose last payable day comes soon, less those planned by then."""
    stay, window = place.stay, place.window
    for nature in place.spec.nature:
        funding = nature.funding
        if funding is None or window is None or window.public not in funding.publics:
            continue
        until = _until(place, nature.code, funding)
        if until is None or not watch.today <= until <= watch.today.add(days=HORIZON):
            continue
        span = payable.span(funding, place.block, window)
        used = sum(
            one.payable
            for one in own
            if one.nature == nature.code and payable.span(funding, one.block, one.window) == span
        )
        booked = sum(
            minutes for day, minutes in planned.get((stay.action, stay.person, nature.code), ()) if day <= until
        )
        left = funding.volume - used - booked
        if left > 0:
            what = "le bloc finit" if funding.per == "bloc" and place.block else "l'éligibilité finit"
            ahead = f", {wording.hours(booked)} prévues" if booked else ""
            told = f"{nature.label}, {wording.hours(left)} à faire avant le {wording.day(until)} inclus, {what}{ahead}"
            worth = _worth(left, funding)
            act = "prévoyez des séances"
            yield _of(watch, stay, "heures de module", told, act, until, worth, part=nature.code)


def _until(place: _Place, nature: str, funding: Funding) -> Date | None:
    """The last day on which a module may still be held and paid; None when nothing ends: a module begun in a window
    goes on after it."""
    assert place.window is not None
    ends = [] if nature in place.window.begun else [place.window.end]
    if funding.per == "bloc":
        if place.block is None:
            return None
        ends.append(place.block.end)
    return min(ends).subtract(days=1) if ends else None


def _unpaid(watch: Watch, stays: dict[tuple[int, int], Stay], hours: list[Hour]) -> Iterator[Stake]:
    """The hours attended that nothing pays, by person, module and reason, dated from the first."""
    lines: dict[tuple[int, int, str, str], list[Hour]] = defaultdict(list)
    for one in hours:
        spec = watch.spec(one.action)
        nature = spec.nature_of(one.nature)
        if nature is None or nature.funding is None or (one.action, one.person_id) not in stays:
            continue
        if one.payable < one.minutes:
            lines[one.action, one.person_id, one.nature, _reason(one, nature.funding)].append(one)
    for (action, person, code, reason), found in lines.items():
        nature = watch.spec(action).nature_of(code)
        assert nature is not None and nature.funding is not None
        minutes = sum(one.minutes - one.payable for one in found)
        told = f"{nature.label}, {wording.hours(minutes)} non payables, {reason}"
        settled = reason == ABOVE
        act = "vérifiez l'entrée et le renouvellement" if reason == OUTSIDE else "vérifiez le document ou l'éligibilité"
        worth = _worth(minutes, nature.funding)
        where = stays[action, person]
        given = (told, "" if settled else act, found[0].day, worth)
        yield _of(watch, where, "heures impayées", *given, lost=settled, part=code)


def _reason(one: Hour, funding: Funding) -> str:
    if one.reason:
        return one.reason
    if funding.per == "bloc" and one.block is None:
        return OUTSIDE
    if funding.proof and not one.payable:
        return "justificatif à fournir"
    return ABOVE


def _worth(minutes: int, funding: Funding) -> int:
    """So many minutes, in cents rounded half up."""
    return (minutes * funding.price * 2 + 60) // 120


def _planned(watch: Watch, actions: Iterable[int]) -> dict[tuple[int, int, str], list[tuple[Date, int]]]:
    """What is planned from today on, by action, person and nature: each day and its minutes."""
    found: dict[tuple[int, int, str], list[tuple[Date, int]]] = defaultdict(list)
    query = (
        Attendance.select(
            Session.action, Attendance.person, Session.nature, Session.day, fn.SUM(Session.end - Session.start)
        )
        .join(Session)
        .where(
            Session.action.in_(list(actions)),
            Session.day >= watch.today,
            state() == "prévue",
            Attendance.status == "prévu",
        )
        .group_by(Session.action, Attendance.person, Session.nature, Session.day)
    )
    for action, person, nature, day, minutes in query.tuples():
        found[action, person, nature].append((day, minutes))
    return found


def _of(
    watch: Watch,
    stay: Stay,
    kind: str,
    told: str,
    act: str,
    date: Date,
    cents: int,
    *,
    part: str,
    lost: bool = False,
) -> Stake:
    code = watch.actions[stay.action].code
    given = (code, stay.code, "Parcours", stay.id, date)
    return Stake(kind, f"{stay.name} ({code}) : {told}", act, *given, cents=cents, lost=lost, part=part)
