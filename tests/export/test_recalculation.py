"""Another program works every formula out again, its stored results spoiled, and finds the same numbers."""

import shutil

import pytest

from tests.export import spreadsheet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize("seed", [0, 4])  # 0: payable hours; 4: every convention
def test_libreoffice_finds_the_same_figures(exported, made_up_actions, tmp_path, seed):
    kept, spoiled = [], tmp_path / "spoiled"
    spoiled.mkdir()
    for action in made_up_actions(seed):
        kept.append(exported(action, name=f"{action.code}.xlsx"))
        assert spreadsheet.spoil(kept[-1], spoiled / kept[-1].name) > 2
        assert {-987654} & {cell for row in spreadsheet.figures(spoiled / kept[-1].name).values() for cell in row}
    out = spreadsheet.recalculate(tmp_path, sorted(spoiled.iterdir()))
    for path in kept:
        again = out / path.name
        assert near(spreadsheet.figures(again)) == spreadsheet.figures(path)
        told = spreadsheet.details(path)
        assert [near(row[: len(told[0])]) for row in spreadsheet.details(again)] == told


def near(told):
    """The same figures, each number to the twelfth digit."""
    if isinstance(told, dict):
        return {label: near(row) for label, row in told.items()}
    return tuple(pytest.approx(cell, rel=1e-12) if isinstance(cell, int | float) else cell for cell in told)
