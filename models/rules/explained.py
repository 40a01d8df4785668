"""A deviation explained: why it is as it is, said by a coordinator; it stays listed, and is counted apart."""

from collections.abc import Iterable

from models.registers import motives
from models.registers.motives import Line
from models.rules.deviation import Deviation
from models.tables import Motive

ABOUT = "écart"


def explain(one: Deviation, motive: str, *, who: str) -> Motive:
    """Explains a deviation, or explains it otherwise. Raises Refused without a motive."""
    return motives.give(_line(one), motive, told=f"Écart expliqué : {one.message}", who=who)


def take_back(one: Deviation, *, who: str) -> None:
    """Takes an explanation back. Raises Refused when there is none."""
    motives.take_back(_line(one), told=f"Écart de nouveau sans explication : {one.message}", who=who)


def explained(found: Iterable[Deviation]) -> dict[int, Motive]:
    """The explanations of these deviations, by rank in the list; one query."""
    known = motives.given(ABOUT)
    return {rank: known[line] for rank, one in enumerate(found) if (line := _line(one)) in known} if known else {}


def _line(one: Deviation) -> Line:
    return Line(ABOUT, one.rule, one.table, one.record, one.date)
