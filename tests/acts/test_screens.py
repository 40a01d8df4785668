"""What the screens say to an account that may not do everything."""

import pytest

from config.settings import Settings, save
from models.acts import rights
from models.tables import COORDINATOR, DIRECTION, TRAINER, Attendance, JournalEntry, Member, Person
from tests import engines, world
from tests.acts.conftest import OWNER
from tests.shell.conftest import house as structure
from tests.shell.screens import messages, opened, press, shown
from tests.shell.test_keys import every_binding
from tui import may
from tui.app import AssiduApp
from tui.forms.form import FormScreen
from tui.people.person import PersonScreen
from tui.sessions.today import TodayScreen
from tui.shell.action import ActionScreen
from tui.shell.palette import commands
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
            assert " formateur " in " ".join(shown(app).splitlines()[:2])
            assert app.screen.query_one(Rows).target in (None, ("Écarts", 0))
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
            assert messages(app) == [
                "Rien n'est enregistré. Cette séance est celle de Karim : demandez-lui, ou à un coordinateur."
            ]
            assert not Attendance.select().where(Attendance.session == structure.late).exists()

    @pytest.mark.slow
    async def test_a_reader_goes_everywhere_and_changes_nothing(self, structure, as_):
        as_(DIRECTION, "Denis Roy")
        before = JournalEntry.select().count()
        async with opened(structure) as (app, pilot):
            assert " lecture seule " in " ".join(shown(app).splitlines()[:2])
            for keys in (("2", "enter"), ("3", "enter"), ("4",), ("5",), ("6",), ("1", "enter", "p")):
                await press(pilot, *keys)
            assert messages(app) == ["Votre compte est en lecture seule : demandez à un coordinateur."]
        assert JournalEntry.select().count() == before

    async def test_a_coordinator_reads_no_role(self, structure, as_):
        as_(COORDINATOR, "Nadia Benali")
        async with opened(structure) as (app, _):
            assert " seule" not in " ".join(shown(app).splitlines()[:2]) and app.who == "Nadia Benali"


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
    async with app.run_test(size=(140, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        role_told, name = told.split(" · ")
        assert role_told in shown(app) and name in shown(app)
        assert app.who == name


@engines.on_file
class TestCommandsOfARole:
    async def test_what_a_role_may_not_do_is_in_no_footer_palette_nor_help_and_its_key_says_who_may(
        self, structure, as_
    ):
        as_(TRAINER)
        async with opened(structure, (100, 30)) as (app, pilot):
            app.open_action(structure.permis.id)
            await pilot.pause()
            assert "Faire entrer" not in shown(app)
            told = [one.text for one in commands(app, app.screen)]
            assert not [text for text in told if "entrer" in text or "Clôturer" in text or "Renommer" in text]
            assert "Historique de l'action" in told
            await press(pilot, "s")
            assert messages(app)[-1] == rights.MAY_NOT[TRAINER]
            await press(pilot, "S")
            assert not isinstance(app.screen, FormScreen)
            await press(pilot, "f1")
            assert "sortie" not in shown(app).casefold()

    async def test_a_reader_is_shown_no_mark(self, structure, as_):
        as_(DIRECTION, "Denis Roy")
        async with opened(structure, (100, 30)) as (app, pilot):
            app.open_session(structure.morning.id)
            await pilot.pause()
            assert "p Présent" not in shown(app) and "h" in app.screen.active_bindings
            await press(pilot, "t")
            assert messages(app)[-1] == rights.MAY_NOT[DIRECTION]

    async def test_no_form_opens_that_would_be_refused_at_its_end(self, structure, as_):
        as_(TRAINER)
        async with opened(structure, (100, 30)) as (app, pilot):
            app.open_person(structure.amina.id, ("Parcours", structure.amina.parcours.get().id))
            await pilot.pause()
            await press(pilot, "enter")
            assert messages(app)[-1] == rights.MAY_NOT[TRAINER]
            assert isinstance(app.screen, PersonScreen)

    async def test_a_trainer_corrects_how_to_reach_somebody_of_their_sessions_and_nothing_else(self, structure, as_):
        as_(TRAINER)
        async with opened(structure, (100, 30)) as (app, pilot):
            app.open_person(structure.amina.id)
            await pilot.pause()
            await press(pilot, "c")
            assert [row.field.name for row in app.screen.query("Row")] == ["phone", "email", "address"]
            await press(pilot, *"0612345678", "enter")
            assert Person.get_by_id(structure.amina.id).phone == "0612345678"
            await press(pilot, "ctrl+z")
            assert Person.get_by_id(structure.amina.id).phone == ""

    async def test_of_somebody_else_it_is_said_before_the_form(self, structure, as_):
        as_(TRAINER, "Zoé Petit")
        async with opened(structure, (100, 30)) as (app, pilot):
            app.open_person(structure.amina.id)
            await pilot.pause()
            await press(pilot, "c")
            assert messages(app)[-1] == rights.NOT_MET and isinstance(app.screen, PersonScreen)

    async def test_another_s_session_is_refused_before_its_form(self, structure, as_):
        as_(TRAINER)
        async with opened(structure, (100, 30)) as (app, pilot):
            await press(pilot, "v")
            while app.focused.target != ("Session", structure.late.id):
                await press(pilot, "down")
            await press(pilot, "c")
            assert messages(app)[-1].startswith("Cette séance est celle de Karim")


READING = {
    *(
        "app",
        "calendar",
        "choice",
        "deviations",
        "dialog",
        "finder",
        "form",
        "found",
        "help",
        "line",
        "prompt",
        "registers",
        "filter",
    ),
    *("rows", "take", "waiting"),
}
READERS = {
    *("action.history", "action.menu", "action.next", "action.previous", "copy.prepare", "duties.next"),
    *(
        "duties.person",
        "duties.previous",
        "duties.stakes",
        "facts.history",
        "facts.person",
        "facts.print",
        "hours.history",
    ),
    *("indicators.detail", "indicators.period", "parcours.history", "parcours.tick", "park.after", "park.before"),
    *("park.below", "park.history", "park.zoom", "participants.archived", "participants.down", "participants.find"),
    *(
        "paste.again",
        "paste.done",
        "participants.leave",
        "participants.up",
        "person.attendances",
        "person.history",
        "person.print",
    ),
    *("returns.copies", "roll.down", "roll.first", "roll.history", "roll.last", "roll.letter", "roll.page_down"),
    *(
        "roll.find",
        "roll.page_up",
        "roll.person",
        "roll.up",
        "sessions.history",
        "slow.stop",
        "today.after",
    ),
    *(
        "today.before",
        "today.duties",
        "today.stakes",
        "today.mine",
        "today.today",
        *("week.filter", "week.mine", "week.month", "week.before", "week.after", "week.today"),
        *("week.open", "week.up", "week.down", "week.left", "week.right", "week.first", "week.last"),
        "roll.print",
        "park.print",
        "sessions.print",
        "today.print",
    ),
}


def test_every_command_says_who_may():
    bound = {one.id for _, bindings in every_binding() for one in bindings if one.id}
    limited = may.TRAINERS | may.EXPORTS | may.COORDINATORS
    left = {one for one in bound - limited if one.partition(".")[0] not in READING}
    assert left == READERS
    menu = {f"action.{name}" for _, name in ActionScreen.MENU}
    assert limited - bound <= menu
