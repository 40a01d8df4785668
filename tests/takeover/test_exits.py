"""The exit that a contact taken over follows: said, or the latest on or before its day; found again either way."""

import pytest

from models.acts.refusals import Refused
from models.people import parcours
from models.tables import Action, FollowUp, Parcours, Person
from tests.takeover.conftest import cells
from tests.world import day

ACTIONS = [["Code", "Convention", "Début", "Fin"], ["P1", "cd93-3b-permis", "01/01/2020", "31/12/2020"]]
PEOPLE = [["Identifiant", "Nom", "Prénom"], ["1", "Diallo", "Amina"]]
STAYS = [
    ["Action", "Participant", "Entrée", "Sortie"],
    ["P1", "1", "02/01/2020", "31/01/2020"],
    ["P1", "1", "02/03/2020", "15/04/2020"],
]
HEADERS = ["Action", "Participant", "Échéance (mois)", "Date", "Joint"]


def sheets(*contacts, said=True, stays=STAYS):
    headers = [*HEADERS, "Sortie"] if said else HEADERS
    return {"Actions": ACTIONS, "Participants": PEOPLE, "Parcours": stays, "Suivis": [headers, *contacts]}


def contact(on, months=3, *exit):
    return ["P1", "1", months, on, "oui", *exit]


def tied():
    query = FollowUp.select().order_by(FollowUp.day, FollowUp.id)
    return [(f"{one.day:%d/%m}", one.parcours and f"{one.parcours.exit:%d/%m}") for one in query]


@pytest.mark.parametrize(
    ("on", "exit"),
    [("30/01/2020", None), ("31/01/2020", "31/01"), ("14/04/2020", "31/01"), ("15/04/2020", "15/04")],
)
def test_without_a_word_it_follows_the_latest_exit_on_or_before_its_day(take, on, exit):
    report = take(sheets(contact(on), said=False))
    assert report.errors == []
    assert tied() == [(on[:5], exit)]
    untied = [one for one in report.warnings if "Aucune sortie le 30/01/2020 ou avant" in one.message]
    assert cells(untied) == (["Suivis!D2"] if exit is None else [])


def test_each_exit_has_its_contact(take):
    report = take(sheets(contact("20/05/2020", 3, "31/01/2020"), contact("15/07/2020", 3, None)))
    assert report.errors == []
    assert tied() == [("20/05", "31/01"), ("15/07", "15/04")]


@pytest.mark.parametrize(
    ("exit", "said"),
    [
        ("15/04/2020", "La sortie du 15/04/2020 est après ce contact du 14/04/2020"),
        ("01/02/2020", "Pas de sortie de cette personne le 01/02/2020 (sorties connues : 15/04/2020, 31/01/2020)"),
    ],
)
def test_an_exit_after_the_contact_or_that_nobody_made_is_an_error(take, exit, said):
    report = take(sheets(contact("14/04/2020", 3, exit)))
    assert cells(report.errors) == ["Suivis!F2"]
    assert report.errors[0].message.startswith(said)
    assert FollowUp.select().count() == 0


def test_the_day_of_the_exit_itself_is_not_after_it(take):
    assert take(sheets(contact("15/04/2020", 3, "15/04/2020"))).errors == []


def test_a_contact_too_early_is_kept_and_told(take):
    """Out on 15/04: three months are over on 15/07, a contact counts from 30/06."""
    report = take(sheets(contact("29/06/2020"), contact("30/06/2020", 6), said=False))
    assert [one.message for one in report.warnings if one.sheet == "Suivis"] == [
        "À 3 mois, un contact compte à partir du 30/06/2020 : celui-ci est gardé sans compter."
    ]
    assert [one.message for one in take(sheets(contact("30/06/2020"), said=False)).warnings] == []


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("again", [True, False])
def test_the_same_contacts_again_change_nothing_with_the_column_and_without(take, first, again):
    early, late = contact("20/05/2020", 3, "31/01/2020"), contact("15/07/2020", 3, "15/04/2020")
    several = (early, late) if first else (late,)
    take(sheets(*several))
    shown = several if again else [one[:5] for one in several]
    report = take(sheets(*shown, said=again))
    assert (report.errors, report.unchanged["Suivis"]) == ([], len(several))
    assert tied() == [("20/05", "31/01"), ("15/07", "15/04")][-len(several) :]


def test_two_rows_of_one_exit_are_one_contact(take):
    report = take(sheets(contact("15/07/2020"), contact("16/07/2020"), said=False))
    assert cells(report.errors) == ["Suivis!A3"]
    assert "Même clé que la ligne 2" in report.errors[0].message


def test_a_corrected_exit_keeps_its_contact(take):
    take(sheets(contact("15/07/2020"), said=False))
    moved = [STAYS[0], STAYS[1], ["P1", "1", "02/03/2020", "30/04/2020"]]
    report = take(sheets(contact("15/07/2020"), said=False, stays=moved))
    assert (report.errors, report.unchanged["Suivis"]) == ([], 1)
    assert tied() == [("15/07", "30/04")]
    after = [STAYS[0], STAYS[1], ["P1", "1", "02/03/2020", "01/08/2020"]]
    assert take(sheets(contact("15/07/2020"), said=False, stays=after)).errors == []
    assert tied() == [("15/07", "01/08")]


def test_a_contact_tied_to_none_takes_the_exit_the_file_now_gives(take):
    take(sheets(contact("15/07/2020"), said=False, stays=[STAYS[0][:3], ["P1", "1", "02/03/2020"]]))
    assert tied() == [("15/07", None)]
    report = take(sheets(contact("15/07/2020"), said=False))
    assert (report.errors, report.updated["Suivis"], report.created["Suivis"]) == ([], 1, 0)
    assert tied() == [("15/07", "15/04")]


def test_a_parcours_a_contact_follows_is_not_removed(take):
    take(sheets(contact("15/07/2020"), said=False))
    stay = Parcours.get(Parcours.exit == day("15/04/2020"))
    with pytest.raises(Refused, match="a un suivi de cette sortie"):
        parcours.remove(stay, who="Claire")
    parcours.remove(Parcours.get(Parcours.exit == day("31/01/2020")), who="Claire")
    assert (Action.select().count(), Person.select().count(), tied()) == (1, 1, [("15/07", "15/04")])
