"""The registers: dated facts about a person in an action, one table a kind of fact.

Everything said of a fact is said here once: its form, its take-over sheet, its detail sheet and its checks are derived
from the fields (``models.tables.fields``), the unique index is its key.
"""

from typing import ClassVar

from peewee import JOIN, SQL, Check

from models.tables.base import STAY, Record, one_of
from models.tables.fields import (
    ChoiceField,
    CodeField,
    DayField,
    MinutesField,
    MonthField,
    NameField,
    ReferenceField,
    TextField,
    WholeField,
    YesField,
    day_check,
)
from models.tables.lists import (
    ANSWERS,
    CONTACT_CHANNELS,
    CONTRACT_STATUSES,
    DIRECTIONS,
    EDE_OCCASIONS,
    IMMERSIONS,
    JOB_CONTRACTS,
    LIAISON_OUTCOMES,
    MOMENTS,
    OBSTACLE_ENDS,
    OFFER_OUTCOMES,
    OPINIONS,
    OUTCOMES,
    PARTNERS,
    PROJECT_STATES,
    PUBLICS,
    PURPOSES,
    RESULTS,
    SITUATIONS,
)
from models.tables.people import Action, Parcours, Person


class Register(Record):
    """A table of facts about a person; ``register`` is what a convention calls it among its ``records``."""

    dated = "day"
    register: ClassVar[str] = ""


class Fact(Register):
    """A fact about one person in one action."""

    needs_parcours = True
    undo_checks: ClassVar[tuple[str, ...]] = (STAY,)

    action = ReferenceField(Action, "Action", index=False)
    person = ReferenceField(Person, "Participant")


for reference in (Fact.action, Fact.person):  # only the registers themselves are tables that point to these
    Fact._meta.remove_ref(reference)


class EligibilityCheck(Register):
    """A check of someone's public on a day, with its proof; it belongs to no action."""

    register, one, sheet = "éligibilités", "vérification du public", "Éligibilités"

    person = ReferenceField(Person, "Participant", index=False)
    day = DayField("Vérifiée le", "Jour où l'éligibilité a été vérifiée.", required=True)
    public = ChoiceField("Public", PUBLICS, "RSA, FAJ ou Autre, ce jour-là.", required=True)
    proof = TextField("Justificatif", "Le document présenté.")

    class Meta:
        indexes = ((("person", "day"), True),)
        constraints = [one_of("public", *PUBLICS), day_check("day")]


class Exam(Fact):
    """One presentation to an exam. *absent* is no attempt."""

    register, one, sheet = "examens", "examen", "Examens"

    test = CodeField("Épreuve", "exam", "Une épreuve de la convention.", required=True)
    day = DayField("Date", "Jour de l'épreuve.", required=True)
    result = ChoiceField("Résultat", RESULTS, "Absent ne compte pas.", required=True)
    reason = TextField("Motif", "Pourquoi une présentation de plus.")
    certification = NameField("Certification", "Le titre ou le diplôme présenté, quand l'action en prépare plusieurs.")
    block = NameField("Bloc", "Le bloc de compétences présenté.")

    class Meta:
        indexes = ((("action", "person", "test", "day", "certification", "block"), True),)
        constraints = [one_of("result", *RESULTS), day_check("day")]


class Document(Fact):
    """A document handed over or sent."""

    register, one, sheet = "documents", "document", "Documents"

    kind = CodeField("Document", "document_kind", required=True)
    day = DayField("Date", "Jour de la remise ou de l'envoi.", required=True)
    recipient = TextField("Destinataire", "À qui il est remis.")

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [day_check("day")]


class Immersion(Fact):
    """A period in real work, and whether it validated the person's project."""

    register, one, sheet, dated = "immersions", "immersion", "Immersions", "start"

    start = DayField("Début", "Premier jour.", required=True, ahead=True)
    end = DayField("Fin", "Dernier jour, compris.", required=True, ahead=True, since="start")
    kind = ChoiceField("Type", IMMERSIONS, required=True)
    company = TextField("Entreprise", "Où l'immersion se passe.")
    validated = YesField("Projet validé", "Oui si l'immersion valide le projet professionnel.", day="end")
    tutor = TextField("Tuteur", "Qui encadre dans l'entreprise.")
    agreed = DayField("Convention signée le", "Jour de la signature de la convention de stage, par les trois parties.")
    evaluated = DayField("Évaluée le", "Jour de l'évaluation avec le tuteur et la personne.", answers=("start",))

    class Meta:
        indexes = ((("action", "person", "start"), True),)
        constraints = [
            one_of("kind", *IMMERSIONS),
            day_check("start"),
            day_check('"end"'),
            day_check("agreed"),
            day_check("evaluated"),
            Check('"end" >= start'),
        ]


class FollowUp(Fact):
    """The contact made ``months`` after the exit; one that reached nobody is *not joint* and stays counted.

    ``parcours`` is the one whose exit it follows, so that a corrected exit keeps it; without any, it counts nowhere.
    ``unreachable``: said once nobody will try again; until then a contact not joint stays to be made.
    """

    register, one, sheet = "suivis", "suivi", "Suivis"

    months = WholeField("Échéance (mois)", "Mois après la sortie, par exemple 3.", required=True)
    day = DayField("Date", "Jour du contact, ou du dernier essai.", required=True)
    reached = YesField("Joint", "Oui si la personne a répondu.", required=True)
    situation = ChoiceField("Situation", SITUATIONS, "Situation trouvée ce jour-là.")
    attempts = WholeField("Essais", "Combien de fois on a appelé.")
    unreachable = YesField("Injoignable", "Oui quand on renonce à joindre la personne.")
    contract = ChoiceField("Contrat", JOB_CONTRACTS, "Le contrat de l'emploi trouvé.")
    parcours = ReferenceField(
        Parcours,
        "Sortie",
        "La sortie que ce contact suit ; sans elle, la dernière au plus tard à la date du contact.",
        required=False,
    )

    class Meta:
        indexes = (
            (("action", "person", "months", "parcours"), True),
            SQL(
                'CREATE UNIQUE INDEX "follow_up_tied_to_none" ON "follow_up" ("action_id", "person_id", "months")'
                ' WHERE "parcours_id" IS NULL'
            ),
        )
        constraints = [
            one_of("situation", "", *SITUATIONS),
            one_of("contract", "", *JOB_CONTRACTS),
            day_check("day"),
            Check("months > 0"),
            Check("attempts IS NULL OR attempts >= 0"),
            Check("NOT (reached AND unreachable)"),
        ]


class WorkedHours(Fact):
    """Hours one person worked in one month (AAAA-MM), ``training`` hours among them."""

    register, one, sheet, dated = "heures travaillées", "heures travaillées", "Heures travaillées", "month"

    month = MonthField("Mois", "Le mois, par exemple 03/2026.", required=True)
    minutes = MinutesField("Heures", "Heures travaillées dans le mois : 35, 35,5 ou 35:30.", required=True)
    training = MinutesField("Dont formation (h)", "Heures de formation, comprises dans les heures du mois.")

    class Meta:
        indexes = ((("action", "person", "month"), True),)
        constraints = [
            Check("month LIKE '____-__'"),
            Check("minutes >= 0"),
            Check("training IS NULL OR (training >= 0 AND training <= minutes)"),
        ]


class Contract(Fact):
    """A contract of the person: CER, PPAE, work contract… from ``start`` to ``end``, both in it, or to ``broken``."""

    register, one, sheet, dated = "contrats", "contrat", "Contrats", "start"

    kind = CodeField("Contrat", "contract_kind", required=True)
    start = DayField("Début", "Premier jour du contrat.", required=True, ahead=True)
    end = DayField("Fin", "Dernier jour prévu, compris ; vide sans terme.", ahead=True, since="start")
    status = ChoiceField("Statut", CONTRACT_STATUSES, "Où en est le contrat.", day="validated")
    renewal = YesField("Renouvellement", "Oui si ce contrat en renouvelle un autre.")
    signed = DayField("Signé par la personne le")
    signed_referent = DayField("Signé par le référent le")
    validated = DayField("Validé le", "Décision du Département.", answers=("sent",))
    sent = DayField("Transmis le", "Envoi au Département.")
    weekly = MinutesField("Durée hebdomadaire (h)", "Heures de travail par semaine : 26 ou 26:00.")
    broken = DayField("Rompu le", "Dernier jour réel, si le contrat finit avant son terme.")
    reason = TextField("Motif", "Motif de rupture, de rejet, de dispense ou de renouvellement.", day="broken")

    class Meta:
        indexes = ((("action", "person", "kind", "start"), True), (("person", "start"), False))
        constraints = [
            one_of("status", "", *CONTRACT_STATUSES),
            *(
                day_check(name)
                for name in ("start", '"end"', "signed", "signed_referent", "validated", "sent", "broken")
            ),
            Check('"end" IS NULL OR "end" >= start'),
            Check("broken IS NULL OR broken >= start"),
            Check("weekly IS NULL OR weekly > 0"),
        ]


class Training(Fact):
    """A training followed."""

    register, one, sheet, dated = "formations", "formation suivie", "Formations", "start"

    start = DayField("Début", "Premier jour.", required=True, ahead=True)
    label = NameField("Formation", "L'intitulé de la formation.", required=True)
    end = DayField("Fin", "Dernier jour, compris ; vide tant qu'elle dure.", ahead=True, since="start")
    provider = TextField("Organisme", "Qui forme.")
    minutes = MinutesField("Heures", "Durée suivie : 35, 35,5 ou 35:30.", day="end")
    qualifying = YesField("Qualifiante", "Oui si elle mène à une certification.")
    certified = DayField("Attestation le", "Jour de l'attestation de fin de formation.", answers=("start",))

    class Meta:
        indexes = ((("action", "person", "start", "label"), True),)
        constraints = [
            *(day_check(name) for name in ("start", '"end"', "certified")),
            Check('"end" IS NULL OR "end" >= start'),
            Check("minutes IS NULL OR minutes >= 0"),
        ]


class Evaluation(Fact):
    """A level found at entry, on the way or at exit, on one of the convention's scales."""

    register, one, sheet = "évaluations", "évaluation", "Évaluations"

    day = DayField("Date", "Jour de l'évaluation.", required=True)
    scale = CodeField("Échelle", "scale", "Une échelle de la convention.", required=True)
    subject = NameField("Domaine", "La compétence ou le champ évalué.", kept=True)
    moment = ChoiceField("Moment", MOMENTS, "À l'entrée, en cours ou à la sortie.", required=True)
    level = NameField("Niveau", "Le niveau constaté, sur cette échelle.", required=True, kept=True)
    tool = TextField("Outil", "Avec quoi l'évaluation est faite.")

    class Meta:
        indexes = ((("action", "person", "day", "scale", "subject"), True),)
        constraints = [one_of("moment", *MOMENTS), day_check("day")]


class ProjectState(Fact):
    """Where the professional project stands on a day, with its métier and ROME code."""

    register, one, sheet = "projets", "état du projet", "Projets"

    day = DayField("Date", "Jour où le projet en est là.", required=True)
    state = ChoiceField("État", PROJECT_STATES, required=True)
    job = TextField("Métier", "Le métier visé.")
    rome = TextField("ROME", "Code ROME, une lettre et quatre chiffres.", kept=True)
    proof = TextField("Validé par", "Immersion, plateau technique, enquête…")

    class Meta:
        indexes = ((("action", "person", "day"), True),)
        constraints = [
            one_of("state", *PROJECT_STATES),
            day_check("day"),
            Check("rome = '' OR rome LIKE '_____'"),
        ]


class Obstacle(Fact):
    """Something that stands between the person and work: opened, then lifted or given up."""

    register, one, sheet, dated = "freins", "frein", "Freins", "opened"

    nature = NameField("Frein", "Mobilité, garde d'enfants, logement, santé…", required=True, kept=True)
    opened = DayField("Repéré le", "Jour où le frein est identifié.", required=True)
    steps = TextField("Démarches", "Ce qui est fait pour le lever.")
    closed = DayField("Clos le", "Jour où il est levé ou abandonné ; vide tant qu'on y travaille.")
    outcome = ChoiceField("Issue", OBSTACLE_ENDS, "Levé ou abandonné.", day="closed")

    class Meta:
        indexes = ((("action", "person", "nature", "opened"), True),)
        constraints = [
            one_of("outcome", "", *OBSTACLE_ENDS),
            day_check("opened"),
            day_check("closed"),
            Check("closed IS NULL OR closed >= opened"),
            Check("(closed IS NULL) = (outcome = '')"),
        ]


class Introduction(Fact):
    """The person put in touch with a named employer, or offered a job."""

    register, one, sheet = "mises en relation", "mise en relation", "Mises en relation"

    day = DayField("Date", "Jour de la mise en relation.", required=True)
    employer = NameField("Employeur", "Le nom de l'employeur.", required=True)
    offer = NameField("Offre", "Le poste proposé.")
    reasonable = YesField("Offre raisonnable", "Oui si elle répond à ce que dit le contrat.")
    field = TextField("Domaine", "Domaine d'activité.")
    means = TextField("Moyens", "Ce qui a été mobilisé.")
    result = ChoiceField("Résultat", OFFER_OUTCOMES)
    reason = TextField("Motif", "Nécessaire quand le résultat est partiel ou non atteint.")

    class Meta:
        indexes = ((("action", "person", "day", "employer", "offer"), True),)
        constraints = [one_of("result", "", *OFFER_OUTCOMES), day_check("day")]


class Prescription(Fact):
    """The person sent to this action (*reçue*), or sent from it to another one (*envoyée*), and the answer."""

    register, one, sheet = "prescriptions", "prescription", "Prescriptions"
    needs_parcours, undo_checks = False, ()  # someone prescribed may never enter

    day = DayField("Date", "Jour de la prescription.", required=True)
    direction = ChoiceField(
        "Sens", DIRECTIONS, "Reçue d'un prescripteur, ou envoyée vers une autre action.", required=True
    )
    structure = NameField("Structure", "Qui prescrit, ou vers qui la personne est envoyée.", required=True, kept=True)
    kind = TextField("Nature de la structure", "Service social, mission locale, Pôle emploi…", kept=True)
    professional = YesField("Insertion professionnelle", "Oui si l'action visée est d'insertion professionnelle.")
    answer = ChoiceField("Réponse", ANSWERS, day="answered")
    answered = DayField("Réponse le", "Jour de la réponse, ou de l'entrée effective.")
    reason = TextField("Motif du refus", "Pourquoi la personne n'entre pas.", day="answered")
    advice = TextField("Préconisation", "Ce qui est conseillé à la place.", day="answered")

    class Meta:
        indexes = ((("action", "person", "day", "direction", "structure"), True),)
        constraints = [
            one_of("direction", *DIRECTIONS),
            one_of("answer", "", *ANSWERS),
            day_check("day"),
            day_check("answered"),
            Check("answered IS NULL OR answered >= day"),
        ]


class Step(Fact):
    """A dated step of the support: diagnosis, plan d'actions, validation, renewal… as the convention names them."""

    register, one, sheet = "étapes", "étape", "Étapes"

    kind = CodeField("Étape", "step", required=True)
    day = DayField("Date", "Jour où elle est faite.", required=True)
    note = TextField("Précision", "Avec qui, motif, décision…", counted=False)

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [day_check("day")]


class Job(Fact):
    """A job or an activity begun during the support."""

    register, one, sheet, dated = "emplois", "emploi", "Emplois", "start"

    start = DayField("Début", "Premier jour de l'emploi.", required=True, ahead=True)
    employer = NameField("Employeur", "Le nom de l'employeur, ou de l'activité.", required=True)
    contract = ChoiceField("Contrat", JOB_CONTRACTS)
    end = DayField("Fin", "Dernier jour, compris ; vide sans terme.", seen=False, ahead=True, since="start")
    weekly = MinutesField("Durée hebdomadaire (h)", "Heures de travail par semaine.")

    class Meta:
        indexes = ((("action", "person", "start", "employer"), True),)
        constraints = [
            one_of("contract", "", *JOB_CONTRACTS),
            day_check("start"),
            day_check('"end"'),
            Check('"end" IS NULL OR "end" >= start'),
            Check("weekly IS NULL OR weekly > 0"),
        ]


class Ede(Fact):
    """An *échelle de distance à l'emploi*: one palier an item, its total when every item is answered.

    ``answers`` reads « item=palier; item=palier » with the convention's codes.
    """

    register, one, sheet = "ede", "échelle de distance à l'emploi", "EDE"

    day = DayField("Date", "Jour où l'échelle est remplie.", required=True)
    occasion = ChoiceField("Occasion", EDE_OCCASIONS)
    answers = TextField("Réponses", "item=palier, séparés par des points-virgules.", kept=True)
    total = WholeField("Total", "Somme des poids ; calculé quand la grille est configurée.")
    proposal = TextField("Orientation retenue", "Ce que l'instance a décidé.")

    class Meta:
        indexes = ((("action", "person", "day"), True),)
        constraints = [
            one_of("occasion", "", *EDE_OCCASIONS),
            day_check("day"),
            Check("total IS NULL OR total >= 0"),
        ]


class PlanLine(Fact):
    """One action of the personal plan (PAP), named by its code, with its dates, both compulsory."""

    register, one, sheet, dated = "plan", "ligne du parcours personnalisé", "Plan", "start"

    code = CodeField("Code", "plan_code", "Code de la codification : A.1.1, G.2.3…", required=True)
    start = DayField("Début", "Premier jour prévu.", required=True, ahead=True)
    end = DayField("Fin", "Dernier jour prévu.", required=True, ahead=True, since="start")
    service = TextField("Service sollicité", "Service ou organisme.")
    commitment = TextField("Engagement de la personne")
    support = TextField("Engagement du référent")
    result = ChoiceField("Résultat", OUTCOMES, day="end")
    comment = TextField("Bilan", "Bilan et commentaires.", day="end")

    class Meta:
        indexes = ((("action", "person", "code", "start"), True),)
        constraints = [
            one_of("result", "", *OUTCOMES),
            day_check("start"),
            day_check('"end"'),
            Check('"end" >= start'),
        ]


class Liaison(Fact):
    """A *fiche de liaison*: the request, its attachments and signatures, the answers."""

    register, one, sheet = "liaisons", "fiche de liaison", "Fiches de liaison"

    kind = CodeField("Demande", "liaison_kind", required=True)
    day = DayField("Date", "Jour de la demande.", required=True)
    reason = TextField("Motif", "Un des motifs prévus pour cette demande.", kept=True)
    request = TextField("Objet", "La demande en clair.")
    actions = TextField("Actions demandées", "Les cases cochées, séparées par des points-virgules.", kept=True)
    attached = TextField("Pièces jointes", "Les pièces jointes, séparées par des points-virgules.", kept=True)
    signed_referent = DayField("Signée par le référent le")
    signed_person = DayField("Signée par la personne le")
    answered = DayField("Réponse du correspondant le", answers=("day",))
    answer = TextField("Réponse", "Observation ou avis du correspondant.", day="answered")
    opinion = ChoiceField("Avis de l'équipe", OPINIONS, day="opinion_day")
    opinion_day = DayField("Avis le", answers=("day",))
    decision = ChoiceField("Décision", OPINIONS, "Décision du Président.", day="decision_day")
    decision_day = DayField("Décision le", answers=("day", "opinion_day"))
    structure = TextField("Structure désignée", kept=True, day="decision_day")
    first_meeting = DayField("Premier rendez-vous le", ahead=True, answers=("day", "decision_day"))
    outcome = ChoiceField("Suite", LIAISON_OUTCOMES, "Ce que répond la structure.", day="first_meeting")
    outcome_reason = TextField("Motif de la suite", day="first_meeting")

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [
            one_of("opinion", "", *OPINIONS),
            one_of("decision", "", *OPINIONS),
            one_of("outcome", "", *LIAISON_OUTCOMES),
            *(
                day_check(name)
                for name in (
                    "day",
                    "signed_referent",
                    "signed_person",
                    "answered",
                    "opinion_day",
                    "decision_day",
                    "first_meeting",
                )
            ),
        ]


class Contact(Fact):
    """A contact with a service, a structure or an employer, about somebody of the action or about nobody in particular
    (an employer prospected, prescripteurs told that the action begins)."""

    register, one, sheet = "contacts", "contact", "Contacts"
    needs_parcours, undo_checks = False, ()  # a prescripteur is told of someone who does not enter

    person = ReferenceField(
        Person, "Participant", "L'identifiant de la personne dont il s'agit ; vide s'il n'y en a pas.", required=False
    )
    day = DayField("Date", "Jour du contact.", required=True)
    partner = ChoiceField("Avec", PARTNERS, "Le référent, le prescripteur, un employeur…", required=True)
    structure = NameField("Structure", "Le service ou la structure ; d'un employeur, son nom.")
    purpose = ChoiceField("Objet", PURPOSES, "À quoi ce contact a servi.")
    channel = ChoiceField("Par", CONTACT_CHANNELS)
    note = TextField("Précision", "Ce qui a été dit ou convenu.", counted=False)

    class Meta:
        indexes = (
            (("action", "person", "day", "partner", "structure", "purpose"), True),
            SQL(
                'CREATE UNIQUE INDEX "contact_about_nobody" ON "contact"'
                ' ("action_id", "day", "partner", "structure", "purpose") WHERE "person_id" IS NULL'
            ),
        )
        constraints = [
            one_of("partner", *PARTNERS),
            one_of("purpose", "", *PURPOSES),
            one_of("channel", "", *CONTACT_CHANNELS),
            day_check("day"),
        ]


def joined(table: type[Record]) -> str:
    """How the records of a table join their person: a contact may be about nobody."""
    return JOIN.LEFT_OUTER if table._meta.fields["person"].null else JOIN.INNER


REGISTERS: tuple[type[Register], ...] = (
    EligibilityCheck,
    Exam,
    Document,
    Immersion,
    FollowUp,
    WorkedHours,
    Contract,
    Step,
    ProjectState,
    Evaluation,
    Training,
    Obstacle,
    Introduction,
    Job,
    Prescription,
    Ede,
    PlanLine,
    Liaison,
    Contact,
)
