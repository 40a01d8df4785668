"""An operator's own convention in a few words: the rule under test, among everything a rule may name."""

import json
from datetime import date
from pathlib import Path

from models.rules.checks import deviations
from models.rules.deviation import Deviation
from models.tables import Action

ID = "cd00-essai"
HEAD = """
title = "Essai"
territory = "Ailleurs"
edition = "2026"
document = "essai"
records = ["contrats", "étapes", "projets", "évaluations", "immersions", "suivis", "mises en relation",
  "prescriptions", "formations", "heures travaillées", "documents", "contacts"]
nature = [
  {code = "entretien", label = "Entretien", collective = false},
  {code = "depart", label = "Entretien de démarrage", collective = false},
  {code = "milieu", label = "Entretien de mi-parcours", collective = false},
  {code = "fin", label = "Entretien de fin", collective = false},
]
contract_kind = [
  {code = "cer", label = "CER"}, {code = "ppae", label = "PPAE"}, {code = "cddi", label = "CDDI"},
]
step = [
  {code = "plan", label = "Plan d'actions"}, {code = "renouvellement", label = "Renouvellement"},
  {code = "validation", label = "Validation du Département"}, {code = "ep", label = "Avis de l'EP"},
]
variant = [{code = "a", label = "Type A"}, {code = "b", label = "Type B"}]
scale = [{code = "cecrl", label = "CECRL", levels = ["A1", "A2", "B1", "B2"]}]

[[document_kind]]
code = "contrat"
label = "Contrat"

[[exit_class]]
code = "durable"
label = "Emploi durable"
source = "art. 0"
case = [{types = ["emploi"], contracts = ["CDI"]}, {types = ["emploi"], contracts = ["CDD"], longer = "6 mois"}]

[[exit_class]]
code = "autre"
label = "Autre sortie"
source = "art. 0"
otherwise = true
"""


def rule(kind: str, **keys) -> str:
    """A ``[[rule]]``: its ``rule``, then its other keys."""
    keys = {"rule": kind, "source": "art. 1", "remedy": "À faire.", **keys}
    lines = [
        f"{key} = {value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}"
        for key, value in keys.items()
    ]
    return "\n[[rule]]\n" + "\n".join(lines) + "\n"


def write(home: Path, *tables: str, id: str = ID) -> str:
    """Puts the convention in the operator's folder; gives its id."""
    (home / "conventions").mkdir(exist_ok=True)
    (home / "conventions" / f"{id}.toml").write_text(f'id = "{id}"{HEAD}{"".join(tables)}', encoding="utf-8")
    return id


def declared(where: Action) -> list[Deviation]:
    """What deviates in an action from the rules of its convention, whatever its records lack."""
    return [one for one in deviations(where) if one.rule != "record-limits"]


def found(where: Action) -> list[tuple[str, str]]:
    """(subject, day) of what deviates in an action."""
    return [(one.subject, f"{one.date:%d/%m/%Y}") for one in declared(where)]


def told(where: Action) -> str:
    """The message of the only thing that deviates in an action."""
    (one,) = declared(where)
    return one.message
