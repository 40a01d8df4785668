"""Rules on those who left and on what must be kept: classes, follow-ups, records, papers, motives."""

import pytest

from models.tables import Evaluation, Immersion, Introduction, Job, Prescription, Training, WorkedHours
from tests.rules.own import declared, found, rule, told
from tests.world import day, document, fact, follow_up, person, stay

pytestmark = pytest.mark.usefixtures("base")


def left(where, code="ANA", on="15/02/2026", entry="05/01/2026", **more):
    who = person(code)
    stay(where, who, entry, on, **more)
    return who


class TestToQualify:
    def test_what_the_class_needs_and_nobody_noted(self, under):
        where = under(rule("exit-to-qualify"))
        left(where, "ANA")
        left(where, "BOB", exit_type="emploi")
        left(where, "CYD", exit_type="emploi", exit_contract="CDD")
        left(where, "DAN", exit_type="emploi", exit_contract="CDD", job_end=day("15/08/2026"))
        left(where, "EVE", exit_type="emploi", exit_contract="CDI")
        left(where, "FAN", exit_type="abandon")
        assert [(one.subject, one.message.split(", ")[1]) for one in declared(where)] == [
            ("ANA", "sans type de sortie."),
            ("BOB", "le contrat de l'emploi n'est pas noté."),
            ("CYD", "sans la fin du contrat."),
        ]

    def test_an_exit_to_come_is_not_yet_one(self, under):
        where = under(rule("exit-to-qualify"))
        left(where, "ANA", "30/06/2026")
        left(where, "BOB", "01/07/2026")
        assert found(where) == [("ANA", "30/06/2026")]


class TestFollowUp:
    THREE = rule("follow-up", months="3 mois")

    @staticmethod
    def call(where, who, on, reached=True, months=3, **more):
        follow_up(where, who, on, reached, months=months, **more)

    def test_due_three_months_after_the_exit(self, under):
        where = under(self.THREE)
        left(where, "ANA", "30/03/2026")  # due today
        left(where, "BOB", "29/03/2026")
        stay(where, person("CYD"), "05/01/2026")
        assert found(where) == [("BOB", "29/06/2026")]
        assert told(where) == "BOB Test : pas de suivi à 3 mois au 29/06/2026 (sortie le 29/03/2026)."

    def test_someone_not_reached_stays_to_be_called_until_given_up(self, under):
        where = under(self.THREE)
        self.call(where, left(where, "ANA"), "20/05/2026")
        self.call(where, left(where, "BOB"), "20/05/2026", False)
        self.call(where, left(where, "CYD"), "20/05/2026", False, unreachable=True)
        self.call(where, left(where, "DAN"), "20/05/2026", months=6)
        assert found(where) == [("BOB", "15/05/2026"), ("DAN", "15/05/2026")]
        assert "appel du 20/05/2026 sans réponse" in declared(where)[0].message

    def test_with_a_tolerance_the_contact_is_within_it(self, under):
        where = under(rule("follow-up", months="3 mois", tolerance="15 jours"))
        for code, on in (("ANA", "30/04/2026"), ("BOB", "29/04/2026"), ("CYD", "30/05/2026"), ("DAN", "31/05/2026")):
            self.call(where, left(where, code), on)  # due on 15/05/2026
        left(where, "EVE", "15/03/2026")  # the tolerance ends today
        left(where, "FAN", "14/03/2026")
        assert found(where) == [("BOB", "30/05/2026"), ("DAN", "30/05/2026"), ("FAN", "29/06/2026")]
        assert "appel du 29/04/2026 hors délai" in declared(where)[0].message

    def test_only_exits_of_these_types_or_classes(self, under):
        where = under(
            rule("follow-up", months="3 mois", types=["emploi"], name="emploi"),
            rule("follow-up", months="4 mois", classes=["durable"], name="durable"),
        )
        left(where, "ANA", exit_type="emploi", exit_contract="CDI")
        left(where, "BOB", exit_type="emploi")  # of no class yet
        left(where, "CYD", exit_type="abandon")
        assert found(where) == [("ANA", "15/05/2026"), ("BOB", "15/05/2026"), ("ANA", "15/06/2026")]

    def test_someone_who_came_back_is_called_after_the_last_exit_only(self, under):
        where = under(self.THREE)
        ana, bob = left(where, "ANA", "31/01/2026"), left(where, "BOB", "31/01/2026")
        stay(where, ana, "02/02/2026")
        stay(where, bob, "02/02/2026", "15/02/2026")
        assert found(where) == [("BOB", "15/05/2026")]

    def test_a_contact_before_the_exit_is_not_of_it(self, under):
        where = under(self.THREE)
        self.call(where, left(where, "ANA"), "14/02/2026")
        self.call(where, left(where, "BOB"), "15/02/2026")  # the day of the exit: of it, and too early to count
        assert found(where) == [("ANA", "15/05/2026"), ("BOB", "15/05/2026")]
        assert "appel du 15/02/2026 hors délai" in declared(where)[1].message

    @pytest.mark.parametrize(("on", "expected"), [("30/04/2026", []), ("29/04/2026", ["ANA"]), ("30/06/2026", [])])
    def test_a_contact_counts_from_fifteen_days_before_without_a_last_day(self, under, on, expected):
        """Reading E-03: due on 15/05/2026."""
        where = under(self.THREE)
        self.call(where, left(where, "ANA"), on)
        assert [code for code, _ in found(where)] == expected

    def test_giving_up_too_early_settles_nothing(self, under):
        where = under(self.THREE)
        self.call(where, left(where, "ANA"), "29/04/2026", False, unreachable=True)
        self.call(where, left(where, "BOB"), "30/04/2026", False, unreachable=True)
        assert found(where) == [("ANA", "15/05/2026")]

    def test_a_contact_of_the_first_exit_does_not_answer_for_the_second(self, under):
        where = under(self.THREE)
        ana = left(where, "ANA", "10/01/2026")
        self.call(where, ana, "10/04/2026")
        stay(where, ana, "12/01/2026", "20/01/2026")
        assert found(where) == [("ANA", "20/04/2026")]
        self.call(where, ana, "20/04/2026")
        assert found(where) == []

    def test_where_the_months_run_from_the_job(self, under):
        """Left on 15/02, for a job begun on 02/02 that goes on: three months later is 02/05, counted from 17/04."""
        where = under(rule("follow-up", months="3 mois", since="emploi"))
        for code, on in (("ANA", "17/04/2026"), ("BOB", "16/04/2026")):
            who = left(where, code, exit_type="emploi")
            fact(Job, where, who, start="02/02/2026", employer="Mairie")
            fact(Job, where, who, start="05/01/2026", employer="Autre", end="31/01/2026")
            self.call(where, who, on)
        assert found(where) == [("BOB", "02/05/2026")]
        assert "emploi depuis le 02/02/2026" in declared(where)[0].message


class TestRecords:
    def test_a_training_dated_in_the_parcours(self, under):
        where = under(rule("missing-record", register="formations"))
        for code, on in (("ANA", "15/02/2026"), ("BOB", "16/02/2026"), ("CYD", None)):
            who = left(where, code)
            if on:
                Training.create(action=where, person=who, start=day(on), label="Caces")
        stay(where, person("DAN"), "05/01/2026")
        assert found(where) == [("BOB", "15/02/2026"), ("CYD", "15/02/2026")]
        assert declared(where)[0].message == (
            "BOB Test : sortie le 15/02/2026, registre « formations » : 0 pour 1 au moins."
        )

    def test_as_many_as_the_convention_says_only_of_these_variants(self, under):
        where = under(rule("missing-record", register="immersions", minimum=2, variants=["a"]))
        ana = left(where, variant="a")
        for on in ("05/01/2026", "12/01/2026"):
            assert found(where) == [("ANA", "15/02/2026")]
            Immersion.create(action=where, person=ana, start=day(on), end=day(on), kind="stage")
        left(where, "BOB", variant="b")
        assert found(where) == []

    def test_only_immersions_of_these_kinds(self, under):
        """A visit is no period in a firm; a stage is."""
        where = under(rule("missing-record", register="immersions", immersions=["stage", "PMSMP"]))
        ana = left(where)
        Immersion.create(
            action=where, person=ana, start=day("12/01/2026"), end=day("12/01/2026"), kind="visite d'entreprise"
        )
        assert declared(where)[0].message == (
            "ANA Test : sortie le 15/02/2026, registre « immersions » (stage, PMSMP) : 0 pour 1 au moins."
        )
        Immersion.create(action=where, person=ana, start=day("19/01/2026"), end=day("23/01/2026"), kind="stage")
        assert found(where) == []

    def test_evaluations_may_be_counted_whatever_their_moment(self, under):
        where = under(rule("missing-record", register="évaluations", minimum=2))
        ana = left(where)
        for on, moment in (("05/01/2026", "entrée"), ("15/02/2026", "en cours")):
            assert found(where) == [("ANA", "15/02/2026")]
            Evaluation.create(action=where, person=ana, day=day(on), scale="cecrl", moment=moment, level="A1")
        assert found(where) == []

    def test_an_evaluation_of_one_parcours_does_not_serve_the_next(self, under):
        where = under(rule("missing-record", register="évaluations", moments=["entrée"]))
        ana = left(where, "ANA", "31/01/2026")
        stay(where, ana, "02/03/2026", "31/03/2026")
        for on, lacking in (("31/01/2026", ["31/03/2026"]), ("01/02/2026", [])):
            Evaluation.create(action=where, person=ana, day=day(on), scale="cecrl", moment="entrée", level="A1")
            assert [date for _, date in found(where)] == lacking

    def test_an_evaluation_at_the_exit_may_wait_for_the_eve_of_the_next_entry(self, under):
        where = under(rule("missing-record", register="évaluations", moments=["sortie"]))
        for code, on in (("ANA", "01/03/2026"), ("BOB", "02/03/2026")):
            who = left(where, code, "31/01/2026")
            stay(where, who, "02/03/2026")
            Evaluation.create(action=where, person=who, day=day(on), scale="cecrl", moment="sortie", level="A1")
        assert found(where) == [("BOB", "31/01/2026")]

    def test_a_month_of_hours_that_has_a_day_of_the_parcours(self, under):
        where = under(rule("missing-record", register="heures travaillées"))
        WorkedHours.create(action=where, person=left(where, "ANA"), month="2026-02", minutes=60)
        WorkedHours.create(action=where, person=left(where, "BOB"), month="2026-03", minutes=60)
        WorkedHours.create(action=where, person=left(where, "CYD"), month="2026-01", minutes=60)
        WorkedHours.create(action=where, person=left(where, "DAN"), month="2025-12", minutes=60)
        assert found(where) == [("BOB", "15/02/2026"), ("DAN", "15/02/2026")]

    def test_an_evaluation_at_each_moment(self, under):
        where = under(rule("missing-record", register="évaluations", moments=["entrée", "sortie"]))
        ana = left(where)
        moments = {"entrée": "02/01/2026", "en cours": "20/01/2026", "sortie": "17/02/2026"}
        assert told(where).endswith("pas d'évaluation : entrée ; pas d'évaluation : sortie.")
        for moment, on in moments.items():
            assert "pas d'évaluation : sortie" in told(where)
            Evaluation.create(action=where, person=ana, day=day(on), scale="cecrl", moment=moment, level="A1")
        assert found(where) == []


class TestPapers:
    def test_signed_by_its_first_day_and_evaluated_once_ended(self, under):
        where = under(rule("immersion-papers"))
        for code, start, end, agreed, evaluated in (
            ("ANA", "01/06/2026", "12/06/2026", "01/06/2026", "12/06/2026"),
            ("BOB", "01/06/2026", "12/06/2026", "02/06/2026", None),
            ("CYD", "30/06/2026", "30/06/2026", None, None),  # begins and ends today
            ("DAN", "01/07/2026", "12/07/2026", None, None),
        ):
            Immersion.create(
                action=where,
                person=person(code),
                start=day(start),
                end=day(end),
                kind="PMSMP",
                agreed=agreed and day(agreed),
                evaluated=evaluated and day(evaluated),
            )
        assert found(where) == [("BOB", "01/06/2026"), ("BOB", "12/06/2026"), ("CYD", "30/06/2026")]
        assert [one.message for one in declared(where)][:2] == [
            "BOB Test : PMSMP du 01/06/2026 au 12/06/2026 sans convention signée à son début, signée seulement le "
            "02/06/2026.",
            "BOB Test : PMSMP du 01/06/2026 au 12/06/2026 sans évaluation avec le tuteur et la personne.",
        ]

    def test_a_visit_of_a_firm_has_no_convention_unless_the_rule_says_so(self, under):
        asked = rule("immersion-papers", immersions=["visite d'entreprise"], evaluation=False)
        where = under(rule("immersion-papers"))
        visit = {"start": day("01/06/2026"), "end": day("01/06/2026"), "kind": "visite d'entreprise"}
        Immersion.create(action=where, person=person("ANA"), **visit)
        assert found(where) == []
        strict = under(asked, code="B", id="cd00-autre")
        Immersion.create(action=strict, person=person("BOB"), **visit)
        assert found(strict) == [("BOB", "01/06/2026")]


class TestMotives:
    def test_an_introduction_not_quite_successful(self, under):
        where = under(rule("missing-motive", of="réponse", register="mises en relation"))
        for number, (result, reason) in enumerate(
            [("non atteint", " "), ("partiellement atteint", ""), ("non atteint", "salaire"), ("atteint", ""), ("", "")]
        ):
            Introduction.create(
                action=where,
                person=person(f"P{number}"),
                day=day("01/06/2026"),
                employer="X",
                result=result,
                reason=reason,
            )
        assert [subject for subject, _ in found(where)] == ["P0", "P1"]
        assert declared(where)[0].message == (
            "P0 Test : mise en relation du 01/06/2026 (X), résultat « non atteint » sans motif."
        )

    def test_someone_refused_without_a_motive_or_advice(self, under):
        where = under(rule("missing-motive", of="réponse", register="prescriptions", advice=True))
        for code, answer, reason, advice, more in (
            ("ANA", "refusé", "", "", {"answered": day("05/06/2026")}),
            ("BOB", "refusé", "complet", "", {}),
            ("CYD", "refusé", "complet", "2B", {}),
            ("DAN", "entré", "", "", {}),
            ("EVE", "refusé", "", "", {"direction": "envoyée"}),
        ):
            values = {"direction": "reçue", "answer": answer, "reason": reason, "advice": advice, **more}
            Prescription.create(action=where, person=person(code), day=day("01/06/2026"), structure="CCAS", **values)
        assert found(where) == [("BOB", "01/06/2026"), ("ANA", "05/06/2026")]
        assert [one.message.rsplit(" refusée ")[1] for one in declared(where)] == [
            "sans préconisation.",
            "sans motif ni préconisation.",
        ]

    def test_the_advice_is_not_asked_where_the_convention_does_not(self, under):
        where = under(rule("missing-motive", of="réponse", register="prescriptions"))
        values = {"direction": "reçue", "answer": "refusé", "reason": "complet"}
        Prescription.create(action=where, person=person("ANA"), day=day("01/06/2026"), structure="CCAS", **values)
        assert found(where) == []


def test_what_is_given_at_the_end_is_due_to_whoever_stayed_to_it(under):
    """Reading E-24: Ana leaves the day before her planned end, Bob on it, Cyd after it; Dan to the end of the action,
    Eve without an exit; each of these without the document a month later, but Fay, given it that day."""
    asked = rule("missing-document", of="sortie", document="contrat", within="1 mois", stayed=True)
    where = under(asked, end="30/04/2026")
    planned = {"planned_end": day("31/03/2026")}
    stay(where, person("ANA"), "05/01/2026", "30/03/2026", **planned)
    stay(where, person("BOB"), "05/01/2026", "31/03/2026", **planned)
    stay(where, person("CYD"), "05/01/2026", "10/04/2026", **planned)
    stay(where, person("DAN"), "05/01/2026", "30/04/2026")
    stay(where, person("EVE"), "05/01/2026")
    stay(where, person("FAY"), "05/01/2026", "30/04/2026")
    stay(where, person("GUY"), "05/01/2026", "29/04/2026")
    document(where, where.parcours[5].person, "contrat", "30/05/2026")
    assert found(where) == [("BOB", "30/04/2026"), ("CYD", "10/05/2026"), ("DAN", "30/05/2026"), ("EVE", "30/05/2026")]
