"""Historique: what happened to a record, in words, the latest first."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual.app import ComposeResult

from models.acts.refusals import Refused
from models.french import typed, wording
from models.journal import history
from models.journal.history import Told
from tui.host import Host
from tui.page import Page
from tui.widgets.listing import Column, Entry, Listing


class HistoryView(Listing):
    """The acts ``read`` gives; under the list, all that the chosen one changed."""

    CALLED = "Actes"
    EMPTY = "Le journal ne raconte rien de cet enregistrement."
    COLUMNS = (Column("Quand", 16), Column("Qui", 16), Column("Quoi"))
    DEFAULT_CSS = "HistoryView > .foot { max-height: 60%; overflow-y: auto; }"

    def __init__(self, read: Callable[[], Sequence[Told]]) -> None:
        super().__init__()
        self.read = read
        self.told: dict[int, Told] = {}

    def entries(self) -> Iterable[Entry]:
        self.told = {one.number: one for one in self.read()}
        for one in self.told.values():
            sentence = f"× {one.sentence}" if one.undone else one.sentence
            cells = [f"{wording.day(_day(one))} {one.at[11:16]}", one.who, wording.capital(sentence)]
            yield Entry(one.number, cells, "$text-muted" if one.undone else "")

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def foot(self) -> str:
        one = self.told.get(self.target) if self.target is not None else None
        if one is None:
            return ""
        account = f" (compte {one.login})" if one.login and one.login != one.who else ""
        head = f"{wording.capital(one.sentence)} · {one.who}{account}, le {wording.moment(one.at)}"
        lines = [head, f"× {one.undone}" if one.undone else "", *(f"  {text}" for text in one.differences)]
        return "\n".join(line for line in lines if line)


class HistoryScreen(Page):
    """The history of one record, called ``title``."""

    TITLE = "Historique"
    HELP = (
        "Ce qui est arrivé à l'enregistrement, le plus récent en tête : quand, qui, quoi.\n"
        "Sous la liste, ce que l'acte choisi a changé, champ par champ. × : l'acte a été annulé depuis.\n"
        "Rien de cela ne s'efface : « assidu verify » dit si quelqu'un y a touché."
    )

    def __init__(self, title: str, read: Callable[[], Sequence[Told]]) -> None:
        super().__init__()
        self.heading = f"Historique · {title}"
        self.view = HistoryView(read)

    def body(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.retitle(self.heading)
        self.view.rows.focus()

    def reload(self) -> None:
        self.view.reload()


def show_history(app: Host, title: str, table: str, number: int | None) -> None:
    """Opens the history of a record of ``table`` (the name of its model). Raises Refused when none is chosen."""
    if number is None:
        raise Refused("Choisissez d'abord une ligne : h montre son historique.")
    read: Any = history.of_action if table == "Action" else lambda chosen: history.of_record(table, chosen)
    app.push_screen(HistoryScreen(title, lambda: read(number)))


def _day(one: Told) -> Any:
    return typed.parse_day(one.at[:10])
