"""Rules of what is done and recorded on the way: steps, records, motives, profiles."""

from typing import ClassVar, Literal

from config.quantities import Days, Months
from config.schema.kept import ContactPartner, ContactPurpose, ImmersionKind, Moment, Register, table
from config.schema.rules.rule import Rule


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
class MissingMotive(Rule):
    """An introduction partly or not successful without its motive, or a prescription refused without it (or, with
    ``advice``, without a préconisation)."""

    rule, usual = "missing-motive", "error"
    of: ClassVar[str] = "réponse"
    register: Literal["mises en relation", "prescriptions"]
    advice: bool = False


@table(kw_only=True)
class IncompleteProfile(Rule):
    """Someone of whom the convention's ``profile`` is not all known (one deviation a person); one of ``registers`` that
    never served in the action, although somebody entered (one a register): what reads it is then no breach."""

    rule, usual = "incomplete-profile", "warning"
    registers: tuple[Register, ...] = ()
