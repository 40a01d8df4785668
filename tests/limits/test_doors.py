"""One rule-book: a record that breaks a limit meets the same sentence at every door, each with its own strength."""

import pytest

from models.tables import (
    Contract,
    Document,
    Ede,
    EligibilityCheck,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Introduction,
    Job,
    Liaison,
    Obstacle,
    PlanLine,
    Prescription,
    ProjectState,
    Step,
    Training,
    WorkedHours,
)
from tests.limits.doors import DOUBT, ERROR, WARNING, Case, build, in_form, in_workbook
from tests.registers import every
from tests.world import day

ADSE = {"convention": "cd49-adse-a-simple", "start": day("01/01/2026"), "end": day("31/12/2026"), "places": 8}
MOVE = {"day": day("12/04/2026"), "kind": "libération", "minutes": 60}
BIKE = {"plate": "CD-2", "in_service": day("01/02/2026")}
LENT = {"departure": day("31/03/2026"), "due": day("05/04/2026")}
STOP = {"start": day("01/04/2026"), "cause": "Révision"}
BOOK = [
    Case("person", {"birth": day("01/07/2026")}, "La naissance (01/07/2026) est après aujourd'hui", WARNING),
    Case("person", {"rsa_since": day("01/07/2026")}, "L'entrée au RSA (01/07/2026) est après", WARNING),
    Case("person", {"job_seeker_since": day("01/07/2026")}, "L'inscription à Pôle emploi", WARNING),
    Case("person", {"path_since": day("01/07/2026")}, "Le début du parcours d'insertion", WARNING),
    Case(
        "parcours",
        {"entry": day("01/02/2026"), "planned_end": day("31/01/2026")},
        "La fin prévue (31/01/2026) précède l'entrée (01/02/2026)",
        ERROR,
    ),
    Case(
        "parcours",
        {"entry": day("01/02/2026"), "exit": day("31/01/2026")},
        "La sortie (31/01/2026) précède l'entrée",
        ERROR,
    ),
    Case("parcours", {"entry": day("01/02/2026"), "renewed": day("31/01/2026")}, "Le renouvellement", ERROR),
    Case(
        "parcours",
        {"entry": day("01/02/2026"), "exit": day("01/03/2026"), "job_end": day("31/01/2026")},
        "La fin du contrat de travail",
        ERROR,
    ),
    Case(
        "parcours",
        {"entry": day("01/02/2026"), "exit": day("01/03/2026"), "renewed": day("02/03/2026")},
        "Le renouvellement (02/03/2026) suit la sortie (01/03/2026)",
        WARNING,
    ),
    Case("parcours", {"entry": day("01/02/2026"), "exit_type": "emploi"}, "demandent une date de sortie", WARNING),
    Case("parcours", {"entry": day("01/02/2026"), "destination": "Le Fournil"}, "demandent une date", WARNING),
    Case("parcours", {"entry": day("01/02/2026"), "oriented": day("01/07/2026")}, "L'orientation", WARNING),
    Case("parcours", {"entry": day("31/12/2025")}, "Le 31/12/2025 est hors des dates de l'action TOUT", DOUBT),
    Case(
        "parcours",
        {"entry": day("01/02/2026"), "exit": day("01/01/2027")},
        "Le 01/01/2027 est hors des dates de l'action TOUT (du 01/01/2026 au 31/12/2026).",
        DOUBT,
    ),
    Case("parcours", {"entry": day("01/02/2026")}, "a déjà dans cette action un parcours depuis le 12/01", DOUBT),
    Case("parcours", {"entry": day("03/05/1990")}, "L'entrée précède la naissance", DOUBT),
    Case("action", ADSE | {"end": day("31/12/2025")}, "La fin (31/12/2025) précède le début (01/01/2026)", ERROR),
    Case("action", ADSE | {"places": None}, "donnez le nombre de places", ERROR),
    Case("action", ADSE | {"places": 0}, "donnez le nombre de places", WARNING),
]
BOOK += [
    Case(table.sheet, every.FACTS[table][0] | values, sentence, strength)
    for table, values, sentence, strength in (
        (EligibilityCheck, {"day": day("01/07/2026")}, "« Vérifiée le » ne peut pas être le 01/07/2026", WARNING),
        (Exam, {"day": day("01/07/2026")}, "« Date » ne peut pas être le 01/07/2026, après aujourd'hui", WARNING),
        (Exam, {"day": day("11/01/2026")}, "Examen du 11/01/2026 avant l'entrée (12/01/2026)", DOUBT),
        (Exam, {"day": day("31/12/2025")}, "Le 31/12/2025 est hors des dates de l'action TOUT", DOUBT),
        (Document, {"day": day("31/12/2025")}, "Le 31/12/2025 est hors des dates", DOUBT),
        (Immersion, {"end": day("01/03/2026")}, "« Fin » (01/03/2026) précède « Début » (02/03/2026)", ERROR),
        (Immersion, {"start": day("01/07/2026"), "end": day("02/07/2026"), "validated": True}, "« Projet v", WARNING),
        (Immersion, {"end": day("01/01/2027")}, "Le 01/01/2027 est hors des dates", DOUBT),
        (FollowUp, {"reached": True}, "« Joint » et « Injoignable » ne vont pas ensemble", ERROR),
        (FollowUp, {"months": 0}, "« Échéance (mois) » ne peut pas être inférieur à 1 :", ERROR),
        (FollowUp, {"day": day("31/12/2025")}, "Le 31/12/2025 est hors des dates", DOUBT),
        (WorkedHours, {"month": "2026-07"}, "« Mois » ne peut pas être juillet 2026, qui n'a pas commencé", WARNING),
        (WorkedHours, {"minutes": 744 * 60 + 1}, "dépasse ce qu'un mois compte (744 h)", ERROR),
        (WorkedHours, {"training": 6001}, "« Dont formation (h) » (100 h 01) dépasse « Heures » (100 h)", ERROR),
        (WorkedHours, {"month": "2025-12"}, "Décembre 2025 est hors des dates de l'action TOUT", DOUBT),
        (Contract, {"weekly": 168 * 60 + 1}, "dépasse les 168 h d'une semaine", ERROR),
        (Contract, {"weekly": 0}, "ne peut pas être inférieur à 1 minute", ERROR),
        (Contract, {"broken": day("31/01/2026")}, "« Rompu le » (31/01/2026) précède « Début »", ERROR),
        (Job, {"weekly": 168 * 60 + 1}, "dépasse les 168 h d'une semaine", ERROR),
        (Step, {"day": day("01/07/2026")}, "« Date » ne peut pas être le 01/07/2026", WARNING),
        (ProjectState, {"rome": "O1102"}, "« ROME » s'écrit d'une lettre de A à N", ERROR),
        (Evaluation, {"level": "ZZZ"}, "« Niveau » ne peut pas être « ZZZ » sur l'échelle", ERROR),
        (Evaluation, {"subject": "mimé"}, "« Domaine » ne peut pas être « mimé » sur l'échelle", ERROR),
        (Training, {"certified": day("01/07/2026")}, "« Attestation le » ne peut pas être le 01/07", WARNING),
        (Obstacle, {"outcome": ""}, "« Clos le » et « Issue » vont ensemble", ERROR),
        (Obstacle, {"closed": None}, "« Clos le » et « Issue » vont ensemble", ERROR),
        (Introduction, {"day": day("01/07/2026")}, "« Date » ne peut pas être le 01/07/2026", WARNING),
        (Prescription, {"answered": day("04/01/2026")}, "« Réponse le » (04/01/2026) précède « Date »", ERROR),
        (Ede, {"answers": "logement"}, "« Réponses » : « logement » ne se lit pas", ERROR),
        (PlanLine, {"code": "A"}, "« Code » ne peut pas être « A », qui n'est pas une action du plan", WARNING),
        (Liaison, {"reason": "Ennui"}, "« Motif » ne peut pas être « Ennui » pour cette demande", WARNING),
        (Liaison, {"opinion_day": day("11/03/2026")}, "« Avis le » (11/03/2026) précède « Date » (12/03/2026)", ERROR),
        (Contract, {"sent": day("03/02/2026"), "validated": day("02/02/2026")}, "« Validé le » (02/02/2026) p", ERROR),
        (Liaison, {"answered": day("11/03/2026")}, "« Réponse du correspondant le » (11/03/2026) précède", ERROR),
    )
]
ONE = {"nature": "atelier", "day": day("12/03/2026"), "start": 540, "end": 660}
BOOK += [
    Case("session", ONE | {"nature": "conduite"}, "La convention de TOUT n'a pas de séance « conduite »", ERROR),
    Case("session", ONE | {"end": 540}, "La fin (9h00) doit venir après le début (9h00)", ERROR),
    Case("session", ONE | {"trainer": "x" * 200, "place": "x" * 201}, "« Lieu » dépasse 200 caractères", WARNING),
    Case("session", ONE | {"day": day("01/07/2026"), "state": "tenue"}, "Séance dite tenue le 01/07/2026", WARNING),
    Case("session", ONE | {"day": day("31/12/2025")}, "Le 31/12/2025 est hors des dates de l'action TOUT", DOUBT),
    Case("session", ONE | {"day": day("01/01/2027")}, "Le 01/01/2027 est hors des dates de l'action TOUT", DOUBT),
    Case("mark", {"session": "S2", "status": "présent"}, "La séance est le 01/07/2026, après aujourd'hui", ERROR),
    Case("mark", {"session": "S1", "status": "absent", "minutes": 1}, "« absent » : les minutes ne se", ERROR),
    Case("mark", {"session": "S1", "status": "présent", "minutes": 121}, "La séance dure 2 h :", ERROR),
    Case("mark", {"session": "S3", "status": "présent"}, "Cette séance est annulée : rétablissez-la", WARNING),
    Case("mark", {"session": "S1", "status": "présent", "person": "P9"}, "P9 Test n'a pas de parcours dans", ERROR),
    Case("movement", MOVE | {"day": day("01/07/2026")}, "Le 01/07/2026 est après aujourd'hui", WARNING),
    Case("movement", MOVE | {"referent": day("01/07/2026")}, "Un signalement ne peut pas être daté", WARNING),
    Case("movement", MOVE | {"departement": day("01/07/2026")}, "Un signalement ne peut pas être daté", WARNING),
    Case("movement", MOVE | {"minutes": 50 * 60 + 1}, "n'avait plus que 50 h le 12/04/2026", ERROR),
    Case("movement", MOVE | {"minutes": 48 * 60 + 1}, "n'a plus que 48 h aujourd'hui", WARNING),
    Case("movement", MOVE | {"day": day("31/12/2025")}, "Le 31/12/2025 est hors des dates de l'action PERMIS", DOUBT),
    Case("moped", BIKE | {"retired": day("31/01/2026")}, "retrait du 31/01/2026 avant la mise en service", ERROR),
    Case("moped", BIKE | {"in_service": day("31/12/2025")}, "Le 31/12/2025 est hors des dates", DOUBT),
    Case("moped", BIKE | {"retired": day("01/01/2027")}, "Le 01/01/2027 est hors des dates", DOUBT),
    Case("loan", LENT | {"due": day("30/03/2026")}, "retour prévu du 30/03/2026 avant le départ", ERROR),
    Case("loan", LENT | {"ended": day("30/03/2026")}, "retour du 30/03/2026 avant le départ", ERROR),
    Case("loan", LENT | {"ended": day("01/07/2026")}, "retour du 01/07/2026 après aujourd'hui", ERROR),
    Case("loan", LENT | {"extended": day("30/03/2026")}, "prolongation du 30/03/2026 avant le départ", ERROR),
    Case("loan", LENT | {"departure": day("05/06/2026"), "due": day("06/06/2026")}, "alors qu'il est immob", ERROR),
    Case("downtime", STOP | {"end": day("31/03/2026")}, "remise en état du 31/03/2026 avant", ERROR),
    Case("downtime", STOP | {"start": day("05/06/2026")}, "AB-1 est déjà immobilisé du 01/06/2026", WARNING),
    Case(
        "downtime",
        STOP | {"start": day("01/03/2026"), "end": day("02/03/2026")},
        "départ du 01/03/2026 alors qu'il est immobilisé",
        ERROR,
    ),
    Case(
        "downtime",
        STOP | {"start": day("01/07/2026"), "end": day("01/01/2027")},
        "Le 01/01/2027 est hors des dates",
        DOUBT,
    ),
]


@pytest.mark.parametrize("case", BOOK, ids=str)
def test_the_same_sentence_at_both_doors(case, tmp_path):
    build(tmp_path)
    report = in_workbook(case, tmp_path)
    errors, warnings = ([one.message for one in found] for found in (report.errors, report.warnings))
    assert [one for one in (errors if case.strength == ERROR else warnings) if case.sentence in one], report
    assert bool(errors) is (case.strength == ERROR)


@pytest.mark.parametrize("case", BOOK, ids=str)
def test_a_form_refuses_or_asks(case, tmp_path):
    build(tmp_path)
    refused, asked = in_form(case)
    if case.strength == DOUBT:
        assert refused == "" and [one for one in asked if case.sentence in one]
    else:
        assert case.sentence in refused
        assert not [one for one in asked if case.sentence in one]


def test_every_subject_has_its_cases():
    counts = {subject: sum(case.subject == subject for case in BOOK) for subject in SUBJECTS}
    assert min(counts.values()) >= 3, counts


SUBJECTS = ("person", "parcours", "action", "session", "mark", "movement", "moped", "loan", "downtime")
