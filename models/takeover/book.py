"""What is known while a workbook is taken over: the records already stored with the rows of the file laid over them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from peewee import JOIN, Value
from pendulum import Date

from config.catalogue import UnknownConvention, convention
from config.reading import Faults as WrongFile
from config.schema import Convention
from models import tables
from models.acts import closed
from models.acts.act import refused_as_closed
from models.days.clock import today
from models.french.comparing import name_key, tidy
from models.french.wording import full_name
from models.people.publics import History
from models.tables.registers import joined
from models.takeover.rows import WRONG, Table
from models.takeover.sheets import ACTIONS, PARCOURS, PARTICIPANTS, Sheet


class Known:
    """One record, stored or to come: its values by attribute, the file's row that speaks of it, what that row changes
    and what was there (``was``).

    ``sound`` is false when something in its row was found wrong: nothing more is said because of it.
    """

    __slots__ = ("changes", "id", "row", "sound", "values", "was")

    def __init__(self, id: int | None, values: dict[str, Any], row: int | None = None) -> None:
        self.id, self.values, self.row = id, values, row
        self.changes: dict[str, Any] = {}
        self.was: dict[str, Any] = {}
        self.sound = True

    def __getitem__(self, attribute: str) -> Any:
        return self.values.get(attribute)

    def become(self, attribute: str, value: Any) -> None:
        """Takes a value that follows from what the file says."""
        if self.id is not None:
            self.changes[attribute], self.was[attribute] = value, self[attribute]
        self.values = self.values | {attribute: value}

    @property
    def touched(self) -> bool:
        """Whether the file creates or changes it."""
        return self.row is not None and (self.id is None or bool(self.changes))


Records = dict[tuple[Any, ...], Known]


@dataclass
class Line:
    """A row being checked, with the record it gives; ``given`` is what its own cells say."""

    table: Table
    row: int
    record: Known
    given: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, attribute: str) -> Any:
        return self.record[attribute]

    def error(self, attribute: str, message: str, value: Any = None) -> None:
        """Something that cannot be."""
        self.record.sound = False
        self.table.error(self.row, attribute, message, self[attribute] if value is None else value)

    def warn(self, attribute: str, message: str) -> None:
        """Something recorded all the same."""
        self.table.warn(self.row, attribute, message, self[attribute])


class Book:
    """The file's tables over the stored records; records are loaded when they are first asked for."""

    def __init__(self, file: dict[str, Table]) -> None:
        self.tables = file
        self.today = today()
        self._records: dict[str, Records] = {}
        self._folded: dict[str, dict[str, str]] = {}
        self.publics: dict[str, tuple[History, History]] = {}  # as they were and as the file has them, by person

    @cached_property
    def actions(self) -> Records:
        return self.records(ACTIONS)

    @cached_property
    def people(self) -> Records:
        return self.records(PARTICIPANTS)

    @cached_property
    def mentioned(self) -> list[int]:
        """The stored actions the file speaks of, by id."""
        codes = set()
        for table in self.tables.values():
            rank = table.sheet.index.get("action")
            if rank is not None:
                codes |= {row[rank + 1] for row in table.rows}
            elif table.sheet is ACTIONS:
                codes |= {row[1] for row in table.rows}
        return [known.id for (code,), known in self.actions.items() if known.id and code in codes]

    @cached_property
    def formers(self) -> dict[str, tuple[tuple[Date, str], ...]]:
        """The publics people had before, in order, each with the first day of the next, by code."""
        query = tables.FormerPublic.select(tables.Person.code, tables.FormerPublic.since, tables.FormerPublic.public)
        found: dict[str, list[tuple[Date, str]]] = defaultdict(list)
        for code, since, public in query.join(tables.Person).order_by(tables.FormerPublic.since).tuples():
            found[code].append((since, public))
        return {code: tuple(before) for code, before in found.items()}

    @cached_property
    def closed(self) -> dict[str, str]:
        """The last day closed of each action that is closed, by code."""
        found = closed.closings()
        return {code: found[known.id] for (code,), known in self.actions.items() if known.id in found} if found else {}

    @cached_property
    def closed_of(self) -> dict[str, list[str]]:
        """The closed actions each person has a parcours in, by code."""
        query = tables.Parcours.select(tables.Person.code, tables.Action.code).join(tables.Person)
        query = query.switch(tables.Parcours).join(tables.Action).where(tables.Action.code.in_(list(self.closed)))
        found: dict[str, list[str]] = defaultdict(list)
        for person, action in query.tuples():
            found[person].append(action)
        return found

    def refused(self, code: str | None, day: Date | None) -> str:
        """Nothing, or the sentence that says what is dated so is closed."""
        until = self.closed.get(code or "")
        if until is None or day is None or day.isoformat() > until:
            return ""
        return refused_as_closed(code or "", until, day.isoformat())

    def records(self, sheet: Sheet) -> Records:
        """The records of one sheet by key, of the actions the file speaks of."""
        if sheet.name not in self._records:
            self._records[sheet.name] = self.stored(sheet)
        return self._records[sheet.name]

    def stored(self, sheet: Sheet) -> Records:
        """The records as they are stored, by key."""
        attributes, keys = list(sheet.index), sheet.keys
        found, untidy = {}, []
        for id, *row in self._stored(sheet, attributes):
            values = dict(zip(attributes, row, strict=True))
            if "parcours" in values:
                values["parcours"] = values["parcours"] or ""
            if "person" in values:  # a contact may be about nobody
                values["person"] = values["person"] or ""
            key = tuple([values[name] for name in keys])
            tidied = tuple([tidy(part) if isinstance(part, str) else part for part in key])
            if key == tidied:
                found[key] = Known(id, values)
            else:
                untidy.append((key, tidied, Known(id, values)))
        for key, tidied, record in untidy:  # it kept what it had when another became the same
            found[key if tidied in found else tidied] = record
        return found

    def ids(self, sheet: Sheet) -> dict[tuple[Any, ...], int]:
        """The numbers of the records as they are stored, by key."""
        return {tuple(key): id for id, *key in self._stored(sheet, sheet.keys)}

    def _stored(self, sheet: Sheet, attributes: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """The number and these attributes of each stored record."""
        model = sheet.model
        by_moped = model in (tables.Loan, tables.Downtime)
        expressions = []
        for attribute in attributes:
            if attribute in ("action", "person"):
                expressions.append({"action": tables.Action, "person": tables.Person}[attribute].code)
            elif by_moped and attribute == "plate":
                expressions.append(tables.Moped.plate)
            elif attribute == "public_since":
                expressions.append(Value(None))  # told by ``formers``
            elif attribute == "parcours":
                expressions.append(tables.Parcours.entry)
            else:
                expressions.append(getattr(model, attribute))
        query = model.select(model.id, *expressions)
        if by_moped:
            query = query.join(tables.Moped).join(tables.Action).switch(model)
        elif "action" in sheet.index:
            query = query.join(tables.Action).switch(model)
        if "person" in sheet.index:
            query = query.join(tables.Person, joined(model))
        if "parcours" in sheet.index:
            query = query.join_from(model, tables.Parcours, JOIN.LEFT_OUTER)
        if "action" in sheet.index:
            query = query.where(tables.Action.id.in_(self.mentioned))
        return query.tuples().iterator()

    def lines(self, sheet: Sheet) -> Iterator[Line]:
        """Lays the rows of a sheet over its records and gives each; what a row lacks or names wrongly is told first."""
        table = self.tables.get(sheet.name)
        if table is None:
            return
        records = self.records(sheet)
        for number, *cells in table.rows:
            given = {
                attribute: cell
                for attribute, cell in zip(sheet.index, cells, strict=True)
                if cell is not None and cell is not WRONG
            }
            key = tuple([given.get(attribute) for attribute in sheet.keys])
            record = records.get(key)
            if record is None:
                record = Known(None, given, number)
                if None not in key:
                    records[key] = record
            else:
                record.row = number
                record.changes = {name: value for name, value in given.items() if record.values[name] != value}
                record.was = {name: record.values[name] for name in record.changes}
                record.values = record.values | given
            record.sound = WRONG not in cells
            line = Line(table, number, record, given)
            if record.id is None:
                self._complete(line, cells)
            self.references(line)
            yield line

    def _complete(self, line: Line, cells: list[Any]) -> None:
        for column, cell in zip(line.table.sheet.columns, cells, strict=True):
            if column.required and cell is None and column.attribute in line.table.places:
                line.error(column.attribute, f"« {column.header} » est vide : obligatoire pour une nouvelle ligne.")

    def references(self, line: Line) -> None:
        """Tells what a row names that does not exist."""
        sheet = line.table.sheet
        if "action" in sheet.index and line["action"] and self.action(line["action"]) is None:
            self.unknown(line, ACTIONS, "action")
        if "person" in sheet.index and line["person"] and (line["person"],) not in self.people:
            self.unknown(line, PARTICIPANTS, "person")

    def unknown(self, line: Line, sheet: Sheet, attribute: str) -> None:
        """Tells that a row names what is neither stored nor in the file; nothing when the sheet itself is at fault."""
        line.record.sound = False
        if not self.unsure(sheet):
            line.error(attribute, self.unknown_sentence(sheet, line[attribute]))

    def unsure(self, sheet: Sheet) -> bool:
        """Whether a sheet of the file could not be read whole."""
        return sheet.name in self.tables and self.tables[sheet.name].broken

    def unknown_sentence(self, sheet: Sheet, code: str) -> str:
        """« … » is not in that sheet; one that differs by case or accents is proposed."""
        close = self._by_name(sheet).get(name_key(code))
        said = f"« {code[:60]} » n'est ni dans la feuille {sheet.name} ni déjà enregistré"
        return f"{said} ; vouliez-vous dire « {close} » ?" if close else f"{said} : ajoutez-le ou corrigez-le."

    def _by_name(self, sheet: Sheet) -> dict[str, str]:
        if sheet.name not in self._folded:
            self._folded[sheet.name] = {name_key(key[0]): key[0] for key in self.records(sheet)}
        return self._folded[sheet.name]

    def action(self, code: str | None) -> Known | None:
        return self.actions.get((code,))

    def convention(self, code: str | None) -> Convention | None:
        """The convention of an action, in the edition it began with; None when it is not known."""
        action = self.action(code)
        return None if action is None else self._convention(code, action["convention"])

    def convention_to_be(self, code: str) -> Convention | None:
        """The convention an action has or, in the file's own words, will have before its sheet is laid over."""
        return self.convention(code) or self._convention(code, self._named.get(code))

    @cached_property
    def _named(self) -> dict[Any, Any]:
        """What the file says is the convention of each action."""
        table, index = self.tables.get(ACTIONS.name), ACTIONS.index
        rows = table.rows if table else ()
        return {row[index["code"] + 1]: row[index["convention"] + 1] for row in rows}

    def _convention(self, code: str | None, id: Any) -> Convention | None:
        began, edition = self.editions.get(code, ("", ""))
        try:
            return convention(id, edition if began == id else "") if isinstance(id, str) and id else None
        except (UnknownConvention, WrongFile):
            return None

    @cached_property
    def editions(self) -> dict[str | None, tuple[str, str]]:
        """The convention and edition each stored action began with, by code."""
        stored = tables.Action.select(tables.Action.code, tables.Action.convention, tables.Action.edition)
        return {code: (convention, edition) for code, convention, edition in stored.tuples()}

    @cached_property
    def parcours(self) -> dict[tuple[str, str], list[Known]]:
        """Every parcours by action and person, those of the file included."""
        found = defaultdict(list)
        for (action, person, _), record in self.records(PARCOURS).items():
            found[action, person].append(record)
        table = self.tables.get(PARCOURS.name)
        for row in table.rows if table else ():
            if row[3] is WRONG:  # an entry not understood: the person is in the action all the same
                found[row[1], row[2]].append(Known(None, {}, row[0]))
        return found

    def end_of(self, parcours: Known) -> Date:
        """The last day of a parcours: its exit, or the action's end."""
        action = self.action(parcours["action"])
        return parcours["exit"] or (action and action["end"]) or Date(2199, 12, 31)

    def name(self, code: str) -> str:
        """Someone in a sentence."""
        person = self.people.get((code,))
        if person is None or not person["last_name"]:
            return code
        return full_name(person["last_name"], person["first_name"] or "")
