"""Rules of plans, of the échelle de distance and of the fiche de liaison."""

from typing import Literal

from config.quantities import Months
from config.schema.kept import table
from config.schema.rules.rule import Rule


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
