"""Sessions and who attended them."""

from peewee import Check

from models.tables.base import IN_OWN, OWN, SESSION, STAY, Record, one_of
from models.tables.fields import (
    ChoiceField,
    ClockField,
    CodeField,
    DayField,
    MinutesField,
    NameField,
    ReferenceField,
    SharedNameField,
    TextField,
    YesField,
    day_check,
)
from models.tables.lists import CHANNELS, ORIGINS, STATES, STATUSES
from models.tables.people import Action, Person


class Session(Record):
    """A collective session or an individual one (an interview, a lesson), on one day.

    ``start`` and ``end`` are minutes from midnight. ``state`` is what was *said*: '' (nothing), 'prévue', 'tenue' or
    'annulée'; what the session amounts to is derived (``models.sessions.planning``). ``pair`` ties two
    half-day sessions.
    """

    sheet, one, dated, undo_checks, trainers = "Séances", "séance", "day", (SESSION,), OWN
    holds = True

    action = ReferenceField(Action, "Action", backref="sessions", index=False)
    code = NameField("Séance", "Un code unique dans l'action, par exemple S012.", required=True, free=False)
    nature = CodeField("Nature", "nature", "À choisir parmi les natures de la convention de l'action.", required=True)
    day = DayField("Date", "Jour de la séance.", required=True, index=True, ahead=True)
    start = ClockField("Début", "Heure de début : 9:00 ou 9h30.", required=True)
    end = ClockField("Fin", "Heure de fin, le même jour.", required=True)
    theme = SharedNameField("Thème", "Ce qui est travaillé.")
    trainer = NameField("Intervenant", "Qui anime.", counted=False)
    place = TextField("Lieu", "Où la séance se tient.", counted=False)
    state = ChoiceField("État", STATES, "Vide : tenue dès que quelqu'un est noté, sinon prévue.")
    group = SharedNameField("Groupe", "Groupe attendu ; vide : tout le monde.", column_name="group_name")
    pair = TextField("Demi-journées liées", taken=False)
    cancel_reason = TextField("Motif d'annulation", taken=False)
    note = TextField("Note", taken=False, counted=False)
    channel = ChoiceField("Canal", CHANNELS, "Comment l'entretien se fait.")

    class Meta:
        indexes = ((("action", "code"), True), (("action", "nature", "day"), False))
        constraints = [
            day_check("day"),
            Check('start >= 0 AND "end" <= 1440 AND start < "end"'),
            one_of("state", "", *STATES),
            one_of("channel", "", *CHANNELS),
            Check("code <> ''"),
        ]


class Attendance(Record):
    """One person's status in one session.

    ``minutes`` is null for *the session's length* (présent) and for a status that counts none; a retard always has
    minutes. ``estimated``: the minutes of a retard nobody has typed yet (shown ``~``). ``origin`` tells a mark made
    in the application from one taken over.
    """

    sheet, heading, one = "Présences", "Séances et présences", "présence"
    undo_checks, trainers = (SESSION, STAY), IN_OWN

    session = ReferenceField(Session, "Séance", backref="attendances", index=False)
    person = ReferenceField(Person, "Participant", backref="attendances")
    status = ChoiceField("Statut", STATUSES, required=True)
    minutes = MinutesField(
        "Minutes", "Minutes suivies : vide pour toute la séance (présent), obligatoire pour un retard."
    )
    estimated = YesField("Durée estimée", default=False, taken=False)
    note = TextField("Note", taken=False, counted=False)
    origin = ChoiceField("Origine", ORIGINS, default="application", taken=False)

    class Meta:
        indexes = ((("session", "person"), True),)
        constraints = [
            one_of("status", *STATUSES),
            one_of("origin", *ORIGINS),
            Check("minutes IS NULL OR (minutes >= 0 AND status IN ('présent', 'retard'))"),
            Check("status <> 'retard' OR minutes IS NOT NULL"),
        ]
