"""The closed lists: the only values their columns take, as they are written."""

from typing import get_args

from config import schema, words

__all__ = [
    "ANSWERS",
    "ATTEMPTS",
    "CHANNELS",
    "CONTACT_CHANNELS",
    "CONTRACT_STATUSES",
    "COORDINATOR",
    "COPIES",
    "DIRECTION",
    "DIRECTIONS",
    "EDE_OCCASIONS",
    "ENDINGS",
    "EXIT_TYPES",
    "GRANT",
    "IMMERSIONS",
    "JOB_CONTRACTS",
    "LIAISON_OUTCOMES",
    "LICENCES",
    "LIVING",
    "MOMENTS",
    "MOTIVES",
    "OBSTACLE_ENDS",
    "OFFER_OUTCOMES",
    "OPINIONS",
    "ORAL_LEVELS",
    "ORIENTATIONS",
    "ORIGINS",
    "OUTCOMES",
    "PAPERS",
    "PARTNERS",
    "PROJECT_STATES",
    "PUBLICS",
    "PURPOSES",
    "RELEASE",
    "RESULTS",
    "ROLES",
    "RSA_STATUSES",
    "SCHOOLINGS",
    "SEXES",
    "SITUATIONS",
    "STATES",
    "STATUSES",
    "TRAINER",
]

SEXES = ("F", "M")
MOTIVES = ("écart", "enjeu")
PUBLICS: tuple[str, ...] = get_args(schema.Public)
RSA_STATUSES: tuple[str, ...] = get_args(schema.RsaStatus)
SCHOOLINGS = ("non scolarisé", "moins de 6 ans", "6 ans et plus")
ORAL_LEVELS = ("non communicant", "communicant", "à l'aise à l'oral")
LICENCES: tuple[str, ...] = get_args(schema.Licence)
LIVING = ("sans domicile fixe", "sortant de prison", "gens du voyage", "migrant")
ORIENTATIONS: tuple[str, ...] = get_args(schema.Orientation)
EXIT_TYPES: tuple[str, ...] = get_args(schema.ExitType)
JOB_CONTRACTS: tuple[str, ...] = get_args(schema.JobContract)
STATES = ("prévue", "tenue", "annulée")
STATUSES = ("prévu", "présent", "absent", "excusé", "retard")
ORIGINS = ("application", "reprise")
ENDINGS = ("retour", "vol", "perte")
CHANNELS: tuple[str, ...] = tuple(one for one in get_args(schema.Channel) if one)
CONTACT_CHANNELS = (*CHANNELS, "courriel", "courrier")
PARTNERS: tuple[str, ...] = get_args(schema.ContactPartner)
PURPOSES: tuple[str, ...] = get_args(schema.ContactPurpose)
RELEASE, GRANT = "libération", "mobilisation"
RESULTS = ("réussi", "échoué", "absent")
ATTEMPTS = ("réussi", "échoué")  # absent is no attempt
IMMERSIONS: tuple[str, ...] = get_args(schema.ImmersionKind)
SITUATIONS: tuple[str, ...] = get_args(schema.Situation)
CONTRACT_STATUSES: tuple[str, ...] = get_args(schema.ContractStatus)
MOMENTS: tuple[str, ...] = get_args(schema.Moment)
PROJECT_STATES: tuple[str, ...] = get_args(schema.ProjectStage)
OBSTACLE_ENDS = ("levé", "abandonné")
DIRECTIONS = ("reçue", "envoyée")
ANSWERS: tuple[str, ...] = get_args(schema.Answer)
OUTCOMES: tuple[str, ...] = get_args(schema.PlanOutcome)
OFFER_OUTCOMES: tuple[str, ...] = get_args(schema.OfferOutcome)
OPINIONS = ("favorable", "défavorable")
EDE_OCCASIONS = ("premier entretien", "étape", "avant contrat", "renouvellement", "réorientation")
LIAISON_OUTCOMES = (
    "commence l'action",
    "non présent",
    "n'intègre pas",
    "ne poursuit pas",
    "réorienté vers le référent",
)
PAPERS = tuple(words.PAPERS)
COPIES = ("rapport", "export", "clôture")
TRAINER, COORDINATOR, DIRECTION = ROLES = ("formateur", "coordinateur", "direction")
