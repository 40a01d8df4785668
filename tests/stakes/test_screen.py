"""Enjeux at the keyboard, and the same list by the command line."""

import pytest

from config.settings import Settings, save
from models.hours import pool
from tests.world import action, day, mark, moped, person, session, stay
from tui.app import AssiduApp
from tui.duties.stakes import StakesView
from tui.page import Heading
from tui.widgets.tabs import TabBar


@pytest.fixture
def settings(base, home):
    """Léa's hours that wait for an eligibility, Ada's pooled hours, an idle moped, a roll to call."""
    ai, permis, park = action("cd49-ai", code="AI"), action("cd93-3b-permis", code="PERMIS"), "cd49-point-mobilite"
    lea, ada = person("LEA"), person("ADA")
    stay(ai, lea, "05/01/2026")
    mark(session(ai, "module-1", "06/01/2026", "9:00", "11:00", code="M1"), lea)
    stay(permis, ada, "05/01/2026")
    mark(session(permis, "conduite", "22/06/2026", code="L1"), ada)
    pool.release(permis, ada, 600, day("25/06/2026"), "essai", who="Claire")
    moped(action(park, code="PARC"), "AA-001-AA", "01/01/2026")
    known = Settings(operator="La Passerelle", user="Claire")
    save(known, home)
    return known


def where(app: AssiduApp) -> str:
    """The two lines at the top of the screen."""
    return str(app.screen.query_one(Heading).render())


async def test_e_lists_what_is_at_stake_and_entree_opens_where_one_acts(settings, home):
    app = AssiduApp(settings, home)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await pilot.pause()
        view = app.screen.query_one(StakesView)
        kinds = [one.kind for one in view.found[:3]]
        assert kinds == ["heures impayées", "cyclomoteur sans prêt", "heures mutualisées"]
        assert view.foot().splitlines()[-1].endswith("enjeux : 90,00 € en jeu.")
        await pilot.press("enter")
        assert "LEA" in where(app)
        await pilot.press("escape", "down", "enter")
        assert "PARC" in where(app)
        await pilot.press("escape", "down", "enter")
        assert app.screen.query_one(TabBar).chosen == "Heures"


def test_the_command_says_the_same(settings, assidu):
    answer = assidu("stakes", "--json")
    assert answer.status == 0
    first = answer.document["stakes"][0]
    assert (first["euros"], first["hours"], first["lost"], first["subject"]) == (90, None, False, "LEA")
    pooled = next(one for one in answer.document["stakes"] if one["kind"] == "heures mutualisées")
    assert (pooled["euros"], pooled["hours"]) == (None, 10)
    text = assidu("stakes").out
    assert text.rstrip().endswith("90,00 € en jeu.")


def test_nothing_at_stake(base, assidu):
    assert assidu("stakes").out == "Rien en jeu.\n"
    assert assidu("stakes", "--json").document == {"stakes": []}
