"""What a definition says and what is computed come from one place: each choice said is a key, each key is said."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from config.catalogue import usable
from config.schema import (
    Attendances,
    Contracts,
    ContractsPreceded,
    Entries,
    Evaluated,
    Exits,
    FollowUps,
    InTime,
    MonthEnds,
    Persons,
    PlanLines,
    Present,
    Progressions,
    Sessions,
    Trained,
)
from models.figures.bases import is_objective

EVERY = {(id, one.id): (spec, one) for id, spec in sorted(usable().items()) for one in spec.indicator}


def target(one: Any) -> Any:
    return getattr(one, "target", None)


def by(one: Any) -> str:
    if getattr(one, "by_public", False):
        return "public"
    return getattr(one, "by", None) or ""


SAID: list[tuple[str, str, Callable[[Any], bool]]] = [
    ("persons are counted once", r"chacune comptée une fois", lambda one: one.unit in ("personne", "projet", "séance")),
    ("ateliers are counted once", r"chacun compté une fois", lambda one: isinstance(one, Sessions)),
    ("since the year began", r"du 1er janvier \(ou du début", lambda one: getattr(one, "since", "") == "année"),
    ("kept after a job", r"garde-apres-emploi", lambda one: hasattr(one, "after_job")),
    (
        "an objective",
        r"Objectif|Repère|l'attendu|le niveau attendu|toutes doivent",
        is_objective,
    ),
    (
        "an indicative one",
        r"Objectif indicatif|[Rr]epère|niveau attendu",
        lambda one: bool(target(one) and target(one).indicative),
    ),
    ("pro rata", r"au prorata des mois entiers", lambda one: bool(getattr(target(one) or one, "pro_rata", False))),
    ("face to face", r"face à face", lambda one: getattr(one, "channels", ()) == ("face à face",)),
    ("renewals alone", r"qui en renouvellent un autre|^Renouvellements", lambda one: getattr(one, "renewals", False)),
    ("with a rejected one", r"ceux rejetés compris", lambda one: isinstance(one, Contracts) and one.by == "statut"),
    ("without a rejected one", r"sauf ceux rejetés", lambda one: isinstance(one, Contracts) and one.by != "statut"),
    ("in each part", r"est dans chacun", lambda one: isinstance(one, Progressions) or "domaine" in by(one)),
    ("by domain and level", r"par domaine et niveau", lambda one: by(one) == "domaine et niveau"),
    ("by status", r"par statut", lambda one: by(one) == "statut"),
    ("by public", r"par public", lambda one: by(one) == "public"),
    ("by theme", r"par thème", lambda one: by(one) == "thème"),
    ("by code", r"par code\.", lambda one: by(one) == "code"),
    ("by contract", r"par (type de )?contrat", lambda one: by(one) == "contrat"),
    ("by situation", r"par situation trouvée", lambda one: by(one) == "situation"),
    ("by destination", r"par destination", lambda one: by(one) == "destination"),
    ("by type of exit", r"par type de sortie|selon leur nature", lambda one: by(one) == "type"),
    ("by who oriented", r"par structure qui a orienté", lambda one: by(one) == "structure orientante"),
    ("signed or begun", r"signés par la personne", lambda one: isinstance(one, Contracts) and one.moment == "signé"),
]
"""What a sentence says, and the indicators that count so. A sentence says it exactly of those."""

ABOUT: dict[str, tuple[type, ...]] = {
    "an objective": (object,),
    "an indicative one": (object,),
    "pro rata": (object,),
    "face to face": (Attendances,),
    "with a rejected one": (Contracts,),
    "without a rejected one": (Contracts,),
    "since the year began": (Persons,),
    "kept after a job": (MonthEnds,),
    "by status": (Contracts,),
    "by code": (PlanLines,),
    "by destination": (Exits,),
    "by type of exit": (Exits,),
    "by who oriented": (Entries,),
    "by domain and level": (Evaluated,),
    "in each part": (Progressions,),
    "signed or begun": (Contracts,),
    "renewals alone": (Contracts, ContractsPreceded),
    "by situation": (FollowUps,),
}
"""Measures whose every figure must say it when it counts so; others may leave it to their label."""


@pytest.mark.parametrize("where", EVERY, ids="/".join)
def test_what_is_said_is_computed(where):
    _, one = EVERY[where]
    for what, words, computed in SAID:
        if re.search(words, one.definition):
            assert computed(one), f"{what} is said, not computed: {one.definition}"
        elif computed(one) and isinstance(one, ABOUT.get(what, ())):
            pytest.fail(f"{what} is computed, not said: {one.definition}")


def test_each_sentence_is_said_somewhere():
    definitions = [one.definition for _, one in EVERY.values()]
    for what, words, _ in SAID:
        assert any(re.search(words, text) for text in definitions), what


@pytest.mark.parametrize("where", EVERY, ids="/".join)
def test_the_numbers_said_are_those_computed(where):
    """A delay, a share, an amount for so many places: the definition says the same number as the key."""
    _, one = EVERY[where]
    text = one.definition.replace("\u202f", " ").replace("\xa0", " ")
    aim = target(one)
    if aim is not None and aim.per:
        assert re.search(rf"\b{aim.each} pour {aim.per} places", text)
    if aim is not None and aim.percent is not None and aim.percent not in (50, 100):
        assert re.search(rf"\b{aim.percent} %", text)
    if aim is not None and aim.percent == 50:
        assert re.search(r"50 %|la moitié", text)
    if aim is not None and aim.percent == 100:
        assert re.search(r"100 %|tou(te)?s", text)
    if aim is not None and aim.each > 1 and not aim.per:
        assert re.search(rf"\b{aim.each}\b", text)
    if isinstance(one, FollowUps):
        assert f"{one.months} mois" in text
    if isinstance(one, InTime):
        number = {1: "un|1|le", 2: "deux|2", 15: "15"}[one.months or one.days or 0]
        assert re.search(rf"\b({number}) (mois|jours)", text)


@pytest.mark.parametrize("where", EVERY, ids="/".join)
def test_a_present_is_of_the_last_day_and_a_training_of_the_parcours(where):
    _, one = EVERY[where]
    if isinstance(one, Present):
        assert re.search(r"le dernier jour de la période|au dernier jour de la période", one.definition)
    if isinstance(one, Trained):
        assert ("sorties dans la période" in one.definition) is (one.among == "sortis")
