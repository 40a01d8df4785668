"""Copies kept of what is handed over: the figures, their definitions, the records behind them, and the file itself.

A copy is drawn up while nobody writes (``drawn``), kept (``keep``), and is that of what was sent once the day is known
(``mark_sent``): from then on it never changes again.
"""

import dataclasses
import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from peewee import DoesNotExist
from pendulum import Date

from config import schema
from config.catalogue import UnknownConvention
from config.reading import Faults
from models.acts import rights
from models.acts.act import Act, last_number
from models.acts.refusals import Refused
from models.figures.bases import COUNTED
from models.figures.figures import Counted, Figure, counted, counted_in_target
from models.french import wording
from models.storage.seals import text_digest
from models.tables import COORDINATOR, Action, Frozen

RETURN, EXPORT, CLOSING = "rapport", "export", "clôture"
NOT_SUMS = (schema.PayableAmount, schema.PlaceAmount, schema.PlaceEstimate)
"""Figures that are worked out of their records otherwise than by adding them up."""

NOT_COUNTING = {
    "indicator",
    "rule",
    "returns",
    "objective",
    "readings",
    "title",
    "document",
    "fact",
    "not_encoded",
    "yearly",
}
"""What a convention says that changes no figure, or that each figure says itself."""


@dataclasses.dataclass(frozen=True)
class Drawn:
    """What a copy holds, at one moment: ``figures`` is JSON, ``entry`` the last act it takes into account."""

    figures: str
    entry: int
    edition: str


def exact(value: Fraction | int | None) -> int | str | None:
    """A quantity as a copy holds it, exact: a whole number, else a fraction as text (« 25/2 »)."""
    if value is None:
        return None
    value = Fraction(value)
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def drawn(action: Action, figures: Iterable[Figure], start: Date, end: Date) -> Drawn:
    """What a copy of these figures holds; to be called in the transaction they were computed in."""
    rest = common(action)
    held = [_held(action, figure, start, end, rest) for figure in figures]
    return Drawn(json.dumps(held, ensure_ascii=False), last_number(), action.edition or action.spec.edition)


def _held(action: Action, figure: Figure, start: Date, end: Date, rest: str) -> dict[str, Any]:
    indicator = figure.indicator
    return {
        "id": indicator.id,
        "label": indicator.label,
        "unit": indicator.unit,
        "value": exact(figure.value),
        "target": exact(figure.target),
        "rate": exact(figure.rate),
        "detail": {part: exact(value) for part, value in figure.detail.items()},
        "source": indicator.source,
        "of": exact(figure.base),
        "share": exact(figure.share),
        "indicative": figure.indicative,
        "years": [[year, exact(one.value), exact(one.target), exact(one.base)] for year, one in figure.years],
        "agreed": exact(figure.agreed),
        "months": figure.months,
        "definition": definition(indicator),
        "convention": rest,
        "per": None if isinstance(indicator, NOT_SUMS) else 60 if indicator.unit == "heure" else 1,
        "records": _records(counted(action, indicator, start, end)),
        "records_of": _records(counted_in_target(action, indicator, start, end)),
    }


def _records(records: Iterable[Counted]) -> list[list[Any]]:
    return [[one.table, one.id, one.quantity] for one in records]


def definition(indicator: schema.Indicator) -> dict[str, Any]:
    """How a figure is counted, as the convention says it: its kind, and everything that is not left out."""
    said = {
        field.name: getattr(indicator, field.name)
        for field in dataclasses.fields(indicator)
        if getattr(indicator, field.name) != field.default
    }
    return json.loads(json.dumps({"kind": type(indicator).__name__, **said}, default=_plainly))


def _plainly(value: Any) -> Any:
    return vars(value) if isinstance(value, schema.Target) else str(value)


def common(action: Action) -> str:
    """The seal of all the action's convention says that figures depend on: natures, prices, classes, variants…"""
    spec = action.spec
    said = {
        field.name: repr(getattr(spec, field.name))
        for field in dataclasses.fields(spec)
        if field.name not in NOT_COUNTING
    }
    return text_digest(json.dumps(said, sort_keys=True))


def may_keep() -> bool:
    """Whether this account keeps copies of what it writes: one that only reads writes files all the same."""
    return rights.acting().role == COORDINATOR


def keep(
    action: Action,
    kind: str,
    start: Date,
    end: Date,
    held: Drawn,
    *,
    code: str = "",
    label: str = "",
    name: str = "",
    workbook: bytes = b"",
    sent: Date | None = None,
    who: str,
) -> Frozen:
    """Keeps a copy of what is handed over about an action; that of a return takes the place of those not yet sent.

    ``label`` is what it is called in the journal. Raises Refused when the account may not.
    """
    told = f"{action.code} : copie gardée, {label or told_kind(kind)}"
    with Act("freeze", told, who) as act:
        if kind == RETURN:
            for one in of_period(action, code, _first(action, code, start, end)).where(Frozen.sent.is_null()):
                act.delete(one)
        return insert(act, action, kind, start, end, held, code=code, name=name, workbook=workbook, sent=sent)


def insert(act: Act, action: Action, kind: str, start: Date, end: Date, held: Drawn, **values: Any) -> Frozen:
    """Keeps a copy as part of an act."""
    kept = {"edition": held.edition, "entry": held.entry, "figures": held.figures, **values}
    return act.insert(Frozen, action=action, kind=kind, start=start, end=end, **kept)


def told_kind(kind: str) -> str:
    """What was handed over, in a few words."""
    return {RETURN: "rapport", EXPORT: "export des indicateurs", CLOSING: "chiffres à la clôture"}[kind]


def of_period(action: Action, code: str, first: Date) -> Any:
    """The copies of a return about the period known by its ``first`` day, the latest first."""
    own = (Frozen.action == action) & (Frozen.kind == RETURN) & (Frozen.code == code)
    if _stopped(action, code):
        own &= Frozen.end.between(first, first.end_of("year"))
    else:
        own &= Frozen.start == first
    return Frozen.select().where(own).order_by(Frozen.id.desc())


def _stopped(action: Action, code: str) -> bool:
    """Whether every copy of a return begins with the action, and ends with a year (reading E-32)."""
    return any(of.stopped for of in action.spec.returns if of.code == code)


def _first(action: Action, code: str, start: Date, end: Date) -> Date:
    """The day the period of a copy is known by."""
    return max(start, end.start_of("year")) if _stopped(action, code) else start


def first_day(copy: Frozen) -> Date:
    """The day the period of the copy of a return is known by."""
    return _first(copy.action, copy.code, copy.start, copy.end)


def sent_copy(action: Action, code: str, first: Date) -> Frozen | None:
    """The copy of what was sent about a period; None when nothing was, or nothing was kept."""
    return of_period(action, code, first).where(Frozen.sent.is_null(False)).first()


def sent_of(action: Action) -> dict[tuple[str, Date], int]:
    """The number of the latest copy sent of each return, by its code and the day its period is known by; one query."""
    query = Frozen.select(Frozen.code, Frozen.start, Frozen.end, Frozen.id).where(
        Frozen.action == action, Frozen.kind == RETURN, Frozen.sent.is_null(False)
    )
    sent = query.order_by(Frozen.id).tuples()
    return {(code, _first(action, code, start, end)): number for code, start, end, number in sent}


def mark_sent(act: Act, action: Action, code: str, first: Date, day: Date | None) -> None:
    """Says as part of an act that the latest copy of a return was sent on ``day``; None: it was not, after all."""
    known = sent_copy(action, code, first)
    if known is None and day is not None:
        known = of_period(action, code, first).first()
    if known is not None:
        act.update(known, sent=day)


def copies(action: Action) -> list[Frozen]:
    """The copies kept about an action, in order, without their contents."""
    light = [field for field in Frozen._meta.sorted_fields if field.name not in ("figures", "workbook")]
    return list(Frozen.select(*light).where(Frozen.action == action).order_by(Frozen.id))


def copy_of(action: Action, number: int) -> Frozen:
    """A copy of an action by its number. Raises Refused when there is none such."""
    found = Frozen.get_or_none(Frozen.action == action, Frozen.id == number)
    if found is None:
        raise Refused(f"{action.code} n'a pas de copie n° {number} : « assidu copies {action.code} » les énumère.")
    return found


def has_objective(held: dict[str, Any]) -> bool:
    """Whether the target a copy holds is an objective, and not only the number considered (reading E-12)."""
    target = held["definition"].get("target")
    if held["target"] is None or target is None:
        return False
    return target["base"] not in COUNTED or target["percent"] is not None or target["per"] is not None


def figures_of(copy: Frozen) -> list[dict[str, Any]]:
    """The figures a copy holds, each as ``drawn`` wrote it."""
    return json.loads(copy.figures)


def workbook_of(copy: Frozen) -> bytes:
    """The file of a copy, as it was written. Raises Refused when none was."""
    if not copy.workbook:
        raise Refused(
            f"La copie n° {copy.id} ({told_kind(copy.kind)}) n'a pas de classeur : elle ne garde que les chiffres."
        )
    return bytes(copy.workbook)


def title_of(copy: Frozen) -> str:
    """What a copy is of, in French: the return and its period, an export, a closing."""
    period = f"du {wording.day(copy.start)} au {wording.day(copy.end)}"
    if copy.kind == CLOSING:
        return f"clôture au {wording.day(copy.end)}"
    if copy.kind == EXPORT:
        return f"export {period}"
    try:
        label = next((of.label for of in copy.action.spec.returns if of.code == copy.code), copy.code)
    except (UnknownConvention, Faults, DoesNotExist):  # its file is gone, or wrong, or its action: the copy is there
        label = copy.code
    return f"{label}, {period}"
