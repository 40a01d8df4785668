"""The installation of the returns, on 15 April 2026."""

from tests.returns.conftest import house, nord

__all__ = ["house", "nord"]
