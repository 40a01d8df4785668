"""From the pages of a file and the answers given to the rows of a take-over: what is asked, what is said, what would
be written."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pendulum import Date

from config.catalogue import UnknownConvention, convention, usable
from models.days.clock import today
from models.french.comparing import list_key
from models.french.folding import fold
from models.french.wording import counted
from models.lists import entries, names, people, rolls, shapes, words
from models.lists.asking import LEAVE, Asking, Question, key
from models.lists.columns import CALLED, Mapping, kind_of, map_columns
from models.lists.draft import Reading, Someone, typed_name
from models.lists.files import File, Page
from models.lists.logs import Log
from models.lists.park import Park
from models.lists.persons import Persons, split, stay
from models.lists.sheets import Made, made_of
from models.lists.tables import Column, Row, Spot, Table, tables_of, unread
from models.tables import Action, Moped

NEW_ACTION = "nouvelle"
NOBODY = ("formateur", "formatrice", "intervenant", "animateur", "moniteur", "referent")


@dataclass
class Plan:
    """What a file amounts to with the answers given: the questions that are left, what is said and left aside, the
    kind of each table, and the sheets of the take-over."""

    asking: Asking
    tables: list[tuple[Table, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    sheets: list[Made] = field(default_factory=list)
    action: str = ""
    headers: tuple[str, ...] = ()

    @property
    def questions(self) -> list[Question]:
        return self.asking.questions

    @property
    def empty(self) -> bool:
        """Whether nothing is to be written."""
        return not any(sheet.lines for sheet in self.sheets)


def plan(file: File, asking: Asking, late: int) -> Plan:
    """What the file amounts to. ``late``: the minutes that a late arrival is taken to miss."""
    reading = Reading(asking, today(), late=late)
    found = Plan(asking)
    tables, lists = _tables(reading, file)
    kinds = _kinds(reading, tables)
    found.tables = [(table, kind) for table, kind in zip(tables, kinds, strict=True)]
    taken = [(table, kind) for table, kind in found.tables if kind != LEAVE]
    if taken or lists:
        new = _action(reading)
        _draft(reading, taken, lists)
        people.settle(reading)
        entries.settle(reading, bool(lists) or any(kind == "personnes" for _, kind in taken))
        found.sheets = made_of(reading, new)
    found.told, found.aside, found.action = reading.told, reading.aside, reading.action
    found.headers = columns_of(file)
    return found


def _tables(reading: Reading, file: File) -> tuple[list[Table], list[Page]]:
    """The tables of the pages, and the pages that are a column of names; what is neither is said."""
    tables: list[Table] = []
    lists: list[Page] = []
    for page in file.pages:
        if page.hidden:
            reading.aside.append(f"Feuille « {page.name} » : masquée")
            continue
        found = tables_of(page)
        form = _form(page) if not any(kind_of(one) == "personnes" for one in found) else None
        if form is not None and (found or len(form.columns) > 2):
            form.many = True
            for one in found:
                one.many = True
            tables += [form, *found]
        elif found:
            tables += found
        elif names.is_list(page) and (len(file.pages) == 1):
            lists.append(page)
        else:
            reading.aside += unread(page, found)
    for table in tables:
        reading.aside += table.aside
    return tables, lists


def _form(page: Page) -> Table | None:
    """A page that tells one person, a name and a value a line; None when it is none."""
    pairs: list[tuple[str, Any, int, int]] = []
    for number, row in enumerate(page.rows[:60], 1):
        cells = [(place, cell) for place, cell in enumerate(row, 1) if cell != ""]
        for (_, cell), (place, value) in pairwise(cells):
            if isinstance(cell, str) and (cell.endswith(":") or len(cells) == 2) and words.known(cell.rstrip(" :")):
                pairs.append((cell.rstrip(" :"), value, number, place))
        if len(cells) == 1 and isinstance(cells[0][1], str) and ":" in cells[0][1]:
            name, _, rest = cells[0][1].partition(":")
            if words.known(name) and rest.strip():
                pairs.append((name.strip(), rest.strip(), number, cells[0][0]))
    people_told = {header for name, *_ in pairs for _, header in words.fields(name)[0]}
    if not people_told & {"Nom", "Nom Prénom"} or any(words.words(name) in NOBODY for name, *_ in pairs[:1]):
        return None
    columns, cells_ = [], {}
    for rank, (name, value, *_) in enumerate(pairs, 1):
        columns.append(Column(rank, name, raw=name))
        cells_[rank] = value
    return Table(page.name, pairs[0][2], columns, [Row(pairs[0][2], cells_)])


def _kinds(reading: Reading, tables: list[Table]) -> list[str]:
    """The kind of each table, asked when there are several."""
    kinds = [_kind(table) for table in tables]
    known = [kind for kind in kinds if kind != LEAVE]
    found = []
    years = {re.sub(r"\D", "", year[0]) for table in tables if (year := re.search(r"20\d\d", table.page))}
    shapes_ = Counter(_shape(table) for table in tables)
    for table, kind in zip(tables, kinds, strict=True):
        several = len(known) > 1 and kind not in (LEAVE, "grille", "grille couchée") and shapes_[_shape(table)] <= 2
        answer = reading.asking.given(key("table", table.id))
        if several or answer is not None:
            kind = _asked_kind(reading, table, kind, years)
        if kind == LEAVE:
            reading.aside.append(f"{table.page}, table de la ligne {table.top} ({counted(len(table.rows), 'ligne')})")
        found.append(kind)
    return found


def _kind(table: Table) -> str:
    kind = kind_of(table)
    if kind in ("planning", LEAVE) and _told_person(table) and _dated(table):
        return "séances"
    return kind


def _dated(table: Table) -> bool:
    return any(("Séances", "Date") in words.fields(one.header)[0] for one in table.columns)


def _told_person(table: Table) -> str:
    """The person a whole table is about: told above it, or by the name of its page."""
    told = table.told
    last = (
        told.get("nom") or told.get("nom prenom") or told.get("stagiaire") or told.get("eleve") or told.get("salarie")
    )
    if last:
        return f"{last} {told.get('prenom', '')}".strip()
    named = shapes.name_like(table.page) and len(table.page.split()) > 1 and not words.known(table.page)
    return table.page if named and not shapes.month_of(table.page)[0] else ""


def _shape(table: Table) -> tuple[str, ...]:
    return tuple(words.words(one.header) for one in table.columns)


def _asked_kind(reading: Reading, table: Table, kind: str, years: set[str]) -> str:
    year = re.search(r"20\d\d", table.page)
    old = bool(year) and len(years) > 1 and year[0] != max(years) if year else False
    question = Question(
        key("table", table.id),
        f"{table.page}, ligne {table.top} : {CALLED.get(kind, kind)}, {counted(len(table.rows), 'ligne')}",
        choices=tuple(CALLED.items()),
        proposed=LEAVE if old else kind,
    )
    return reading.asking.ask(question) or kind


def _action(reading: Reading) -> dict[str, Any]:
    """Finds the action that everything is of; gives its values when it is a new one."""
    stored = dict(Action.select(Action.code, Action.convention).order_by(Action.start).tuples())
    last = reading.asking.remembered.get("action", "")
    proposed = last if last in stored else next(iter(stored)) if len(stored) == 1 else "" if stored else NEW_ACTION
    choices = (*((code, id) for code, id in stored.items()), (NEW_ACTION, "une nouvelle action"))
    question = Question("action", "De quelle action est cette liste ?", choices=choices, proposed=proposed, kept=True)
    reading.action = reading.asking.ask(question)
    values: dict[str, Any] = {}
    id = stored.get(reading.action, "")
    if reading.action == NEW_ACTION:
        values = _new_action(reading)
        reading.action, id = values.get("code") or "?", values.get("convention") or ""
    try:
        reading.convention = convention(id) if id else None
    except UnknownConvention:
        reading.convention = None
    return values


def _new_action(reading: Reading) -> dict[str, Any]:
    ask = reading.asking.ask
    code = ask(Question("action.code", "Code de la nouvelle action (par exemple ADSE-2026)", "texte"))
    id = ask(Question("action.convention", "Sa convention", choices=tuple((one, one) for one in usable())))
    days = {
        name: ask(Question(key("action", name), f"Action : {told}", "jour"))
        for name, told in (("début", "premier jour"), ("fin", "dernier jour"))
    }
    places = ask(Question("action.places", "Action : nombre de places", "texte", ((LEAVE, "aucune"),), LEAVE))
    found: dict[str, Any] = {"code": code, "convention": id}
    found |= {"start": shapes.day(days["début"]) if days["début"] else None}
    found |= {"end": shapes.day(days["fin"]) if days["fin"] else None}
    return found | {"places": places if places not in ("", LEAVE) else None}


def _draft(reading: Reading, taken: list[tuple[Table, str]], lists: list[Page]) -> None:
    mappings = [map_columns(table, kind, reading.asking, reading.aside) for table, kind in taken]
    reading.days_aside = {name: day for one in mappings for name, day in _shared_days(one)}
    identified = _identifier(reading, mappings)
    meanings = rolls.Meanings(reading, ((one.table, list(_marks_of(one))) for one in mappings))
    stored = [
        plate for (plate,) in Moped.select(Moped.plate).join(Action).where(Action.code == reading.action).tuples()
    ]
    park = Park(reading, stored)
    for mapping in sorted(mappings, key=lambda one: one.kind != "cyclomoteurs"):
        if mapping.kind == "cyclomoteurs":
            for row in mapping.table.rows:
                park.moped(mapping, row)
            continue
        if mapping.kind == "grille couchée":
            reading.draft.people += rolls.lying_grid(reading, mapping.table, meanings)
            continue
        _rows(reading, mapping, Persons(reading, mapping, identified), meanings, park)
    for page in lists:
        names.people(reading, page)


def _shared_days(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """The days that the rows of a list share in a column left aside: one may be that of their entry, if somebody says
    so."""
    taken = {column.place for column in mapping.fields.values()}
    for column in mapping.table.columns:
        values = mapping.table.values(column) if column.place not in taken and mapping.kind == "personnes" else []
        days = {shapes.heading_day(value) for value in values}
        if len(days) == 1 and isinstance(day := days.pop(), Date):
            yield column.header, day.isoformat()


def _rows(reading: Reading, mapping: Mapping, persons: Persons, meanings: rolls.Meanings, park: Park) -> None:
    table, kind = mapping.table, mapping.kind
    log = Log(reading, mapping, meanings)
    whole = _of_table(reading, table, mapping)
    in_grid = []
    for row in table.rows:
        if kind == "prêts" and (repaired := _repaired(mapping, row)):
            park.loan(mapping, row, [], repaired)
            continue
        found = whole or persons.of(row)
        if not found and kind != "planning":
            reading.aside.append(f"{table.page}, ligne {row.number} : sans nom")
            continue
        if kind == "prêts":
            found = park.loan(mapping, row, found, "")
        elif kind in ("séances", "planning"):
            found = found if log.row(row, found) else []
        elif kind == "grille":
            in_grid += [(row, one) for one in found]
            if row.section:
                reading.draft.stays += [stay(reading, mapping, row, one) for one in found]
        else:
            reading.draft.stays += [stay(reading, mapping, row, one) for one in found]
        reading.draft.people += [one for one in found if one not in reading.draft.people[-1:]]
    if kind == "grille":
        rolls.grid(reading, table, in_grid, meanings)


def _of_table(reading: Reading, table: Table, mapping: Mapping) -> list[Someone]:
    """The person a table without names is about."""
    if {"Nom", "Nom Prénom"} & mapping.fields.keys() or mapping.kind != "séances":
        return []
    spot = Spot(table.page, table.top, 1)
    named = split(reading, typed_name(_told_person(table)), "nom prénom", spot)
    if named is None or not named[1]:
        return []
    someone = Someone(named[0], named[1], spot, listed=False)
    reading.draft.people.append(someone)
    return [someone]


def _repaired(mapping: Mapping, row: Row) -> str:
    """What stands in the place of a borrower when it is no person."""
    for header in ("Nom", "Nom Prénom"):
        value = mapping.cell(row, header)
        if isinstance(value, str) and words.meaning("immobilisation", value):
            return value
    return ""


def _marks_of(mapping: Mapping) -> Iterator[Any]:
    if mapping.kind == "grille":
        yield from rolls.slots_values(mapping.table)
    elif mapping.kind == "grille couchée":
        for column in mapping.table.columns[1:]:
            yield from mapping.table.values(column)
    elif told := mapping.fields.get("Statut"):
        yield from mapping.table.values(told)


def _identifier(reading: Reading, mappings: list[Mapping]) -> bool:
    """Whether the identifiers are those of a column: filled, and each of one person."""
    having = [one for one in mappings if "Identifiant" in one.fields]
    if not any({"Nom", "Nom Prénom"} & one.fields.keys() for one in mappings):
        return False
    made = ("en faire", "en faire de nouveaux (N001…)")
    headers_ = sorted({one.fields["Identifiant"].header for one in having})
    good = bool(having) and len(headers_) == 1 and all(map(_tells_one, having))
    choices = (*((one, f"la colonne « {one} »") for one in headers_ if good), made)
    if having and not good:
        reading.tell(f"« {headers_[0]} » n'est pas unique par personne : ce n'est pas un identifiant.")
    question = Question(
        "identifiant", "D'où viennent les identifiants ?", choices=choices, proposed=choices[0][0], kept=True
    )
    return reading.asking.ask(question) in headers_


def _tells_one(mapping: Mapping) -> bool:
    """Whether the identifiers of a table are filled, and each of one person alone."""
    owners: dict[str, set[str]] = {}
    people_: dict[str, set[str]] = {}
    for row in mapping.table.rows:
        code = typed_name(mapping.cell(row, "Identifiant"))
        name = " ".join(
            fold(typed_name(mapping.cell(row, one))) for one in ("Nom", "Prénom", "Nom Prénom", "Naissance")
        )
        if not code or shapes.security_number(code):
            return False
        owners.setdefault(list_key(code), set()).add(name)
        people_.setdefault(name, set()).add(list_key(code))
    return all(len(one) == 1 for one in (*owners.values(), *people_.values()))


def columns_of(file: File) -> tuple[str, ...]:
    """The headers of a file, by which one of the same shape is known again."""
    tables = [table for page in file.pages if not page.hidden for table in tables_of(page)]
    return tuple(dict.fromkeys(_heading(one) for table in tables for one in table.columns if _heading(one)))


def _heading(column: Column) -> str:
    """A header that tells a shape: a known name."""
    return fold(column.header) if words.known(column.header) else ""
