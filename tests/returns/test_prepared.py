"""A monthly and a yearly return of the Nord prepared on 15 April 2026: figures, profiles, exits, what is missing."""

import pytest

from models.duties import periods
from models.returns import prepared
from models.sessions import roll
from models.tables import Parcours, Person, Session
from tests.world import day, follow_up, stay


def march(nord):
    return prepared.prepare(periods.asked(nord.action, "mois", "2026-03"))


def whole_year(nord):
    return prepared.prepare(periods.asked(nord.action, "année", "2026"))


def told(tasks):
    return [(one.duty, one.message) for one in tasks]


def test_the_figures_of_march(nord):
    found = {one.indicator.id: one for one in march(nord).figures}

    # on the last day: Nadia, Inès who leaves that very day, Lina; Paul and Marc on some day of the month too
    assert found["nombre-d-allocataires-accompagnes"].value == 3
    assert found["allocataires-accompagnes-au-moins-un-jour"].value == 5
    assert found["nombre-d-allocataires-entres-dans-l-action"].value == 2  # Marc and Lina
    assert found["nombre-d-allocataires-sortis-de-l-action"].value == 3  # Paul, Inès, Marc
    natures = ("sorties-en-emploi-durable", "sorties-en-emploi-de-transition", "sorties-positives", "autres-sorties")
    assert [found[one].value for one in natures] == [1, 0, 1, 0]  # Marc's is to qualify: it counts nowhere
    assert (found["occupation-des-places-financees"].value, found["occupation-des-places-financees"].target) == (3, 4)


def test_the_figures_are_those_of_the_return_in_its_order(nord):
    assert [one.indicator.id for one in march(nord).figures] == [
        "nombre-d-allocataires-accompagnes",
        "allocataires-accompagnes-au-moins-un-jour",
        "nombre-d-allocataires-entres-dans-l-action",
        "nombre-d-allocataires-sortis-de-l-action",
        "sorties-en-emploi-durable",
        "sorties-en-emploi-de-transition",
        "sorties-positives",
        "autres-sorties",
        "occupation-des-places-financees",
    ]


def test_each_exit_of_march_has_its_class(nord):
    assert [(one.stay.name, one.told) for one in march(nord).departures] == [
        ("BERNARD Paul", "Sortie en emploi durable"),
        ("DUBOIS Marc", "à qualifier"),
        ("CARLIER Inès", "Sortie positive"),
    ]


def test_what_is_missing_before_march_can_go(nord):
    assert told(march(nord).missing) == [
        ("sorties", "DUBOIS Marc (NORD-I1) : sortie du 25/03/2026, notez son contrat ou la fin de ce contrat"),
        ("profils", "EVRARD Lina (NORD-I1) : à compléter : naissance, situation familiale"),
        ("appels", "Séance collective (NORD-I1) : appel à faire, séance du 18/03/2026 à 9h00"),
    ]


def test_nothing_is_missing_once_all_is_recorded(nord):
    Parcours.update(job_end=day("25/06/2026")).where(Parcours.id == nord.stays.marc.id).execute()
    Person.update(birth=day("02/02/2000"), family_status="en couple").where(Person.code == "LINA").execute()
    roll.mark_rest_present(Session.get(), who="Claire")

    assert told(march(nord).missing) == []
    # the CDD lasts three months: a transition
    assert {one.indicator.id: one.value for one in march(nord).figures}["sorties-en-emploi-de-transition"] == 1


def test_nothing_is_missing_of_those_who_were_not_there(nord):
    assert told(prepared.missing(periods.asked(nord.action, "mois", "2026-01"))) == []


def test_the_profiles_count_each_person_of_the_year_once(nord):
    # Hugo comes back: still one person
    stay(nord.action, nord.people.hugo, "01/04/2026", oriented_by="PMI")

    found = whole_year(nord).profiles

    assert found["sexe"] == {"femmes": 3, "hommes": 3}
    assert found["âge"] == {"30–49 ans": 5, "non renseigné": 1}  # born in 1990: 35 or 36 at the entry
    assert found["situation familiale"] == {"célibataire": 5, "non renseigné": 1}
    assert found["structure orientante"] == {"CCAS": 6}  # that of the first parcours


def test_the_monthly_return_has_no_profile_and_nothing_to_write(nord):
    assert march(nord).profiles == {}
    assert march(nord).period.of.questions == ()
    assert whole_year(nord).period.of.questions


def test_the_follow_ups_and_deviations_are_those_of_the_period(nord):
    follow_up(nord.action, nord.people.hugo, "12/03/2026", True, "autre", months=1)
    follow_up(nord.action, nord.people.hugo, "02/04/2026", True, "autre", months=2)

    found = march(nord)

    assert [one.day for one in found.follow_ups] == [day("12/03/2026")]
    assert found.deviations
    assert all(day("01/03/2026") <= one.date <= day("31/03/2026") for one in found.deviations)


def test_a_follow_up_due_and_not_made_keeps_the_yearly_return(nord, on_day):
    on_day("2026-09-20")  # six months after Paul took his job up
    missing = told(whole_year(nord).missing)
    assert ("suivis", "BERNARD Paul (NORD-I1) : suivi à 6 mois le 20/09/2026") in missing

    on_day("2026-09-19")
    assert "suivis" not in dict(told(whole_year(nord).missing))


@pytest.mark.parametrize("people", [1, 20])
def test_what_is_missing_takes_as_many_queries_whatever_the_people(nord, caplog, people):
    for number in range(people):
        one = Person.create(code=f"P{number}", last_name=f"N{number}", first_name="A", folded=f"n{number}")
        stay(nord.action, one, "01/02/2026", "20/03/2026")
    period = periods.asked(nord.action, "mois", "2026-03")
    caplog.set_level("DEBUG", logger="peewee")
    caplog.clear()

    found = prepared.missing(period)

    assert len(found) == 3 + 2 * people
    assert len(caplog.records) == 8  # three of them of the rolls half called
