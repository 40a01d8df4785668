"""Rules of who leaves: the outcome, its class, the contacts that follow."""

from typing import Literal

from config.quantities import Days, Months
from config.schema.kept import EARLY, ExitType, table
from config.schema.rules.rule import NO_DAYS, Rule


@table(kw_only=True)
class MissingOutcome(Rule):
    """Someone who left otherwise than by one of ``types``, and without one of ``steps`` during the parcours: nothing
    was prepared (reading E-44)."""

    rule, usual = "missing-outcome", "warning"
    types: tuple[ExitType, ...] = ()
    steps: tuple[str, ...] = ()


@table(kw_only=True)
class ExitToQualify(Rule):
    """An exit whose class cannot be told: no type, a job without its contract, a contract without its end."""

    rule, usual = "exit-to-qualify", "warning"


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
