"""Another program works every formula out again, its stored results spoiled, and finds the same numbers."""

import shutil

import pytest

from config.catalogue import usable
from models.duties.periods import periods
from models.export import indicators
from models.export.returns import write_return
from models.returns.prepared import prepare
from models.tables import Ede, Evaluation
from tests.export import spreadsheet
from tests.world import action, evaluation, fact, mark, person, session, stay

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


@pytest.mark.parametrize("rows", [indicators.TABLE_ROWS, 0], ids=["tables", "row by row"])
@pytest.mark.parametrize("rank", range(4))
def test_libreoffice_finds_every_cell_of_every_workbook_again(exported, made_up_of, monkeypatch, tmp_path, rows, rank):
    """The export and each return of every convention, a quarter of them at a time, over several years too."""
    monkeypatch.setattr(indicators, "TABLE_ROWS", rows)
    found = []
    for id in list(usable())[rank::4]:
        where = made_up_of(id, 5)[0]
        found.append(exported(where, name=f"{id}.xlsx"))
        for of in where.spec.returns:
            found.append(tmp_path / f"{id}-{of.code}.xlsx")
            write_return(prepare(periods(where, of)[-1]), found[-1], "Zoé Martin")
    assert_found_again(found, tmp_path)


def test_libreoffice_finds_the_years_of_an_action_again(exported, tmp_path):
    """Twelve places over two years (reading E-02): jobs of each year against the places of each."""
    found = []
    for id in ("cd59-i1-iod", "cd59-v-freins", "cd59-iii2-eti", "cd59-vi1-individuel"):
        where = action(id, "01/01/2024", "31/12/2025", code=id, places=12)
        for rank, left in enumerate(("31/03/2024", "30/06/2024", "31/03/2025", None)):
            kind = {"exit_type": "emploi", "exit_contract": "CDI"} if left else {}
            stay(where, person(f"{id}-{rank}"), "01/01/2024", left, **kind)
        found.append(exported(where, name=f"{id}.xlsx"))
    assert_found_again(found, tmp_path)


GRID = """
id = "mon-cers"
title = "CERS avec notre grille"
edition = "2012"
inherits = ["cd62-cers"]

[distance]
items = 3
paliers = 3
"""
ITEM = """
[[distance.item]]
code = "{code}"
label = "{label}"
palier = [
  {{code = "1", label = "acquis", weight = 1}},
  {{code = "2", label = "en cours", weight = 2}},
  {{code = "3", label = "à travailler", weight = 3}},
]
"""


def test_libreoffice_tells_every_answer_of_a_grid(exported, tmp_path):
    """A Département's own grid: several parts a row, each counted once; six answers of two persons."""
    items = (("logement", "Le logement"), ("sante", "La santé"), ("mobilite", "La mobilité"))
    folder = tmp_path / "conventions"
    folder.mkdir()
    told = GRID + "".join(ITEM.format(code=code, label=label) for code, label in items)
    (folder / "mon-cers.toml").write_text(told, encoding="utf-8")
    where, ana, bob = action("mon-cers"), person("ANA"), person("BOB")
    for who, answers in ((ana, "logement=1; sante=2; mobilite=3"), (bob, "logement=1; sante=1; mobilite=3")):
        stay(where, who, "01/01/2026")
        fact(Ede, where, who, day="01/02/2026", answers=answers)
    path = exported(where)
    assert spreadsheet.figures(path)["Réponses par item et palier"][0] == 6
    parts = {row[0]: row[-1] for row in spreadsheet.details(path) if " : " in row[0]}
    assert parts == {
        "La mobilité : à travailler": 2,
        "La santé : acquis": 1,
        "La santé : en cours": 1,
        "Le logement : acquis": 2,
    }
    assert_found_again([path], tmp_path)


def test_libreoffice_finds_somebody_in_several_subjects_once(exported, tmp_path):
    """Reading E-01: two persons in five parts; the total is not their sum."""
    where, ana, bob = action("cd93-2a-francais"), person("ANA"), person("BOB")
    for who, subject, level in (
        (ana, "expression orale", "A2"),
        (ana, "expression écrite", "A1"),
        (ana, "compréhension orale", "B1"),
        (bob, "expression orale", "A2"),
        (bob, "expression écrite", "B1"),
    ):
        stay(where, who, "01/01/2026") if not who.parcours.count() else None
        evaluation(where, who, "01/06/2026", "sortie", level, subject)
        for moment, on, reached in (("entrée", "02/01/2026", "à acquérir"), ("sortie", "01/06/2026", "acquise")):
            fact(Evaluation, where, who, scale="competences", subject=subject, moment=moment, day=on, level=reached)
    path = exported(where)
    label = "le niveau de langue atteint par le bénéficiaire à la fin de la formation"
    assert spreadsheet.figures(path)[label][0] == 2
    assert_found_again([path], tmp_path)


def test_libreoffice_tells_parts_letter_by_letter(exported, tmp_path):
    lessons = action("cd93-3b-permis")
    for number, code in enumerate(("P*", "P?", "p1", "P1", ">0", "=1+1", "~P*"), 1):
        mark(session(lessons, "conduite", f"{number:02d}/01/2026", end=f"{9 + number}:00"), person(code))
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
        places = spreadsheet.formulas(path)
        assert near(tuple(spreadsheet.at(again, places))) == tuple(spreadsheet.at(path, places)), path.name


def near(told):
    """The same figures, each number to the twelfth digit."""
    if isinstance(told, dict):
        return {label: near(row) for label, row in told.items()}
    return tuple(pytest.approx(cell, rel=1e-12) if isinstance(cell, int | float) else cell for cell in told)
