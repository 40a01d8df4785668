"""12 March 2026, an action of Angers, Claire at the keyboard; what is printed goes to a folder of the test."""

import pytest

from config.settings import Settings, save
from models.printing import papers
from tests import engines, world
from tui.app import AssiduApp


@pytest.fixture(autouse=True)
def today(base, on_day):
    on_day("2026-03-12")
    return base


@pytest.fixture
def settings():
    return Settings(operator="Association Horizon Mobilité", declaration_number="52 49 01234 49", user="Claire")


@pytest.fixture
def adse():
    return world.action(code="ADSE-26", title="Dynamisation Angers")


@pytest.fixture
def printed(tmp_path, settings):
    """Prints documents and gives the file."""

    def write(kind, ready, name="document.pdf", who="Claire"):
        (path,) = papers.write(kind, ready, tmp_path / name, settings, who=who)
        return path

    return write


@pytest.fixture
def app(base, tmp_path):
    settings = Settings(
        operator="La Passerelle", user="Claire", database=engines.address(tmp_path), export_folder=str(tmp_path / "out")
    )
    save(settings, tmp_path)
    return AssiduApp(settings, tmp_path)
