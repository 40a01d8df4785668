"""The sheets of a take-over workbook and their columns: said once, for reading and for the template."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peewee import BooleanField

from config.catalogue import catalogue, usable
from models import tables
from models.tables.fields import CodeField
from models.takeover import cells


@dataclass(frozen=True)
class Column:
    """One column: its header, the attribute it fills, how a cell is read, and what the template says of it.

    ``key``: it takes part in finding a row again. ``required``: a new row needs it. ``values``: a closed list; for
    ``listed``, one that conventions make (told when asked for). ``blank``: what an empty cell of a key stands for.
    """

    header: str
    attribute: str
    read: Callable[[Any], Any]
    comment: str
    key: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    unit: str = ""
    blank: Any = None
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


def conventions() -> tuple[str, ...]:
    """The ids an action may run under."""
    return tuple(usable())


def listed(name: str) -> Callable[[], tuple[str, ...]]:
    """Every code that conventions declare under ``name``."""
    return lambda: _all(code for known in catalogue().values() for code in known.listed(name))


def _all(codes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


_ACTION = Column("Action", "action", cells.name, "Le code de l'action, comme dans la feuille Actions.", True, True)
_PERSON = Column(
    "Participant", "person", cells.name, "L'identifiant du participant, comme dans la feuille Participants.", True, True
)
_PLATE = Column("Immatriculation", "plate", cells.plate, "La plaque du cyclomoteur.", True, True)
_SESSION = Column("Séance", "session", cells.name, "Le code de la séance, unique dans l'action.", True, True)


def _text(header: str, attribute: str, comment: str, required: bool = False) -> Column:
    return Column(header, attribute, cells.text, comment, required=required)


def _day(header: str, attribute: str, comment: str, key: bool = False, required: bool = False) -> Column:
    return Column(header, attribute, cells.day, comment, key, key or required)


def _yes(header: str, attribute: str, comment: str) -> Column:
    return Column(header, attribute, cells.yes_no, comment, values=("oui", "non"))


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
        Column("ETP", "staff", cells.posts, "Équivalents temps plein de l'action : 1,5."),
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
        _one_of("Statut RSA", "rsa_status", tables.RSA_STATUSES, "Socle, majoré, demandeur ou sans RSA, à l'entrée."),
        _day("RSA depuis le", "rsa_since", "Premier jour du droit au RSA."),
        _yes("Droits et devoirs", "rights_and_duties", "Oui si la personne est soumise aux droits et devoirs."),
        _text("N° Pôle emploi", "job_seeker_number", "Identifiant de demandeur d'emploi."),
        _day("Inscrit à Pôle emploi le", "job_seeker_since", "Jour de l'inscription ; vide si elle ne l'est pas."),
        _text("Adresse", "address", "Numéro et voie."),
        _text("Code postal", "postcode", "Cinq chiffres."),
        _text("Territoire", "zone", "Pôle, DTPAS ou secteur du Département."),
        _yes("Quartier prioritaire", "priority_area", "Oui si l'adresse est en quartier prioritaire (QPV)."),
        _yes("Primo-entrant", "newcomer", "Oui si la personne entre dans le RSA."),
        _day("En parcours depuis le", "path_since", "Début du parcours d'insertion, toutes structures confondues."),
        _yes("RQTH", "disabled", "Oui si la qualité de travailleur handicapé est reconnue."),
        _text("Échelle de formation", "education_scale", "Le nom de l'échelle du niveau : I à VI, ou 3 à 8."),
        _one_of("Scolarité", "schooling", tables.SCHOOLINGS, "Dans le pays d'origine."),
        _one_of("Oral", "oral", tables.ORAL_LEVELS, "Aisance en français à l'oral."),
        _one_of("Permis", "licence", tables.LICENCES, "Ce que la personne détient à l'entrée."),
        _text("Certification", "certification", "Diplôme ou titre professionnel détenu."),
        _one_of("Situation particulière", "living", tables.LIVING, "Si la convention vise ces publics."),
        _yes("Activité précaire", "precarious", "Oui si la personne a une activité précaire."),
        Column("Revenu mensuel", "income", cells.money, "Revenu net d'activité par mois.", unit="€"),
        _text("Activité indépendante", "business", "L'activité d'un travailleur indépendant."),
        _text("Structure du référent", "referent_structure", "L'organisme du référent."),
        _text("Contact du référent", "referent_contact", "Téléphone ou courriel du référent."),
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
        Column("Groupe", "group", cells.name, "Groupe de la personne dans l'action."),
        Column(
            "Variante", "variant", cells.name, "Le type de parcours, si la convention en a.", listed=listed("variant")
        ),
        _day("Orienté le", "oriented", "Jour de la décision d'orientation."),
        _one_of("Orientation", "orientation", tables.ORIENTATIONS, "Sociale ou professionnelle."),
        _text("Structure orientante", "oriented_by", "La nature de la structure qui oriente."),
        _one_of(
            "Contrat de sortie", "exit_contract", tables.JOB_CONTRACTS, "Le contrat de l'emploi trouvé à la sortie."
        ),
        _day("Fin du contrat", "job_end", "Dernier jour de ce contrat ; vide sans terme."),
        _text("Destination", "destination", "Employeur, organisme ou action qui suit."),
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
        Column("Thème", "theme", cells.name, "Ce qui est travaillé."),
        Column("Intervenant", "trainer", cells.name, "Qui anime."),
        _text("Lieu", "place", "Où la séance se tient."),
        _one_of(
            "État",
            "state",
            tables.STATES,
            "Vide : tenue dès que quelqu'un est noté, sinon prévue.",
        ),
        Column("Groupe", "group", cells.name, "Groupe attendu ; vide : tout le monde."),
        _one_of("Canal", "channel", tables.CHANNELS, "Comment l'entretien se fait."),
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

READERS: dict[str, Callable[[Any], Any]] = {
    "_DayField": cells.day,
    "_MonthField": cells.month,
    "_MinutesField": cells.hours,
    "BooleanField": cells.yes_no,
    "IntegerField": cells.whole,
    "TextField": cells.text,
    "_NameField": cells.name,
    "_CodeField": cells.name,
}


def _column(field: Any, keys: tuple[str, ...]) -> Column:
    """The column of a register's field: its header, what is meant and how it is read all come from the field."""
    if field.name == "action":
        return _ACTION
    if field.name == "person":
        return _PERSON
    header, _, unit = field.verbose_name.partition(" (")
    key, required = field.name in keys, not field.null and field.default is None
    values = tuple(value for value, _ in field.choices or ())
    read = READERS[type(field).__name__]
    if isinstance(field, BooleanField):
        values = ("oui", "non")
    elif values:
        read = cells.choice(values)
    codes = listed(field.listed) if isinstance(field, CodeField) else None
    blank = "" if key and not required else None
    return Column(
        header, field.name, read, field.help_text or "", key, required, values, unit.rstrip(")"), blank, codes
    )


def register(model: Any) -> Sheet:
    """The sheet of a register, derived from its fields."""
    keys = next(names for names, unique in model._meta.indexes if unique)
    return Sheet(model.sheet, model, tuple(_column(field, keys) for field in tables.fields_of(model)))


REGISTERS = {model: register(model) for model in tables.REGISTERS}

RETURNS = Sheet(
    "Rapports remis",
    tables.HandedIn,
    (
        _ACTION,
        Column("Rapport", "code", cells.name, "À choisir dans la liste.", True, True, listed=listed("returns")),
        _day("Début de période", "start", "Premier jour du mois, du trimestre ou de l'année rapportés.", key=True),
        _day("Remis le", "day", "Jour de la remise au Département.", required=True),
    ),
)

SHEETS = (
    ACTIONS,
    PARTICIPANTS,
    REGISTERS[tables.EligibilityCheck],
    PARCOURS,
    SESSIONS,
    ATTENDANCES,
    MOVEMENTS,
    MOPEDS,
    LOANS,
    DOWNTIMES,
    *(sheet for model, sheet in REGISTERS.items() if model is not tables.EligibilityCheck),
    RETURNS,
)
