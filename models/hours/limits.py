"""What a movement of driving hours cannot be: plain data in, one French sentence per faulty movement out.

Used for one movement made in the application and for thousands taken over at once.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values, outside
from models.french.wording import day as say_day
from models.french.wording import hours as say_hours
from models.people.limits import stranger
from models.tables import GRANT, RELEASE


@dataclass(frozen=True)
class Line:
    """A movement as plain data: ``key`` finds it again, ``minutes`` is negative in a reversal (``reverses``).

    ``new`` is false for what is already in the ledger: it is never found at fault, what is added to it is.
    """

    key: Hashable
    day: Date
    kind: str
    person: Hashable
    minutes: int
    new: bool = True
    reverses: bool = False


class Say(Protocol):
    """Words a fault: the movement, the minutes there were, the later movement it spoils (None: itself)."""

    def __call__(self, line: Line, available: int, later: Line | None) -> str: ...


Step = tuple[int, Line | None]
"""A change of a balance in minutes, with the movement to judge after it (None: nothing to judge)."""


def faults(
    lines: Iterable[Line],
    lessons: Mapping[Any, Sequence[tuple[Date, int]]],
    allocated: Mapping[Any, int],
    names: Mapping[Any, str],
) -> dict[Hashable, str]:
    """The movements of one action that cannot be, by key: one French sentence each.

    In: every movement of the action; ``lessons`` attended by person as (day, minutes); ``allocated`` minutes of each
    person with a parcours; ``names`` for the sentences. A release may not exceed what the person had left at the end of
    that day, before that day's grants; nor make a later one do so. The pool is never negative at the end of a day.
    """
    lines = list(lines)
    found: dict[Hashable, str] = {}
    by_person: dict[Hashable, list[Line]] = defaultdict(list)
    pooled = []
    for line in lines:
        said = _alone(line, allocated, names) if line.new else ""
        if said:
            found[line.key] = said
        else:
            by_person[line.person].append(line)
        if not line.new or line.minutes > 0 or line.reverses:
            pooled.append(line)

    for person, own in by_person.items():
        if any(line.new and line.kind == RELEASE for line in own):
            steps = _of_person(own, lessons.get(person, ()))
            found |= _walk(allocated.get(person, 0), steps, _saying_left(names.get(person, "Cette personne")))
    return _walk(0, _of_pool(pooled), _saying_pool) | found


def _alone(line: Line, allocated: Mapping[Any, int], names: Mapping[Any, str]) -> str:
    """What is wrong with a movement whatever the others, or nothing."""
    if line.minutes <= 0 and not line.reverses:
        return "Les heures d'un mouvement sont plus grandes que zéro : écrivez par exemple 2 h 30."
    if line.person not in allocated:
        name = names.get(line.person, "Cette personne")
        return stranger(name, "cette action")
    return ""


def _of_person(own: list[Line], lessons: Sequence[tuple[Date, int]]) -> list[Step]:
    """The changes of what a person has left, in order; a day's grants come after its releases."""
    granted: dict[Date, int] = defaultdict(int)
    dated: list[tuple[Date, int, bool, Step]] = [(day, 0, False, (-minutes, None)) for day, minutes in lessons]
    for line in own:
        if line.kind == GRANT:
            granted[line.day] += line.minutes
        else:
            judged = line if line.minutes > 0 else None
            dated.append((line.day, 1 if judged else 0, line.new, (-line.minutes, judged)))
    # what a reversal takes back on balance is gone before the day's releases
    dated += [(day, 2 if net > 0 else 0, False, (net, None)) for day, net in granted.items()]
    return [step for *_, step in sorted(dated, key=lambda one: one[:3])]


def _of_pool(lines: list[Line]) -> list[Step]:
    """The changes of the pool, in order; within a day what comes in is before what goes out."""
    dated = []
    for line in lines:
        change = line.minutes if line.kind == RELEASE else -line.minutes
        dated.append((line.day, change < 0, line.new, (change, line if change < 0 else None)))
    return [step for *_, step in sorted(dated, key=lambda one: one[:3])]


def _walk(balance: int, steps: list[Step], say: Say) -> dict[Hashable, str]:
    """The new movements that take a balance below zero, at their place or later on, each left out once found."""
    found: dict[Hashable, str] = {}
    added: list[Line] = []
    for change, line in steps:
        balance += change
        if line is None:
            continue
        if not line.new:
            while balance < 0 and added:
                culprit = added.pop()
                found[culprit.key] = say(culprit, max(0, balance + culprit.minutes), line)
                balance += culprit.minutes
        elif balance < 0:
            balance -= change
            found[line.key] = say(line, max(0, balance), None)
        else:
            added.append(line)
    return found


def movement(values: Values, spec: Convention | None, action: Dates | None, today: Date) -> Iterator[Limit]:
    """The limits of a movement by itself: a convention without driving hours, a day to come, that of a report included;
    in doubt, a day outside the action."""
    if spec is not None and spec.quota is None:
        yield Limit("action", f"La convention {spec.id} n'a pas d'heures mutualisées.")
    day = values.get("day")
    if day is not None and day > today:
        told = f"Le {say_day(day)} est après aujourd'hui : datez le mouvement d'aujourd'hui au plus tard."
        yield Limit("day", told, "warning")
    for name in ("referent", "departement"):
        if values.get(name) is not None and values[name] > today:
            told = (
                f"Un signalement ne peut pas être daté après aujourd'hui ({say_day(values[name])}) : corrigez sa date."
            )
            yield Limit(name, told, "warning")
    yield from outside("day", day, action)


def lesson(name: str, minutes: int, left: int, planned: int) -> Iterator[Limit]:
    """The doubt of ``minutes`` of lessons more than the person has ``left``, those ``planned`` counted."""
    if minutes > left - planned:
        of_which = f" dont {say_hours(planned)} prévues" if planned else ""
        told = f"{name} : reste {say_hours(max(0, left))}{of_which}, et cette conduite compte {say_hours(minutes)}."
        yield Limit("person", told, "doubt")


def granted(name: str, gone: Date | None) -> Iterator[Limit]:
    """The doubt of hours granted to somebody who has left."""
    if gone is not None:
        told = f"{name} a quitté l'action le {say_day(gone)} : ces heures ne lui serviraient plus."
        yield Limit("person", told, "doubt")


def above_left(name: str, minutes: int, left: int) -> str:
    """Why a release is above what the person has ``left`` today, whatever its day; '' when it is not."""
    if minutes <= left:
        return ""
    return f"{name} n'a plus que {say_hours(max(0, left))} aujourd'hui : libérez au plus ce qui reste."


def _saying_left(name: str) -> Say:
    def say(line: Line, available: int, later: Line | None) -> str:
        if later:
            return (
                f"{name} : libérer {say_hours(line.minutes)} le {say_day(line.day)} ne laisserait pas de quoi "
                f"couvrir la libération du {say_day(later.day)} ({say_hours(later.minutes)}) ; "
                f"libérez au plus {say_hours(available)}."
            )
        return (
            f"{name} n'avait plus que {say_hours(available)} le {say_day(line.day)} : "
            f"impossible de libérer {say_hours(line.minutes)}, libérez au plus ce qui restait."
        )

    return say


def _saying_pool(line: Line, available: int, later: Line | None) -> str:
    when = f"du {say_day(later.day)}" if later else f"du {say_day(line.day)}"
    return (
        f"Les heures mutualisées {when} n'y suffiraient pas : {say_hours(available)} disponibles, "
        f"{say_hours(abs(line.minutes))} demandées ; mobilisez au plus ce qui est disponible."
    )
