"""The base, the actions and the people of the hours."""

from tests.hours.conftest import ada, app, bob, house, moped, opened, permis, point, see, told, write

__all__ = ["ada", "app", "bob", "house", "moped", "opened", "permis", "point", "see", "told", "write"]
