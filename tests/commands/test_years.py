"""A convention that counts each civil year: the period without dates, the lines of years, the full months. Today is
15/06/2026."""

import pytest
from openpyxl import load_workbook


@pytest.fixture
def north(store, monkeypatch):
    """Two places of axe I.1 over 2025 and 2026: one job without end each year."""
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-15")
    action = store.Action.create(code="NORD", convention="cd59-i1-iod", start="2025-01-01", end="2026-12-31", places=2)
    for code, entry, left in (("P1", "2025-01-01", "2025-12-31"), ("P2", "2026-01-01", "2026-03-31")):
        person = store.Person.create(code=code, last_name=code, first_name="Test", folded=code.lower())
        job = {"exit_type": "emploi", "exit_contract": "CDI"}
        store.Parcours.create(action=action, person=person, entry=entry, exit=left, **job)
    return action


def told(document, id):
    return next(one for one in document["indicators"] if one["id"] == id)


JOBS = "sorties-en-emploi-durable-pour-100-places-financees"
PLACES = "occupation-des-places-financees"


def test_without_dates_the_current_year(assidu, north):
    document = assidu("indicators", "NORD", "--json").document
    assert (document["from"], document["to"]) == ("2026-01-01", "2026-12-31")
    assert (told(document, JOBS)["value"], told(document, JOBS)["target"]) == (1, 1)
    assert told(document, JOBS)["years"] == []


def test_the_last_year_once_the_action_is_over(assidu, north, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", "2028-02-01")
    document = assidu("indicators", "NORD", "--json").document
    assert (document["from"], document["to"]) == ("2026-01-01", "2026-12-31")


def test_a_date_alone_goes_with_the_action_s_other_one(assidu, north):
    document = assidu("indicators", "NORD", "--from", "2025-07-01", "--json").document
    assert (document["from"], document["to"]) == ("2025-07-01", "2026-12-31")


def test_several_years_have_a_line_each_and_add_up(assidu, north):
    asked = ("indicators", "NORD", "--from", "2025-01-01", "--to", "2026-12-31")
    one = told(assidu(*asked, "--json").document, JOBS)
    assert (one["value"], one["target"], one["rate"]) == (2, 2, 1)
    assert [(year["year"], year["value"], year["target"]) for year in one["years"]] == [(2025, 1, 1), (2026, 1, 1)]
    lines = [line.split() for line in assidu(*asked).out.splitlines()]
    assert ["·", "2025", ":", "1", "sur", "2", "places", "(50,0"] in [line[:8] for line in lines]


def test_the_months_are_the_last_key(assidu, north):
    """P1 has a place at the end of each month of 2025, P2 of three in 2026: no month has its two places taken."""
    document = assidu("indicators", "NORD", "--from", "2025-01-01", "--to", "2026-05-31", "--json").document
    one = told(document, PLACES)
    assert (one["value"], one["target"], one["months"]) == (12 + 3, 2 * 17, {"met": 0, "of": 17})
    assert all(list(each)[-1] == "months" for each in document["indicators"])
    assert told(document, JOBS)["months"] is None


def test_the_workbook_is_of_the_current_year_too(assidu, north, tmp_path):
    path = tmp_path / "classeur.xlsx"
    assert assidu("export", "NORD", "-o", str(path)).status == 0
    rows = load_workbook(path)["Indicateurs"].iter_rows(values_only=True)
    dates = {row[0]: row[1] for row in rows if row[0] and row[0].startswith("Période")}
    assert [f"{dates[label]:%d/%m/%Y}" for label in ("Période, du", "Période, au")] == ["01/01/2026", "31/12/2026"]
    whole = tmp_path / "deux-ans.xlsx"
    assert assidu("export", "NORD", "--from", "01/01/2025", "--to", "31/12/2026", "-o", str(whole)).status == 0
    rows = list(load_workbook(whole)["Par année"].iter_rows(values_only=True))
    jobs = next(row[0] for row in rows if row[0] and "100 places" in row[0])
    assert [row[1:5] for row in rows if row[0] == jobs] == [(2025, 1, 1, 1), (2026, 1, 1, 1)]
