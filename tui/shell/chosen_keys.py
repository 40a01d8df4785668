"""The keys an operator gives to commands in ``assidu.toml``, by the name of the command; those that cannot be are told.

    [keys]
    "app.undo" = "Ctrl+U"
    "roll.present" = "o, F9"

A command keeps its own key when the one chosen is not a key, is a letter that a field would take, or is already that of
another command of the same screen: nobody would know which of the two it does.
"""

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from itertools import combinations

from textual.binding import Binding
from textual.keys import key_to_character

import tui
from config.reading import short
from tui import french
from tui.french import Unread

EVERYWHERE = "app"
TOGETHER = (
    *(frozenset(("action", tab, "rows", "slow")) for tab in ("parcours", "sessions", "indicators", "returns", "hours")),
    frozenset(("action", "deviations", "rows", "slow")),
    frozenset(("action", "park", "calendar", "rows")),
    frozenset(("action", "registers", "facts", "rows")),
    *(frozenset((screen, "rows", "slow")) for screen in ("today", "actions", "participants", "duties", "person")),
    *(frozenset((screen, "rows", "slow")) for screen in ("return", "copy", "waiting", "take", "stakes", "week")),
    frozenset(("filter", "line", "rows", "slow")),
    frozenset(("finder", "dialog", "line", "rows", "found")),
    frozenset(("form", "dialog", "line", "choice")),
    frozenset(("help", "dialog")),
    frozenset(("paste", "dialog", "line")),
    frozenset(("prompt", "line")),
)
"""First parts of the names of commands given on one screen, in one window, in one field; a part is always with itself,
and those of the whole application are with all."""
TYPED_IN = frozenset(("line", "prompt", "form", "finder", "filter", "paste"))
"""Where letters are typed."""


@dataclass(frozen=True)
class Command:
    """A command: its name, what it is called, its own keys; ``typed_in``: it is given while a text is typed."""

    name: str
    told: str
    keys: tuple[str, ...]
    typed_in: bool

    @property
    def part(self) -> str:
        """Where it is given."""
        return self.name.partition(".")[0]


def commands() -> dict[str, Command]:
    """Every command there is, by its name, in the order of the names. Loads every screen."""
    found: dict[str, list[Binding]] = {}
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for kind in vars(import_module(module.name)).values():
            if inspect.isclass(kind) and kind.__module__ == module.name:
                for one in Binding.make_bindings(vars(kind).get("BINDINGS", ())):
                    if one.id:
                        found.setdefault(one.id, []).append(one)
    return {name: _command(name, found[name]) for name in sorted(found)}


def _command(name: str, bound: list[Binding]) -> Command:
    first = bound[0]
    typed_in = first.priority or name.partition(".")[0] in TYPED_IN
    keys = tuple(dict.fromkeys(one.key for one in bound))
    return Command(name, first.tooltip.partition("\n")[0] or first.description, keys, typed_in)


class Chosen:
    """``keys``: those that hold among the ones ``asked`` for, by command; ``faults``: what is said of the others."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.known = commands()
        self.faults: list[str] = []
        self.keys: dict[str, tuple[str, ...]] = {}
        for name, text in asked.items():
            if keys := self._read(name, text):
                self.keys[name] = keys
        while clash := next(self._clashes(), None):
            self._leave(*clash)

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that do it."""
        return self.keys.get(command.name, command.keys)

    def _read(self, name: str, text: str) -> tuple[str, ...]:
        if name not in self.known:
            meant = get_close_matches(name[:80], self.known, n=1, cutoff=0.5)
            rather = f", mais « {meant[0]} » oui" if meant else ""
            self.faults.append(f"« {short(name)} » n'est le nom d'aucune commande{rather}")
            return ()
        command = self.known[name]
        try:
            keys = tuple(dict.fromkeys(french.keys_named(text)))
        except Unread as unread:
            self.faults.append(f"{_told(command)} garde {_names(command.keys)}, {unread}")
            return ()
        letters = [key for key in keys if key_to_character(key)] if command.typed_in else []
        if letters:
            why = f"{_names(letters)} s'écrit dans un champ"
            self.faults.append(f"{_told(command)} garde {_names(command.keys)}, {why}")
            return ()
        return keys

    def _clashes(self) -> Iterator[tuple[Command, Command, str]]:
        """Two commands of one place that a choice gives one key, the one to leave its own first; and the key."""
        order = {name: rank for rank, name in enumerate(self.keys)}
        for one, other in combinations(self.known.values(), 2):
            if not {one.name, other.name} & order.keys() or not _together(one.part, other.part):
                continue
            shared = (set(self.keys_of(one)) & set(self.keys_of(other))) - (set(one.keys) & set(other.keys))
            if shared:
                last, first = sorted((one, other), key=lambda command: order.get(command.name, -1), reverse=True)
                yield last, first, min(shared)

    def _leave(self, command: Command, other: Command, key: str) -> None:
        del self.keys[command.name]
        self.faults.append(
            f"{_told(command)} garde {_names(command.keys)}, {french.key_name(key)} étant la touche de {_told(other)}"
        )

    @property
    def sentence(self) -> str:
        """What is wrong with the keys chosen; '' when nothing is."""
        return f"Touches d'assidu.toml : {' ; '.join(self.faults)}." if self.faults else ""


def _together(one: str, other: str) -> bool:
    return one == other or EVERYWHERE in (one, other) or any({one, other} <= parts for parts in TOGETHER)


def _told(command: Command) -> str:
    return f"« {command.told} » ({command.name})"


def _names(keys: tuple[str, ...] | list[str]) -> str:
    return " ou ".join(dict.fromkeys(map(french.key_name, keys)))
