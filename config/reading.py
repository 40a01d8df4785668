"""Strict reading of TOML into dataclasses: every fault of a file at once, each one French sentence.

A field's type says what is accepted: str, int, bool, date, a quantity, ``Literal``, a dataclass, a tuple of these,
texts by dotted name, or one of them or None. A base class picks one of its ``kinds`` of dataclass by the keys it calls
``tag``.
"""

import dataclasses
import difflib
import functools
import re
import tomllib
import types
import typing
from datetime import date, datetime
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

from config.quantities import EXAMPLES, PARSERS, WrongQuantity
from config.refusal import Refusal

LARGEST = 1 << 20  # bytes of a file, fifty times the longest that is shipped
MOST = 200  # faults told of a file
DEEPEST = 32  # tables and lists inside each other
LONGEST = 80  # characters repeated of what is wrong
UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""What would act on a terminal or turn a line round, as a set of a regular expression; not the ends of lines."""
_UNSEEN = re.compile(f"[{UNSEEN}]")


class Faults(Refusal):
    """Everything wrong with a file: each sentence names the file, the key and what to write."""


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """« ; vouliez-vous dire « … » ? » for the known word closest to this one, or nothing."""
    close = difflib.get_close_matches(word[:LONGEST], list(islice(known, 2000)), n=1, cutoff=0.5)
    return f" ; vouliez-vous dire « {short(close[0])} » ?" if close else ""


def short(data: Any) -> str:
    """What was found, as a sentence repeats it: one line, not too long, nothing that acts on the terminal."""
    try:
        said = data if isinstance(data, str) else str(data)
    except ValueError:  # a number of thousands of digits
        said = "…"
    said = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    return re.sub(f"[{UNSEEN}\t\n]", "?", said)


def parse(text: str, origin: str) -> dict[str, Any]:
    """The TOML of ``text``. Raises Faults when it is not TOML."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > 2 * DEEPEST and _LEVEL.sub("", _TEXTS.sub("", line)).count(".") > DEEPEST:
            raise Faults(f"{origin} : ligne {number} : trop de niveaux dans cette clé ; raccourcissez-la.")
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # also a number of thousands of digits, lists without end
        raise Faults(f"{origin} : {_in_french(str(fault))}") from None
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        level = [
            part
            for one in level
            for part in (one.values() if isinstance(one, dict) else one)
            if isinstance(part, dict | list)
        ]
    if level:
        raise Faults(f"{origin} : trop de tableaux les uns dans les autres ; une convention en a trois ou quatre.")
    return found


_TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_LEVEL = re.compile(r"\.{2,}")


def read_text(path: Path | Traversable) -> str:
    """What is written in a file. Raises Faults when it cannot be read."""
    try:
        if (
            isinstance(path, Path) and path.exists() and not path.is_file() and not path.is_dir()
        ):  # a pipe would be waited for
            raise Faults(f"{path} : ce n'est pas un fichier ordinaire ; donnez un fichier de texte.")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Faults(f"{path} : plus de 1 Mio ; ce n'est pas un fichier de cette sorte.")
        return _LINES.sub("\n", content.decode("utf-8-sig"))  # some editors begin a file with a mark
    except UnicodeDecodeError:
        raise Faults(f"{path} : ce n'est pas un fichier de texte ; enregistrez-le en UTF-8.") from None
    except FileNotFoundError:
        raise Faults(f"{path} : fichier introuvable ; vérifiez le nom et le dossier.") from None
    except IsADirectoryError:
        raise Faults(f"{path} : c'est un dossier ; donnez un fichier.") from None
    except (OSError, ValueError):
        raise Faults(f"{path} : lecture impossible ; vérifiez le nom et vos droits.") from None


_LINES = re.compile("\r\n?")


class Reader:
    """Reads one document; collects faults in ``sentences``, each starting with ``origin`` and its line in ``text``."""

    def __init__(self, origin: str, text: str = "") -> None:
        self.origin = origin
        self.lines = _lines(text)
        self.sentences: list[str] = []

    def fault(self, where: str, what: str) -> None:
        """Notes what is wrong with the key ``where`` (``indicator[2].unit``). Raises Faults when there are too many."""
        line = self._line(where)
        at = f", ligne {line}" if line else ""
        self.sentences.append(f"{self.origin}{at} : {short(where)} : {what}")
        if len(self.sentences) >= MOST:
            self.sentences.append(f"{self.origin} : {MOST} fautes au moins ; corrigez celles-ci d'abord.")
            self.finish()

    def _line(self, where: str) -> int | None:
        """The line of this key, or of the table that should hold it."""
        where = where[:1000]
        while where and where not in self.lines:
            above = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", where)
            where = (
                above if above != where else where[: max(where.rfind("."), where.rfind("["))]
            )  # a key between quotes
        return self.lines.get(where)

    def finish(self) -> None:
        """Raises Faults when anything was wrong."""
        if self.sentences:
            raise Faults(*self.sentences)

    def table(self, cls: type, data: Any, where: str = "", partial: bool = False) -> Any:
        """``data`` as an instance of ``cls``, or None when something in it is wrong (noted).

        ``partial``: an instance even so, with None for what is wrong, so that the rest can be checked.
        """
        if not isinstance(data, dict):
            self.fault(where or "le fichier", "attend un tableau de clés et de valeurs.")
            return None
        chosen = self._choose(cls, data, where)
        if chosen is None:
            return None
        hints = _hints(chosen)
        fields = {field.name: field for field in dataclasses.fields(chosen) if field.init}
        tag = [key for key in getattr(chosen, "tag", ()) if hasattr(chosen, key)]
        faults = len(self.sentences)
        misspelt = ""
        for key in data:
            if key not in fields and key not in tag:
                meant = nearest(key, [*fields, *tag])
                misspelt += meant
                self.fault(_join(where, key), f"clé inconnue{meant or '.'}")
        values = {}
        for name, field in fields.items():
            if name in data:
                values[name] = self.value(hints[name], data[name], _join(where, name))
                if hints[name] is str and field.default is dataclasses.MISSING and not str(data[name]).strip():
                    self.fault(_join(where, name), "est vide ; écrivez-y un texte.")
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                if f"« {name} »" in misspelt:
                    continue
                self.fault(_join(where, name), f"clé obligatoire absente ; ajoutez {name} = {_example(hints[name])}.")
        if len(self.sentences) == faults:
            return chosen(**values)
        return chosen(**{name: values.get(name) for name in fields}) if partial else None

    def _choose(self, cls: type, data: dict[str, Any], where: str) -> type | None:
        """The dataclass to read: ``cls`` itself, or the one of its kinds that the tag keys name."""
        kinds: dict[tuple[str, ...], type] | None = cls.__dict__.get("kinds")
        if kinds is None:
            return cls
        tag: tuple[str, ...] = cls.tag  # type: ignore[attr-defined]
        first = data.get(tag[0])
        known = list(dict.fromkeys(kind[0] for kind in kinds))
        if first not in known:
            said = "clé obligatoire absente" if first is None else f"« {short(first)} » est inconnu"
            self.fault(
                _join(where, tag[0]),
                f"{said}{nearest(short(first), known) or ' ; au choix : ' + ', '.join(known) + '.'}",
            )
            return None
        fitting = {kind: chosen for kind, chosen in kinds.items() if kind[0] == first}
        if len(fitting) == 1 and len(next(iter(fitting))) == 1:
            return next(iter(fitting.values()))
        second = data.get(tag[1])
        for kind, chosen in fitting.items():
            if kind[1:] == (() if second is None else (second,)):
                return chosen
        choice = ", ".join(kind[1] for kind in fitting if kind[1:])
        self.fault(_join(where, tag[1]), f"au choix pour {short(first)} : {choice}.")
        return None

    def value(self, hint: Any, data: Any, where: str) -> Any:
        """``data`` as what ``hint`` asks for, or None (noted)."""
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            inner = [part for part in typing.get_args(hint) if part is not type(None)]
            fitting = [part for part in inner if type(data) is part]
            return self.value(fitting[0] if fitting else inner[0], data, where)
        if origin in (tuple, dict):
            return self._several(hint, data, where) if origin is tuple else dict(self._texts(data, where))
        if origin is typing.Literal:
            known = typing.get_args(hint)
            if data not in known:
                rest = nearest(short(data), known) or " ; au choix : " + ", ".join(map(str, known)) + "."
                self.fault(where, f"« {short(data)} » est inconnu{rest}")
            return data
        if hint in PARSERS:
            return self._quantity(hint, data, where)
        if dataclasses.is_dataclass(hint):
            return self.table(typing.cast(type, hint), data, where)
        if not isinstance(data, hint) or (hint is int and isinstance(data, bool)) or isinstance(data, datetime):
            self.fault(where, f"attend {_names[hint]}, pas « {short(data)} ».")
        elif hint is str and _UNSEEN.search(data):
            self.fault(where, "contient un caractère invisible ; retapez ce texte.")
        elif hint is int and abs(data) > 10**9:
            self.fault(where, "ce nombre est hors de portée ; vérifiez-le.")
        elif hint is date and not 1900 <= data.year <= 2199:
            self.fault(where, f"l'année {data.year} est hors de portée ; vérifiez la date.")
        return data

    def _several(self, hint: Any, data: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(data, list):
            self.fault(where, "attend une liste entre crochets.")
            return ()
        part = typing.get_args(hint)[0]
        return tuple(self.value(part, item, f"{where}[{rank}]") for rank, item in enumerate(data, 1))

    def _texts(self, data: Any, where: str, name: str = "") -> typing.Iterator[tuple[str, str]]:
        """The texts of a table by their names, those of the tables in it after a dot; several texts are one, between
        commas."""
        if isinstance(data, dict):
            for key, item in data.items():
                yield from self._texts(item, where, _join(name, key))
        elif not name:
            self.fault(where, "attend un tableau de clés et de valeurs.")
        else:
            parts = data if isinstance(data, list) else [data]
            known = [str(part) if type(part) is int else part for part in parts]
            yield name, ", ".join(str(self.value(str, part, f"{where}.{name}")) for part in known)

    def _quantity(self, hint: Any, data: Any, where: str) -> Any:
        if not isinstance(data, str):
            self.fault(
                where, f"attend une quantité avec son unité, par exemple {EXAMPLES[hint]}, pas « {short(data)} »."
            )
            return None
        try:
            return PARSERS[hint](data)
        except WrongQuantity as wrong:
            self.fault(where, f"« {short(data)} » n'est pas compris : {wrong}.")
            return None


_names = {
    str: "un texte entre guillemets",
    int: "un nombre entier",
    bool: "true ou false",
    date: "une date (2026-03-31)",
}


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    """The types of a dataclass's fields, worked out once."""
    return typing.get_type_hints(cls)


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


def _lines(text: str) -> dict[str, int]:
    """The line of each key of a TOML text, keys written as in ``Reader.fault``."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[(\[?)\s*([\w.-]+)\s*\]", line):
            *parents, last = header[2].split(".")
            table = ""
            for parent in parents:
                table = _join(table, parent)
                table += f"[{counts[table]}]" if table in counts else ""
            table = _join(table, last)
            if header[1]:
                counts[table] = counts.get(table, 0) + 1
                table += f"[{counts[table]}]"
            found[table] = number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            found[_join(table, key[1])] = number
    return found


def _in_french(fault: str) -> str:
    at = re.search(r"at line (\d+), column (\d+)", fault)
    where = f"ligne {at[1]}, colonne {at[2]}" if at else "à la fin du fichier"
    if "overwrite" in fault or "twice" in fault:
        return f"{where} : cette clé ou ce tableau est écrit deux fois ; gardez-en un seul."
    return f"{where} : ce n'est pas du TOML ; une clé s'écrit clé = valeur, un texte entre guillemets."
