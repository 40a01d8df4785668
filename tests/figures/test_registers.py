"""What the registers say: contracts, steps, obstacles, accesses, introductions, projects, immersions, prescriptions."""

from fractions import Fraction
from typing import Any

from config.quantities import Minutes
from config.schema import (
    Accesses,
    Attendances,
    Contracts,
    DocumentHolders,
    ExamSuccesses,
    Immersions,
    Introductions,
    ObstaclesLifted,
    Prescriptions,
    Projects,
    Steps,
    Target,
    WorkedHoursTotal,
)
from models.figures.shares import told
from models.tables import Prescription, WorkedHours
from tests.figures.counting import count
from tests.world import (
    contract,
    document,
    exam,
    fact,
    immersion,
    introduction,
    mark,
    obstacle,
    person,
    project,
    sent,
    session,
    stay,
    step,
)


class TestContracts:
    def test_begun_or_signed_in_the_period(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        contract(where, ana, "cer", "01/01/2026", "30/06/2026", signed="20/12/2025")
        contract(where, ana, "cer", "01/07/2026", "31/12/2026", signed="15/06/2026", renewal=True)
        contract(where, bob, "ppae", "30/06/2026", "29/06/2027")
        assert count(Contracts, where, unit="contrat", contracts=("cer", "ppae")).value == 2
        assert count(Contracts, where, unit="contrat", contracts=("cer",), moment="signé").value == 1
        assert count(Contracts, where, unit="contrat", contracts=("cer",), moment="signé", renewals=True).value == 1
        assert count(Contracts, where, unit="contrat", contracts=("cer",), renewals=True).value == 0

    def test_a_rejected_one_counts_by_status_alone(self, under):
        """Reading E-55."""
        where, ana, bob = under(), person("ANA"), person("BOB")
        contract(where, ana, "cer", "01/01/2026", "30/06/2026", status="rejeté", renewal=True)
        contract(where, bob, "cer", "01/01/2026", "30/06/2026", status="validé", renewal=True)
        asked: dict[str, Any] = {"contracts": ("cer",)}
        assert count(Contracts, where, by="statut", **asked).detail == {"rejeté": 1, "validé": 1}
        assert count(Contracts, where, **asked).value == 1
        assert count(Contracts, where, renewals=True, **asked).value == 1
        assert count(Contracts, where, by="durée", **asked).detail == {"6 mois": 1}

    def test_by_length_status_and_kind(self, under):
        where, ana, bob, cyd = under(), person("ANA"), person("BOB"), person("CYD")
        contract(where, ana, "cer", "01/01/2026", "30/06/2026", status="validé")  # whole months: 6
        contract(where, bob, "ppae", "01/01/2026", "31/12/2026")
        contract(where, cyd, "cer", "15/01/2026")
        contract(where, cyd, "ppae", "01/01/2026", "14/01/2026")
        asked: dict[str, Any] = {"unit": "contrat", "contracts": ("cer", "ppae")}
        assert list(count(Contracts, where, by="durée", **asked).detail) == [
            "moins d'un mois",
            "sans terme",
            "6 mois",
            "12 mois",
        ]
        assert count(Contracts, where, by="statut", **asked).detail == {"validé": 1, "non renseigné": 3}
        assert count(Contracts, where, by="contrat", **asked).detail == {"CER": 2, "PPAE": 2}


def test_a_step_counts_a_person_once(under):
    """Reading 59-21: two plans over 10 places, of which 25 % are expected."""
    where, ana, bob = under(places=10), person("ANA"), person("BOB")
    step(where, ana, "plan", "01/02/2026")
    step(where, ana, "plan", "01/03/2026")
    step(where, bob, "plan", "01/03/2026")
    step(where, bob, "validation", "01/03/2026")
    found = count(Steps, where, steps=("plan",), target=Target("places", percent=25))
    assert (found.value, found.base, found.target) == (2, 10, Fraction(5, 2))
    assert count(Steps, where, "01/01/2026 – 28/02/2026", steps=("plan",)).value == 1


class TestObstacles:
    def test_lifted_of_those_closed(self, under):
        """Reading 59-24: two of three closed; the one still worked on does not count."""
        where, ana, bob = under(), person("ANA"), person("BOB")
        obstacle(where, ana, "mobilité", "01/01/2026", "01/02/2026", outcome="levé")
        obstacle(where, ana, "logement", "01/01/2026", "01/03/2026", outcome="abandonné")
        obstacle(where, bob, "mobilité", "01/01/2026", "01/03/2026", outcome="levé")
        obstacle(where, bob, "santé", "01/01/2026")
        found = count(ObstaclesLifted, where, unit="frein", target=Target("personnes", percent=80))
        assert (found.value, found.base, found.target) == (2, 3, Fraction(12, 5))
        assert found.share == Fraction(2, 3)

    def test_persons_all_of_whose_obstacles_are_lifted(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        obstacle(where, ana, "mobilité", "01/01/2026", "01/02/2026", outcome="levé")
        obstacle(where, ana, "logement", "01/01/2026", "01/03/2026", outcome="abandonné")
        obstacle(where, bob, "mobilité", "01/01/2026", "01/03/2026", outcome="levé")
        obstacle(where, bob, "permis", "01/01/2026", "01/03/2026", outcome="levé")
        found = count(ObstaclesLifted, where, unit="personne")
        assert (found.value, found.base) == (1, 2)
        assert count(ObstaclesLifted, where, "01/02/2026 – 28/02/2026", unit="personne").value == 1


def test_an_access_is_an_entry_in_another_action_once_a_structure(under):
    """Reading 59-26: 20 for 100 places, 30 places: 6. Ana entered two structures, Bob one; Cyd was gone already."""
    where, ana, bob, cyd = under(places=30), person("ANA"), person("BOB"), person("CYD")
    for who in (ana, bob):
        stay(where, who, "01/01/2026")
    stay(where, cyd, "01/01/2026", "31/01/2026")
    sent(where, ana, "AFPA", "01/02/2026")
    sent(where, ana, "Régie de quartier", "01/03/2026")
    fact(
        Prescription,
        where,
        ana,
        day="02/01/2026",
        direction="envoyée",
        structure="afpa ",
        professional=True,
        answer="entré",
        answered="01/05/2026",
    )
    sent(where, bob, "AFPA", "30/06/2026")
    sent(where, bob, "Club de lecture", "01/02/2026", professional=False)
    sent(where, cyd, "AFPA", "01/02/2026")
    found = count(Accesses, where, unit="accès", target=Target("places", each=20, per=100))
    assert (found.value, found.target, found.base) == (3, 6, 30)
    assert count(Accesses, where, unit="personne").value == 2
    assert count(Accesses, where, unit="accès", professional=False).value == 4


def test_introductions_by_result_and_participant(under):
    where, ana, bob = under(), person("ANA"), person("BOB")
    introduction(where, ana, "01/02/2026", "Mairie", result="atteint", reasonable=True)
    introduction(where, ana, "01/03/2026", "Hôpital", result="non atteint", reason="loin")
    introduction(where, bob, "01/03/2026", "Mairie")
    asked: dict[str, Any] = {"unit": "mise en relation"}
    assert count(Introductions, where, **asked).value == 3
    assert count(Introductions, where, reasonable=True, **asked).value == 1
    assert count(Introductions, where, by="participant", **asked).detail == {"ANA": 2, "BOB": 1}
    assert count(Introductions, where, by="résultat", **asked).detail == {
        "atteint": 1,
        "non atteint": 1,
        "non renseigné": 1,
    }
    assert count(Introductions, where, results=("atteint",), **asked).value == 1


class TestProjects:
    def test_reached_the_first_time(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        project(where, ana, "01/02/2026", "défini")
        project(where, ana, "01/03/2026", "validé")
        project(where, ana, "01/05/2026", "validé")  # again: reached in March
        project(where, bob, "01/05/2026", "confirmé")
        assert count(Projects, where, states=("validé",)).value == 1
        assert count(Projects, where, "01/05/2026 – 31/05/2026", states=("validé",)).value == 0
        assert count(Projects, where, states=("confirmé", "validé")).value == 2

    def test_proven_by_an_immersion_over_by_that_day(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        immersion(where, ana, "01/02/2026", "01/03/2026")
        immersion(where, bob, "01/02/2026", "02/03/2026")
        project(where, ana, "01/03/2026", "validé")
        project(where, bob, "01/03/2026", "validé")
        assert count(Projects, where, states=("validé",), proven=("PMSMP",)).value == 1
        assert count(Projects, where, states=("validé",), proven=("stage",)).value == 0
        project(where, bob, "01/05/2026", "validé")  # proven now
        assert count(Projects, where, "01/05/2026 – 31/05/2026", states=("validé",), proven=("PMSMP",)).value == 1


def test_immersions_by_kind_or_persons(under):
    where, ana, bob = under(), person("ANA"), person("BOB")
    immersion(where, ana, "01/02/2026", "05/02/2026")
    immersion(where, ana, "01/03/2026", "05/03/2026", "stage")
    immersion(where, bob, "01/07/2026", "05/07/2026")  # to come
    assert count(Immersions, where, unit="immersion").detail == {"PMSMP": 1, "stage": 1}
    assert count(Immersions, where, unit="immersion", immersions=("stage",)).value == 1
    assert count(Immersions, where, unit="personne").value == 1


def test_prescriptions_received_by_answer_and_structure(under):
    where, ana, bob = under(), person("ANA"), person("BOB")
    received = {"day": "01/02/2026", "direction": "reçue", "structure": "MDS"}
    fact(Prescription, where, ana, kind="service social", answer="entré", answered="01/03/2026", **received)
    fact(Prescription, where, bob, answer="refusé", answered="01/03/2026", reason="complet", **received)
    sent(where, ana, "AFPA", "01/02/2026")
    asked: dict[str, Any] = {"unit": "prescription"}
    assert count(Prescriptions, where, by="réponse", **asked).detail == {"entré": 1, "refusé": 1}
    assert count(Prescriptions, where, by="structure", **asked).detail == {"service social": 1, "non renseigné": 1}
    assert count(Prescriptions, where, answers=("refusé",), **asked).value == 1


def test_holders_of_a_document_among_those_ready(under):
    """Reading 67-09: of two ready for work and still there, one has the CV, sent the year before."""
    where = under(start="01/01/2025")
    ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
    for who in (ana, bob, cyd):
        stay(where, who, "01/01/2025")
    stay(where, dan, "01/01/2025", "31/12/2025")
    for who in (ana, bob, dan):
        step(where, who, "plan", "01/12/2025")
    for who in (ana, cyd, dan):
        document(where, who, "cv", "15/12/2025")
    asked: dict[str, Any] = {"document": "cv", "among": "plan", "target": Target("personnes", percent=100)}
    found = count(DocumentHolders, where, "01/01/2026 – 30/06/2026", **asked)
    assert (found.value, found.base, found.target) == (1, 2, 2)
    assert count(DocumentHolders, where, "01/01/2026 – 30/06/2026", document="cv").value == 0


def test_what_is_to_come_counts_where_the_convention_says_so(under):
    """Reading E-07: the test and the document of tomorrow count in the permis alone, by a key of its file."""
    where, ana, bob = under(), person("ANA"), person("BOB")
    for who, on in ((ana, "30/06/2026"), (bob, "01/07/2026")):
        exam(where, who, "essai", on, "réussi")
        document(where, who, "cv", on)
    asked: dict[str, Any] = {"exam": "essai", "target": Target("personnes")}
    assert (count(ExamSuccesses, where, **asked).value, count(ExamSuccesses, where, **asked).base) == (1, 1)
    assert (count(ExamSuccesses, where, ahead=True, **asked).value) == 2
    assert count(DocumentHolders, where, document="cv").value == 1
    assert count(DocumentHolders, where, document="cv", ahead=True).value == 2


def test_contacts_by_working_day_of_the_first_three_months(under):
    """Reading 67-06: Ana enters on Thursday 2 April; to 30 June, 64 weekdays less Easter Monday, 1, 8, 14 and 25 May.
    Her contact of 30 June is in them, that of Bob's fourth month is not."""
    where, ana, bob = under(), person("ANA"), person("BOB")
    stay(where, ana, "02/04/2026")
    stay(where, bob, "01/01/2026", "01/05/2026")
    mark(session(where, "entretien", "02/04/2026"), ana, bob)
    mark(session(where, "entretien", "30/06/2026"), ana)
    asked: dict[str, Any] = {"natures": ("entretien",), "within": 3, "by": "participant"}
    found = count(Attendances, where, "02/04/2026 – 31/12/2026", **asked)
    assert (found.value, found.detail, found.base) == (2, {"ANA": 2}, 64 - 5)
    assert told(found) == "2 sur 59 jours ouvrés (3,4 %)"
    assert count(Attendances, where, natures=("entretien",)).value == 3


def test_interviews_by_channel_and_by_participant(under):
    """Readings G3 and E-35: a phone call is no face to face, nor what nobody noted, unless the convention says so."""
    where, ana, bob = under(), person("ANA"), person("BOB")
    mark(session(where, "entretien", "01/02/2026", channel="téléphone", theme="logement"), ana)
    mark(session(where, "entretien", "02/02/2026", channel="face à face", theme="logement"), ana)
    mark(session(where, "entretien", "03/02/2026"), bob)
    asked: dict[str, Any] = {"unit": "entretien", "natures": ("entretien",)}
    assert count(Attendances, where, **asked).value == 3
    assert count(Attendances, where, channels=("face à face",), **asked).value == 1
    assert count(Attendances, where, channels=("face à face", ""), **asked).value == 2
    assert count(Attendances, where, by="participant", **asked).detail == {"ANA": 2, "BOB": 1}
    assert count(Attendances, where, by="thème", **asked).detail == {"logement": 2, "non renseigné": 1}


def test_hours_of_training_among_those_worked(under):
    """Reading 49-40: 25 % of the hours worked; 1 505 h for each place of a whole year."""
    where, ana, bob = under(places=2), person("ANA"), person("BOB")
    fact(WorkedHours, where, ana, month="2026-01", minutes=6000, training=1500)
    fact(WorkedHours, where, bob, month="2026-01", minutes=6030)
    asked: dict[str, Any] = {"unit": "heure"}
    found = count(WorkedHoursTotal, where, target=Target("places", hours=Minutes(90300), pro_rata=True), **asked)
    assert (found.value, found.target) == (Fraction(401, 2), 3010)
    assert count(WorkedHoursTotal, where, of="formation", **asked).detail == {"ANA": 25}
