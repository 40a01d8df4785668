"""Rules of driving: the hours of each, the evaluation, the exams."""

from typing import ClassVar

from config.quantities import Minutes
from config.schema.kept import table
from config.schema.rules.rule import Rule


@table(kw_only=True)
class DrivingQuota(Rule):
    """Hours left below zero, or a grant above the quota without both reports (``Quota``)."""

    rule, usual = "driving-quota", "error"


@table(kw_only=True)
class EvaluationCap(Rule):
    """An initial driving evaluation above what the convention admits."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "évaluation"
    maximum: Minutes


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
