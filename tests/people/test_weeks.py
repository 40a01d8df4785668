"""A person's page: presence week by week, what is to come, and a journal by month."""

import pytest

from tests import world
from tests.people.test_screens import listed
from tests.shell.screens import opened, press
from tui.people.person import LifeView
from tui.people.weeks import Weeks
from tui.widgets.frame import Panel


@pytest.fixture
def amina(house):
    """Absent in February, late and present in March; a lesson today, and a group session on the 19th."""
    for day, status in (("10/02", "absent"), ("03/03", "retard"), ("10/03", "présent")):
        session = world.session(house.adse, on=f"{day}/2026", trainer="Claire")
        world.mark(session, house.amina, status=status, minutes=60 if status == "retard" else None)
    world.session(house.adse, on="19/03/2026", trainer="Claire")
    return house


async def read(app, pilot, house):
    app.open_person(house.amina.id)
    await pilot.pause()
    await pilot.pause()
    panels = {panel.id: panel for panel in app.screen.query_one(Weeks).query(Panel)}
    return panels["weeks"], panels["coming"]


@pytest.mark.parametrize(("width", "lines"), [(99, 1), (100, 5)])
async def test_two_boxes_or_a_line(amina, width, lines):
    async with opened(amina, (width, 30)) as (app, pilot):
        weeks, coming = await read(app, pilot, amina)
        assert app.screen.query_one(Weeks).region.height == lines and coming.display is (lines == 5)
        if lines == 5:
            assert weeks.named[:2] == ("Présence par semaine", "67 %")
            assert "2 présences sur 3 séances" in str(weeks.content) and "fév mar" in str(weeks.content)
            assert "12/03 9h00–11h00" in str(coming.content) and "19/03" in str(coming.content)
        else:
            assert str(weeks.content).startswith("Présence 67 %") and "À venir 12/03 9h00–11h00" in str(weeks.content)


async def test_nothing_noted_and_nothing_to_come(house):
    async with opened(house, (100, 30)) as (app, pilot):
        app.open_person(world.person("Roux Zoé").id)
        await pilot.pause()
        await pilot.pause()
        weeks = app.screen.query_one("#weeks", Panel)
        assert weeks.named[1] == "aucune notée"
        assert str(app.screen.query_one("#coming", Panel).content) == "Rien de prévu."


async def test_the_journal_goes_by_month_and_what_is_not_a_presence_stands_out(amina):
    async with opened(amina, (100, 40)) as (app, pilot):
        await read(app, pilot, amina)
        lines = [line.rstrip() for line in listed(app)]
        assert lines.index("Mars 2026") < lines.index("Février 2026") < lines.index("Janvier 2026")
        told = {line[:10]: line[26:] for line in lines}
        assert told["10/03/2026"].startswith("• Présent, ") and told["03/03/2026"].startswith("► Retard, ")
        assert told["10/02/2026"].startswith("○ Absent · ")
        view = app.screen.query_one(LifeView)
        assert view.tally() == str(sum(line[2:3] == "/" for line in lines))
        await press(pilot, "up", "up", "up")
        assert view.target is not None
