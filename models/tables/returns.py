"""What was handed in to the Département, what is closed, and the copies kept of what was sent."""

from peewee import Check

from models.tables.base import Record, Writing, one_of
from models.tables.fields import (
    BytesField,
    ChoiceField,
    CodeField,
    DayField,
    ReferenceField,
    TextField,
    WholeField,
    day_check,
)
from models.tables.lists import COPIES
from models.tables.people import Action


class HandedIn(Record):
    """A return (its ``code`` in the convention) for the period that begins on ``start`` was handed in on ``day``."""

    sheet, of_action, counted = "Rapports remis", True, False

    action = ReferenceField(Action, "Action", backref="handed_in", index=False)
    code = CodeField("Rapport", "returns", required=True)
    start = DayField("Début de période", "Premier jour du mois, du trimestre ou de l'année rapportés.", required=True)
    day = DayField("Remis le", "Jour de la remise au Département.", required=True)

    class Meta:
        indexes = ((("action", "code", "start"), True),)
        constraints = [day_check("start"), day_check("day")]


class Closing(Record):
    """An action is closed up to ``until``, that day in it, by whoever ``signed``; ``reopened`` is the reason it no
    longer is."""

    of_action, counted, coordinators = True, False, Writing(delete=False)

    action = ReferenceField(Action, "Action", backref="closings")
    until = DayField("Clôturée jusqu'au", required=True)
    signed = TextField("Par", required=True)
    reopened = TextField("Motif de réouverture")

    class Meta:
        constraints = [day_check("until"), Check("signed <> ''")]


class Frozen(Record):
    """A copy kept of what was handed over about an action, from ``start`` to ``end``: never changed once ``sent``.

    ``code`` is that of the return, '' for an export or a closing; ``edition`` the convention's edition it was made
    under. ``figures`` is JSON: each figure with its definition and the records behind it. ``workbook`` is the file, as
    it was written (empty for a closing). ``entry`` is the number of the last act it takes into account.
    """

    of_action, counted = True, False
    coordinators = Writing(update=("sent", "recorded_at", "recorded_by"))

    action = ReferenceField(Action, "Action", backref="frozen")
    kind = ChoiceField("Copie", COPIES, required=True)
    code = TextField("Rapport", free=False)
    start = DayField("Du", required=True)
    end = DayField("Au", required=True)
    sent = DayField("Envoyée le")
    edition = TextField("Édition")
    entry = WholeField(default=0, hidden=True)
    name = TextField("Fichier")
    figures = TextField(default="[]", hidden=True, long=True)
    workbook = BytesField(default=b"", hidden=True, long=True)

    class Meta:
        constraints = [
            one_of("kind", *COPIES),
            day_check("start"),
            day_check('"end"'),
            day_check("sent"),
            Check('"end" >= start'),
        ]
