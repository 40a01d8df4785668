"""The publics somebody had one after the other (reading E-08): a change from a day on, and every correction of these.

change(person, "FAJ", day, who="Claire")    from that day on
correct(person, "FAJ", who="Claire")        always was: no change is left
move(former, day, who="Claire")             a change was on another day
remove(former, who="Claire")                a change never was
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from pendulum import Date

from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.tables import FormerPublic, Person
from models.terms.publics import public_at


class History(NamedTuple):
    """The publics somebody had: those before, each with the first day of the next, in order; and the last."""

    before: tuple[tuple[Date, str], ...]
    last: str

    def told(self) -> str:
        """« RSA, puis FAJ depuis le 01/06/2026 »."""
        publics = [*(public for _, public in self.before), self.last or "non noté"]
        changes = [
            f"puis {public} depuis le {wording.day(day)}"
            for (day, _), public in zip(self.before, publics[1:], strict=True)
        ]
        return ", ".join([publics[0], *changes])


def changed(history: History, public: str, since: Date) -> History:
    """A history with another public from a day on; what came later is replaced. The first known is held from the start:
    with none known before, there is no change."""
    kept = tuple(one for one in history.before if one[0] < since)
    was = public_at(history.before, history.last, since.subtract(days=1))
    return tidied(History((*kept, (since, was)) if was else kept, public))


def without(history: History, since: Date) -> History:
    """A history without the change of that day: the public before it goes on to the next change."""
    rank = next(rank for rank, (day, _) in enumerate(history.before) if day == since)
    was = history.before[rank][1]
    after = history.before[rank + 1 :]
    if not after:
        return tidied(History(history.before[:rank], was))
    return tidied(History((*history.before[:rank], (after[0][0], was), *after[1:]), history.last))


def tidied(history: History) -> History:
    """The same without a change to the public there already was."""
    days, publics = [day for day, _ in history.before], [*(public for _, public in history.before), history.last]
    kept = [(day, one) for day, (one, other) in zip(days, pairwise(publics), strict=True) if one != other]
    return History(tuple(kept), history.last)


def history(person: Person) -> History:
    """The publics of somebody as they are recorded."""
    return _of(person.public, _lines(person))


def change(person: Person, public: str, since: Date, *, who: str) -> Person:
    """Another public from ``since`` on. Raises Refused for a day to come, a day before a closing, and when a colleague
    has changed the public since ``person`` was read."""
    with Act("person", f"{wording.person(person)} : public {public} depuis le {wording.day(since)}", who) as act:
        return changing(act, person, public, since)


def changing(act: Act, person: Person, public: str, since: Date) -> Person:
    """The same, inside an act that does more."""
    if since > today():
        raise Refused(f"« Public depuis le » ne peut pas être le {wording.day(since)}, après aujourd'hui : corrigez.")
    stored = _unchanged(person)
    _store(act, stored, changed(history(stored), public, since))
    return stored


def correct(act: Act, person: Person) -> None:
    """Leaves no change of public, inside the act that corrects the public: it was always so."""
    for line in _lines(person):
        act.delete(line)


def move(former: FormerPublic, since: Date, *, who: str) -> None:
    """A change of public that was on another day. Raises Refused for a day to come, or beyond another change."""
    if since > today():
        raise Refused(f"« Changement le » ne peut pas être le {wording.day(since)}, après aujourd'hui : corrigez.")
    with Act("person", "", who) as act:
        stored = act.unchanged(former)
        days = [one.since for one in _lines(stored.person)]
        rank = days.index(stored.since)
        if (rank and since <= days[rank - 1]) or (rank + 1 < len(days) and since >= days[rank + 1]):
            raise Refused("Un autre changement de public est entre ces deux jours : corrigez-le d'abord.")
        told = f"changement de public du {wording.day(stored.since)} porté au {wording.day(since)}"
        act.sentence = f"{wording.person(stored.person)} : {told}"
        act.update(stored, since=since)


def remove(former: FormerPublic, *, who: str) -> None:
    """A change of public that never was: the public before it goes on to the next change."""
    told = f"{wording.person(former.person)} : changement de public du {wording.day(former.since)} retiré"
    with Act("person", told, who) as act:
        stored = act.unchanged(former)
        person = Person.get_by_id(stored.person_id)
        _store(act, person, without(history(person), stored.since))


def _lines(person: Person) -> list[FormerPublic]:
    return list(FormerPublic.select().where(FormerPublic.person == person).order_by(FormerPublic.since))


def _of(last: str, lines: Iterable[FormerPublic]) -> History:
    return History(tuple((one.since, one.public) for one in lines), last)


def _unchanged(person: Person) -> Person:
    stored = Person.get_by_id(person.id)
    if stored.public != person.public:
        raise Refused("Le public a été changé entre-temps : fermez par Échap et reprenez ce qui y est maintenant.")
    return stored


def _store(act: Act, person: Person, wanted: History) -> None:
    """Records a history: what is no longer there goes, what is new comes."""
    known = {(one.since, one.public): one for one in _lines(person)}
    for line, stored in known.items():
        if line not in wanted.before:
            act.delete(stored)
    for since, public in wanted.before:
        if (since, public) not in known:
            act.insert(FormerPublic, person=person, since=since, public=public)
    act.update(person, public=wanted.last)
