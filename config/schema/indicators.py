"""The indicators a convention may have: one small dataclass a measure."""

from typing import ClassVar, Literal

from config.quantities import Cents, Days, Minutes, Months
from config.schema.kept import (
    EARLY,
    Answer,
    Channel,
    ContractStatus,
    ExitType,
    ImmersionKind,
    JobContract,
    Moment,
    OfferOutcome,
    PlanOutcome,
    ProjectStage,
    Situation,
    Table,
    table,
)

NO_MONTHS = Months(0)
By = Literal[
    "public",
    "sexe",
    "âge",
    "situation familiale",
    "niveau de formation",
    "situation emploi",
    "structure orientante",
    "commune",
    "quartier prioritaire",
    "variante",
    "classe",
    "type",
    "contrat",
    "destination",
    "participant",
]


@table
class Target(Table):
    """What a figure is compared with.

    ``base``: *action* (``each``, whatever its size), *places* (``each`` × places), *etp* (× full-time posts),
    *cyclomoteurs* (the park's days), *personnes* (what the measure is about: persons presented to the exam, gone long
    enough, months to serve…), *sorties* (exits of the period), *accompagnés* (persons of the period), *entrées*
    (entries of the period), *places-mois* (places × month ends of the period), *places-jours* (places × days of it).

    ``percent``: so many hundredths of the base. ``per``: ``each`` is given for so many places. ``hours``: ``each`` is
    this long. ``pro_rata``: × whole months of the action over 12. ``indicative``: progress is shown, never a failure.
    """

    base: Literal[
        "action",
        "places",
        "cyclomoteurs",
        "personnes",
        "sorties",
        "accompagnés",
        "entrées",
        "places-mois",
        "places-jours",
        "etp",
    ]
    each: int = 1
    money: Cents | None = None
    pro_rata: bool = False
    percent: int | None = None
    per: int | None = None
    hours: Minutes | None = None
    indicative: bool = False

    @property
    def factors(self) -> tuple[tuple[int, int], ...]:
        """What the base is multiplied by, beside the months of the action: numbers, each over another.

        The first gives the figure's own count or, for an amount, euros; minutes make hours, ``percent`` hundredths.
        """
        hours = [] if self.hours is None else [(self.hours, 60)]
        hundredths = [] if self.percent is None else [(self.percent, 100)]
        return ((self.each, 1) if self.money is None else (self.money, 100), *hours, *hundredths)


@table
class Indicator(Table):
    """One figure of the convention. ``definition`` says in French how it is counted; ``source`` is its article.

    ``as_rate``: the text calls its share a rate (reading E-25).

    ``unit`` is what the figure counts: each measure says which it can, and a file cannot name another (reading E-01).
    """

    tag: ClassVar[tuple[str, ...]] = ("measure",)
    kinds: ClassVar[dict[tuple[str, ...], type]]
    measure: ClassVar[str]

    id: str
    label: str
    unit: str
    source: str
    definition: str
    as_rate: bool = False


@table(kw_only=True)
class Persons(Indicator):
    """Distinct persons with a parcours begun and open, or with a loan day, in the period; ``since`` *année*: from the
    later of 1 January and the action's start to the end of the period (reading 59-05). ``agreed``: told beside the
    number of participants the action agreed with the Département, for information (reading E-37)."""

    measure = "persons"
    unit: Literal["personne"]
    of: Literal["parcours", "prêts"]
    since: Literal["période", "année"] = "période"
    by_public: bool = False
    target: Target | None = None
    by: By | None = None
    variants: tuple[str, ...] = ()
    agreed: bool = False


@table(kw_only=True)
class Sessions(Indicator):
    """Sessions held with somebody attending."""

    measure = "sessions"
    unit: Literal["séance"]
    natures: tuple[str, ...]
    target: Target | None = None


@table(kw_only=True)
class Attendances(Indicator):
    """Attendances in sessions held; ``within``: in the first months of each parcours only, per working day of them."""

    measure = "attendances"
    unit: Literal["participation", "entretien"]
    natures: tuple[str, ...]
    target: Target | None = None
    channels: tuple[Channel, ...] = ()
    by: Literal["participant", "thème"] | None = None
    within: Months | None = None


@table(kw_only=True)
class AttendedHours(Indicator):
    """Hours attended, by participant."""

    measure = "attended-hours"
    unit: Literal["heure"]
    natures: tuple[str, ...]
    target: Target | None = None


@table(kw_only=True)
class PayableAmount(Indicator):
    """Payable hours of one nature × its price."""

    measure = "payable-amount"
    unit: Literal["€"]
    nature: str


@table(kw_only=True)
class WorkedHoursTotal(Indicator):
    """Hours worked in the months of the period, by participant; or the hours of training among them."""

    measure = "worked-hours"
    unit: Literal["heure"]
    of: Literal["travail", "formation"] = "travail"
    target: Target | None = None


@table(kw_only=True)
class PlaceEstimate(Indicator):
    """An estimate of the payment of places: two parts, each pro rata of a figure over its target."""

    measure = "place-estimate"
    unit: Literal["€"]
    attendances: str
    attendances_money: Cents
    interviews: str
    interviews_money: Cents
    target: Target


@table(kw_only=True)
class ExamSuccesses(Indicator):
    """Persons who passed, of those presented; ``ahead``: what is dated in the period counts before its day comes."""

    measure = "exam-successes"
    unit: Literal["personne"]
    exam: str
    target: Target | None = None
    ahead: bool = False


@table(kw_only=True)
class ValidatedProjects(Indicator):
    """Persons whose project an immersion validated."""

    measure = "validated-projects"
    unit: Literal["personne"]


@table(kw_only=True)
class DocumentHolders(Indicator):
    """Persons for whom a document was handed over or sent; of those who have the step ``among``, when it is given.

    ``ahead``: what is dated in the period counts before its day comes.
    """

    measure = "document-holders"
    unit: Literal["personne"]
    document: str
    among: str = ""
    target: Target | None = None
    ahead: bool = False


@table(kw_only=True)
class FollowUps(Indicator):
    """Of the persons gone long enough, those followed up.

    ``counting``: those found in one of ``situations``, those reached (*joint*), or those for whom anything was tried
    (*fait*). ``classes``: only those whose exit is of one of these classes. ``early``: a contact counts from so many
    days before the ``months`` are over, and has no last day; they run ``since`` the exit, or the first day of the job.
    """

    measure = "follow-ups"
    unit: Literal["personne"]
    months: Months
    early: Days = EARLY
    since: Literal["sortie", "emploi"] = "sortie"
    situations: tuple[Situation, ...] = ()
    target: Target | None = None
    counting: Literal["situation", "joint", "fait"] = "situation"
    classes: tuple[str, ...] = ()
    by: Literal["contrat", "situation"] | None = None


@table(kw_only=True)
class LoanDays(Indicator):
    """Days on which mopeds are out."""

    measure = "loan-days"
    unit: Literal["jour"]
    target: Target | None = None


@table(kw_only=True)
class Mopeds(Indicator):
    """Mopeds in the park."""

    measure = "mopeds"
    unit: Literal["cyclomoteur"]


@table(kw_only=True)
class Present(Indicator):
    """Persons whose parcours is open on the last day of the period, or today when it comes first.

    ``contracts`` and ``statuses``: only those with such a contract in force that day, in one of these statuses.
    ``after_job``: months during which someone who left to a job is still counted (readings 59-09, E-45).
    """

    measure = "present"
    unit: Literal["personne"]
    contracts: tuple[str, ...] = ()
    statuses: tuple[ContractStatus, ...] = ()
    by: By | None = None
    target: Target | None = None
    after_job: Months = NO_MONTHS


@table(kw_only=True)
class MonthEnds(Indicator):
    """*File active mensuelle*: persons accompanied on the last day of each month of the period, by month.

    ``after_job``: months during which someone who left to a job keeps their place (reading 59-09).
    """

    measure = "month-ends"
    unit: Literal["place-mois"]
    after_job: Months = NO_MONTHS
    target: Target | None = None


@table(kw_only=True)
class PlaceDays(Indicator):
    """Days of the period, up to today, on which places are occupied, by participant; what misses is vacant.

    ``contracts``: days under such a contract rather than days of parcours (reading 49-33).
    """

    measure = "place-days"
    unit: Literal["place-jour"]
    contracts: tuple[str, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class Entries(Indicator):
    """Parcours begun in the period."""

    measure = "entries"
    unit: Literal["entrée"]
    by: By | None = None
    variants: tuple[str, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class Exits(Indicator):
    """Exits of the period, of these classes, types and contracts (empty: any); or the persons who left so."""

    measure = "exits"
    unit: Literal["sortie", "personne"]
    classes: tuple[str, ...] = ()
    types: tuple[ExitType, ...] = ()
    contracts: tuple[JobContract, ...] = ()
    variants: tuple[str, ...] = ()
    by: By | None = None
    target: Target | None = None


@table(kw_only=True)
class Contracts(Indicator):
    """Contracts of these kinds signed, or begun, in the period; ``renewals``: only those that renew another."""

    measure = "contracts"
    unit: Literal["contrat"]
    contracts: tuple[str, ...]
    moment: Literal["signé", "commencé"] = "commencé"
    renewals: bool = False
    by: Literal["statut", "durée", "contrat"] | None = None
    target: Target | None = None


@table(kw_only=True)
class Steps(Indicator):
    """Distinct persons with one of these steps dated in the period."""

    measure = "steps"
    unit: Literal["personne"]
    steps: tuple[str, ...]
    target: Target | None = None


@table(kw_only=True)
class Trained(Indicator):
    """Persons with at least one training day inside their parcours and by the end of the period, of those who left in
    the period or of those still here at its end."""

    measure = "trained"
    unit: Literal["personne"]
    among: Literal["sortis", "présents"]
    qualifying: bool = False
    target: Target | None = None


@table(kw_only=True)
class ObstaclesLifted(Indicator):
    """Obstacles lifted in the period, of those closed in it; or persons all of whose obstacles closed are lifted."""

    measure = "obstacles-lifted"
    unit: Literal["frein", "personne"]
    target: Target | None = None


@table(kw_only=True)
class Accesses(Indicator):
    """Effective entries of accompanied persons in another action, one per person and structure (reading 59-26)."""

    measure = "accesses"
    unit: Literal["accès", "personne"]
    professional: bool = True
    target: Target | None = None


@table(kw_only=True)
class Introductions(Indicator):
    """Introductions to employers, offers made, in the period."""

    measure = "introductions"
    unit: Literal["mise en relation"]
    results: tuple[OfferOutcome, ...] = ()
    reasonable: bool = False
    by: Literal["résultat", "participant"] | None = None
    target: Target | None = None


@table(kw_only=True)
class Projects(Indicator):
    """Persons whose project reaches one of ``states`` in the period; ``proven``: an immersion of one of these kinds
    ended by that day."""

    measure = "projects"
    unit: Literal["personne", "projet"]
    states: tuple[ProjectStage, ...]
    proven: tuple[ImmersionKind, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class Progressions(Indicator):
    """Persons evaluated at entry and again later whose level on the scale rose in a subject at least, last evaluation
    in the period, by subject; of all those evaluated twice in a subject."""

    measure = "progressions"
    unit: Literal["personne"]
    scale: str
    target: Target | None = None


@table(kw_only=True)
class Evaluated(Indicator):
    """Persons evaluated in the period at one of ``moments``, by the level of their last evaluation, by subject, or by
    the level of their last evaluation in each subject: once in each part, and once in all."""

    measure = "evaluated"
    unit: Literal["personne"]
    moments: tuple[Moment, ...]
    scale: str = ""
    by: Literal["niveau", "domaine", "domaine et niveau"] | None = None
    target: Target | None = None


@table(kw_only=True)
class JobStarts(Indicator):
    """Persons who took a job or an activity up in the period, during the parcours or by leaving to it."""

    measure = "job-starts"
    unit: Literal["personne"]
    target: Target | None = None


@table(kw_only=True)
class ServedPeriods(Indicator):
    """Full months, weeks or quarters (``unit``) of the parcours with at least ``minimum`` interviews, of all those full
    ones that ended in the period and before today; those of the entry and of the exit are exempt when they are not
    whole, or always (``inner``, reading E-25)."""

    measure = "served-periods"
    unit: Literal["mois", "semaine", "trimestre"]
    natures: tuple[str, ...]
    minimum: int = 1
    channels: tuple[Channel, ...] = ()
    target: Target | None = None
    inner: bool = False


@table(kw_only=True)
class InTime(Indicator):
    """Persons entered in the period for whom something was done in time: a first interview, a contract signed, a step.

    Counted from the day of entry, of orientation, or of the ``absence`` at the first session of ``missed`` (natures) of
    the parcours; of those whose delay is over or for whom it is done.
    """

    measure = "in-time"
    unit: Literal["personne"]
    since: Literal["entrée", "orientation", "absence"]
    months: Months | None = None
    days: Days | None = None
    natures: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class PlaceAmount(Indicator):
    """The amount of a year: ``money`` for ``per`` places (or one full-time post), times the places (or posts) of the
    action, ``percent`` of it."""

    measure = "place-amount"
    unit: Literal["€"]
    money: Cents
    base: Literal["places", "etp"] = "places"
    per: int = 1
    percent: int = 100
    pro_rata: bool = False


@table(kw_only=True)
class Immersions(Indicator):
    """Immersions begun in the period, by kind; or the persons who had one."""

    measure = "immersions"
    unit: Literal["immersion", "personne"]
    immersions: tuple[ImmersionKind, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class PlanLines(Indicator):
    """Lines of the personal plans begun in the period, by theme, code, sphere or result."""

    measure = "plan-lines"
    unit: Literal["action du plan"]
    by: Literal["thème", "code", "sphère", "résultat"] = "thème"
    results: tuple[PlanOutcome, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class DistanceScales(Indicator):
    """Échelles de distance à l'emploi filled in the period, by proposed orientation; or the persons whose total fell
    between their first one and the last of the period; or the answers of everyone's last one, by item and palier."""

    measure = "distance-scales"
    unit: Literal["échelle", "personne", "réponse"]
    target: Target | None = None


@table(kw_only=True)
class ContractsPreceded(Indicator):
    """Contracts of these kinds begun in the period with an échelle de distance filled on or before their start, or
    (``renewals``) renewals with one filled since the contract before; or ``requests`` of the period with one."""

    measure = "contracts-preceded"
    unit: Literal["contrat", "fiche"]
    contracts: tuple[str, ...] = ()
    renewals: bool = False
    requests: tuple[str, ...] = ()
    target: Target | None = None


@table(kw_only=True)
class Liaisons(Indicator):
    """Fiches de liaison of the period, by request; ``answered``: only those answered within so many months, by the
    instance when it gives an opinion on them, by the correspondant otherwise. ``by`` *suite*: only those whose
    structure said what followed, by structure and outcome."""

    measure = "liaisons"
    unit: Literal["fiche"]
    requests: tuple[str, ...] = ()
    answered: Months | None = None
    by: Literal["demande", "motif", "suite", "avis"] | None = None
    target: Target | None = None


@table(kw_only=True)
class Prescriptions(Indicator):
    """Prescriptions received in the period, by answer or by nature of the structure."""

    measure = "prescriptions"
    unit: Literal["prescription"]
    answers: tuple[Answer, ...] = ()
    by: Literal["réponse", "structure"] | None = None
    target: Target | None = None


Indicator.kinds = {(kind.measure,): kind for kind in Indicator.__subclasses__()}
