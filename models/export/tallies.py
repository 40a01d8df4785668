"""The columns that count: what each record of a detail sheet is worth in each figure, so that a figure is their sum."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from config import schema
from models.export.book import Head
from models.export.facts import PERSON, PLATE, PUBLIC
from models.export.kinds import DECIMAL, TEXT, WHOLE, Kind, exact
from models.figures.bases import base_of, base_rows, periods_of, rows_of
from models.figures.figures import Figure
from models.figures.measures.base import Rows
from models.figures.measures.means import moped_targets, park_days
from models.figures.scope import Scope
from models.french.wording import capital
from models.tables import Moped, Record

VALUE, TARGET, PART = "valeur", "objectif", "part"
SHARED = {"sorties": "Sorties de la période", "accompagnés": "Personnes accompagnées", "entrées": "Entrées"}
OF_PERSONS = {"sorties": "Personnes sorties dans la période", "entrées": "Personnes entrées"}
NO_RECORD = (schema.PlaceEstimate, schema.PlaceAmount)
PART_COLUMNS: dict[type[schema.Indicator], str] = {
    schema.AttendedHours: PERSON,
    schema.WorkedHoursTotal: PERSON,
    schema.PlaceDays: PERSON,
    schema.LoanDays: PLATE,
}
HEADINGS: dict[type[schema.Indicator], str] = {
    schema.MonthEnds: "Mois",
    schema.Immersions: "Type",
    schema.Progressions: "Domaine",
    schema.Evaluated: "Niveau",
}


@dataclass(frozen=True)
class Tally:
    """A column that counts, or tells the part, by record id.

    ``sums``: the figures it is summed in, each an indicator's id with VALUE, TARGET, PART or one part.
    """

    table: type[Record]
    head: Head
    quantities: dict[int, Any]
    sums: tuple[tuple[str, str], ...] = ()

    @property
    def nothing(self) -> Any:
        """What a record that does not count is worth."""
        return "" if self.head.kind.text else 0


def part_column(indicator: schema.Indicator) -> str:
    """The column of every detail sheet that already tells the part of an indicator; '' when one of its own must."""
    if isinstance(indicator, schema.Persons) and indicator.by_public:
        return PUBLIC
    return PERSON if getattr(indicator, "by", None) == "participant" else PART_COLUMNS.get(type(indicator), "")


def heading(indicator: schema.Indicator) -> str:
    """What the parts of an indicator are: a participant, a class, a month…"""
    by = getattr(indicator, "by", None)
    return part_column(indicator) or (capital(by) if by else HEADINGS.get(type(indicator), "Partie"))


def tallies(scope: Scope, figures: Iterable[Figure]) -> list[Tally]:
    """Every counting column, figure by figure; an estimate, or an amount by the place, has none.

    What several figures are a part of (the exits of the period…) is counted in one column.
    """
    found: list[Tally] = []
    shared: dict[tuple[Any, ...], tuple[Rows, str, list[tuple[str, str]]]] = {}
    for figure in figures:
        indicator = figure.indicator
        if isinstance(indicator, NO_RECORD):
            continue
        found += _of(figure, rows_of(scope, indicator))
        if base_of(indicator) in SHARED:
            key = (
                base_of(indicator),
                getattr(indicator, "variants", ()),
                indicator.unit,
                len(periods_of(scope, indicator)),
            )
            if key not in shared and (rows := base_rows(scope, indicator)):
                named = SHARED | OF_PERSONS if indicator.unit == "personne" else SHARED
                shared[key] = (rows, named[key[0]], [])
            shared[key][2].append((indicator.id, TARGET))
        elif rows := base_rows(scope, indicator):
            what = "personnes considérées (0/1)" if indicator.unit == "personne" else "ensemble considéré"
            found.append(_tally(rows, f"{indicator.label}, {what}", ((indicator.id, TARGET),)))
        elif getattr(getattr(indicator, "target", None), "base", "") == "cyclomoteurs":
            found += _by_moped(scope, figure)
    return [*found, *(_tally(rows, f"{label} (0/1)", tuple(sums)) for rows, label, sums in shared.values())]


def _of(figure: Figure, rows: Rows) -> Iterator[Tally]:
    """The column of a figure's value, after one that tells the parts; or, by month, a column a month."""
    indicator, label = figure.indicator, f"{figure.indicator.label} ({_unit(figure.indicator)})"
    value = (indicator.id, VALUE)
    if isinstance(indicator, schema.MonthEnds):
        months: dict[str, list[tuple[int, str, int]]] = {month: [] for month in figure.detail}
        for row in rows:
            months.setdefault(row[1], []).append(row)
        for month, counted in months.items():
            sums = (value, (indicator.id, month))
            yield _tally(Rows(rows.table, rows.unit, counted), f"{indicator.label} {month} (0/1)", sums)
        if months:
            return
    elif figure.detail and not part_column(indicator):
        head = Head(f"{heading(indicator)}, {indicator.label}", TEXT, 20)
        for told in _parts(rows):
            yield Tally(rows.table, head, told, ((indicator.id, PART),))
    yield _tally(rows, label, (value,))


def _parts(rows: Rows) -> list[dict[int, Any]]:
    """The parts of each record, in as many columns as a record has parts: a cell names one part."""
    pairs = rows.parted if rows.parted is not None else ((one, part) for one, part, quantity in rows if quantity)
    columns: list[dict[int, Any]] = []
    having: Counter[int] = Counter()
    for identity, part in pairs:
        if having[identity] == len(columns):
            columns.append({})
        columns[having[identity]][identity] = part
        having[identity] += 1
    return columns


def _tally(rows: Rows, label: str, sums: tuple[tuple[str, str], ...]) -> Tally:
    quantities: dict[int, int] = {}
    for identity, _, quantity in rows:
        quantities[identity] = quantities.get(identity, 0) + quantity
    return Tally(rows.table, _head(label, WHOLE), quantities, sums)


def _by_moped(scope: Scope, figure: Figure) -> list[Tally]:
    """In the park: its days there, its days lent, and those it is meant to be."""
    mopeds = dict(Moped.select(Moped.plate, Moped.id).where(Moped.action == scope.action).tuples())
    aims = {plate: exact(days) for plate, days in moped_targets(scope.action).items()}
    columns: tuple[tuple[str, Kind, dict[str, Any], tuple[tuple[str, str], ...]], ...] = (
        ("Jours dans le parc", WHOLE, park_days(scope.action), ()),
        (f"{figure.indicator.label} (jours)", WHOLE, dict(figure.detail), ()),
        ("Objectif de jours", DECIMAL, aims, ((figure.indicator.id, TARGET),)),
    )
    return [
        Tally(Moped, _head(label, kind), {mopeds[plate]: number for plate, number in by_plate.items()}, sums)
        for label, kind, by_plate, sums in columns
    ]


def _head(label: str, kind: Kind) -> Head:
    return Head(label, kind, 12)


def _unit(indicator: schema.Indicator) -> str:
    if isinstance(indicator, schema.PayableAmount):
        return "minutes payables"
    told = {
        "heure": "minutes",
        "jour": "jours",
        "place-jour": "jours",
        "semaine": "semaines",
        "trimestre": "trimestres",
    }
    return "mois" if indicator.unit == "mois" else told.get(indicator.unit, "0/1")
