"""Closing, reopening, and the copies of what was sent, at the keyboard."""

import pytest

from models.acts import refusals
from models.duties import periods
from models.export import handing
from models.people import parcours
from models.returns import closing
from models.tables import Action, Closing, Frozen
from tests.returns.test_screens import fill, open_returns
from tests.shell.screens import SMALL, USUAL, messages, opened, press, shown
from tests.world import day
from tui.forms.form import FormScreen
from tui.returns.copies import CopiesScreen, CopyScreen, MovedScreen
from tui.returns.prepared import ReturnScreen
from tui.shell.action import ActionScreen


@pytest.fixture
def sent(nord, tmp_path):
    """The return of March, handed in on 8 April; gives its period."""
    of = next(one for one in nord.action.spec.returns if one.every == "mois")
    period = next(one for one in periods.periods(nord.action, of) if one.key == "2026-03")
    handing.hand_over(period, tmp_path / "mars.xlsx", "Claire", sent=day("08/04/2026"))
    return period


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_closing_says_first_what_is_missing_then_asks_who_answers_for_it(nord, size):
    async with opened(nord, size) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        await press(pilot, "c")
        assert isinstance(app.screen, FormScreen)
        text = shown(app)
        assert "Du 01/01/2026 au 31/03/2026" in text
        assert text.index("Il manque") < text.index("DUBOIS Marc") < text.index("Clôturer jusqu'au")
        assert text.index("écart") < text.index("Qui en répond")

        fill(app, "signed", "Claire Dupont")
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert "écrivez oui" in shown(app)
        assert not Closing.select().exists()
        fill(app, "confirmed", "oui")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ActionScreen)
        assert "Action clôturée jusqu'au 31/03/2026 par Claire Dupont" in shown(app)
        assert "clôturée au 31/03/2026" in shown(app).splitlines()[1]

        app.action_go("actions")
        await pilot.pause()
        assert "clôturée jusqu'au 31/03/2026 par Claire Dupont" in shown(app)
    assert Closing.get().signed == "Claire Dupont"


async def test_another_day_says_again_what_is_missing(nord):
    async with opened(nord, USUAL) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        await press(pilot, "c")
        fill(app, "until", "28/02/2026")
        await pilot.pause()
        assert "Du 01/01/2026 au 28/02/2026" in shown(app)
        fill(app, "until", "16/04/2026")
        await pilot.pause()
        assert "n'est pas passé" in shown(app)


async def test_what_is_closed_is_told_and_reopened_with_a_reason(nord):
    closing.close(nord.action, day("31/03/2026"), "Claire", who="Claire")
    async with opened(nord, USUAL) as (app, pilot):
        with pytest.raises(refusals.Refused, match="NORD-I1 est clôturée jusqu'au 31/03/2026"):
            parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Claire")
        app.open_action(nord.action.id)
        await pilot.pause()
        await press(pilot, "a", "r", "enter")
        fill(app, "reason", "Une sortie oubliée")
        await press(pilot, "ctrl+s")
        assert messages(app) == ["NORD-I1 : clôture au 31/03/2026 levée."]
        assert "clôturée" not in shown(app)
    assert Closing.get().reopened == "Une sortie oubliée"


async def test_an_action_without_returns_is_closed_from_its_page(house):
    action = Action.create(code="CERS", convention="cd62-cers", start="2026-01-01", end="2026-12-31")
    async with opened(house) as (app, pilot):
        app.open_action(action.id)
        await pilot.pause()
        await press(pilot, "a", "c", "enter")
        fill(app, "signed", "Claire")
        fill(app, "confirmed", "oui")
        await press(pilot, "ctrl+s")
    assert Closing.get().action == action


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_enter_on_a_return_sent_opens_its_copy_and_a_figure_the_acts_that_moved_it(nord, sent, size):
    parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Zoé")
    async with opened(nord, size) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        app.screen.query_one("ReturnsView").rows.highlighted = 2
        await pilot.pause()
        assert "envoyé 08/04" in shown(app)
        assert "Envoyé le 08/04/2026 : Entrée ouvre la copie gardée" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, CopyScreen)
        text = shown(app)
        assert "Envoyé le 08/04/2026, gardé le" in text
        assert "5 chiffres ont" in text
        moved = next(rank for rank, one in enumerate(app.screen.view.figures) if one.moved)
        app.screen.view.rows.highlighted = moved
        await press(pilot, "enter")
        assert isinstance(app.screen, MovedScreen)
        assert "Zoé" in shown(app)
        await press(pilot, "escape", "p")
        assert isinstance(app.screen, ReturnScreen)


async def test_a_copy_is_written_again_from_its_page(nord, sent):
    async with opened(nord) as (app, pilot):
        app.open_action(nord.action.id)
        await pilot.pause()
        await press(pilot, "a", *"cop", "enter")
        assert isinstance(app.screen, CopiesScreen)
        await press(pilot, "enter", "x")
        await app.workers.wait_for_complete()
    copy = Frozen.get()
    (path,) = (nord.home / "exports").iterdir()
    assert path.read_bytes() == bytes(copy.workbook)


async def test_writing_a_return_keeps_a_copy_that_handing_it_in_marks_as_sent(nord):
    async with opened(nord) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        app.screen.query_one("ReturnsView").rows.highlighted = 2
        await press(pilot, "x")
        await app.workers.wait_for_complete()
        assert [(one.sent, bool(one.workbook)) for one in Frozen.select()] == [(None, True)]
        await press(pilot, "r", "enter")
        assert [one.sent for one in Frozen.select()] == [day("15/04/2026")]
        await press(pilot, "ctrl+z")
        assert [one.sent for one in Frozen.select()] == [None]
