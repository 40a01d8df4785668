"""Colours: read in every theme, told apart by everybody, chosen by the operator or by what the terminal answers."""

import itertools

import pytest
from rich.color import Color, ColorSystem
from textual.screen import ModalScreen

from config import settings as installation
from tests.shell.screens import SMALL, each_screen, opened, opening, press, shown
from tests.shell.terminal import terminal
from tui import themes
from tui.background import BackgroundTold, Listening
from tui.keys import Parser
from tui.shell.first_run import first_run
from tui.themes import CHOICES, PLAIN, THEMES, fitting

WORN = {"sombre": themes.SOMBRE, "clair": themes.CLAIR, "contraste": themes.CONTRASTE}
TWINS = {"sombre-256": themes.SOMBRE_256, "clair-256": themes.CLAIR_256}
STATUSES = ("ok", "warn", "err", "late")
READ = ("text", "muted", "accent", *STATUSES)  # sentences
SIGNS = ("faint", "edge", "bar")  # shapes, never a sentence
GROUNDS = ("bg", "surface", "raised", "dialog", "field")
SENTENCE, SIGN = 4.5, 3.0  # the least contrast of each (WCAG 2)
BLIND = {  # Machado, Oliveira and Fernandes 2009, complete
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

SIGHTS = {**BLIND, "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))}


def linear(colour) -> list[float]:
    parts = [part / 255 for part in Color.parse(colour).get_truecolor()] if isinstance(colour, str) else colour
    return [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def light(colour) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one, other) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def lab(parts: list[float]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        (
            part ** (1 / 3)
            if (part := sum(a * b for a, b in zip(row, parts, strict=True)) / top) > 0.008856
            else 7.787 * part + 16 / 116
        )
        for row, top in zip(rows, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, rows) -> tuple[float, float, float]:
    return lab([min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in rows])


def drawn(colour: str) -> str:
    """The colour as a terminal of 256 draws it."""
    return Color.from_ansi(Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number).get_truecolor().hex


@pytest.mark.parametrize("name", WORN)
def test_what_is_written_is_read_on_every_ground(name):
    roles = WORN[name]
    for ground in GROUNDS:
        low = {role: contrast(roles[role], roles[ground]) for role in READ}
        assert not {role: found for role, found in low.items() if found < SENTENCE}, ground
        low = {role: contrast(roles[role], roles[ground]) for role in SIGNS}
        assert not {role: found for role, found in low.items() if found < SIGN}, ground
    assert contrast(roles["err"], roles["errbg"]) >= SENTENCE
    assert contrast(roles["warn"], roles["warnbg"]) >= SENTENCE
    assert contrast(roles["seltext"], roles["sel"]) >= 7
    if name not in PLAIN:
        assert all(contrast(roles[role], roles["sel"]) >= SENTENCE - 0.05 for role in STATUSES)


@pytest.mark.parametrize("name", TWINS)
def test_what_is_written_is_read_in_256_colours(name):
    roles = {role: drawn(colour) for role, colour in TWINS[name].items()}
    assert all(contrast(roles[role], roles["bg"]) >= SENTENCE for role in READ)
    assert all(contrast(roles[role], roles[ground]) >= 4 for role in READ for ground in GROUNDS)
    assert contrast(roles["seltext"], roles["sel"]) >= 7
    assert name in PLAIN


def test_the_256_colours_are_drawn_as_they_were_picked():
    picked = "233 234 236 235 233 239 239 244 254 248 243 111 74 24 231 79 221 209 183 52 58"
    assert [Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number for colour in themes.SOMBRE_256.values()] == [
        int(number) for number in picked.split()
    ]


def apart(roles, sight, one: str, other: str) -> float:
    """How far two roles are for an eye (CIE 1976)."""
    found = [seen(roles[role], sight) for role in (one, other)]
    return sum((a - b) ** 2 for a, b in zip(*found, strict=True)) ** 0.5


@pytest.mark.parametrize("name", [*WORN, *TWINS])
@pytest.mark.parametrize("sight", SIGHTS)
def test_what_is_told_apart_by_its_colour_is_so_for_everybody(name, sight):
    roles = {**WORN, **{name: {role: drawn(value) for role, value in TWINS[name].items()} for name in TWINS}}[name]
    statuses = list(itertools.combinations(STATUSES, 2))
    assert len(statuses) == 6
    for one, other in (*statuses, ("bar", "warn"), ("bar", "err"), ("bar", "track"), ("sel", "bg"), ("sel", "raised")):
        assert apart(roles, SIGHTS[sight], one, other) >= 15, (one, other)


def test_an_eye_that_sees_fewer_colours_is_one():
    """A red and a green of one light are nearly the same without red or green cones, and two colours to others."""
    found = {
        name: apart({"one": "#B0261C", "other": "#6B6B2E"}, sight, "one", "other") for name, sight in SIGHTS.items()
    }
    assert found["all colours"] > 60 and found["deutan"] < found["all colours"] / 2
    assert apart({"one": "#D04FA0", "other": "#FFFFFF"}, SIGHTS["all colours"], "one", "one") == 0


def grounds(app):
    """Each piece of text of the screen in front with its colour, its ground, and where it is."""
    for y, strip in enumerate(app.screen._compositor.render_strips(app.size)):
        x = 0
        for text, style, _ in strip:
            if style is not None and style.color is not None and any(letter.isalnum() for letter in text):
                yield text, style.color, style.bgcolor, (x, y)
            x += len(text)


@pytest.mark.sweep(4)
@each_screen
async def test_every_screen_is_read_in_every_theme(house, screen):
    async with opened(house, SMALL) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        for name, roles in {"terminal": {}, **WORN}.items():
            app.theme = name
            await pilot.pause()
            if name == "terminal":
                continue
            window = app.screen.children[0].region if isinstance(app.screen, ModalScreen) else app.screen.region
            for text, colour, ground, place in grounds(app):
                if window.contains(*place):
                    on = ground.get_truecolor().hex if ground else roles["bg"]
                    assert contrast(colour.get_truecolor().hex, on) >= SENTENCE - 0.05, (name, text, colour.name, on)


@pytest.mark.parametrize(
    ("chosen", "colours", "light", "grey", "name"),
    [
        ("", "truecolor", False, False, "sombre"),
        ("", "truecolor", True, False, "clair"),
        ("textual-dark", "truecolor", True, False, "clair"),
        ("sombre", "truecolor", True, False, "sombre"),
        ("clair", "256", False, False, "clair-256"),
        ("", "256", False, False, "sombre-256"),
        ("", None, False, False, "sombre"),
        ("sombre", "standard", False, False, "terminal"),
        ("terminal", "truecolor", False, False, "terminal"),
        ("contraste", "256", True, False, "contraste"),
        ("contraste", "standard", True, False, "contraste"),
        ("clair", "truecolor", True, True, "contraste"),
        ("terminal", "standard", False, True, "contraste"),
    ],
)
def test_the_theme_that_suits(chosen, colours, light, grey, name):
    assert fitting(chosen, colours, light=light, grey=grey) == name
    assert name in THEMES


async def test_without_colours_what_is_chosen_is_seen(house, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(house) as (app, _):
        assert app.theme == "contraste"
        chosen = [line for line in shown(app).splitlines() if "▌" in line]
        assert any("Code" in line or "Séance" in line for line in chosen)


@pytest.mark.slow
async def test_the_palette_and_the_settings_change_colours(house):
    async with opened(house) as (app, pilot):
        for name, told in CHOICES.items():
            await press(pilot, "ctrl+p", *told, "enter")
            assert app.settings.theme == name == installation.load(house.home).theme
        form = first_run(app.settings, house.home, app._settle, again=True)
        app.push_screen(form)
        await pilot.pause()
        await press(pilot, "up", *"couleursclaires", "enter")
        assert installation.load(house.home).theme == "clair"
        assert app.theme == "clair"


@pytest.fixture
def listening(monkeypatch):
    """A parser of a terminal that has been asked its background."""
    monkeypatch.setattr(Listening, "asked", True)
    monkeypatch.setattr(Listening, "light", None)
    return Parser()


def heard(parser, *pieces: str):
    """What is told of the background, and the keys typed, from what arrives piece by piece."""
    found = [message for piece in pieces for message in parser.feed(piece)]
    told = [message.light for message in found if isinstance(message, BackgroundTold)]
    return told, [message.key for message in found if not isinstance(message, BackgroundTold)]


LIGHT, DARK = "\x1b]11;rgb:fbfb/fafa/f7f7\x1b\\", "\x1b]11;rgb:10/14/1b\x07"


@pytest.mark.parametrize(("answer", "told"), [(LIGHT, True), (DARK, False), ("\x1b]11;rgba:fff/fff/fff/fff\x07", True)])
def test_the_answer_is_no_key(listening, answer, told):
    assert heard(listening, f"a{answer}b") == ([told], ["a", "b"])
    assert heard(listening, "c\x1b[A") == ([], ["c", "up"])


@pytest.mark.parametrize("at", range(2, len(LIGHT)))
def test_an_answer_in_two_pieces(listening, at):
    assert heard(listening, "a" + LIGHT[:at], LIGHT[at:] + "b") == ([True], ["a", "b"])


def test_escape_and_a_bracket_are_typed(listening, monkeypatch):
    assert heard(listening, "\x1b]") == ([], [])
    monkeypatch.setattr("tui.background.monotonic", lambda: float("inf"))
    assert [message.key for message in listening.tick()] == ["escape", "right_square_bracket"]


def test_once_answered_nothing_is_held(listening):
    heard(listening, LIGHT)
    assert heard(listening, "\x1b]")[1] == ["escape", "right_square_bracket"]


@pytest.mark.slow
def test_a_light_terminal_has_light_colours(house):
    with terminal(house.home, "2026-03-12") as screen:
        screen.wait_for("\x1b]11;?\x1b\\")
        screen.type(LIGHT.encode() + b"n")
        screen.wait_for("48;5;255")  # the ground of the light theme in 256 colours
        screen.wait_for("Nouvelle séance")
