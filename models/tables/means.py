"""The driving-hour ledger, and the moped park: what is lent and what is out of order."""

from peewee import Check

from models.tables.base import PARK, Record, Writing, one_of
from models.tables.fields import (
    CentsField,
    ChoiceField,
    DayField,
    MinutesField,
    NameField,
    PlateField,
    ReferenceField,
    TextField,
    WholeField,
    day_check,
)
from models.tables.lists import ENDINGS, GRANT, RELEASE
from models.tables.people import Action, Person


class Movement(Record):
    """A line of the driving-hour ledger: hours released to, or granted from, the pool of an action.

    Never edited: a reversal is a movement of the same kind with negative minutes and ``reverses`` set. ``label`` and
    ``rank`` tell apart identical movements of one day taken over from a workbook.
    """

    sheet, heading, one, dated = "Mutualisation", "Heures de conduite", "mouvement d'heures", "day"
    needs_parcours, several = True, "des mouvements d'heures"
    fixed = "un mouvement d'heures ne se modifie pas, il se contre-passe"
    coordinators = Writing(update=("reason", "label"), delete=False)  # typed by hand: erased after their retention

    action = ReferenceField(Action, "Action", backref="movements", index=False)
    number = WholeField("Numéro", required=True, taken=False)
    day = DayField("Date", "Jour du mouvement.", required=True)
    kind = ChoiceField(
        "Sens",
        (RELEASE, GRANT),
        "Libération : la personne rend des heures ; mobilisation : elle en reçoit.",
        required=True,
    )
    person = ReferenceField(Person, "Participant", backref="movements")
    minutes = MinutesField("Heures", "Heures du mouvement : 2, 2,5 ou 2:30.", required=True)
    reason = TextField("Motif", "Pourquoi ces heures changent de main.", required=True)
    reverses = ReferenceField("self", "Contre-passe le mouvement", null=True, unique=True, taken=False)
    label = NameField("N°", "Facultatif : distingue deux mouvements identiques du même jour.")
    rank = WholeField(default=0, hidden=True)

    class Meta:
        indexes = ((("action", "number"), True),)
        constraints = [
            one_of("kind", RELEASE, GRANT),
            day_check("day"),
            Check("(minutes > 0 AND reverses_id IS NULL) OR (minutes < 0 AND reverses_id IS NOT NULL)"),
        ]


class MovementReport(Record):
    """When a movement was reported to the service référent and to the Département (kept apart: a movement is never
    edited, and the report often comes after it)."""

    heading = "Signalements d'heures de conduite"

    movement = ReferenceField(Movement, "Mouvement", backref="reports", unique=True)
    referent = DayField("Signalé au référent le", "Jour du signalement au service référent.")
    departement = DayField("Signalé au Département le", "Jour du signalement au Département.")

    class Meta:
        constraints = [day_check("referent"), day_check("departement")]


class Moped(Record):
    """A moped of an action's park, from ``in_service`` to ``retired``, both in it; ``formerly``, the plates of the
    records joined to its own, each on a line."""

    sheet, dated, undo_checks, holds = "Cyclomoteurs", "in_service", (PARK,), True

    action = ReferenceField(Action, "Action", backref="mopeds", index=False)
    plate = PlateField("Immatriculation", "La plaque du cyclomoteur.", required=True)
    model = TextField("Modèle", "Marque et modèle.")
    site = TextField("Site", "Où le cyclomoteur est rangé.")
    in_service = DayField("Mise en service", "Premier jour dans le parc.", required=True, ahead=True)
    retired = DayField("Retrait", "Dernier jour dans le parc, compris.", ahead=True, since="in_service")
    formerly = TextField(hidden=True, free=False, timeless=True, taken=False, counted=False)

    class Meta:
        indexes = ((("action", "plate"), True),)
        constraints = [
            day_check("in_service"),
            day_check("retired"),
            Check("retired IS NULL OR retired >= in_service"),
            Check("plate <> ''"),
        ]


class Loan(Record):
    """One moped lent to one person, from ``departure`` to ``ended``, both in it.

    ``ending`` says how it ended: '' while it runs, 'retour', or without a return: 'vol' (theft), 'perte' (loss).
    ``due`` is the planned return; ``extended`` the day it was extended to, with its motive and the professional who
    accompanies; ``complaint`` the number of the complaint, of a theft or a loss.
    """

    sheet, heading, one, dated, undo_checks = "Prêts", "Prêts de cyclomoteur", "prêt", "departure", (PARK,)

    moped = ReferenceField(Moped, "Cyclomoteur", backref="loans", index=False)
    person = ReferenceField(Person, "Participant", "L'identifiant de la personne.", backref="loans", index=False)
    departure = DayField("Départ", "Premier jour du prêt.", required=True, ahead=True)
    due = DayField(
        "Retour prévu", "Retour convenu au départ.", required=True, seen=False, ahead=True, since="departure"
    )
    ended = DayField("Terminé le", "Jour du retour ; vide tant que le cyclomoteur est dehors.")
    ending = ChoiceField("Comment", ENDINGS, "Retour, ou sans retour : vol, perte.", day="ended")
    extended = DayField("Prolongé jusqu'au", "Dernier jour après prolongation.", ahead=True, since="departure")
    extension_reason = TextField("Motif de prolongation", "Pourquoi le prêt est prolongé.", day="extended")
    professional = TextField("Accompagnant", "Le professionnel qui accompagne la prolongation.", day="extended")
    purpose = TextField("Motif de déplacement", "À quoi servent les trajets.")
    deposit = CentsField("Dépôt de garantie (€)", "Dépôt de garantie en euros.")
    fee = CentsField("Participation (€)", "Participation demandée en euros.")
    complaint = TextField("N° de plainte", "Pour un vol ou une perte.", timeless=True, counted=False)

    class Meta:
        indexes = ((("moped", "departure"), True), (("person", "departure"), False))
        constraints = [
            day_check("departure"),
            day_check("due"),
            day_check("ended"),
            day_check("extended"),
            Check("due >= departure"),
            Check("ended IS NULL OR ended >= departure"),
            Check("extended IS NULL OR extended >= departure"),
            Check("(ended IS NULL) = (ending = '')"),
            one_of("ending", "", *ENDINGS),
        ]


class Downtime(Record):
    """Days on which a moped cannot be lent, from ``start`` to ``end``, both in it; without ``end``, still."""

    sheet, dated, undo_checks = "Immobilisations", "start", (PARK,)

    moped = ReferenceField(Moped, "Cyclomoteur", backref="downtimes", index=False)
    start = DayField("Début", "Premier jour d'immobilisation.", required=True, ahead=True)
    end = DayField("Fin", "Dernier jour, compris ; vide tant qu'il est immobilisé.", ahead=True, since="start")
    cause = TextField("Cause", "Panne, vol, entretien…", required=True)

    class Meta:
        indexes = ((("moped", "start"), True),)
        constraints = [day_check("start"), day_check('"end"'), Check('"end" IS NULL OR "end" >= start')]
