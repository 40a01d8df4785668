"""What a convention file may say: natures of session, records, indicators with their measure, rules with their article.

The vocabulary of measures and rules is fixed here, one small dataclass each; what they compute is in ``models``. All
durations are whole minutes, months or days and all money whole cents, written with their unit (``config.quantities``).
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from config.quantities import Cents, Days, Minutes, Months

Public = Literal["RSA", "FAJ", "Autre"]
TWO_HOURS = Minutes(120)


@dataclass(frozen=True)
class Funding:
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


@dataclass(frozen=True)
class Nature:
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


@dataclass(frozen=True)
class ExamKind:
    """An exam people are presented to."""

    code: str
    label: str


@dataclass(frozen=True)
class DocumentKind:
    """A document handed over or sent."""

    code: str
    label: str


@dataclass(frozen=True)
class Quota:
    """Driving hours of each trainee, pooled when unused; above ``hours`` only when reported to both parties."""

    nature: str
    hours: Minutes
    source: str


@dataclass(frozen=True)
class Park:
    """Moped loans: the days a moped is meant to be out in a year, and the length of a loan."""

    days: Days
    year: Days
    usual: Months
    exceptional: Months
    chained_within: Days
    source: str


@dataclass(frozen=True)
class Window:
    """Eligibility opened by a check at the first module session, shared by every action of the same ``family``."""

    family: str
    months: Months
    source: str


@dataclass(frozen=True)
class Target:
    """What a figure is compared with.

    ``base``: *action* (``each``, whatever its size), *places* (``each`` × places), *cyclomoteurs* (the park's days),
    *personnes* (the persons the measure is about: presented to the exam, gone long enough). ``pro_rata``: × whole
    months of the action over 12.
    """

    base: Literal["action", "places", "cyclomoteurs", "personnes"]
    each: int = 1
    money: Cents | None = None
    pro_rata: bool = False


@dataclass(frozen=True)
class Indicator:
    """One figure of the convention. ``definition`` says in French how it is counted; ``source`` is its article."""

    tag: ClassVar[tuple[str, ...]] = ("measure",)
    kinds: ClassVar[dict[tuple[str, ...], type]]
    measure: ClassVar[str]

    id: str
    label: str
    unit: Literal["séance", "participation", "entretien", "personne", "heure", "jour", "cyclomoteur", "€"]
    source: str
    definition: str


@dataclass(frozen=True, kw_only=True)
class Persons(Indicator):
    """Distinct persons with a parcours begun and open, or with a loan day, in the period."""

    measure = "persons"
    of: Literal["parcours", "prêts"]
    by_public: bool = False
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class Sessions(Indicator):
    """Sessions held with somebody attending."""

    measure = "sessions"
    natures: tuple[str, ...]
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class Attendances(Indicator):
    """Attendances in sessions held."""

    measure = "attendances"
    natures: tuple[str, ...]
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class AttendedHours(Indicator):
    """Hours attended, by participant."""

    measure = "attended-hours"
    natures: tuple[str, ...]
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class PayableAmount(Indicator):
    """Payable hours of one nature × its price."""

    measure = "payable-amount"
    nature: str


@dataclass(frozen=True, kw_only=True)
class WorkedHoursTotal(Indicator):
    """Hours worked in the months of the period, by participant."""

    measure = "worked-hours"


@dataclass(frozen=True, kw_only=True)
class PlaceEstimate(Indicator):
    """An estimate of the payment of places: two parts, each pro rata of a figure over its target."""

    measure = "place-estimate"
    attendances: str
    attendances_money: Cents
    interviews: str
    interviews_money: Cents
    target: Target


@dataclass(frozen=True, kw_only=True)
class ExamSuccesses(Indicator):
    """Persons who passed, of those presented."""

    measure = "exam-successes"
    exam: str
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class ValidatedProjects(Indicator):
    """Persons whose project an immersion validated."""

    measure = "validated-projects"


@dataclass(frozen=True, kw_only=True)
class DocumentHolders(Indicator):
    """Persons for whom a document was handed over or sent."""

    measure = "document-holders"
    document: str


@dataclass(frozen=True, kw_only=True)
class FollowUps(Indicator):
    """Of the persons gone long enough, those found in one of ``situations`` at the follow-up."""

    measure = "follow-ups"
    months: Months
    situations: tuple[Literal["emploi", "formation", "autre"], ...]
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class LoanDays(Indicator):
    """Days on which mopeds are out."""

    measure = "loan-days"
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class Mopeds(Indicator):
    """Mopeds in the park."""

    measure = "mopeds"


Indicator.kinds = {
    (kind.measure,): kind
    for kind in (
        Persons,
        Sessions,
        Attendances,
        AttendedHours,
        PayableAmount,
        WorkedHoursTotal,
        PlaceEstimate,
        ExamSuccesses,
        ValidatedProjects,
        DocumentHolders,
        FollowUps,
        LoanDays,
        Mopeds,
    )
}


@dataclass(frozen=True)
class Rule:
    """Something that may deviate from the convention: ``source`` is its article, ``remedy`` what to do, in French."""

    tag: ClassVar[tuple[str, ...]] = ("rule", "of")
    kinds: ClassVar[dict[tuple[str, ...], type]]
    rule: ClassVar[str]
    severity: ClassVar[Literal["error", "warning", "info"]]

    source: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class GroupSize(Rule):
    """A session held attended by fewer or more than the convention says."""

    rule, severity = "group-size", "warning"
    natures: tuple[str, ...]
    minimum: int
    maximum: int | None = None


@dataclass(frozen=True, kw_only=True)
class SessionLength(Rule):
    """A session held shorter or longer than the convention says."""

    rule, severity = "session-length", "warning"
    natures: tuple[str, ...]
    minimum: Minutes | None = None
    maximum: Minutes | None = None


@dataclass(frozen=True, kw_only=True)
class ParcoursLength(Rule):
    """A parcours longer than the convention allows."""

    rule, severity = "stay-length", "error"
    of: ClassVar[str] = "parcours"
    maximum: Months


@dataclass(frozen=True, kw_only=True)
class ActionLength(Rule):
    """An action longer than the convention allows."""

    rule, severity = "stay-length", "error"
    of: ClassVar[str] = "action"
    maximum: Months


@dataclass(frozen=True, kw_only=True)
class Exclusivity(Rule):
    """Two parcours of one person, on one day, in two actions whose conventions share this ``family``."""

    rule, severity = "exclusivity", "error"
    family: str


@dataclass(frozen=True, kw_only=True)
class VolumeCap(Rule):
    """Hours attended above the volume of a nature's funding, in one block or window."""

    rule, severity = "volume-cap", "error"
    natures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LoanLength(Rule):
    """A chain of loans past its limit (``Park``)."""

    rule, severity = "loan-length", "error"


@dataclass(frozen=True, kw_only=True)
class LoanExtension(Rule):
    """An extension without motive or accompanying professional, or past the exceptional limit (``Park``)."""

    rule, severity = "loan-extension", "error"


@dataclass(frozen=True, kw_only=True)
class EvaluationCap(Rule):
    """An initial driving evaluation above what the convention admits."""

    rule, severity = "eligibility", "error"
    of: ClassVar[str] = "évaluation"
    maximum: Minutes


@dataclass(frozen=True, kw_only=True)
class ModuleEligibility(Rule):
    """A module session attended without eligibility, or outside every block (``Funding``, ``Window``)."""

    rule, severity = "eligibility", "error"
    of: ClassVar[str] = "module"
    natures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LoanAge(Rule):
    """A loan to someone of ``public`` whose completed age at departure is out of ``ages`` (first and last)."""

    rule, severity = "eligibility", "error"
    of: ClassVar[str] = "prêt"
    public: Public
    ages: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ExamAttempts(Rule):
    """Attempts beyond those provided, or fewer than those due to someone who left.

    ``due``: attempts everyone is entitled to; ``motive_at``: the attempt that needs a motive in its own row;
    ``maximum``: each attempt beyond it deviates.
    """

    rule, severity = "exam-attempts", "warning"
    exam: str
    maximum: int
    motive_at: int | None = None
    due: int | None = None


@dataclass(frozen=True, kw_only=True)
class DrivingQuota(Rule):
    """Hours left below zero, or a grant above the quota without both reports (``Quota``)."""

    rule, severity = "driving-quota", "error"


@dataclass(frozen=True, kw_only=True)
class DocumentAfterEntry(Rule):
    """No such document within ``within`` of the entry."""

    rule, severity = "missing-document", "error"
    of: ClassVar[str] = "entrée"
    document: str
    within: Months


@dataclass(frozen=True, kw_only=True)
class DocumentAfterExit(Rule):
    """No such document within ``within`` of the exit."""

    rule, severity = "missing-document", "error"
    of: ClassVar[str] = "sortie"
    document: str
    within: Months


@dataclass(frozen=True, kw_only=True)
class DocumentForSessions(Rule):
    """Sessions of these natures attended, and no such document."""

    rule, severity = "missing-document", "error"
    of: ClassVar[str] = "séance"
    document: str
    natures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentForLoan(Rule):
    """A loan without such a document dated within ``before`` of its departure."""

    rule, severity = "missing-document", "error"
    of: ClassVar[str] = "prêt"
    document: str
    before: Days


@dataclass(frozen=True, kw_only=True)
class MonthlyInterview(Rule):
    """Whole calendar months of a stay without an interview attended, beyond ``allowed`` of them."""

    rule, severity = "interview-rhythm", "warning"
    of: ClassVar[str] = "mois"
    natures: tuple[str, ...]
    allowed: int


@dataclass(frozen=True, kw_only=True)
class InterviewsInAll(Rule):
    """A stay that ended with fewer interviews attended than the convention says."""

    rule, severity = "interview-rhythm", "warning"
    of: ClassVar[str] = "séjour"
    natures: tuple[str, ...]
    minimum: int


@dataclass(frozen=True, kw_only=True)
class ParkSize(Rule):
    """Fewer mopeds over the whole action than the convention favours."""

    rule, severity = "park-size", "info"
    minimum: int


Rule.kinds = {
    (kind.rule, kind.of) if hasattr(kind, "of") else (kind.rule,): kind
    for kind in (
        GroupSize,
        SessionLength,
        ParcoursLength,
        ActionLength,
        Exclusivity,
        VolumeCap,
        LoanLength,
        LoanExtension,
        EvaluationCap,
        ModuleEligibility,
        LoanAge,
        ExamAttempts,
        DrivingQuota,
        DocumentAfterEntry,
        DocumentAfterExit,
        DocumentForSessions,
        DocumentForLoan,
        MonthlyInterview,
        InterviewsInAll,
        ParkSize,
    )
}


@dataclass(frozen=True)
class Convention:
    """One specification. ``records`` are the kinds of record it keeps beside parcours and sessions: they decide which
    tabs an action shows. ``readings`` are the interpretations retained where the source is ambiguous."""

    id: str
    title: str
    territory: str
    edition: str
    document: str
    family: str = ""
    objective: str = ""
    places: Literal["obligatoires", "facultatives", "sans"] = "facultatives"
    records: tuple[
        Literal[
            "heures",
            "parc",
            "examens",
            "documents",
            "immersions",
            "suivis",
            "éligibilités",
            "heures travaillées",
        ],
        ...,
    ] = ()
    report_within: Months | None = None
    report_source: str = ""
    readings: tuple[str, ...] = ()
    nature: tuple[Nature, ...] = ()
    exam: tuple[ExamKind, ...] = ()
    document_kind: tuple[DocumentKind, ...] = ()
    quota: Quota | None = None
    park: Park | None = None
    window: Window | None = None
    indicator: tuple[Indicator, ...] = ()
    rule: tuple[Rule, ...] = ()

    def nature_of(self, code: str) -> Nature | None:
        """The nature of this code, or None when the convention has none such."""
        return next((nature for nature in self.nature if nature.code == code), None)

    def exam_label(self, code: str) -> str:
        """What an exam is called; its code when the convention has none such."""
        return next((kind.label for kind in self.exam if kind.code == code), code)

    def document_label(self, code: str) -> str:
        """What a document is called; its code when the convention has none such."""
        return next((kind.label for kind in self.document_kind if kind.code == code), code)

    def nature_label(self, code: str) -> str:
        """What a nature of session is called; its code when the convention has none such."""
        return next((nature.label for nature in self.nature if nature.code == code), code)

    def rules_of(self, kind: type) -> list:
        """The rules of one kind, in the file's order."""
        return [rule for rule in self.rule if isinstance(rule, kind)]
