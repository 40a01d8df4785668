"""En attente: the marks that wait for the server, and those that were not sent, until they have been looked at."""

from collections.abc import Iterable
from typing import ClassVar

from peewee import DatabaseError
from textual.app import ComposeResult
from textual.binding import Binding

from models.french import wording
from models.together import waiting
from models.together.line import Line
from models.together.waiting import Mark
from tui.page import Page
from tui.widgets.listing import Column, Entry, Listing


class WaitingView(Listing):
    """One line a mark: those not sent first, with why."""

    CALLED = "Marques"
    EMPTY = "Rien n'attend : toutes les marques sont sur le serveur."
    COLUMNS = (Column("", 10), Column("Marque"))

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def entries(self) -> Iterable[Entry]:
        refused, left = self.line.waiting.refused(), self.line.waiting.waiting()
        names = _names([*refused, *left])
        for one in refused:
            yield Entry(one.number, ["× refusée", f"{waiting.told(one, names)} : {one.why}"], "", "$text-error")
        for one in left:
            yield Entry(one.number, ["… attend", waiting.told(one, names)])

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def foot(self) -> str:
        left = len(self.line.waiting.waiting())
        told = f"{wording.counted(left, 'marque attend', 'marques attendent')} le serveur" if left else ""
        return "\n".join(text for text in (self.whole(), told, self.line.fault) if text)


class WaitingScreen(Page):
    """The marks of this machine that are not on the server."""

    TITLE = "Marques en attente"
    HELP = (
        "Les marques tapées pendant que le serveur était hors d'atteinte. Elles sont gardées sur cette machine et"
        " partent toutes seules, dans l'ordre, à son retour.\n"
        "× refusée : elle n'a pas été faite, et pourquoi ; un collègue avait marqué autrement, la séance a été"
        " annulée ou la période clôturée. Refaites-la s'il le faut."
    )
    BINDINGS: ClassVar = [
        Binding("l", "seen", "Lu", id="waiting.seen", tooltip="Les refus sont lus\nIls quittent cette liste.")
    ]

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        self.view = WaitingView(line)

    def body(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.rows.focus()

    def reload(self) -> None:
        self.view.reload()

    def show_waiting(self) -> None:
        self.view.reload()

    def action_seen(self) -> None:
        self.line.waiting.seen()
        self.view.reload()
        self.app.show_waiting()


def _names(marks: list[Mark]) -> dict[int, str]:
    try:
        return waiting.names_of(marks)
    except DatabaseError:  # out of reach: by their numbers
        return {}
