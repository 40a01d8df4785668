"""What the screens say to an account that may not do everything."""

import pytest

from config.settings import Settings, save
from models.acts import rights
from models.tables import COORDINATOR, DIRECTION, TRAINER, Attendance, JournalEntry, Member
from tests import engines, world
from tests.acts.conftest import OWNER
from tests.shell.conftest import house as structure
from tests.shell.screens import messages, opened, press, shown
from tui.app import AssiduApp
from tui.sessions.today import TodayScreen
from tui.widgets.rows import Rows

__all__ = ["structure"]


@pytest.fixture
def as_(structure, monkeypatch):
    """The account at work has this role, and this name."""

    def listed(role, name="Claire"):
        monkeypatch.setattr(rights, "machine_account", lambda login: "")
        monkeypatch.setattr(rights, "machine_login", lambda: "claire")
        Member.create(login="claire", name=name, role=role)
        if role != COORDINATOR:
            Member.create(login="nadia", name="Nadia Benali", role=COORDINATOR)

    return listed


@engines.on_file
class TestOnAMachine:
    async def test_a_trainer_sees_their_sessions_first_even_when_there_is_none(self, structure, as_):
        as_(TRAINER, "Zoé Petit")
        async with opened(structure) as (app, pilot):
            assert "mes séances" in shown(app)
            assert "jeudi 12 mars 2026 · formateur · Zoé Petit" in shown(app)
            assert app.screen.query_one(Rows).target is None
            await press(pilot, "v")
            assert app.screen.query_one(Rows).target == ("Session", structure.late.id)

    async def test_their_mark_is_signed_by_the_name_listed_and_another_s_roll_is_refused(self, structure, as_):
        as_(TRAINER)
        async with opened(structure, settings=structure.settings) as (app, pilot):
            await press(pilot, "enter", "p")
            assert Attendance.get(session=structure.morning).recorded_by == "Claire"
            await press(pilot, "ctrl+z")
            assert Attendance.get_or_none(session=structure.morning) is None
            await press(pilot, "escape", "v", "enter", "p")
            assert messages(app) == ["Cette séance est celle de Karim : demandez-lui, ou à un coordinateur."]
            assert not Attendance.select().where(Attendance.session == structure.late).exists()

    async def test_a_reader_goes_everywhere_and_changes_nothing(self, structure, as_):
        as_(DIRECTION, "Denis Roy")
        before = JournalEntry.select().count()
        async with opened(structure) as (app, pilot):
            assert "jeudi 12 mars 2026 · lecture seule" in shown(app)
            for keys in (("2", "enter"), ("3", "enter"), ("4",), ("5",), ("1", "enter", "p")):
                await press(pilot, *keys)
            assert messages(app) == ["Votre compte est en lecture seule : demandez à un coordinateur."]
        assert JournalEntry.select().count() == before

    async def test_a_coordinator_reads_no_role(self, structure, as_):
        as_(COORDINATOR, "Nadia Benali")
        async with opened(structure) as (app, _):
            assert "jeudi 12 mars 2026 · Nadia Benali" in shown(app)


@engines.on_server
@pytest.mark.parametrize(
    ("role", "told"), [(TRAINER, "formateur · Claire Martin"), (DIRECTION, "lecture seule · Denis Roy")]
)
async def test_on_a_server_the_name_is_the_member_s(house, role, told, monkeypatch, tmp_path):
    house.enter(OWNER)
    world.session(house.office.permis, "atelier", "2026-06-30", code=f"S-{role}", trainer="Claire Martin")
    monkeypatch.setenv("ASSIDU_DATABASE", engines.url(house.base, netloc=f"{house.logins[role]}@"))
    chosen = Settings(operator="Mobilité 93", user="Quelqu'un d'autre")
    save(chosen, tmp_path)
    app = AssiduApp(chosen, tmp_path)
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        assert told in shown(app)
        assert app.who == told.split(" · ")[1]
