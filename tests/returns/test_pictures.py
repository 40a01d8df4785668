"""Pictures of the lists and of the returns, on a frozen day. Renew them with ``pytest --snapshot-update``."""

import pytest

from models.tables import FollowUp
from tests.figures.world import day, person, stay
from tests.shell.screens import SMALL, USUAL
from tui.app import AssiduApp


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_follow_ups_to_call(nord, on_day, snap_compare, size):
    for code, left in (("BB", "21/03/2026"), ("CC", "22/03/2026")):
        stay(nord.action, person(code), "05/01/2026", left, exit_type="emploi", exit_contract="CDI")
    FollowUp.create(
        action=nord.action, person=nord.people.paul, months=6, day=day("25/09/2026"), reached=False, attempts=2
    )
    on_day("2026-09-30")
    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=size, press=["t"])


def test_someone_reached(nord, on_day, snap_compare):
    on_day("2026-09-30")
    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=SMALL, press=["t", "j"])


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_the_returns_of_an_action(nord, snap_compare, size):
    async def show(pilot):
        pilot.app.open_screen("tui.screens.action", "ActionScreen", nord.action.id, "Rapports")
        for _ in range(3):
            await pilot.pause()

    assert snap_compare(AssiduApp(nord.settings, nord.home), terminal_size=size, run_before=show)
