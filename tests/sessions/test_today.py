"""Aujourd'hui: which sessions are listed, in which order, and what the keys do."""

from dataclasses import replace

import pytest
from pendulum import Date
from textual import events
from textual.widgets import Static

from models.people import parcours
from models.rules import checks
from models.rules.checks import deviations
from models.sessions import planning
from models.tables import Attendance, Parcours, Session
from tests import world
from tests.shell.screens import SMALL, USUAL, checked, messages, opened, press, shown
from tui.forms.form import FormScreen
from tui.sessions.roll import RollScreen
from tui.sessions.today import TodayScreen
from tui.widgets.rows import Rows


def highlighted(app):
    return app.screen.query_one(Rows).target


def as_user(house, name):
    return replace(house.settings, user=name)


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_the_first_session_whose_roll_is_not_called_is_highlighted(house, size):
    async with opened(house, size, as_user(house, "Direction")) as (app, _):
        assert isinstance(app.screen, TodayScreen)
        assert highlighted(app) == ("Session", house.late.id)
        text = shown(app)

    assert text.index("Appels à rattraper (1)") < text.index("Séances du jour (2)")
    assert "▲ 10/03 9h00–11h00" in text
    assert "○ 9h00–11h00" in text
    assert "Jeudi 12 mars 2026" in text


async def test_enter_opens_the_roll(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, RollScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)


async def test_a_trainer_starts_with_their_own_sessions_and_v_shows_all(house):
    async with opened(house) as (app, pilot):
        assert highlighted(app) == ("Session", house.morning.id)
        assert "mes séances" in shown(app)
        assert "PERMIS-26" not in shown(app)
        await press(pilot, "v")
        assert highlighted(app) == ("Session", house.late.id)
        assert "toutes les séances" in shown(app)


async def test_a_session_already_called_is_not_highlighted(house):
    Attendance.create(session=house.late, person=house.amina, status="présent")
    Attendance.create(session=house.morning, person=house.amina, status="présent")

    async with opened(house, settings=as_user(house, "Direction")) as (app, _):
        assert highlighted(app) == ("Session", house.lesson.id)
        assert "● 9h00–11h00" in shown(app)


async def test_a_cancelled_session_is_shown_and_asks_for_nothing(house):
    Session.update(state="annulée").execute()

    async with opened(house, settings=as_user(house, "Direction")) as (app, _):
        text = shown(app)

    assert "× 9h00–11h00" in text
    assert "à rattraper" not in text


async def test_the_arrows_change_the_day_and_a_comes_back(house):
    world.session(house.adse, "entretien", "2026-03-13", code="S-NEXT", trainer="Claire")

    async with opened(house) as (app, pilot):
        await press(pilot, "right")
        assert "Vendredi 13 mars 2026" in shown(app) and "Séances du jour (1)" in shown(app)
        assert highlighted(app)[0] == "Session"
        await press(pilot, "left", "left")
        assert "Mercredi 11 mars 2026" in shown(app) and "Séances du jour (0)" in shown(app)
        await press(pilot, "a")
        assert "Jeudi 12 mars 2026" in shown(app)


async def test_a_lesson_is_known_by_its_person(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "v")
        assert "DIALLO Amina · Le" in shown(app)
        await press(pilot, "slash", *"12/03/2026")
        assert "PERMIS-26 · DIALLO Amina · Leçon de conduite" in shown(app)


async def test_all_that_is_pasted_in_a_field_stays_on_one_line(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "x")
        app.focused.post_message(events.Paste("verglas\r\n\x07route fermée"))
        await press(pilot, "enter")
    assert Session.get_by_id(house.morning.id).cancel_reason == "verglas route fermée"


async def test_what_falls_due_follows_and_opens(house):
    Parcours.update(entry="2025-03-20").where(Parcours.action == house.adse).execute()

    async with opened(house) as (app, _):
        text = shown(app)

    assert "À échéance (1)" in text
    assert "20/03 DIALLO Amina (ADSE-26) : 12 mois de parcours le 20/03/2026" in text


async def test_what_falls_due_is_read_again_after_an_act(house):
    stay = Parcours.get(Parcours.action == house.adse)
    Parcours.update(entry="2025-03-20").where(Parcours.id == stay.id).execute()

    async with opened(house) as (app, pilot):
        assert "À échéance (1)" in shown(app)
        parcours.leave(Parcours.get_by_id(stay.id), Date(2026, 3, 12), "emploi", who="Claire")
        await press(pilot, "f1", "escape")
        assert "12 mois de parcours" not in shown(app)


async def test_j_and_k_move_like_the_arrows(house):
    async with opened(house, settings=as_user(house, "Direction")) as (app, pilot):
        await press(pilot, "j")
        assert highlighted(app) == ("Session", house.morning.id)
        await press(pilot, "down")
        assert highlighted(app) == ("Session", house.lesson.id)
        await press(pilot, "k", "up")
        assert highlighted(app) == ("Session", house.late.id)


async def test_n_makes_a_session_as_is_usual_in_the_action_and_selects_it(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n")
        await press(pilot, *"adse", "enter")
        assert isinstance(app.screen, FormScreen)
        await press(pilot, "enter")
        said = app.screen.query_one("#said", Static).content
        assert "Claire a déjà une séance le 12/03/2026 de 9h00 à 11h00 (S-MORNING, ADSE-26)." in str(said)
        await press(pilot, "enter")

        made = Session.select().order_by(Session.id.desc()).first()
        assert (made.action_id, made.nature, made.day) == (house.adse.id, "seance", Date(2026, 3, 12))
        assert (made.start, made.end, made.trainer, made.theme) == (540, 660, "Claire", "")
        told = "Séance préparée : Séance collective, jeudi 12 mars 2026 de 9h00 à 11h00, avec Claire"
        assert f"{told}, 1 personne attendue." in messages(app)
        assert highlighted(app) == ("Session", made.id)
        assert "(2)" in shown(app)


async def test_n_makes_a_weekly_series_and_tells_the_days_skipped(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n", *"adse", "enter")
        fields = {row.field.name: row.control for row in app.screen.query("Row")}
        fields["day"].value, fields["until"].value = "30/03/2026", "20/04/2026"
        await press(pilot, "ctrl+s")

    made = Session.select().where(Session.day > "2026-03-12").order_by(Session.day)
    assert [one.day.isoformat() for one in made] == ["2026-03-30", "2026-04-13", "2026-04-20"]
    assert messages(app) == [
        "3 séances préparées, Séance collective : du lundi 30 mars 2026 au lundi 20 avril 2026 de 9h00 à 11h00, avec"
        " Claire, 1 personne attendue à la première. Jours sautés : 06/04 (Lundi de Pâques)."
    ]


async def test_times_are_accepted_as_people_type_them(house):
    async with opened(house) as (app, pilot):
        for typed, minutes in (("8:05", 485), ("8h30", 510), ("8h", 480), ("930", 570)):
            await press(pilot, "c")
            next(row for row in app.screen.query("Row") if row.field.name == "start").control.value = typed
            await press(pilot, "ctrl+s")
            assert Session.get_by_id(house.morning.id).start == minutes


async def test_an_interview_without_anyone_named_asks_to_confirm(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n", *"adse", "enter", "right", "enter")
        assert "Personne n'est attendu" in shown(app)
        assert Session.select().where(Session.nature == "entretien").count() == 0
        await press(pilot, "enter")
        assert Session.select().where(Session.nature == "entretien").count() == 1


async def test_what_is_typed_takes_the_place_of_what_was_proposed(house):
    async with opened(house) as (_, pilot):
        await press(pilot, "c", "tab", "tab", "tab", *"10h15", "enter")
        assert Session.get_by_id(house.morning.id).end == 615


async def test_times_that_cannot_be_are_told_before_anything_is_asked(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n", *"adse", "enter", "right", "tab", "tab", *"12h", "enter")
        assert "La fin (10h00) doit venir après le début (12h00)." in shown(app)
        assert "Personne n'est attendu" not in shown(app)
        await press(pilot, "tab", *"13h")
        assert "doit venir après" not in shown(app)


async def test_a_fault_goes_once_it_is_put_right(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "c", "tab", *"31/02", "enter")
        assert "n'existe pas au calendrier" in shown(app)
        await press(pilot, "home", "delete", "delete", *"12")
        assert "n'existe pas au calendrier" not in shown(app)


async def test_an_example_in_an_empty_field_says_it_is_one(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n", *"adse", "enter")
        assert "Puis de ex. 9h30" in shown(app)


async def test_c_corrects_the_session_chosen(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "c")
        end = next(row for row in app.screen.query("Row") if row.field.name == "end")
        end.control.value = "12h30"
        await press(pilot, "ctrl+s")

        assert Session.get_by_id(house.morning.id).end == 750
        assert "9h00–12h30" in shown(app)


async def test_x_cancels_with_a_motive_and_x_again_reinstates(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "x", *"neige", "enter")
        assert Session.get_by_id(house.morning.id).cancel_reason == "neige"
        assert "× 9h00" in shown(app)
        await press(pilot, "x")
        assert Session.get_by_id(house.morning.id).state == ""


async def test_a_session_is_removed_and_undo_brings_it_back(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "delete")
        assert Session.get_or_none(Session.code == "S-MORNING") is None
        await press(pilot, "ctrl+z")
        assert Session.get_or_none(Session.code == "S-MORNING") is not None
        assert messages(app)[-1] == "Défait : ADSE-26, séance du 12/03/2026 à 9h00 : supprimée"
        assert "S-MORNING" not in shown(app)
        assert "9h00–11h00" in shown(app)


async def test_a_refusal_is_a_sentence_on_the_screen(house):
    Attendance.create(session=house.morning, person=house.amina, status="présent")

    async with opened(house) as (app, pilot):
        await press(pilot, "delete")
        assert messages(app) == ["Des présences y sont marquées : effacez-les d'abord, ou annulez la séance."]


async def test_without_any_action_n_says_what_to_do_first(house):
    for table in (Attendance, Session, Parcours):
        table.delete().execute()
    house.permis.delete_instance()
    house.adse.delete_instance()

    async with opened(house) as (app, pilot):
        assert "Aucune séance ce jour" in shown(app)
        await press(pilot, "n")
        assert messages(app)[0].startswith("Aucune action n'est enregistrée")


async def test_errors_are_counted_in_one_line_that_opens_them(house):
    # two persons whose parcours began fourteen months ago: two errors
    Parcours.update(entry="2025-01-10").where(Parcours.action == house.adse).execute()
    errors = [one for one in deviations() if one.severity == "error"]
    assert errors
    assert checks.errors() == len(errors)

    async with opened(house) as (app, pilot):
        await checked(pilot)
        told = "1 écart, Entrée le montre" if len(errors) == 1 else f"{len(errors)} écarts, Entrée les montre"
        assert f"■ {told}" in shown(app)
        assert highlighted(app) == ("Session", house.morning.id)
        Parcours.update(exit="2025-03-01").where(Parcours.action == house.adse).execute()
        planning.cancel(house.late, "neige", who="Claire")  # an act: what was read is read again
        await press(pilot, "f1", "escape")
        await checked(pilot)
        left = sum(one.severity == "error" for one in deviations())
        assert (f"■ {left} écart" in shown(app)) == bool(left)


async def test_without_an_error_nothing_is_said_of_them(house):
    async with opened(house) as (app, pilot):
        await checked(pilot)
        assert ("Entrée l" in shown(app)) == any(one.severity == "error" for one in deviations())
