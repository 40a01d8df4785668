"""A file taken over at the keyboard, in a small terminal, the keys counted."""

import pytest
from textual.widgets import Input

from config import settings
from config.settings import Settings
from models.acts.undo import last_act
from models.journal.undoing import take_back
from models.tables import JournalEntry, Parcours, Person
from tests.lists.test_samples import expected, folder, with_action
from tests.shell.screens import messages, shown
from tui.app import AssiduApp
from tui.lists.taking import TakeScreen
from tui.shell.guide import GuideScreen

SMALL = (80, 24)


class Keyboard:
    """Presses keys one by one, and counts them."""

    def __init__(self, pilot):
        self.pilot, self.count = pilot, 0

    async def press(self, *keys):
        for key in keys:
            self.count += 1
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, text):
        await self.press(*("slash" if letter == "/" else letter for letter in text))


@pytest.fixture(autouse=True)
def today(on_day, base, home):
    on_day("2026-11-30")
    settings.save(Settings(operator="Mobilité 49", user="Nadia"), home)


def opened(home):
    return AssiduApp(settings.load(home), home)


async def name_file(app, pilot, path):
    """Opens the screen, and writes the file's name."""
    app.open_screen(TakeScreen)
    await pilot.pause()
    app.screen.query_one(Input).value = str(path)
    await pilot.pause()
    return Keyboard(pilot)


@pytest.mark.slow
async def test_twelve_people_in_few_keys_then_fewer_the_month_after(home):
    with_action("01")
    october, november = (folder("01") / name for name in expected("01")["files"])
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, october)
        await keys.press("enter")
        assert "Naissance : 11 dates, du 02/12/1968" in shown(app)
        await keys.press("o")
        assert Person.select().count() == 0
        await keys.press("enter")
        await keys.type("12/10")
        await keys.press("enter")
        assert "Écrire : participants 12, parcours 12" in shown(app)
        await keys.press("enter")
        assert Person.select().count() == 12
        assert {str(one.entry) for one in Parcours.select()} == {"2026-10-12"}
        assert keys.count <= 60, keys.count
        assert keys.count == 10

        await keys.press("escape")
        keys = await name_file(app, pilot, november)
        await keys.press("enter", "o", "m", "f", "m", "g", "enter")
        await keys.press("enter")  # the day of « Courrier envoyé le », chosen
        assert "Écrire : parcours 2" not in shown(app)
        await keys.press("enter")
        assert Person.select().count() == 14
        assert keys.count <= 12, keys.count
        assert Person.get(last_name="OUEDRAOGO").phone == "06 39 98 00 52"
        assert str(Person.get(last_name="AL-MASRI").birth) == "1993-09-14"
        assert any("Ctrl+Z" in one for one in messages(app))


async def test_nothing_to_confirm_passes_without_a_key(home):
    with_action("01")
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, folder("01") / "orientations-octobre.xlsx")
        await keys.press("enter", "enter", "escape")
        text = shown(app)
        assert "À répondre (4)" in text and "Écrire :" not in text
        assert JournalEntry.select().where(JournalEntry.kind == "take").count() == 0


@pytest.mark.slow
async def test_an_answer_is_corrected(home):
    with_action("01")
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, folder("01") / "orientations-octobre.xlsx")
        await keys.press("enter", "o", "enter")
        await keys.type("12/10")
        await keys.press("enter")
        taking = app.screen.taking
        rows = app.screen.query_one("Rows")
        rows.highlighted = next(rank for rank, row in enumerate(rows.rows) if row.target == "entree")
        await keys.press("enter")
        await keys.type("19/10")
        await keys.press("enter")
        assert taking.answers["entree"] == "2026-10-19"


@pytest.mark.slow
async def test_ctrl_z_takes_it_back(home):
    with_action("07")
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, folder("07") / "colle.txt")
        await keys.press("enter", "o", "enter", "down", "enter", "enter")
        await keys.type("30/11")
        await keys.press("enter", "enter")
        assert Person.select().count() == 7
        take_back(last_act("Nadia"), "Nadia")
        assert Person.select().count() == 0


async def test_what_cannot_be_read_is_told_in_the_line(home, tmp_path):
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, tmp_path / "rien.csv")
        await keys.press("enter")
        assert "Fichier introuvable" in shown(app)


async def test_a_home_with_no_action_is_led_to_it(home):
    (home / settings.FILE).unlink()
    app = AssiduApp(Settings(), home)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(*"Asso", "enter", *"Nadia", "enter", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, GuideScreen)
        await pilot.press("end", "up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, TakeScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_picture(home, snap_compare, size):
    with_action("01")

    async def read(pilot):
        keys = await name_file(pilot.app, pilot, folder("01") / "orientations-octobre.xlsx")
        await keys.press("enter")

    assert snap_compare(opened(home), run_before=read, terminal_size=size)


async def test_only_what_is_seen_is_accepted(home, tmp_path):
    with_action("01")
    path = tmp_path / "grille.csv"
    days = [f"{number:02d}/09/2026" for number in range(1, 4)]
    marks = [
        "P",
        "A",
        "E",
        "R",
        "exc",
        "abs",
        "NJ",
        "maladie",
        "oui",
        "non",
        "x",
        "fait",
        "vu",
        "lapin",
        "congé",
        "mal",
    ]
    marks += ["abs j", "ret", "pr", "honoré", "seen", "signé", "férié", "pont"]
    rows = [f"NOM{letter};Ada;{mark};P;P" for letter, mark in zip("ABCDEFGHIJKLMNOPQRSTUVWX", marks, strict=True)]
    path.write_text("\n".join([f"Nom;Prénom;{';'.join(days)}", *rows]), "utf-8")
    app = opened(home)
    async with app.run_test(size=SMALL) as pilot:
        keys = await name_file(app, pilot, path)
        await keys.press("enter")
        asked = [one for one in app.screen.taking.plan.questions if one.proposed]
        seen = [one for one in asked if one.id.partition(".")[2].upper() in shown(app).upper() or "." not in one.id]
        assert len(seen) < len(asked)
        await keys.press("o")
        assert len(app.screen.taking.answers) <= 21
        assert app.screen.taking.plan.questions
