"""What every table is made on: the database, and what each record carries."""

from peewee import SQL, Check, DatabaseProxy, Model, TextField

database = DatabaseProxy()


def one_of(name: str, *values: str) -> SQL:
    """A CHECK that refuses any other value."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return Check(f"{name} IN ({listed})")


class Record(Model):
    """What every record carries: when and by whom it was last written (``recorded_at`` is local, to the second)."""

    recorded_at = TextField(default="")
    recorded_by = TextField(default="")

    class Meta:
        database = database
        legacy_table_names = False
