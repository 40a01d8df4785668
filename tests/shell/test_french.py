"""Nothing in English anywhere: every screen there is, its bindings, its titles and the words on it."""

import importlib
import pkgutil
import re

import pytest
from textual.screen import Screen
from textual.widgets import Input, Select

import tui
from tests.shell.screens import SMALL, USUAL, each_screen, opened, opening, press, shown
from tui import french
from tui.app import AssiduApp
from tui.page import Dialog, Page

# words no French interface holds, and that the library's own texts are made of
ENGLISH = re.compile(
    r"\b(the|and|cursor|scroll|select|search|quit|cancel|dismiss|toggle|press|copy|paste|focus|next|previous|"
    r"show|hide|commands?|found|matches|no data|loading|delete|submit|click|page (up|down)|bottom|top|home|help|"
    r"keys|theme|screenshot|move|go to|undo|redo|expand|collapse|minimize|maximize|"
    r"default|error|warning|blank|esc|pgup|pgdn|del)\b",
    re.IGNORECASE,
)


def test_the_filter_knows_english_from_french():
    assert ENGLISH.search("Search for commands…")
    assert not ENGLISH.search("Chercher une personne, une séance, une action · Échap ferme")


def test_every_built_in_description_has_its_french():
    known = set()
    for module in _modules("textual.widgets"):
        for kind in vars(module).values():
            for binding in getattr(kind, "__dict__", {}).get("BINDINGS", []) if isinstance(kind, type) else []:
                known.add(binding[2] if isinstance(binding, tuple) else binding.description)

    assert known - {""} <= set(french.BUILT_IN)


def _modules(package):
    where = importlib.import_module(package)
    for found in pkgutil.iter_modules(where.__path__):
        if found.name.startswith("_"):
            yield importlib.import_module(f"{package}.{found.name}")


def _own_classes():
    for found in pkgutil.walk_packages(tui.__path__, "tui."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                yield kind


def test_every_description_of_our_own_is_french_and_can_be_remapped():
    wrong, nameless = [], []
    for kind in _own_classes():
        for binding in kind.__dict__.get("BINDINGS", []):
            description = binding[2] if isinstance(binding, tuple) else binding.description
            if ENGLISH.search(description):
                wrong.append(f"{kind.__name__} : {description}")
            if isinstance(binding, tuple) or not binding.id:
                nameless.append(f"{kind.__name__} : {description}")

    assert wrong == []
    assert nameless == []


def test_every_screen_has_its_title_and_its_help():
    screens = [kind for kind in _own_classes() if issubclass(kind, Screen) and kind not in (Page, Dialog)]

    assert {"TodayScreen", "SearchScreen", "PaletteScreen", "HelpScreen"} <= {kind.__name__ for kind in screens}
    told = [kind for kind in screens if not kind.__name__.startswith("_") and kind.__name__ != "Finder"]
    assert [kind.__name__ for kind in told if not kind.HELP] == []
    assert [kind.__name__ for kind in told if ENGLISH.search(f"{kind.HELP} {kind.TITLE or ''}")] == []


@pytest.mark.sweep(4)
@each_screen
@pytest.mark.parametrize("size", [SMALL, pytest.param(USUAL, marks=pytest.mark.slow)])
async def test_every_screen_speaks_french(house, size, screen):
    open_it = opening(house, screen)
    async with opened(house, size) as (app, pilot):
        open_it(app)
        await pilot.pause()
        assert _english(app) == []


def _english(app: AssiduApp):
    """The texts of the screen, of its bindings and of its fields that look English."""
    texts = [shown(app), str(app.screen.title or ""), app.title]
    texts += [active.binding.description for active in app.screen.active_bindings.values()]
    texts += [french.display(active.binding) for active in app.screen.active_bindings.values()]
    texts += [field.placeholder for field in app.screen.query(Input)]
    texts += [str(field.prompt) for field in app.screen.query(Select)]
    return [found[0] for text in texts if (found := ENGLISH.search(text))]


@pytest.mark.slow
async def test_the_forms_speak_french(house):
    async with opened(house) as (app, pilot):
        for keys in (["n", "enter"], ["c"], ["x"]):
            await press(pilot, *keys)
            assert _english(app) == []
            await press(pilot, "escape")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("escape", "Échap"),
        ("ctrl+p", "Ctrl+P"),
        ("shift+tab", "Maj+Tab"),
        ("enter", "Entrée"),
        ("n", "n"),
        ("f1", "F1"),
        ("pagedown", "Page ↓"),
        ("delete", "Suppr"),
    ],
)
def test_keys_are_named_as_on_a_french_keyboard(key, name):
    assert french.key_name(key) == name
