"""Who works here, and what they may do."""

from peewee import Check

from models.tables.base import NOTHING, Record, one_of
from models.tables.fields import ChoiceField, TextField
from models.tables.lists import ROLES


class Member(Record):
    """An account (of the machine, or of the server) and the role it has; ``name`` is how its acts are signed, and the
    name its sessions carry. Only whoever owns the tables lists accounts."""

    coordinators = NOTHING

    login = TextField("Compte", required=True, unique=True)
    name = TextField("Nom", required=True)
    role = ChoiceField("Rôle", ROLES, required=True)

    class Meta:
        constraints = [one_of("role", *ROLES), Check("login <> ''"), Check("name <> ''")]
