"""The line a list is narrowed by: a few letters, loaded when it is first asked for."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding

from tui.widgets.fields import Line


class FilterLine(Line):
    """What a list is narrowed to: its words, in any order, without accents. ``narrow`` is given what is typed, ``stay``
    goes to the list as it is, ``show_all`` to the whole of it."""

    BINDINGS: ClassVar = [
        Binding("enter,down", "stay", "Vers la liste", show=False, id="filter.stay"),
        Binding("escape", "show_all", "Tout montrer", id="filter.all"),
    ]

    def __init__(self, narrow: Callable[[str], None], stay: Callable[[], Any], show_all: Callable[[], None]) -> None:
        super().__init__(placeholder="Filtre : quelques lettres, Entrée va à la liste, Échap montre tout")
        self.narrow, self.stay, self.show_all = narrow, stay, show_all

    def on_input_changed(self, event: Line.Changed) -> None:
        event.stop()
        self.narrow(event.value)

    def action_stay(self) -> None:
        self.stay()

    def action_show_all(self) -> None:
        self.show_all()
