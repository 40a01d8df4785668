"""Another program works every formula out again, its stored results spoiled, and finds the same numbers."""

import shutil

import pytest

from models.export import indicators
from tests.export import spreadsheet
from tests.world import action, person, present, session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize(
    ("seed", "rows", "conventions"),
    [(0, indicators.TABLE_ROWS, 1), (4, indicators.TABLE_ROWS, 6), (4, 0, 6)],
    ids=["payable hours", "every convention", "every convention, row by row"],
)
def test_libreoffice_finds_the_same_figures(exported, made_up_actions, monkeypatch, tmp_path, seed, rows, conventions):
    monkeypatch.setattr(indicators, "TABLE_ROWS", rows)
    actions = made_up_actions(seed)
    assert len({one.convention for one in actions}) == conventions
    assert_found_again([exported(one, name=f"{one.code}.xlsx") for one in actions], tmp_path)


@pytest.mark.parametrize("rows", [indicators.TABLE_ROWS, 0], ids=["tables", "row by row"])
def test_libreoffice_finds_the_figures_of_places_exits_contracts_and_months(
    exported, made_up_of, monkeypatch, tmp_path, rows
):
    monkeypatch.setattr(indicators, "TABLE_ROWS", rows)
    found = []
    for id in ("cd59-ii2-coaching", "cd59-v-freins", "cd59-iv-aci", "cd49-aci", "cd49-reference-rsa", "cd62-cers"):
        found += [exported(one, name=f"{one.code}.xlsx") for one in made_up_of(id, 3)]
    assert_found_again(found, tmp_path)


def test_libreoffice_tells_parts_letter_by_letter(exported, tmp_path):
    lessons = action("cd93-3b-permis")
    for number, code in enumerate(("P*", "P?", "p1", "P1", ">0", "=1+1", "~P*"), 1):
        present(session(lessons, "conduite", f"{number:02d}/01/2026", end=f"{9 + number}:00"), person(code))
    assert_found_again([exported(lessons)], tmp_path)


def assert_found_again(kept, tmp_path):
    spoiled = tmp_path / "spoiled"
    spoiled.mkdir()
    for path in kept:
        assert spreadsheet.spoil(path, spoiled / path.name) > 2
        assert {-987654} & {cell for row in spreadsheet.figures(spoiled / path.name).values() for cell in row}
    out = spreadsheet.recalculate(tmp_path, sorted(spoiled.iterdir()))
    for path in kept:
        again = out / path.name
        assert near(spreadsheet.figures(again)) == spreadsheet.figures(path)
        assert near(spreadsheet.shares(again)) == spreadsheet.shares(path)
        told = spreadsheet.details(path)
        assert [near(row[: len(told[0])]) for row in spreadsheet.details(again)] == told


def near(told):
    """The same figures, each number to the twelfth digit."""
    if isinstance(told, dict):
        return {label: near(row) for label, row in told.items()}
    return tuple(pytest.approx(cell, rel=1e-12) if isinstance(cell, int | float) else cell for cell in told)
