"""One word, one definition: what a chart draws is what the figure of the same name counts. Today is 30/06/2026."""

import openpyxl
import pytest

from models.duties import periods
from models.export import indicators
from models.export.returns import write_return
from models.figures.figures import figures
from models.returns import prepared as returns
from tests.export import spreadsheet
from tests.world import action, contract, day, mark, person, session, stay


@pytest.fixture
def drawn(base, tmp_path):
    """Writes the return of a period and gives what its charts draw: each table by its title."""

    def do(where, every: str, key: str) -> dict[str, list[tuple]]:
        path = tmp_path / "rapport.xlsx"
        write_return(returns.prepare(periods.asked(where, every, key)), path, "Claire", "Relais")
        tables: dict[str, list[tuple]] = {}
        title = ""
        for row in openpyxl.load_workbook(path, data_only=True)["Graphiques"].iter_rows(values_only=True):
            if row[0] and not any(cell is not None for cell in row[1:4]):
                title = row[0]
                tables[title] = []
            elif row[0] and title:
                tables[title].append(row[:4])
        return tables

    return do


def last_of(where, label: str, until: str) -> int:
    """What the figure of this label counts from the start of the year until a day."""
    found = {one.indicator.label: one for one in figures(where, day(f"01/01/{until[-4:]}"), day(until))}
    return int(found[label].value)


def test_the_file_active_of_the_chart_is_that_of_the_figure(drawn):
    """Reading E-35: three accompanied, one of them under a contract that counts, as the sheet says."""
    where = action("cd49-reference-rsa", staff=100)
    for code, status in (("ANA", "validé"), ("BOB", "rejeté"), ("CYD", "")):
        who = person(code)
        stay(where, who, "01/01/2026")
        if status:
            contract(where, who, "contrat-engagements", "01/02/2026", "31/12/2026", status=status)
    tables = drawn(where, "trimestre", "2026-T1")
    (title,) = [title for title in tables if "file active" in title]
    assert title == "L'état de la file active, mois par mois"
    assert [row[:2] for row in tables[title]][1:] == [("janvier 2026", 0), ("février 2026", 1), ("mars 2026", 1)]
    assert last_of(where, "L'état de la file active", "31/03/2026") == 1


def test_the_occupation_of_the_chart_adds_up_since_january_where_the_figure_does(drawn):
    """Reading E-41: Ana leaves in January, Bob comes in March: 1, 1, then 2 of 4 places; one or none is there."""
    where = action("cd59-v-freins", places=4)
    stay(where, person("ANA"), "01/01/2026", "15/01/2026", exit_type="abandon")
    stay(where, person("BOB"), "01/03/2026")
    tables = drawn(where, "mois", "2026-03")
    occupation = tables["Occupation des places financées, mois par mois"][1:]
    assert occupation == [
        ("janvier 2026", 1, 4, 0.25),
        ("février 2026", 1, 4, 0.25),
        ("mars 2026", 2, 4, 0.5),
    ]
    assert last_of(where, "Occupation des places financées", "31/03/2026") == 2
    here = tables["Nombre d'allocataires accompagnés, mois par mois"][1:]
    assert [row[:3] for row in here] == [("janvier 2026", 0, None), ("février 2026", 0, None), ("mars 2026", 1, None)]


def test_the_chart_of_the_places_held_by_the_day(drawn):
    """Reading 49-33: a place is held by a CDDI; Bob is accompanied without one."""
    where, ana, bob = action("cd49-aci", places=2), person("ANA"), person("BOB")
    for who in (ana, bob):
        stay(where, who, "01/01/2026")
    contract(where, ana, "cddi", "01/02/2026", "31/12/2026")
    tables = drawn(where, "action", "final")
    occupation = tables["Occupation des places, mois par mois"][1:]
    assert [row[1] for row in occupation[:3]] == [0, 1, 1]
    assert occupation[1][3] == 0.5


def test_a_month_above_the_places_does_not_make_up_for_one_below(drawn, tmp_path):
    """Reading E-43: 3 then 1 of 2 places make 100 %, and one month of two is full: said in the sheet and the chart."""
    where = action("cd59-i1-iod", end="28/02/2026", places=2)
    for rank in range(3):
        stay(where, person(f"P{rank}"), "01/01/2026", "28/02/2026" if rank < 1 else "31/01/2026")
    drawn(where, "année", "2026")
    path, label = tmp_path / "rapport.xlsx", "Occupation des places financées"
    assert spreadsheet.figures(path)[label] == (4, 4, 1)
    assert spreadsheet.column(path, "Mois à 100 %") == {label: "1 mois sur 2"}


def test_an_indicative_objective_is_said_so_in_the_chart_of_what_is_reached(drawn):
    where = action("cd59-i1-iod", end="31/03/2026", places=1)
    stay(where, person("ANA"), "01/01/2026")
    tables = drawn(where, "année", "2026")
    labels = [row[0] for row in tables["Objectifs atteints"][1:]]
    assert "Nombre d'allocataires accompagnés (objectif indicatif)" in labels
    assert "Occupation des places financées (objectif indicatif), 3 mois sur 3 à 100 % ou plus" in labels


def test_the_profiles_of_the_yearly_return_are_of_the_persons_entered(base):
    """Reading E-43: Ana entered the year before; Bob, who came twice, is one of the two persons entered."""
    where = action("cd59-i1-iod", "01/01/2025", "31/12/2026", places=5)
    ana, bob, cyd = person("ANA", sex="F"), person("BOB", sex="M"), person("CYD", sex="F")
    stay(where, ana, "01/06/2025")
    stay(where, bob, "01/02/2026", "28/02/2026")
    stay(where, bob, "01/04/2026")
    stay(where, cyd, "01/05/2026")
    found = returns.prepare(periods.asked(where, "année", "2026"))
    assert found.profiles["sexe"] == {"femmes": 1, "hommes": 1}
    assert set(returns.people(found)) == set(found.persons)


def test_the_channel_is_in_the_sheets_of_sessions_and_attendances(base, tmp_path):
    where, ana = action("cd49-reference-rsa"), person("ANA")
    stay(where, ana, "01/01/2026")
    mark(session(where, "rendez-vous", "02/02/2026", channel="téléphone"), ana)
    mark(session(where, "rendez-vous", "03/02/2026"), ana)
    indicators.write(where, where.start, where.end, tmp_path / "c.xlsx", "Claire", "Relais")
    for name in ("Séances", "Présences"):
        assert [row["Canal"] for row in spreadsheet.sheet(tmp_path / "c.xlsx", name)] == ["téléphone", None]
