"""What has moved since a copy was kept: figure by figure, with the acts that moved it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from peewee import ForeignKeyField

from models import tables
from models.figures.figures import Figure, counted, counted_in_target, figures
from models.returns import copies
from models.tables import Action, Frozen, JournalEntry, JournalPage, JournalSubject, Parcours
from models.tables.base import uncounted_fields
from models.tables.changes import changes_of

AT_ONCE = 500
TOLD = ("value", "target", "of")
HOLDING = tuple(table.__name__ for table in tables.TABLES if table.holds)
Key = tuple[str, int]


@dataclass(frozen=True)
class Deed:
    """An act that moved a figure: its number in the journal, when, who, and what it says."""

    number: int
    at: str
    who: str
    sentence: str


@dataclass(frozen=True)
class Moved:
    """A figure of a copy and what has become of it. ``now`` is None when the convention no longer has it.

    ``redefined``: it is no longer counted as it was. ``added``, ``removed`` and ``changed`` are the records behind it
    that came, went, or count otherwise. ``acts`` are those that moved it, the newest first.
    """

    before: dict[str, Any]
    now: Figure | None
    redefined: bool = False
    added: Sequence[Key] = ()
    removed: Sequence[Key] = ()
    changed: Sequence[Key] = ()
    acts: Sequence[Deed] = ()

    @property
    def moved(self) -> bool:
        """Whether anything is no longer as in the copy."""
        return self.redefined or self.otherwise or bool(self.added or self.removed or self.changed)

    @property
    def otherwise(self) -> bool:
        """Whether what is shown of the figure has changed."""
        if self.now is None:
            return True
        now = shown(self.now)
        return any(now[name] != self.before[name] for name in now)

    @property
    def values(self) -> tuple[Fraction, Fraction | None]:
        """The value in the copy and today's."""
        return Fraction(self.before["value"]), None if self.now is None else self.now.value


def shown(figure: Figure) -> dict[str, Any]:
    """What a copy shows of a figure, as it holds it."""
    detail = {part: copies.exact(value) for part, value in figure.detail.items()}
    numbers = (figure.value, figure.target, figure.base)
    return dict(zip(TOLD, map(copies.exact, numbers), strict=True)) | {"detail": detail}


def since(copy: Frozen) -> list[Moved]:
    """Each figure of a copy beside what it is today, over the same period, with the acts that moved it.

    A constant number of queries a figure, and for all a few that grow with the acts done since.
    """
    action = Action.get_by_id(copy.action_id)
    now = {one.indicator.id: one for one in figures(action, copy.start, copy.end)}
    rest = copies.common(action)
    journal = _Since(copy.entry, action.id)
    return [_compared(action, copy, held, now.get(held["id"]), rest, journal) for held in copies.figures_of(copy)]


def _compared(
    action: Action, copy: Frozen, held: dict[str, Any], figure: Figure | None, rest: str, journal: "_Since"
) -> Moved:
    if figure is None:
        return Moved(held, None, redefined=True)
    redefined = held["definition"] != copies.definition(figure.indicator) or held["convention"] != rest
    period = (action, figure.indicator, copy.start, copy.end)
    before = _tally(held["records"], held["records_of"])
    after = _tally(_rows(counted(*period)), _rows(counted_in_target(*period)))
    differing = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    gone = {key[1:] for key in before} - {key[1:] for key in after}
    come = {key[1:] for key in after} - {key[1:] for key in before}
    touched = list(dict.fromkeys(key[1:] for key in differing))
    found = Moved(
        held,
        figure,
        redefined,
        tuple(key for key in touched if key in come),
        tuple(key for key in touched if key in gone),
        tuple(key for key in touched if key not in come and key not in gone),
    )
    if not found.moved:
        return found
    behind = {key[1:] for key in before} | {key[1:] for key in after}
    acts = journal.behind(touched, behind, aims=figure.target != _fraction(held["target"]))
    return Moved(held, figure, redefined, found.added, found.removed, found.changed, acts)


def _fraction(value: int | str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _rows(records: Iterable[Any]) -> list[list[Any]]:
    return [[one.table, one.id, one.quantity] for one in records]


def _tally(records: Iterable[Sequence[Any]], records_of: Iterable[Sequence[Any]]) -> dict[tuple[int, str, int], int]:
    """How much each record counts for, in the figure (0) and in what it is a part of (1)."""
    found: dict[tuple[int, str, int], int] = defaultdict(int)
    for rank, lines in enumerate((records, records_of)):
        for table, identity, quantity in lines:
            found[rank, table, identity] += quantity
    return dict(found)


@dataclass
class _Since:
    """The acts done since a copy, read once and asked for each figure."""

    entry: int
    action: int
    _deeds: dict[int, tuple[Deed, list[dict[str, Any]]]] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> dict[Key, list[int]]:
        """The numbers of the acts that speak of each record."""
        found: dict[Key, list[int]] = defaultdict(list)
        query = JournalSubject.select(JournalSubject.kind, JournalSubject.record, JournalSubject.entry)
        for kind, record, number in query.where(JournalSubject.entry > self.entry).tuples():
            found[kind, record].append(number)
        return found

    @cached_property
    def taken_over(self) -> dict[Key, list[int]]:
        """The numbers of the take-overs that wrote each record."""
        found: dict[Key, list[int]] = defaultdict(list)
        query = JournalPage.select(JournalPage.entry, JournalPage.content).where(JournalPage.entry > self.entry)
        for number, content in query.order_by(JournalPage.entry, JournalPage.number).tuples().iterator():
            page = json.loads(content)
            place = page["columns"].index("id")
            for row in page["after"]:
                found[page["table"], row[place]].append(number)
        return found

    def behind(self, touched: list[Key], behind: set[Key], aims: bool) -> list[Deed]:
        """The acts that moved a figure, the newest first.

        Those on the records that differ, or on their session or moped; for records nobody wrote, those on their person
        and parcours, else those that speak of them. ``aims``: its target has moved, as the action's dates, places or
        posts move it.
        """
        found = self._acts({*touched, *self._around(touched, *HOLDING)})
        left = [key for key in touched if key not in self.subjects and key not in self.taken_over]
        if left and not self._acts(self._around(left, *HOLDING)):
            found |= self._farther(left)
        if aims:
            found |= self._acts({("Action", self.action)})
        if not found:
            found = self._farther(list(behind))
        return [found[number] for number in sorted(found, reverse=True)]

    def _farther(self, records: list[Key]) -> dict[int, Deed]:
        around = self._around(records)
        return self._acts(around) or self._acts(around, written=False)

    def _acts(self, keys: set[Key], written: bool = True) -> dict[int, Deed]:
        """The acts that wrote one of these records; else, those of this action that speak of one."""
        numbers = {number for key in keys for number in self.subjects.get(key, ())}
        over = {number for key in keys for number in self.taken_over.get(key, ())}
        deeds = self._read(numbers | over)
        told = {number for number in numbers if self._tells(deeds[number][1], keys, written)}
        return {number: deeds[number][0] for number in told | over}

    def _tells(self, changes: list[dict[str, Any]], keys: set[Key], written: bool) -> bool:
        for change in changes:
            if "table" not in change or not getattr(tables, change["table"]).counted or _only_says(change):
                continue
            side = change["after"] or change["before"]
            if written and (change["table"], side["id"]) in keys:
                return True
            if not written and side.get("action", self.action) == self.action:
                return True
        return False

    def _read(self, numbers: Iterable[int]) -> dict[int, tuple[Deed, list[dict[str, Any]]]]:
        columns = (JournalEntry.id, JournalEntry.at, JournalEntry.who, JournalEntry.sentence, JournalEntry.changes)
        for some in _some([number for number in numbers if number not in self._deeds]):
            for number, at, who, sentence, changes in (
                JournalEntry.select(*columns).where(JournalEntry.id.in_(some)).tuples()
            ):
                self._deeds[number] = (Deed(number, at, who, sentence), changes_of(changes))
        return self._deeds

    def _around(self, records: list[Key], *kinds: str) -> set[Key]:
        """What these records hang on: their session, person, parcours in the action, moped; or only these kinds."""
        by_table: dict[str, list[int]] = defaultdict(list)
        for table, identity in records:
            by_table[table].append(identity)
        found: set[Key] = set()
        for table, identities in by_table.items():
            model = getattr(tables, table)
            pointing = [one for one in model._meta.sorted_fields if isinstance(one, ForeignKeyField)]
            for some in _some(identities):
                for row in model.select(*pointing).where(model.id.in_(some)).tuples():
                    found |= {
                        (one.rel_model.__name__, value)
                        for one, value in zip(pointing, row, strict=True)
                        if value is not None and one.rel_model is not Action
                    }
        people = [identity for table, identity in found if table == "Person"]
        for some in _some(people):
            stays = Parcours.select(Parcours.id).where(Parcours.action == self.action, Parcours.person.in_(some))
            found |= {("Parcours", identity) for (identity,) in stays.tuples()}
        return {key for key in found if not kinds or key[0] in kinds}


def _only_says(change: dict[str, Any]) -> bool:
    """Whether a change only concerns what counts in no figure: a note, who wrote it."""
    before, after = change["before"], change["after"]
    if before is None or after is None:
        return False
    uncounted = uncounted_fields(getattr(tables, change["table"]))
    return all(name in uncounted for name in after if after[name] != before.get(name))


def _some(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), AT_ONCE):
        yield numbers[first : first + AT_ONCE]
