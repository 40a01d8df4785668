"""The sheet people sign: of a session, of two half-days, of a week of a group; blank, or with the marks."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pendulum import Date

from models.acts.refusals import Refused
from models.french import wording
from models.french.folding import fold
from models.printing import codes, geometry
from models.printing.papers import Paper
from models.sessions.half_called import expected_by_parcours
from models.sessions.halves import halves
from models.tables import Action, Attendance, Person, Session

KIND = "emargement"
LETTERS = {"présent": "P", "absent": "A", "excusé": "E", "retard": "R"}
ALONE = "Séance annulée : elle n'a pas de feuille ; rétablissez-la d'abord si elle a lieu."


@dataclass(frozen=True)
class Column:
    """What a column is signed for: a session, or one ``half`` of it."""

    session: Session
    half: str


class Signer(NamedTuple):
    """Somebody expected or marked in the sessions of a sheet."""

    id: int
    name: str


class Line(NamedTuple):
    """Somebody in one session: as marked, or '' while they are only expected."""

    status: str
    minutes: int | None


Lines = dict[int, dict[int, Line]]
"""Of each session, its lines by person."""


def of_session(number: int) -> list[Session]:
    """The session and the half-day it goes with, not cancelled, in order. Raises Refused when it is, or is gone."""
    found = Session.select(Session, Action).join(Action).where(Session.id == number).first()
    if found is None:
        raise Refused("Cette séance n'existe plus : elle a été supprimée.")
    if found.state == "annulée":
        raise Refused(ALONE)
    if not found.pair:
        return [found]
    both = _sessions((Session.action == found.action) & (Session.pair == found.pair) & (Session.day == found.day))
    return both or [found]


def of_week(number: int) -> list[Session]:
    """The collective sessions of the week of this one, of its action and group. Raises Refused as ``of_session``."""
    first = of_session(number)[0]
    if not _collective(first):
        raise Refused("Cette séance est individuelle : elle n'a pas de feuille de semaine, imprimez la sienne.")
    return next(week for week in of_weeks(first.action, first.day) if week[0].group == first.group)


def of_weeks(action: Action, day: Date) -> list[list[Session]]:
    """The collective sessions of the week of a day, those of each group together. Raises Refused without any."""
    monday = day.start_of("week")
    found = _sessions((Session.action == action) & Session.day.between(monday, monday.add(days=6)))
    groups: dict[str, list[Session]] = {}
    for one in filter(_collective, found):
        groups.setdefault(one.group, []).append(one)
    if not groups:
        raise Refused(f"{action.code} n'a pas de séance collective la semaine du {wording.day(monday)}.")
    return [groups[name] for name in sorted(groups)]


def of_days(start: Date, end: Date, action: Action | None = None, trainer: str | None = None) -> list[list[Session]]:
    """The sessions of these days, half-days of a pair together: each list is a sheet. Of ``action``, of ``trainer``
    only, when they are given."""
    wanted = Session.day.between(start, end) & (True if action is None else Session.action == action)
    sheets: dict[tuple[Any, ...], list[Session]] = {}
    for one in _sessions(wanted):
        if trainer is None or fold(one.trainer) in ("", fold(trainer)):
            key = (one.action_id, one.pair, one.day) if one.pair else (one.id,)
            sheets.setdefault(key, []).append(one)
    return list(sheets.values())


def of_sessions(sheets: Sequence[Sequence[Session]], *, marks: bool) -> list[Paper]:
    """The sheets of these sessions, those without anybody left out; ``marks``: with what is marked, else blank.

    A few queries, however many sheets. Raises Refused when nobody is expected in any.
    """
    names, lines = _read([one.id for sessions in sheets for one in sessions])
    found = [
        _sheet(sessions, names, lines, marks=marks) for sessions in sheets if any(lines.get(one.id) for one in sessions)
    ]
    if not found:
        raise Refused("Personne n'est attendu : ajoutez d'abord les personnes à la séance, puis imprimez sa feuille.")
    return found


def _sessions(wanted: Any) -> list[Session]:
    query = Session.select(Session, Action).join(Action).where(wanted, Session.state != "annulée")
    return list(query.order_by(Session.day, Session.start, Action.code, Session.code))


def _collective(session: Session) -> bool:
    nature = session.action.spec.nature_of(session.nature)
    return nature is not None and nature.collective


def _read(sessions: Collection[int]) -> tuple[dict[int, tuple[str, str]], Lines]:
    """Who is expected or marked in these sessions: for sorting and to be read, the name of each; their lines."""
    here = Session.id.in_(list(sessions))
    who = (Person.id, Person.folded, Person.last_name, Person.first_name, Person.birth, Person.code)
    marked = Attendance.select(Attendance.session, *who, Attendance.status, Attendance.minutes)
    rows = list(marked.join(Person).where(Attendance.session.in_(list(sessions))).tuples())
    rows += [(*row, "prévu", None) for row in expected_by_parcours((Session.id, *who), here)]
    people = {row[1]: row[2:7] for row in rows}
    lines: Lines = {}
    for session, person, *_, status, minutes in rows:
        lines.setdefault(session, {})[person] = Line("" if status == "prévu" else status, minutes)
    alike: dict[str, set[int]] = {}
    for person, (folded, *_) in people.items():
        alike.setdefault(folded, set()).add(person)
    names = {}
    for person, (folded, last, first, birth, code) in people.items():
        more = f" ({wording.day(birth) or code})" if len(alike[folded]) > 1 else ""
        names[person] = (folded, wording.full_name(last, first) + more)
    return names, lines


def _sheet(sessions: Sequence[Session], names: Mapping[int, tuple[str, str]], lines: Lines, *, marks: bool) -> Paper:
    columns = [Column(one, half) for one in sessions for half in halves(one.start, one.end)]
    expected = {person for one in sessions for person in lines.get(one.id, ())}
    people = [Signer(person, names[person][1]) for person in sorted(expected, key=lambda one: (names[one][0], one))]
    free = geometry.FREE if any(map(_collective, sessions)) else 0
    token = codes.new_token()
    there = [
        _without_strangers(layout, people, columns, lines) for layout in geometry.pages(len(people), len(columns), free)
    ]
    if len(there) > codes.MOST_PAGES:
        raise Refused(f"Cette feuille aurait {len(there)} pages : imprimez une séance à la fois.")
    first, last, action = sessions[0], sessions[-1], sessions[0].action
    pages = [
        _page(layout, number, len(people), people, columns, lines, token, marks=marks)
        for number, layout in enumerate(there, 1)
    ]
    told = {
        "title": action.spec.title,
        "facts": _facts(sessions),
        "trainer": " · ".join(dict.fromkeys(one.trainer for one in sessions if one.trainer)),
        "legend": "P présent, A absent, E excusé, R en retard." if marks and len(columns) > 1 else "",
        "places": geometry.CODES,
        "size": geometry.CODE,
        "witnesses": geometry.WITNESSES,
        "pages": pages,
    }
    trainers = {fold(one.trainer): one.trainer for one in sessions}
    kept = geometry.kept(there, [one.id for one in people], [[one.session.id, one.half] for one in columns])
    return Paper(
        told=_told(sessions),
        data=told,
        action=action,
        start=first.day,
        end=last.day,
        trainers=tuple(trainers.values()),
        token=token,
        content=json.dumps({"layout": codes.LAYOUT, "marks": marks, **kept}, ensure_ascii=False, separators=(",", ":")),
        pages=len(pages),
    )


def _without_strangers(
    layout: geometry.Layout, people: Sequence[Signer], columns: Sequence[Column], lines: Lines
) -> geometry.Layout:
    """The page without a box where somebody is not expected in a session."""

    def there(box: geometry.Box) -> bool:
        row = layout.rows[box.row] if box.row >= 0 else None
        session = columns[layout.columns[box.column]].session
        return row is None or people[row].id in lines.get(session.id, ())

    return layout._replace(boxes=tuple(filter(there, layout.boxes)))


def _page(
    layout: geometry.Layout,
    number: int,
    count: int,
    people: Sequence[Signer],
    columns: Sequence[Column],
    lines: Lines,
    token: str,
    *,
    marks: bool,
) -> dict[str, Any]:
    shown = [columns[rank] for rank in layout.columns]
    rows = []
    for row in layout.rows:
        person = None if row is None else people[row]
        cells = [_cell(person, one, lines, short=len(shown) > 1, marks=marks) for one in shown]
        rows.append(
            {"rank": "" if row is None else str(row + 1), "name": person.name if person else "", "cells": cells}
        )
    return {
        "number": number,
        "code": codes.told(token, number),
        "codes": [codes.drawn(codes.code(token, number, place)) for place in range(1, len(geometry.CODES) + 1)],
        "columns": [_head(one) for one in shown],
        "rows": rows,
        "boxes": layout.boxes,
        "top": geometry.TOP,
        "head": layout.shape.head,
        "height": layout.height,
        "widths": layout.shape[:5],
    }


def _cell(person: Signer | None, column: Column, lines: Lines, *, short: bool, marks: bool) -> dict[str, Any]:
    """What is printed beside a box: nothing on a blank sheet, but where somebody is not expected."""
    line = None if person is None else lines.get(column.session.id, {}).get(person.id)
    absent = "—" if person is not None and line is None else ""
    if line is None or not marks or not line.status:
        return {"ticked": False, "told": "", "absent": absent}
    late = f", {wording.hours(line.minutes)}" if line.status == "retard" and line.minutes is not None else ""
    told = f"{LETTERS[line.status]}{late.replace(', ', ' ')}" if short else f"{line.status}{late}"
    return {"ticked": line.status in ("absent", "excusé"), "told": told, "absent": ""}


def _head(column: Column) -> dict[str, str]:
    session = column.session
    return {
        "when": f"{wording.DAYS[session.day.weekday()][:3]}. {wording.day(session.day)[:5]}",
        "half": column.half,
        "hours": f"{wording.time(session.start)}–{wording.time(session.end)}",
        "what": session.theme or session.action.spec.nature_label(session.nature),
        "trainer": session.trainer,
    }


def _facts(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    """What tells a sheet: who pays for what, the day, the hours, the module, the place."""
    first, last, action = sessions[0], sessions[-1], sessions[0].action
    length = sum(one.end - one.start for one in sessions)
    times = list(dict.fromkeys(f"{wording.time(one.start)}–{wording.time(one.end)}" for one in sessions))
    days = {one.day for one in sessions}
    when = wording.long_day(first.day) if len(days) == 1 else f"du {wording.day(first.day)} au {wording.day(last.day)}"
    module = _several(
        f"{action.spec.nature_label(one.nature)}{f' – {one.theme}' if one.theme else ''}" for one in sessions
    )
    hours = f"{' et '.join(times)} ({wording.hours(length)})" if len(times) < 3 else wording.hours(length)
    return [
        ("Action", f"{action.code} {f'– {action.title}' if action.title else ''}".strip()),
        ("Financeur", action.spec.territory),
        ("Date" if len(days) == 1 else "Semaine", when),
        ("Lieu", _several(one.place or action.site for one in sessions)),
        ("Horaire", hours),
        ("Module", module),
        ("Intervenant", _several(one.trainer for one in sessions)),
        ("Groupe", first.group or "tous les inscrits" if any(map(_collective, sessions)) else "individuel"),
    ]


def _several(texts: Iterable[str]) -> str:
    found = list(dict.fromkeys(text for text in texts if text))
    return " · ".join(found[:3]) + (f" · et {len(found) - 3} de plus" if len(found) > 3 else "")


def _told(sessions: Sequence[Session]) -> str:
    """A sheet in a sentence of the journal."""
    first, last = sessions[0], sessions[-1]
    label = first.action.spec.nature_label(first.nature)
    if first.day != last.day:
        return f"{first.action.code}, {label}, du {wording.day(first.day)} au {wording.day(last.day)}"
    times = " et ".join(f"{wording.time(one.start)}" for one in sessions)
    return f"{first.action.code}, {label} du {wording.day(first.day)} à {times}"
