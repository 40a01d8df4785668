"""What is handed in to the Département: which periods, by which day, and everything a return holds once prepared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pendulum import Date

from config.schema import By, ExitClass, Persons, PlaceEstimate, ProfileField, Return
from models.acts.act import Act
from models.acts.refusals import CHANGED, Refused
from models.days.clock import today
from models.days.months import plus_months
from models.duties import lists
from models.duties.lists import Task
from models.duties.watch import Stay, Watch
from models.figures.figures import Figure, figures
from models.figures.measures import MEASURES
from models.figures.scope import EVER, Scope
from models.french import wording
from models.returns import copies
from models.rules import deviations
from models.rules.deviation import Deviation
from models.storage.connection import writing
from models.tables import Action, FollowUp, HandedIn, Parcours, Person
from models.terms import exits

MONTHS = {"mois": 1, "trimestre": 3, "année": 12}
KEYS = {
    "mois": (r"(\d{4})-(\d{2})", "AAAA-MM, par exemple 2026-03"),
    "trimestre": (r"(\d{4})-[Tt]([1-4])", "AAAA-TN, par exemple 2026-T1"),
    "année": (r"(\d{4})", "AAAA, par exemple 2026"),
}
STATES = ("à venir", "à remettre", "en retard", "remis")


@dataclass(frozen=True)
class Period:
    """The period a return of an action is about, from ``start`` to ``end``, both in it.

    ``due`` is the last day to hand it in, None when no day is stated; ``handed`` the day it was, None until then.
    """

    action: Action
    of: Return
    start: Date
    end: Date
    due: Date | None
    handed: Date | None = None

    @property
    def name(self) -> str:
        """*mars 2026*, *1er trimestre 2026*, *2026*, or *du … au …* for the whole action."""
        if self.of.every == "mois":
            return wording.month(self.start.isoformat()[:7])
        if self.of.every == "trimestre":
            return f"{wording.ordinal(self.start.quarter)} trimestre {self.start.year}"
        if self.of.every == "année":
            return str(self.start.year)
        return f"du {wording.day(self.start)} au {wording.day(self.end)}"

    @property
    def key(self) -> str:
        """How the period is typed: *2026-03*, *2026-T1*, *2026*; *final* for the whole action."""
        if self.of.every == "mois":
            return self.start.isoformat()[:7]
        if self.of.every == "trimestre":
            return f"{self.start.year}-T{self.start.quarter}"
        return str(self.start.year) if self.of.every == "année" else "final"

    @property
    def state(self) -> str:
        """One of STATES, today."""
        day = today()
        if self.handed:
            return "remis"
        if day <= self.end:
            return "à venir"
        return "en retard" if self.due and self.due < day else "à remettre"


def due_day(of: Return, end: Date) -> Date | None:
    """The last day to hand in a return about a period that ends on ``end``.

    Day N of the month after it, a working day or not (reading 59-12), or so many months after it, de date à date
    (reading 49-02: the last day of February after 31 December). None when the convention states no day.
    """
    if of.day is not None:
        month = end.start_of("month").add(months=1)
        return min(month.add(days=of.day - 1), month.end_of("month"))
    return None if of.within is None else plus_months(end, of.within)


def periods(action: Action, of: Return) -> list[Period]:
    """The periods of a return, clipped to the action, in order, with the day each was handed in; one query."""
    handed = HandedIn.select(HandedIn.start, HandedIn.day).where(HandedIn.action == action, HandedIn.code == of.code)
    return list(_cut(action, of, dict(handed.tuples())))


def calendar(watch: Watch) -> Iterator[Period]:
    """Every period of every return of these actions; one query."""
    query = HandedIn.select(HandedIn.action, HandedIn.code, HandedIn.start, HandedIn.day)
    handed: dict[tuple[int, str], dict[Date, Date]] = {}
    for action, code, start, day in query.where(HandedIn.action.in_(list(watch.actions))).tuples():
        handed.setdefault((action, code), {})[start] = day
    for id, action in watch.actions.items():
        for of in watch.spec(id).returns:
            yield from _cut(action, of, handed.get((id, of.code), {}))


def _cut(action: Action, of: Return, handed: dict[Date, Date]) -> Iterator[Period]:
    start = action.start
    while start <= action.end:
        end = min(action.end, _last(of, start))
        yield Period(action, of, start, end, due_day(of, end), handed.get(start))
        start = end.add(days=1)


def _last(of: Return, day: Date) -> Date:
    """The last day of the calendar month, quarter or year of ``day``; of all time for a return about the action."""
    months = MONTHS.get(of.every)
    if months is None:
        return EVER
    first = Date(day.year, (day.month - 1) // months * months + 1, 1)
    return first.add(months=months).subtract(days=1)


def asked(action: Action, every: str, key: str, code: str = "") -> Period:
    """The period typed as ``key`` (see KEYS; anything for the whole action) of the first return of this frequency.

    ``code`` names one of several returns of the same frequency. Raises Refused, naming those the convention has.
    """
    having = [of for of in action.spec.returns if of.every == every and code in ("", of.code)]
    if not having:
        raise Refused(_not_one_of(action, every, code))
    found = periods(action, having[0])
    if every in KEYS:
        pattern, example = KEYS[every]
        if not (typed := re.fullmatch(pattern, key.strip())) or (every == "mois" and not 1 <= int(typed[2]) <= 12):
            raise Refused(f"« {key} » n'est pas {_A[every]} : écrivez {example}.")
        found = [period for period in found if period.key == key.strip().upper()]
    if not found:
        dates = f"du {wording.day(action.start)} au {wording.day(action.end)}"
        raise Refused(f"{key} est hors de l'action {action.code}, qui va {dates} : donnez une période de l'action.")
    return found[0]


_A = {"mois": "un mois", "trimestre": "un trimestre", "année": "une année", "action": "la fin de l'action"}
_OPTIONS = {"mois": "--month", "trimestre": "--quarter", "année": "--year", "action": "--final"}


def _not_one_of(action: Action, every: str, code: str) -> str:
    kind = f"« {code} »" if code else {"action": "de fin d'action"}.get(every, f"pour {_A[every]}")
    known = action.spec.returns
    if not known:
        return f"La convention « {action.spec.title} » ne demande aucun rapport : utilisez « assidu export »."
    listed = " ; ".join(f"{of.label} ({_OPTIONS[of.every]})" for of in known)
    return f"La convention « {action.spec.title} » n'a pas de rapport {kind} ; elle a : {listed}."


def hand_in(period: Period, day: Date, *, who: str) -> None:
    """Records the day a return was handed in, or corrects it; the copy kept of it is then that of what was sent, and is
    drawn up now when its workbook was never written.

    Raises Refused for a day to come or before the period, and when a colleague has noted another day since ``period``
    was read.
    """
    refuse_day(period, day)
    action, code = period.action, period.of.code
    with writing():
        known = _handed(period)
        if known is None and not copies.of_period(action, code, period.start).exists():
            held = copies.drawn(action, chosen(period), period.start, period.end)
            label = title(period)
            copies.keep(action, copies.RETURN, period.start, period.end, held, code=code, label=label, who=who)
        with Act("return", f"{action.code} : {title(period)}, remis le {wording.day(day)}", who) as act:
            if known is None:
                act.insert(HandedIn, action=action, code=code, start=period.start, day=day)
            elif known.day not in (period.handed, day):
                raise Refused(CHANGED.format(who=known.recorded_by))
            else:
                act.update(known, day=day)
            if known is None or copies.sent_copy(action, code, period.start):
                copies.mark_sent(act, action, code, period.start, day)


def refuse_day(period: Period, day: Date) -> None:
    """Raises Refused for a day a return cannot have been handed in on."""
    if day > today():
        raise Refused(f"Le {wording.day(day)} est à venir : donnez le jour où le rapport a été remis.")
    if day < period.start:
        raise Refused(f"Le {wording.day(day)} précède la période ({period.name}) : corrigez le jour.")


def take_back(period: Period, *, who: str) -> None:
    """Removes the day a return was handed in, recorded by mistake."""
    if known := _handed(period):
        with Act("return", f"{period.action.code} : {title(period)}, pas encore remis", who) as act:
            act.delete(known)
            copies.mark_sent(act, period.action, period.of.code, period.start, None)


def title(period: Period) -> str:
    """A return and its period, as the journal names it."""
    return f"{period.of.label}, {period.name}"


def _handed(period: Period) -> HandedIn | None:
    return HandedIn.get_or_none(
        HandedIn.action == period.action, HandedIn.code == period.of.code, HandedIn.start == period.start
    )


@dataclass(frozen=True)
class Departure:
    """An exit of the period and its class, None while it is to qualify or when the convention has no class for it."""

    stay: Stay
    found: ExitClass | None
    to_qualify: bool

    @property
    def told(self) -> str:
        """The class in French; the type of the exit when the convention has no class for it."""
        return self.found.label if self.found else exits.TO_QUALIFY if self.to_qualify else self.stay.exit_type


@dataclass(frozen=True)
class Prepared:
    """A return as it would be handed in today.

    ``persons``: those of the period by the parcours they count by, with what each profile table says of them.
    ``missing`` is what keeps it from going, by person; ``follow_ups`` those dated in the period.
    """

    period: Period
    figures: list[Figure]
    persons: dict[int, dict[str, str]]
    departures: list[Departure]
    follow_ups: list[FollowUp]
    deviations: list[Deviation]
    missing: list[Task]

    @cached_property
    def profiles(self) -> dict[str, dict[str, int]]:
        """How many persons each value of each profile has, the values in order."""
        found: dict[str, dict[str, int]] = {}
        for profile in self.period.of.profiles:
            values = [told[profile] for told in self.persons.values()]
            found[profile] = {value: values.count(value) for value in sorted(set(values))}
        return found


def prepare(period: Period) -> Prepared:
    """Everything the return of this period holds, and what is missing before it can go.

    A constant number of queries for each figure, rule and profile, whatever the number of people.
    """
    action, start, end = period.action, period.start, period.end
    watch, spec = Watch.of(action), action.spec
    left = list(watch.exits(start, min(end, watch.today)))
    return Prepared(
        period,
        chosen(period),
        _persons(period),
        [
            Departure(stay, exits.class_of(spec, stay), not stay.exit_type or exits.to_qualify(spec, stay))
            for stay in left
        ],
        list(_follow_ups(period)),
        [one for one in deviations(action) if start <= one.date <= end],
        missing(period),
    )


def chosen(period: Period) -> list[Figure]:
    """The figures of a return over its period, in its order."""
    computed = figures(period.action, period.start, period.end)
    wanted = _wanted(period.of, computed)
    kept = [one for one in computed if one.indicator.id in wanted]
    return sorted(kept, key=lambda one: wanted.index(one.indicator.id))


def _wanted(of: Return, computed: list[Figure]) -> list[str]:
    """The figures of a return in its order; those an estimate is made of come with it."""
    wanted = list(of.indicators) or [one.indicator.id for one in computed]
    for one in computed:
        if isinstance(one.indicator, PlaceEstimate) and one.indicator.id in wanted:
            wanted += [part for part in (one.indicator.attendances, one.indicator.interviews) if part not in wanted]
    return wanted


def missing(period: Period) -> list[Task]:
    """What is to be done before the return can go, by name: exits to qualify, profiles to complete, rolls to call,
    follow-ups to make of those who left in the period."""
    more: list[ProfileField] = ["naissance" if one == "âge" else one for one in period.of.profiles]
    return lacking(period.action, period.start, period.end, *more)


def lacking(action: Action, start: Date, end: Date, *more: ProfileField) -> list[Task]:
    """The same from ``start`` to ``end``, whatever the return; ``more``: what is asked of profiles beside what the
    convention asks."""
    watch = Watch.of(action)
    found = [
        *lists.unqualified(watch, start, end),
        *lists.profiles(watch, start, end, more),
        *lists.rolls(watch, start, end),
        *(one for one in lists.follow_ups(watch, watch.today) if one.since and start <= one.since <= end),
    ]
    return sorted(found, key=lambda one: (one.duty == "appels", one.name, one.date))


def _persons(period: Period) -> dict[int, dict[str, str]]:
    """What each profile says of each person of the period, by parcours."""
    scope = Scope(period.action, period.start, period.end)
    found: dict[int, dict[str, str]] = {}
    for profile in period.of.profiles:
        for parcours, part, quantity in MEASURES[Persons](scope, _counting(profile)):
            if quantity:
                found.setdefault(parcours, {})[profile] = part
    return found


def _counting(by: By) -> Persons:
    """What counts the persons of a period by profile, as an indicator of a convention would."""
    return Persons(f"profil-{by}", by, "personne", "", "", of="parcours", by=by)


def _follow_ups(period: Period) -> Any:
    """The follow-ups dated in the period, with their person."""
    query = FollowUp.select(FollowUp, Person).join(Person)
    dated = FollowUp.day.between(period.start, period.end)
    return query.where(FollowUp.action == period.action, dated).order_by(FollowUp.day, Person.folded)


def people(prepared: Prepared) -> dict[int, Parcours]:
    """The parcours the persons of the period count by, with their person; one query."""
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == prepared.period.action)
    return {one.id: one for one in query.order_by(Person.folded, Person.code) if one.id in prepared.persons}
