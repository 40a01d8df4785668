"""The six conventions shipped: what each counts, against what, by which article."""

import re

import pytest

from config import schema
from config.catalogue import catalogue, convention
from models.french.folding import fold

IDS = {
    "cd93-3b-permis": [
        "relais-referent",
        "heures-code",
        "heures-conduite",
        "reussite-code",
        "reussite-conduite",
        "projets-valides",
        "acces-3-mois",
    ],
    "cd49-adse-a-simple": [
        "seances-collectives",
        "participations",
        "entretiens-individuels",
        "participants",
        "montant-estime",
    ],
    "cd49-adse-a-renforce": [
        "seances-collectives",
        "participations",
        "entretiens-individuels",
        "participants",
        "montant-estime",
    ],
    "cd49-adse-b": ["participations", "seances-collectives", "participants"],
    "cd49-point-mobilite": ["jours-location", "participants", "cyclomoteurs"],
    "cd49-ai": [
        "heures-individuelles",
        "heures-collectives",
        "heures-professionnalisation",
        "heures-travaillees",
        "participants",
        "montant-individuel",
        "montant-collectif",
        "montant-professionnalisation",
    ],
}
NATURES = {
    "cd93-3b-permis": {
        "code": True,
        "conduite": False,
        "atelier": True,
        "entretien": False,
        "eco-conduite": True,
        "etudes-de-plans": True,
        "projet": True,
    },
    "cd49-adse-a-simple": {"seance": True, "entretien": False},
    "cd49-adse-a-renforce": {"seance": True, "entretien": False},
    "cd49-adse-b": {"seance": True},
    "cd49-point-mobilite": {"prise-en-main": False},
    "cd49-ai": {"diagnostic": False, "module-1": False, "module-2": True, "module-3": True},
}
CITED = re.compile(r"\bG\d\b|\b\d\d-\d\d\b")


@pytest.mark.parametrize("id", IDS)
def test_each_convention_gives_its_indicators_in_order(id):
    assert [indicator.id for indicator in convention(id).indicator] == IDS[id]


@pytest.mark.parametrize("id", NATURES)
def test_each_convention_says_which_sessions_are_collective(id):
    assert {nature.code: nature.collective for nature in convention(id).nature} == NATURES[id]


def test_everything_has_its_article_and_its_explanation():
    for one in catalogue().values():
        for indicator in one.indicator:
            assert indicator.source and indicator.definition.endswith("."), indicator.id
        for rule in one.rule:
            assert rule.source and rule.remedy.endswith("."), rule.rule


def test_every_reading_a_definition_cites_is_told_among_the_readings():
    for one in catalogue().values():
        told = {code for reading in one.readings for code in CITED.findall(reading.partition(" : ")[0])}
        for indicator in one.indicator:
            assert set(CITED.findall(indicator.definition)) <= told, (one.id, indicator.id)


def test_a_label_tells_two_figures_of_a_convention_apart():
    for one in catalogue().values():
        labels = [indicator.label for indicator in one.indicator]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("id", "interviews", "part", "place"),
    [("cd49-adse-a-simple", 3, 150_00, 1400_00), ("cd49-adse-a-renforce", 11, 550_00, 1800_00)],
)
def test_adse_a_is_44_sessions_and_its_interviews_a_place(id, interviews, part, place):
    by_id = {indicator.id: indicator for indicator in convention(id).indicator}
    assert by_id["seances-collectives"].target == schema.Target("action", 44, pro_rata=True)
    assert by_id["participations"].target == schema.Target("places", 44, pro_rata=True)
    assert by_id["entretiens-individuels"].target == schema.Target("places", interviews, pro_rata=True)
    assert by_id["participants"].target == schema.Target("places")
    estimate = by_id["montant-estime"]
    assert (estimate.attendances_money, estimate.interviews_money) == (1250_00, part)
    assert part == interviews * 50_00
    assert estimate.target.money == place == estimate.attendances_money + part
    assert "estimation, formule non fixée par le cahier des charges" in estimate.label


def test_ai_pays_45_13_and_8_euros_under_15_18_and_35_hours():
    funding = {nature.code: nature.funding for nature in convention("cd49-ai").nature if nature.funding}
    assert {code: (one.price, one.volume, one.publics) for code, one in funding.items()} == {
        "module-1": (45_00, 15 * 60, ("RSA",)),
        "module-2": (13_00, 18 * 60, ("RSA", "FAJ")),
        "module-3": (8_00, 35 * 60, ("RSA", "FAJ")),
    }
    assert (funding["module-1"].per, funding["module-1"].block) == ("bloc", 6)
    assert funding["module-3"].proof == "attestation-presence-module-3"
    assert convention("cd49-ai").window.months == 12


def test_permis_is_50_hours_each_over_12_months_at_most():
    permis = convention("cd93-3b-permis")
    assert (permis.quota.nature, permis.quota.hours) == ("conduite", 50 * 60)
    assert permis.rules_of(schema.ActionLength)[0].maximum == 12
    assert permis.rules_of(schema.EvaluationCap)[0].maximum == 40 * 60
    code, driving = permis.rules_of(schema.ExamAttempts)
    assert (code.due, code.motive_at, code.maximum) == (2, 3, 3)
    assert (driving.due, driving.motive_at, driving.maximum) == (None, None, 2)


def test_a_moped_is_lent_4_months_or_8_and_meant_to_be_out_180_days():
    park = convention("cd49-point-mobilite").park
    assert (park.days, park.year, park.usual, park.exceptional, park.chained_within) == (180, 365, 4, 8, 30)


def test_the_three_adse_parcours_exclude_one_another():
    sharing = [one.id for one in catalogue().values() if one.rules_of(schema.Exclusivity)]
    assert sharing == ["cd49-adse-a-renforce", "cd49-adse-a-simple", "cd49-adse-b"]
    assert {convention(id).family for id in sharing} == {"adse"}


@pytest.mark.parametrize(
    ("id", "indicator", "label"),
    [
        ("cd93-3b-permis", "relais-referent", "l'organisation du relais avec le service référent"),
        ("cd49-adse-a-renforce", "entretiens-individuels", "Nombre d'entretiens individuels"),
        ("cd49-adse-b", "participations", "Nombre de séances collectives (participations)"),
        ("cd49-point-mobilite", "jours-location", "Nombre de jours de location"),
        ("cd49-ai", "heures-professionnalisation", "Nombre d'heures de professionnalisation"),
    ],
)
def test_labels_are_the_source_s_own(id, indicator, label):
    assert {one.id: one.label for one in convention(id).indicator}[indicator] == label


def test_a_figure_is_named_after_its_label_unless_its_name_was_fixed():
    for id, one in catalogue().items():
        if id not in IDS:
            assert [indicator.id for indicator in one.indicator] == [
                re.sub(r"[^a-z0-9]+", "-", fold(indicator.label)).strip("-") for indicator in one.indicator
            ], id
