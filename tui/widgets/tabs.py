"""One line of tabs; the mouse chooses one, Tab the next."""

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.host import Hosted
from tui.widgets.chosen import MARK


class TabBar(Hosted, Widget):  # type: ignore[misc]
    """The names of the tabs, the chosen one marked, those there is room for; at the right the key to others.

    ``TabBar.Chosen`` is posted with the name of the one chosen.
    """

    DEFAULT_CSS = "TabBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }"
    KEY: ClassVar = "Tab ›"
    KEY_WIDTH: ClassVar = len(f"‹ +9 {KEY}")

    class Chosen(Message):
        """Another tab is to be shown."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names
        self.rank = 0

    @property
    def chosen(self) -> str:
        return self.names[self.rank]

    def choose(self, name: str) -> None:
        """Shows a tab, by name."""
        self.rank = self.names.index(name)
        self.refresh()
        self.post_message(self.Chosen(name))

    def step(self, by: int) -> None:
        """Shows the next tab, or the one before."""
        self.choose(self.names[(self.rank + by) % len(self.names)])

    def render(self) -> Content:
        if self.app.linear:
            return Content(f"Onglet {self.chosen}, {self.rank + 1} sur {len(self.names)}")
        shown = self._shown()
        bar = Content("").join(
            Content.styled(MARK, "$mark") + Content.styled(f"{self.names[rank]} ", "$chosen")
            if rank == self.rank
            else Content(f" {self.names[rank]} ")
            for rank in shown
        )
        if shown.start:
            bar = Content("‹") + bar
        hidden = len(self.names) - shown.stop
        key = (Content(f"+{hidden} ") if hidden else Content("")) + Content.styled(self.KEY, "bold $accent")
        return bar.pad_right(max(1, self.content_size.width - bar.cell_length - key.cell_length)) + key

    def _shown(self) -> range:
        """The ranks of the tabs in sight: as many as there is room for, the chosen one among them."""
        widths = [len(name) + 2 for name in self.names]
        room = self.content_size.width - self.KEY_WIDTH
        first = 0
        while sum(widths[first : self.rank + 1]) > room and first < self.rank:
            first += 1
        last = self.rank + 1
        while last < len(widths) and sum(widths[first : last + 1]) <= room:
            last += 1
        return range(first, last)

    def on_click(self, event: events.Click) -> None:
        shown = self._shown()
        reached = self.styles.padding.left + (1 if shown.start else 0)
        for rank in shown:
            reached += len(self.names[rank]) + 2
            if event.x < reached:
                self.choose(self.names[rank])
                return
        self.step(1)
