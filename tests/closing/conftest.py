"""The action of the Nord of ``tests.returns``, and the command line run in this process."""

import json
from dataclasses import dataclass

import pytest

from tests.figures.conftest import queries  # noqa: F401
from tests.returns.conftest import house, nord, on_day  # noqa: F401
from tests.soak.conftest import year  # noqa: F401
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
def assidu(capsys):
    """Runs a command line: ``assidu("close", "NORD-I1", "--until", "2026-03-31")``."""

    def run(*words: str) -> Answer:
        status = main(list(words))
        said = capsys.readouterr()
        return Answer(status, said.out, said.err.splitlines())

    return run
