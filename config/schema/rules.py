"""The rules a convention may set: one small dataclass a kind of rule."""

from datetime import date
from typing import ClassVar, Literal

from config.quantities import Days, Minutes, Months
from config.schema.kept import (
    EARLY,
    Channel,
    ContactPartner,
    ContactPurpose,
    ExitType,
    ImmersionKind,
    Licence,
    Moment,
    Orientation,
    ProjectStage,
    Public,
    Register,
    RsaStatus,
    Table,
    table,
)

NO_DAYS = Days(0)
Severity = Literal["error", "warning", "info"]
STRENGTHS: dict[str, Severity] = {"ferme": "error", "alerte": "warning", "souple": "info"}


@table
class Rule(Table):
    """Something that may deviate from the convention: ``source`` is its article, ``remedy`` what to do, in French.

    ``strength`` keeps apart what the source makes compulsory (*ferme*), what a reading only wants looked at (*alerte*)
    and what it merely wishes (*souple*); without it, that of this kind of rule. ``name`` tells rules of one kind apart
    and lets another file replace or set aside an inherited one.
    """

    tag: ClassVar[tuple[str, ...]] = ("rule", "of")
    kinds: ClassVar[dict[tuple[str, ...], type]]
    rule: ClassVar[str]
    usual: ClassVar[Severity] = "error"

    source: str
    remedy: str
    name: str = ""
    strength: Literal["ferme", "alerte", "souple"] | None = None

    @property
    def severity(self) -> Severity:
        """*error* only for what is firm."""
        return STRENGTHS[self.strength] if self.strength else self.usual


@table(kw_only=True)
class GroupSize(Rule):
    """A session held attended by fewer or more than the convention says."""

    rule, usual = "group-size", "warning"
    natures: tuple[str, ...]
    minimum: int
    maximum: int | None = None


@table(kw_only=True)
class SessionLength(Rule):
    """A session held shorter or longer than the convention says."""

    rule, usual = "session-length", "warning"
    natures: tuple[str, ...]
    minimum: Minutes | None = None
    maximum: Minutes | None = None


@table(kw_only=True)
class ParcoursLength(Rule):
    """A parcours longer than the convention allows."""

    rule, usual = "stay-length", "error"
    of: ClassVar[str] = "parcours"
    maximum: Months


@table(kw_only=True)
class ActionLength(Rule):
    """An action longer than the convention allows."""

    rule, usual = "stay-length", "error"
    of: ClassVar[str] = "action"
    maximum: Months


@table(kw_only=True)
class Exclusivity(Rule):
    """Two parcours of one person, on one day, in two actions whose conventions share this ``family``."""

    rule, usual = "exclusivity", "error"
    family: str


@table(kw_only=True)
class VolumeCap(Rule):
    """Hours attended above the volume of a nature's funding, in one block or window."""

    rule, usual = "volume-cap", "error"
    natures: tuple[str, ...]


@table(kw_only=True)
class LoanLength(Rule):
    """A chain of loans past its limit (``Park``)."""

    rule, usual = "loan-length", "error"


@table(kw_only=True)
class LoanExtension(Rule):
    """An extension without motive or accompanying professional, or past the exceptional limit (``Park``)."""

    rule, usual = "loan-extension", "error"


@table(kw_only=True)
class EvaluationCap(Rule):
    """An initial driving evaluation above what the convention admits."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "évaluation"
    maximum: Minutes


@table(kw_only=True)
class ModuleEligibility(Rule):
    """A module session attended without eligibility, or outside every block (``Funding``, ``Window``)."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "module"
    natures: tuple[str, ...]


@table(kw_only=True)
class LoanAge(Rule):
    """A loan to someone of ``public`` whose completed age at departure is out of ``ages`` (first and last)."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "prêt"
    public: Public
    ages: tuple[int, ...]


@table(kw_only=True)
class ExamAttempts(Rule):
    """Attempts beyond those provided, or fewer than those due to someone who left.

    ``due``: attempts everyone is entitled to; ``motive_at``: the attempt that needs a motive in its own row;
    ``maximum``: each attempt beyond it deviates.
    """

    rule, usual = "exam-attempts", "warning"
    exam: str
    maximum: int
    motive_at: int | None = None
    due: int | None = None


@table(kw_only=True)
class DrivingQuota(Rule):
    """Hours left below zero, or a grant above the quota without both reports (``Quota``)."""

    rule, usual = "driving-quota", "error"


@table(kw_only=True)
class DocumentAfterEntry(Rule):
    """No such document within ``within`` of the entry; with ``anew``, one given in an earlier parcours is none.

    ``tolerance``: the delay is a reading, so that what is late is an alert, and what is still not there so many months
    later as strong as the rule (reading E-04).
    """

    rule, usual = "missing-document", "error"
    of: ClassVar[str] = "entrée"
    document: str
    within: Months
    anew: bool = False
    tolerance: Months | None = None


@table(kw_only=True)
class DocumentAfterExit(Rule):
    """No such document within ``within`` of the exit; with ``anew``, one given in an earlier parcours is none.

    ``stayed``: only of whoever stayed to the end of what was planned, or of the action, from that end on when nobody
    noted an exit (reading E-24). ``tolerance``: as after an entry.
    """

    rule, usual = "missing-document", "error"
    of: ClassVar[str] = "sortie"
    document: str
    within: Months
    anew: bool = False
    stayed: bool = False
    tolerance: Months | None = None


@table(kw_only=True)
class DocumentForSessions(Rule):
    """Sessions of these natures attended, and no such document."""

    rule, usual = "missing-document", "error"
    of: ClassVar[str] = "séance"
    document: str
    natures: tuple[str, ...]


@table(kw_only=True)
class DocumentForLoan(Rule):
    """A loan without such a document dated within ``before`` of its departure."""

    rule, usual = "missing-document", "error"
    of: ClassVar[str] = "prêt"
    document: str
    before: Days


@table(kw_only=True)
class MonthlyInterview(Rule):
    """Whole calendar months of a stay with fewer than ``minimum`` interviews attended (by one of ``channels``, when
    given), beyond ``allowed`` such months (in each calendar year when ``yearly``, reading 49-36). ``inner``: the months
    of the entry and of the exit are left out, whole or not (readings 67-01, E-25)."""

    rule, usual = "interview-rhythm", "warning"
    of: ClassVar[str] = "mois"
    natures: tuple[str, ...]
    allowed: int = 0
    yearly: bool = False
    minimum: int = 1
    channels: tuple[Channel, ...] = ()
    inner: bool = False


@table(kw_only=True)
class InterviewsInAll(Rule):
    """A stay that ended with fewer interviews attended than the convention says."""

    rule, usual = "interview-rhythm", "warning"
    of: ClassVar[str] = "séjour"
    natures: tuple[str, ...]
    minimum: int


@table(kw_only=True)
class ParkSize(Rule):
    """Fewer mopeds over the whole action than the convention favours."""

    rule, usual = "park-size", "info"
    minimum: int


@table(kw_only=True)
class RenewableStay(Rule):
    """A parcours longer than ``maximum``, each renewal adding ``each``, at most ``renewals`` times (0: no limit).

    A renewal is the parcours's own, or one of the ``steps`` dated in it; the last ``validated`` ones must be the step
    ``by`` (18 months only after a validation, reading 67-02); without a limit, each one must. ``promptly``: the days
    from the last one granted to a renewal decided later deviate (reading E-44).
    """

    rule, usual = "stay-length", "error"
    of: ClassVar[str] = "renouvelable"
    maximum: Months
    each: Months
    renewals: int = 0
    steps: tuple[str, ...] = ()
    validated: int = 0
    by: str = ""
    promptly: bool = False


@table(kw_only=True)
class ActionDates(Rule):
    """An action that does not start between these two days, both in it."""

    rule, usual = "action-dates", "warning"
    earliest: date
    latest: date


@table(kw_only=True)
class ContractLength(Rule):
    """A contract shorter than ``minimum`` (unless it renews another, or ``always``), longer than ``maximum`` or of none
    of ``lengths``; or successive contracts of one person lasting more than ``total``, unless they are ``beyond_age``
    (reading 59-23) or disabled, or the step ``unless`` decides of the next one (reading 62-07). Without an end, where
    one is expected, it is only an alert."""

    rule, usual = "contract-length", "error"
    contracts: tuple[str, ...]
    minimum: Months | None = None
    always: bool = False
    maximum: Months | None = None
    lengths: tuple[Months, ...] = ()
    total: Months | None = None
    beyond_age: int | None = None
    beyond_disabled: bool = False
    unless: str = ""


@table(kw_only=True)
class ContractRenewals(Rule):
    """More than ``maximum`` renewals of a contract, unless the step ``unless`` is dated on or before the next one."""

    rule, usual = "contract-renewals", "error"
    contracts: tuple[str, ...]
    maximum: int
    unless: str = ""


@table(kw_only=True)
class ContractAtEntry(Rule):
    """No contract of these kinds in force at the entry (in any action of the operator), nor, when ``registration``, an
    inscription at Pôle emploi, nor such a ``document`` dated by then. ``instead``: other kinds that only ask for a
    confirmation (said as a warning)."""

    rule, usual = "missing-contract", "error"
    of: ClassVar[str] = "entrée"
    contracts: tuple[str, ...]
    registration: bool = False
    instead: tuple[str, ...] = ()
    document: str = ""


@table(kw_only=True)
class ContractInTime(Rule):
    """No contract of these kinds signed within ``within`` of the entry or the orientation, by someone still there;
    with ``after``, one signed or begun before that day does not answer it (reading E-51)."""

    rule, usual = "missing-contract", "error"
    of: ClassVar[str] = "délai"
    contracts: tuple[str, ...]
    since: Literal["entrée", "orientation"]
    within: Months
    after: bool = False


@table(kw_only=True)
class ContractTooSoon(Rule):
    """A contract of these kinds begun before the decision of orientation, and in force on its day (reading E-51)."""

    rule, usual = "contract-too-soon", "warning"
    contracts: tuple[str, ...]


@table(kw_only=True)
class ContractOverlap(Rule):
    """Two contracts of these kinds of one person that share a day (reading E-53)."""

    rule, usual = "contract-overlap", "warning"
    contracts: tuple[str, ...]


@table(kw_only=True)
class ContractThroughout(Rule):
    """A day of the parcours without a contract of these kinds in force, nor (``registration``) an inscription: the
    first such day of each gap, up to today."""

    rule, usual = "missing-contract", "warning"
    of: ClassVar[str] = "durée"
    contracts: tuple[str, ...]
    registration: bool = False


@table(kw_only=True)
class ContractLapsed(Rule):
    """A contract of these kinds that ended during the parcours and that no other follows: an alert from its end, as
    strong as the rule ``tolerance`` later, unless it is under a *procédure de rappel* (reading E-35)."""

    rule, usual = "missing-contract", "error"
    of: ClassVar[str] = "échéance"
    contracts: tuple[str, ...]
    tolerance: Months


@table(kw_only=True)
class ContractSignatures(Rule):
    """A contract of these kinds begun without these signatures, or not sent."""

    rule, usual = "contract-signatures", "error"
    contracts: tuple[str, ...]
    signatures: tuple[Literal["personne", "référent", "Département", "transmission"], ...]


@table(kw_only=True)
class WeeklyHours(Rule):
    """A contract of these kinds whose weekly hours are outside what the convention says."""

    rule, usual = "weekly-hours", "error"
    contracts: tuple[str, ...]
    minimum: Minutes | None = None
    maximum: Minutes | None = None


@table(kw_only=True)
class WeeklyInterview(Rule):
    """Whole ISO weeks of a stay with fewer than ``minimum`` interviews attended."""

    rule, usual = "interview-rhythm", "error"
    of: ClassVar[str] = "semaine"
    natures: tuple[str, ...]
    minimum: int = 1
    channels: tuple[Channel, ...] = ()


@table(kw_only=True)
class QuarterlyInterview(Rule):
    """Whole calendar quarters of a stay with fewer than ``minimum`` interviews attended."""

    rule, usual = "interview-rhythm", "info"
    of: ClassVar[str] = "trimestre"
    natures: tuple[str, ...]
    minimum: int = 1
    channels: tuple[Channel, ...] = ()


@table(kw_only=True)
class StagedInterviews(Rule):
    """The interviews of start, mid-way and end: each due at its moment (readings 93-07, 49-16).

    ``start`` is due a month after the entry, ``middle`` once half of the planned stay has passed, ``end`` at the exit.
    """

    rule, usual = "interview-rhythm", "warning"
    of: ClassVar[str] = "moments"
    start: str
    middle: str
    end: str


@table(kw_only=True)
class InterviewMoments(Rule):
    """An interview by the entry + ``start``, one in the middle one of ``parts`` equal parts of the planned stay, one in
    its last ``end`` (reading 49-16): each moment past without any."""

    rule, usual = "interview-moments", "warning"
    natures: tuple[str, ...]
    start: Months
    parts: int
    end: Months


@table(kw_only=True)
class MissingStep(Rule):
    """No such step (or ``document``) within the delay (``months``, then ``days``) of the entry, the orientation or the
    exit, once past; someone who left before owes nothing but what follows the exit. A contact about the person with one
    of the ``partners``, or for one of the ``purposes``, is such a step too. With ``natures``, only who has attended one
    of these sessions owes it.

    ``early``: what is dated more than so many days before the ``months`` are over does not count (reading E-44).
    ``tolerance``: the date is a reading, so that what is late is an alert, and what is still not there so many months
    later as strong as the rule (reading E-04).
    """

    rule, usual = "missing-step", "error"
    step: str = ""
    document: str = ""
    since: Literal["entrée", "orientation", "sortie"]
    months: Months | None = None
    days: Days | None = None
    early: Days | None = None
    tolerance: Months | None = None
    variants: tuple[str, ...] = ()
    partners: tuple[ContactPartner, ...] = ()
    purposes: tuple[ContactPurpose, ...] = ()
    natures: tuple[str, ...] = ()


@table(kw_only=True)
class LoanStep(Rule):
    """A loan whose person has no such document dated within ``before`` of its departure (reading E-36)."""

    rule, usual = "missing-step", "warning"
    of: ClassVar[str] = "prêt"
    document: str
    before: Days


@table(kw_only=True)
class MissingContact(Rule):
    """Someone who left without a contact about them with one of these ``partners`` (for one of ``purposes``, when
    given) from the entry to the exit, or ``within`` it (readings E-22, E-24)."""

    rule, usual = "missing-contact", "warning"
    of: ClassVar[str] = "sortie"
    partners: tuple[ContactPartner, ...]
    purposes: tuple[ContactPurpose, ...] = ()
    within: Months | None = None


@table(kw_only=True)
class ContactOfAction(Rule):
    """An action without a contact with one of these ``partners``, about anybody or nobody: by its first day (``told``
    *début*), or at all, told from its middle."""

    rule, usual = "missing-contact", "warning"
    of: ClassVar[str] = "action"
    partners: tuple[ContactPartner, ...]
    told: Literal["début", "milieu"] = "milieu"


@table(kw_only=True)
class YearlySession(Rule):
    """A year of park (twelve months of the action, or the rest of it, once over) without a session of ``natures``."""

    rule, usual = "missing-step", "warning"
    of: ClassVar[str] = "parc"
    natures: tuple[str, ...]


@table(kw_only=True)
class MissingSession(Rule):
    """An action that has held no session of each of these natures (of any of them, with ``either``): an alert from
    its middle (or only at its end, ``told``), as strong as the rule once it is over."""

    rule, usual = "missing-session", "error"
    of: ClassVar[str] = "action"
    natures: tuple[str, ...]
    either: bool = False
    told: Literal["milieu", "fin"] = "milieu"


@table(kw_only=True)
class SessionInTime(Rule):
    """No session of these natures attended within the delay (``months``, then ``days``) of the entry, once past."""

    rule, usual = "missing-session", "error"
    of: ClassVar[str] = "entrée"
    natures: tuple[str, ...]
    since: Literal["entrée"] = "entrée"
    months: Months | None = None
    days: Days | None = None


@table(kw_only=True)
class SessionByExit(Rule):
    """Someone who left without having attended a session of any of these natures during the parcours."""

    rule, usual = "missing-session", "info"
    of: ClassVar[str] = "sortie"
    natures: tuple[str, ...]


@table(kw_only=True)
class MissingInterview(Rule):
    """No interview of these natures attended within the delay (``months``, then ``days``) of the entry or the
    orientation, once past, by someone still there."""

    rule, usual = "missing-interview", "error"
    natures: tuple[str, ...]
    since: Literal["entrée", "orientation"]
    months: Months | None = None
    days: Days | None = None


@table(kw_only=True)
class MissingRecord(Rule):
    """Someone who left with fewer than ``minimum`` facts of a register dated in the parcours.

    ``moments``: for évaluations, one at each of these moments. ``immersions``: of those, only these kinds.
    """

    rule, usual = "missing-record", "warning"
    register: Register
    minimum: int = 1
    moments: tuple[Moment, ...] = ()
    immersions: tuple[ImmersionKind, ...] = ()
    variants: tuple[str, ...] = ()


@table(kw_only=True)
class RecordInTime(Rule):
    """No fact of a register dated in the parcours within ``months`` of the entry, once past: told while it can still be
    mended (readings E-06, E-22). Of projects, one known before in any action is enough; ``moments``: for évaluations.
    """

    rule, usual = "missing-record", "warning"
    of: ClassVar[str] = "entrée"
    register: Register
    months: Months
    moments: tuple[Moment, ...] = ()
    variants: tuple[str, ...] = ()


@table(kw_only=True)
class VariantInTime(Rule):
    """A parcours whose variante is not noted ``months`` after the entry (reading E-22)."""

    rule, usual = "missing-record", "warning"
    of: ClassVar[str] = "variante"
    months: Months


@table(kw_only=True)
class MissingOutcome(Rule):
    """Someone who left otherwise than by one of ``types``, and without one of ``steps`` during the parcours: nothing
    was prepared (reading E-44)."""

    rule, usual = "missing-outcome", "warning"
    types: tuple[ExitType, ...] = ()
    steps: tuple[str, ...] = ()


@table(kw_only=True)
class ImmersionPapers(Rule):
    """An immersion of these kinds without its signed convention at its start, or without its evaluation once ended."""

    rule, usual = "immersion-papers", "error"
    immersions: tuple[ImmersionKind, ...] = ("stage", "PMSMP")
    agreement: bool = True
    evaluation: bool = True


@table(kw_only=True)
class FollowUpDue(Rule):
    """No contact ``months`` after the last exit (of these classes or types, any when empty), ``tolerance`` days past.

    A contact counts from ``early`` days before its due day (reading E-03); with a tolerance, up to so many days after
    (reading 59-30). The ``months`` run ``since`` the exit, or the first day of the job. ``conventions``: a contact
    recorded under one of these serves too (reading E-44).
    """

    rule, usual = "follow-up", "warning"
    months: Months
    early: Days = EARLY
    since: Literal["sortie", "emploi"] = "sortie"
    tolerance: Days = NO_DAYS
    conventions: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    types: tuple[ExitType, ...] = ()


@table(kw_only=True)
class EntryPublic(Rule):
    """Someone entered whose public, RSA status, rights and duties or orientation is known and not admitted."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "public"
    publics: tuple[Public, ...] = ()
    statuses: tuple[RsaStatus, ...] = ()
    rights_and_duties: bool = False
    orientations: tuple[Orientation, ...] = ()


@table(kw_only=True)
class EntryAge(Rule):
    """Someone of this public (any when empty) whose completed age at the entry is out of ``ages`` (first and last)."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "âge"
    ages: tuple[int, ...]
    publics: tuple[Public, ...] = ()


@table(kw_only=True)
class EntryPlace(Rule):
    """Someone of this public (any when empty) whose postcode is known and begins with none of ``postcodes``."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "résidence"
    postcodes: tuple[str, ...]
    publics: tuple[Public, ...] = ()


@table(kw_only=True)
class EntryProject(Rule):
    """Someone whose project, as last known on the day of entry, is in none of ``states``."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "projet"
    states: tuple[ProjectStage, ...]
    variants: tuple[str, ...] = ()


@table(kw_only=True)
class EntryLevel(Rule):
    """Someone evaluated at entry below ``least`` on a scale (reading 93-04)."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "niveau"
    scale: str
    least: str


@table(kw_only=True)
class EntryLicence(Rule):
    """Someone whose driving licence, as noted, is none of ``admitted``."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "permis"
    admitted: tuple[Licence, ...]


@table(kw_only=True)
class EntryWith(Rule):
    """Someone without a parcours open on the day of entry under one of these conventions (ids)."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "parcours"
    conventions: tuple[str, ...]


@table(kw_only=True)
class StayBeyond(Rule):
    """A parcours still open ``within`` after the last of those its person had under one of these conventions (ids)."""

    rule, usual = "stay-beyond", "warning"
    conventions: tuple[str, ...]
    within: Months


@table(kw_only=True)
class EntrySupport(Rule):
    """A borrower with neither référent nor precarious activity noted."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "usager"


@table(kw_only=True)
class TwoLoans(Rule):
    """Two mopeds lent to one person on one day, other than the day one is handed back for the other."""

    rule, usual = "two-loans", "warning"


@table(kw_only=True)
class IncompleteProfile(Rule):
    """Someone of whom the convention's ``profile`` is not all known (one deviation a person); one of ``registers`` that
    never served in the action, although somebody entered (one a register): what reads it is then no breach."""

    rule, usual = "incomplete-profile", "warning"
    registers: tuple[Register, ...] = ()


@table(kw_only=True)
class ExitToQualify(Rule):
    """An exit whose class cannot be told: no type, a job without its contract, a contract without its end."""

    rule, usual = "exit-to-qualify", "warning"


@table(kw_only=True)
class MissingMotive(Rule):
    """An introduction partly or not successful without its motive, or a prescription refused without it (or, with
    ``advice``, without a préconisation)."""

    rule, usual = "missing-motive", "error"
    of: ClassVar[str] = "réponse"
    register: Literal["mises en relation", "prescriptions"]
    advice: bool = False


@table(kw_only=True)
class MissingPlan(Rule):
    """A contract of these kinds without a line of plan ``within`` its first day, a renewal without one of its own
    (reading E-52)."""

    rule, usual = "missing-plan", "warning"
    contracts: tuple[str, ...]
    within: Months


@table(kw_only=True)
class PlanResults(Rule):
    """A contract of these kinds at its term, or renewed, some lines of whose plan have neither result nor bilan
    (reading E-52)."""

    rule, usual = "plan-results", "warning"
    contracts: tuple[str, ...]


@table(kw_only=True)
class PlanAlone(Rule):
    """A plan (the lines with a day in one contract of these kinds, those given up apart) whose only action may not be
    the only one (error), or whose actions all are such (warning); *à vérifier* codes alone are a warning (readings
    62-13, 62-14)."""

    rule, usual = "plan-alone", "error"
    contracts: tuple[str, ...]


@table(kw_only=True)
class PlanSphere(Rule):
    """A line whose code is not of this sphere (reading 62-15), or read from the exchange only."""

    rule, usual = "plan-sphere", "warning"
    sphere: Literal["solidarité", "professionnelle"]


@table(kw_only=True)
class DistanceFirst(Rule):
    """A contract of these kinds (and each renewal), or a request of réorientation, without an échelle de distance dated
    on or before it; of one filled more than ``fresh`` months before, too."""

    rule, usual = "distance-scale", "error"
    contracts: tuple[str, ...]
    requests: tuple[str, ...] = ()
    fresh: Months | None = None


@table(kw_only=True)
class LiaisonComplete(Rule):
    """A fiche de liaison without an attachment, a signature or a motive its request needs."""

    rule, usual = "liaison-incomplete", "error"


@table(kw_only=True)
class LiaisonOpinion(Rule):
    """A request put to the instance and without opinion after ``within``."""

    rule, usual = "liaison-opinion", "warning"
    within: Months


@table(kw_only=True)
class LiaisonAnswer(Rule):
    """A request the correspondant has not answered after ``within`` (reading E-56)."""

    rule, usual = "liaison-answer", "warning"
    within: Months


Rule.kinds = {(kind.rule, kind.of) if hasattr(kind, "of") else (kind.rule,): kind for kind in Rule.__subclasses__()}
