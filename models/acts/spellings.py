"""How names typed by people are stored: tidy, and spelled one way in each action when it shares them (groups, themes).

Equal texts are then the same name and no others are, so that a query compares them as they are stored.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from peewee import Model, fn

from models.acts.refusals import Refused
from models.french.comparing import name_key, plate_key, tidy, tidy_plate
from models.tables import Moped, Parcours, Session, Table
from models.tables.base import once_a_table
from models.tables.fields import NameField, PlateField, SharedNameField

SHARED: dict[str, tuple[Any, ...]] = {"group": (Parcours, Session), "theme": (Session,)}
"""The names an action shares, and the tables that carry them."""


class Spellings:
    """The spellings of the names shared in each action, as they are stored and as an act changes them.

    Read once an action and a name, at the first record that carries one.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], dict[str, Counter[str]]] = {}
        self._chosen: dict[tuple[int, str, str], str] = {}

    def stored(self, model: type[Table], values: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
        """The ``values`` of a record to be written as they are stored; ``before`` is the record as it was, None for a
        new one. What differs from a name its action knows only by case, accents, spaces or hyphens is that name."""
        found = dict(values)
        for name, field in _names(model).items():
            typed = found.get(name)
            if not isinstance(typed, str) or (before is not None and typed == before[name]):
                continue
            found[name] = text = tidy_plate(typed) if isinstance(field, PlateField) else tidy(typed)
            if isinstance(field, SharedNameField):
                action = values.get("action") or (before or {})["action"]
                number = action if isinstance(action, int) else action.id
                found[name] = self._spelled(number, name, text, (before or {}).get(name, ""))
        return found

    def choose(self, action: int, name: str, text: str) -> None:
        """Spells a name so from now on, whatever records still have it otherwise: they are about to be changed."""
        self._chosen[action, name, name_key(text)] = tidy(text)

    def _spelled(self, action: int, name: str, text: str, before: str) -> str:
        if not text and not before:
            return text
        known = self._of(action, name)
        if before:
            known[name_key(before)][before] -= 1
        if not text:
            return text
        key = name_key(text)
        others = +known[key]
        spelled = self._chosen.get((action, name, key)) or (others.most_common(1)[0][0] if others else text)
        known[key][spelled] += 1
        return spelled

    def _of(self, action: int, name: str) -> dict[str, Counter[str]]:
        if (action, name) not in self._known:
            found: dict[str, Counter[str]] = defaultdict(Counter)
            for text, count in _carried(action, name):
                found[name_key(text)][text] += count
            self._known[action, name] = found
        return self._known[action, name]


def refuse_two_spellings(records: Iterable[tuple[type[Model], dict[str, Any]]]) -> None:
    """Raises Refused when one of these records, put back as they were, names a group, a theme or a moped otherwise than
    its action does now."""
    shared = {
        (record["action"], name, record[name])
        for model, record in records
        for name, models in SHARED.items()
        if model in models and record[name]
    }
    names = [(text, name_key, [one for one, _ in _carried(action, name)]) for action, name, text in shared]
    for model, record in records:
        if model is Moped:
            others = Moped.select(Moped.plate).where(Moped.action == record["action"], Moped.id != record["id"])
            names.append((record["plate"], plate_key, [plate for (plate,) in others.tuples()]))
    for text, key, others in names:
        if other := next((one for one in others if one != text and key(one) == key(text)), None):
            raise Refused(
                f"Impossible d'annuler : « {text} » s'écrit maintenant « {other} » dans cette action ; corrigez "
                "l'enregistrement directement."
            )


def of_code(model: type[Table], text: str) -> Any:
    """The action or the participant (``model``) whose code is ``text``, whatever way it is typed; None when none has
    it."""
    wanted = tidy(text)
    found = model.get_or_none(model.code == wanted)
    if found is None:  # one that kept what it had, when two became the same
        codes = model.select(model.id, model.code).order_by(model.id).tuples()
        number = next((number for number, code in codes if tidy(code) == wanted), None)
        found = None if number is None else model.get_by_id(number)
    return found


def of_plate(action: Any, text: str) -> Moped | None:
    """The moped of an action that has this plate, whatever way it is typed; None when none has it."""
    wanted = plate_key(text)
    mopeds = Moped.select().where(Moped.action == action).order_by(Moped.plate != tidy_plate(text), Moped.id)
    return next((one for one in mopeds if plate_key(one.plate) == wanted), None)


def _carried(action: int, name: str) -> Iterator[tuple[str, int]]:
    """The spellings of a name in an action, each with how many records of a table have it."""
    for model in SHARED[name]:
        field = getattr(model, name)
        query = model.select(field, fn.COUNT(model.id)).where(model.action == action, field != "").group_by(field)
        yield from query.tuples()


@once_a_table
def _names(model: type[Table]) -> dict[str, Any]:
    """The fields of a table that are names typed by people."""
    return {name: one for name, one in model._meta.fields.items() if isinstance(one, NameField)}
