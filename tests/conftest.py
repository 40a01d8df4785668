"""What every test has: bases of its own on the server for tests, when there is one."""

import pytest

from tests import engines


@pytest.fixture(autouse=True)
def bases():
    """Gives the bases of the test back when it is over."""
    yield
    engines.release()


def pytest_collection_modifyitems(config, items):
    """Leaves out what the other engine is needed for."""
    other = "file" if engines.SERVER else "server"
    left = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if not item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left)


def pytest_sessionfinish():
    engines.drop_all()
