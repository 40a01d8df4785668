"""The journal: every act, append-only, each entry sealed on the one before."""

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from models.tables.base import ACTS, Table, Writing


class JournalEntry(Table):
    """One act: when, who, what in a French sentence, the records before and after (JSON). Append-only.

    ``undoes`` is the entry this one takes back; ``kind`` names the verb; ``login`` the account it was done under.
    ``hash`` seals the entry on ``previous``, the hash of the one before. What it says is sealed by ``digest`` only
    (salted), so that names erased after their retention leave the chain whole (``models.storage.seals``).
    """

    trainers, fixed = ACTS, "le journal ne se modifie pas"
    coordinators = Writing(update=("sentence", "changes", "salt"), delete=False)  # names erased after their retention

    at = TextField()
    who = TextField()
    kind = TextField()
    sentence = TextField()
    changes = TextField()
    undoes = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")
    login = TextField(default="")
    salt = TextField(default="")
    digest = TextField(default="")
    previous = TextField(default="")
    hash = TextField(default="")

    class Meta:
        indexes = ((("who", "kind"), False),)


class JournalSubject(Table):
    """An entry speaks of a record: ``kind`` is the name of its table, ``record`` its identifier."""

    trainers, coordinators = ACTS, Writing(update=False, delete=False)

    kind = TextField()
    record = IntegerField()
    entry = ForeignKeyField(JournalEntry, on_delete="RESTRICT")

    class Meta:
        primary_key = CompositeKey("kind", "record", "entry")


class JournalPage(Table):
    """Rows of an entry too long for one text: a take-over's. ``content`` is JSON; its seal is in the entry, written
    after it."""

    coordinators = Writing(update=("content",), delete=False)

    entry = ForeignKeyField(JournalEntry, on_delete="RESTRICT", index=False, deferrable="INITIALLY DEFERRED")
    number = IntegerField()
    content = TextField()

    class Meta:
        primary_key = CompositeKey("entry", "number")
