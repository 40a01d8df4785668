"""The plan of the house as it is drawn, held against the house."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("models/README.md", "config/README.md", ".github/CONTRIBUTING.md")
NAMED = re.compile(r"`((?:models|tui|config|tests|\.ci)/[\w/.-]+)`")


def drawn() -> list[set[str]]:
    """The rooms of the drawing, a set a line, from top to bottom."""
    text = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    drawing = text.split("```")[1].strip()
    return [set(re.split(r"\s\|\s", re.split(r"\s{2,}", line)[0])) for line in drawing.splitlines()]


def walls() -> list[set[str]]:
    """The rooms as the contract of imports puts them, a set a layer, from top to bottom."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (rooms,) = (one["layers"] for one in contracts if one.get("containers") == ["models"])
    return [set(layer.split(" | ")) for layer in rooms]


def test_the_drawing_is_the_contract():
    assert drawn() == walls()


def test_the_contract_is_the_house():
    there = {file.parent.name for file in (ROOT / "models").glob("*/__init__.py")}
    assert set().union(*walls()) == there


def test_every_file_the_pages_name_is_there():
    named = {(page, name) for page in PAGES for name in NAMED.findall((ROOT / page).read_text(encoding="utf-8"))}
    assert len(named) > 40
    assert [one for one in sorted(named) if not (ROOT / one[1]).exists()] == []
