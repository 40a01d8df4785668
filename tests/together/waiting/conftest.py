"""A roll of twelve on a server, behind a network a test can cut; Nadia at the keyboard."""

import asyncio
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest

from config.settings import Settings, save
from models.storage.opening import open_database
from models.together import line
from tests import engines
from tests.sessions.conftest import ME, TODAY, twelve
from tests.together.waiting.proxy import Proxy
from tui.app import AssiduApp
from tui.together import others

__all__ = ["twelve"]


@pytest.fixture
def network():
    asked = parse_qs(urlsplit(engines.SERVER).query)
    proxy = Proxy(f"{asked['host'][0]}/.s.PGSQL.{asked['port'][0]}")
    yield proxy
    proxy.cut()


@pytest.fixture
def address(network, tmp_path, monkeypatch):
    """The address of the test's base through the network."""
    monkeypatch.setenv("ASSIDU_TODAY", str(TODAY))
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    name = urlsplit(engines.address(tmp_path)).path
    through = f"postgresql://postgres@127.0.0.1:{network.port}{name}"
    monkeypatch.setenv("ASSIDU_DATABASE", through)
    for module, name, seconds in ((line, "EVERY", 0.1), (line, "AGAIN", 0.1), (others, "EVERY", 0.1)):
        monkeypatch.setattr(module, name, seconds)
    return through


@pytest.fixture(autouse=True)
def database(address):
    engine = open_database(address)
    yield engine
    engine.close()


@pytest.fixture
def app(database, address, tmp_path):
    settings = Settings(operator="La Passerelle", user=ME, database=address)
    save(settings, tmp_path)
    one = AssiduApp(settings, tmp_path)
    yield one
    one.line.stop()


@pytest.fixture
def until():
    """Waits until something is so, for at most twenty seconds."""

    async def wait(pilot, so, seconds=20.0):
        end = monotonic() + seconds
        while not so():
            assert monotonic() < end, "it never came"
            await asyncio.sleep(0.05)
            await pilot.pause()

    return wait
