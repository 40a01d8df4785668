"""The measures: which records a figure counts, each for how much. The figure is always the sum.

Every measure is a function of (scope, indicator) giving ``Rows``: one line a record, with the part it goes to
(a participant, a public, a plate, or '') and a whole quantity (1, minutes, days). Distinct counts give 1 to the first
record of each person and 0 to the others, so that the sum holds and every record is still listed.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import Case, ModelSelect, Value, fn

from models.figures.scope import Scope
from models.tables import Record

UNKNOWN = "non renseigné"


@dataclass(frozen=True)
class Rows:
    """What a measure counts: records of ``table``, either folded already as (id, part, quantity), or a query.

    Of a query, ``part`` and ``quantity`` are expressions (none: no part, 1 each); with ``distinct`` (a column, and the
    order to list by), each value of the column counts once, at its first record. ``order``: parts that are read in an
    order of their own (classes, levels), before any other.
    """

    table: type[Record]
    source: ModelSelect | list[tuple[int, str, int]]
    part: Any = None
    quantity: Any = None
    distinct: tuple[Any, Any] | None = None
    order: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        if isinstance(self.source, list):
            return iter(self.source)
        quantity = Value(1) if self.quantity is None else self.quantity
        if self.distinct:
            column, order = self.distinct
            rank = fn.ROW_NUMBER().over(partition_by=[column], order_by=[order, self.table.id])
            quantity = Case(None, [(rank == 1, 1)], 0)
        return iter(self.source.select(self.table.id, Value("") if self.part is None else self.part, quantity).tuples())

    def totals(self) -> dict[str, int]:
        """The sum by part, summed by the database when the measure is a query; parts with nothing are left out."""
        sums: dict[str, int] = {}
        if isinstance(self.source, list) or (self.distinct and self.part is not None):
            for _, part, quantity in self:
                sums[part] = sums.get(part, 0) + quantity
        else:
            each = fn.COUNT(self.table.id) if self.quantity is None else fn.SUM(self.quantity)
            total = fn.COUNT(self.distinct[0].distinct()) if self.distinct else each
            if self.part is None:
                sums = {"": self.source.select(total).scalar() or 0}
            else:
                sums = dict(self.source.select(self.part, total).group_by(self.part).tuples())
        return {part: sums[part] for part in sorted(sums, key=self._place) if sums[part]}

    def _place(self, part: str) -> tuple:
        """Where a part comes: its own order, the youngest first, durations by length, what is not known last."""
        own = self.order.index(part) if part in self.order else len(self.order)
        length = re.match(r"(\d+) mois$", part)
        return part == UNKNOWN, own, not part.startswith("moins d"), int(length[1]) if length else 0, part


def once(records: Iterable[tuple[int, Hashable, str]]) -> list[tuple[int, str, int]]:
    """Of (id, what counts once, part): 1 at the first record of each, 0 at its others."""
    seen: set[Hashable] = set()
    rows = []
    for identity, counted, part in records:
        rows.append((identity, part, int(counted not in seen)))
        seen.add(counted)
    return rows


Measure = Callable[[Scope, Any], Rows]
