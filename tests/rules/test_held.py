"""What must be held: modules of the action, the diagnostic, the moments of interviews, each year of a park. Today is
30/06/2026."""

import pytest

from models.rules.checks import deviations
from models.tables import Action
from tests.rules.own import found, rule
from tests.world import action, day, document, loan, mark, moped, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


def strengths(where):
    return [(one.severity, f"{one.date:%d/%m/%Y}") for one in deviations(where)]


class TestTheNaturesOfAnAction:
    BOTH = rule("missing-session", of="action", natures=["entretien", "milieu"])

    def test_an_alert_the_day_after_the_middle_and_a_breach_the_day_after_the_end(self, under, on_day):
        where = under(self.BOTH, start="01/01/2026", end="31/01/2026")  # 30 days: the middle is the 16th
        mark(session(where, "entretien", "05/01/2026"), person("ANA"))
        told = {}
        for today in ("2026-01-16", "2026-01-17", "2026-01-31", "2026-02-01"):
            on_day(today)
            told[today] = strengths(where)
        assert told == {
            "2026-01-16": [],
            "2026-01-17": [("warning", "16/01/2026")],
            "2026-01-31": [("warning", "16/01/2026")],
            "2026-02-01": [("error", "31/01/2026")],
        }
        assert deviations(where)[0].message == (
            "L'action A, finie le 31/01/2026, n'a tenu aucune séance « Entretien de mi-parcours »."
        )

    def test_a_session_nobody_attended_or_cancelled_was_not_held(self, under):
        where = under(rule("missing-session", of="action", natures=["entretien"]), end="29/06/2026")
        ana = person("ANA")
        mark(session(where, "entretien", "05/01/2026"), ana, status="absent")
        mark(session(where, "entretien", "06/01/2026", state="annulée"), ana)
        session(where, "entretien", "07/01/2026", state="tenue")
        assert strengths(where) == [("warning", "07/01/2026"), ("error", "29/06/2026")]  # the first: a roll not called

    def test_either_of_two_is_enough_and_is_told_at_the_end_only(self, under, on_day):
        either = rule("missing-session", of="action", natures=["entretien", "milieu"], either=True, told="fin")
        where = under(either, end="30/06/2026")
        assert strengths(where) == []
        on_day("2026-07-01")
        assert strengths(where) == [("error", "30/06/2026")]
        mark(session(where, "milieu", "30/06/2026"), person("ANA"))
        assert strengths(where) == []


class TestTheDiagnosticOfAnEntry:
    def test_attended_before_the_entry_or_by_the_same_day_of_the_next_month(self, under):
        where = under(rule("missing-session", of="entrée", natures=["entretien"], months="1 mois"))
        for code, on, status in (
            ("ANA", "31/12/2025", "présent"),
            ("BOB", "28/02/2026", "retard"),
            ("CYD", "01/03/2026", "présent"),
            ("DAN", "10/02/2026", "absent"),
        ):
            stay(where, person(code), "31/01/2026")
            who = where.parcours.order_by(-where.parcours.model.id)[0].person
            mark(session(where, "entretien", on), who, status=status, minutes=60 if status == "retard" else None)
        assert found(where) == [("CYD", "28/02/2026"), ("DAN", "28/02/2026")]

    def test_whoever_left_before_the_month_was_over_owes_none(self, under):
        where = under(rule("missing-session", of="entrée", natures=["entretien"], months="1 mois"))
        stay(where, person("ANA"), "31/01/2026", "27/02/2026")
        stay(where, person("BOB"), "31/01/2026", "28/02/2026")
        assert found(where) == [("BOB", "28/02/2026")]

    def test_that_of_a_parcours_is_not_that_of_the_next(self, under):
        where = under(rule("missing-session", of="entrée", natures=["entretien"], months="1 mois"))
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "20/02/2026")
        stay(where, ana, "02/03/2026")
        mark(session(where, "entretien", "05/01/2026"), ana)
        assert found(where) == [("ANA", "02/04/2026")]


def test_leaving_without_any_is_for_information(under):
    where = under(rule("missing-session", of="sortie", natures=["entretien", "milieu"]))
    for code, exit in (("ANA", "30/06/2026"), ("BOB", "29/06/2026"), ("CYD", "01/07/2026")):
        stay(where, person(code), "05/01/2026", exit)
    mark(session(where, "milieu", "29/06/2026"), *(one.person for one in where.parcours if one.person.code == "BOB"))
    assert [(one.severity, one.subject) for one in deviations(where)] == [("info", "ANA")]


class TestTheMomentsOfInterviews:
    """A stay planned from 01/01 to 01/04: 90 days, the middle third from 31/01 to 02/03."""

    MOMENTS = rule("interview-moments", natures=["entretien"], start="1 mois", parts=3, end="1 mois")

    @pytest.fixture
    def told(self, under):
        where = under(self.MOMENTS)

        def tell(*days, exit=None, planned="01/04/2026"):
            ana = person("ANA")
            stay(where, ana, "01/01/2026", exit, planned_end=day(planned))
            for on in days:
                mark(session(where, "entretien", on), ana)
            return [on for _, on in found(where)]

        return tell

    def test_one_at_the_last_day_of_each_moment(self, told):
        assert told("01/02/2026", "02/03/2026", "01/04/2026") == []

    def test_one_at_the_first_day_of_each_moment(self, told):
        assert told("31/12/2025", "31/01/2026", "01/03/2026") == []

    def test_each_a_day_late_or_a_day_too_soon(self, told):
        assert told("02/02/2026", "02/04/2026") == ["01/02/2026", "01/04/2026"]  # 02/02 is mid-way

    def test_none_mid_way_a_day_on_either_side(self, told):
        assert told("02/01/2026", "30/01/2026", "03/03/2026") == ["02/03/2026"]

    def test_whoever_leaves_before_the_middle_is_over_owes_the_first_and_the_last(self, told):
        assert told(exit="01/03/2026") == ["01/02/2026", "01/03/2026"]

    def test_whoever_leaves_on_its_last_day_owes_it(self, told):
        assert told("05/01/2026", exit="02/03/2026") == ["02/03/2026", "02/03/2026"]

    def test_a_moment_not_over_is_not_due(self, told, on_day):
        on_day("2026-03-02")
        assert told("05/01/2026") == []
        on_day("2026-03-03")
        assert [one.rule for one in deviations(Action.get())] == ["interview-moments"]


class TestAYearOfPark:
    def test_twelve_months_of_the_action_then_the_rest_of_it(self, on_day):
        where = action("cd49-point-mobilite", "01/02/2025", "31/03/2026")
        moped(where, "M1", "01/01/2025")
        mark(session(where, "prise-en-main", "31/01/2026"), person("ANA"))
        alert = [f"{one.date:%d/%m/%Y}" for one in deviations(where) if one.rule == "missing-step"]
        assert alert == ["31/03/2026"]

    def test_a_year_without_a_moped_asks_for_none(self):
        where = action("cd49-point-mobilite", "01/02/2024", "31/05/2026")
        moped(where, "M1", "01/03/2024", "31/01/2025")
        moped(where, "M2", "01/02/2026")
        alert = [f"{one.date:%d/%m/%Y}" for one in deviations(where) if one.rule == "missing-step"]
        assert alert == ["31/01/2025", "31/05/2026"]


class TestTwoMopedsAtOnce:
    @pytest.fixture
    def park(self):
        where = action("cd49-point-mobilite")
        for plate in ("M1", "M2"):
            moped(where, plate, "01/01/2026")
        return where

    def told(self, park, *loans, who="ANA"):
        ana = person(who, referent="M. Roy")
        for plate, departure, back in loans:
            document(park, ana, "contrat-mise-a-disposition", departure)
            loan(park.mopeds.where(park.mopeds.model.plate == plate).get(), ana, departure, "30/06/2026", back)
        return [f"{one.date:%d/%m/%Y}" for one in deviations(park) if one.rule == "two-loans"]

    def test_the_day_of_a_hand_over_is_not_at_once(self, park):
        assert self.told(park, ("M1", "02/02/2026", "10/02/2026"), ("M2", "10/02/2026", "20/02/2026")) == []

    def test_the_day_before_the_return_is(self, park):
        assert self.told(park, ("M1", "02/02/2026", "10/02/2026"), ("M2", "09/02/2026", "20/02/2026")) == ["09/02/2026"]

    def test_one_not_handed_back_runs_to_today(self, park):
        assert self.told(park, ("M1", "02/02/2026", None), ("M2", "30/06/2026", None)) == ["30/06/2026"]

    def test_one_after_the_other_of_the_same_moped_is_not(self, park):
        assert self.told(park, ("M1", "02/02/2026", "10/02/2026"), ("M1", "11/02/2026", None)) == []


def test_a_borrower_with_neither_referent_nor_precarious_activity():
    where = action("cd49-point-mobilite")
    known: dict[str, dict] = {
        "ANA": {},
        "BOB": {"referent": "M. Roy"},
        "CYD": {"precarious": True},
        "DAN": {"precarious": False},
    }
    for number, (code, more) in enumerate(known.items()):
        bike = moped(where, f"M{number}", "01/01/2026")
        loan(bike, person(code, **more), "02/02/2026", "10/02/2026", "10/02/2026")
    alerts = [(one.severity, one.subject) for one in deviations(where) if one.rule == "entry-condition"]
    assert alerts == [("warning", "ANA"), ("warning", "DAN")]
