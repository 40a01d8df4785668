"""Keys of one's own: named in French or as the library does, held where they can be, told where they cannot; hints,
help, the palette and the places follow."""

from dataclasses import replace

import pytest

from config import settings as installation
from config.reading import Faults
from models.tables import Attendance, JournalEntry
from tests.shell.screens import SCREENS, USUAL, messages, opened, opening, press, shown
from tui import french
from tui.shell.chosen_keys import EVERYWHERE, TOGETHER, Chosen, _together, commands
from tui.shell.help import HelpScreen
from tui.shell.palette import commands as of_palette


def status(session):
    return [one.status for one in Attendance.select().where(Attendance.session == session)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("F8", ["f8"]),
        ("ctrl+u", ["ctrl+u"]),
        ("Ctrl+Maj+F4", ["ctrl+shift+f4"]),
        ("Maj+F3", ["shift+f3", "f15"]),
        ("maj+f12", ["shift+f12", "f24"]),
        ("Échap", ["escape"]),
        ("suppr", ["delete"]),
        ("É", ["é"]),
        ("+", ["plus"]),
        ("ctrl++", ["ctrl+plus"]),
        (",", ["comma"]),
        ("question_mark", ["question_mark"]),
        ("page ↓", ["pagedown"]),
        ("o, F9", ["o", "f9"]),
    ],
)
def test_a_key_is_named_as_people_write_it(text, keys):
    assert french.keys_named(text) == keys


@pytest.mark.parametrize("text", ["", " ", "o,", "foo", "f25", "hyperbole+u", "ctrl+", "Maj+A", "ctrl+i", "Ctrl+M"])
def test_what_is_no_key(text):
    with pytest.raises(french.Unread):
        french.keys_named(text)


def test_every_own_key_is_named_back():
    for command in commands().values():
        for key in command.keys:
            assert key in french.keys_named(french.key_name(key)), command.name


def held(**asked):
    """What holds and what is told of keys asked for, names written with __."""
    chosen = Chosen({name.replace("__", "."): text for name, text in asked.items()})
    return chosen.keys, chosen.sentence


def test_a_clash_names_both_commands_and_the_key_kept():
    keys, told = held(roll__present="a")
    assert keys == {}
    assert told == (
        "Touches d'assidu.toml : « Présent » (roll.present) garde p, a étant la touche de « Absent » (roll.absent)."
    )


def test_two_keys_exchanged_are_no_clash():
    assert held(roll__present="a", roll__absent="p") == ({"roll.present": ("a",), "roll.absent": ("p",)}, "")


def test_of_two_chosen_the_last_written_gives_way():
    keys, told = held(roll__late="q", roll__present="q")
    assert keys == {"roll.late": ("q",)} and "(roll.present) garde p, q étant la touche de" in told


def test_a_choice_that_gives_way_takes_its_key_again_from_another():
    keys, told = held(roll__absent="p", roll__present="t")
    assert keys == {} and told.count(" garde ") == 2  # t is « Tous »; p is then kept


def test_screens_apart_share_a_key():
    assert held(participants__new="h", roll__person="j")[1] == ""
    assert "(action.history)" in held(parcours__enter="h")[1]
    assert "(app.today)" in held(today__new="1")[1]


def test_what_is_typed_in_a_field_is_no_command_there():
    for name in ("app__help", "form__save", "line__undo", "prompt__leave"):
        keys, told = held(**{name: "h"})
        assert keys == {} and "h s'écrit dans un champ" in told
    assert held(app__undo="h")[1] != held(app__undo="w")[1] == ""


def test_an_unknown_name_says_the_nearest():
    assert "« roll.presents » n'est le nom d'aucune commande, mais « roll.present » oui" in held(roll__presents="b")[1]


@pytest.mark.parametrize("screen", [*SCREENS, "tabs"])
async def test_what_is_given_together_is_known_to_be(house, screen):
    """Any two commands that one screen listens to at once are looked at together."""
    async with opened(house, USUAL) as (app, pilot):
        opening(house, "park action" if screen == "tabs" else screen)(app)
        for _ in range(9 if screen == "tabs" else 1):
            await pilot.pause()
            listened = {one.id for _, bound in app.screen._modal_binding_chain for _, one in bound if one.id}
            parts = {name.partition(".")[0] for name in listened}
            assert [(one, other) for one in parts for other in parts if not _together(one, other)] == []
            await press(pilot, "tab")


def test_every_place_of_commands_is_known():
    """A new screen says with which lists its commands are given."""
    assert {command.part for command in commands().values()} - set().union(*TOGETHER) == {EVERYWHERE, "roll"}


# in the settings


def read(home, text):
    (home / installation.FILE).write_text(text, encoding="utf-8")
    return installation.load(home).keys


def test_the_settings_take_names_quoted_or_dotted(home):
    assert read(home, '[keys]\n"app.undo" = "F8"\nroll.present = ["o", "F9"]\ntoday.new = 7\n') == {
        "app.undo": "F8",
        "roll.present": "o, F9",
        "today.new": "7",
    }
    settings = installation.load(home)
    installation.save(settings, home)
    assert installation.load(home) == settings
    installation.save(replace(settings, keys={}), home)
    assert "keys" not in (home / installation.FILE).read_text()


@pytest.mark.parametrize("text", ["keys = 3\n", '[keys]\n"app.undo" = true\n', "[keys]\napp.undo = 1.5\n"])
def test_what_is_no_text_is_told_with_its_line(home, text):
    with pytest.raises(Faults, match=r"assidu.toml, ligne \d : keys"):
        read(home, text)


# in the application


def chosen(house, **keys):
    return replace(house.settings, keys={name.replace("__", "."): text for name, text in keys.items()})


async def test_hints_help_palette_and_places_follow(house):
    own = chosen(house, app__undo="Ctrl+U", app__actions="F6", today__new="b", app__help="F8", app__palette="F9")
    async with opened(house, USUAL, own) as (app, pilot):
        assert "b Nouvelle" in shown(app) and "F8 Aide" in shown(app) and " F6 Actions" in shown(app)
        told = {one.text: one.key for one in of_palette(app, app.screen)}
        assert told["Préparer une séance ou une série"] == "b" and told["Annuler mon dernier acte"] == "Ctrl+U"
        assert told["Aller à : Actions"] == "F6"
        await press(pilot, "f1")
        assert not isinstance(app.screen, HelpScreen)
        await press(pilot, "f8")
        text = " ".join(line.plain for line in app.screen._text(200))
        assert "Ctrl+U" in text and "Ctrl+Z" not in text and "F6" in text
        await press(pilot, "escape", "2")
        assert "Séances du jour" in shown(app)
        await press(pilot, "f6")
        assert "PERMIS-26" in shown(app) and "Séances du jour" not in shown(app)


async def test_the_message_line_names_the_key_chosen(house):
    async with opened(house, USUAL, chosen(house, app__undo="Ctrl+U", roll__present="b")) as (app, pilot):
        app.open_session(house.morning.id)
        await press(pilot, "p")
        assert status(house.morning) == []
        await press(pilot, "B")
        assert status(house.morning) == ["présent"] and "Ctrl+U annule" in shown(app)
        before = JournalEntry.select().count()
        await press(pilot, "ctrl+z")
        assert JournalEntry.select().count() == before
        await press(pilot, "ctrl+u")
        assert status(house.morning) == []


async def test_a_letter_chosen_stays_a_letter_in_a_field(house):
    async with opened(house, USUAL, chosen(house, app__undo="w", today__new="b")) as (app, pilot):
        await press(pilot, "slash", "w", "b")
        assert app.focused.value == "wb"


async def test_what_is_wrong_is_said_at_start_and_the_rest_works(house):
    own = chosen(house, roll__present="a", roll__late="F4", nothing="F5")
    async with opened(house, USUAL, own) as (app, pilot):
        assert "« nothing » n'est le nom d'aucune commande" in messages(app)[-1]
        assert "« Présent » (roll.present) garde p" in messages(app)[-1]
        app.open_session(house.morning.id)
        await press(pilot, "f4")
        assert status(house.morning) == ["retard"]


def test_the_command_lists_names_and_keys(assidu, home):
    told = assidu("keys")
    assert told.status == 0 and any(line.split()[:2] == ["roll.present", "p"] for line in told.out.splitlines())
    (home / installation.FILE).write_text('[keys]\n"roll.present" = "F7"\n"roll.late" = "a"\n', encoding="utf-8")
    told = assidu("keys", "--json")
    known = {one["name"]: one for one in told.document["keys"]}
    assert told.status == 1 and known["roll.present"]["keys"] == ["F7"] and known["roll.late"]["keys"] == ["r"]
    assert known["app.actions"]["keys"] == ["2", "é"]
    assert len(told.document["faults"]) == 1 and assidu("keys").errors[0].startswith("Touches d'assidu.toml")
