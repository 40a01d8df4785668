"""A stake put off, a deviation explained: said with a motive, still listed, and taken back."""

import pytest

from config.settings import Settings, save
from models.acts.refusals import Refused
from models.journal.verifying import verify
from models.rules import explained
from models.rules.checks import deviations
from models.stakes import put_off
from models.stakes.stakes import stakes
from models.tables import JournalEntry, Motive
from tests.world import action, day, mark, moped, person, session, stay, told
from tui.app import AssiduApp
from tui.duties.stakes import StakesView
from tui.figures.deviations import DeviationsView

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def idle():
    moped(action("cd49-point-mobilite", code="PARC"), "AA-001-AA", "01/01/2026")
    return lambda: next(one for one in stakes() if one.kind == "cyclomoteur sans prêt")


@pytest.fixture
def unpaid():
    """Noé's two modules of which nothing is paid: two stakes of one record and one day."""
    ai, noe = action("cd49-ai", code="AI"), person("NOE")
    stay(ai, noe, "05/01/2026")
    mark(session(ai, "module-1", "06/01/2026", "9:00", "11:00", code="M1"), noe)
    mark(session(ai, "module-2", "06/01/2026", "14:00", "16:00", code="M2"), noe)
    return lambda: [one for one in stakes() if one.kind == "heures impayées"]


def test_a_stake_put_off_comes_last_until_its_day(idle, on_day):
    assert stakes()[0].kind == "cyclomoteur sans prêt"
    put_off.put_off(idle(), day("02/07/2026"), " attend une réparation ", who="Claire")
    last = stakes()[-1]
    assert (last.until, last.motive) == (day("02/07/2026"), "attend une réparation")
    on_day("2026-07-01")
    assert stakes()[-1].until == day("02/07/2026")
    on_day("2026-07-02")
    assert idle().until is None


def test_put_off_otherwise_then_put_back(idle):
    put_off.put_off(idle(), day("02/07/2026"), "panne", who="Claire")
    put_off.put_off(idle(), day("03/07/2026"), "pièce commandée", who="Claire")
    assert (idle().until, idle().motive) == (day("03/07/2026"), "pièce commandée")
    assert Motive.select().count() == 1
    put_off.take_back(idle(), who="Claire")
    assert idle().until is None
    with pytest.raises(Refused, match="n'a pas de motif"):
        put_off.take_back(idle(), who="Claire")


@pytest.mark.parametrize(
    ("until", "motive", "says"), [("30/06/2026", "panne", "jour à venir"), ("01/07/2026", "  ", "motif manque")]
)
def test_what_cannot_be_put_off(idle, until, motive, says):
    with pytest.raises(Refused, match=says):
        put_off.put_off(idle(), day(until), motive, who="Claire")
    assert Motive.select().count() == 0


def test_one_of_two_stakes_of_a_record_is_put_off_alone(unpaid):
    one, other = unpaid()
    put_off.put_off(one, day("15/07/2026"), "à voir", who="Claire")
    assert [(each.part, each.until) for each in unpaid()] == [(other.part, None), (one.part, day("15/07/2026"))]


class TestExplained:
    def test_a_deviation_explained_stays_with_its_motive(self, unpaid):
        found = deviations()
        explained.explain(found[0], "avis du référent", who="Claire")
        assert deviations() == found
        assert {rank: one.motive for rank, one in explained.explained(found).items()} == {0: "avis du référent"}
        explained.explain(found[0], "avis écrit du référent", who="Karim")
        assert [one.motive for one in explained.explained(found).values()] == ["avis écrit du référent"]
        explained.take_back(found[0], who="Claire")
        assert explained.explained(found) == {}

    def test_the_journal_tells_it_and_verify_holds(self, unpaid):
        told()
        explained.explain(deviations()[0], "avis", who="Claire")
        assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().sentence.startswith("Écart expliqué : ")
        assert verify().faults == []

    def test_the_command_tells_it_apart(self, unpaid, assidu):
        told()
        assert all("explained" not in one for one in assidu("check", "--json").document["deviations"])
        explained.explain(deviations()[0], "avis du référent", who="Claire")
        said = assidu("check", "--json").document["deviations"][0]["explained"]
        assert (said["motive"], said["by"], said["on"]) == ("avis du référent", "Claire", "2026-06-30")
        text = assidu("check").out
        assert "Expliqué : avis du référent (Claire, 30/06/2026 à " in text
        assert text.rstrip().endswith("et 1 expliqué.")


@pytest.fixture
def app(base, home):
    known = Settings(operator="La Passerelle", user="Claire")
    save(known, home)
    return AssiduApp(known, home)


async def test_r_puts_off_and_suppr_puts_back(idle, app):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "r")
        await pilot.press(*"panne", "enter")
        view = app.screen.query_one(StakesView)
        assert view.found[-1].motive == "panne"
        assert view.found[-1].until == day("07/07/2026")
        await pilot.press("end", "delete")
        assert all(one.until is None for one in view.found)
        assert Motive.select().count() == 0


async def test_m_explains_and_suppr_takes_it_back(unpaid, app):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("4", "m")
        await pilot.press(*"avis", "enter")
        view = app.screen.query_one(DeviationsView)
        assert [one.motive for one in view.explained.values()] == ["avis"]
        assert "Expliqué : avis (Claire, 30/06/2026" in view.foot()
        assert view.foot().endswith("dont 1 expliqué")
        await pilot.press("delete")
        assert view.explained == {}
        assert Motive.select().count() == 0
