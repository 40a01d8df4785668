"""What is kept of work already done: worked out again from the records at any moment, told by no act, never sealed."""

from peewee import BlobField, IntegerField, TextField

from models.tables.base import Table


class KeptDeviations(Table):
    """What deviated at a ``place``, an action or 0 for what lies between them and beside, once act number ``entry`` was
    told, on ``day``. ``made`` is the seal of what it was worked out by; ``errors`` of them are errors of this place."""

    place = IntegerField(primary_key=True)
    entry = IntegerField()
    day = TextField()
    made = TextField()
    errors = IntegerField()
    found = BlobField()
