"""Rules of interviews and contacts: how often, at which moments, with whom."""

from typing import ClassVar, Literal

from config.quantities import Days, Months
from config.schema.kept import Channel, ContactPartner, ContactPurpose, table
from config.schema.rules.rule import Rule


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
class MissingInterview(Rule):
    """No interview of these natures attended within the delay (``months``, then ``days``) of the entry or the
    orientation, once past, by someone still there."""

    rule, usual = "missing-interview", "error"
    natures: tuple[str, ...]
    since: Literal["entrée", "orientation"]
    months: Months | None = None
    days: Days | None = None


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
