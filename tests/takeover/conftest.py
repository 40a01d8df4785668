"""Workbooks written by the test, taken over into an empty database on 1 July 2021."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from models.takeover.process import take_over

TODAY = "2021-07-01"


@pytest.fixture(autouse=True)
def house(base, on_day):
    on_day(TODAY)
    return base


@pytest.fixture
def take(tmp_path):
    """Takes over a workbook given as ``{sheet: [headers, row, row…]}``."""

    def run(sheets, dry_run=False, who="import", ods=False):
        sheets = {name: rows for name, rows in sheets.items() if rows is not None}
        path = tmp_path / ("reprise.ods" if ods else "reprise.xlsx")
        (write_ods if ods else write_xlsx)(path, sheets)
        return take_over(path, dry_run=dry_run, who=who)

    return run


def write_xlsx(path, sheets):
    book = xlsxwriter.Workbook(str(path))
    formats = {
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, Formula):
                    page.write_formula(number, place, cell.text, None, cell.result)
                elif isinstance(cell, bool):
                    page.write_boolean(number, place, cell)
                elif isinstance(cell, int | float):
                    page.write_number(number, place, cell)
                elif isinstance(cell, str):
                    page.write_string(number, place, cell)
                elif cell is not None:
                    page.write_datetime(number, place, cell, formats[type(cell)])
    book.close()


def write_ods(path, sheets):
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(cell):
    if cell is None:
        return TableCell()
    if isinstance(cell, bool):
        found = TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
    elif isinstance(cell, int | float):
        found = TableCell(valuetype="float", value=str(cell))
    elif isinstance(cell, str):
        found = TableCell(valuetype="string")
    elif isinstance(cell, timedelta):
        minutes = cell // timedelta(minutes=1)
        found = TableCell(valuetype="time", timevalue=f"PT{minutes // 60:02d}H{minutes % 60:02d}M00S")
    elif isinstance(cell, time):
        found = TableCell(valuetype="time", timevalue=f"{cell:PT%HH%MM%SS}")
    else:
        found = TableCell(valuetype="date", datevalue=cell.isoformat())
    found.addElement(P(text=str(cell)))
    return found


class Formula:
    """A formula with its stored result."""

    def __init__(self, text, result):
        self.text, self.result = text, result


ACTIONS: list[list[Any]] = [["Code", "Convention", "Début", "Fin", "Places"]]
PERMIS = [*ACTIONS, ["P1", "cd93-3b-permis", date(2021, 1, 1), date(2021, 12, 31), None]]
PEOPLE: list[list[Any]] = [["Identifiant", "Nom", "Prénom"], ["1", "Diallo", "Amina"], ["2", "Benali", "Samir"]]
PARCOURS: list[list[Any]] = [
    ["Action", "Participant", "Entrée"],
    ["P1", "1", date(2021, 1, 4)],
    ["P1", "2", date(2021, 1, 4)],
]
SESSIONS: list[list[Any]] = [
    ["Action", "Séance", "Nature", "Date", "Début", "Fin"],
    ["P1", "S1", "atelier", date(2021, 3, 1), time(9), time(11)],
    ["P1", "L1", "conduite", date(2021, 3, 2), time(9), time(10)],
]
MARKS: list[list[Any]] = [["Action", "Séance", "Participant", "Statut", "Minutes"]]


def permis(**sheets):
    """One permis action with two persons and two sessions, and these sheets on top (``Prêts=[…]``)."""
    names = {"Heures_travaillées": "Heures travaillées"}
    base = {"Actions": PERMIS, "Participants": PEOPLE, "Parcours": PARCOURS, "Séances": SESSIONS}
    return base | {names.get(name, name): rows for name, rows in sheets.items()}


def park(**sheets):
    """A moped action with one moped, AB-1, one person, and these sheets on top."""
    base = {
        "Actions": [PERMIS[0], ["M1", "cd49-point-mobilite", date(2021, 1, 1), date(2021, 12, 31), None]],
        "Participants": PEOPLE,
        "Parcours": [PARCOURS[0], ["M1", "1", date(2021, 1, 4)]],
        "Cyclomoteurs": [["Action", "Immatriculation", "Mise en service"], ["M1", "AB-1", date(2021, 1, 1)]],
    }
    return base | sheets


def cells(faults):
    """``["Présences!D2", …]``."""
    return [f"{fault.sheet}!{fault.cell}" for fault in faults]
