"""What was printed, and the signatures seen on paper."""

from peewee import Check

from models.tables.base import BACK, OWN, Record
from models.tables.fields import ChoiceField, DayField, MadeField, NameField, ReferenceField, day_check
from models.tables.lists import PAPERS
from models.tables.people import Action, Person
from models.tables.sessions import Session


class Printed(Record):
    """A document printed, of ``kind``, about the days from ``start`` to ``end``: who and when, as for every record.

    ``template`` is the version of the words it was printed with. A sheet to sign has a ``token``, which its codes
    carry, and a ``content``: JSON, the map of its boxes and of whose each is, as printed: numbers of records, no name.
    ``trainer``: whose sessions a sheet is of, '' when they are nobody's or several people's.
    """

    heading, one, of_action, counted, trainers = "Impressions", "impression", True, False, OWN

    action = ReferenceField(Action, "Action", required=False)
    person = ReferenceField(Person, "Participant", required=False)
    kind = ChoiceField("Document", PAPERS, required=True)
    start = DayField("Du", seen=False)
    end = DayField("Au", seen=False)
    trainer = NameField("Intervenant")
    template = MadeField("Modèle")
    token = MadeField("Code", null=True, default=None, unique=True)
    content = MadeField(hidden=True)

    class Meta:
        constraints = [Check("kind <> ''"), day_check("start"), day_check('"end"')]


class SheetSeen(Record):
    """The signed sheet of a session was seen; of one ``person`` of it when that is said. It moves no figure, and may
    come back after a closing."""

    heading, one, counted, trainers = "Feuilles vues", "feuille vue", False, BACK

    session = ReferenceField(Session, "Séance", backref="sheets_seen", index=False)
    person = ReferenceField(Person, "Participant", required=False)

    class Meta:
        indexes = ((("session", "person"), True),)
