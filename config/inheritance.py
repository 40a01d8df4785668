"""What a convention file takes from others: everything it does not say itself, with its own values for the readings.

Tables that have the same mark (``code``, ``id``, ``name``, ``field``) are one: the file's own keys replace the
inherited ones. A file's own tables come first, then those it only inherits. ``"$name"`` stands for a parameter's value.
"""

import re
from collections.abc import Callable
from typing import Any

from config.reading import Reader, nearest, short

MARKS = ("id", "code", "name", "field")
OWN = ("id", "title", "role", "inherits", "without", "covers", "fact", "not_encoded")  # never inherited
DEEPEST = 8
Data = dict[str, Any]
Find = Callable[[str, str], Data | None]


def whole(data: Data, reader: Reader, find: Find) -> Data:
    """The file with what it inherits; ``find`` gives the contents of a file by its id (then that of the file that asks
    for it), None when there is none.

    Notes in ``reader`` a file inherited that does not exist or twice, files that inherit each other, and what
    ``without`` names and nothing brings.
    """
    return _whole(data, reader, find, {}, ())


def _whole(data: Data, reader: Reader, find: Find, done: dict[int, Data], heirs: tuple[Data, ...]) -> Data:
    """``done``: what has been made whole already, by the identity of a file; ``heirs``: the files this is for."""
    parents = data.get("inherits", [])
    found: Data = {}
    asked: list[str] = []
    for rank, parent in enumerate(parents if isinstance(parents, list) else [], 1):
        base = find(parent, str(data.get("id", ""))) if isinstance(parent, str) else None
        if base is None:
            reader.fault(f"inherits[{rank}]", f"« {short(parent)} » n'est pas une convention connue.")
        elif parent in asked:
            reader.fault(f"inherits[{rank}]", f"« {short(parent)} » est déjà dans cette liste ; retirez-le.")
        elif base is data or any(base is heir for heir in heirs) or len(heirs) > DEEPEST:
            reader.fault("inherits", "ces fichiers héritent les uns des autres sans fin ; retirez l'un des héritages.")
        else:
            if id(base) not in done:
                done[id(base)] = _whole(base, reader, find, done, (*heirs, data))
            inherited = done[id(base)]
            found = _merged(found, {key: value for key, value in inherited.items() if key not in OWN})
        asked.append(parent)
    _set_aside(found, data, reader)
    return _merged(data, found)


def settled(data: Data, reader: Reader, own: Data) -> Data:
    """The same with every ``"$name"`` replaced by the value of that parameter; notes the unknown names.

    A parameter that serves nowhere is a fault of the file that writes it (``own``), and left out of one that inherits
    it: what used it has been set aside.
    """
    parameters = data.get("parameter", [])
    known = {
        one["name"]: one["value"]
        for one in (parameters if isinstance(parameters, list) else [])
        if isinstance(one, dict) and isinstance(one.get("name"), str) and "value" in one
    }
    used: set[str] = set()
    found = {
        key: value if key == "parameter" else _settle(value, known, used, key, reader) for key, value in data.items()
    }
    idle = known.keys() - used if data.get("role") != "commun" else set()
    written = own.get("parameter", [])
    for rank, one in enumerate(written if isinstance(written, list) else [], 1):
        if isinstance(one, dict) and isinstance(one.get("name"), str) and one["name"] in idle:
            idle = idle - {one["name"]}
            name = short(one["name"])
            reader.fault(
                f"parameter[{rank}].name",
                f'« {name} » ne sert nulle part : écrivez "${name}" où il sert, ou retirez-le.',
            )
    if idle:
        named = {rank for rank, one in enumerate(parameters) if isinstance(one, dict) and one.get("name") in [*idle]}
        found["parameter"] = [one for rank, one in enumerate(parameters) if rank not in named]
    if _tables(found.get("returns")):
        found["returns"] = [_alike(one, found["returns"]) for one in found["returns"]]
    return found


def _alike(of: Data, returns: list[Data]) -> Data:
    """A return with what it takes from the one it is ``like``."""
    model = next((one for one in returns if one.get("code") == of.get("like")), {})
    return {key: model[key] for key in ("indicators", "profiles", "questions", "of") if key in model} | of


def _settle(value: Any, known: Data, used: set[str], where: str, reader: Reader) -> Any:
    if isinstance(value, dict):
        return {key: _settle(one, known, used, f"{where}.{key}", reader) for key, one in value.items()}
    if isinstance(value, list):
        return [_settle(one, known, used, f"{where}[{rank}]", reader) for rank, one in enumerate(value, 1)]
    if isinstance(value, str) and re.fullmatch(r"\$[\w-]+", value):
        name = value[1:]
        if name in known:
            used.add(name)
            return known[name]
        reader.fault(where, f"« {short(value)} » n'est le nom d'aucun [[parameter]]{nearest(name, known) or '.'}")
    return value


def _merged(own: Data, base: Data) -> Data:
    """``own`` completed by ``base``."""
    found = dict(own)
    for key, inherited in base.items():
        mine = found.get(key)
        if key not in found:
            found[key] = inherited
        elif isinstance(mine, dict) and isinstance(inherited, dict):
            found[key] = _merged(mine, inherited)
        elif isinstance(mine, list) and _tables(mine) and _tables(inherited):
            found[key] = _joined(mine, inherited)
        elif key in ("records", "readings", "obstacles") and isinstance(mine, list) and isinstance(inherited, list):
            known = {repr(one) for one in mine}
            found[key] = [*mine, *(one for one in inherited if repr(one) not in known)]
    return found


def _joined(own: list[Data], base: list[Data]) -> list[Data]:
    marked = {_mark(one): one for one in base if _mark(one)}
    mine = {_mark(one) for one in own}
    same = {id(one) for one in own}  # the same file inherited by two ways
    completed = [_merged(one, marked[_mark(one)]) if _mark(one) in marked else one for one in own]
    return [*completed, *(one for one in base if id(one) not in same and (not _mark(one) or _mark(one) not in mine))]


def _set_aside(found: Data, data: Data, reader: Reader) -> None:
    """Takes out of what is inherited the tables that ``without`` names."""
    names = data.get("without", [])
    for rank, name in enumerate(names if isinstance(names, list) else [], 1):
        gone = False
        for key, value in found.items():
            if _tables(value):
                kept = [one for one in value if name not in (_mark(one), _mark(one).partition("=")[2])]
                gone = gone or len(kept) < len(value)
                found[key] = kept
        if not gone:
            reader.fault(f"without[{rank}]", f"« {short(name)} » n'est hérité de personne : retirez-le.")


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _mark(table: Data) -> str:
    """What makes a table the same as an inherited one: « code=entretien »; '' when it has none."""
    return next((f"{key}={table[key]}" for key in MARKS if isinstance(table.get(key), str)), "")
