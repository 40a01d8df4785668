"""The formulas of the first sheet: a figure is a sum over a detail sheet, a rate one cell over another."""

from dataclasses import dataclass
from decimal import Decimal

from config import schema
from models.export.kinds import Area
from models.export.tallies import PART, TARGET, VALUE, part_column
from models.figures.bases import base_of
from models.figures.figures import Figure


@dataclass(frozen=True)
class Cells:
    """Where the formulas find things: counting columns, rows of the indicators, and the cells the first sheet gives.

    ``areas`` is by indicator and figure; ``parts`` the column of each sheet that holds the part, by sheet and header.
    ``places`` to ``counted`` are those cells: places, months of the action, full-time posts, month ends and days of the
    period that have come, civil years it counts and the months the action has in them. ``base_column``: the letter of
    the column of bases.
    """

    areas: dict[tuple[str, str], Area]
    parts: dict[tuple[str, str], Area]
    lines: dict[str, int]
    places: str
    months: str
    posts: str = "0"
    month_ends: str = "0"
    days: str = "0"
    years: str = "1"
    counted: str = ""
    base_column: str = "E"

    def value(self, indicator: str) -> str:
        return f"B{self.lines[indicator]}"

    def target(self, indicator: str) -> str:
        return f"C{self.lines[indicator]}"

    def base(self, indicator: str) -> str:
        return f"{self.base_column}{self.lines[indicator]}"


def value(indicator: schema.Indicator, cells: Cells, price: int = 0) -> str:
    """The value: hours from minutes, an amount from payable minutes and the hour's ``price`` (cents), else a count."""
    if isinstance(indicator, schema.PlaceEstimate):
        return _estimate(indicator, cells)
    if isinstance(indicator, schema.PlaceAmount):
        return _place_amount(indicator, cells)
    area = cells.areas[indicator.id, VALUE]
    if isinstance(indicator, schema.PayableAmount):
        return f"=ROUND(SUM({area})*{_euros(price)}/60,2)"
    return f"=SUM({area})/60" if indicator.unit == "heure" else f"=SUM({area})"


def target(indicator: schema.Indicator, cells: Cells) -> str | None:
    """The target, None when the convention gives none."""
    aim: schema.Target | None = getattr(indicator, "target", None)
    if aim is None:
        return None
    (first, over), *more = aim.factors
    each = "*".join([str(Decimal(first) / over), *(f"{number}/{under}" for number, under in more)])
    if aim.pro_rata:
        each += f"*{cells.months}/12"
    factors = [number for number in (each, _number(aim.base, indicator, cells)) if number != "1"]
    factors += [cells.years] if aim.base in ("action", "places", "etp") and _by_year(indicator, cells) else []
    return f"={'*'.join(factors or ['1'])}" + (f"/{aim.per}" if aim.per else "")


def base(indicator: schema.Indicator, cells: Cells) -> str:
    """What the value is a part of."""
    of = base_of(indicator)
    years = f"*{cells.years}" if of == "places" and _by_year(indicator, cells) else ""
    return f"={_number(of, indicator, cells)}{years}"


def full_months(figure: Figure, cells: Cells) -> str:
    """« 3 mois sur 6 »: the month ends on which every place is taken, of all of them."""
    id = figure.indicator.id
    full = [f"(SUM({cells.areas[id, month]})>={cells.places})" for month in figure.detail]
    return f'={"+".join(full) or "0"}&" mois sur "&{cells.month_ends}'


def _number(base: str, indicator: schema.Indicator, cells: Cells) -> str:
    """How many of what a target is counted of."""
    known = {
        "action": "1",
        "places": cells.places,
        "etp": cells.posts,
        "places-mois": f"{cells.places}*{cells.month_ends}",
        "places-jours": f"{cells.places}*{cells.days}",
    }
    return known[base] if base in known else f"SUM({cells.areas[indicator.id, TARGET]})"


def rate(indicator: schema.Indicator, cells: Cells) -> str:
    """Value over target, empty when the target is 0."""
    return f'=IF({cells.target(indicator.id)}=0,"",{cells.value(indicator.id)}/{cells.target(indicator.id)})'


def share(indicator: schema.Indicator, cells: Cells) -> str:
    """Value over base, empty when the base is 0."""
    return f'=IF({cells.base(indicator.id)}=0,"",{cells.value(indicator.id)}/{cells.base(indicator.id)})'


def part(indicator: schema.Indicator, cells: Cells, named: str, told: str) -> str:
    """The share of a part, ``told``, written in the cell ``named``.

    A month has a column of its own; another part is compared letter by letter (SUMIFS would read * and >). Where the
    parts have columns of their own, each cell counts once: a record may have several, and be none of the total.
    """
    if isinstance(indicator, schema.MonthEnds):
        return f"=SUM({cells.areas[indicator.id, told]})"
    area = cells.areas[indicator.id, VALUE]
    column = part_column(indicator)
    if not column:
        return f"=SUMPRODUCT(EXACT({cells.areas[indicator.id, PART]},{named})*1)"
    total = f"SUMPRODUCT(EXACT({cells.parts[area.sheet, column]},{named})*{area})"
    return f"={total}/60" if indicator.unit == "heure" else f"={total}"


def _estimate(indicator: schema.PlaceEstimate, cells: Cells) -> str:
    parts = ((indicator.attendances, indicator.attendances_money), (indicator.interviews, indicator.interviews_money))
    shares = "+".join(f"{_euros(money)}*MIN(1,{cells.value(name)}/{cells.target(name)})" for name, money in parts)
    empty = ",".join(f"{cells.target(name)}=0" for name, _ in parts)
    return f"=IF(OR({empty}),0,ROUND({cells.places}*{cells.months}/12*({shares}),2))"


def _place_amount(indicator: schema.PlaceAmount, cells: Cells) -> str:
    number = cells.places if indicator.base == "places" else cells.posts
    counted = cells.months if indicator.pro_rata else cells.counted
    months = f"*{counted}/12" if counted else ""
    return f"=ROUND({_euros(indicator.money)}*{indicator.percent}/100*{number}{months}/{indicator.per},2)"


def _by_year(indicator: schema.Indicator, cells: Cells) -> bool:
    """Whether several years add up in the figure; who is there on a day is of the last one (``bases.periods_of``)."""
    return cells.years != "1" and not isinstance(indicator, schema.Present)


def _euros(cents: int) -> str:
    return str(Decimal(cents) / 100)
