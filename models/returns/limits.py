"""What the day a return was handed in cannot be: plain data in, limits out."""

from collections.abc import Iterator

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values
from models.duties.periods import around, name_of
from models.french import wording


def handed(values: Values, spec: Convention | None, action: Dates | None, today: Date) -> Iterator[Limit]:
    """The limits of a return handed in: one the convention does not ask for, a day to come, a first day that begins no
    period of it, a day before that period has ended (reading E-11)."""
    code, first, day = values.get("code"), values.get("start"), values.get("day")
    of = next((one for one in spec.returns if one.code == code), None) if spec else None
    if spec is not None and code and of is None:
        yield Limit("code", f"« {code} » : rapport que la convention {spec.id} ne prévoit pas.", "warning")
    if day is not None and day > today:
        told = f"Le {wording.day(day)} est à venir : donnez le jour où le rapport a été remis."
        yield Limit("day", told, "warning")
    if first is None:
        return
    end = first
    if of is not None and action is not None:
        begun, end = around(of, first, action.start, action.end)
        if first != begun:
            told = (
                f"Aucune période de ce rapport ne commence le {wording.day(first)} : écrivez le {wording.day(begun)}."
            )
            yield Limit("start", told, "warning")
    if day is not None and day < end:
        name = f" ({name_of(of, first, end)})" if of else ""
        told = f"Le {wording.day(day)} précède la fin de la période{name}, le {wording.day(end)} : corrigez le jour."
        yield Limit("day", told)
