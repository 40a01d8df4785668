"""Strict reading of TOML into dataclasses: every fault of a file at once, each one French sentence.

A field's type says what is accepted: str, int, bool, date, a quantity, ``Literal``, a dataclass, a tuple of these, or
one of them or None. A dict ``{value: dataclass}`` under ``kinds`` of a base class picks the dataclass by one key.
"""

import dataclasses
import difflib
import types
import typing
from datetime import date
from typing import Any

from config.quantities import EXAMPLES, PARSERS, WrongQuantity


class Faults(Exception):
    """Everything wrong with a file: ``sentences``, one line each, naming file, key and what to write."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """« ; vouliez-vous dire « … » ? » for the known word closest to this one, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" ; vouliez-vous dire « {close[0]} » ?" if close else ""


class Reader:
    """Reads one document; collects faults in ``sentences``, each starting with ``origin``."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.sentences: list[str] = []

    def fault(self, where: str, what: str) -> None:
        self.sentences.append(f"{self.origin} : {where} : {what}")

    def finish(self) -> None:
        """Raises Faults when anything was wrong."""
        if self.sentences:
            raise Faults(self.sentences)

    def table(self, cls: type, data: Any, where: str = "") -> Any:
        """``data`` as an instance of ``cls``, or None when something in it is wrong (noted)."""
        if not isinstance(data, dict):
            self.fault(where or "le fichier", "attend un tableau de clés et de valeurs.")
            return None
        chosen = self._choose(cls, data, where)
        if chosen is None:
            return None
        hints = typing.get_type_hints(chosen)
        fields = {field.name: field for field in dataclasses.fields(chosen) if field.init}
        tag = getattr(chosen, "tag", None)
        faults = len(self.sentences)
        for key in data:
            if key not in fields and key not in (tag or ()):
                self.fault(_join(where, key), f"clé inconnue{nearest(key, fields) or '.'}")
        values = {}
        for name, field in fields.items():
            if name in data:
                values[name] = self.value(hints[name], data[name], _join(where, name))
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                self.fault(_join(where, name), f"clé obligatoire absente ; ajoutez {name} = {_example(hints[name])}.")
        return chosen(**values) if len(self.sentences) == faults else None

    def _choose(self, cls: type, data: dict, where: str) -> type | None:
        """The dataclass to read: ``cls`` itself, or the one of its kinds that the tag keys name."""
        kinds: dict[tuple[str, ...], type] | None = cls.__dict__.get("kinds")
        if kinds is None:
            return cls
        tag: tuple[str, ...] = cls.tag  # type: ignore[attr-defined]
        first = data.get(tag[0])
        known = list(dict.fromkeys(kind[0] for kind in kinds))
        if first not in known:
            said = "clé obligatoire absente" if first is None else f"« {first} » est inconnu"
            self.fault(_join(where, tag[0]), f"{said}{nearest(str(first), known) or ' ; au choix : ' + ', '.join(known) + '.'}")
            return None
        fitting = {kind: chosen for kind, chosen in kinds.items() if kind[0] == first}
        if len(fitting) == 1 and len(next(iter(fitting))) == 1:
            return next(iter(fitting.values()))
        second = data.get(tag[1])
        for kind, chosen in fitting.items():
            if kind[1] == second:
                return chosen
        choice = ", ".join(kind[1] for kind in fitting)
        self.fault(_join(where, tag[1]), f"au choix pour {first} : {choice}.")
        return None

    def value(self, hint: Any, data: Any, where: str) -> Any:
        """``data`` as what ``hint`` asks for, or None (noted)."""
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            inner = [part for part in typing.get_args(hint) if part is not type(None)]
            return self.value(inner[0], data, where)
        if origin is tuple:
            if not isinstance(data, list):
                self.fault(where, "attend une liste entre crochets.")
                return ()
            part = typing.get_args(hint)[0]
            return tuple(self.value(part, item, f"{where}[{rank}]") for rank, item in enumerate(data, 1))
        if origin is typing.Literal:
            known = typing.get_args(hint)
            if data not in known:
                rest = nearest(str(data), known) or " ; au choix : " + ", ".join(map(str, known)) + "."
                self.fault(where, f"« {data} » est inconnu{rest}")
            return data
        if hint in PARSERS:
            return self._quantity(hint, data, where)
        if dataclasses.is_dataclass(hint):
            return self.table(typing.cast(type, hint), data, where)
        if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
            self.fault(where, f"attend {_names[hint]}, pas « {data} ».")
        return data

    def _quantity(self, hint: Any, data: Any, where: str) -> Any:
        if not isinstance(data, str):
            self.fault(where, f"attend une quantité avec son unité, par exemple {EXAMPLES[hint]}, pas « {data} ».")
            return None
        try:
            return PARSERS[hint](data)
        except WrongQuantity as wrong:
            self.fault(where, f"« {data} » n'est pas de la bonne unité : {wrong}.")
            return None


_names = {str: "un texte entre guillemets", int: "un nombre entier", bool: "true ou false", date: "une date (2026-03-31)"}


def _example(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return "[…]"
    if typing.get_origin(hint) is typing.Literal:
        return f'"{typing.get_args(hint)[0]}"'
    if hint in EXAMPLES:
        return EXAMPLES[hint].replace("« ", '"').replace(" »", '"')
    return {int: "1", bool: "true", date: "2026-01-31"}.get(hint, '"…"')


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
