"""The same home and command line as the tests of commands."""

from tests.command.conftest import assidu, home, store

__all__ = ["assidu", "home", "store"]
