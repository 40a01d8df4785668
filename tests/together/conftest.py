"""Empty bases on the server for tests, and accounts of its own."""

import pytest

from tests import engines


@pytest.fixture
def bare():
    """Gives a base of the server in which there is nothing; its name."""
    made = []

    def make(options: str = "") -> str:
        made.append(f"bare_{engines.unique()}")
        engines.ask(f'CREATE DATABASE "{made[-1]}" {options}')
        return made[-1]

    yield make
    for name in made:
        engines.ask(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def account():
    """Gives an ordinary account of the server, with a password: its name."""
    made = []

    def make(password: str = "secret") -> str:
        made.append(f"claire_{engines.unique()}")
        engines.ask(f"CREATE ROLE {made[-1]} LOGIN PASSWORD '{password}'")
        return made[-1]

    yield make
    for name in made:
        engines.drop_account(name)
