"""Parcours: enter, group, renew, leave, and the correction of each."""

from typing import Any

import pytest

from config.catalogue import convention
from models.acts.refusals import Refused
from models.acts.undo import last_act
from models.journal import timeline
from models.journal.undoing import take_back
from models.people import parcours
from models.registers import facts
from models.tables import Attendance, Contract, Parcours
from tests import world
from tests.registers import every
from tests.world import day

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def action(base):
    return world.action("cd49-adse-a-renforce", places=8)


@pytest.fixture
def amina(base):
    return world.person("P1")


def entered(action, person, entry="12/01/2026", **more):
    return parcours.enter(action, person, day(entry), who="Claire", **more)


def test_someone_enters_leaves_and_comes_back(action, amina):
    stay = entered(action, amina, group=" Matin ", planned_end=day("12/07/2026"))
    assert (stay.group, stay.exit, stay.confirmed) == ("Matin", None, True)
    parcours.leave(stay, day("31/03/2026"), "emploi", who="Claire")
    assert (Parcours.get().exit, Parcours.get().exit_type) == (day("31/03/2026"), "emploi")
    parcours.correct(Parcours.get(), **parcours.NO_EXIT, who="Claire")
    assert (Parcours.get().exit, Parcours.get().exit_type) == (None, "")


def test_dates_that_cannot_be_are_refused(action, amina):
    stay = entered(action, amina)
    with pytest.raises(Refused, match=r"La sortie .* précède l'entrée"):
        parcours.leave(stay, day("11/01/2026"), "emploi", who="Claire")
    with pytest.raises(Refused, match="pas un type de sortie"):
        parcours.leave(stay, day("11/02/2026"), "départ", who="Claire")
    with pytest.raises(Refused, match=r"Le renouvellement .* précède"):
        parcours.renew(stay, day("01/01/2026"), "santé", who="Claire")
    with pytest.raises(Refused, match="La fin prévue"):
        entered(action, amina, "01/02/2026", planned_end=day("01/01/2026"))
    with pytest.raises(Refused, match="existe déjà"):
        entered(action, amina)
    assert Parcours.select().count() == 1


def test_a_renewal_is_once_and_reasoned_but_can_be_corrected(action, amina):
    stay = entered(action, amina)
    with pytest.raises(Refused, match="motif"):
        parcours.renew(stay, day("12/06/2026"), " ", who="Claire")
    stay = parcours.renew(stay, day("12/06/2026"), "santé", who="Claire")
    with pytest.raises(Refused, match="déjà renouvelé le 12/06/2026"):
        parcours.renew(stay, day("12/09/2026"), "encore", who="Claire")
    parcours.correct(stay, renewed=day("15/06/2026"), who="Claire")
    assert Parcours.get().renewed == day("15/06/2026")
    with pytest.raises(Refused, match="suit la sortie"):
        parcours.leave(stay, day("14/06/2026"), "emploi", who="Claire")


def test_several_are_put_in_a_group_in_one_act(action, amina):
    both = [entered(action, amina), entered(action, world.person("P2"))]
    parcours.put_in_group(both, "Matin", who="Claire")
    assert [stay.group for stay in Parcours.select()] == ["Matin", "Matin"]
    parcours.put_in_group(both, "", who="Claire")
    assert [stay.group for stay in Parcours.select()] == ["", ""]


def test_a_parcours_begun_in_a_roll_is_confirmed(action, amina):
    stay = world.stay(action, amina, "12/01/2026", confirmed=False)
    parcours.confirm(stay, who="Claire")
    assert Parcours.get().confirmed


def test_a_parcours_without_marks_is_removed_with_its_expectations(action, amina):
    stay = entered(action, amina)
    interview = world.session(action, "entretien", "12/07/2026", "9:00", "10:00")
    world.mark(interview, amina, status="prévu")
    parcours.remove(stay, who="Claire")
    assert (Parcours.select().count(), Attendance.select().count()) == (0, 0)


def test_a_parcours_with_marks_or_documents_stays(action, amina):
    stay = entered(action, amina)
    seance = world.session(action, "seance", "12/03/2026")
    world.mark(seance, amina, status="absent")
    with pytest.raises(Refused, match="a des présences"):
        parcours.remove(stay, who="Claire")
    Attendance.delete().execute()
    world.document(action, amina, "contrat", "12/02/2026")
    with pytest.raises(Refused, match="a des lignes au registre « documents »"):
        parcours.remove(stay, who="Claire")
    second = entered(action, amina, "01/05/2026")
    parcours.remove(second, who="Claire")
    assert Parcours.select().count() == 1


def test_the_list_tells_what_each_attended_while_the_parcours_was_open(action, amina):
    bakary = world.person("P2")
    entered(action, amina)
    parcours.leave(entered(action, bakary), day("31/03/2026"), "abandon", who="Claire")
    world.mark(world.session(action, "seance", "12/03/2026"), amina, bakary)
    world.mark(world.session(action, "seance", "19/03/2026"), amina, status="retard", minutes=105)
    world.mark(world.session(action, "seance", "02/04/2026"), bakary)
    world.mark(world.session(action, "seance", "03/04/2026", state="annulée"), amina)
    world.mark(world.session(action, "seance", "05/04/2026"), amina, status="absent")
    found = [(stay.person.code, stay.sessions, stay.minutes, stay.last) for stay in parcours.stays(action)]
    assert found == [("P1", 2, 225, day("19/03/2026")), ("P2", 1, 120, day("12/03/2026"))]


def test_dates_that_leave_presences_outside_are_told(action, amina):
    stay = entered(action, amina)
    for date in ("12/03/2026", "19/03/2026"):
        world.mark(world.session(action, "seance", date), amina)
    world.mark(world.session(action, "seance", "26/03/2026"), amina, status="absent")
    assert parcours.left_outside(stay, stay.entry, day("19/03/2026")) == ""
    told = parcours.left_outside(stay, stay.entry, day("18/03/2026"))
    assert told == "1 présence hors de ces dates, la première le 19/03/2026 : vérifiez."
    assert parcours.left_outside(stay, day("13/03/2026"), None).startswith("1 présence hors")
    entered(action, amina, "19/03/2026")
    assert parcours.left_outside(stay, stay.entry, day("18/03/2026")) == ""


def test_what_is_unusual_is_told_and_not_refused(action, amina):
    stay = entered(action, amina)
    assert parcours.doubts(action, amina, day("12/01/2026"), but=stay) == []
    told = parcours.doubts(action, amina, day("31/12/2025"))
    assert "hors des dates de l'action" in told[0] and "déjà dans cette action un parcours" in told[1]
    parcours.leave(stay, day("31/03/2026"), "emploi", who="Claire")
    assert parcours.doubts(action, amina, day("01/04/2026")) == []
    assert len(parcours.doubts(action, amina, day("31/03/2026"))) == 1


@pytest.fixture
def all_kept(tmp_path, base):
    return every.action(tmp_path)


def test_an_entry_says_its_variant_and_its_orientation(all_kept, amina):
    oriented = {"oriented": day("05/01/2026"), "orientation": "professionnelle", "oriented_by": " Mission locale "}
    stay = entered(all_kept, amina, variant="b", **oriented)
    assert (stay.variant, stay.orientation, stay.oriented_by) == ("b", "professionnelle", "Mission locale")
    with pytest.raises(Refused, match="« z » n'est pas une variante de la convention de TOUT : a, b"):
        parcours.correct(stay, variant="z", who="Claire")
    with pytest.raises(Refused, match="« politique » n'est pas une orientation"):
        parcours.correct(stay, orientation="politique", who="Claire")
    with pytest.raises(Refused, match=r"L'orientation \(01/07/2026\) est après aujourd'hui"):
        parcours.correct(stay, oriented=day("01/07/2026"), who="Claire")
    assert timeline.of_person(amina)[-1].told == "orientation professionnelle par Mission locale"


def test_an_exit_to_a_job_says_its_contract_and_taking_it_back_forgets_them(all_kept, amina):
    stay = entered(all_kept, amina)
    job: dict[str, Any] = {"contract": "CDD", "job_end": day("30/11/2026"), "destination": "Biscuits Martin"}
    parcours.leave(stay, day("31/03/2026"), "emploi", **job, who="Claire")
    left = Parcours.get()
    assert (left.exit_contract, left.job_end, left.destination) == ("CDD", day("30/11/2026"), "Biscuits Martin")
    assert timeline.of_person(amina)[0].told == (
        "sortie (emploi, CDD jusqu'au 30/11/2026, Biscuits Martin) : Sortie en emploi durable"
    )
    with pytest.raises(Refused, match="« CDX » n'est pas un contrat de sortie"):
        parcours.correct(left, exit_contract="CDX", who="Claire")
    with pytest.raises(Refused, match=r"La fin du contrat de travail .* précède l'entrée"):
        parcours.correct(left, job_end=day("11/01/2026"), who="Claire")
    with pytest.raises(Refused, match="demandent une date de sortie"):
        parcours.correct(left, exit=None, who="Claire")
    parcours.correct(Parcours.get(), **parcours.NO_EXIT, who="Claire")
    back = Parcours.get()
    assert (back.exit, back.exit_type, back.exit_contract, back.job_end, back.destination) == (None, "", "", None, "")


@pytest.mark.parametrize(
    ("begun", "months", "last"),
    [
        ("31/03/2026", 8, "30/11/2026"),  # no 31 November: the last day of the month
        ("01/04/2026", 6, "30/09/2026"),
        ("30/06/2026", 8, "28/02/2027"),
        ("28/02/2026", 1, "27/03/2026"),
    ],
)
def test_a_contract_of_so_many_months_ends_on_the_eve(begun, months, last):
    assert parcours.last_day(day(begun), months) == day(last)


def test_a_convention_asks_of_an_entry_what_it_uses():
    assert parcours.asked(convention("cd93-3b-permis")) >= {"evaluation", "variant"}
    assert parcours.asked(convention("cd49-adse-b")).isdisjoint({"evaluation", "variant"})


def test_an_entry_is_not_taken_back_under_facts(all_kept, amina):
    entered(all_kept, amina)
    entry = last_act("Claire")
    facts.add(Contract, action=all_kept, person=amina, who="Paul", **every.FACTS[Contract][0])
    with pytest.raises(Refused, match=r"Impossible d'annuler l'entrée : .* a des lignes au registre « contrats »"):
        take_back(entry, "Claire")
