"""Help says what the keys of a screen do from their bindings: none is left out, none is told elsewhere."""

import re

import pytest
from textual.screen import Screen

from tests.shell.screens import USUAL, every_screen, opened, press, shown
from tests.shell.test_french import ENGLISH, _own_classes
from tui import french
from tui.forms.form import FormScreen
from tui.page import Hints, Page
from tui.shell import keys
from tui.shell.help import HelpScreen

TYPED = {"Entrée", "Échap", "Tab", "Maj+Tab", "Fin", "←", "→"}
"""Keys one types a text with: what is said of a field may name them, though no screen binds them."""
NAMED = re.compile(
    r"(?<![\w-])(?:F\d+|Ctrl\+\w|Maj\+Tab|Tab|Entrée|Échap|Suppr|Espace|Début|Fin|Page [↑↓]|[↑↓←→])(?!\w)"
    r"|(?<![\w’'-])(?<!« )(?<!\d )[b-xz](?![\w’'.-])"  # a letter that is no word, no unit, no symbol quoted
)


def texts():
    """Each text that help may show of a class, but for the names of the keys themselves."""
    for kind in _own_classes():
        for name in ("HELP", "OPENS"):
            if isinstance(text := kind.__dict__.get(name), str):
                yield f"{kind.__name__}.{name}", text
        for binding in kind.__dict__.get("BINDINGS", []):
            yield binding.id, f"{binding.description}\n{binding.tooltip}"


def test_the_search_for_keys_finds_them():
    told = "Tab et Maj+Tab changent ; n crée une fiche, Suppr la retire, Ctrl+Z la remet. ↑ et ↓ choisissent"
    assert NAMED.findall(told) == ["Tab", "Maj+Tab", "n", "Suppr", "Ctrl+Z", "↑", "↓"]
    assert NAMED.findall("L'appel : ● T tenue, □ d'abord, n'est pas là, c'est prêté à la « x »") == []


def test_no_text_says_what_a_key_does_but_the_binding_of_that_key():
    known = dict(texts())
    assert len(known) > 150
    assert {name: found for name, text in known.items() if (found := set(NAMED.findall(text)) - TYPED)} == {}


def test_every_text_of_help_is_french_and_a_sentence():
    known = {name: text for name, text in texts() if text.strip()}
    assert {name: text for name, text in known.items() if ENGLISH.search(text)} == {}
    lines = {name: [line for line in text.split("\n") if line] for name, text in known.items()}
    assert {name: told for name, told in lines.items() if not all(line[0] == line[0].upper() for line in told)} == {}


@pytest.mark.slow
async def test_help_lists_every_key_of_the_screen_and_the_hints(house):
    lost = []
    for name, open_it in every_screen(house):
        async with opened(house, USUAL) as (app, pilot):
            open_it(app)
            await pilot.pause()
            below: Screen = app.screen
            if isinstance(below, HelpScreen):
                continue
            ours = [one.binding for one in below.active_bindings.values() if one.binding.id and one.node is not app]
            hints = [str(part.render()) for part in below.query(Hints)]
            known = {key for one in keys.of_screen(below) for key in one.keys}
            lost += [(name, binding.id) for binding in ours if french.display(binding) not in known]
            everywhere = {key for one in keys.of_application(app) for key in one.keys}
            for hint in hints:
                lost += [
                    (name, hint) for key in re.split("  +", hint.strip()) if key.split(" ")[0] not in known | everywhere
                ]
            app.push_screen(HelpScreen(below))
            await pilot.pause()
            text = " ".join(line.plain for line in app.screen._text(400))
            lost += [(name, one.name) for one in keys.of_screen(below) if one.name not in text or one.more not in text]

    assert lost == []


async def test_keys_of_the_same_name_are_told_apart(house):
    """« c » corrects what is chosen in the tab, the menu of « a » the action."""
    async with opened(house) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        told = [(one.keys, one.name) for one in keys.of_screen(app.screen)]

    assert (("c",), "Corriger") in told
    assert (("a",), "Modifier l'action : code, dates, places, ETP") in told


async def test_what_a_line_opens_is_said_on_its_key(house):
    async with opened(house) as (app, pilot):
        today = {one.keys: one.more for one in keys.of_screen(app.screen)}
        await press(pilot, "2")
        actions = {one.keys: one.more for one in keys.of_screen(app.screen)}

    assert today["Entrée",] == "L'appel de la séance choisie, ou la fiche concernée par une échéance."
    assert actions["Entrée",] == "L'action ; sur un indicateur, son onglet Indicateurs."


async def test_a_form_says_its_keys_from_any_field(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "n", "enter")
        form = app.screen
        assert isinstance(form, FormScreen)
        for _ in range(4):
            told = {key: one.name for one in keys.of_screen(form) for key in one.keys}
            assert {told["Ctrl+S"], told["Échap"], told["↑"], told["↓"]} == {
                "Enregistrer",
                "Abandonner",
                "Champ d'avant",
                "Champ d'après",
            }
            await press(pilot, "tab")


@pytest.mark.parametrize("width", [40, 72])
async def test_what_is_long_goes_on_under_itself(house, width):
    async with opened(house) as (app, pilot):
        await press(pilot, "f1")
        lines = [line.plain for line in app.screen._text(width)]

    listed = lines[lines.index("Sur cet écran") :]
    assert any(line.startswith(" " * 21) for line in listed)
    assert all(len(line) <= max(width, 41) for line in listed)


async def test_help_of_what_has_none_still_says_the_keys(house):
    class Bare(Page):
        pass

    async with opened(house, USUAL) as (app, pilot):
        app.push_screen(Bare())
        await press(pilot, "f1")
        assert "Ctrl+Q Quitter Assidu" in shown(app)
