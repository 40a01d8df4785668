"""Cells of a column are sorted as what they say: days by time, quantities by size, words by letter, nothing last."""

import random

import pytest

from models.french.ordering import order

COLUMNS = (
    ["31/12/2025", "01/03/2026", "2/3/2026", "15/01/2027", "", "—"],
    ["01/03", "02/03", "31/03", "01/12"],
    ["12/2025", "01/2026", "03/2026"],
    ["45 min", "2 h", "10 h", "40 h 30", "1 200 h", "·"],
    ["−159 j", "−2 j", "0 j", "3 j", "20 j", "1 000 j"],
    ["2,5 %", "10 %", "10,5 %", "100 %"],
    ["9,99 €", "10,00 €", "1 234,50 €"],
    ["Abel", "Éva", "Zoé"],
    ["Atelier 2", "Atelier 10", "Écoute"],
    ["S-2", "S-10", "T-1"],
    ["━━━── 12 %", "━━━── 40 %"],
    ["▲ 3 absents", "■ 12 absents"],
    ["3 personnes", "01-code", "Amina"][1:],
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_in_order(column):
    for seed in range(5):
        mixed = list(column)
        random.Random(seed).shuffle(mixed)
        assert [order(cell) for cell in sorted(mixed, key=order)] == [order(cell) for cell in column]


def test_anything_is_sorted_beside_anything():
    cells = [cell for column in COLUMNS for cell in column] + ["12 h", "12", "12/05", "x12", "[/b]", "١٢", "²", "h 12"]
    assert len(sorted(cells, key=order)) == len(cells)
