"""Actions: what is refused, groups, and how far the calendar has run."""

from fractions import Fraction
from typing import Any

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.people import actions
from models.registers import facts
from models.tables import REGISTERS, Action, EligibilityCheck, JournalEntry, Parcours, Session
from tests import world
from tests.registers import every
from tests.world import day

ADSE, PERMIS, MOBILITY = "cd49-adse-a-renforce", "cd93-3b-permis", "cd49-point-mobilite"
pytestmark = pytest.mark.usefixtures("base")


def adse(**more):
    values: dict[str, Any] = {
        "code": "ADSE",
        "convention": ADSE,
        "start": day("01/01/2026"),
        "end": day("31/12/2026"),
        "places": 8,
    }
    return actions.add(**(values | more), who="Claire")


def test_an_action_is_added_with_its_edition_and_its_journal_line():
    action = adse(code=" ADSE ", title="Ateliers")
    assert (action.code, action.title, action.places) == ("ADSE", "Ateliers", 8)
    assert action.edition
    assert JournalEntry.get().sentence == "Action ADSE ajoutée"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"code": "  "}, "Donnez un code"),
        ({"end": day("31/12/2025")}, "précède le début"),
        ({"places": None}, "nombre de places"),
        ({"convention": "cd49-adse-a-renforcé"}, "vouliez-vous dire « cd49-adse-a-renforce »"),
    ],
)
def test_what_cannot_be_an_action_is_refused(more, sentence):
    with pytest.raises(Refused, match=sentence):
        adse(**more)
    assert Action.select().count() == 0


def test_places_are_only_asked_where_the_convention_pays_for_them():
    assert adse(convention=PERMIS, places=None).places is None


def test_a_code_is_one_action_s():
    adse()
    with pytest.raises(Refused, match="déjà celui d'une autre action"):
        adse()


def test_every_field_is_corrected_and_the_correction_undone():
    action = adse()
    actions.correct(action, code="ADSE-26", end=day("30/11/2026"), places=10, who="Claire")
    stored = Action.get()
    assert (stored.code, stored.end, stored.places) == ("ADSE-26", day("30/11/2026"), 10)
    undo(last_act("Claire"), "Claire")
    assert Action.get().code == "ADSE"


def test_the_convention_holds_once_sessions_exist():
    action = adse()
    actions.correct(action, convention="cd49-adse-a-simple", who="Claire")
    world.session(Action.get(), "seance", "12/03/2026")
    with pytest.raises(Refused, match="ne peut plus changer"):
        actions.correct(action, convention=ADSE, who="Claire")


def test_an_action_cannot_end_before_a_loan_departs():
    action = adse(convention=MOBILITY)
    moped = world.moped(action, "AA-123-BB", "01/01/2026")
    world.loan(moped, world.person("P1"), "01/06/2026", "01/07/2026")
    with pytest.raises(Refused, match="part le 01/06/2026"):
        actions.correct(action, end=day("31/05/2026"), who="Claire")


def test_only_an_empty_action_is_removed():
    action = adse()
    stay = world.stay(action, world.person("P1"), "12/01/2026")
    with pytest.raises(Refused, match="a des parcours"):
        actions.remove(action, who="Claire")
    stay.delete_instance()
    actions.remove(action, who="Claire")
    assert Action.select().count() == 0


def test_the_list_counts_persons_and_open_parcours_and_puts_running_actions_first():
    past = adse(code="PAST", start=day("01/01/2025"), end=day("31/12/2025"))
    running = adse(code="RUN")
    later = adse(code="LATER", start=day("01/09/2026"))
    one, two = world.person("P1"), world.person("P2")
    world.stay(running, one, "12/01/2026", "31/01/2026")
    world.stay(running, one, "01/03/2026")
    world.stay(running, two, "12/01/2026", "31/03/2026")
    world.stay(past, two, "12/01/2025")
    assert [(row.action.code, row.persons, row.open) for row in actions.listing()] == [
        ("RUN", 2, 1),
        ("LATER", 0, 0),
        ("PAST", 1, 0),
    ]
    assert later.code == "LATER"


def test_the_pace_is_the_share_of_days_run_the_day_included():
    action = adse(start=day("01/06/2026"), end=day("10/06/2026"))
    assert actions.pace(action.start, action.end, day("31/05/2026")) == 0
    assert actions.pace(action.start, action.end, day("03/06/2026")) == Fraction(3, 10)
    assert actions.pace(action.start, action.end) == 1


def test_groups_are_counted_renamed_and_dissolved():
    action = adse()
    world.stay(action, world.person("P1"), "12/01/2026", group="Matin")
    world.stay(action, world.person("P2"), "12/01/2026", group="Matin")
    world.session(action, "seance", "12/03/2026", group="Matin")
    world.session(action, "seance", "13/03/2026", group="Soir")
    assert [(g.name, g.persons, g.sessions) for g in actions.groups(action)] == [("Matin", 2, 1), ("Soir", 0, 1)]
    actions.rename_group(action, "Matin", "Lundi", who="Claire")
    assert {stay.group for stay in Parcours.select()} == {"Lundi"}
    actions.rename_group(action, "Lundi", "", who="Claire")
    assert [(g.name, g.persons, g.sessions) for g in actions.groups(action)] == [("Soir", 0, 1)]
    undo(last_act("Claire"), "Claire")
    assert Session.get(Session.day == day("12/03/2026")).group == "Lundi"


def test_full_time_posts_are_kept_in_hundredths_and_not_below_zero():
    action = adse(staff=150)
    assert Action.get().staff == 150
    with pytest.raises(Refused, match="ETP ne peuvent pas être négatifs"):
        actions.correct(action, staff=-1, who="Claire")


@pytest.mark.parametrize("table", [table for table in REGISTERS if table is not EligibilityCheck])
def test_the_convention_stays_once_a_register_has_a_line(table, tmp_path):
    action, amina = every.action(tmp_path), world.person("P1")
    world.stay(action, amina, "12/01/2026")
    facts.add(table, action=action, person=amina, who="Claire", **every.FACTS[table][0])
    with pytest.raises(Refused, match="La convention ne peut plus changer"):
        actions.correct(action, convention=PERMIS, who="Claire")


def test_the_convention_stays_once_a_parcours_has_one_of_its_variants(tmp_path):
    action = every.action(tmp_path)
    stay = world.stay(action, world.person("P1"), "12/01/2026", variant="a")
    with pytest.raises(Refused, match="une de ses variantes"):
        actions.correct(action, convention=PERMIS, who="Claire")
    stay.variant = ""
    stay.save()
    assert actions.correct(action, convention=PERMIS, who="Claire").convention == PERMIS
