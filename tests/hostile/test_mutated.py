"""Workbooks and text files changed by chance, always the same chance: read or refused, never half written."""

import re
from pathlib import Path
from random import Random

import pytest

from config import catalogue, settings
from config.reading import MOST, Faults
from models.storage.opening import open_database
from models.tables import TABLES, database
from models.takeover.process import take_over
from models.takeover.template import write_template
from tests.hostile.mutations import spoilt
from tests.oracle import spreadsheet
from tests.oracle.workbooks import made_up
from tests.takeover.conftest import MARKS, permis, write_ods, write_xlsx
from tui.conventions import specification

ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SETTINGS = b"""operator = "Relais"
sites = ["A", "B"]
database = "sqlite:///x.db"
late_minutes = 15
region = "57"
[[closures]]
start = 2026-08-01
end = 2026-08-15
"""


@pytest.fixture
def workbooks(tmp_path):
    """The bytes of real workbooks, with their suffix."""
    sheets = permis(Présences=[*MARKS, ["P1", "S1", "1", "présent", None]])
    write_xlsx(tmp_path / "petit.xlsx", sheets)
    write_ods(tmp_path / "petit.ods", sheets)
    write_template(tmp_path / "vide.xlsx")
    for seed in range(3):
        spreadsheet.write(made_up(seed)[0], tmp_path / f"inventé-{seed}.xlsx", seed)
    paths = sorted(tmp_path.glob("*.xlsx")) + sorted(tmp_path.glob("*.ods")) * 2
    return [(path.suffix, path.read_bytes()) for path in paths]


def counts():
    return [table.select().count() for table in TABLES]


def spoil_workbooks(workbooks, folder, seeds):
    refused = 0
    for seed in seeds:
        dice = Random(seed)
        suffix, content = dice.choice(workbooks)
        path = folder / f"abîmé{suffix}"
        path.write_bytes(spoilt(content, dice))
        before = counts()
        report = take_over(path, dry_run=dice.random() < 0.5)
        refused += bool(report.errors)
        if report.errors:
            assert counts() == before, seed
            assert all(fault.message.endswith((".", "?")) for fault in report.errors), seed
        elif counts() != before:
            database.close()
            open_database(f"sqlite:///{folder}/{seed}.db")
    assert len(seeds) * 0.5 < refused < len(seeds)  # a mutation that is never read, or always, tries nothing


@pytest.mark.slow
def test_a_spoilt_workbook_is_read_or_refused(workbooks, tmp_path):
    spoil_workbooks(workbooks, tmp_path, range(60))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 5000, 500))
def test_thousands_of_spoilt_workbooks(workbooks, tmp_path, start):
    spoil_workbooks(workbooks, tmp_path, range(start, start + 500))


def spoil_texts(folder, seeds):
    shipped = [path.read_bytes() for path in sorted(Path(catalogue.__file__).with_name("conventions").glob("*.toml"))]
    outcomes = {"read": 0, "refused": 0}
    for seed in seeds:
        dice = Random(seed)
        convention = dice.random() < 0.8
        path = folder / ("essai.toml" if convention else settings.FILE)
        path.write_bytes(spoilt(dice.choice(shipped) if convention else SETTINGS, dice))
        try:
            if convention:
                specification.told(catalogue.read(path))
            else:
                settings.database_url(settings.load(folder), folder)
            outcomes["read"] += 1
        except Faults as faults:
            outcomes["refused"] += 1
            assert 0 < len(faults.sentences) <= MOST + 1
            for sentence in faults.sentences:
                assert not ACTING.search(sentence), seed
                assert len(sentence) < 1500, seed
    assert min(outcomes.values()) > len(seeds) / 20


@pytest.mark.slow
def test_a_spoilt_text_is_read_or_refused(tmp_path):
    spoil_texts(tmp_path, range(150))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 7000, 1000))
def test_thousands_of_spoilt_texts(tmp_path, start):
    spoil_texts(tmp_path, range(start, start + 1000))
