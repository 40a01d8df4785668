"""The plan: what is chosen in the codification, what cannot be the only action, what is of another sphere."""

import pytest

from config import catalogue
from models.acts.refusals import Refused
from models.registers import facts
from models.rules.checks import deviations
from models.tables import Contract, PlanLine
from models.terms import plan
from tests.world import action, day, person, stay


def cers():
    return catalogue.convention("cd62-cers")


def codes(found) -> list[str]:
    return [one.code for one in found]


def test_the_codification_has_ten_themes_and_only_its_leaves_are_chosen(base):
    assert codes(one for one in cers().plan_code if "." not in one.code) == list("ABCDEFGHIJ")
    chosen = codes(plan.actions(cers()))
    assert len(cers().plan_code) == 70
    assert len(chosen) == 70 - 10 - 11 - 3  # themes, parents, and what comes from the exchange with Pôle Emploi
    assert "G.2" not in chosen and "G.2.1" in chosen
    assert not [code for code in chosen if code.startswith("H.3")]


def test_typing_a_code_or_words_narrows_the_list(base):
    assert codes(plan.found(cers(), "a.1")) == ["A.1.1", "A.1.2"]
    assert codes(plan.found(cers(), "sante collectif")) == ["B.3"]  # the theme and the label, without accents
    assert codes(plan.found(cers(), "mode de garde")) == ["C.2"]  # its remark
    assert codes(plan.found(cers(), "permis")) == ["I.1", "I.3"]
    assert codes(plan.found(cers(), "H.3")) == []
    assert len(plan.found(cers(), "")) == 46


def test_the_services_are_those_of_the_fiche(base):
    assert plan.services(cers(), "J.1") == ("CG", "CNAV", "MSA")
    assert plan.services(cers(), "F.2.3") == ("Conseil régional, dispositif de formation",)
    assert "Le toit de l'Espoir" in plan.services(cers(), "A.3")
    assert "Le toit de l'Espoir" not in plan.services(cers(), "A.1.2")


@pytest.mark.parametrize(
    ("plan_of", "severity"),
    [
        (["A.2"], "error"),
        (["G.4.4"], "error"),
        (["A.2", "A.2"], "error"),  # the same action twice is still alone
        (["A.2", "I.1"], "warning"),
        (["B.1"], "warning"),
        (["B.1", "D.2"], "warning"),
        (["A.1.2"], None),
        (["D.3"], None),
        (["A.2", "F.1.1"], None),
        ([], None),
    ],
)
def test_what_cannot_be_the_only_action(base, plan_of, severity):
    found = plan.alone(cers(), plan_of)
    assert (found.severity if found else None) == severity


def test_six_codes_can_never_be_alone(base):
    assert codes(one for one in cers().plan_code if one.alone == "jamais") == [
        "A.2",
        "D.2",
        "G.1",
        "G.2.2",
        "G.4.4",
        "I.1",
    ]
    assert codes(one for one in cers().plan_code if one.alone == "à vérifier") == ["B.1"]


@pytest.mark.parametrize(
    ("code", "spheres"),
    [
        ("A.3", ("solidarité",)),
        ("C.2", ("solidarité", "professionnelle")),
        ("E.1.2", ("solidarité",)),
        ("G.2.2", ("solidarité", "professionnelle")),
        ("H.1.2", ("solidarité", "professionnelle")),
        ("H.1.3", ("professionnelle",)),
        ("H.2.1", ("professionnelle",)),
        ("H.3.2", ("professionnelle",)),
    ],
)
def test_the_spheres_of_the_codification(base, code, spheres):
    assert plan.by_code(cers())[code].spheres == spheres


@pytest.fixture
def anne(base):
    """Anne under a CERS from 23/01/2012 to 22/07/2012."""
    where = action("cd62-cers", "01/01/2012", "31/12/2012")
    who = person("ANNE")
    stay(where, who, "10/01/2012")
    contract = Contract.create(
        action=where, person=who, kind="cers", start=day("23/01/2012"), end=day("22/07/2012"), status="validé"
    )
    return where, who, contract


def line(anne, code: str, start: str = "23/01/2012", end: str = "22/07/2012", **more) -> PlanLine:
    where, who, _ = anne
    return facts.add(
        PlanLine, who="Claire", action=where, person=who, code=code, start=day(start), end=day(end), **more
    )


def found(anne, rule: str) -> list[str]:
    return [one.severity for one in deviations(anne[0]) if one.rule == rule]


def test_only_leaves_entered_by_hand_are_recorded(anne):
    for code in ("G.2", "H.3.1", "Z.1"):
        with pytest.raises(Refused, match=r"n'est pas (dans la liste|une action du plan)"):
            line(anne, code)


def test_a_lone_administrative_action_deviates_until_another_joins_it(anne):
    line(anne, "A.2")
    assert found(anne, "plan-alone") == ["error"]
    line(anne, "I.1")
    assert found(anne, "plan-alone") == ["warning"]
    line(anne, "F.1.1")
    assert found(anne, "plan-alone") == []


def test_an_action_given_up_is_no_longer_in_the_plan(anne):
    line(anne, "A.2")
    other = line(anne, "F.1.1")
    assert found(anne, "plan-alone") == []
    facts.correct(other, result="annulé", who="Claire")
    assert found(anne, "plan-alone") == ["error"]
    assert plan.warnings(anne[0].spec, plan.of_contract(anne[2])) == [
        "« A.2 Démarches Administratives » ne peut être la seule action du plan"
    ]


def test_an_action_that_lasts_into_a_renewal_is_in_both_plans(anne):
    where, who, _ = anne
    line(anne, "G.4.2", end="31/10/2012")
    renewal = Contract.create(
        action=where, person=who, kind="cers", start=day("23/07/2012"), end=day("22/01/2013"), renewal=True
    )
    line(anne, "I.1", "01/08/2012", "31/08/2012")
    assert [one.code for one in plan.of_contract(renewal)] == ["G.4.2", "I.1"]
    assert found(anne, "plan-alone") == []


def test_an_action_of_the_other_sphere_is_an_alert(anne):
    line(anne, "H.1.3")
    assert found(anne, "plan-sphere") == ["warning"]
    (said,) = plan.warnings(anne[0].spec, plan.of_contract(anne[2]))
    assert said.startswith("« H.1.3 Finalisation du projet et création d'entreprise » est de la sphère professionnelle")
