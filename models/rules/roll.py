"""Rules on sessions: the size of the group, the length, rolls not called, one person in two places at once."""

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import Any, NamedTuple

from peewee import JOIN, ModelSelect, Window, fn
from pendulum import Date

from config import schema
from config.words import OWN_RULE
from models.days.clock import today
from models.figures.scope import Scope
from models.french.wording import counted, full_name, hours
from models.french.wording import day as say_day
from models.rules.deviation import Deviation, deviation
from models.sessions import half_called as half
from models.tables import Action, Attendance, Person, Session
from models.tables.written import written
from models.terms.presence import ATTENDED, held, state, uncalled


def _held(action: Any, natures: tuple[str, ...]) -> ModelSelect:
    """Sessions *tenues* of these natures, marked or not: said to be, or marked and not after today."""
    return Session.select().where(
        Session.action == action,
        Session.nature.in_(list(natures)),
        state() == "tenue",
    )


def group_size(scope: Scope, rule: schema.GroupSize) -> Iterator[Deviation]:
    """Sessions held attended by fewer or more than the convention says (readings 49-13, 49-29)."""
    span = f"{rule.minimum} à {rule.maximum}" if rule.maximum else f"{rule.minimum} au moins"
    for identity, code, day, count in _attending.rows(scope.action.id, natures=tuple(rule.natures)):
        if count < rule.minimum or (rule.maximum and count > rule.maximum):
            people = counted(count, "personne présente", "personnes présentes")
            message = f"Séance {code} du {say_day(day)} : {people}, la convention prévoit un groupe de {span}."
            yield deviation(rule, scope.action.code, code, day, message, ("Session", identity))


@written
def _attending(action: Any, *, natures: tuple[str, ...]) -> ModelSelect:
    """How many attended each session held."""
    attended = (Attendance.session == Session.id) & Attendance.status.in_(ATTENDED)
    query = _held(action, natures).select(Session.id, Session.code, Session.day, fn.COUNT(Attendance.id))
    query = query.join(Attendance, JOIN.LEFT_OUTER, on=attended).group_by(Session.id, Session.code, Session.day)
    return query.order_by(Session.day, Session.code)


def session_length(scope: Scope, rule: schema.SessionLength) -> Iterator[Deviation]:
    """Sessions held shorter or longer than the convention says."""
    for identity, code, day, length in _lengths.rows(scope.action.id, natures=tuple(rule.natures)):
        short = rule.minimum is not None and length < rule.minimum
        if short or (rule.maximum is not None and length > rule.maximum):
            limit = f"au moins {hours(rule.minimum or 0)}" if short else f"au plus {hours(rule.maximum or 0)}"
            message = f"Séance {code} du {say_day(day)} : {hours(length)}, la convention prévoit {limit}."
            yield deviation(rule, scope.action.code, code, day, message, ("Session", identity))


@written
def _lengths(action: Any, *, natures: tuple[str, ...]) -> ModelSelect:
    query = _held(action, natures).select(Session.id, Session.code, Session.day, Session.end - Session.start)
    return query.order_by(Session.day, Session.code)


@written
def _not_called(action: Any) -> ModelSelect:
    query = Session.select(Session.id, Session.code, Session.day)
    query = query.where(Session.action == action, Session.day < today(), uncalled())
    return query.order_by(Session.day, Session.code)


def not_called(action: Action) -> Iterator[Deviation]:
    """Sessions before today, not cancelled, with nobody marked."""
    for identity, code, day in _not_called.rows(action.id):
        yield Deviation(
            "roll-not-called",
            "warning",
            action.code,
            code,
            day,
            f"Séance {code} du {say_day(day)} : l'appel n'a pas été fait.",
            OWN_RULE,
            "Faites l'appel d'après la feuille d'émargement, ou annulez la séance avec son motif.",
            "Session",
            identity,
        )


def half_called(action: Action) -> Iterator[Deviation]:
    """Sessions before today, not cancelled, in which somebody is marked and somebody expected is not."""
    for one in half.half_called_in(action):
        yield Deviation(
            "roll-incomplete",
            "warning",
            action.code,
            one.code,
            one.day,
            f"Séance {one.code} du {say_day(one.day)} : {one.told}.",
            OWN_RULE,
            "Finissez l'appel d'après la feuille d'émargement ; qui n'était pas attendu : corrigez son parcours.",
            "Session",
            one.session,
        )


def overlap() -> Iterator[Deviation]:
    """One person attending two sessions that overlap in time, in any actions.

    The pair belongs to the action of the session with the later start; on a tie, to the last code.
    """
    for _, busy in groupby(_clashing_days(), key=lambda one: (one.day, one.person)):
        for earlier, later in combinations(busy, 2):
            if earlier.end > later.start:
                yield _clash(earlier, later)


class _Busy(NamedTuple):
    """Someone attending a session."""

    day: Date
    person: str
    start: int
    end: int
    action: str
    code: str
    session: int
    last_name: str
    first_name: str


def _clashing_days() -> Iterator[_Busy]:
    """What everyone attends on the days when two of their sessions overlap, by day, person and start."""
    attended = Attendance.select().join(Session).where(Attendance.status.in_(ATTENDED), held())
    busy_until = fn.MAX(Session.end).over(
        partition_by=[Attendance.person, Session.day],
        order_by=[Session.start, Attendance.id],
        start=Window.preceding(),
        end=Window.preceding(1),
        frame_type=Window.ROWS,
    )
    lines = attended.select(
        Attendance.person.alias("person_id"),
        Session.day.alias("day"),
        Session.start.alias("start"),
        busy_until.alias("busy_until"),
    ).alias("lines")
    clashing = (
        lines.select_from(lines.c.person_id, lines.c.day)
        .where(lines.c.busy_until > lines.c.start)
        .distinct()
        .alias("clashing")
    )
    busy = (
        Attendance.select(
            Session.day,
            Person.code,
            Session.start,
            Session.end,
            Action.code,
            Session.code,
            Session.id,
            Person.last_name,
            Person.first_name,
        )
        .join(Session)
        .join(Action)
        .switch(Attendance)
        .join(Person)
        .switch(Attendance)
        .join(clashing, on=(clashing.c.person_id == Attendance.person) & (clashing.c.day == Session.day))
        .where(Attendance.status.in_(ATTENDED), held())
        .order_by(Session.day, Attendance.person, Session.start, Action.code, Session.code)
    )
    return (_Busy(*line) for line in busy.tuples())


def _clash(earlier: _Busy, later: _Busy) -> Deviation:
    return Deviation(
        "overlap",
        "error",
        later.action,
        later.person,
        later.day,
        f"{full_name(later.last_name, later.first_name)} le {say_day(later.day)} : compté dans deux séances qui se "
        f"chevauchent, {earlier.code} ({earlier.action}) et {later.code} ({later.action}).",
        OWN_RULE,
        "Vérifiez les feuilles d'émargement et corrigez la présence ou l'horaire en trop.",
        "Session",
        later.session,
        str(earlier.session),
    )
