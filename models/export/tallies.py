"""The columns that count: what each record of a detail sheet is worth in each figure, so that a figure is their sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from config import schema
from models.export.book import Head
from models.export.kinds import DECIMAL, WHOLE, Kind, exact
from models.indicators import Figure
from models.measures import DENOMINATORS, MEASURES, Rows, moped_targets, park_days
from models.scope import Scope
from models.tables import Moped, Record

VALUE, TARGET = "valeur", "objectif"


@dataclass(frozen=True)
class Tally:
    """A column that counts, by record id. ``sums``: the indicator's id, and VALUE or TARGET."""

    table: type[Record]
    head: Head
    quantities: dict[int, Any]
    sums: tuple[str, str] | None = None


def tallies(scope: Scope, figures: Iterable[Figure]) -> list[Tally]:
    """Every counting column, figure by figure; an estimate has none, being made of other figures."""
    found = []
    mopeds = dict(Moped.select(Moped.plate, Moped.id).where(Moped.action == scope.action).tuples())
    for figure in figures:
        indicator = figure.indicator
        if isinstance(indicator, schema.PlaceEstimate):
            continue
        rows = MEASURES[type(indicator)](scope, indicator)
        found.append(_tally(rows, f"{indicator.label} ({_unit(indicator)})", (indicator.id, VALUE)))
        base = getattr(getattr(indicator, "target", None), "base", "")
        if base == "personnes":
            rows = DENOMINATORS[type(indicator)](scope, indicator)
            found.append(_tally(rows, f"{indicator.label}, personnes considérées (0/1)", (indicator.id, TARGET)))
        elif base == "cyclomoteurs":
            found.append(_by_moped("Jours dans le parc", WHOLE, park_days(scope.action), mopeds))
            found.append(_by_moped(f"{indicator.label} (jours)", WHOLE, figure.detail, mopeds))
            aims = {plate: exact(days) for plate, days in moped_targets(scope.action).items()}
            found.append(_by_moped("Objectif de jours", DECIMAL, aims, mopeds, (indicator.id, TARGET)))
    return found


def _tally(rows: Rows, label: str, sums: tuple[str, str]) -> Tally:
    return Tally(rows.table, _head(label, WHOLE), {identity: quantity for identity, _, quantity in rows}, sums)


def _by_moped(
    label: str, kind: Kind, by_plate: dict[str, Any], mopeds: dict[str, int], sums: tuple[str, str] | None = None
) -> Tally:
    return Tally(Moped, _head(label, kind), {mopeds[plate]: number for plate, number in by_plate.items()}, sums)


def _head(label: str, kind: Kind) -> Head:
    return Head(label, kind, 12)


def _unit(indicator: schema.Indicator) -> str:
    if isinstance(indicator, schema.PayableAmount):
        return "minutes payables"
    return {"heure": "minutes", "jour": "jours"}.get(indicator.unit, "0/1")
