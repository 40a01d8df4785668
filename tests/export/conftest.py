"""A database of its own for each test, and one line to export an action."""

import pytest

from models import export
from tests.figures.conftest import base, on_day  # noqa: F401
from tests.figures.world import day


@pytest.fixture
def exported(base, tmp_path):  # noqa: F811
    """Exports an action over its own dates, or those given, and gives the file."""

    def do(action, start="", end="", name="classeur.xlsx", author="Zoé Martin", operator="Relais Mobilité"):
        path = tmp_path / name
        first, last = (day(start) if start else action.start), (day(end) if end else action.end)
        export.write(action, first, last, path, author, operator)
        return path

    return do
