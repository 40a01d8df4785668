"""What a rule, a target or a delay says, in French words."""

from dataclasses import fields
from datetime import date
from typing import Any, get_args

from config.quantities import Cents, Days, Minutes, Months
from config.schema import Convention, Indicator, Rule, Target
from models.french.wording import counted

WORDS = {
    "of": "porte sur",
    "variants": "pour",
    "natures": "séances",
    "exam": "examen",
    "document": "document",
    "contracts": "contrats",
    "instead": "à confirmer avec",
    "step": "étape",
    "steps": "étapes",
    "register": "registre",
    "scale": "échelle",
    "least": "niveau le plus bas",
    "requests": "demandes",
    "publics": "publics",
    "public": "public",
    "statuses": "statuts RSA",
    "rights_and_duties": "soumis aux droits et devoirs",
    "orientations": "orientation",
    "ages": "âges",
    "postcodes": "codes postaux",
    "states": "projet",
    "admitted": "permis",
    "conventions": "avec un parcours sous",
    "family": "famille",
    "channels": "par",
    "classes": "classes de sortie",
    "types": "types de sortie",
    "signatures": "signatures",
    "moments": "moments",
    "immersions": "immersions",
    "start": "au début",
    "middle": "à mi-parcours",
    "end": "à la fin",
    "minimum": "au moins",
    "maximum": "au plus",
    "lengths": "durées admises",
    "total": "en tout, au plus",
    "beyond_age": "au-delà, dès l'âge de",
    "beyond_disabled": "au-delà, avec une RQTH",
    "each": "chaque renouvellement ajoute",
    "renewals": "renouvellements au plus",
    "validated": "derniers renouvellements à valider",
    "by": "validation",
    "unless": "sauf si",
    "registration": "ou une inscription à Pôle emploi",
    "since": "depuis",
    "within": "dans les",
    "months": "dans les",
    "days": "dans les",
    "early": "au plus tôt avant le délai",
    "promptly": "renouvelé à temps",
    "always": "renouvellements compris",
    "after": "signé et commencé depuis",
    "tolerance": "tolérance",
    "either": "l'une au moins",
    "told": "signalé dès",
    "partners": "avec",
    "purposes": "objet",
    "parts": "au milieu, le séjour prévu en parts égales :",
    "registers": "registres à tenir",
    "fresh": "de moins de",
    "before": "daté au plus tôt avant",
    "allowed": "mois sans, admis",
    "yearly": "chaque année",
    "anew": "à chaque parcours",
    "stayed": "de qui reste jusqu'à la fin",
    "inner": "hors mois d'entrée et de sortie",
    "due": "présentations dues",
    "motive_at": "motif demandé à la présentation",
    "agreement": "convention signée",
    "evaluation": "évaluation",
    "advice": "avec une préconisation",
    "earliest": "au plus tôt le",
    "latest": "au plus tard le",
    "sphere": "sphère",
}
BASES = {
    "action": "pour l'action",
    "places": "par place",
    "etp": "par ETP",
    "cyclomoteurs": "des jours de parc de l'action",
    "personnes": "des personnes concernées",
    "sorties": "des sorties",
    "accompagnés": "des personnes accompagnées",
    "entrées": "des entrées",
    "places-mois": "des places, chaque fin de mois",
    "places-jours": "des places, chaque jour",
}
COUNTED = ("action", "places", "etp")  # bases told by how many of it, not by a share of it
LISTS = (
    "nature",
    "exam",
    "document_kind",
    "contract_kind",
    "step",
    "scale",
    "variant",
    "exit_class",
    "liaison_kind",
)


def parameters(rule: Rule, convention: Convention) -> str:
    """« au moins : 6 ; au plus : 8 »: what the rule compares with, with the labels of the convention."""
    labels = {code: label for name in LISTS for code, label in convention.listed(name).items()}
    said = [f"{WORDS['of']} : {rule.of}"] if hasattr(rule, "of") else []
    for field in fields(rule):
        set_to = getattr(rule, field.name)
        if field.name in WORDS and (set_to or (field.name == "days" and set_to == 0)):
            told = value(set_to, field.type, labels)
            word = "puis" if field.name == "days" and getattr(rule, "months", None) else WORDS[field.name]
            said.append(word if set_to is True else f"{word} : {told}")
    return " ; ".join(said)


def target(indicator: Indicator) -> str:
    """« 33 h par place, au prorata des mois de l'action »; '' without a target."""
    aim: Target | None = getattr(indicator, "target", None)
    if aim is None:
        return ""
    base = BASES[aim.base]
    if aim.percent is not None:
        share = {"places": "des places", "etp": "des ETP"}.get(aim.base, base)
        said = f"{aim.percent} % {share}"
    elif aim.money is not None:
        said = f"{value(aim.money, Cents)} {base}"
    elif aim.hours is not None:
        said = f"{value(aim.hours * aim.each, Minutes)} {base}"
    elif aim.base in COUNTED and aim.per:
        said = f"{aim.each} pour {counted(aim.per, 'place')}"
    elif aim.base in COUNTED:
        said = f"{aim.each} {base}"
    else:
        said = f"100 % {base}"
    said += ", au prorata des mois de l'action" if aim.pro_rata else ""
    return f"{said} (indicatif)" if aim.indicative else said


def value(said: Any, kind: Any = None, labels: dict[str, str] | None = None) -> str:
    """A quantity of this type (optional or in a tuple, too), or the label of a code."""
    if isinstance(said, bool):
        return str(said).lower()  # as a convention file writes it
    kinds = get_args(kind) or (kind,)
    if isinstance(said, tuple):
        return ", ".join(value(part, kinds[0], labels) for part in said)
    if Minutes in kinds:
        whole, rest = divmod(said, 60)
        return f"{whole} h {rest:02d}" if whole and rest else f"{whole} h" if whole else f"{rest} min"
    if Months in kinds:
        return f"{said} mois"
    if Days in kinds:
        return counted(said, "jour")
    if Cents in kinds:
        return f"{said // 100},{said % 100:02d} €"
    if isinstance(said, date):
        return f"{said:%d/%m/%Y}"
    return (labels or {}).get(str(said), str(said))
