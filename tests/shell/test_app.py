"""Keys that work everywhere, undo, errors told in French, and the first opening."""

from dataclasses import replace

import pytest
from textual.widgets import Input

from config import settings as installation
from config.settings import Settings
from models.acts.refusals import Refused
from models.sessions import planning
from models.tables import Immersion, JournalEntry, Moped, Session
from tests import world
from tests.shell.screens import USUAL, messages, opened, press, shown
from tui.forms.form import FormScreen
from tui.page import Hints
from tui.sessions.today import TodayScreen
from tui.shell.help import HelpScreen
from tui.shell.palette import PaletteScreen
from tui.shell.search import SearchScreen


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("f1", HelpScreen),
        ("question_mark", HelpScreen),
        ("ctrl+p", PaletteScreen),
        ("colon", PaletteScreen),
        ("slash", SearchScreen),
    ],
)
async def test_the_keys_that_work_everywhere(house, key, screen):
    async with opened(house) as (app, pilot):
        await press(pilot, key)
        assert isinstance(app.screen, screen)
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)


async def test_help_and_palette_work_in_a_form_too(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "c", "f1")
        assert isinstance(app.screen, HelpScreen)
        assert "Aide · Modifier" in shown(app)
        await press(pilot, "escape", "ctrl+p")
        assert isinstance(app.screen, PaletteScreen)
        assert "Enregistrer" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, FormScreen)


async def test_the_mouse_presses_the_hints(house):
    async with opened(house, USUAL) as (app, pilot):
        line = app.screen.query_one(Hints)
        text = str(line.render())
        await pilot.click(line, offset=(text.index("F1") + 2, 0))
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        await pilot.click(line, offset=(text.index("Équipe") + 2, 0))
        await pilot.pause()
        assert "toutes les séances" in shown(app)


async def test_colours_chosen_are_kept(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+p", *"couleurs claires", "enter")
        assert app.theme == "clair"

    assert installation.load(house.home).theme == "clair"
    async with opened(house, settings=installation.load(house.home)) as (app, _):
        assert app.theme == "clair"


async def test_a_refusal_anywhere_is_told_and_nothing_stops(house):
    def refuse():
        raise Refused("Ce n'est pas possible [/x].")

    async with opened(house) as (app, pilot):
        app.screen.call_after_refresh(refuse)
        app.call_later(refuse)
        await pilot.pause()
        await press(pilot, "v")
        assert messages(app) == ["Ce n'est pas possible [/x]."]
        assert "toutes les séances" in shown(app)


async def test_back_on_the_home_screen_does_nothing(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)


async def test_ctrl_q_leaves_from_anywhere(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "slash", "ctrl+q")
    assert app.return_code == 0


async def test_ctrl_c_tells_how_to_leave(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+c")
        assert messages(app)[-1].endswith(" Pour quitter Assidu : Ctrl+Q.")


async def test_undo_takes_back_my_last_act_only(house):
    planning.cancel(house.morning, "neige", who="Claire")
    planning.cancel(house.lesson, "panne", who="Karim")

    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z", "ctrl+z")
        assert Session.get_by_id(house.morning.id).state == ""
        assert Session.get_by_id(house.lesson.id).state == "annulée"
        assert messages(app) == ["Défait : ADSE-26, séance du 12/03/2026 à 9h00 : annulée (neige)"]


async def test_with_nothing_to_undo_it_says_so(house):
    async with opened(house, settings=replace(house.settings, user="Zoé")) as (app, pilot):
        await press(pilot, "ctrl+z")
        assert messages(app) == ["Rien à annuler."]
        await press(pilot, "ctrl+y")
        assert messages(app) == ["Rien à rétablir."]


async def test_redo_does_again_what_was_undone(house):
    planning.cancel(house.morning, "neige", who="Claire")

    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z", "ctrl+z")
        await press(pilot, "ctrl+y")
        assert Session.get_by_id(house.morning.id).state == "annulée"
        assert messages(app) == ["Rétabli : ADSE-26, séance du 12/03/2026 à 9h00 : annulée (neige)"]


async def test_a_take_over_is_not_undone_by_a_key(house):
    JournalEntry.create(
        at="2026-03-12 08:00:00",
        who="Claire",
        kind="import",
        sentence="Reprise de 2025.xlsx",
        changes='[{"sheet": "Participants", "created": 4, "updated": 0}]',
    )

    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z")
        assert messages(app) == ["Une reprise ne s'annule pas d'un geste : corrigez le classeur et reprenez-le."]


async def test_an_act_changed_since_is_not_undone(house):
    planning.cancel(house.morning, "neige", who="Claire")
    Session.update(cancel_reason="verglas").where(Session.id == house.morning.id).execute()

    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z", "ctrl+z")
        assert messages(app)[0].startswith("Impossible d'annuler")
        assert Session.get_by_id(house.morning.id).cancel_reason == "verglas"


async def test_in_a_field_letters_belong_to_the_field(house):
    planning.cancel(house.morning, "neige", who="Claire")

    async with opened(house) as (app, pilot):
        await press(pilot, "c", "tab", "tab", "tab", "tab")
        field = app.screen.focused
        assert isinstance(field, Input)
        field.value = ""
        await press(pilot, "slash", "question_mark", "colon", "n", "ctrl+z")
        assert field.value == "/?:"
        assert Session.get_by_id(house.morning.id).state == "annulée"


async def test_the_palette_runs_a_command_of_the_screen(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+p", *"toute l'équipe", "enter")
        assert "toutes les séances" in shown(app)


async def test_the_palette_says_when_nothing_matches(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+p", *"zzz")
        assert "Rien ne correspond." in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PaletteScreen)


@pytest.mark.sweep(3)
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("amina dia", "DIALLO Amina"),
        ("LEFEVRE", "LEFÈVRE Bruno"),
        ("permis", "PERMIS-26"),
        ("budget", "12/03/2026 9h00 · ADSE-26 · Budget · Claire"),
        ("10/03/2026", "10/03/2026 9h00 · PERMIS-26"),
        ("ab123c", "AB-123-C"),
        ("epicerie", "23/02/2026 · DIALLO Amina · Stage chez Épicerie du Lac"),
    ],
)
async def test_search_finds_anything(house, typed, found):
    days = {"start": "2026-02-23", "end": "2026-02-27"}
    Immersion.create(action=house.permis, person=house.amina, kind="stage", company="Épicerie du Lac", **days)
    Moped.create(
        action=world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26"),
        plate="AB-123-C",
        in_service="2026-01-01",
    )

    async with opened(house) as (app, pilot):
        await press(pilot, "slash")
        app.screen.query_one(Input).value = typed
        await pilot.pause()
        assert found in shown(app)


async def test_search_opens_what_is_found(house):
    from tui.sessions.roll import RollScreen

    async with opened(house) as (app, pilot):
        await press(pilot, "slash", *"budget", "enter")
        assert isinstance(app.screen, RollScreen)


async def test_help_tells_the_screen_and_its_keys(house):
    async with opened(house, (100, 60)) as (app, pilot):
        await press(pilot, "f1")
        text = shown(app)

    assert "Aide · Aujourd'hui" in text
    assert "n Préparer une séance ou une série" in text
    assert "Ctrl+Z Annuler mon dernier acte" in text


async def test_the_azerty_digit_row_needs_no_shift(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "enter")
        assert not isinstance(app.screen, TodayScreen)
        await press(pilot, "ampersand")
        assert isinstance(app.screen, TodayScreen)
        await press(pilot, "ctrl+p", *"participants")
        assert '3 ou "' in shown(app)


async def test_every_binding_of_the_application_can_be_remapped(house):
    async with opened(house) as (app, _):
        assert all(binding.id for _, binding in app._bindings if not binding.system)


async def test_a_record_gone_meanwhile_is_told(house):
    async with opened(house) as (app, pilot):
        Session.delete().where(Session.id == house.morning.id).execute()
        await press(pilot, "enter")
        assert messages(app) == ["Cet enregistrement n'existe plus : il a été supprimé entre-temps."]


async def test_an_uncaught_error_leaves_one_sentence_and_a_file_without_names(house, monkeypatch, capsys):
    def broken(self):
        raise ValueError("DIALLO Amina")

    monkeypatch.setattr(TodayScreen, "reload", broken)
    with pytest.raises(ValueError):
        async with opened(house):
            pass

    (report,) = house.home.glob("incident-*.txt")
    kept = report.read_text(encoding="utf-8")
    assert "ValueError" in kept and "broken" in kept
    assert "Amina" not in kept and "DIALLO" not in kept
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out
    assert "Amina" not in told.err + told.out


async def test_the_first_opening_asks_and_writes_the_settings(house):
    (house.home / "assidu.toml").unlink()

    async with opened(house, settings=Settings()) as (app, pilot):
        assert isinstance(app.screen, FormScreen)
        assert "Bienvenue dans Assidu" in shown(app)
        await press(pilot, *"Cap Mob", "tab", *"Lou", "tab", *"Lou, Karim", "enter")
        assert isinstance(app.screen, TodayScreen)
        assert app.who == "Lou"

    written = installation.load(house.home)
    assert (written.operator, written.user, written.trainers) == ("Cap Mob", "Lou", ("Lou", "Karim"))


@pytest.mark.slow
async def test_leaving_the_first_opening_says_how_to_come_back_to_it(house):
    (house.home / "assidu.toml").unlink()

    async with opened(house, (120, 24), Settings()) as (app, pilot):
        await press(pilot, "escape")
        assert "Ctrl+P, puis Réglages" in messages(app)[0]
        await press(pilot, "ctrl+p", *"reglages", "enter")
        await press(pilot, *"Cap Mob", "tab", *"Lou", "enter")
        assert app.who == "Lou" and "· Lou" in shown(app)
        await press(pilot, "ctrl+p", *"reglages", "enter", "tab", *"Lou Petit", "enter")

    assert installation.load(house.home).user == "Lou Petit"


async def test_a_notice_takes_the_place_of_the_one_before(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z", "ctrl+c")
        assert len(messages(app)) == 1


async def test_the_first_opening_does_not_come_back(house):
    async with opened(house) as (app, _):
        assert isinstance(app.screen, TodayScreen)
