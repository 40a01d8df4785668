"""Rules of contracts: how long, when signed, renewed or lapsed, one at a time; hours worked."""

from typing import ClassVar, Literal

from config.quantities import Minutes, Months
from config.schema.kept import table
from config.schema.rules.rule import Rule


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
