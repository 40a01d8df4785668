"""The measures: which records a figure counts, each for how much. The figure is always the sum.

Every measure is a function of (scope, indicator) giving ``Rows``: one line a record, with the part it goes to
(a participant, a public, a plate, or '') and a whole quantity (1, minutes, days). Distinct counts give 1 to the first
record of each person and 0 to the others, so that the sum holds and every record is still listed.

Rows state what they count, and rows of persons are made only so that each person counts once (reading E-01): a figure
is checked against it, its value and what it is a part of (``same``).
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, ModelSelect, Value, fn

from models.figures.scope import Scope
from models.tables import Person, Record

UNKNOWN = "non renseigné"


PERSON = "personne"
THINGS = {"entretien": "participation", "projet": PERSON, "€": "heure"}
"""Units that are another name of the same thing: an interview attended, somebody's project, the hours of an amount."""


BY = {("participation", "jour ouvré")}
"""What is counted by something else, and told so: « 45 sur 120 jours ouvrés »."""


class Mixed(TypeError):
    """A figure would count one thing over another."""


@dataclass(frozen=True)
class Rows:
    """What a measure counts: records of ``table``, either folded already as (id, part, quantity), or a query.

    ``unit`` is what one of them is, as indicators name it. Of a query, ``part`` and ``quantity`` are expressions (none:
    no part, 1 each); with ``distinct`` (a column, and the order to list by), each value of the column counts once, at
    its first record. ``order``: parts that are read in an order of their own (classes, levels), before any other.
    ``parted``: the part of each record, once each, where one counts in several parts and once in all.

    Raises Mixed for persons that could count twice: give their column as ``distinct``, or make them by ``of_persons``.
    """

    table: type[Record]
    unit: str
    source: ModelSelect | list[tuple[int, str, int]]
    part: Any = None
    quantity: Any = None
    distinct: tuple[Any, Any] | None = None
    order: tuple[str, ...] = ()
    parted: tuple[tuple[int, str], ...] | None = None
    once: bool = False

    def __post_init__(self) -> None:
        if self.unit == PERSON and not self.once and not self._distinct_persons():
            raise Mixed(f"{self.table.__name__}: rows of persons that may hold somebody twice")

    def _distinct_persons(self) -> bool:
        return self.distinct is not None and getattr(self.distinct[0], "rel_model", None) is Person

    @classmethod
    def of_persons(
        cls,
        table: type[Record],
        records: Iterable[tuple[int, int, str]],
        *,
        order: tuple[str, ...] = (),
        several: bool = False,
    ) -> "Rows":
        """Rows of persons from (id, person, part), each person counted at the first record.

        ``several``: somebody may stand in several parts, once in each; the total is not their sum.
        """
        found = list(records)
        parted = None
        if several:
            first: dict[tuple[int, str], int] = {}
            for identity, person, part in found:
                first.setdefault((person, part), identity)
            parted = tuple((identity, part) for (_, part), identity in first.items())
        return cls(table, PERSON, once(found), order=order, parted=parted, once=True)

    @classmethod
    def joined(cls, several: Sequence["Rows"]) -> "Rows":
        """The rows of several periods one after the other, each counted in its own."""
        first = several[0]
        if len(several) == 1:
            return first
        parted = None
        if first.parted is not None:
            parted = tuple(pair for rows in several for pair in rows.parted or ())
        lines = [line for rows in several for line in rows]
        return cls(first.table, first.unit, lines, order=first.order, parted=parted, once=first.unit == PERSON)

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        if isinstance(self.source, list):
            return iter(self.source)
        quantity = Value(1) if self.quantity is None else self.quantity
        if self.distinct:
            column, order = self.distinct
            rank = fn.ROW_NUMBER().over(partition_by=[column], order_by=[order, self.table.id])
            quantity = Case(None, [(rank == 1, 1)], 0)
        return iter(self.source.select(self.table.id, Value("") if self.part is None else self.part, quantity).tuples())

    def of_part(self, part: str) -> Iterator[tuple[int, str, int]]:
        """The lines of one part, each for what it counts there."""
        if self.parted is not None:
            return ((identity, named, 1) for identity, named in self.parted if named == part)
        return (line for line in self if line[1] == part)

    def totals(self) -> tuple[int, dict[str, int]]:
        """The total and what each part counts, in order; parts with nothing are left out.

        Summed by the database when the measure is a query. The parts add up to the total, unless one counts in several.
        """
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
        parts = sums if self.parted is None else Counter(part for _, part in self.parted)
        return sum(sums.values()), {
            part: parts[part] for part in sorted(parts, key=self._place) if part and parts[part]
        }

    def _place(self, part: str) -> tuple[Any, ...]:
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


def same(unit: str, other: str) -> bool:
    """Whether two units count the same thing, or one is counted by the other (contacts by the working day)."""
    return THINGS.get(unit, unit) == THINGS.get(other, other) or (unit, other) in BY


Measure = Callable[[Scope, Any], Rows]
