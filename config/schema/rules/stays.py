"""Rules of parcours and of the action they are in: how long, between which days, in how many at once."""

from datetime import date
from typing import ClassVar

from config.quantities import Months
from config.schema.kept import table
from config.schema.rules.rule import Rule


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
class ActionDates(Rule):
    """An action that does not start between these two days, both in it."""

    rule, usual = "action-dates", "warning"
    earliest: date
    latest: date


@table(kw_only=True)
class Exclusivity(Rule):
    """Two parcours of one person, on one day, in two actions whose conventions share this ``family``."""

    rule, usual = "exclusivity", "error"
    family: str


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
class StayBeyond(Rule):
    """A parcours still open ``within`` after the last of those its person had under one of these conventions (ids)."""

    rule, usual = "stay-beyond", "warning"
    conventions: tuple[str, ...]
    within: Months


@table(kw_only=True)
class VariantInTime(Rule):
    """A parcours whose variante is not noted ``months`` after the entry (reading E-22)."""

    rule, usual = "missing-record", "warning"
    of: ClassVar[str] = "variante"
    months: Months
