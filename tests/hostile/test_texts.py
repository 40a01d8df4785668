"""Texts that would be formulas, links or orders to the terminal, everywhere a text can be: they come out as texts."""

import json
import re

import openpyxl
import pytest
from peewee import IntegrityError
from pendulum import Date

from config.settings import Settings, database_url
from models.demo import seeding
from models.duties import periods
from models.export import indicators, liaison
from models.export.returns import write_return
from models.returns import prepared
from models.storage.opening import open_database
from models.tables import TABLES, Action, JournalEntry, Liaison, Session
from models.tables.fields import TextField
from models.takeover.template import write_template
from tui.command import main

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "{=1+1}", "\t=1+1", "\r=1+1", "http://exemple.fr/?a=b",
    '=HYPERLINK("http://exemple.fr")', "mailto:a@exemple.fr", "internal:Séances!A1", "<r>gras</r>",
]  # fmt: skip
ORDERS = "\x1b]0;titre\x07\x1b[2J\x9b31m\u202e\u2066\x00\x08\r\n=1+1"
NOT_FREE = {"recorded_at", "convention", "edition", "nature", "folded", "state", "changes"}


@pytest.fixture
def year(house, tmp_path, monkeypatch):
    """The made-up year, its base open."""
    home = tmp_path / "année"
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    monkeypatch.setenv("ASSIDU_HOME", str(home))
    seeding.seed(home)
    engine = open_database(database_url(Settings(), home))
    yield
    if not engine.is_closed():
        engine.close()


def put_everywhere(texts: list[str], turn: int = 0) -> int:
    """Writes one of these texts in each column that may hold any, another each turn; gives how many there are."""
    found = 0
    for table in TABLES:
        for name, field in table._meta.fields.items():
            if not isinstance(field, TextField) or name in NOT_FREE or table is JournalEntry:
                continue
            text = texts[(found + turn) % len(texts)]
            try:
                with table._meta.database.atomic():
                    if field.unique or name in ("code", "plate"):
                        for record in table.select():
                            table.update({name: f"{text}{record.id}"}).where(table.id == record.id).execute()
                    else:
                        table.update({name: text}).execute()
                found += 1
            except IntegrityError:  # a closed list, or part of a key
                continue
    return found


def workbooks(folder, author):
    """Every workbook that comes out of the base: exports, returns, fiches."""
    found = []
    for action in Action.select().order_by(Action.id):
        found.append(folder / f"export-{action.id}.xlsx")
        indicators.write(action, action.start, action.end, found[-1], author, author)
        for of in action.spec.returns:
            period = periods.periods(action, of)[0]
            found.append(folder / f"rapport-{action.id}-{of.code}.xlsx")
            write_return(prepared.prepare(period), found[-1], author, author)
    for fiche in Liaison.select().limit(3):
        found.append(folder / f"fiche-{fiche.id}.xlsx")
        liaison.printed(fiche, found[-1], author, author)
    return found


def formulas(paths):
    """The formulas of workbooks by file and sheet; no cell is a link, nothing points outside the file."""
    found = set()
    for path in paths:
        book = openpyxl.load_workbook(path)
        assert not book._external_links
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.hyperlink is None, (path.name, sheet.title, cell.coordinate)
                    if cell.data_type == "f":
                        found.add((path.name, sheet.title, str(getattr(cell.value, "text", cell.value))))
    return found


def used(found):
    """The functions these formulas call."""
    return {name for *_, text in found for name in re.findall(r"[A-Z]+(?=\()", text)}


@pytest.mark.slow
def test_no_text_becomes_a_formula_or_a_link_in_any_workbook(year, tmp_path):
    ours = used(formulas(workbooks(tmp_path, "Zoé")))
    for turn in range(0, len(FORMULAS), 5):
        assert put_everywhere(FORMULAS, turn) > 60
        written = workbooks(tmp_path, FORMULAS[turn])
        assert len(written) >= 20
        found = formulas(written)
        assert used(found) <= ours
        assert not {text.strip("{}=\t\r ") for *_, text in found} & {text.strip("{}=\t\r ") for text in FORMULAS}


@pytest.mark.slow
def test_nothing_acts_on_the_terminal(year, capsys):
    assert put_everywhere([ORDERS]) > 60
    Session._meta.database.close()
    codes = json.loads(_answer(capsys, "check", "--json"))["deviations"]
    lines = [["conventions"], ["check"], ["due"], ["due", "--json"]]
    for code in {one["action"] for one in codes}:
        lines += [["indicators", code], ["indicators", code, "--json"], ["hours", code], ["hours", code, "--json"]]
        lines += [["check", code], ["return", code, "--final", "--json"]]
    assert len(lines) > 30
    for line in lines:
        said = _answer(capsys, *line)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said), line


def _answer(capsys, *words):
    assert main(list(words)) in (0, 1, 2)
    said = capsys.readouterr()
    return said.out if "--json" in words else said.out + said.err


def test_the_lists_of_the_template_are_texts(tmp_path, monkeypatch):
    from models.takeover import sheets, template

    column = sheets.PARTICIPANTS.columns[1]
    odd = type(column)(column.header, column.attribute, column.read, "Commentaire.", values=("=1+1", 'dit "non"'))
    monkeypatch.setattr(template, "SHEETS", (type(sheets.PARTICIPANTS)("Essai", sheets.PARTICIPANTS.model, (odd,)),))
    write_template(tmp_path / "reprise.xlsx")
    assert formulas([tmp_path / "reprise.xlsx"]) == set()
    sheet = openpyxl.load_workbook(tmp_path / "reprise.xlsx")["Essai"]
    assert [sheet.cell(row, template.ASIDE + 1).value for row in (2, 3)] == ["=1+1", 'dit "non"']


def test_one_export_holds_no_formula_but_ours(tmp_path):
    action = Action.create(code="=1+1", convention="cd49-adse-b", start="2021-01-04", end="2021-12-31", title="@x")
    Session.create(action=action, code="-1", nature="seance", day=Date(2021, 3, 1), start=540, end=600, theme="=2+2")
    action = Action.get()
    indicators.write(action, action.start, action.end, tmp_path / "un.xlsx", "=3+3", "http://exemple.fr")
    assert not [found for *_, found in formulas([tmp_path / "un.xlsx"]) if found in ("=1+1", "=2+2", "=3+3")]
