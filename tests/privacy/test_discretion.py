"""Nobody's name outside the records: not in a report of a defect, a log, a title, nor the name of a file."""

import re
from pathlib import Path

import pytest

from config import files
from models.export import identifiers, liaison
from models.export.written import write_whole
from models.privacy import held, page
from models.tables import Action, Liaison, Person
from tests.privacy.conftest import CODE, EMAIL, FIRST, LAST, PHONE
from tests.world import day
from tui import crash

ROOT = Path(__file__).parents[2]
OUTSIDE = {
    "a log": re.compile(r"^\s*(import logging|from logging|import syslog)", re.MULTILINE),
    "the terminal's title": re.compile(r"\\(x1b|033)\][012];|set_window_title|setproctitle|prctl"),
    "a temporary file elsewhere": re.compile(r"\b(mkstemp|NamedTemporaryFile|mkdtemp|SpooledTemporaryFile)\b"),
}
TRACES = (LAST, FIRST, PHONE, EMAIL, CODE, LAST.casefold(), FIRST.casefold())


def traces(text):
    return [trace for trace in TRACES if trace in text]


@pytest.mark.parametrize("what", OUTSIDE)
def test_the_program_writes_none_of_these(what):
    files = [file for part in ("config", "models", "tui") for file in (ROOT / part).rglob("*.py")]
    assert len(files) > 100
    assert [str(file) for file in files if OUTSIDE[what].search(file.read_text(encoding="utf-8"))] == []


def test_the_report_of_a_defect_tells_where_and_not_whose(gone, tmp_path):
    try:
        someone = Person.get_by_id(gone.id)
        raise KeyError(f"{someone.last_name} {someone.first_name}, {someone.phone}")
    except KeyError as defect:
        said = crash.write_crash(tmp_path, defect)
    (report,) = tmp_path.glob("incident-*.txt")
    assert traces(said + report.name + report.read_text(encoding="utf-8")) == []
    assert "KeyError" in report.read_text(encoding="utf-8")


def test_no_file_proposed_is_named_after_anybody(gone, tmp_path):
    fiche = Liaison(
        action=Action.get(code="PERMIS"), person=Person.get_by_id(gone.id), kind="appui", day=day("12/03/2026")
    )
    assert traces(str(liaison.usual_path(Path("x"), fiche))) == []
    assert traces(str(page.usual_path(Path("x"), gone))) == []


def test_no_draft_is_named_after_anybody(gone, tmp_path, monkeypatch):
    seen, make = [], files._temporary
    monkeypatch.setattr(files, "_temporary", lambda folder: seen.append(make(folder)) or seen[-1])
    page.write(held.held_on(gone), tmp_path / "page.html", "Claire")
    write_whole(tmp_path / f"{LAST}.xlsx", lambda draft, scratch: draft.write_bytes(b"x"))
    assert len(seen) >= 3
    assert traces(" ".join(map(str, seen))) == []


def test_what_a_search_of_a_wrong_identifier_says_names_nobody(gone, assidu):
    answer = assidu("person", CODE[:-1])
    assert answer.status == 2
    assert traces(answer.out + " ".join(answer.errors).replace(CODE[:-1], "")) == []


def test_the_names_of_everybody_are_known_to_the_workbooks_by_identifier(gone):
    names, own = identifiers.naming()
    assert own.keys() == {one.code for one in Person.select()}
    assert traces(names.told(f"{FIRST} {LAST} et {LAST.upper()} {FIRST}").replace(CODE, "")) == []
