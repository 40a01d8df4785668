"""One action: its parcours, sessions, figures, deviations, and what its convention keeps."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from models.acts.refusals import GONE, Refused
from models.french import wording
from models.returns import closing
from models.tables import Action
from tui import may
from tui.page import Page, View
from tui.shell.tabs import tabs_of
from tui.widgets.finder import Picker
from tui.widgets.tabs import TabBar


class ActionScreen(Page):
    """An action, ``tab`` shown first, on the line whose target is ``record``; a tab is made when it is first shown."""

    BINDINGS: ClassVar = [
        Binding("tab", "tab(1)", "Aller à l'onglet suivant", show=False, id="action.next"),
        Binding("shift+tab", "tab(-1)", "Aller à l'onglet précédent", show=False, id="action.previous"),
        Binding("a", "menu", "Action", id="action.menu", tooltip="Modifier, clôturer l'action…"),
        Binding("h", "history", "Historique de l'action", show=False, id="action.history"),
    ]
    MENU = (
        ("Modifier l'action : code, dates, places, ETP", "correct"),
        ("Clôturer l'action jusqu'à un jour", "close"),
        ("Rouvrir l'action", "reopen"),
        ("Voir les copies gardées de ce qui est envoyé", "copies"),
        ("Renommer un groupe entier, ou en réunir deux", "rename_group"),
        ("Renommer un thème, ou en réunir deux", "rename_theme"),
        ("Historique de l'action", "history"),
    )
    DEFAULT_CSS = "ActionScreen #tab { height: 1fr; }"
    ABOUT = "Une action et tout ce qu'elle contient. La souris aussi change d'onglet.\n\n"

    def __init__(self, action: int, tab: str = "", record: Any = None) -> None:
        super().__init__()
        found = Action.get_or_none(Action.id == action)
        if found is None:
            raise Refused(GONE)
        self.action: Action = found
        self.spec = self.action.spec
        self.first, self.record = tab, record
        self.made: dict[str, View] = {}
        self.tabs = tabs_of(found)

    @property
    def about(self) -> set[tuple[str, int]]:
        return self.made[self.query_one(TabBar).chosen].about

    @property
    def HELP(self) -> str:  # type: ignore[override]  # noqa: N802
        return self.ABOUT + str(getattr(self.made.get(self.query_one(TabBar).chosen), "HELP", ""))

    def body(self) -> ComposeResult:
        yield TabBar(list(self.tabs))
        yield Container(id="tab")

    def on_mount(self) -> None:
        bar = self.query_one(TabBar)
        bar.choose(self.first if self.first in self.tabs else bar.names[0])

    def reload(self) -> None:
        self.action = Action.get_by_id(self.action.id)
        dates = f"{wording.day(self.action.start)} – {wording.day(self.action.end)}"
        self.title = f"{self.action.code} · {self.action.title or self.spec.title}"
        known = closing.closed_until(self.action)
        state = [f"clôturée au {wording.day(known.until)}"] if known else []
        self.retitle(self.action.code, " · ".join([self.action.title or self.spec.title, *state, dates]))
        if (view := self.made.get(self.query_one(TabBar).chosen)) is not None:
            view.action = self.action  # type: ignore[attr-defined]  # every tab is about one
            view.reload()

    @on(TabBar.Chosen)
    async def show(self, event: TabBar.Chosen) -> None:
        """Shows a tab, made the first time."""
        for view in self.made.values():
            view.display = False
        if event.name not in self.made:
            self.made[event.name] = self.tabs[event.name](self.action)
            if event.name == self.first:
                self.made[event.name].stand_on = self.record
            await self.query_one("#tab").mount(self.made[event.name])
        view = self.made[event.name]
        view.display = True
        view.reload()
        focusable = next((child for child in view.query("*") if child.focusable), view)
        focusable.focus()

    def action_tab(self, by: int) -> None:
        self.query_one(TabBar).step(by)

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The commands of the action itself that the account may give."""
        return [line for line in self.MENU if not may.refusal(self.app.acting, f"action.{line[1]}")]

    def action_menu(self) -> None:
        """The commands of the action itself, to choose one by its first letters."""

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.app.run_action(action, self)

        lines = [(action, name) for name, action in self.menu]
        self.app.push_screen(Picker(f"Action {self.action.code}", lines), chosen)

    def action_rename_group(self) -> None:
        from tui.people.action_forms import ask_group_name

        ask_group_name(self.app, self.action)

    def action_rename_theme(self) -> None:
        from tui.people.action_forms import ask_theme_name

        ask_theme_name(self.app, self.action)

    def action_correct(self) -> None:
        from tui.people.action_forms import ask_correction

        ask_correction(self.app, self.action)

    def action_history(self) -> None:
        from tui.journal.history import show_history

        show_history(self.app, self.action.code, "Action", self.action.id)

    def action_close(self) -> None:
        from tui.returns.forms import ask_close

        ask_close(self.app, self.action)

    def action_reopen(self) -> None:
        from tui.returns.forms import ask_reopen

        ask_reopen(self.app, self.action)

    def action_copies(self) -> None:
        from tui.returns.copies import CopiesScreen

        self.app.open_screen(CopiesScreen, self.action)
