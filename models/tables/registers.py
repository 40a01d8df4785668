"""The registers: dated facts about a person in an action, one table a kind of fact.

Everything said of a fact is said here once: its form, its take-over sheet, its detail sheet and its checks are derived
from the fields (their ``verbose_name`` is the header, ``help_text`` what is meant, the unique index the key).
"""

from typing import Any, ClassVar

from peewee import BooleanField, Check, Field, ForeignKeyField, IntegerField, TextField

from models.tables.base import Record, one_of
from models.tables.fields import CodeField, DayField, MinutesField, MonthField, NameField, day_check
from models.tables.lists import (
    ANSWERS,
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
    PROJECT_STATES,
    PUBLICS,
    RESULTS,
    SITUATIONS,
)
from models.tables.people import Action, Person


class Fact(Record):
    """A fact about one person in one action.

    ``register`` is what a convention calls it among its ``records``, ``one`` a fact of it, ``sheet`` its take-over
    sheet; ``dated`` the field that places it in time. ``ahead``: fields that may lie after today.
    """

    register: ClassVar[str] = ""
    one: ClassVar[str] = ""
    sheet: ClassVar[str] = ""
    dated: ClassVar[str] = "day"
    ahead: ClassVar[tuple[str, ...]] = ()

    action = ForeignKeyField(Action, on_delete="RESTRICT", index=False, verbose_name="Action")
    person = ForeignKeyField(Person, on_delete="RESTRICT", verbose_name="Participant")


for reference in (Fact.action, Fact.person):  # only the registers themselves are tables that point to these
    Fact._meta.remove_ref(reference)


def _text(header: str, help: str = "") -> Any:
    return TextField(default="", verbose_name=header, help_text=help)


def _chosen(
    header: str, values: tuple[str, ...], help: str = "À choisir dans la liste.", required: bool = False
) -> Any:
    """A closed list; '' when unknown, unless ``required``."""
    default = None if required else ""
    return TextField(default=default, verbose_name=header, help_text=help, choices=[(one, one) for one in values])


def _day(header: str, help: str = "", required: bool = False) -> Any:
    return DayField(null=not required, verbose_name=header, help_text=help)


def _yes(header: str, help: str = "", required: bool = False) -> Any:
    return BooleanField(null=not required, verbose_name=header, help_text=help)


def _whole(header: str, help: str = "", required: bool = False) -> Any:
    return IntegerField(null=not required, verbose_name=header, help_text=help)


def _hours(header: str, help: str = "", required: bool = False) -> Any:
    return MinutesField(null=not required, verbose_name=header, help_text=help)


def _coded(header: str, listed: str, help: str = "À choisir dans la liste.") -> Any:
    """A code among those the convention declares under ``listed``."""
    return CodeField(listed=listed, verbose_name=header, help_text=help)


def _named(header: str, help: str = "") -> Any:
    """A name that must be there."""
    return NameField(verbose_name=header, help_text=help)


def _named_or_not(header: str, help: str) -> Any:
    """A name that tells two facts apart, and may be unknown."""
    return NameField(default="", verbose_name=header, help_text=help)


class EligibilityCheck(Record):
    """A check of someone's public on a day, with its proof; it belongs to no action."""

    register: ClassVar[str] = "éligibilités"
    one: ClassVar[str] = "vérification du public"
    sheet: ClassVar[str] = "Éligibilités"
    dated: ClassVar[str] = "day"
    ahead: ClassVar[tuple[str, ...]] = ()

    person = ForeignKeyField(Person, on_delete="RESTRICT", index=False, verbose_name="Participant")
    day = _day("Vérifiée le", "Jour où l'éligibilité a été vérifiée.", required=True)
    public = _chosen("Public", PUBLICS, "RSA, FAJ ou Autre, ce jour-là.", required=True)
    proof = _text("Justificatif", "Le document présenté.")

    class Meta:
        indexes = ((("person", "day"), True),)
        constraints = [one_of("public", *PUBLICS), day_check("day")]


class Exam(Fact):
    """One presentation to an exam. *absent* is no attempt."""

    register, one, sheet = "examens", "examen", "Examens"

    test = _coded("Épreuve", "exam", "Une épreuve de la convention.")
    day = _day("Date", "Jour de l'épreuve.", required=True)
    result = _chosen("Résultat", RESULTS, "Absent ne compte pas.", required=True)
    reason = _text("Motif", "Pourquoi une présentation de plus.")

    class Meta:
        indexes = ((("action", "person", "test", "day"), True),)
        constraints = [one_of("result", *RESULTS), day_check("day")]


class Document(Fact):
    """A document handed over or sent."""

    register, one, sheet = "documents", "document", "Documents"

    kind = _coded("Document", "document_kind")
    day = _day("Date", "Jour de la remise ou de l'envoi.", required=True)
    recipient = _text("Destinataire", "À qui il est remis.")

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [day_check("day")]


class Immersion(Fact):
    """A period in real work, and whether it validated the person's project."""

    register, one, sheet, dated, ahead = "immersions", "immersion", "Immersions", "start", ("start", "end")

    start = _day("Début", "Premier jour.", required=True)
    end = _day("Fin", "Dernier jour, compris.", required=True)
    kind = _chosen("Type", IMMERSIONS, required=True)
    company = _text("Entreprise", "Où l'immersion se passe.")
    validated = _yes("Projet validé", "Oui si l'immersion valide le projet professionnel.")
    tutor = _text("Tuteur", "Qui encadre dans l'entreprise.")
    agreed = _day("Convention signée le", "Jour de la signature de la convention de stage, par les trois parties.")
    evaluated = _day("Évaluée le", "Jour de l'évaluation avec le tuteur et la personne.")

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

    ``unreachable``: said once nobody will try again; until then a contact not joint stays to be made.
    """

    register, one, sheet = "suivis", "suivi", "Suivis"

    months = _whole("Échéance (mois)", "Mois après la sortie, par exemple 3.", required=True)
    day = _day("Date", "Jour du contact, ou du dernier essai.", required=True)
    reached = _yes("Joint", "Oui si la personne a répondu.", required=True)
    situation = _chosen("Situation", SITUATIONS, "Situation trouvée ce jour-là.")
    attempts = _whole("Essais", "Combien de fois on a appelé.")
    unreachable = _yes("Injoignable", "Oui quand on renonce à joindre la personne.")
    contract = _chosen("Contrat", JOB_CONTRACTS, "Le contrat de l'emploi trouvé.")

    class Meta:
        indexes = ((("action", "person", "months"), True),)
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

    month = MonthField(verbose_name="Mois", help_text="Le mois, par exemple 03/2026.")
    minutes = _hours("Heures", "Heures travaillées dans le mois : 35, 35,5 ou 35:30.", required=True)
    training = _hours("Dont formation (h)", "Heures de formation, comprises dans les heures du mois.")

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
    ahead = ("start", "end")

    kind = _coded("Contrat", "contract_kind")
    start = _day("Début", "Premier jour du contrat.", required=True)
    end = _day("Fin", "Dernier jour prévu, compris ; vide sans terme.")
    status = _chosen("Statut", CONTRACT_STATUSES, "Où en est le contrat.")
    renewal = _yes("Renouvellement", "Oui si ce contrat en renouvelle un autre.")
    signed = _day("Signé par la personne le")
    signed_referent = _day("Signé par le référent le")
    validated = _day("Validé le", "Décision du Département.")
    sent = _day("Transmis le", "Envoi au Département.")
    weekly = _hours("Durée hebdomadaire (h)", "Heures de travail par semaine : 26 ou 26:00.")
    broken = _day("Rompu le", "Dernier jour réel, si le contrat finit avant son terme.")
    reason = _text("Motif", "Motif de rupture, de rejet, de dispense ou de renouvellement.")

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
    ahead = ("start", "end")

    start = _day("Début", "Premier jour.", required=True)
    label = _named("Formation", "L'intitulé de la formation.")
    end = _day("Fin", "Dernier jour, compris ; vide tant qu'elle dure.")
    provider = _text("Organisme", "Qui forme.")
    minutes = _hours("Heures", "Durée suivie : 35, 35,5 ou 35:30.")
    qualifying = _yes("Qualifiante", "Oui si elle mène à une certification.")
    certified = _day("Attestation le", "Jour de l'attestation de fin de formation.")

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

    day = _day("Date", "Jour de l'évaluation.", required=True)
    scale = _coded("Échelle", "scale", "Une échelle de la convention.")
    subject = _named_or_not("Domaine", "La compétence ou le champ évalué.")
    moment = _chosen("Moment", MOMENTS, "À l'entrée, en cours ou à la sortie.", required=True)
    level = _named("Niveau", "Le niveau constaté, sur cette échelle.")
    tool = _text("Outil", "Avec quoi l'évaluation est faite.")

    class Meta:
        indexes = ((("action", "person", "day", "scale", "subject"), True),)
        constraints = [one_of("moment", *MOMENTS), day_check("day")]


class ProjectState(Fact):
    """Where the professional project stands on a day, with its métier and ROME code."""

    register, one, sheet = "projets", "état du projet", "Projets"

    day = _day("Date", "Jour où le projet en est là.", required=True)
    state = _chosen("État", PROJECT_STATES, required=True)
    job = _text("Métier", "Le métier visé.")
    rome = _text("ROME", "Code ROME, une lettre et quatre chiffres.")
    proof = _text("Validé par", "Immersion, plateau technique, enquête…")

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

    nature = _named("Frein", "Mobilité, garde d'enfants, logement, santé…")
    opened = _day("Repéré le", "Jour où le frein est identifié.", required=True)
    steps = _text("Démarches", "Ce qui est fait pour le lever.")
    closed = _day("Clos le", "Jour où il est levé ou abandonné ; vide tant qu'on y travaille.")
    outcome = _chosen("Issue", OBSTACLE_ENDS, "Levé ou abandonné.")

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

    day = _day("Date", "Jour de la mise en relation.", required=True)
    employer = _named("Employeur", "Le nom de l'employeur.")
    offer = _named_or_not("Offre", "Le poste proposé.")
    reasonable = _yes("Offre raisonnable", "Oui si elle répond à ce que dit le contrat.")
    field = _text("Domaine", "Domaine d'activité.")
    means = _text("Moyens", "Ce qui a été mobilisé.")
    result = _chosen("Résultat", OFFER_OUTCOMES)
    reason = _text("Motif", "Nécessaire quand le résultat est partiel ou non atteint.")

    class Meta:
        indexes = ((("action", "person", "day", "employer", "offer"), True),)
        constraints = [one_of("result", "", *OFFER_OUTCOMES), day_check("day")]


class Prescription(Fact):
    """The person sent to this action (*reçue*), or sent from it to another one (*envoyée*), and the answer."""

    register, one, sheet = "prescriptions", "prescription", "Prescriptions"

    day = _day("Date", "Jour de la prescription.", required=True)
    direction = _chosen("Sens", DIRECTIONS, "Reçue d'un prescripteur, ou envoyée vers une autre action.", required=True)
    structure = _named("Structure", "Qui prescrit, ou vers qui la personne est envoyée.")
    kind = _text("Nature de la structure", "Service social, mission locale, Pôle emploi…")
    professional = _yes("Insertion professionnelle", "Oui si l'action visée est d'insertion professionnelle.")
    answer = _chosen("Réponse", ANSWERS)
    answered = _day("Réponse le", "Jour de la réponse, ou de l'entrée effective.")
    reason = _text("Motif du refus", "Pourquoi la personne n'entre pas.")
    advice = _text("Préconisation", "Ce qui est conseillé à la place.")

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

    kind = _coded("Étape", "step")
    day = _day("Date", "Jour où elle est faite.", required=True)
    note = _text("Précision", "Avec qui, motif, décision…")

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [day_check("day")]


class Job(Fact):
    """A job or an activity begun during the support."""

    register, one, sheet, dated = "emplois", "emploi", "Emplois", "start"
    ahead = ("start", "end")

    start = _day("Début", "Premier jour de l'emploi.", required=True)
    employer = _named("Employeur", "Le nom de l'employeur, ou de l'activité.")
    contract = _chosen("Contrat", JOB_CONTRACTS)
    end = _day("Fin", "Dernier jour, compris ; vide sans terme.")
    weekly = _hours("Durée hebdomadaire (h)", "Heures de travail par semaine.")

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

    day = _day("Date", "Jour où l'échelle est remplie.", required=True)
    occasion = _chosen("Occasion", EDE_OCCASIONS)
    answers = _text("Réponses", "item=palier, séparés par des points-virgules.")
    total = _whole("Total", "Somme des poids ; calculé quand la grille est configurée.")
    proposal = _text("Orientation retenue", "Ce que l'instance a décidé.")

    class Meta:
        indexes = ((("action", "person", "day"), True),)
        constraints = [
            one_of("occasion", "", *EDE_OCCASIONS),
            day_check("day"),
            Check("total IS NULL OR total >= 0"),
        ]


class PlanLine(Fact):
    """One action of the personal plan (PAP), named by its code, with its dates, both compulsory."""

    register, one, sheet, dated, ahead = "plan", "ligne du parcours personnalisé", "Plan", "start", ("start", "end")

    code = _coded("Code", "plan_code", "Code de la codification : A.1.1, G.2.3…")
    start = _day("Début", "Premier jour prévu.", required=True)
    end = _day("Fin", "Dernier jour prévu.", required=True)
    service = _text("Service sollicité", "Service ou organisme.")
    commitment = _text("Engagement de la personne")
    support = _text("Engagement du référent")
    result = _chosen("Résultat", OUTCOMES)
    comment = _text("Bilan", "Bilan et commentaires.")

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

    kind = _coded("Demande", "liaison_kind")
    day = _day("Date", "Jour de la demande.", required=True)
    reason = _text("Motif", "Un des motifs prévus pour cette demande.")
    request = _text("Objet", "La demande en clair.")
    actions = _text("Actions demandées", "Les cases cochées, séparées par des points-virgules.")
    attached = _text("Pièces jointes", "Les pièces jointes, séparées par des points-virgules.")
    signed_referent = _day("Signée par le référent le")
    signed_person = _day("Signée par la personne le")
    answered = _day("Réponse du correspondant le")
    answer = _text("Réponse", "Observation ou avis du correspondant.")
    opinion = _chosen("Avis de l'équipe", OPINIONS)
    opinion_day = _day("Avis le")
    decision = _chosen("Décision", OPINIONS, "Décision du Président.")
    decision_day = _day("Décision le")
    structure = _text("Structure désignée")
    first_meeting = _day("Premier rendez-vous le")
    outcome = _chosen("Suite", LIAISON_OUTCOMES, "Ce que répond la structure.")
    outcome_reason = _text("Motif de la suite")

    ahead = ("first_meeting",)

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


REGISTERS: tuple[Any, ...] = (
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
)


def fields_of(register: Any) -> list[Field]:
    """The fields of a register in order, without what every record carries."""
    return [field for field in register._meta.sorted_fields if field.verbose_name]
