"""Which periods a return is about, and by which day it is handed in."""

import pytest
from pendulum import Date

from config.quantities import Months
from config.schema import Return
from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.duties import periods
from models.returns import handed
from models.tables import Action, HandedIn
from tests.world import day


def cut(every, start, end, **delay):
    """The periods of a return of an action, as they are read: first day, last day, due day."""
    action = Action(code="A", convention="cd59-i1-iod", start=day(start), end=day(end))
    found = periods._cut(action, Return("r", "Rapport", every, "", **delay), {})
    return [
        (f"{one.start:%d/%m/%Y}", f"{one.end:%d/%m/%Y}", one.due and f"{one.due:%d/%m/%Y}", one.key) for one in found
    ]


def test_months_are_clipped_to_the_action():
    assert cut("mois", "15/11/2026", "10/01/2027", day=10) == [
        ("15/11/2026", "30/11/2026", "10/12/2026", "2026-11"),
        ("01/12/2026", "31/12/2026", "10/01/2027", "2026-12"),
        ("01/01/2027", "10/01/2027", "10/02/2027", "2027-01"),
    ]


def test_quarters_are_those_of_the_calendar():
    assert cut("trimestre", "15/02/2026", "31/07/2026") == [
        ("15/02/2026", "31/03/2026", None, "2026-T1"),
        ("01/04/2026", "30/06/2026", None, "2026-T2"),
        ("01/07/2026", "31/07/2026", None, "2026-T3"),
    ]


def test_years_and_the_whole_action():
    assert cut("année", "01/09/2025", "31/08/2026", within=Months(2)) == [
        ("01/09/2025", "31/12/2025", "28/02/2026", "2025"),
        ("01/01/2026", "31/08/2026", "31/10/2026", "2026"),
    ]
    assert cut("action", "01/09/2025", "31/08/2026", within=Months(2)) == [
        ("01/09/2025", "31/08/2026", "31/10/2026", "final")
    ]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("31/12/2026", "28/02/2027"),  # two months after, de date à date, up to the last day of February (49-02)
        ("31/12/2027", "29/02/2028"),
        ("30/06/2026", "30/08/2026"),
    ],
)
def test_two_months_after_the_end(last, due):
    assert periods.due_day(Return("b", "Bilan", "action", "", within=Months(2)), day(last)) == day(due)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("31/03/2026", "10/04/2026"),
        ("30/09/2026", "10/10/2026"),  # a Saturday: the 10th stays the limit (59-12)
        ("15/06/2026", "10/07/2026"),  # the action ends on the 15th: still the month after
        ("31/12/2026", "10/01/2027"),
    ],
)
def test_the_tenth_of_the_month_after(last, due):
    assert periods.due_day(Return("m", "Mensuel", "mois", "", day=10), day(last)) == day(due)


def test_the_thirty_first_of_a_shorter_month_is_its_last_day():
    assert periods.due_day(Return("m", "Mensuel", "mois", "", day=31), day("31/01/2026")) == day("28/02/2026")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-03-31", "à venir"),
        ("2026-04-01", "à remettre"),
        ("2026-04-10", "à remettre"),
        ("2026-04-11", "en retard"),
    ],
)
def test_a_return_is_late_the_day_after_its_due_day(nord, on_day, today, state):
    on_day(today)
    assert periods.asked(nord.action, "mois", "2026-03").state == state


def test_handing_in_is_an_act_that_can_be_corrected_and_taken_back(nord):
    def march():
        return periods.asked(nord.action, "mois", "2026-03")

    handed.hand_in(march(), Date(2026, 4, 9), who="Claire")
    assert (march().state, march().handed) == ("remis", Date(2026, 4, 9))

    handed.hand_in(march(), Date(2026, 4, 8), who="Claire")
    assert march().handed == Date(2026, 4, 8)
    assert HandedIn.select().count() == 1

    undo(last_act("Claire"), "Claire")
    assert march().handed == Date(2026, 4, 9)

    handed.take_back(march(), who="Claire")
    assert march().state == "en retard"


def test_the_day_a_colleague_has_just_noted_is_not_written_over_unread(nord):
    of_claire = periods.asked(nord.action, "mois", "2026-03")
    handed.hand_in(of_claire, Date(2026, 4, 9), who="Yann")
    handed.hand_in(of_claire, Date(2026, 4, 9), who="Claire")
    with pytest.raises(Refused, match=r"^Yann a modifié cet enregistrement"):
        handed.hand_in(of_claire, Date(2026, 4, 8), who="Claire")
    assert HandedIn.get().day == Date(2026, 4, 9)


@pytest.mark.parametrize("on", [Date(2026, 4, 16), Date(2026, 2, 28)])
def test_a_return_is_handed_in_neither_tomorrow_nor_before_its_period(nord, on):
    with pytest.raises(Refused):
        handed.hand_in(periods.asked(nord.action, "mois", "2026-03"), on, who="Claire")
    assert HandedIn.select().count() == 0


@pytest.mark.parametrize(
    ("every", "key", "said"),
    [
        ("mois", "2026-13", "n'est pas un mois : écrivez AAAA-MM"),
        ("mois", "mars", "n'est pas un mois"),
        ("mois", "2027-01", "2027-01 est hors de l'action NORD-I1, qui va du 01/01/2026 au 31/12/2026"),
        ("année", "26", "n'est pas une année"),
        ("trimestre", "2026-T1", "n'a pas de rapport pour un trimestre ; elle a : Rapport mensuel"),
        ("action", "final", "n'a pas de rapport de fin d'action ; elle a : "),
    ],
)
def test_what_is_not_a_period_of_the_action_is_told(nord, every, key, said):
    with pytest.raises(Refused) as refused:
        periods.asked(nord.action, every, key)
    assert said in str(refused.value)


def test_a_convention_that_asks_for_nothing_says_so(house):
    action = Action.create(code="C", convention="cd62-cers", start="2026-01-01", end="2026-12-31")
    with pytest.raises(Refused, match="ne demande aucun rapport"):
        periods.asked(action, "année", "2026")
