"""What every test has: one empty base, on a day it chooses, in a home of its own; and the command line on it."""

import gc
import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
import textual.constants

from models import tables
from models.rules import kept
from models.storage.opening import open_database
from models.tables.base import database
from models.together.line import WATCHING
from tests import engines, rest, sweeps
from tests.people.conftest import town
from tests.rules import own
from tests.shell.conftest import house
from tests.world import action
from tui.command import main

__all__ = ["house", "town"]

HERE = Path(__file__).parent

rest.install()
setattr(textual.constants, "COLOR_SYSTEM", "truecolor")  # noqa: B010 - the same colours in any terminal
os.environ.pop("ASSIDU_HOME", None)  # what is collected reads the conventions that are shipped, and no others


@pytest.fixture(autouse=True)
def bases():
    """Closes the base of the test when it is over, and gives those of the server back: nothing is left open for the
    next test to write in."""
    before = database.obj
    yield
    for thread in threading.enumerate():
        if thread.name == WATCHING:
            thread.join(30)  # the program gives it a second: on a busy machine it would then read the next test's base
            assert not thread.is_alive(), "a line to the server still watches: the test did not stop it"
    if database.obj is not before:
        database.close()
        database.obj = before
    engines.release()


@pytest.fixture(autouse=True)
def drawn(request, monkeypatch):
    monkeypatch.setattr(rest, "at_once", request.node.get_closest_marker("slow") is not None)


@pytest.fixture(autouse=True)
def looked_at_anew(request, monkeypatch):
    """Tests write records behind the journal, as no user does: what deviates is worked out again at each look, but for
    those that ask for ``keeping``."""
    if "keeping" not in request.fixturenames:
        monkeypatch.setattr(kept, "_current", lambda *_: {})


@pytest.fixture
def keeping():
    """What deviates is kept from one look to the next, as it is for users."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The home of the test, with nothing in it; the day is 30/06/2026 unless the test sets another."""
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    monkeypatch.setenv("COLUMNS", "400")
    return tmp_path


@pytest.fixture
def base(home, monkeypatch):
    """The empty database of the home, open until the test is over, whatever the application opens beside it."""
    engine = open_database(engines.chosen(monkeypatch, home))
    yield engine
    if not engine.is_closed():
        engine.close()


@pytest.fixture
def store(base):
    """The tables of the home's database, to fill it."""
    return tables


@pytest.fixture
def on_day(monkeypatch):
    """Sets the day the program takes for today."""
    return lambda text: monkeypatch.setenv("ASSIDU_TODAY", text)


@pytest.fixture
def queries(monkeypatch):
    """Counts the queries a function runs."""

    def count(function) -> int:
        run, sent, here = database.obj.execute_sql, [], threading.get_ident()

        def note(sql, *rest):
            if threading.get_ident() == here:
                sent.append(sql)
            return run(sql, *rest)

        with monkeypatch.context() as spy:
            spy.setattr(database.obj, "execute_sql", note)
            function()
        return len(sent)

    return count


@pytest.fixture
def under(base, tmp_path):
    """An action from 01/01 to 31/12/2026 under an operator's own convention that has these tables."""
    return lambda *tables, id=own.ID, **more: action(own.write(tmp_path, *tables, id=id), **more)


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
def assidu(home, capsys):
    """Runs a command line: ``assidu("check", "--json")``."""

    def run(*words: str) -> Answer:
        status = main(list(words))
        shown = capsys.readouterr()
        return Answer(status, shown.out, shown.err.splitlines())

    return run


def pytest_configure(config):
    config.pluginmanager.register(sweeps.Long())


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    """Each worker begins by importing its share of the tests, and finds those of others already rewritten by pytest:
    that takes thirteen seconds of processor, which each would spend on all of them."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    sys.dont_write_bytecode = False  # what others rewrote is read from the compiled files
    asked = [Path(one.partition("::")[0]).resolve() for one in session.config.args]
    files = [one for one in sorted(HERE.rglob("test_*.py")) if any(one.is_relative_to(folder) for folder in asked)]
    for file in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception, pytest.skip.Exception):  # told when it is collected
            import_module(".".join(file.relative_to(HERE.parent).with_suffix("").parts))


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config, items):
    """Leaves most cases of each sweep to the slow tests; leaves out what the other engine is needed for."""
    sweeps.spread(items)
    other = "file" if engines.SERVER else "server"
    left = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if not item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish():
    """What was collected stays to the end: the collector has it left aside, one part in eight of the time of tests."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish():
    engines.drop_all()
