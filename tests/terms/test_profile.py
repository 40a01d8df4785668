"""What a convention wants known of everyone accompanied, and what is still to ask."""

from dataclasses import replace
from typing import get_args

import pytest

from config import schema
from config.catalogue import convention
from models.tables import Parcours, Person
from models.terms import profile


def wanting(*fields: schema.ProfileField) -> schema.Convention:
    return replace(convention("cd49-ai"), profile=tuple(schema.Profile(field, "art. 1") for field in fields))


@pytest.mark.parametrize("field", get_args(schema.ProfileField))
def test_each_profile_field_is_kept_somewhere(field):
    kept = profile.fields[field]
    model = {"person": Person, "parcours": Parcours}[kept.of]
    assert kept.names and all(name in model._meta.fields for name in kept.names)


def test_what_is_missing_is_said_in_the_order_of_the_file():
    nobody, stay = Person(sex="F", income=0, disabled=False), Parcours(orientation="sociale")
    asked = wanting("revenu", "naissance", "RQTH", "sexe", "orientation", "date d'orientation", "code postal")
    assert profile.missing(asked, nobody, stay) == ["naissance", "date d'orientation", "code postal"]


def test_no_is_an_answer_and_an_empty_text_is_not():
    assert profile.missing(wanting("droits et devoirs"), Person(rights_and_duties=False)) == []
    assert profile.missing(wanting("droits et devoirs", "commune"), Person()) == ["droits et devoirs", "commune"]


def test_a_number_or_a_date_of_inscription_is_enough():
    assert profile.missing(wanting("Pôle emploi"), Person(job_seeker_number="123A")) == []
    assert profile.missing(wanting("Pôle emploi"), Person()) == ["Pôle emploi"]


def test_without_a_parcours_what_is_kept_in_one_is_not_asked_for():
    assert profile.missing(wanting("structure orientante", "sexe"), Person()) == ["sexe"]
