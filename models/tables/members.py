"""Who works here, and what they may do."""

from peewee import Check, TextField

from models.tables.base import Record, one_of
from models.tables.lists import ROLES


class Member(Record):
    """An account (of the machine, or of the server) and the role it has; ``name`` is how its acts are signed, and the
    name its sessions carry."""

    login = TextField(unique=True)
    name = TextField()
    role = TextField()

    class Meta:
        constraints = [one_of("role", *ROLES), Check("login <> ''"), Check("name <> ''")]
