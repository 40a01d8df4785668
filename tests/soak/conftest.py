"""The example year, in a folder of its own, on a day chosen by the test."""

import pytest

from config import settings
from models import demo
from models.database import open_database


@pytest.fixture
def year(tmp_path, monkeypatch):
    """Gives what writes the example year as of a day and opens it: the settings and the home come back."""
    engines = []

    def open_year(day):
        monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
        monkeypatch.setenv("ASSIDU_TODAY", day)
        monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
        monkeypatch.chdir(tmp_path)
        demo.seed(tmp_path)
        chosen = settings.load(tmp_path)
        engines.append(open_database(settings.database_url(chosen, tmp_path)))
        return chosen, tmp_path

    yield open_year
    for engine in engines:
        engine.close()
