"""What a convention keeps: natures of session, exams, contracts, steps, scales, plan codes, classes of exit…"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Literal, NoReturn, TypeVar, dataclass_transform, overload

from config.quantities import Cents, Days, Minutes, Months

Public = Literal["RSA", "FAJ", "Autre"]
RsaStatus = Literal["socle", "majoré", "demandeur", "sans RSA"]
Orientation = Literal["sociale", "professionnelle"]
ProjectStage = Literal["aucun", "idée", "défini", "confirmé", "validé"]
Channel = Literal["face à face", "téléphone", "visio", ""]  # '': not noted
ExitType = Literal[
    "emploi",
    "formation",
    "fin de parcours",
    "réorientation",
    "abandon",
    "autre",
    "formation qualifiante",
    "action d'insertion",
    "autres droits",
    "sortie du RSA",
]
JobContract = Literal[
    "CDI",
    "CDD",
    "intérim",
    "contrat aidé",
    "SIAE",
    "alternance",
    "indépendant",
    "fonction publique",
    "autre",
]
ImmersionKind = Literal[
    "stage",
    "PMSMP",
    "plateau technique",
    "visite d'entreprise",
    "enquête métier",
    "bénévolat",
    "mise en situation",
]
ContactPartner = Literal["référent", "prescripteur", "employeur", "correspondant", "partenaire"]
ContactPurpose = Literal["entrée", "suivi", "suites de parcours", "refus", "relance", "prospection", "emploi", "autre"]
Situation = Literal["emploi", "formation", "autre"]
Moment = Literal["entrée", "en cours", "sortie"]
Answer = Literal["en attente", "entré", "refusé", "absent"]
OfferOutcome = Literal["en cours", "atteint", "partiellement atteint", "non atteint"]
PlanOutcome = Literal["en cours", "atteint", "partiellement atteint", "non atteint", "annulé"]
Licence = Literal["aucun", "code", "permis B", "suspendu ou annulé"]
ContractStatus = Literal[
    "en préparation",
    "en validation",
    "validé",
    "procédure de rappel",
    "rejeté",
    "dispense",
]
EARLY = Days(15)  # before the months of a contact are over, unless a convention says otherwise (reading E-03)
Register = Literal[
    "heures",
    "parc",
    "examens",
    "documents",
    "immersions",
    "suivis",
    "éligibilités",
    "heures travaillées",
    "contrats",
    "étapes",
    "projets",
    "évaluations",
    "formations",
    "freins",
    "mises en relation",
    "emplois",
    "prescriptions",
    "ede",
    "plan",
    "liaisons",
    "contacts",
]
ProfileField = Literal[
    "naissance",
    "sexe",
    "public",
    "allocataire",
    "commune",
    "adresse",
    "code postal",
    "téléphone",
    "situation familiale",
    "niveau de formation",
    "situation emploi",
    "prescripteur",
    "référent",
    "statut RSA",
    "RSA depuis",
    "droits et devoirs",
    "Pôle emploi",
    "territoire",
    "quartier prioritaire",
    "primo-entrant",
    "en parcours depuis",
    "RQTH",
    "scolarité",
    "oral",
    "permis",
    "certification",
    "situation particulière",
    "activité précaire",
    "revenu",
    "activité indépendante",
    "orientation",
    "date d'orientation",
    "structure orientante",
]
FactKind = Literal[
    "cap",
    "minimum",
    "target",
    "rate",
    "duration",
    "frequency",
    "eligibility",
    "deadline",
    "exclusivity",
    "document",
    "finance",
    "indicator",
    "obligation",
    "mode",
    "priority",
    "option",
]
TWO_HOURS = Minutes(120)


T = TypeVar("T")
REQUIRED = object()
"""What stands for the value of a field that has no default."""


@cache
def _fields(table: type) -> tuple[list[str], dict[str, Any]]:
    """The fields of a table that are given by their place, and the default of every field."""
    known = [one for one in fields(table) if one.init]
    given = [one.name for one in known if not one.kw_only]
    return given, {one.name: REQUIRED if one.default is MISSING else one.default for one in known}


@overload
def table(cls: type[T], /) -> type[T]: ...
@overload
def table(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, eq_default=False)
def table(cls: Any = None, /, *, kw_only: bool = False) -> Any:
    """Makes a class that inherits ``Table`` one: its annotations are the keys of its table in a file."""
    make = dataclass(init=False, eq=False, repr=False, match_args=False, kw_only=kw_only)
    return make if cls is None else make(cls)


class Table:
    """A table of a convention file, that does not change; two that say the same are equal.

    What a frozen dataclass would write for each class is said here once: a hundred of them load much faster."""

    def __init__(self, *given: Any, **named: Any) -> None:
        made: type = type(self)
        names, defaults = _fields(made)
        values = {**defaults, **dict(zip(names, given, strict=False)), **named}
        if len(values) > len(defaults) or len(given) > len(names) or any(one is REQUIRED for one in values.values()):
            raise TypeError(f"{made.__name__} takes {', '.join(defaults)}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise FrozenInstanceError(name)

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(name)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


@table
class Funding(Table):
    """What makes an attended hour payable: its price, how many are, for which publics, on which proof.

    ``per``: the volume runs per *bloc* (``block`` months from the entry, and again from a renewal) or per *fenêtre*
    (the convention's eligibility window). ``faj_ages``: first and last completed age for the public FAJ.
    """

    price: Cents
    volume: Minutes
    per: Literal["bloc", "fenêtre"]
    publics: tuple[Public, ...]
    source: str
    block: Months | None = None
    faj_ages: tuple[int, ...] = ()
    proof: str = ""


@table
class Nature(Table):
    """A kind of session. A collective one expects everyone whose parcours is open; another, only the persons named.

    ``length`` is what a new session proposes. ``sessions_each``: how many sessions one participant is meant to attend
    (shown as a running total in the roll; a nature with ``funding`` or a quota shows hours instead). ``module``: it
    opens an eligibility window.
    """

    code: str
    label: str
    collective: bool
    length: Minutes = TWO_HOURS
    sessions_each: int | None = None
    module: bool = False
    funding: Funding | None = None


@table
class ExamKind(Table):
    """An exam people are presented to."""

    code: str
    label: str


@table
class DocumentKind(Table):
    """A document handed over or sent."""

    code: str
    label: str


@table
class Quota(Table):
    """Driving hours of each trainee, pooled when unused; above ``hours`` only when reported to both parties."""

    nature: str
    hours: Minutes
    source: str


@table
class Park(Table):
    """Moped loans: the days a moped is meant to be out in a year, and the length of a loan."""

    days: Days
    year: Days
    usual: Months
    exceptional: Months
    chained_within: Days
    source: str


@table
class Window(Table):
    """Eligibility opened by a check at the first module session, shared by every action of the same ``family``."""

    family: str
    months: Months
    source: str


@table
class ContractKind(Table):
    """A contract of the person: CER, PPAE, work contract, convention de stage…"""

    code: str
    label: str


@table
class StepKind(Table):
    """A dated step of the support: diagnosis, plan d'actions, validation, renewal…"""

    code: str
    label: str


@table
class Variant(Table):
    """A kind of parcours or of public within one convention (type A, type B…)."""

    code: str
    label: str


@table
class Scale(Table):
    """A scale of evaluation: its ``levels`` from lowest to highest, and the ``subjects`` it is meant for."""

    code: str
    label: str
    levels: tuple[str, ...]
    subjects: tuple[str, ...] = ()


@table
class Profile(Table):
    """Something to know about everyone accompanied; ``values`` are proposed for a free text.

    ``wanted`` is false for what a rule asks for in its own way: the form has it, the profile is whole without it.
    """

    field: ProfileField
    source: str
    values: tuple[str, ...] = ()
    wanted: bool = True


@table
class ExitCase(Table):
    """Exits of these types and contracts (empty: any); ``longer`` than so many months, or ``up_to`` them, both in it
    counted from the exit to the contract's last day (reading G1); a contract without end is longer than any."""

    types: tuple[ExitType, ...] = ()
    contracts: tuple[JobContract, ...] = ()
    longer: Months | None = None
    up_to: Months | None = None


@table
class ExitClass(Table):
    """A class of exits: the first class with a case that fits is the exit's.

    ``otherwise``: the class of exits that fit no other.
    """

    code: str
    label: str
    source: str
    otherwise: bool = False
    case: tuple[ExitCase, ...] = ()


@table
class PlanCode(Table):
    """A theme (``A``), a parent (``A.1``) or an action (``A.1.1``) of the codification; only leaves are chosen.

    ``alone``: whether the action may be the only one of a plan: *jamais*, *à vérifier* or *oui*. ``exchange``: read
    from the exchange with another service, never entered by hand.
    """

    code: str
    label: str
    source: str
    spheres: tuple[Literal["solidarité", "professionnelle"], ...] = ()
    alone: Literal["oui", "à vérifier", "jamais"] = "oui"
    exchange: bool = False
    note: str = ""
    services: tuple[str, ...] = ()


@table
class Palier(Table):
    """One answer to an item of the échelle de distance à l'emploi."""

    code: str
    label: str
    weight: int
    colour: Literal["", "verte", "rose", "bleue"] = ""
    question: str = ""


@table
class EdeItem(Table):
    """One item of the échelle: exactly ``DistanceScale.paliers`` answers."""

    code: str
    label: str
    palier: tuple[Palier, ...]


@table
class DistanceScale(Table):
    """The échelle de distance à l'emploi: a total below ``low`` proposes one orientation, above ``high`` the other, and
    in between or on either bound the instance decides (reading 62-04). Without ``item``, no total is computed."""

    source: str
    items: int
    paliers: int
    low: int
    high: int
    below: str
    between: str
    above: str
    item: tuple[EdeItem, ...] = ()


@table
class ActionPaper(Table):
    """What to attach when this action is asked for."""

    action: str
    attachment: str


@table
class LiaisonKind(Table):
    """A request of the fiche de liaison: its motives, what to attach, who must sign or is wished to.

    ``opinion``: the instance gives one. ``actions``: the boxes to tick, « group : action », one at least when
    ``ticked``; ``paper``: what some of them need attached.
    """

    code: str
    label: str
    source: str
    motives: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signatures: tuple[Literal["référent", "personne"], ...] = ()
    wished: tuple[Literal["référent", "personne"], ...] = ()
    opinion: bool = False
    actions: tuple[str, ...] = ()
    ticked: bool = False
    paper: tuple[ActionPaper, ...] = ()


@table
class Parameter(Table):
    """A reading retained where the source is ambiguous, used anywhere in the file as ``"$name"``.

    An operator's own convention gives another ``value`` under the same name.
    """

    name: str
    value: str | int | bool | date
    reading: str
    meaning: str


@table
class Fact(Table):
    """A fact of the source and what encodes it here: ``by`` names rules, indicators, codes, parameters or keys of the
    file."""

    fact: str
    kind: FactKind
    source: str
    by: tuple[str, ...]


@table
class NotEncoded(Table):
    """A fact of the source that nothing here computes or checks, and the reason."""

    fact: str
    kind: FactKind
    source: str
    reason: str


@table
class Return(Table):
    """Something handed in to the Département: every month, quarter or year, or at the end of the action.

    Due on ``day`` of the month after the period, or ``within`` months after its end; without either, no due day is
    stated. ``indicators`` (ids) in order, all of them when empty; ``profiles``: distributions of the persons
    accompanied in the period, or ``of`` those entered in it; ``questions``: what is to be written by hand. ``like``:
    the return of this code gives those three. ``stopped``: of the whole action up to the end of each year, which may be
    handed in and is never due (reading E-32).
    """

    code: str
    label: str
    every: Literal["mois", "trimestre", "année", "action"]
    source: str
    day: int | None = None
    within: Months | None = None
    indicators: tuple[str, ...] = ()
    profiles: tuple[
        Literal[
            "sexe",
            "âge",
            "situation familiale",
            "niveau de formation",
            "situation emploi",
            "structure orientante",
            "public",
            "commune",
            "quartier prioritaire",
        ],
        ...,
    ] = ()
    questions: tuple[str, ...] = ()
    of: Literal["accompagnés", "entrés"] = "accompagnés"
    like: str = ""
    stopped: bool = False
