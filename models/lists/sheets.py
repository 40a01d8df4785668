"""The sheets of a take-over that a list amounts to, row by row, each knowing the cells of the file it comes from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pendulum import Date

from models.french.folding import fold
from models.french.wording import time as say_time
from models.lists.draft import Line, Reading, Sitting, Someone
from models.lists.rolls import is_collective, state_of
from models.lists.tables import Spot
from models.tables import Action, Attendance, Person, Session
from models.takeover import cells
from models.takeover.report import Fault, letters
from models.takeover.sheets import (
    ACTIONS,
    ATTENDANCES,
    DOWNTIMES,
    LOANS,
    MOPEDS,
    PARCOURS,
    PARTICIPANTS,
    SESSIONS,
    Sheet,
)

WRITTEN = "base"  # the page of what comes from the records


@dataclass
class Made:
    """One sheet of the take-over, made of a list: read as a page of a workbook is."""

    sheet: Sheet
    lines: list[Line] = field(default_factory=list)
    flaws: dict[int, dict[int, str]] = field(default_factory=dict)
    zeros: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.sheet.name

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The header, then each row with its number."""
        columns = self._columns()
        yield 1, [column.header for column in columns]
        for number, line in enumerate(self.lines, 2):
            yield number, [_cell(column.read, line.values.get(column.attribute)) for column in columns]

    def _columns(self) -> list[Any]:
        """The columns that a row fills, and those the sheet cannot be without."""
        filled = {name for line in self.lines for name, value in line.values.items() if value not in (None, "")}
        return [one for one in self.sheet.columns if one.attribute in filled or one.required]

    def placed(self, fault: Fault) -> Fault:
        """A fault of this sheet, at the cell of the file that it is about."""
        place, number = _place(fault.cell)
        if not 2 <= number <= len(self.lines) + 1:
            return fault
        line, columns = self.lines[number - 2], self._columns()
        attribute = columns[place - 1].attribute if 1 <= place <= len(columns) else ""
        spot: Spot = line.spots.get(attribute, line.spot)
        cell = f"{letters(spot.column)}{spot.row}" if spot.row else ""
        return Fault(spot.page, cell, fault.value, fault.message)


def _place(cell: str) -> tuple[int, int]:
    column, digits = 0, ""
    for letter in cell:
        if letter.isdigit():
            digits += letter
        else:
            column = column * 26 + ord(letter) - 64
    return column, int(digits or 0)


def _cell(read: Any, value: Any) -> Any:
    """A value as a cell that reads back as it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if read is cells.clock:
        return say_time(value)
    if read is cells.money and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}"
    return float(value) if isinstance(value, int) else value


def made_of(reading: Reading, action: dict[str, Any]) -> list[Made]:
    """The sheets to write, those with nothing left out. ``action``: the values of a new one."""
    draft = reading.draft
    found = [Made(ACTIONS, [Line(Spot("", 0, 0), action)] if action else [])]
    found.append(Made(PARTICIPANTS, list(_people(draft.people))))
    found.append(Made(PARCOURS, [_pointing(reading, one) for one in draft.stays if _sound(one)]))
    _code(reading)
    sittings = [_session(reading, one) for one in draft.sittings]
    found.append(Made(SESSIONS, sittings))
    marks = [one for one in draft.marks if _sound(one)]
    found.append(Made(ATTENDANCES, [_pointing(reading, one) for one in marks]))
    for sheet, lines in ((MOPEDS, draft.mopeds), (LOANS, draft.loans), (DOWNTIMES, draft.downtimes)):
        found.append(Made(sheet, [_pointing(reading, one) for one in lines if _sound(one)]))
    return [one for one in found if one.lines]


def _sound(line: Line) -> bool:
    someone = line.values.get("person")
    return someone is None or not someone.left


def _people(people: list[Someone]) -> Iterator[Line]:
    """Those who are new, and of those known what the file adds or changes."""
    seen = set()
    for someone in people:
        who = someone.who
        if someone.left or id(who) in seen:
            continue
        seen.add(id(who))
        told = {name: value for name, value in who.values.items() if name in who.spots or not who.known}
        if who.known:
            told = {name: value for name, value in told.items() if name != "code"}
            if told:
                yield Line(next(iter(who.spots.values())), {**told, "code": who.code}, who.spots)
            continue
        values = {**told, "code": who.code, "last_name": who.last, "first_name": who.first}
        yield Line(who.spot, values, who.spots)


def _pointing(reading: Reading, line: Line) -> Line:
    """A row whose person and session are told by their codes."""
    values = {**line.values, "action": reading.action}
    if isinstance(someone := values.get("person"), Someone):
        values["person"] = someone.who.code
    if isinstance(sitting := values.get("session"), Sitting):
        values["session"] = sitting.code
    return Line(line.spot, values, line.spots)


def _session(reading: Reading, sitting: Sitting) -> Line:
    values = {**sitting.values, "action": reading.action, "code": sitting.code, "state": state_of(reading, sitting)}
    return Line(sitting.spot, values, sitting.spots)


def _code(reading: Reading) -> None:
    """Gives each session the code of the one recorded, else one made of its day, its hour and its nature: the same file
    taken twice says the same sessions."""
    stored, present = _stored(reading)
    taken: dict[str, Sitting] = {}
    for sitting in reading.draft.sittings:
        values = sitting.values
        person = sitting.person.who.code if sitting.person else ""
        collective = is_collective(reading, values["nature"])
        for code, group in stored.get((values["day"], values["start"], values["nature"]), ()):
            same = group == fold(values["group"]) if collective else person in present.get(code, ())
            if same and code not in taken:
                sitting.code = code
                break
        if not sitting.code:
            hour = say_time(values["start"]).replace(":", "").replace("h", "").zfill(4)
            parts = [f"{values['day']:%Y%m%d}", hour, values["nature"], fold(values["group"]).replace(" ", "-"), person]
            base = code = "-".join(part for part in parts if part)
            rank = 2
            while code in taken:
                code, rank = f"{base}-{rank}", rank + 1
            sitting.code = code
        taken[sitting.code] = sitting


def _stored(reading: Reading) -> tuple[dict[tuple[Date, int, str], list[tuple[str, str]]], dict[str, set[str]]]:
    """The sessions recorded on these days by day, start and nature; and who is in each."""
    days = {one.values["day"] for one in reading.draft.sittings}
    sessions: dict[tuple[Date, int, str], list[tuple[str, str]]] = defaultdict(list)
    present: dict[str, set[str]] = defaultdict(set)
    if not days:
        return sessions, present
    query = Session.select(Session.code, Session.day, Session.start, Session.nature, Session.group).join(Action)
    between = (Action.code == reading.action) & (Session.day >= min(days)) & (Session.day <= max(days))
    for code, day, start, nature, group in query.where(between).order_by(Session.id).tuples():
        sessions[day, start, nature].append((code, fold(group or "")))
    marks = Attendance.select(Session.code, Person.code).join(Session).join(Action).switch(Attendance).join(Person)
    for code, person in marks.where(between).tuples():
        present[code].add(person)
    return sessions, present
