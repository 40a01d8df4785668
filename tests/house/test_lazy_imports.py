"""What is loaded late leads somewhere: every import inside a function, every command, screen and tab."""

import argparse
import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType

import pytest
from textual.screen import Screen

from config.catalogue import usable
from models.registers import facts
from models.tables import REGISTERS
from tests import world
from tests.shell.conftest import house as house  # a fixture
from tui.commands import arguments
from tui.commands.loaders import COMMANDS
from tui.page import View
from tui.registers.forms import ITS_OWN, PRINTED
from tui.shell import screens, tabs
from tui.shell.places import PLACES

ROOT = Path(__file__).parents[2]
EXTRAS = ("psycopg", "sqlcipher3")
FILES = sorted(file for package in ("config", "models", "tui") for file in (ROOT / package).rglob("*.py"))


def late_imports(tree: ast.Module):
    """The imports that do not happen when the module is loaded."""
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node for node in ast.walk(part) if isinstance(node, ast.ImportFrom))


def loaded(name: str) -> ModuleType | None:
    """A module of ours; None when the library of an extra is not installed here."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as fault:
        if fault.name in EXTRAS:
            return None
        raise


def test_every_import_inside_a_function_leads_somewhere():
    looked, lost = 0, []
    for file in FILES:
        for node in late_imports(ast.parse(file.read_text(encoding="utf-8"))):
            if (node.module or "").split(".")[0] not in ("config", "models", "tui"):
                continue
            module = loaded(node.module)
            if module is None:
                continue
            for name in node.names:
                looked += 1
                if not hasattr(module, name.name):
                    try:
                        loaded(f"{node.module}.{name.name}")
                    except ModuleNotFoundError:
                        lost.append(f"{file.relative_to(ROOT)}: {node.module}.{name.name}")

    assert lost == []
    assert looked > 100


def test_no_module_of_the_interface_is_named_by_a_string():
    naming = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in FILES
        if file.is_relative_to(ROOT / "tui") and file.name != "chosen_keys.py"  # reads the keys of all, by no name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in ("import_module", "find_spec", "__import__")
    ]
    assert naming == []


def test_every_command_there_is_is_done_by_something():
    names = next(one.choices for one in arguments.parser()._actions if isinstance(one, argparse._SubParsersAction))

    assert set(COMMANDS) == {None, *names}
    for load in COMMANDS.values():
        assert list(inspect.signature(load()).parameters) == ["asked"]


def own(module):
    """The functions a module defines."""
    return {
        name: one for name, one in vars(module).items() if inspect.isfunction(one) and one.__module__ == module.__name__
    }


def test_every_screen_of_the_table_can_be_made(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    with_arguments = {
        "session": (house.morning.id,),
        "person": (house.amina.id,),
        "action": (house.adse.id, "Séances"),
        "hours": (house.permis.id,),
        "park": (point.id,),
        "indicators": (house.adse.id,),
    }

    made = {name: make(*with_arguments.get(name, ())) for name, make in own(screens).items()}
    assert all(isinstance(screen, Screen) for screen in made.values())
    assert len({type(screen) for screen in made.values()}) == len(made) > 10
    assert {place.make.__name__ for place in PLACES.values()} <= set(made)


@pytest.mark.sweep(8)
@pytest.mark.parametrize("convention", list(usable()))
def test_an_action_has_the_tabs_its_convention_asks_for(house, convention):
    about = world.action(convention, "2026-01-01", "2026-12-31", code="ESSAI")

    known = list(tabs.tabs_of(about))
    assert known[:4] == ["Parcours", "Séances", "Indicateurs", "Écarts"]
    assert {"Heures": "heures" in about.spec.records, "Parc": "parc" in about.spec.records} == {
        name: name in known for name in ("Heures", "Parc")
    }
    assert ("Rapports" in known) == bool(about.spec.returns)
    kept = [register.sheet for register in facts.kept_by(about)]
    assert [name for name in known[4:] if name not in ("Heures", "Parc", "Rapports")] == (
        kept if len(kept) < 2 else ["Registres"]
    )


def test_each_tab_shows_the_action_it_is_made_for(house):
    everything = {
        "hours": house.permis,
        "park": world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26"),
    }

    makers = {name: make for name, make in own(tabs).items() if name != "tabs_of"}
    made = {name: make(everything.get(name, house.adse)) for name, make in makers.items()}
    assert all(isinstance(view, View) for view in made.values())
    assert {view.action.code for view in made.values()} == {"ADSE-26", "PERMIS-26", "PM-26"}


def test_the_registers_with_forms_of_their_own_are_registers():
    assert set(ITS_OWN) <= set(REGISTERS)
    assert set(PRINTED) <= set(ITS_OWN)
