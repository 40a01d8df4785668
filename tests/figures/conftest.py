"""An empty database of its own for each test, on a day the test chooses."""

import pytest

from models.storage.opening import open_database
from models.tables.base import database
from tests import engines
from tests.figures import own
from tests.figures.world import action


@pytest.fixture
def base(tmp_path, monkeypatch):
    """An empty database; the day is 30/06/2026 unless the test sets ASSIDU_TODAY."""
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    engine = open_database(engines.chosen(monkeypatch, tmp_path))
    yield engine
    engine.close()


@pytest.fixture
def on_day(monkeypatch):
    """Sets the day the program takes for today."""
    return lambda text: monkeypatch.setenv("ASSIDU_TODAY", text)


@pytest.fixture
def queries(monkeypatch):
    """Counts the queries a function runs."""

    def count(function) -> int:
        run, said = database.obj.execute_sql, []
        with monkeypatch.context() as spy:
            spy.setattr(database.obj, "execute_sql", lambda sql, *rest: said.append(sql) or run(sql, *rest))
            function()
        return len(said)

    return count


@pytest.fixture
def under(base, tmp_path):
    """An action from 01/01 to 31/12/2026 under an operator's own convention that has these tables."""
    return lambda *tables, id=own.ID, **more: action(own.write(tmp_path, *tables, id=id), **more)
