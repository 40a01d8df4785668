"""The journal: every act, append-only."""

from peewee import ForeignKeyField, Model, TextField

from models.tables.base import database


class JournalEntry(Model):
    """One act: when, who, what in a French sentence, the records before and after (JSON). Append-only.

    ``undoes`` is the entry this one takes back; ``kind`` names the verb.
    """

    at = TextField()
    who = TextField()
    kind = TextField()
    sentence = TextField()
    changes = TextField()
    undoes = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("who", "kind"), False),)
