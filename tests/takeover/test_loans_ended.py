"""How a loan ended, in a take-over: a return, a theft or a loss with the number of its complaint."""

from datetime import date

import pytest

from models.tables import Loan
from tests.takeover.conftest import cells, park

HEADS = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour", "Comment", "N° de plainte"]


def lent(back=None, how=None, complaint=None):
    return park(Prêts=[HEADS, ["M1", "AB-1", date(2021, 3, 1), "1", date(2021, 4, 1), back, how, complaint]])


def stored():
    loan = Loan.get()
    return loan.ending, loan.complaint


@pytest.mark.parametrize(
    "how, complaint, kept",
    [
        ("vol", "2021/0042", ("vol", "2021/0042")),
        ("Perte", None, ("perte", "")),
        ("retour", None, ("retour", "")),
        (None, None, ("retour", "")),
    ],
)
def test_a_loan_that_ended(take, how, complaint, kept):
    report = take(lent(date(2021, 3, 20), how, complaint))
    assert report.errors == report.warnings == []
    assert stored() == kept
    again = take(lent(date(2021, 3, 20), how, complaint))
    assert again.unchanged["Prêts"] == 1 and stored() == kept


def test_a_complaint_that_comes_later(take):
    take(lent(date(2021, 3, 20), "vol"))
    assert take(lent(None, None, "2021/0042")).updated["Prêts"] == 1
    assert stored() == ("vol", "2021/0042")


def test_a_theft_whose_day_is_corrected_stays_a_theft(take):
    take(lent(date(2021, 3, 20), "vol"))
    take(lent(date(2021, 3, 21)))
    assert (Loan.get().ended.isoformat(), *stored()) == ("2021-03-21", "vol", "")


def test_a_theft_without_its_day(take):
    report = take(lent(None, "vol"))
    assert cells(report.errors) == ["Prêts!G2"]
    assert report.errors[0].message == "AB-1 : « vol » demande le jour de la fin du prêt ; donnez les deux."


def test_another_end_is_an_error(take):
    assert cells(take(lent(date(2021, 3, 20), "casse")).errors) == ["Prêts!G2"]


@pytest.mark.parametrize("back, how", [(None, None), (date(2021, 3, 20), "retour")])
def test_a_complaint_of_nothing_stolen_nor_lost_is_doubtful(take, back, how):
    assert cells(take(lent(back, how, "2021/0042")).warnings) == ["Prêts!H2"]
