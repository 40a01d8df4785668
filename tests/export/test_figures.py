"""The first sheet tells each figure in the row of its label, and every detail sheet adds up to it."""

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from models.figures.figures import figures
from tests.export import spreadsheet
from tests.world import action, check, document, exam, follow_up, loan, mark, moped, person, session, stay


def test_each_figure_is_a_number_in_the_row_of_its_label(exported):
    workshop = action("cd49-adse-a-renforce", places=8)
    ana, bob = person("ANA"), person("BOB")
    for who in (ana, bob):
        stay(workshop, who, "01/01/2026")
    mark(session(workshop, "seance", "10/02/2026"), ana, bob)
    mark(session(workshop, "seance", "11/02/2026"), ana)
    mark(session(workshop, "entretien", "12/02/2026"), bob)
    told = spreadsheet.figures(exported(workshop))
    assert told["Nombre de séances collectives"] == (2, 44, pytest.approx(2 / 44))
    assert told["Nombre de participations aux séances collectives"] == (3, 352, pytest.approx(3 / 352))
    assert told["Nombre d'entretiens individuels"] == (1, 88, pytest.approx(1 / 88))
    assert told["Nombre de participants"] == (2, 8, 0.25)
    # 8 × (1250 × 3/352 + 550 × 1/88) = 85,2272… + 50
    assert told["Montant (estimation, formule non fixée par le cahier des charges)"][:2] == (135.23, 14400)


def test_the_value_is_a_formula_over_the_facts_and_the_rate_over_the_cells(exported):
    workshop = action("cd49-adse-a-simple", places=8)
    mark(session(workshop, "seance", "10/02/2026"), person("ANA"))
    book = openpyxl.load_workbook(exported(workshop))
    row = next(row for row in book["Indicateurs"].iter_rows() if row[0].value == "Nombre de séances collectives")
    assert row[1].value.startswith("=SUM('Séances'!$")
    assert row[3].value == f'=IF(C{row[0].row}=0,"",B{row[0].row}/C{row[0].row})'


def test_without_places_rates_are_empty_and_the_estimate_is_nothing(exported):
    told = spreadsheet.figures(exported(action("cd49-adse-a-simple", places=0)))
    assert told["Nombre de participants"] == (0, 0, None)
    assert told["Montant (estimation, formule non fixée par le cahier des charges)"] == (0, 0, None)


def test_hours_are_decimal_and_told_by_participant(exported):
    lessons = action("cd93-3b-permis", "01/10/2025", "30/09/2026")
    ana, bob = person("ANA"), person("BOB")
    mark(session(lessons, "conduite", "12/01/2026", end="10:30"), ana)
    mark(session(lessons, "conduite", "13/01/2026", end="10:00"), bob, status="retard", minutes=45)
    path = exported(lessons)
    assert spreadsheet.figures(path)["le nombre d'heures de conduite effectué par participant"] == (2.25, None, None)
    assert spreadsheet.details(path) == [("ANA", "ANA Test", 1.5), ("BOB", "BOB Test", 0.75)]


def test_a_part_is_told_letter_by_letter(exported):
    """Identifiers that a spreadsheet's own criteria would read as patterns or comparisons."""
    lessons = action("cd93-3b-permis", "01/10/2025", "30/09/2026")
    lesson = session(lessons, "conduite", "12/01/2026", end="10:00")
    for code in ("P*", "P1", ">0", "=1+1"):
        mark(lesson, person(code))
    assert [row[0] for row in spreadsheet.details(exported(lessons))] == ["=1+1", ">0", "P*", "P1"]


def test_a_follow_up_made_after_the_period_is_there_because_it_counts(exported):
    lessons = action("cd93-3b-permis", "01/10/2025", "30/09/2026")
    ana, bob = person("ANA"), person("BOB")
    stay(lessons, ana, "01/10/2025", "31/01/2026")
    stay(lessons, bob, "01/10/2025")
    follow_up(lessons, ana, "05/05/2026", True, "emploi")
    follow_up(lessons, bob, "06/05/2026", True, "emploi")
    path = exported(lessons, "01/01/2026", "31/03/2026")
    assert [row["Identifiant"] for row in spreadsheet.sheet(path, "Suivis")] == ["ANA"]
    label = next(label for label in spreadsheet.figures(path) if "3 mois" in label)
    assert spreadsheet.figures(path)[label] == (1, None, None)  # one of one who left, and no text fixes how many
    assert spreadsheet.shares(path)[label] == (1, 1)


def test_facts_outside_the_period_are_left_out(exported):
    lessons = action("cd93-3b-permis", "01/10/2025", "30/09/2026")
    exam(lessons, person("ANA"), "code", "01/12/2025", "échoué")
    exam(lessons, person("BOB"), "code", "01/02/2026", "réussi")
    path = exported(lessons, "01/01/2026", "31/03/2026")
    assert [row["Identifiant"] for row in spreadsheet.sheet(path, "Examens")] == ["BOB"]
    assert spreadsheet.figures(path)["la réussite à l'examen du code"] == (1, None, None)
    assert spreadsheet.shares(path)["la réussite à l'examen du code"] == (1, 1)


def test_the_target_of_the_park_is_the_sum_of_its_mopeds_whatever_the_period(exported):
    park = action("cd49-point-mobilite")
    first = moped(park, "AA-001-AA", "01/01/2026")
    moped(park, "BB-002-BB", "01/01/2026", "14/03/2026")  # 73 days, a fifth of a year
    loan(first, person("ANA", public="FAJ"), "01/06/2026", "30/06/2026", "10/06/2026")
    path = exported(park, "01/06/2026", "30/06/2026")
    assert spreadsheet.figures(path)["Nombre de jours de location"] == (10, 216, pytest.approx(10 / 216))
    assert [(row["Immatriculation"], row["Objectif de jours"]) for row in spreadsheet.sheet(path, "Parc")] == [
        ("AA-001-AA", 180),
        ("BB-002-BB", 36),
    ]
    assert spreadsheet.details(path) == [("FAJ", None, 1), ("AA-001-AA", None, 10)]


def test_an_amount_is_its_payable_minutes_at_the_price_of_the_hour(exported):
    ai = action("cd49-ai", "01/01/2026", "31/12/2026")
    ana, bob = person("ANA", public="RSA"), person("BOB", public="RSA")
    for who in (ana, bob):
        stay(ai, who, "01/01/2026")
    check(ana, "01/01/2026")
    mark(session(ai, "module-3", "10/02/2026", end="12:30"), ana, bob)
    document(ai, ana, "attestation-presence-module-3", "28/02/2026")
    path = exported(ai)
    assert spreadsheet.figures(path)["Nombre d'heures de professionnalisation"][0] == 7
    assert spreadsheet.figures(path)["Montant des heures de professionnalisation"][0] == 28
    payable = "Montant des heures de professionnalisation (minutes payables)"
    assert {row["Identifiant"]: row[payable] for row in spreadsheet.sheet(path, "Présences")} == {"ANA": 210, "BOB": 0}


@pytest.mark.sweep(1)
@pytest.mark.parametrize("seed", [0, 4])
def test_other_readers_find_the_figures_of_every_convention(exported, made_up_actions, seed):
    for one in made_up_actions(seed):
        rows = CalamineWorkbook.from_path(exported(one)).get_sheet_by_name("Indicateurs").to_python()
        told = {row[0]: row[1:4] for row in rows}
        for figure in figures(one, one.start, one.end):
            value, target, rate = told[figure.indicator.label]
            assert value == pytest.approx(float(figure.value))
            aimed = figure.objective is not None
            assert target == (pytest.approx(float(figure.target)) if aimed else "")
            assert rate == (pytest.approx(float(figure.rate)) if aimed and figure.rate is not None else "")
