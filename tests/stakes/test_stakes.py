"""What is about to be lost, each kind counted by hand; an empty base on 30/06/2026 unless the test says another day."""

import pytest

from config.schema import PlaceEstimate
from models.hours import pool
from models.stakes.stake import Stake
from models.stakes.stakes import stakes
from models.tables import Downtime
from tests.world import action, check, day, document, exam, loan, mark, moped, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


def found(kind: str) -> list[Stake]:
    return [one for one in stakes() if one.kind == kind]


def messages(kind: str) -> list[str]:
    return [one.message for one in found(kind)]


class TestDriving:
    @pytest.fixture
    def permis(self):
        return action("cd93-3b-permis", code="PERMIS")

    def learn(self, where, who, *days):
        for on in days:
            mark(session(where, "conduite", on, "9:00", "11:00", code=f"L-{who.code}-{on}"), who)

    def book(self, where, who, *days):
        for on in days:
            lesson = session(where, "conduite", on, "9:00", "11:00", code=f"P-{who.code}-{on}")
            mark(lesson, who, status="prévu")

    def test_lessons_planned_beyond_what_is_left(self, permis):
        ada = person("ADA")
        stay(permis, ada, "05/01/2026")
        pool.release(permis, ada, 46 * 60, day("01/06/2026"), "essai", who="Claire")  # 50 h less 46 h: 4 h left
        self.book(permis, ada, "01/07/2026", "02/07/2026")  # 4 h planned
        assert found("heures prévues") == []
        self.book(permis, ada, "03/07/2026")
        (one,) = found("heures prévues")
        assert one.quantity == 120
        assert one.amount == "2 h"
        assert one.message.endswith("(PERMIS) : 6 h de leçons prévues pour 4 h qui restent : 2 h de trop")

    @pytest.mark.parametrize(("last", "told"), [("30/05/2026", ["ADA"]), ("31/05/2026", [])])
    def test_no_lesson_for_more_than_thirty_days_and_none_planned(self, permis, last, told):
        ada = person("ADA")
        stay(permis, ada, "05/01/2026")
        self.learn(permis, ada, last)
        assert [one.subject for one in found("sans leçon")] == told
        self.book(permis, ada, "03/07/2026")
        assert found("sans leçon") == []

    def test_hours_nobody_needs_and_hours_pooled_for_nobody(self, permis):
        ada, bob = person("ADA"), person("BOB")
        stay(permis, ada, "05/01/2026")
        stay(permis, bob, "05/01/2026", exit=day("20/06/2026"))
        self.learn(permis, ada, "22/06/2026")
        exam(permis, ada, "conduite", "25/06/2026", "réussi")
        assert [(one.subject, one.amount) for one in found("heures à libérer")] == [("BOB", "50 h"), ("ADA", "48 h")]
        pool.release(permis, bob, 50 * 60, day("25/06/2026"), "sorti", who="Claire")
        assert [one.amount for one in found("heures mutualisées")] == ["50 h"]
        pool.grant(permis, ada, 50 * 60, day("26/06/2026"), "essai", who="Claire")
        assert found("heures mutualisées") == []


class TestModules:
    @pytest.fixture
    def ai(self):
        return action("cd49-ai", code="AI")

    @pytest.fixture
    def lea(self, ai):
        lea = person("LEA")
        stay(ai, lea, "05/01/2026")
        check(lea, "05/01/2026")
        mark(session(ai, "module-1", "06/01/2026", "9:00", "12:00", code="M1"), lea)  # 3 h of 15
        return lea

    @pytest.mark.parametrize(
        ("on", "told"), [("2026-06-03", 0), ("2026-06-04", 1), ("2026-07-04", 1), ("2026-07-05", 0)]
    )
    def test_hours_a_block_takes_away_from_thirty_days_before_its_end(self, ai, lea, on_day, on, told):
        on_day(on)  # the block runs to 04/07/2026
        first = [one for one in found("heures de module") if "Module 1" in one.message]
        assert [one.cents for one in first] == [12 * 4500] * told

    def test_what_is_planned_by_then_is_not_about_to_be_lost(self, ai, lea):
        for code, on in (("P1", "04/07/2026"), ("P2", "05/07/2026")):
            planned = session(ai, "module-1", on, "9:00", "12:00", code=code)
            mark(planned, lea, status="prévu")
        (one,) = [one for one in found("heures de module") if "Module 1" in one.message]
        assert one.cents == 9 * 4500
        assert "9 h à faire avant le 04/07/2026 inclus, le bloc finit, 3 h prévues" in one.message

    def test_a_module_begun_in_its_window_goes_on_after_it(self, ai, lea, on_day):
        on_day("2026-12-20")  # the window, opened on 06/01/2026, ends on 05/01/2027
        assert [one.cents for one in found("heures de module") if "Module 2" in one.message] == [18 * 1300]
        mark(session(ai, "module-2", "10/12/2026", "9:00", "12:00", code="M2"), lea)
        assert [one for one in found("heures de module") if "Module 2" in one.message] == []

    def test_hours_held_that_nothing_pays(self, ai):
        noe = person("NOE")
        stay(ai, noe, "05/01/2026")
        mark(session(ai, "module-1", "06/01/2026", "9:00", "11:00", code="M1"), noe)
        (one,) = found("heures impayées")
        assert one.cents == 2 * 4500
        assert not one.lost
        check(noe, "05/01/2026")
        assert found("heures impayées") == []
        for number in range(5):
            mark(session(ai, "module-1", f"{12 + number}/01/2026", "9:00", "12:00", code=f"N{number}"), noe)
        (one,) = found("heures impayées")  # 17 h of 15
        assert one.cents == 2 * 4500
        assert one.lost
        assert "au-delà du volume payable" in one.message

    def test_hours_that_wait_for_their_proof(self, ai):
        noe = person("NOE")
        stay(ai, noe, "05/01/2026")
        check(noe, "05/01/2026")
        mark(session(ai, "module-3", "06/01/2026", "9:00", "12:00", code="M3"), noe)
        (one,) = found("heures impayées")
        assert one.cents == 3 * 800
        assert one.message.endswith("3 h non payables, justificatif à fournir")
        proof = ai.spec.nature_of("module-3").funding.proof
        document(ai, noe, proof, "06/01/2026")
        assert found("heures impayées") == []


class TestMopeds:
    @pytest.fixture
    def park(self):
        return action("cd49-point-mobilite", code="PARC")

    def test_days_that_can_still_be_lent_and_days_that_no_longer_can(self, park, on_day):
        on_day("2026-07-04")  # 180 days left in the year: 05/07 to 31/12
        scooter = moped(park, "AA-001-AA", "01/01/2026")
        (one,) = found("cyclomoteur sans prêt")
        assert one.amount == "180 jours"
        assert found("jours perdus") == []
        on_day("2026-07-05")
        (one,) = found("jours perdus")
        assert (one.amount, one.lost) == ("1 jour", True)
        assert one.message.endswith("1 jour ne peut plus se faire")
        assert [one.amount for one in found("cyclomoteur sans prêt")] == ["179 jours"]
        Downtime.create(moped=scooter, start=day("01/07/2026"), cause="panne")
        assert "immobilisé depuis le 01/07/2026" in messages("cyclomoteur sans prêt")[0]

    def test_a_moped_that_is_out_is_not_idle_and_what_is_promised_counts(self, park, on_day):
        on_day("2026-07-04")
        loan(moped(park, "AA-001-AA", "01/01/2026"), person("ADA"), "01/07/2026", "31/10/2026")
        assert found("cyclomoteur sans prêt") == []
        assert found("jours perdus") == []


class TestPace:
    def test_interviews_short_at_this_pace_and_what_they_are_worth(self, on_day):
        on_day("2026-06-30")
        where = action("cd49-adse-a-renforce", code="ADSE", places=10)
        short = {one.message.split(",")[0]: one for one in found("objectif")}
        assert len(short) >= 2
        interviews = next(one for told, one in short.items() if "entretiens" in told)
        estimate = next(one for one in where.spec.indicator if isinstance(one, PlaceEstimate))
        assert interviews.cents == estimate.interviews_money * 10  # none was held: the whole part
        assert "0 à la fin à ce rythme" in interviews.message

    def test_nothing_is_said_before_thirty_days(self, on_day):
        action("cd49-adse-a-renforce", code="ADSE", places=10)
        on_day("2026-01-30")
        assert found("objectif") == []
        on_day("2026-01-31")
        assert found("objectif") != []


def test_places_nobody_has():
    where = action("cd49-adse-a-renforce", code="ADSE", places=2)
    ada, bob = person("ADA"), person("BOB")
    stay(where, ada, "05/01/2026")
    stay(where, bob, "05/01/2026", exit=day("20/05/2026"))
    assert messages("places") == [
        "ADSE : 1 place vacante sur 2, dernière sortie le 20/05/2026, l'action finit le 31/12/2026"
    ]
    stay(where, bob, "25/05/2026")
    assert messages("places") == []


def test_euros_first_then_hours_and_days_then_the_oldest():
    def one(name, date="01/01/2026", **more):
        return Stake("", name, "", "A", "A", "Action", 1, day(date), **more)

    given = [
        one("late", "02/01/2026"),
        one("later", "01/01/2026"),
        one("days", quantity=9, unit="jour"),
        one("hours", quantity=599, unit="heure"),
        one("cents", cents=1),
        one("euros", cents=200),
        one("more hours", quantity=660, unit="heure"),
    ]
    told = [each.message for each in sorted(given, key=lambda each: each.rank)]
    assert told == ["euros", "cents", "more hours", "days", "hours", "later", "late"]


def test_a_roll_to_call_is_there_and_the_cost_does_not_grow_with_people(queries):
    where = action("cd49-adse-a-renforce", code="ADSE", places=20)
    counts = []
    for crowd in (range(2), range(2, 12)):
        for number in crowd:
            who = person(f"P{number}")
            stay(where, who, "05/01/2026")
            session(where, where.spec.nature[0].code, "12/03/2026", code=f"S{number}")
        counts.append(queries(stakes))
    assert counts[0] == counts[1]
    assert len(found("appels")) == 12
