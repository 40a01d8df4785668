"""What is attested of one person in one action: presence, entry, end, and that it took place; hours from the marks."""

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import Case, fn
from pendulum import Date

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.printing.papers import Paper, Recorded
from models.tables import Action, Attendance, Evaluation, Parcours, Person, Session
from models.terms.presence import ATTENDED, attended_minutes, held

PRESENCE, ENTRY, END, DONE = "attestation-presence", "attestation-entree", "attestation-fin", "certificat-realisation"
KINDS = (PRESENCE, ENTRY, END, DONE)


def attestations(
    kind: str,
    action: Action,
    people: Iterable[Person] | None = None,
    *,
    start: Date | None = None,
    end: Date | None = None,
    nature: str = "",
    day: Date | None = None,
) -> list[Paper]:
    """The documents of ``kind`` for these people, else for everyone of the action, of the latest parcours of each.

    Hours are those attended from ``start`` to ``end`` (the parcours as far as today), in one ``nature`` or in all;
    ``day`` is the date of the document, today without one. Raises Refused when nobody has one, or a day is to come.
    """
    day = day or today()
    if day > today():
        raise Refused(f"Le {wording.day(day)} n'est pas venu : une attestation porte une date passée ou celle du jour.")
    if nature and action.spec.nature_of(nature) is None:
        raise Refused(f"« {nature} » n'est pas une nature de séance de {action.code}.")
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action)
    if people is not None:
        query = query.where(Parcours.person.in_([one.id for one in people]))
    stays = {one.person_id: one for one in query.order_by(Person.folded, Person.id, Parcours.entry)}
    if kind == END:
        stays = {person: stay for person, stay in stays.items() if stay.exit is not None and stay.exit <= day}
    if not stays:
        raise Refused(NOBODY[kind].format(code=action.code))
    last = {person: min(end or today(), today(), stay.exit or action.end) for person, stay in stays.items()}
    first = {person: start or stay.entry for person, stay in stays.items()}
    hours = _hours(action, nature, first, last, {person: stay.entry for person, stay in stays.items()})
    return [
        _paper(kind, stay, first[person], last[person], hours.get(person, {}), nature, day)
        for person, stay in stays.items()
    ]


NOBODY = {
    PRESENCE: "Personne n'a de parcours dans {code} : il n'y a rien à attester.",
    ENTRY: "Personne n'a de parcours dans {code} : il n'y a rien à attester.",
    END: "Personne n'est sorti de {code} à cette date : notez d'abord la sortie.",
    DONE: "Personne n'a de parcours dans {code} : il n'y a rien à certifier.",
}

Days = dict[int, Date]
Hours = dict[str, tuple[int, int, int]]
"""Of each nature: sessions attended in the period, minutes of the period, minutes since the entry."""


def _hours(
    action: Action, nature: str, first: dict[int, Date], last: dict[int, Date], entries: dict[int, Date]
) -> dict[int, Hours]:
    """What each person attended from their first day to their last, and since their entry, by nature; one query for
    those of the same days."""
    found: dict[int, Hours] = {}
    spans: dict[tuple[Date, Date, Date], list[int]] = {}
    for person in first:
        spans.setdefault((first[person], last[person], entries[person]), []).append(person)
    for (start, end, entry), people in spans.items():
        within, since = (Case(None, [(Session.day >= day, 1)], 0) for day in (start, entry))
        sums = (fn.SUM(within), fn.SUM(within * attended_minutes()), fn.SUM(since * attended_minutes()))
        query = (
            Attendance.select(Attendance.person, Session.nature, *sums)
            .join(Session)
            .where(
                Session.action == action,
                Session.day.between(min(start, entry), end),
                held(),
                Attendance.status.in_(ATTENDED),
                Attendance.person.in_(people),
            )
            .group_by(Attendance.person, Session.nature)
        )
        for person, kind, *counts in query.tuples():
            if nature in ("", kind):
                found.setdefault(person, {})[kind] = (int(counts[0]), int(counts[1]), int(counts[2]))
    return found


def _paper(kind: str, stay: Parcours, start: Date, end: Date, hours: Hours, nature: str, day: Date) -> Paper:
    action, person = stay.action, stay.person
    labels = {one.code: one.label for one in action.spec.nature}
    rows = [
        (labels.get(code, code), str(count), wording.hours(minutes), wording.hours(whole))
        for code, (count, minutes, whole) in sorted(hours.items(), key=lambda one: list(labels).index(one[0]))
    ]
    minutes, whole = (sum(one[rank] for one in hours.values()) for rank in (1, 2))
    data = {
        "name": wording.person(person),
        "born": wording.agreed("né", "né(e)", person.sex),
        "birth": wording.day(person.birth),
        "convention": action.spec.title,
        "funder": action.spec.territory,
        "action": f"{action.code}{f' – {action.title}' if action.title else ''}",
        "site": action.site,
        "module": labels.get(nature, ""),
        "entry": wording.day(stay.entry),
        "planned_end": wording.day(stay.planned_end or action.end),
        "exit": wording.day(stay.exit),
        "start": wording.day(start),
        "end": wording.day(end),
        "rows": rows,
        "hours": wording.hours(minutes),
        "whole": wording.hours(whole),
        "skills": _skills(stay) if kind == END else [],
        "day": wording.day(day),
    }
    told = f"{wording.person(person)}, {action.code}"
    return Paper(told, data, action, person, start, end, record=_record(kind, action, person, nature, day))


def _skills(stay: Parcours) -> list[str]:
    """The last level found of each skill during the parcours."""
    query = Evaluation.select().where(
        Evaluation.action == stay.action, Evaluation.person == stay.person, Evaluation.day >= stay.entry
    )
    found = {one.subject: one.level for one in query.order_by(Evaluation.day) if one.subject}
    return [f"{subject} : {level}" for subject, level in found.items()]


def _record(kind: str, action: Action, person: Person, nature: str, day: Date) -> Recorded | None:
    """The fact that this document was handed over, when the convention keeps documents of its kind."""
    known: Sequence[Any] = action.spec.document_kind
    codes = [one.code for one in known if one.code in (kind, f"{kind}-{nature}")]
    return Recorded(action, person, codes[-1], day) if codes else None
