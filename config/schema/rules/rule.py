"""What every rule says: its article, its remedy, how strong it is."""

from typing import ClassVar, Literal

from config.quantities import Days
from config.schema.kept import Table, table

NO_DAYS = Days(0)
Severity = Literal["error", "warning", "info"]
STRENGTHS: dict[str, Severity] = {"ferme": "error", "alerte": "warning", "souple": "info"}


@table
class Rule(Table):
    """Something that may deviate from the convention: ``source`` is its article, ``remedy`` what to do, in French.

    ``strength`` keeps apart what the source makes compulsory (*ferme*), what a reading only wants looked at (*alerte*)
    and what it merely wishes (*souple*); without it, that of this kind of rule. ``name`` tells rules of one kind apart
    and lets another file replace or set aside an inherited one.
    """

    tag: ClassVar[tuple[str, ...]] = ("rule", "of")
    kinds: ClassVar[dict[tuple[str, ...], type]]
    rule: ClassVar[str]
    usual: ClassVar[Severity] = "error"

    source: str
    remedy: str
    name: str = ""
    strength: Literal["ferme", "alerte", "souple"] | None = None

    @property
    def severity(self) -> Severity:
        """*error* only for what is firm."""
        return STRENGTHS[self.strength] if self.strength else self.usual
