"""People: found whatever the accents and the order, and not entered twice unawares."""

import pytest
from pendulum import Date

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.french.folding import fold
from models.people import participants
from models.tables import Person
from tests import world
from tests.sessions import conftest as roll

database = roll.database

ME = "Nadia"


def add(last_name, first_name, **details):
    return participants.add(last_name=last_name, first_name=first_name, who=ME, **details)


def found(text, limit=20):
    return [f"{person.last_name} {person.first_name}" for person in participants.find(text, limit)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie", "elodie"),
        ("BEN-ALI", "ben ali"),
        ("d’Ambrosio", "d ambrosio"),
        ("  Œuvray   Zoë ", "oeuvray zoe"),
        ("Łukasz Đặng Straße", "lukasz dang strasse"),
        ("E\u0301lodie", "elodie"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_words_are_found_in_any_order_without_accents_or_hyphens():
    add("BEN-ALI", "Élodie")
    add("MARTIN", "Paul")
    for text in ("ben ali", "elodie ben", "ÉLO", "ali elo", "ben-ali"):
        assert found(text) == ["BEN-ALI Élodie"]


def test_a_word_begins_a_word_of_the_name():
    add("MARTIN", "Paul")
    assert found("art") == []


def test_those_whose_name_begins_with_the_text_come_first():
    add("ABEL", "Martin")
    add("MARTIN", "Zoé")
    assert found("mar") == ["MARTIN Zoé", "ABEL Martin"]
    assert found("mar", limit=1) == ["MARTIN Zoé"]


def test_signs_of_a_pattern_are_plain_letters():
    add("100%", "Pur")
    add("1000", "Autre")
    assert found("100%") == ["100% Pur"]


def test_the_identifier_finds_too():
    add("MARTIN", "Paul", code="ADSE-17")
    assert found("adse-1") == ["MARTIN Paul"]


def test_the_identifier_is_made_readable_and_unique():
    codes = [add("N'DIAYE", "Fatou").code, add("Ndiaye", "Fadel").code, add("漢字", "").code]
    assert codes == ["NDIAYE-F", "NDIAYE-F-2", "PARTICIPANT"]


def test_an_identifier_taken_is_refused_with_its_owner():
    add("MARTIN", "Paul", code="P1")
    with pytest.raises(Refused, match="« P1 » est déjà celui de MARTIN Paul"):
        add("DURAND", "Zoé", code="P1")


def test_correcting_renames_refolds_and_changes_the_identifier():
    person = add("MARTN", "Paul")
    participants.correct(person, who=ME, last_name="MARTIN", code="P1")
    stored = Person.get_by_id(person.id)
    assert (stored.last_name, stored.folded, stored.code) == ("MARTIN", "martin paul", "P1")
    undo(last_act(ME), ME)
    assert Person.get_by_id(person.id).code == "MARTN-P"


def test_what_cannot_be_is_refused():
    person = add("MARTIN", "Paul", birth=Date(2000, 1, 1))
    for changes in ({"last_name": " "}, {"code": ""}, {"birth": Date(2026, 3, 13)}, {"first_name": "A\x00"}):
        with pytest.raises(Refused):
            participants.correct(person, who=ME, **changes)
    assert Person.get_by_id(person.id).birth == Date(2000, 1, 1)


def test_someone_nothing_is_recorded_about_is_removed():
    alone, enrolled = add("SEUL", "Paul"), add("INSCRIT", "Paul")
    world.stay(world.action(), enrolled)
    participants.remove(alone, who=ME)
    with pytest.raises(Refused, match="dépendent"):
        participants.remove(enrolled, who=ME)
    assert [person.last_name for person in Person.select()] == ["INSCRIT"]


@pytest.mark.parametrize(
    ("last_name", "first_name", "birth", "warned"),
    [
        ("DIALLO", "Amina", None, True),
        ("amina", "Diallo", None, True),
        ("Dialo", "Amina", None, True),
        ("Dialo", "Amina", Date(1990, 5, 1), True),
        ("Dialo", "Amina", Date(1991, 5, 1), False),
        ("DIALLO", "Amina", Date(1991, 5, 1), True),
        ("DIALLO", "Moussa", None, False),
        ("MARTIN", "Paul", Date(1990, 5, 1), False),
        ("", "", None, False),
    ],
)
def test_a_lookalike_has_the_same_name_or_nearly_and_no_other_birth(last_name, first_name, birth, warned):
    add("DIALLO", "Amina", birth=Date(1990, 5, 1))
    assert bool(participants.lookalikes(last_name, first_name, birth)) is warned


def test_the_likeliest_lookalike_comes_first():
    add("DIALO", "Amina")
    add("DIALLO", "Amina", birth=Date(1990, 5, 1))
    assert [person.last_name for person in participants.lookalikes("DIALLO", "Amina")] == ["DIALLO", "DIALO"]


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("DIALLO Amina", ("DIALLO", "Amina")),
        ("Amina DIALLO", ("DIALLO", "Amina")),
        ("Diallo Amina", ("Diallo", "Amina")),
        ("de la Cruz, María José", ("de la Cruz", "María José")),
        ("BEN ALI Sami", ("BEN ALI", "Sami")),
        ("Diallo", ("Diallo", "")),
    ],
)
def test_a_name_typed_in_one_go_is_parted(typed, parted):
    assert participants.split_name(typed) == parted


def test_what_a_convention_asks_for_is_a_closed_list_or_a_past_day():
    someone = add("Diallo", "Amina", rsa_status="socle", rsa_since=Date(2026, 1, 5))
    for name, value in (("rsa_status", "parti"), ("licence", "permis C"), ("schooling", "beaucoup")):
        with pytest.raises(Refused, match=f"« {value} » n'est pas dans la liste"):
            participants.correct(someone, who=ME, **{name: value})
    with pytest.raises(Refused, match=r"L'inscription à Pôle emploi .* est après aujourd'hui"):
        participants.correct(someone, who=ME, job_seeker_since=Date(2199, 1, 1))
    participants.correct(someone, who=ME, rsa_status="", rsa_since=None)
    assert Person.get().rsa_status == ""


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("Amina", [("Amina", "")]),
        ("de la Cruz Maria", [("de", "la Cruz Maria"), ("de la", "Cruz Maria"), ("de la Cruz", "Maria")]),
        ("Maria DE CRUZ", [("DE CRUZ", "Maria"), ("Maria", "DE CRUZ"), ("Maria DE", "CRUZ")]),
        ("", []),
    ],
)
def test_the_ways_to_part_a_name(typed, ways):
    assert participants.parted(typed) == ways


@pytest.mark.parametrize("kept", ["06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78"])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0612345678", True),
        ("06 12 34 56 78", True),
        ("+33612345678", True),
        ("345678", True),
        ("45678", False),
        ("0612345679", False),
        ("A0612345678", False),
    ],
)
def test_somebody_is_found_by_their_telephone(kept, typed, found):
    someone = add("Diallo", "Amina", phone=kept)
    assert participants.find(typed) == ([someone] if found else [])
