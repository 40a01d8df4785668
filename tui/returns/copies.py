"""The copies kept of what was sent: their figures, what has moved since, and the acts that moved it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from config.files import free
from models.duties import periods
from models.export.handing import write_again
from models.french import wording
from models.returns import copies, since
from models.returns.since import Moved
from models.tables import Action, Frozen
from tui.page import Page
from tui.returns import answers
from tui.returns.prepared import ReturnScreen
from tui.widgets.listing import Column, Entry, Listing
from tui.workbooks import write_behind


class CopiesView(Listing):
    """Every copy kept about an action, the latest first."""

    OPENS = "La copie : ses chiffres, et ce qui a bougé depuis."
    CALLED = "Copies"
    EMPTY = "Aucune copie gardée : il y en a une à chaque rapport envoyé, export envoyé et clôture."
    COLUMNS = (
        Column("Copie"),
        Column("Envoyée", 10),
        Column("Gardée le", 18, least=90),
        Column("Par", 14),
    )

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action

    def entries(self) -> Iterable[Entry]:
        for one in reversed(copies.copies(self.action)):
            at = wording.moment(one.recorded_at)
            cells = [copies.title_of(one), wording.day(one.sent) or "—", at, one.recorded_by]
            yield Entry(one.id, cells)

    def opened(self, target: int) -> None:
        self.app.push_screen(CopyScreen(target))


class CopiesScreen(Page):
    """The copies kept about an action."""

    TITLE = "Copies"
    HELP = (
        "Ce qui est gardé de chaque rapport écrit, de chaque export envoyé et de chaque clôture.\n"
        "Une copie envoyée ne change plus."
    )

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.view = CopiesView(action)

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.retitle("Copies gardées", self.view.action.code)
        self.view.reload()


class CopyView(Listing):
    """The figures of a copy, each beside what it is today."""

    OPENS = "Les actes qui ont fait bouger ce chiffre, le dernier d'abord."
    COLUMNS = (Column("Indicateur"), Column("Copie", 12, right=True), Column("Aujourd'hui", 14, right=True))
    CALLED = "Chiffres"
    EMPTY = "La copie ne garde aucun chiffre."

    def __init__(self, copy: Frozen) -> None:
        super().__init__()
        self.copy = copy
        self.figures: list[Moved] = []

    def entries(self) -> Iterable[Entry]:
        self.figures = since.since(self.copy)
        for rank, one in enumerate(self.figures):
            before, now = one.values
            unit = one.before["unit"]
            today = "=" if not one.moved else f"▲ {wording.quantity(now, unit)}" if now is not None else "▲ —"
            cells = [one.before["label"], wording.quantity(before, unit), today]
            yield Entry(rank, cells, "" if one.moved else "$text-muted", "$text-warning")

    def foot(self) -> str:
        count = sum(one.moved for one in self.figures)
        told = wording.counted(count, "chiffre a bougé", "chiffres ont bougé") if count else "rien n'a bougé"
        state = f"Envoyé le {wording.day(self.copy.sent)}" if self.copy.sent else "Pas encore envoyé"
        at = f"gardé le {wording.moment(self.copy.recorded_at)} par {self.copy.recorded_by}"
        return f"{state}, {at} · {told} depuis"

    def opened(self, target: int) -> None:
        one = self.figures[target]
        if one.moved:
            self.app.push_screen(MovedScreen(self.copy, one))
        else:
            self.app.notify("Ce chiffre n'a pas bougé depuis.")


class CopyScreen(Page):
    """A copy kept, and what has moved since."""

    TITLE = "Copie"
    HELP = "Les chiffres tels qu'ils ont été gardés, et à côté ce qu'ils sont aujourd'hui : = inchangé, ▲ a bougé."
    BINDINGS: ClassVar = [
        Binding(
            "x",
            "export",
            "Classeur",
            id="copy.export",
            tooltip="Écrire de nouveau le classeur gardé\nIdentique à l'octet près à celui qui a été gardé.",
        ),
        Binding("p", "prepare", "Préparer", id="copy.prepare", tooltip="Le rapport tel qu'il partirait aujourd'hui"),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.view = CopyView(Frozen.get_by_id(number))

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.view.copy = Frozen.get_by_id(self.number)
        self.retitle(f"{self.view.copy.action.code} · {copies.title_of(self.view.copy)}")
        self.view.reload()

    def action_export(self) -> None:
        copy = self.view.copy
        content = copies.workbook_of(copy)
        write_behind(
            self.app,
            lambda folder: free(folder / f"copie-{copy.id}_{copy.name}"),
            lambda path: write_again(content, path),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "prepare" or self.view.copy.kind == copies.RETURN

    def action_prepare(self) -> None:
        copy = self.view.copy
        of = next((one for one in copy.action.spec.returns if one.code == copy.code), None)
        first = copies.first_day(copy)
        found = next((one for one in periods.periods(copy.action, of) if one.first == first), None) if of else None
        if found is not None:
            self.app.push_screen(ReturnScreen(found))
        else:
            self.app.notify("La convention ne demande plus ce rapport.")


class MovedView(Listing):
    """What has changed of a figure, then the acts that moved it."""

    CALLED = "Actes"
    COLUMNS = (Column("Quand", 18), Column("Qui", 14), Column("Quoi"))

    def __init__(self, one: Moved) -> None:
        super().__init__()
        self.one = one

    def entries(self) -> Iterable[Entry]:
        for line in [answers.told(self.one), *answers.changes(self.one)]:
            yield Entry(None, [line])
        if not self.one.acts:
            yield from (Entry(None, [line]) for line in answers.acts(self.one))
        for act in self.one.acts:
            yield Entry(act.number, [wording.moment(act.at), act.who, act.sentence])

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def foot(self) -> str:
        return self.whole()


class MovedScreen(Page):
    """The acts that moved a figure since a copy was kept."""

    TITLE = "Ce qui a bougé"
    HELP = "Ce qui a changé dans ce chiffre depuis la copie, et les actes qui l'ont fait bouger, le dernier d'abord."

    def __init__(self, copy: Frozen, one: Moved) -> None:
        super().__init__()
        self.copy, self.view = copy, MovedView(one)

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.retitle(f"{self.copy.action.code} · {self.view.one.before['label']}")
        self.view.reload()
