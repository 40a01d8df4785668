"""Rules of mopeds and their loans."""

from typing import ClassVar

from config.quantities import Days
from config.schema.kept import Public, table
from config.schema.rules.rule import Rule


@table(kw_only=True)
class ParkSize(Rule):
    """Fewer mopeds over the whole action than the convention favours."""

    rule, usual = "park-size", "info"
    minimum: int


@table(kw_only=True)
class LoanLength(Rule):
    """A chain of loans past its limit (``Park``)."""

    rule, usual = "loan-length", "error"


@table(kw_only=True)
class LoanExtension(Rule):
    """An extension without motive or accompanying professional, or past the exceptional limit (``Park``)."""

    rule, usual = "loan-extension", "error"


@table(kw_only=True)
class LoanAge(Rule):
    """A loan to someone of ``public`` whose completed age at departure is out of ``ages`` (first and last)."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "prêt"
    public: Public
    ages: tuple[int, ...]


@table(kw_only=True)
class LoanStep(Rule):
    """A loan whose person has no such document dated within ``before`` of its departure (reading E-36)."""

    rule, usual = "missing-step", "warning"
    of: ClassVar[str] = "prêt"
    document: str
    before: Days


@table(kw_only=True)
class TwoLoans(Rule):
    """Two mopeds lent to one person on one day, other than the day one is handed back for the other."""

    rule, usual = "two-loans", "warning"
