"""The person's page and the list of participants: what is kept, what is archived, and what one may do about it."""

import asyncio

import pytest

from config.settings import Settings
from models.people import participants
from models.privacy import erasing, retention
from models.tables import Person
from tests import engines
from tests.privacy.conftest import FIRST, LAST
from tests.shell.screens import typing
from tui.app import AssiduApp
from tui.shell.palette import commands


@pytest.fixture
def screen(gone, tmp_path, monkeypatch):
    """Runs what a test does at the keyboard, on a page of somebody gone for years."""
    monkeypatch.setenv("ASSIDU_TODAY", "2030-01-01")
    (tmp_path / "assidu.toml").write_text('operator = "X"\nuser = "Zoé"\n', encoding="utf-8")

    def run(done):
        async def go():
            app = AssiduApp(Settings(operator="X", user="Zoé", export_folder=str(tmp_path)), tmp_path)
            async with app.run_test(size=(100, 30)) as pilot:
                await done(app, pilot)

        asyncio.run(go())

    return run


def shown(app):
    return str(app.screen.query_one("#identity").content)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@engines.on_file
def test_a_reason_to_keep_is_put_and_shown_on_the_page(gone, screen):
    async def done(app, pilot):
        app.open_person(gone.id)
        await pilot.pause()
        assert "Conservé" not in shown(app)
        await press(pilot, "d", *"quelle", "enter", *"controle", "enter")
        assert "Conservé : controle" in shown(app)

    screen(done)
    assert Person.get_by_id(gone.id).hold == "controle"


@engines.on_file
def test_names_are_erased_only_once_the_identifier_is_typed(gone, screen):
    async def done(app, pilot):
        app.open_person(gone.id)
        await press(pilot, "d", *"effacer", "enter", *"autre", "enter")
        assert Person.get_by_id(gone.id).last_name == LAST
        await press(pilot, "end", *["backspace"] * 5)
        await typing(pilot, gone.code)
        await press(pilot, "enter")
        assert "Noms effacés le 01/01/2030" in shown(app)
        assert FIRST not in app.export_screenshot()

    screen(done)
    assert Person.get_by_id(gone.id).code == f"anonyme-{gone.id}"


@engines.on_file
def test_everything_held_is_written_from_the_page(gone, screen, tmp_path):
    async def done(app, pilot):
        app.open_person(gone.id)
        await press(pilot, "d", *"ecrire", "enter")
        await app.workers.wait_for_complete()

    screen(done)
    assert f"{LAST.upper()} {FIRST}" in (tmp_path / f"donnees-personne-{gone.id}.html").read_text(encoding="utf-8")


@engines.on_file
def test_people_archived_are_seen_when_asked_for(gone, screen):
    erasing.purge([gone], [], who="Claire")

    async def done(app, pilot):
        await press(pilot, "3")
        assert LAST.upper() not in app.export_screenshot()
        await press(pilot, "a")
        assert LAST.upper() in app.export_screenshot()
        await press(pilot, "a")
        assert LAST.upper() not in app.export_screenshot()
        app.open_person(gone.id)
        await pilot.pause()
        assert "Archivé le 01/01/2030" in shown(app)
        await press(pilot, "d", *"remettre", "enter")
        assert "Archivé" not in shown(app)

    screen(done)
    assert participants.find(LAST) == [gone]


@engines.on_file
def test_the_palette_offers_them(gone, screen):
    async def done(app, pilot):
        app.open_person(gone.id)
        await pilot.pause()
        told = [one.text for one in commands(app, app.screen)]
        assert "Données personnelles : tout écrire, conserver, archiver, effacer" in told

    screen(done)
    assert retention.still_open() == {}
