"""Why a line of a list is as it is, said by somebody: a deviation explained, a stake put off."""

from peewee import Check

from models.tables.base import Record
from models.tables.fields import ChoiceField, DayField, MadeField, TextField, WholeField, day_check
from models.tables.lists import MOTIVES


class Motive(Record):
    """What somebody says of a line that Assidu works out: it is told by its ``rule`` (a deviation's, or what kind of
    stake), the ``table`` and ``number`` of its record, its ``day``, and the ``part`` of the record it is about.

    ``until``: the day up to which a stake is put off.
    """

    heading, one, counted = "Motifs", "motif", False

    about = ChoiceField("À propos de", MOTIVES, required=True)
    rule = MadeField("Règle ou sujet")
    of = MadeField(hidden=True)
    number = WholeField(default=0, hidden=True)
    day = DayField("Date", seen=False, timeless=True)
    part = MadeField(hidden=True)
    until = DayField("Reporté au", seen=False, ahead=True, timeless=True)
    motive = TextField("Motif", required=True, timeless=True)

    class Meta:
        constraints = [day_check("day"), day_check("until"), Check("motive <> ''")]
        indexes = ((("about", "rule", "of", "number", "day", "part"), True),)
