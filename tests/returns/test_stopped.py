"""A bilan stopped at 31 December of a year of the action (reading E-32). Today is 15/04/2026."""

import pytest

from models.acts.refusals import Refused
from models.days.clock import today
from models.duties import due, periods
from models.returns import copies, handed
from models.tables import Frozen, HandedIn
from tests import world
from tests.world import day

CODE = "bilan-arrete"


@pytest.fixture
def adse(house):
    """An ADSE B from September 2025 to August 2026: one session in October, one in February."""
    where = world.action("cd49-adse-b", "01/09/2025", "31/08/2026", code="B")
    ana = world.person("ANA", public="RSA")
    world.stay(where, ana, "01/09/2025")
    for on in ("07/10/2025", "03/02/2026"):
        world.mark(world.session(where, "seance", on), ana)
    return where


def of_year(action, key):
    return periods.asked(action, "année", key)


def final(action):
    return periods.asked(action, "action", "final")


def held(copy):
    return next(one["value"] for one in copies.figures_of(copy) if one["id"] == "seances-collectives")


def test_it_is_of_the_whole_action_up_to_that_day(adse, assidu):
    told = assidu("return", "B", "--year", "2025", "--json").document
    assert (told["return"], told["period"], told["from"], told["to"]) == (CODE, "2025", "2025-09-01", "2025-12-31")
    assert (told["due"], told["state"]) == (None, "facultatif")
    assert next(one["value"] for one in told["indicators"] if one["id"] == "seances-collectives") == 1
    whole = assidu("return", "B", "--final", "--json").document
    assert told["questions"] == whole["questions"] != []
    assert list(told["profiles"]) == list(whole["profiles"]) == ["public", "sexe", "âge", "commune"]
    last = assidu("return", "B", "--year", "2026", "--json").document
    assert (last["from"], last["to"], last["state"]) == ("2025-09-01", "2026-08-31", "à venir")
    assert next(one["value"] for one in last["indicators"] if one["id"] == "seances-collectives") == 2
    refused = assidu("return", "B", "--year", "2027")
    assert (refused.status, "hors de l'action B" in refused.errors[0]) == (2, True)


def test_it_has_a_period_of_its_own(adse, on_day):
    """Reading E-11: neither the bilan of the action nor the one of another year is handed in with it."""
    handed.hand_in(of_year(adse, "2025"), day("31/12/2025"), who="Claire")
    assert [(one.code, one.start) for one in HandedIn.select()] == [(CODE, day("01/09/2025"))]
    assert of_year(adse, "2025").state == "remis"
    assert (of_year(adse, "2026").state, final(adse).state) == ("à venir", "à venir")
    on_day("2026-09-01")
    handed.hand_in(of_year(adse, "2026"), day("31/08/2026"), who="Claire")
    assert final(adse).state == "à remettre" and today() == day("01/09/2026")
    assert [(one.start, one.end, held(one)) for one in Frozen.select().order_by(Frozen.id)] == [
        (day("01/09/2025"), day("31/12/2025"), 1),
        (day("01/09/2025"), day("31/08/2026"), 2),
    ]
    assert set(copies.sent_of(adse)) == {(CODE, day("01/09/2025")), (CODE, day("01/01/2026"))}
    handed.take_back(of_year(adse, "2025"), who="Claire")
    assert [one.sent for one in Frozen.select().order_by(Frozen.id)] == [None, day("31/08/2026")]


def test_it_is_refused_before_that_day(adse):
    with pytest.raises(Refused, match=r"précède la fin de la période \(2025\), le 31/12/2025"):
        handed.hand_in(of_year(adse, "2025"), day("30/12/2025"), who="Claire")
    with pytest.raises(Refused, match="à venir"):
        handed.hand_in(of_year(adse, "2025"), day("16/04/2026"), who="Claire")


def test_a_workbook_written_again_takes_the_place_of_that_of_its_year(adse, assidu, tmp_path):
    (tmp_path / "exports").mkdir()
    for year in ("2025", "2026", "2025"):
        assert assidu("return", "B", "--year", year).status == 0
    assert sorted(one.end for one in Frozen.select()) == [day("31/12/2025"), day("31/08/2026")]


def test_nobody_is_reminded_of_what_may_be_handed_in(adse, on_day):
    on_day("2027-01-15")
    told = [one.message for one in due.due(today()) if one.kind == "rapport"]
    assert len(told) == 1 and "Bilan quantitatif" in told[0]
