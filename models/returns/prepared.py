"""What is handed in to the Département: which periods, by which day, and everything a return holds once prepared."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pendulum import Date

from config.schema import ExitClass, PlaceEstimate, ProfileField, Return
from models.duties import lists
from models.duties.lists import Task
from models.duties.periods import Period
from models.duties.watch import Stay, Watch
from models.figures.figures import Figure, figures
from models.figures.measures.parts import part_of
from models.figures.measures.people import accompanied, persons_entered
from models.figures.scope import Scope
from models.rules.checks import deviations
from models.rules.deviation import Deviation
from models.tables import Action, FollowUp, Parcours, Person
from models.terms import exits
from models.terms.publics import later


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

    ``persons``: those accompanied in the period, or entered in it when the return is about them, by the parcours they
    count by, with what each profile table says of them.
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
    counted = persons_entered if period.of.of == "entrés" else accompanied
    first = later(Parcours.entry, scope.start)
    for profile in period.of.profiles:
        for parcours, part, quantity in counted(scope, part=part_of(profile, scope.spec, counted=first)):
            if quantity:
                found.setdefault(parcours, {})[profile] = part
    return found


def _follow_ups(period: Period) -> Any:
    """The follow-ups dated in the period, with their person."""
    query = FollowUp.select(FollowUp, Person).join(Person)
    dated = FollowUp.day.between(period.start, period.end)
    return query.where(FollowUp.action == period.action, dated).order_by(FollowUp.day, Person.folded)


def people(prepared: Prepared) -> dict[int, Parcours]:
    """The parcours the persons of the period count by, with their person; one query."""
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == prepared.period.action)
    return {one.id: one for one in query.order_by(Person.folded, Person.code) if one.id in prepared.persons}
