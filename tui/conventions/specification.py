"""A convention told to people: its activities, indicators and rules, each with its article, and what it leaves out."""

from collections.abc import Iterable, Iterator

from config.quantities import Cents, Minutes
from config.schema import Convention, Return
from config.words import OWN_RULE, RULES, SEVERITIES
from models.french.wording import counted
from tui.answers import table
from tui.conventions.rule_words import parameters, target, value

CALENDAR = ("trainer-overlap", "place-overlap", "public-holiday")
EVERYWHERE = ("overlap", "roll-not-called", "roll-incomplete", "sheet-missing", *CALENDAR, "record-limits", "same-key")
"""What every action is checked for, whatever its convention."""
REGISTERS = {
    "ede": "échelle de distance à l'emploi",
    "plan": "parcours personnalisé",
    "liaisons": "fiches de liaison",
}
CODED = {
    "exam": "Épreuves",
    "document_kind": "Documents",
    "contract_kind": "Contrats",
    "step": "Étapes",
    "variant": "Variantes",
    "scale": "Échelles",
    "exit_class": "Classes de sortie",
    "liaison_kind": "Demandes de la fiche de liaison",
}
EVERY = {
    "mois": "chaque mois",
    "trimestre": "chaque trimestre",
    "année": "chaque année",
    "action": "à la fin de l'action",
}


def listed(conventions: Iterable[Convention]) -> list[str]:
    """The catalogue, one convention a line: those an action may run under, then the rules they share."""
    known = list(conventions)
    widest = max((len(one.id) for one in known), default=0)
    lines: dict[str, list[str]] = {"convention": [], "commun": []}
    for one in known:
        lines[one.role].append(f"{one.id:<{widest}}  {one.title} ({one.territory}, {one.edition})")
    common = lines["commun"] and ["", "Règles communes", *lines["commun"]]
    return [*lines["convention"], *common]


def told(convention: Convention) -> list[str]:
    """One convention, whole."""
    lines = [f"{convention.title} ({convention.id})", f"{convention.territory}, édition {convention.edition}"]
    lines.append(f"Source : {convention.document}")
    if convention.role == "commun":
        lines.append("Règles communes : d'autres conventions en héritent, aucune action n'en relève.")
    if convention.inherits:
        lines.append(f"Reprend : {', '.join(convention.inherits)}")
    if convention.covers:
        lines.append(f"Comprend : {', '.join(convention.covers)}")
    if convention.objective:
        lines.append(f"Objectif du parcours : {convention.objective}")
    sections = (
        ("Séances", _natures(convention)),
        ("Volumes, durées et prix", _means(convention)),
        ("Ce qui s'enregistre", _kept(convention)),
        ("Indicateurs", _indicators(convention)),
        ("Règles", _rules(convention)),
        ("À rendre", _returns(convention)),
        ("Lectures retenues", (f"  {reading}" for reading in convention.readings)),
        ("Choix à adapter dans votre propre convention", _choices(convention)),
        (f"Ce que rien ici n'enregistre, ne calcule ni ne vérifie{_of_all(convention)}", _left_out(convention)),
    )
    for title, section in sections:
        if found := list(section):
            lines += ["", title, *found]
    return lines


def _natures(convention: Convention) -> list[str]:
    kinds = ("collective", "individuelle")
    natures = ((nature.label, nature.code, kinds[not nature.collective]) for nature in convention.nature)
    return table(natures, words=2)


def _means(convention: Convention) -> Iterator[str]:
    """What is paid, for how long and for whom, with its article."""
    for nature in convention.nature:
        if funding := nature.funding:
            run = f"bloc de {funding.block} mois" if funding.block else "fenêtre d'éligibilité"
            publics = ", ".join(funding.publics)
            if "FAJ" in funding.publics and funding.faj_ages:
                publics += f" de {funding.faj_ages[0]} à {funding.faj_ages[1]} ans révolus"
            price, volume = value(funding.price, Cents), value(funding.volume, Minutes)
            yield f"  {nature.label} : {price} l'heure, {volume} au plus par {run} ; {publics} — {funding.source}"
    if window := convention.window:
        yield f"  Fenêtre d'éligibilité : {window.months} mois depuis la première séance d'un module — {window.source}"
    if quota := convention.quota:
        yield f"  Conduite : {value(quota.hours, Minutes)} par personne, mutualisées — {quota.source}"
    if park := convention.park:
        yield f"  Prêt : {park.usual} mois, {park.exceptional} par exception — {park.source}"
        yield f"  Objectif : {counted(park.days, 'jour')} de location par cyclomoteur et par an — {park.source}"


def _kept(convention: Convention) -> Iterator[str]:
    if convention.records:
        yield f"  Registres : {', '.join(REGISTERS.get(one, one) for one in convention.records)}"
    for name, title in CODED.items():
        if coded := convention.listed(name):
            yield f"  {title} : {' ; '.join(f'{label} [{code}]' for code, label in coded.items())}"
    if convention.plan_code:
        yield f"  Codification du parcours personnalisé : {counted(len(convention.plan_code), 'code')}"
    if convention.obstacles:
        yield f"  Freins proposés : {', '.join(convention.obstacles)}"
    if convention.profile:
        yield f"  Profil de la personne : {', '.join(one.field for one in convention.profile)}"


def _indicators(convention: Convention) -> Iterator[str]:
    for indicator in convention.indicator:
        yield f"  {indicator.label} [{indicator.id}] — {indicator.source}"
        yield f"      {indicator.definition}"
        if aim := target(indicator):
            yield f"      Attendu : {aim}."


def _rules(convention: Convention) -> Iterator[str]:
    for rule in convention.rule:
        yield f"  {RULES[rule.rule]} [{rule.rule}, {SEVERITIES[rule.severity]}] — {rule.source}"
        named = [f"nom : {rule.name}"] if rule.name else []
        if said := " ; ".join([*named, *filter(None, [parameters(rule, convention)])]):
            yield f"      {said}"
        yield f"      {rule.remedy}"
    if convention.role == "convention":
        yield from (f"  {RULES[rule]} [{rule}] — {OWN_RULE}" for rule in EVERYWHERE)


def _returns(convention: Convention) -> Iterator[str]:
    for one in convention.returns:
        yield f"  {one.label} [{one.code}] : {EVERY[one.every]}{_due(one)} — {one.source}"


def _due(one: Return) -> str:
    if one.stopped:
        return ", arrêté au 31 décembre, facultatif"
    if one.day:
        return f", au plus tard le {one.day} du mois suivant"
    return f", dans les {one.within} mois" if one.within else ""


def _choices(convention: Convention) -> Iterator[str]:
    for one in convention.parameter:
        yield f"  {one.name} = {value(one.value)} — {one.reading}"
        yield f"      {one.meaning}"


def _of_all(convention: Convention) -> str:
    """« : 3 faits sur les 20 du document »"""
    left, all_ = len(convention.not_encoded), len(convention.fact) + len(convention.not_encoded)
    return f" : {counted(left, 'fait')} sur les {all_} du document"


def _left_out(convention: Convention) -> Iterator[str]:
    for one in convention.not_encoded:
        yield f"  {one.fact} — {one.source}"
        yield f"      {one.reason}"
