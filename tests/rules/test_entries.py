"""Rules on who may enter, each in fault, in order, at the limit, unknown. Today is 30/06/2026."""

import pytest

from models.tables import Evaluation, ProjectState
from tests.rules.own import declared, found, rule, told
from tests.world import action, contract, day, document, person, stay

pytestmark = pytest.mark.usefixtures("base")


def entering(where, on="02/03/2026", **people):
    """People entering on a day, each with what is known of them; what begins with ``stay_`` is of the parcours."""
    for code, known in people.items():
        of_stay = {name[5:]: value for name, value in known.items() if name.startswith("stay_")}
        who = person(code, **{name: value for name, value in known.items() if not name.startswith("stay_")})
        stay(where, who, on, **of_stay)


def state(where, code, on, what):
    who = next(one.person for one in where.parcours if one.person.code == code)
    ProjectState.create(action=where, person=who, day=day(on), state=what)


def level(where, code, on, what, subject="", moment="entrée"):
    who = next(one.person for one in where.parcours if one.person.code == code)
    Evaluation.create(action=where, person=who, day=day(on), scale="cecrl", subject=subject, moment=moment, level=what)


class TestPublic:
    def test_what_is_known_and_not_admitted_is_said_once(self, under):
        where = under(
            rule(
                "entry-condition",
                of="public",
                publics=["RSA"],
                statuses=["socle"],
                rights_and_duties=True,
                orientations=["sociale"],
            )
        )
        entering(
            where,
            ANA={"public": "RSA", "rsa_status": "socle", "rights_and_duties": True, "stay_orientation": "sociale"},
            BOB={"public": "FAJ", "rsa_status": "sans RSA"},
            CYD={},
            DAN={"rights_and_duties": False},
            EVE={"stay_orientation": "professionnelle"},
        )
        assert found(where) == [(code, "02/03/2026") for code in ("BOB", "DAN", "EVE")]
        assert declared(where)[0].message == (
            "BOB Test : entrée le 02/03/2026, public FAJ (admis : RSA) ; statut RSA « sans RSA » (admis : socle)."
        )

    def test_nothing_is_asked_where_the_rule_says_nothing(self, under):
        where = under(rule("entry-condition", of="public", statuses=["socle", "majoré"]))
        entering(where, ANA={"public": "Autre", "rsa_status": "majoré", "rights_and_duties": False})
        assert found(where) == []

    def test_an_entry_to_come_is_not_tested(self, under):
        where = under(rule("entry-condition", of="public", publics=["RSA"]))
        entering(where, "01/07/2026", ANA={"public": "FAJ"})
        entering(where, "30/06/2026", BOB={"public": "FAJ"})
        assert found(where) == [("BOB", "30/06/2026")]


class TestAge:
    def test_from_the_eighteenth_birthday_to_the_eve_of_the_twenty_sixth(self, under):
        where = under(rule("entry-condition", of="âge", ages=[18, 25], publics=["FAJ"]))
        births = {"ANA": "03/03/2008", "BOB": "02/03/2008", "CYD": "03/03/2000", "DAN": "02/03/2000"}
        entering(where, **{code: {"public": "FAJ", "birth": day(birth)} for code, birth in births.items()})
        assert found(where) == [("ANA", "02/03/2026"), ("DAN", "02/03/2026")]
        assert declared(where)[1].message == (
            "DAN Test : entrée le 02/03/2026, public FAJ, 26 ans (admis de 18 à 25 ans révolus)."
        )

    def test_another_public_and_an_unknown_birth_are_not_tested(self, under):
        where = under(rule("entry-condition", of="âge", ages=[18, 25], publics=["FAJ"]))
        old = {"birth": day("01/01/1970")}
        entering(where, ANA={"public": "RSA", **old}, BOB={"public": "", **old}, CYD={"public": "FAJ"})
        assert found(where) == []

    def test_everybody_when_no_public_is_named(self, under):
        where = under(rule("entry-condition", of="âge", ages=[18, 25]))
        entering(where, ANA={"birth": day("01/01/1970")})
        assert told(where) == "ANA Test : entrée le 02/03/2026, 56 ans (admis de 18 à 25 ans révolus)."


def test_a_postcode_elsewhere(under):
    where = under(rule("entry-condition", of="résidence", postcodes=["67", "68"]))
    entering(
        where, ANA={"postcode": "67000"}, BOB={"postcode": "93 200"}, CYD={"postcode": ""}, DAN={"postcode": "06868"}
    )
    assert [subject for subject, _ in found(where)] == ["BOB", "DAN"]
    assert declared(where)[0].message == (
        "BOB Test : entrée le 02/03/2026, code postal 93200 (admis : ceux qui commencent par 67 ou 68)."
    )


def test_a_postcode_asked_of_one_public(under):
    where = under(rule("entry-condition", of="résidence", postcodes=["93"], publics=["RSA"]))
    elsewhere = {"postcode": "75018"}
    entering(where, ANA={"public": "RSA", **elsewhere}, BOB={"public": "Autre", **elsewhere}, CYD=elsewhere)
    assert told(where) == (
        "ANA Test : entrée le 02/03/2026, public RSA, code postal 75018 (admis : ceux qui commencent par 93)."
    )


def test_a_licence_already_held(under):
    where = under(rule("entry-condition", of="permis", admitted=["aucun", "suspendu ou annulé"]))
    licences = {"ANA": "aucun", "BOB": "permis B", "CYD": "", "DAN": "suspendu ou annulé", "EVE": "code"}
    entering(where, **{code: {"licence": licence} for code, licence in licences.items()})
    assert [subject for subject, _ in found(where)] == ["BOB", "EVE"]
    assert "permis : permis B (admis : aucun, suspendu ou annulé)" in declared(where)[0].message


class TestProject:
    CONFIRMED = rule("entry-condition", of="projet", states=["confirmé", "validé"], variants=["b"])

    def test_as_last_known_on_the_day_of_entry(self, under):
        where = under(self.CONFIRMED)
        entering(where, **{code: {"stay_variant": "b"} for code in ("ANA", "BOB", "CYD", "DAN")})
        state(where, "ANA", "01/02/2026", "idée")
        state(where, "ANA", "02/03/2026", "confirmé")  # on the day
        state(where, "BOB", "01/02/2026", "défini")
        state(where, "BOB", "03/03/2026", "confirmé")  # the day after
        state(where, "CYD", "03/03/2026", "idée")  # nothing known that day
        assert found(where) == [("BOB", "02/03/2026")]
        assert told(where) == (
            "BOB Test : entrée le 02/03/2026, projet « défini » depuis le 01/02/2026 (admis : confirmé, validé)."
        )

    def test_only_of_these_variants(self, under):
        where = under(self.CONFIRMED)
        entering(where, ANA={"stay_variant": "a"}, BOB={})
        for code in ("ANA", "BOB"):
            state(where, code, "01/02/2026", "idée")
        assert found(where) == []

    def test_a_state_noted_in_another_action_is_known(self, under):
        where = under(self.CONFIRMED)
        entering(where, ANA={"stay_variant": "b"})
        elsewhere = action("cd49-ai", code="AI")
        ProjectState.create(action=elsewhere, person=where.parcours[0].person, day=day("01/02/2026"), state="idée")
        assert found(where) == [("ANA", "02/03/2026")]


class TestLevel:
    A2 = rule("entry-condition", of="niveau", scale="cecrl", least="A2")

    def test_a_level_below_is_an_alert(self, under):
        where = under(self.A2)
        entering(where, ANA={}, BOB={}, CYD={}, DAN={})
        level(where, "ANA", "01/03/2026", "a2")
        level(where, "BOB", "01/03/2026", "A1", "oral")
        level(where, "BOB", "01/03/2026", "B1", "écrit")
        level(where, "CYD", "01/03/2026", "infra")  # not a level of the scale
        level(where, "DAN", "01/06/2026", "A1", moment="en cours")
        assert [(one.severity, one.subject) for one in declared(where)] == [("warning", "BOB")]
        assert told(where) == "BOB Test : entrée le 02/03/2026, CECRL : oral A1 (au moins A2 demandé)."

    def test_the_entry_into_one_parcours_is_not_that_into_the_next(self, under):
        where = under(self.A2)
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "31/01/2026")
        stay(where, ana, "01/03/2026")
        level(where, "ANA", "05/01/2026", "A2")
        level(where, "ANA", "01/02/2026", "A1")  # the day after the exit, for the next entry
        bob = person("BOB")
        stay(where, bob, "05/01/2026", "31/01/2026")
        stay(where, bob, "01/03/2026")
        level(where, "BOB", "31/01/2026", "A1")
        level(where, "BOB", "01/03/2026", "A2")
        assert found(where) == [("BOB", "05/01/2026"), ("ANA", "01/03/2026")]

    def test_none_is_asked_for_when_the_least_is_no_level(self, under):
        where = under(rule("entry-condition", of="niveau", scale="cecrl", least="aucun"))
        entering(where, ANA={})
        level(where, "ANA", "01/03/2026", "A1")
        assert found(where) == []


def test_a_parcours_open_that_day_under_another_convention(under):
    where = under(rule("entry-condition", of="parcours", conventions=["cd49-ai"]))
    other = action("cd49-ai", "01/01/2026", "31/03/2026", code="AI")
    stay(other, person("ANA"), "02/03/2026")
    stay(other, person("BOB"), "01/01/2026", "01/03/2026")
    stay(other, person("CYD"), "03/03/2026")
    stay(other, person("DAN"), "01/01/2026", "02/03/2026")
    for entry in list(other.parcours):
        stay(where, entry.person, "02/03/2026")
    stay(where, person("EVE"), "02/03/2026")
    assert [subject for subject, _ in found(where)] == ["BOB", "CYD", "EVE"]
    assert declared(where)[2].message.endswith(
        "ce jour-là sous « Actions d'accompagnement en association intermédiaire »."
    )


def test_a_parcours_under_the_operators_own_version_of_that_convention(under, tmp_path):
    where = under(rule("entry-condition", of="parcours", conventions=["cd59-i1-iod"]))
    own = 'id = "mon-iod"\ntitle = "IOD de notre association"\nedition = "2026"\ninherits = ["cd59-i1-iod"]\n'
    (tmp_path / "conventions" / "mon-iod.toml").write_text(own, encoding="utf-8")
    for code, id in (("OWN", "mon-iod"), ("I3", "cd59-i3-mediation")):
        who = person(code)
        stay(action(id, "01/01/2026", "31/03/2026", code=code), who, "02/03/2026")
        stay(where, who, "02/03/2026")
    assert [subject for subject, _ in found(where)] == ["I3"]


def test_two_faults_of_one_entry_are_both_said(under):
    where = under(
        rule("entry-condition", of="public", publics=["RSA"]),
        rule("entry-condition", of="permis", admitted=["aucun"]),
        rule("entry-condition", of="âge", ages=[18, 25], publics=["FAJ"]),
        rule("entry-condition", of="âge", ages=[30, 99], name="plus tard"),
    )
    entering(where, ANA={"public": "FAJ", "licence": "code", "birth": day("01/01/1999")})
    assert len(found(where)) == 4


class TestProfile:
    ASKED = """
[[profile]]
field = "sexe"
source = "art. 2"

[[profile]]
field = "date d'orientation"
source = "art. 2"
"""

    def test_once_a_person_at_the_last_entry(self, under):
        where = under(rule("incomplete-profile"), self.ASKED)
        ana, bob = person("ANA"), person("BOB", sex="M")
        stay(where, ana, "05/01/2026", "31/01/2026")
        stay(where, ana, "01/03/2026", oriented=day("15/02/2026"))
        stay(where, bob, "01/03/2026", oriented=day("15/02/2026"))
        stay(where, person("CYD"), "01/07/2026")
        (one,) = declared(where)
        assert (one.subject, f"{one.date:%d/%m/%Y}", one.table, one.record) == ("ANA", "01/03/2026", "Person", ana.id)
        assert one.message == "ANA Test : profil à compléter, il manque sexe, date d'orientation."

    KEEPS = rule("incomplete-profile", registers=["projets", "contrats"])

    def test_a_register_that_never_served_is_said_once_and_what_reads_it_is_no_breach(self, under):
        where = under(self.KEEPS, rule("missing-contract", of="entrée", contracts=["cer"], document="contrat"))
        assert found(where) == []  # nobody entered yet
        entering(where, ANA={}, BOB={})
        assert found(where) == [("A", "02/03/2026"), ("A", "02/03/2026")]
        assert declared(where)[0].message == (
            "A : rien n'est noté au registre « contrats » ; ce qu'il dirait n'est pas vérifié."
        )

    def test_once_it_served_who_is_without_breaches(self, under):
        where = under(self.KEEPS, rule("missing-contract", of="entrée", contracts=["cer"], document="contrat"))
        entering(where, ANA={}, BOB={}, CYD={})
        people = {one.person.code: one.person for one in where.parcours}
        state(where, "ANA", "02/03/2026", "idée")
        document(where, people["ANA"], "contrat", "02/03/2026")  # a document stands for the contract, by the entry
        document(where, people["BOB"], "contrat", "03/03/2026")
        contract(where, people["CYD"], "cer", "02/03/2026")
        assert found(where) == [("BOB", "02/03/2026")]
