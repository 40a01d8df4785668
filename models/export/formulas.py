"""The formulas of the first sheet: a figure is a sum over a detail sheet, a rate one cell over another."""

from dataclasses import dataclass
from decimal import Decimal

from config import schema
from models.export.facts import PERSON, PLATE, PUBLIC
from models.export.kinds import Area
from models.export.tallies import TARGET, VALUE

PART_COLUMNS: dict[type[schema.Indicator], str] = {
    schema.AttendedHours: PERSON,
    schema.WorkedHoursTotal: PERSON,
    schema.Persons: PUBLIC,
    schema.LoanDays: PLATE,
}


@dataclass(frozen=True)
class Cells:
    """Where the formulas find things: counting columns, rows of the indicators, and the cells of places and months.

    ``areas`` is by indicator and figure; ``parts`` the column of each sheet that holds the part, by sheet and header.
    """

    areas: dict[tuple[str, str], Area]
    parts: dict[tuple[str, str], Area]
    lines: dict[str, int]
    places: str
    months: str

    def value(self, indicator: str) -> str:
        return f"B{self.lines[indicator]}"

    def target(self, indicator: str) -> str:
        return f"C{self.lines[indicator]}"


def value(indicator: schema.Indicator, cells: Cells, price: int = 0) -> str:
    """The value: hours from minutes, an amount from payable minutes and the hour's ``price`` (cents), else a count."""
    if isinstance(indicator, schema.PlaceEstimate):
        return _estimate(indicator, cells)
    area = cells.areas[indicator.id, VALUE]
    if isinstance(indicator, schema.PayableAmount):
        return f"=ROUND(SUM({area})*{_euros(price)}/60,2)"
    return f"=SUM({area})/60" if indicator.unit == "heure" else f"=SUM({area})"


def target(indicator: schema.Indicator, cells: Cells) -> str | None:
    """The target, None when the convention gives none."""
    aim: schema.Target | None = getattr(indicator, "target", None)
    if aim is None:
        return None
    if aim.base in ("personnes", "cyclomoteurs"):
        return f"=SUM({cells.areas[indicator.id, TARGET]})"
    factors = [_euros(aim.money) if aim.money is not None else str(aim.each)]
    if aim.base == "places":
        factors.append(cells.places)
    if aim.pro_rata:
        factors.append(f"{cells.months}/12")
    return f"={'*'.join(factors)}"


def rate(indicator: schema.Indicator, cells: Cells) -> str:
    """Value over target, empty when the target is 0."""
    return f'=IF({cells.target(indicator.id)}=0,"",{cells.value(indicator.id)}/{cells.target(indicator.id)})'


def part(indicator: schema.Indicator, cells: Cells, named: str) -> str:
    """The share of the part written in the cell ``named``, compared letter by letter (SUMIFS would read * and >)."""
    area = cells.areas[indicator.id, VALUE]
    total = f"SUMPRODUCT(EXACT({cells.parts[area.sheet, PART_COLUMNS[type(indicator)]]},{named})*{area})"
    return f"={total}/60" if indicator.unit == "heure" else f"={total}"


def _estimate(indicator: schema.PlaceEstimate, cells: Cells) -> str:
    parts = ((indicator.attendances, indicator.attendances_money), (indicator.interviews, indicator.interviews_money))
    shares = "+".join(f"{_euros(money)}*MIN(1,{cells.value(name)}/{cells.target(name)})" for name, money in parts)
    empty = ",".join(f"{cells.target(name)}=0" for name, _ in parts)
    return f"=IF(OR({empty}),0,ROUND({cells.places}*{cells.months}/12*({shares}),2))"


def _euros(cents: int) -> str:
    return str(Decimal(cents) / 100)
