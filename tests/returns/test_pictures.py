"""Pictures of the lists and of the returns, on a frozen day. Renew them with ``pytest --snapshot-update``."""

import pytest
from pendulum import DateTime

from models.duties import periods
from models.export import handing
from models.people import parcours
from tests.shell.screens import SMALL, USUAL
from tests.world import day, follow_up, person, stay
from tui.app import AssiduApp


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_follow_ups_to_call(nord, on_day, snap_compare, size):
    for code, left in (("BB", "21/03/2026"), ("CC", "22/03/2026")):
        stay(nord.action, person(code), "05/01/2026", left, exit_type="emploi", exit_contract="CDI")
    follow_up(nord.action, nord.people.paul, "25/09/2026", False, months=6, attempts=2)
    on_day("2026-09-30")
    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=size, press=["t"])


def test_someone_reached(nord, on_day, snap_compare):
    on_day("2026-09-30")
    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=SMALL, press=["t", "j"])


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_the_returns_of_an_action(nord, snap_compare, size):
    async def show(pilot):
        pilot.app.open_action(nord.action.id, "Rapports")
        for _ in range(3):
            await pilot.pause()

    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=size, run_before=show)


async def reports(pilot, action):
    pilot.app.open_action(action.id, "Rapports")
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_what_is_read_before_closing(nord, snap_compare, size):
    async def show(pilot):
        await reports(pilot, nord.action)
        await pilot.press("c")
        await pilot.pause()

    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=size, run_before=show)


def test_what_has_moved_since_a_return_was_sent(nord, tmp_path, snap_compare, monkeypatch):
    monkeypatch.setattr("models.acts.act.now", lambda: DateTime(2026, 4, 15, 9, 5))
    of = next(one for one in nord.action.spec.returns if one.every == "mois")
    period = next(one for one in periods.periods(nord.action, of) if one.key == "2026-03")
    handing.hand_over(period, tmp_path / "mars.xlsx", "Claire", sent=day("08/04/2026"))
    parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Zoé")

    async def show(pilot):
        await reports(pilot, nord.action)
        pilot.app.screen.query_one("ReturnsView").rows.highlighted = 2
        await pilot.press("enter")
        for _ in range(3):
            await pilot.pause()

    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=USUAL, run_before=show)
