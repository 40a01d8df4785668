"""Screens, forms and widgets know the application by what they ask of it, and by nothing else."""

import re
from pathlib import Path

from tests.house.test_lazy_imports import ROOT
from tui.app import AssiduApp
from tui.host import Host

ABOVE = ("app.py", "host.py")  # what gives it, what describes it


def members():
    """What a host has to offer."""
    return {name for name in {*vars(Host), *Host.__annotations__} if not name.startswith("_")}


def asked() -> dict[str, set[Path]]:
    """What is asked of an application, and by which files: ``app.who``, ``self.app.open_person(…)``."""
    found: dict[str, set[Path]] = {}
    for file in (ROOT / "tui").rglob("*.py"):
        if file.parent.name == "tui" and file.name in ABOVE:
            continue
        for name in re.findall(r"\bapp\.(\w+)", file.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(file)
    return found


def test_a_host_offers_nothing_that_nobody_asks():
    assert len(members()) > 20
    assert members() - set(asked()) == set()


def test_the_application_is_a_host():
    assert {name for name in members() - set(Host.__annotations__) if not hasattr(AssiduApp, name)} == set()


def test_only_the_command_that_opens_the_application_imports_it():
    importing = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "tui").rglob("*.py")
        if re.search(r"\b(from tui\.app import|import tui\.app|from tui import .*\bapp\b)", file.read_text("utf-8"))
    ]
    assert importing == ["tui/commands/opening.py"]
