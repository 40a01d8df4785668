"""People, the actions they are in, and their parcours."""

from peewee import Check

from config.catalogue import convention
from config.schema import Convention
from models.tables.base import ENTRY, UNCONFIRMED, Record, one_of
from models.tables.fields import (
    CentsField,
    ChoiceField,
    CodeField,
    DayField,
    HundredthsField,
    MinutesField,
    NameField,
    ReferenceField,
    SharedNameField,
    TextField,
    WholeField,
    YesField,
    day_check,
)
from models.tables.lists import (
    EXIT_TYPES,
    JOB_CONTRACTS,
    LICENCES,
    LIVING,
    ORAL_LEVELS,
    ORIENTATIONS,
    PUBLICS,
    RSA_STATUSES,
    SCHOOLINGS,
    SEXES,
)


class Person(Record):
    """A participant. ``folded`` is the name without accents or case, for searching; ``confirmed`` is false for
    someone added by name during a roll, until a coordinator completes the record.

    From ``rsa_status`` on: what only some conventions ask for (their ``profile``); null or '' is unknown.
    ``hold`` is why the record must be kept whatever its age (a dispute, a control); ``restricted`` the day it left the
    lists of every day, ``erased`` the day its names were taken away, both at the end of a retention.
    """

    sheet, heading, one, trainers = "Participants", "Identité", "fiche", UNCONFIRMED
    corrected = ("phone", "email", "address")

    code = NameField(
        "Identifiant", "Votre numéro de dossier, unique par personne.", required=True, unique=True, free=False
    )
    last_name = NameField("Nom", "Nom de famille.", required=True, free=False)
    first_name = NameField("Prénom", "Prénom.", required=True, free=False)
    folded = TextField(required=True, hidden=True, free=False, index=True)
    birth = DayField("Naissance", "Date de naissance, JJ/MM/AAAA.", profile="naissance")
    sex = ChoiceField("Sexe", SEXES, "F ou M.", profile="sexe")
    public = ChoiceField("Public", PUBLICS, "RSA, FAJ ou Autre ; vide compte comme Autre.", profile="public")
    caf_number = TextField("N° allocataire", "Numéro d'allocataire.", profile="allocataire")
    town = TextField("Commune", "Commune de résidence.", kept=True, profile="commune")
    phone = TextField("Téléphone", "Numéro de téléphone.", profile="téléphone", digits=10)
    email = TextField("Courriel", "Adresse de courriel.")
    prescriber = TextField("Prescripteur", "Qui a orienté la personne.", profile="prescripteur")
    referent = TextField("Référent", "Référent de la personne.", profile="référent")
    family_status = TextField(
        "Situation familiale", "Situation familiale à l'entrée.", kept=True, profile="situation familiale"
    )
    education = TextField(
        "Niveau de formation", "Niveau de formation à l'entrée.", kept=True, profile="niveau de formation"
    )
    employment = TextField(
        "Situation emploi", "Situation au regard de l'emploi à l'entrée.", kept=True, profile="situation emploi"
    )
    confirmed = YesField("Fiche confirmée", default=True, timeless=True, taken=False, counted=False)
    rsa_status = ChoiceField(
        "Statut RSA", RSA_STATUSES, "Socle, majoré, demandeur ou sans RSA, à l'entrée.", profile="statut RSA"
    )
    rsa_since = DayField("RSA depuis le", "Premier jour du droit au RSA.", profile="RSA depuis")
    rights_and_duties = YesField(
        "Droits et devoirs", "Oui si la personne est soumise aux droits et devoirs.", profile="droits et devoirs"
    )
    job_seeker_number = TextField("N° Pôle emploi", "Identifiant de demandeur d'emploi.", profile="Pôle emploi")
    job_seeker_since = DayField(
        "Inscrit à Pôle emploi le", "Jour de l'inscription ; vide si elle ne l'est pas.", profile="Pôle emploi"
    )
    address = TextField("Adresse", "Numéro et voie.", profile="adresse")
    postcode = TextField("Code postal", "Cinq chiffres.", kept=True, profile="code postal", digits=5)
    zone = TextField("Territoire", "Pôle, DTPAS ou secteur du Département.", profile="territoire")
    priority_area = YesField(
        "Quartier prioritaire", "Oui si l'adresse est en quartier prioritaire (QPV).", profile="quartier prioritaire"
    )
    newcomer = YesField("Primo-entrant", "Oui si la personne entre dans le RSA.", profile="primo-entrant")
    path_since = DayField(
        "En parcours depuis le",
        "Début du parcours d'insertion, toutes structures confondues.",
        profile="en parcours depuis",
    )
    disabled = YesField("RQTH", "Oui si la qualité de travailleur handicapé est reconnue.", profile="RQTH")
    education_scale = TextField("Échelle de formation", "Le nom de l'échelle du niveau : I à VI, ou 3 à 8.")
    schooling = ChoiceField("Scolarité", SCHOOLINGS, "Dans le pays d'origine.", profile="scolarité")
    oral = ChoiceField("Oral", ORAL_LEVELS, "Aisance en français à l'oral.", profile="oral")
    licence = ChoiceField("Permis", LICENCES, "Ce que la personne détient à l'entrée.", profile="permis")
    certification = TextField("Certification", "Diplôme ou titre professionnel détenu.", profile="certification")
    living = ChoiceField(
        "Situation particulière", LIVING, "Si la convention vise ces publics.", profile="situation particulière"
    )
    precarious = YesField(
        "Activité précaire", "Oui si la personne a une activité précaire.", profile="activité précaire"
    )
    income = CentsField("Revenu mensuel (€)", "Revenu net d'activité par mois.", profile="revenu")
    business = TextField(
        "Activité indépendante", "L'activité d'un travailleur indépendant.", profile="activité indépendante"
    )
    referent_structure = TextField("Structure du référent", "L'organisme du référent.")
    referent_contact = TextField("Contact du référent", "Téléphone ou courriel du référent.")
    hold = TextField("À conserver", taken=False)
    restricted = DayField("Archivé le", taken=False)
    erased = DayField("Noms effacés le", taken=False)

    class Meta:
        constraints = [
            day_check("restricted"),
            day_check("erased"),
            one_of("sex", "", *SEXES),
            one_of("public", "", *PUBLICS),
            one_of("rsa_status", "", *RSA_STATUSES),
            one_of("schooling", "", *SCHOOLINGS),
            one_of("oral", "", *ORAL_LEVELS),
            one_of("licence", "", *LICENCES),
            one_of("living", "", *LIVING),
            day_check("birth"),
            day_check("rsa_since"),
            day_check("job_seeker_since"),
            day_check("path_since"),
            Check("income IS NULL OR income >= 0"),
            Check("code <> ''"),
        ]


class FormerPublic(Record):
    """A public somebody had until the eve of ``since``, the first day of the one after it (reading E-08). The last is
    the person's own; somebody without any line always had that one."""

    heading, one, dated = "Publics d'avant", "changement de public", "since"

    person = ReferenceField(Person, "Participant", index=False)
    since = DayField("Changement le", "Premier jour du public suivant.", required=True, seen=False)
    public = ChoiceField("Public d'avant", PUBLICS, "Celui d'avant ce jour.", required=True)

    class Meta:
        indexes = ((("person", "since"), True),)
        constraints = [one_of("public", *PUBLICS), day_check("since")]


AGREED = ("agreed_people", "agreed_places", "agreed_amount")
"""What an action agrees with the Département, and no text says (reading E-37)."""


class Action(Record):
    """What an operator runs under one edition of a convention, from ``start`` to ``end``, both in it.

    ``staff`` is in hundredths of a full-time post (150 = 1,5 ETP).
    """

    sheet, dated, of_action = "Actions", "start", True

    code = NameField(
        "Code",
        "Le code de l'action : il la retrouve dans les autres feuilles.",
        required=True,
        unique=True,
        free=False,
        timeless=True,
    )
    convention = CodeField(
        "Convention", "convention", "Le cahier des charges, à choisir dans la liste.", required=True, index=True
    )
    edition = TextField("Édition", taken=False)
    title = TextField("Intitulé", "Le nom de l'action pour les personnes.", timeless=True)
    start = DayField("Début", "Premier jour de l'action.", required=True, ahead=True)
    end = DayField("Fin", "Dernier jour de l'action, compris.", required=True, ahead=True, since="start")
    places = WholeField("Places", "Nombre de places financées ; obligatoire pour l'ADSE A.")
    site = TextField("Site", "Le lieu où l'action se tient.", timeless=True)
    staff = HundredthsField("ETP", "Équivalents temps plein de l'action : 1,5.")
    agreed_people = WholeField(
        "Participants convenus", "Objectif de participants convenu avec le Département ; indicatif.", timeless=True
    )
    agreed_places = WholeField(
        "Places en quartier prioritaire", "Places prévues pour les habitants des quartiers prioritaires.", timeless=True
    )
    agreed_amount = CentsField(
        "Montant convenu (€)", "Montant convenu avec le Département pour ce projet.", timeless=True
    )

    @property
    def spec(self) -> Convention:
        """The convention it runs under, in the edition it began with."""
        return convention(self.convention, self.edition)

    class Meta:
        constraints = [
            Check("staff IS NULL OR staff >= 0"),
            day_check("start"),
            day_check('"end"'),
            Check('"end" >= start'),
            Check("places IS NULL OR places >= 0"),
            *(Check(f"{name} IS NULL OR {name} >= 0") for name in AGREED),
            Check("code <> ''"),
        ]


class Parcours(Record):
    """One person's stay in one action: open from ``entry`` to ``exit``, both in it.

    ``evaluation`` is the initial driving evaluation, in minutes. ``confirmed`` is false for a stay begun by a trainer
    during a roll, until a coordinator confirms it. ``variant`` is one of the convention's. ``oriented`` is the day of
    the decision that sent the person, ``oriented_by`` the structure that did. An exit to a job says its contract and
    ``job_end``, the last day of that contract (none for one without end).
    """

    sheet, one, dated, of_action = "Parcours", "parcours", "entry", True
    undo_checks, trainers = (ENTRY,), UNCONFIRMED

    action = ReferenceField(Action, "Action", backref="parcours", index=False)
    person = ReferenceField(Person, "Participant", backref="parcours")
    entry = DayField("Entrée", "Premier jour du parcours.", required=True, ahead=True)
    planned_end = DayField("Fin prévue", "Fin prévue à l'entrée.", seen=False, ahead=True, since="entry")
    exit = DayField(
        "Sortie", "Dernier jour du parcours, compris ; vide tant que la personne est là.", ahead=True, since="entry"
    )
    exit_type = ChoiceField("Type de sortie", EXIT_TYPES, day="exit")
    evaluation = MinutesField("Évaluation de départ (h)", "Heures de conduite estimées à l'entrée : 32, 32,5 ou 32:30.")
    renewed = DayField("Renouvelé le", "Jour du renouvellement.", ahead=True, since="entry")
    renewal_reason = TextField("Motif de renouvellement", "Pourquoi le parcours est renouvelé.", day="renewed")
    group = SharedNameField("Groupe", "Groupe de la personne dans l'action.", kept=True, column_name="group_name")
    confirmed = YesField("Parcours confirmé", default=True, timeless=True, taken=False, counted=False)
    variant = CodeField("Variante", "variant", "Le type de parcours, si la convention en a.")
    oriented = DayField("Orienté le", "Jour de la décision d'orientation.", day="entry", profile="date d'orientation")
    orientation = ChoiceField("Orientation", ORIENTATIONS, "Sociale ou professionnelle.", profile="orientation")
    oriented_by = TextField(
        "Structure orientante", "La nature de la structure qui oriente.", kept=True, profile="structure orientante"
    )
    exit_contract = ChoiceField(
        "Contrat de sortie", JOB_CONTRACTS, "Le contrat de l'emploi trouvé à la sortie.", day="exit"
    )
    job_end = DayField(
        "Fin du contrat",
        "Dernier jour de ce contrat ; vide sans terme.",
        day="exit",
        seen=False,
        ahead=True,
        since="exit",
    )
    destination = TextField("Destination", "Employeur, organisme ou action qui suit.", kept=True, day="exit")

    class Meta:
        indexes = ((("action", "person", "entry"), True),)
        constraints = [
            day_check("oriented"),
            day_check("job_end"),
            one_of("orientation", "", *ORIENTATIONS),
            one_of("exit_contract", "", *JOB_CONTRACTS),
            Check("job_end IS NULL OR job_end >= entry"),
            day_check("entry"),
            day_check("planned_end"),
            day_check('"exit"'),
            day_check("renewed"),
            Check('"exit" IS NULL OR "exit" >= entry'),
            Check("renewed IS NULL OR renewed >= entry"),
            Check("evaluation IS NULL OR evaluation >= 0"),
            one_of("exit_type", "", *EXIT_TYPES),
        ]


class FormerIdentity(Record):
    """Who a person was called before: another identifier, another name, or the record of theirs joined to this one.

    ``joined`` is the number of the record that was joined: its row stays for the movements of hours that name it, in no
    list and in no figure; null for an identifier or a name that was corrected.
    """

    heading, one, counted = "Anciennes identités", "ancienne identité", False

    person = ReferenceField(Person, "Participant", backref="former")
    code = NameField("Ancien identifiant", required=True, free=False)
    last_name = NameField("Ancien nom", required=True, free=False)
    first_name = NameField("Ancien prénom", required=True, free=False)
    folded = TextField(required=True, hidden=True, free=False)
    birth = DayField("Ancienne naissance", seen=False)
    joined = WholeField(hidden=True, null=True, unique=True)

    class Meta:
        indexes = ((("code",), False),)
        constraints = [day_check("birth"), Check("code <> ''")]


class TwoPeople(Record):
    """Two records that look alike and are those of two people, as somebody said: they are not asked about again."""

    heading, one, counted = "Fiches distinguées", "fiches distinguées", False

    person = ReferenceField(Person, "Participant", backref="told_apart")
    other = ReferenceField(Person, "Distinct de", backref="told_apart_from")

    class Meta:
        indexes = ((("person", "other"), True),)
        constraints = [Check("person_id <> other_id")]
