"""An empty database for each test, on 30/06/2026 unless the test says otherwise."""

from tests.figures.conftest import base, on_day

__all__ = ["base", "on_day"]
