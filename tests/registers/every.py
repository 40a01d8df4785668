"""A convention that keeps every register, and one fact of each, told as the screens tell it."""

from pathlib import Path
from typing import Any

from models.tables import (
    Action,
    Contact,
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
from tests import world
from tests.world import day

FACTS: dict[Any, tuple[dict[str, Any], str]] = {
    EligibilityCheck: ({"day": day("12/01/2026"), "public": "RSA", "proof": "CAF"}, "public vérifié, RSA (CAF)"),
    Exam: ({"test": "code", "day": day("12/03/2026"), "result": "échoué"}, "Examen du code, échoué"),
    Document: (
        {"kind": "bilan", "day": day("12/03/2026"), "recipient": "Mme Roy"},
        "Bilan individuel, remis à Mme Roy",
    ),
    Immersion: (
        {"kind": "stage", "start": day("02/03/2026"), "end": day("13/03/2026"), "company": "Biscuits Martin"},
        "stage chez Biscuits Martin jusqu'au 13/03/2026",
    ),
    FollowUp: (
        {"months": 3, "day": day("12/06/2026"), "reached": False, "unreachable": True, "attempts": 4},
        "suivi à 3 mois, injoignable, 4 essais",
    ),
    WorkedHours: (
        {"month": "2026-03", "minutes": 6000, "training": 450},
        "100 h travaillées en mars 2026, dont 7 h 30 de formation",
    ),
    Contract: (
        {"kind": "cer", "start": day("01/02/2026"), "end": day("31/07/2026"), "status": "validé", "renewal": True},
        "contrat CER jusqu'au 31/07/2026, renouvellement, validé",
    ),
    Step: (
        {"kind": "diagnostic", "day": day("20/01/2026"), "note": "avec la référente"},
        "Diagnostic partagé (avec la référente)",
    ),
    ProjectState: (
        {"day": day("12/03/2026"), "state": "défini", "job": "boulangère", "rome": "d1102"},
        "projet défini, boulangère (D1102)",
    ),
    Evaluation: (
        {"day": day("20/01/2026"), "scale": "cecrl", "subject": "oral", "moment": "entrée", "level": "A2"},
        "évaluation à l'entrée, Niveau de langue, oral : A2",
    ),
    Training: (
        {
            "start": day("01/04/2026"),
            "label": "CAP cuisine",
            "provider": "GRETA",
            "minutes": 35 * 60,
            "qualifying": True,
        },
        "formation CAP cuisine chez GRETA en cours, 35 h, qualifiante",
    ),
    Obstacle: (
        {"nature": "Mobilité", "opened": day("20/01/2026"), "closed": day("12/03/2026"), "outcome": "levé"},
        "frein Mobilité, levé le 12/03/2026",
    ),
    Introduction: (
        {"day": day("12/03/2026"), "employer": "Biscuits Martin", "offer": "conditionnement", "result": "atteint"},
        "mise en relation avec Biscuits Martin (conditionnement), atteint",
    ),
    Job: (
        {"start": day("01/04/2026"), "employer": "Biscuits Martin", "contract": "CDD", "end": day("30/09/2026")},
        "emploi chez Biscuits Martin, CDD, jusqu'au 30/09/2026",
    ),
    Prescription: (
        {"day": day("05/01/2026"), "direction": "reçue", "structure": "Mission locale", "answer": "entré"},
        "prescription reçue de Mission locale, entré",
    ),
    Ede: (
        {"day": day("20/01/2026"), "occasion": "avant contrat"},
        "échelle de distance à l'emploi, total non calculé, avant contrat",
    ),
    PlanLine: (
        {"code": "A.1", "start": day("01/02/2026"), "end": day("31/07/2026"), "result": "en cours"},
        "plan A.1 Aide à l'accès jusqu'au 31/07/2026, en cours",
    ),
    Liaison: (
        {"kind": "reorientation", "day": day("12/03/2026"), "reason": "Autres", "opinion": "favorable"},
        "fiche de liaison, Réorientation (Autres), avis favorable",
    ),
    Contact: (
        {
            "day": day("12/03/2026"),
            "partner": "référent",
            "structure": "MDS Nord",
            "purpose": "suivi",
            "channel": "téléphone",
        },
        "contact avec le référent MDS Nord, suivi, par téléphone",
    ),
}
"""Of each register: the values of a fact, and how it is told."""


def action(home: Path, **more: Any) -> Action:
    """An action under the convention that keeps every register, written in the operator's folder."""
    (home / "conventions").mkdir(exist_ok=True)
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    (home / "conventions" / "cd00-tout.toml").write_text(text, encoding="utf-8")
    return world.action("cd00-tout", **({"code": "TOUT"} | more))
