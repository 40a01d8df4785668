"""The sheets of a take-over workbook and their columns: said once, for reading and for the template."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from config.catalogue import catalogue
from models import tables
from models.takeover import cells


@dataclass(frozen=True)
class Column:
    """One column: its header, the attribute it fills, how a cell is read, and what the template says of it.

    ``key``: it takes part in finding a row again. ``required``: a new row needs it. ``values``: a closed list; for
    ``listed``, one that conventions make (told when asked for).
    """

    header: str
    attribute: str
    read: Callable[[Any], Any]
    comment: str
    key: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    unit: str = ""
    listed: Callable[[], tuple[str, ...]] | None = None

    @property
    def title(self) -> str:
        """The header as the template writes it: with its unit, and a star when it is required."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.header}{unit}{'*' if self.required else ''}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: the records it fills and its columns in order."""

    name: str
    model: type[tables.Record]
    columns: tuple[Column, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The attributes that find a row again."""
        return tuple(column.attribute for column in self.columns if column.key)

    @cached_property
    def index(self) -> dict[str, int]:
        """The rank of each attribute among the columns."""
        return {column.attribute: rank for rank, column in enumerate(self.columns)}

    def column(self, attribute: str) -> Column:
        return self.columns[self.index[attribute]]


def natures() -> tuple[str, ...]:
    """Every nature a convention knows."""
    return _all(nature.code for known in catalogue().values() for nature in known.nature)


def documents() -> tuple[str, ...]:
    """Every kind of document a convention knows."""
    return _all(kind.code for known in catalogue().values() for kind in known.document_kind)


def exams() -> tuple[str, ...]:
    """Every exam a convention knows."""
    return _all(exam.code for known in catalogue().values() for exam in known.exam)


def conventions() -> tuple[str, ...]:
    """The ids of the catalogue."""
    return tuple(catalogue())


def _all(codes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


_ACTION = Column("Action", "action", cells.name, "Le code de l'action, comme dans la feuille Actions.", True, True)
_PERSON = Column(
    "Participant", "person", cells.name, "L'identifiant du participant, comme dans la feuille Participants.", True, True
)
_PLATE = Column("Immatriculation", "plate", cells.name, "La plaque du cyclomoteur.", True, True)
_SESSION = Column("Séance", "session", cells.name, "Le code de la séance, unique dans l'action.", True, True)


def _text(header: str, attribute: str, comment: str, required: bool = False) -> Column:
    return Column(header, attribute, cells.text, comment, required=required)


def _day(header: str, attribute: str, comment: str, key: bool = False, required: bool = False) -> Column:
    return Column(header, attribute, cells.day, comment, key, key or required)


def _one_of(header: str, attribute: str, values: tuple[str, ...], comment: str, required: bool = False) -> Column:
    return Column(header, attribute, cells.choice(values), comment, required=required, values=values)


ACTIONS = Sheet(
    "Actions",
    tables.Action,
    (
        Column(
            "Code", "code", cells.name, "Le code de l'action : il la retrouve dans les autres feuilles.", True, True
        ),
        Column(
            "Convention",
            "convention",
            cells.name,
            "Le cahier des charges, à choisir dans la liste.",
            required=True,
            listed=conventions,
        ),
        _text("Intitulé", "title", "Le nom de l'action pour les personnes."),
        _day("Début", "start", "Premier jour de l'action.", required=True),
        _day("Fin", "end", "Dernier jour de l'action, compris.", required=True),
        Column("Places", "places", cells.whole, "Nombre de places financées ; obligatoire pour l'ADSE A."),
        _text("Site", "site", "Le lieu où l'action se tient."),
    ),
)

PARTICIPANTS = Sheet(
    "Participants",
    tables.Person,
    (
        Column("Identifiant", "code", cells.name, "Votre numéro de dossier, unique par personne.", True, True),
        Column("Nom", "last_name", cells.name, "Nom de famille.", required=True),
        Column("Prénom", "first_name", cells.name, "Prénom.", required=True),
        _day("Naissance", "birth", "Date de naissance, JJ/MM/AAAA."),
        _one_of("Sexe", "sex", tables.SEXES, "F ou M."),
        _one_of("Public", "public", tables.PUBLICS, "RSA, FAJ ou Autre ; vide compte comme Autre."),
        _text("N° allocataire", "caf_number", "Numéro d'allocataire."),
        _text("Commune", "town", "Commune de résidence."),
        _text("Téléphone", "phone", "Numéro de téléphone."),
        _text("Courriel", "email", "Adresse de courriel."),
        _text("Prescripteur", "prescriber", "Qui a orienté la personne."),
        _text("Référent", "referent", "Référent de la personne."),
        _text("Situation familiale", "family_status", "Situation familiale à l'entrée."),
        _text("Niveau de formation", "education", "Niveau de formation à l'entrée."),
        _text("Situation emploi", "employment", "Situation au regard de l'emploi à l'entrée."),
    ),
)

CHECKS = Sheet(
    "Éligibilités",
    tables.EligibilityCheck,
    (
        _PERSON,
        _day("Vérifiée le", "day", "Jour où l'éligibilité a été vérifiée.", key=True),
        _one_of("Public", "public", tables.PUBLICS, "RSA, FAJ ou Autre, ce jour-là.", required=True),
        _text("Justificatif", "proof", "Le document présenté."),
    ),
)

PARCOURS = Sheet(
    "Parcours",
    tables.Parcours,
    (
        _ACTION,
        _PERSON,
        _day("Entrée", "entry", "Premier jour du parcours.", key=True),
        _day("Fin prévue", "planned_end", "Fin prévue à l'entrée."),
        _day("Sortie", "exit", "Dernier jour du parcours, compris ; vide tant que la personne est là."),
        _one_of(
            "Type de sortie",
            "exit_type",
            tables.EXIT_TYPES,
            "À choisir dans la liste.",
        ),
        Column(
            "Évaluation de départ",
            "evaluation",
            cells.hours,
            "Heures de conduite estimées à l'entrée : 32, 32,5 ou 32:30.",
            unit="h",
        ),
        _day("Renouvelé le", "renewed", "Jour du renouvellement."),
        _text("Motif de renouvellement", "renewal_reason", "Pourquoi le parcours est renouvelé."),
        _text("Groupe", "group", "Groupe de la personne dans l'action."),
    ),
)

SESSIONS = Sheet(
    "Séances",
    tables.Session,
    (
        _ACTION,
        Column("Séance", "code", cells.name, "Un code unique dans l'action, par exemple S012.", True, True),
        Column(
            "Nature",
            "nature",
            cells.name,
            "À choisir parmi les natures de la convention de l'action.",
            required=True,
            listed=natures,
        ),
        _day("Date", "day", "Jour de la séance.", required=True),
        Column("Début", "start", cells.clock, "Heure de début : 9:00 ou 9h30.", required=True),
        Column("Fin", "end", cells.clock, "Heure de fin, le même jour.", required=True),
        _text("Thème", "theme", "Ce qui est travaillé."),
        Column("Intervenant", "trainer", cells.name, "Qui anime."),
        _text("Lieu", "place", "Où la séance se tient."),
        _one_of(
            "État",
            "state",
            tables.STATES,
            "Vide : tenue dès que quelqu'un est noté, sinon prévue.",
        ),
        _text("Groupe", "group", "Groupe attendu ; vide : tout le monde."),
    ),
)

ATTENDANCES = Sheet(
    "Présences",
    tables.Attendance,
    (
        _ACTION,
        _SESSION,
        _PERSON,
        _one_of("Statut", "status", tables.STATUSES, "À choisir dans la liste.", True),
        Column(
            "Minutes",
            "minutes",
            cells.whole,
            "Minutes suivies : vide pour toute la séance (présent), obligatoire pour un retard.",
        ),
    ),
)

MOVEMENTS = Sheet(
    "Mutualisation",
    tables.Movement,
    (
        _ACTION,
        _day("Date", "day", "Jour du mouvement.", key=True),
        Column(
            "Sens",
            "kind",
            cells.choice((tables.RELEASE, tables.GRANT)),
            "Libération : la personne rend des heures ; mobilisation : elle en reçoit.",
            True,
            True,
            (tables.RELEASE, tables.GRANT),
        ),
        _PERSON,
        Column("Heures", "minutes", cells.hours, "Heures du mouvement : 2, 2,5 ou 2:30.", True, True),
        _text("Motif", "reason", "Pourquoi ces heures changent de main.", required=True),
        _day("Signalé au référent le", "referent", "Jour du signalement au service référent."),
        _day("Signalé au Département le", "departement", "Jour du signalement au Département."),
        Column("N°", "label", cells.name, "Facultatif : distingue deux mouvements identiques du même jour.", True),
    ),
)

MOPEDS = Sheet(
    "Cyclomoteurs",
    tables.Moped,
    (
        _ACTION,
        _PLATE,
        _text("Modèle", "model", "Marque et modèle."),
        _text("Site", "site", "Où le cyclomoteur est rangé."),
        _day("Mise en service", "in_service", "Premier jour dans le parc.", required=True),
        _day("Retrait", "retired", "Dernier jour dans le parc, compris."),
    ),
)

LOANS = Sheet(
    "Prêts",
    tables.Loan,
    (
        _ACTION,
        _PLATE,
        _day("Départ", "departure", "Premier jour du prêt.", key=True),
        Column("Participant", "person", cells.name, "L'identifiant de la personne.", required=True),
        _day("Retour prévu", "due", "Retour convenu au départ.", required=True),
        _day("Retour", "ended", "Jour du retour ; vide tant que le cyclomoteur est dehors."),
        _day("Prolongé jusqu'au", "extended", "Dernier jour après prolongation."),
        _text("Motif de prolongation", "extension_reason", "Pourquoi le prêt est prolongé."),
        Column("Accompagnant", "professional", cells.name, "Le professionnel qui accompagne la prolongation."),
        _text("Motif de déplacement", "purpose", "À quoi servent les trajets."),
        Column("Dépôt de garantie", "deposit", cells.money, "Dépôt de garantie en euros.", unit="€"),
        Column("Participation", "fee", cells.money, "Participation demandée en euros.", unit="€"),
    ),
)

DOWNTIMES = Sheet(
    "Immobilisations",
    tables.Downtime,
    (
        _ACTION,
        _PLATE,
        _day("Début", "start", "Premier jour d'immobilisation.", key=True),
        _day("Fin", "end", "Dernier jour, compris ; vide tant qu'il est immobilisé."),
        _text("Cause", "cause", "Panne, vol, entretien…", required=True),
    ),
)

EXAMS = Sheet(
    "Examens",
    tables.Exam,
    (
        _ACTION,
        _PERSON,
        Column("Épreuve", "test", cells.name, "Code ou conduite.", True, True, listed=exams),
        _day("Date", "day", "Jour de l'épreuve.", key=True),
        _one_of("Résultat", "result", tables.RESULTS, "Absent ne compte pas.", required=True),
        _text("Motif", "reason", "Pourquoi une présentation de plus."),
    ),
)

DOCUMENTS = Sheet(
    "Documents",
    tables.Document,
    (
        _ACTION,
        _PERSON,
        Column("Document", "kind", cells.name, "À choisir dans la liste.", True, True, listed=documents),
        _day("Date", "day", "Jour de la remise ou de l'envoi.", key=True),
        _text("Destinataire", "recipient", "À qui il est remis."),
    ),
)

IMMERSIONS = Sheet(
    "Immersions",
    tables.Immersion,
    (
        _ACTION,
        _PERSON,
        _day("Début", "start", "Premier jour.", key=True),
        _day("Fin", "end", "Dernier jour, compris.", required=True),
        _one_of("Type", "kind", tables.IMMERSIONS, "À choisir dans la liste.", required=True),
        _text("Entreprise", "company", "Où l'immersion se passe."),
        Column(
            "Projet validé",
            "validated",
            cells.yes_no,
            "Oui si l'immersion valide le projet professionnel.",
            values=("oui", "non"),
        ),
    ),
)

FOLLOWUPS = Sheet(
    "Suivis",
    tables.FollowUp,
    (
        _ACTION,
        _PERSON,
        Column("Échéance", "months", cells.whole, "Mois après la sortie, par exemple 3.", True, True, unit="mois"),
        _day("Date", "day", "Jour du contact.", required=True),
        Column("Joint", "reached", cells.yes_no, "Oui si la personne a répondu.", required=True, values=("oui", "non")),
        _one_of("Situation", "situation", tables.SITUATIONS, "Situation trouvée ce jour-là."),
    ),
)

WORKED = Sheet(
    "Heures travaillées",
    tables.WorkedHours,
    (
        _ACTION,
        _PERSON,
        Column("Mois", "month", cells.month, "Le mois, AAAA-MM.", True, True),
        Column("Heures", "minutes", cells.hours, "Heures travaillées dans le mois : 35, 35,5 ou 35:30.", required=True),
    ),
)

SHEETS = (
    ACTIONS,
    PARTICIPANTS,
    CHECKS,
    PARCOURS,
    SESSIONS,
    ATTENDANCES,
    MOVEMENTS,
    MOPEDS,
    LOANS,
    DOWNTIMES,
    EXAMS,
    DOCUMENTS,
    IMMERSIONS,
    FOLLOWUPS,
    WORKED,
)
