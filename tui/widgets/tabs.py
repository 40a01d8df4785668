"""One line of tabs; the mouse chooses one, the screen's keys too."""

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class TabBar(Widget):
    """The names of the tabs, the chosen one between brackets. ``TabBar.Chosen`` is posted with its name."""

    DEFAULT_CSS = "TabBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }"
    GAP: ClassVar = 1

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
        parts = [
            Content.styled(f"[{name}]", "bold reverse") if rank == self.rank else Content(f" {name} ")
            for rank, name in self._shown()
        ]
        return Content(" " * self.GAP).join(parts)

    def _shown(self) -> list[tuple[int, str]]:
        """The tabs from the first one that leaves the chosen one in sight."""
        first = 0
        while self._width(first, self.rank) > self.content_size.width and first < self.rank:
            first += 1
        return list(enumerate(self.names))[first:]

    def _width(self, first: int, last: int) -> int:
        return sum(len(name) + 2 + self.GAP for name in self.names[first : last + 1]) - self.GAP

    def on_click(self, event: events.Click) -> None:
        reached = self.styles.padding.left
        for _rank, name in self._shown():
            reached += len(name) + 2 + self.GAP
            if event.x < reached:
                self.choose(name)
                return
