"""Rules of documents: given, sent or signed by a day."""

from typing import ClassVar

from config.quantities import Days, Months
from config.schema.kept import ImmersionKind, table
from config.schema.rules.rule import Rule


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
class ImmersionPapers(Rule):
    """An immersion of these kinds without its signed convention at its start, or without its evaluation once ended."""

    rule, usual = "immersion-papers", "error"
    immersions: tuple[ImmersionKind, ...] = ("stage", "PMSMP")
    agreement: bool = True
    evaluation: bool = True
