"""Every test of the limits has an empty base, on 30 June 2026."""

import pytest


@pytest.fixture(autouse=True)
def based(base):
    """An empty base."""
    return base
