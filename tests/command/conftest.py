"""A home of its own for each test, and the command line run in this process."""

import json
from dataclasses import dataclass

import pytest

from config.settings import Settings, database_url
from models import tables
from models.storage.opening import open_database
from tui.command import main


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    errors: list[str]

    @property
    def document(self):
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / "maison"))
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    monkeypatch.setenv("COLUMNS", "400")
    return tmp_path / "maison"


@pytest.fixture
def assidu(home, capsys):
    """Runs a command line: ``assidu("check", "--json")``."""

    def run(*words: str) -> Answer:
        status = main(list(words))
        said = capsys.readouterr()
        return Answer(status, said.out, said.err.splitlines())

    yield run
    if tables.database.obj is not None:
        tables.database.close()


@pytest.fixture
def store(home):
    """Opens the home's database and gives the tables to fill it."""
    engine = open_database(database_url(Settings(), home))
    yield tables
    engine.close()
