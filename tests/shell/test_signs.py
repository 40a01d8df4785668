"""No sign on any screen but those of the two sets; the simple one takes the place of the other, cell for cell."""

import ast
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

import tui
from config.settings import Settings
from tests.shell.screens import each_screen, opened, opening
from tui.signs import SIMPLE, SimpleSigns, simple


def strange(text: str) -> set[str]:
    """The signs of a text that a simple terminal may lack, letters and money apart."""
    return {one for one in text if ord(one) > 0xFF and unicodedata.category(one)[0] not in "LMZN" and one not in "€’‘"}


def told(path: Path) -> set[str]:
    """The signs in the texts of a module, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {sign for text in texts if text not in documented for sign in strange(text)}


def test_no_screen_draws_another_sign():
    found = {path.name: told(path) for path in Path(tui.__file__).parent.rglob("*.py") if path.name != "signs.py"}
    assert {name: signs - SIMPLE.keys() for name, signs in found.items() if signs - SIMPLE.keys()} == {}


def test_each_takes_one_cell():
    assert all(cell_len(sign) == cell_len(other) == 1 and other.isascii() for sign, other in SIMPLE.items())


@pytest.mark.sweep(3)
@each_screen
async def test_every_screen_is_drawn_with_simple_signs(house, screen):
    settings = Settings(user="Claire", operator="Mobilité 49", trainers=("Claire", "Karim"), signs="simple")
    async with opened(house, settings=settings) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        (drawing,) = [one for one in app.get_line_filters() if isinstance(one, SimpleSigns)]
        for strip in app.screen._compositor.render_strips(app.size):
            text = "".join(segment.text for segment in drawing.apply(list(strip), Color(0, 0, 0)))
            assert not strange(text), text
            assert len(text) == len(strip.text)


def test_what_is_not_a_sign_stays():
    (drawn,) = SimpleSigns().apply([Segment("▌ ÉVRARD Œ 日本 ● ━━┃─")], Color(0, 0, 0))
    assert drawn.text == "> ÉVRARD Œ 日本 * ==|-"


@pytest.mark.parametrize(
    ("chosen", "environment", "platform", "asked"),
    [
        ("", {"TERM": "xterm-256color", "LANG": "fr_FR.UTF-8"}, "linux", False),
        ("", {"TERM": "xterm-256color"}, "linux", False),
        ("", {"TERM": "linux", "LANG": "fr_FR.UTF-8"}, "linux", True),
        ("", {"TERM": "xterm", "LANG": "fr_FR@euro"}, "linux", True),
        ("", {"TERM": "xterm", "LC_ALL": "fr_FR.utf8", "LANG": "C"}, "linux", False),
        ("", {"TERM": "xterm", "LANG": "C"}, "linux", False),
        ("", {}, "win32", True),
        ("", {"WT_SESSION": "1"}, "win32", False),
        ("rich", {"TERM": "linux"}, "linux", False),
        ("simple", {"TERM": "xterm", "LANG": "fr_FR.UTF-8"}, "linux", True),
    ],
)
def test_the_terminal_chooses_unless_the_settings_do(chosen, environment, platform, asked):
    assert simple(chosen, environment, platform) is asked
