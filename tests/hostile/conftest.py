"""The installation of the take-over's tests, on 1 July 2021."""

from tests.takeover.conftest import house, take

__all__ = ["house", "take"]
