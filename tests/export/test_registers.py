"""The detail sheets of the registers, said from their fields; the columns that tell parts, months and shares."""

import openpyxl
import pytest

from config.catalogue import usable
from models.tables import REGISTERS, EligibilityCheck, fields_of
from tests.export import spreadsheet
from tests.world import action, contract, obstacle, person, stay

AXIS = "cd59-ii2-coaching"
KEEPING = {
    table: next((id for id, spec in usable().items() if table.register in spec.records), None)
    for table in REGISTERS
    if table is not EligibilityCheck
}


@pytest.mark.sweep(5)
@pytest.mark.parametrize("table", KEEPING, ids=lambda table: table.sheet)
def test_a_register_is_listed_as_its_fields_are_said(exported, table):
    where = action(KEEPING[table], places=1)
    heads = [cell.value for cell in openpyxl.load_workbook(exported(where))[table.sheet][1]]
    said = [field.verbose_name for field in fields_of(table) if field.name not in ("action", "person")]
    assert heads[: len(said) + 3] == ["Identifiant", "Nom et prénom", "Public", *said]


def test_what_lasts_is_listed_when_a_day_of_it_is_in_the_period(exported):
    where, ana = action("cd62-cers"), person("ANA")
    kind = usable()["cd62-cers"].contract_kind[0]
    contract(where, ana, kind.code, "01/01/2026", "31/01/2026")
    contract(where, ana, kind.code, "01/02/2026")
    rows = spreadsheet.sheet(exported(where, "01/02/2026", "28/02/2026"), "Contrats")
    assert [(row["Contrat"], row["Début"].month, row["Fin"]) for row in rows] == [(kind.label, 2, None)]


@pytest.fixture
def coaching(base):
    """Two places from January to June: two there until March, one to April, one who came in May."""
    where = action(AXIS, "01/01/2026", "30/06/2026", places=2)
    stay(where, person("ANA"), "01/01/2026", "31/03/2026", exit_type="emploi", exit_contract="CDI")
    stay(where, person("BOB"), "01/01/2026", "30/04/2026", exit_type="abandon")
    stay(where, person("CYD"), "15/05/2026")
    return where


def by_id(where, path, told):
    """What the workbook tells of each figure, by the indicator's id."""
    labels = {one.label: one.id for one in where.spec.indicator}
    return {labels[label]: row for label, row in told(path).items() if label in labels}


def test_a_share_has_its_own_columns(exported, coaching):
    """One lasting job of two exits: 50 %, and 50 % are expected of them."""
    path = exported(coaching)
    durable = next(
        one.id for one in coaching.spec.indicator if getattr(one, "classes", ()) == ("durable",) and one.target
    )
    assert by_id(coaching, path, spreadsheet.figures)[durable] == (1, 1, 1)
    assert by_id(coaching, path, spreadsheet.shares)[durable] == (2, 0.5)
    rows = {row["Identifiant"]: row for row in spreadsheet.sheet(path, "Parcours")}
    assert [rows[code]["Sorties de la période (0/1)"] for code in ("ANA", "BOB", "CYD")] == [1, 1, 0]
    assert rows["ANA"]["Contrat de sortie"] == "CDI"


def test_a_month_has_its_own_column(exported, coaching):
    """2, 2, 2 (Ana leaves on the 31st), 1 (so does Bob), 1, 1: 9 of 12."""
    path = exported(coaching)
    ends = next(one for one in coaching.spec.indicator if one.measure == "month-ends")
    assert spreadsheet.figures(path)[ends.label] == (9, 12, 0.75)
    rows = {row["Identifiant"]: row for row in spreadsheet.sheet(path, "Parcours")}
    assert [rows["BOB"][f"{ends.label} 2026-0{month} (0/1)"] for month in range(1, 7)] == [1, 1, 1, 1, 0, 0]
    told = [row[:3] for row in spreadsheet.details(path)]
    assert told[:6] == [
        ("janvier 2026", None, 2),
        ("février 2026", None, 2),
        ("mars 2026", None, 2),
        ("avril 2026", None, 1),
        ("mai 2026", None, 1),
        ("juin 2026", None, 1),
    ]


def test_obstacles_lifted_of_those_closed(exported):
    where, ana = action("cd59-v-freins", places=1), person("ANA")
    obstacle(where, ana, "mobilité", "01/01/2026", "01/02/2026", outcome="levé")
    obstacle(where, ana, "santé", "01/01/2026", "01/02/2026", outcome="abandonné")
    path = exported(where)
    lifted = next(one.id for one in where.spec.indicator if one.measure == "obstacles-lifted" and one.unit == "frein")
    assert by_id(where, path, spreadsheet.figures)[lifted] == (1, 1.6, 0.625)
    assert by_id(where, path, spreadsheet.shares)[lifted] == (2, 0.5)
