"""The screens a digit opens, in the order of the digits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from tui.shell import screens


@dataclass(frozen=True)
class Place:
    """A screen one can go to from anywhere: what it is called, its keys, and what makes it."""

    title: str
    keys: str
    make: Callable[[], Screen[Any]]


PLACES = {
    "today": Place("Aujourd'hui", "1,ampersand", screens.today),
    "actions": Place("Actions", "2,é", screens.actions),
    "participants": Place("Participants", "3,quotation_mark", screens.participants),
    "deviations": Place("Écarts", "4,apostrophe", screens.deviations),
    "duties": Place("Tâches", "5,left_parenthesis", screens.duties),
    "week": Place("Planning", "6,minus,section_sign", screens.week),
}
