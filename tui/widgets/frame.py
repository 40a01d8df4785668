"""A frame round what belongs together, named in its top line: a box on wide screens, a rule above it on narrow ones."""

from typing import Any

from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from tui.host import Hosted

ROOMY = 100  # cells of the screens with boxes
CORNERS, RULE = 6, 4  # cells of the top line of a box, of a rule, that are not its label
CSS = """
{0} {{ border-title-color: $text; border-title-style: bold; }}
{0}.-ruled {{ border-top: solid $line; }}
{0}.-boxed {{ border: round $line; }}
{0}.-ruled:focus-within {{ border-top: solid $accent; border-title-color: $accent; }}
{0}.-boxed:focus-within {{ border: round $accent; border-title-color: $accent; }}
"""


def top_line(width: int, line: Style, muted: Style, title: str, count: str, keys: str) -> Content:
    """``width`` cells: what is framed and how many, then at the right the keys most used there, when there is room."""
    named = (Content(title) + Content.styled(f" {count}" if count else "", muted)).truncate(width, ellipsis=True)
    left = width - named.cell_length - len(keys) - 2
    if not keys or left < 1:
        return named
    return named + Content.styled(f" {'─' * left} ", line) + Content.styled(keys, muted)


class Framed(Hosted):
    """What has a frame once it is ``entitle``-d."""

    named: tuple[str, str, str] = ("", "", "")

    def entitle(self: Any, title: str, count: str = "", keys: str = "") -> None:
        """Names what is framed; '' takes the frame away."""
        if self.named != (title, count, keys):
            self.named = (title, count, keys)
            self._frame()

    def on_mount(self: Any) -> None:
        self.watch(self.app, "theme", lambda _: self.call_after_refresh(self._frame), init=False)
        self._frame()

    def on_resize(self) -> None:
        self._frame()

    def on_descendant_focus(self: Any) -> None:
        self._frame()

    def on_descendant_blur(self: Any) -> None:
        self.call_after_refresh(self._frame)

    def _frame(self: Any) -> None:
        if not self.is_attached:
            return  # closed meanwhile
        boxed, shown = self.screen.size.width >= ROOMY, bool(self.named[0]) and not self.app.linear
        self.set_class(shown and boxed, "-boxed")
        self.set_class(shown and not boxed, "-ruled")
        if not shown:
            return
        focused = self.screen.focused
        inside = focused is not None and self in focused.ancestors_with_self
        line, muted = (self._style(name) for name in ("accent" if inside else "line", "text-muted"))
        width = (self.outer_size.width or self.screen.size.width) - (CORNERS if boxed else RULE)
        told = top_line(width, line, muted, *self.named)
        self.border_title = told if boxed else Content(" ") + told + Content(" ")

    def _style(self: Any, name: str) -> Style:
        return Style(foreground=Color.parse(self.app.theme_variables[name]), bold=False)


class Frame(Framed, Vertical):  # type: ignore[misc]
    """A frame round widgets."""

    DEFAULT_CSS = "Frame { height: auto; }" + CSS.format("Frame")


class Panel(Framed, Static):  # type: ignore[misc]
    """A frame round what is said of the chosen line."""

    DEFAULT_CSS = "Panel { height: auto; }" + CSS.format("Panel")
