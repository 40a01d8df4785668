"""A convention told to people: its activities, indicators and rules, each with its article."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from config.quantities import Cents, Days, Minutes, Months
from config.schema import Convention, Rule
from config.words import OWN_RULE, RULES, SEVERITIES
from tui.answers import table

EVERYWHERE = ("overlap", "roll-not-called")  # what every action is checked for, whatever its convention
WORDS = {
    "natures": "séances",
    "exam": "examen",
    "document": "document",
    "minimum": "au moins",
    "maximum": "au plus",
    "within": "dans les",
    "before": "daté au plus tôt avant",
    "allowed": "mois sans, admis",
    "due": "présentations dues",
    "motive_at": "motif demandé à la présentation",
    "public": "public",
    "ages": "âges",
    "family": "famille",
    "of": "porte sur",
}


def listed(conventions: Iterable[Convention]) -> list[str]:
    """The catalogue, one convention a line."""
    return [f"{one.id:<24}{one.title} ({one.territory}, {one.edition})" for one in conventions]


def told(convention: Convention) -> list[str]:
    """One convention, whole."""
    lines = [f"{convention.title} ({convention.id})", f"{convention.territory}, édition {convention.edition}"]
    lines.append(f"Source : {convention.document}")
    if convention.objective:
        lines.append(f"Objectif du parcours : {convention.objective}")
    if convention.report_within:
        lines.append(f"Bilan : dans les {convention.report_within} mois ({convention.report_source})")
    lines += ["", "Séances"]
    kinds = ("collective", "individuelle")
    natures = ((nature.label, nature.code, kinds[not nature.collective]) for nature in convention.nature)
    lines += table(natures, words=2)
    if means := list(_means(convention)):
        lines += ["", "Volumes, durées et prix", *(f"  {line}" for line in means)]
    lines += ["", "Indicateurs"]
    for indicator in convention.indicator:
        lines.append(f"  {indicator.label} [{indicator.id}] — {indicator.source}")
        lines.append(f"      {indicator.definition}")
    lines += ["", "Règles"]
    for rule in convention.rule:
        lines.append(f"  {RULES[rule.rule]} [{rule.rule}, {SEVERITIES[rule.severity]}] — {rule.source}")
        if said := _parameters(rule, convention):
            lines.append(f"      {said}")
        lines.append(f"      {rule.remedy}")
    lines += [f"  {RULES[rule]} [{rule}] — {OWN_RULE}" for rule in EVERYWHERE]
    if convention.readings:
        lines += ["", "Lectures retenues", *(f"  {reading}" for reading in convention.readings)]
    return lines


def _means(convention: Convention) -> Iterator[str]:
    """What is paid, for how long and for whom, with its article."""
    for nature in convention.nature:
        if funding := nature.funding:
            run = f"bloc de {funding.block} mois" if funding.block else "fenêtre d'éligibilité"
            publics = ", ".join(funding.publics)
            if "FAJ" in funding.publics and funding.faj_ages:
                publics += f" de {funding.faj_ages[0]} à {funding.faj_ages[1]} ans révolus"
            price, volume = _value(funding.price, Cents, {}), _value(funding.volume, Minutes, {})
            yield f"{nature.label} : {price} l'heure, {volume} au plus par {run} ; {publics} — {funding.source}"
    if window := convention.window:
        yield f"Fenêtre d'éligibilité : {window.months} mois depuis la première séance d'un module — {window.source}"
    if quota := convention.quota:
        yield f"Conduite : {_value(quota.hours, Minutes, {})} par personne, mutualisées — {quota.source}"
    if park := convention.park:
        yield f"Prêt : {park.usual} mois, {park.exceptional} par exception — {park.source}"
        yield f"Objectif : {park.days} jours de location par cyclomoteur et par an — {park.source}"


def _parameters(rule: Rule, convention: Convention) -> str:
    labels = {one.code: one.label for one in convention.document_kind}
    labels |= {one.code: one.label for one in convention.nature}
    exams = {one.code: one.label for one in convention.exam}
    hints = {field.name: field.type for field in fields(rule)}
    said = [f"{WORDS['of']} : {rule.of}"] if hasattr(rule, "of") else []
    for name, kind in hints.items():
        value = getattr(rule, name)
        if name not in WORDS or value is None:
            continue
        known = exams if name == "exam" else labels
        said.append(f"{WORDS[name]} : {_value(value, kind, known)}")
    return " ; ".join(said)


def _value(value: Any, kind: Any, labels: dict[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(part, None, labels) for part in value)
    if kind in (Minutes, Minutes | None):
        whole, rest = divmod(value, 60)
        return f"{whole} h {rest:02d}" if rest else f"{whole} h"
    if kind is Months:
        return f"{value} mois"
    if kind is Days:
        return f"{value} jours"
    if kind is Cents:
        return f"{value // 100},{value % 100:02d} €"
    return labels.get(str(value), str(value))
