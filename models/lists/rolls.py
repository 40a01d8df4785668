"""Attendances: grids of people and days, logs of a row a lesson; sessions made of them, and what each mark means."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pendulum import Date

from models.french.comparing import list_key, unaccented
from models.french.typed import Misread, parse_minutes
from models.french.wording import counted
from models.french.wording import day as say_day
from models.lists import shapes, words
from models.lists.asking import LEAVE, YES, Question, hours_of, key
from models.lists.draft import Line, Reading, Sitting, Someone
from models.lists.persons import first_name, split
from models.lists.tables import Column, Spot, Table
from models.takeover.cells import shown

STATUSES = ("présent", "absent", "excusé", "retard", "prévu")
CANCELLED, NONE, AS_HOURS = "séance annulée", "pas de séance", "heures"
HALVES = ("matin", "après-midi")
NOON = 12 * 60


@dataclass(frozen=True)
class Mark:
    """What a cell means: a status, and the minutes attended or missed when it tells them."""

    status: str
    minutes: int | None = None
    missed: int | None = None


class Meanings:
    """What the marks of a file mean, each asked once."""

    def __init__(self, reading: Reading, tables: Iterable[tuple[Table, list[Any]]]) -> None:
        self.reading = reading
        self.counts: Counter[str] = Counter()
        self.legend: dict[str, str] = {}
        for table, values in tables:
            self.counts.update(_plain(value) for value in values)
            for said in table.above:
                for code, word in re.findall(r"(\S{1,4})\s*=\s*([^\W\d]+)", said):
                    if meaning := words.meaning("Statut", word):
                        self.legend[_plain(code)] = meaning

    def of(self, value: Any) -> Mark | None:
        """The mark of a cell; None when it is none."""
        said = _plain(value)
        late = re.fullmatch(r"r(?:et(?:ard)?)?\.?\s*(?:de\s*)?(\d{1,3})\s*(?:min|mn|m|')?", said)
        hours = _hours(value)
        if late:
            proposed = "retard"
        elif hours is not None and said not in ("0", "1"):
            proposed = AS_HOURS
        else:
            proposed = self.legend.get(said) or self._usual(said)
        choices = [(one, one) for one in STATUSES]
        choices += [(AS_HOURS, "présent, ces heures")] if hours is not None else []
        choices += [(CANCELLED, "la séance est annulée"), (NONE, "pas de séance ce jour-là"), (LEAVE, "ne rien noter")]
        told = f"Présence : « {shown(value)[:40]} » ({self.counts[said]} fois) →"
        question = Question(
            key("statut", said or shown(value)), told, choices=tuple(choices), proposed=proposed, kept=True
        )
        answer = self.reading.asking.ask(question)
        if answer == AS_HOURS and hours is not None:
            return Mark("présent", minutes=hours)
        if answer == "retard" and late:
            return Mark("retard", missed=int(late[1]))
        return None if answer in ("", LEAVE) else Mark(answer)

    def _usual(self, said: str) -> str:
        if said in _DOUBTFUL:
            return ""
        return words.meaning("Statut", re.sub(r"\s*\(\d+/\d+\)$", "", said)) or words.meaning("Statut", said)

    def missed(self) -> int:
        """The minutes missed by those marked late without a word, asked once."""
        answer = self.reading.asking.ask(
            Question(
                "retard",
                "Retards sans durée : combien de minutes manquées ?",
                "durée",
                proposed=str(self.reading.late),
                kept=True,
            )
        )
        with suppress(Misread):
            return parse_minutes(answer, bare="min")
        return self.reading.late


_DOUBTFUL = ("am", "j", "m", "s", "f", "n", "1", "0", "?", "l", "e/a")
"""Marks that mean several things: nothing is proposed."""


def _plain(value: Any) -> str:
    said = shown(value) if not isinstance(value, str) else value
    return re.sub(r"\s+", " ", unaccented(said)).strip().rstrip(".")


def _hours(value: Any) -> int | None:
    """The hours a cell tells, in minutes."""
    if isinstance(value, str) and not re.search(r"\d", value):
        return None
    with suppress(Misread):
        found = shapes.length(value)
        return found if 0 < found <= 24 * 60 else None
    return None


@dataclass
class Slot:
    """A column of days: its day, its half, its hours in minutes since midnight."""

    column: Column
    day: Date
    half: str = ""
    start: int = 0
    end: int = 0


def natures(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The natures of the action, with what each is called."""
    found = reading.convention.nature if reading.convention else ()
    return tuple((one.code, one.label) for one in found)


def nature(reading: Reading, motive: str = "") -> str:
    """The nature of sessions, asked once, or once for each motive."""
    choices = natures(reading)
    codes = [code for code, _ in choices]
    proposed = codes[0] if len(codes) == 1 else ""
    if motive and not proposed:
        proposed = _likely_nature(reading, motive)
    told = f"« {motive[:60]} » : quelle nature de séance ?" if motive else "Quelle est la nature de ces séances ?"
    return reading.asking.ask(
        Question(key("nature", motive) if motive else "nature", told, choices=choices, proposed=proposed, kept=True)
    )


def _likely_nature(reading: Reading, motive: str) -> str:
    said = unaccented(motive)
    known = reading.convention.nature if reading.convention else ()
    for one in known:
        if list_key(one.code) in list_key(motive) or list_key(one.label) in list_key(motive):
            return one.code
    collective = re.search(r"\b(atelier|collecti|groupe|reunion|module)", said)
    alone = re.search(r"\b(entretien|rdv|rendez|individuel|suivi|bilan)", said)
    wanted = [one.code for one in known if one.collective == bool(collective)]
    return wanted[0] if len(wanted) == 1 and (collective or alone) else ""


def is_collective(reading: Reading, code: str) -> bool:
    """Whether sessions of a nature are of everybody."""
    found = [one for one in (reading.convention.nature if reading.convention else ()) if one.code == code]
    return bool(found) and found[0].collective


def hours(reading: Reading, half: str, proposed: str) -> tuple[int, int] | None:
    """The hours of sessions that do not tell theirs, asked once, or once for each half of a day."""
    answer = reading.asking.ask(
        Question(
            key("horaires", half) if half else "horaires",
            f"Horaires des séances{f' du {half}' if half == 'matin' else ' de l’après-midi' if half else ''}"
            " (par exemple 9h-12h30)",
            "heures",
            proposed=proposed,
            kept=True,
        )
    )
    try:
        return hours_of(answer) if answer else None
    except Misread:
        return None


def told_hours(text: str) -> dict[str, str]:
    """The hours that a line above a table tells, by half of a day ('' when it names none)."""
    found: dict[str, str] = {}
    said, last = unaccented(text), 0
    for one in re.finditer(r"(\d{1,2}\s*[h:]\s*\d{0,2})\s*(?:-|–|a)\s*(\d{1,2}\s*[h:]\s*\d{0,2})", said):
        halves = re.findall(r"matin|apres[- ]?midi|aprem", said[last : one.start()])
        name = "" if not halves else "matin" if halves[-1] == "matin" else "après-midi"
        found.setdefault(name, f"{one[1].replace(' ', '')}-{one[2].replace(' ', '')}")
        last = one.end()
    return found


# grids


def slots(reading: Reading, table: Table) -> list[Slot]:
    """The sessions that the columns of a grid are: their days, asked when they are not told whole."""
    found = []
    month, year = _title(table)
    whole = None
    for column in table.days:
        head = shapes.heading_day(column.above)
        head = head if head is not None else shapes.heading_day(column.raw)
        if isinstance(head, shapes.Partial) and whole is None:
            whole = _asked_month(reading, table, month, year)
            if whole is None:
                return []
        day = _whole(head, whole) if isinstance(head, shapes.Partial) else head
        if day is None:
            reading.aside.append(
                f"{table.page}, colonne « {shown(column.above or column.raw)} » : ce jour n'existe pas"
            )
        else:
            found.append(Slot(column, day, _half(column)))
    if found and whole is None:
        days = sorted({slot.day for slot in found})
        said = f"{table.page} : {counted(len(days), 'jour')}, du {say_day(days[0])} au {say_day(days[-1])}"
        question = Question(key("jours", table.id), said, choices=((YES, "oui"), (LEAVE, "laisser")), proposed=YES)
        if reading.asking.ask(question) == LEAVE:
            reading.aside.append(f"{table.page} : laissée")
            return []
    return found


def _half(column: Column) -> str:
    for text in (column.header, shown(column.raw), shown(column.above)):
        for half, forms in (
            ("après-midi", r"apres[- ]?midi|aprem|\bapm\b|\bpm\b|\bap\b"),
            ("matin", r"matin|\bmat\b|\bam\b"),
        ):
            if re.search(forms, unaccented(text)):
                return half
    return ""


def _title(table: Table) -> tuple[int, int]:
    """The month and the year that the title or the name of the page tell."""
    month = year = 0
    for said in (*reversed(table.above), table.page):
        one, other = shapes.month_of(said)
        month, year = month or one, year or other
        if not year and (found := re.search(r"\d{1,2}/\d{1,2}/(20\d\d)", said)):
            year = int(found[1])
    return month, year


def _asked_month(reading: Reading, table: Table, month: int, year: int) -> tuple[int, int] | None:
    """The year, and the month when the columns do not tell it, asked; None when the table is left."""
    partial = [head for column in table.days if isinstance(head := _head(column), shapes.Partial)]
    months = {one.month for one in partial}
    own = 0 not in months
    if not year:
        year = _year_of(table, partial, month, reading.today)
    proposed = f"{year}" if own else f"{year}-{month:02d}" if month and year else ""
    agree = ""
    if proposed:
        agree = _agreement(table, (year, month))
    what = "quelle année ?" if own else "quel mois (AAAA-MM) ?"
    question = Question(
        key("jours", table.id),
        f"{table.page} : {counted(len(partial), 'jour')} sans année, {what}{agree}",
        "texte",
        ((LEAVE, "laisser cette table"),),
        proposed,
    )
    answer = reading.asking.ask(question)
    if answer == LEAVE:
        reading.aside.append(f"{table.page} : laissée")
        return None
    found = re.fullmatch(r"(20\d\d)(?:-(\d{1,2}))?", answer) if answer else None
    if found is None or (not own and not found[2]):
        if answer:
            wrong = "Écrivez AAAA-MM, par exemple 2026-09." if not own else "Écrivez une année, par exemple 2026."
            reading.asking.questions.append(Question(**{**vars(question), "wrong": wrong}))
        return None
    return int(found[1]), int(found[2] or 0)


def _head(column: Column) -> Date | shapes.Partial | None:
    head = shapes.heading_day(column.above)
    return head if head is not None else shapes.heading_day(column.raw)


def _year_of(table: Table, partial: list[shapes.Partial], month: int, today: Date) -> int:
    """The year whose days of the week agree, of this one and the two before; 0 when none is told."""
    for year in (today.year, today.year - 1, today.year - 2):
        if _agreement(table, (year, month)).startswith(" (les jours"):
            return year
    return 0


def _agreement(table: Table, when: tuple[int, int]) -> str:
    """What the days of the week, when they are told, say of a month or a year."""
    agree = against = 0
    for column in table.days:
        head = _head(column)
        if not isinstance(head, shapes.Partial):
            continue
        said = head.weekday if head.weekday >= 0 else shapes.weekday(column.header)
        day = _whole(head, when)
        if said >= 0 and day is not None:
            agree, against = agree + (day.weekday() == said), against + (day.weekday() != said)
    if against:
        told = counted(against, "jour de la semaine ne s'accorde", "jours de la semaine ne s'accordent")
        return f" (attention, {told} pas)"
    return " (les jours de la semaine s'accordent)" if agree else ""


def _whole(head: shapes.Partial, when: tuple[int, int] | None) -> Date | None:
    if when is None:
        return None
    try:
        return Date(when[0], head.month or when[1], head.day)
    except ValueError:
        return None


def grid(reading: Reading, table: Table, people: list[tuple[Any, Someone]], meanings: Meanings) -> None:
    """Drafts the sessions and the marks of a grid."""
    kind = nature(reading)
    above = {half: said for line in table.above for half, said in told_hours(line).items()}
    trainer = next(
        (table.told[one] for one in ("formateur", "formatrice", "intervenant", "animateur") if one in table.told), ""
    )
    group = _told_group(reading, table)
    for slot in slots(reading, table):
        cells = [(row, someone, row.cells.get(slot.column.place, "")) for row, someone in people]
        marks = [(row, someone, meanings.of(cell)) for row, someone, cell in cells if not words.nothing(cell)]
        kept = [(row, someone, mark) for row, someone, mark in marks if mark is not None and mark.status != NONE]
        if not kept:
            why = "pas de séance" if marks else "vide, pas de séance"
            reading.aside.append(f"{table.page}, {say_day(slot.day)}{f' {slot.half}' if slot.half else ''} : {why}")
            continue
        own = told_hours(shown(slot.column.raw)) or told_hours(slot.column.header)
        times = hours(reading, slot.half, (own or above).get(slot.half) or (own or above).get("", ""))
        slot.start, slot.end = times or (0, 0)
        spot = Spot(table.page, table.top, slot.column.place)
        sitting = sitting_of(reading, spot, slot.day, slot.start, slot.end, kind, group)
        sitting.values["trainer"] = trainer
        for row, someone, mark in kept:
            put_mark(reading, sitting, someone, mark, table.spot(row, slot.column.place), meanings)


def _told_group(reading: Reading, table: Table) -> str:
    """The group that the lines above a table name."""
    for said in table.above:
        if found := re.search(r"\b(?:groupe|gr\.)\s*(?!tous|toutes)\w{1,12}", said, re.IGNORECASE):
            answer = reading.asking.ask(
                Question(
                    key("groupe", found[0]),
                    f"« {said[:60]} » : ces séances sont-elles d'un groupe ?",
                    choices=((found[0], f"oui, « {found[0]} »"), (LEAVE, "non, de tous")),
                    proposed=found[0],
                )
            )
            return "" if answer == LEAVE else answer
    return ""


def lying(reading: Reading, table: Table) -> list[tuple[Column, Someone]]:
    """The people that head the columns of a grid whose rows are days."""
    found = []
    for column in table.columns[1:]:
        if not column.header or words.known(column.header) or not shapes.name_like(column.header):
            continue
        spot = Spot(table.page, table.top, column.place)
        named = split(reading, column.header, "", spot)
        if named:
            someone = Someone(named[0], named[1], spot, listed=False)
            someone.put("sex", named[2], spot)
            someone.first = someone.first or first_name(reading, someone)
            if someone.first:
                found.append((column, someone))
    return found


def lying_grid(reading: Reading, table: Table, meanings: Meanings) -> list[Someone]:
    """Drafts the sessions and the marks of a grid whose rows are days; gives its people."""
    people = lying(reading, table)
    kind = nature(reading)
    first = table.columns[0]
    month, year = _title(table)
    for row in table.rows:
        spot = table.spot(row, first.place)
        head = shapes.heading_day(row.cells.get(first.place, ""))
        if isinstance(head, shapes.Partial):
            head = _whole(head, (year, month)) if year and (head.month or month) else None
        day = head if head is not None else reading.day(spot, "Date", row.cells.get(first.place, ""))
        marks = [
            (column, someone, meanings.of(cell))
            for column, someone in people
            if not words.nothing(cell := row.cells.get(column.place, ""))
        ]
        kept = [one for one in marks if one[2] is not None and one[2].status != NONE]
        if day is None or not kept:
            continue
        times = hours(reading, "", "") or (0, 0)
        sitting = sitting_of(reading, spot, day, *times, kind, "")
        for column, someone, mark in kept:
            assert mark is not None
            put_mark(reading, sitting, someone, mark, table.spot(row, column.place), meanings)
    return [someone for _, someone in people]


# sessions and marks


def sitting_of(
    reading: Reading,
    spot: Spot,
    day: Date,
    start: int,
    end: int,
    nature: str,
    group: str,
    *,
    apart: str = "",
    person: Someone | None = None,
) -> Sitting:
    """The session of a day, an hour and a nature: the one drafted already, or a new one."""
    moment = (day, start, nature, group, apart)
    known = reading.draft.known.setdefault(moment, [])
    for one in known:
        if _same_person(one.person, person):
            return one
    values = {"day": day, "start": start, "end": end, "nature": nature, "group": group, "apart": apart}
    sitting = Sitting(spot, values, person=person)
    known.append(sitting)
    reading.draft.sittings.append(sitting)
    return sitting


def _same_person(one: Someone | None, other: Someone | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.name == other.name and one.values.get("birth") == other.values.get("birth")


def put_mark(reading: Reading, sitting: Sitting, someone: Someone, mark: Mark, spot: Spot, meanings: Meanings) -> None:
    """Drafts a mark, with the minutes it tells."""
    status, minutes = mark.status, mark.minutes
    span = sitting.values["end"] - sitting.values["start"]
    if status == CANCELLED:
        sitting.values["cancelled"] = [*sitting.values.get("cancelled", ()), spot]
        status = "prévu"
    elif status == "retard":
        missed = mark.missed if mark.missed is not None else meanings.missed()
        minutes = span - missed
    line = Line(spot, {"session": sitting, "person": someone, "status": status, "minutes": minutes})
    line.spots = {"status": spot, "minutes": spot}
    reading.draft.marks.append(line)


def state_of(reading: Reading, sitting: Sitting) -> str:
    """« annulée » for a session all of whose rows say so."""
    cancelled = sitting.values.get("cancelled", ())
    if not cancelled:
        return ""
    marks = [one for one in reading.draft.marks if one.values["session"] is sitting]
    if len(cancelled) < len(marks):
        for spot in cancelled:
            reading.tell(f"{spot} : la séance a eu lieu pour d'autres ; rien n'y est noté pour cette personne.")
        return ""
    return "annulée"


def first_days(reading: Reading) -> dict[int, Date]:
    """The first day each person is marked or planned."""
    found: dict[int, Date] = {}
    for one in reading.draft.marks:
        who, day = id(one.values["person"].who), one.values["session"].values["day"]
        found[who] = min(day, found.get(who, day))
    return found


def slots_values(table: Table) -> Iterator[Any]:
    """The cells under the days of a grid."""
    for column in table.days:
        yield from table.values(column)
