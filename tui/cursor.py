"""Where the terminal's cursor stands: where one types, or on the line one is on. Braille displays and screen readers
follow it.

A widget says its place by ``typed_at``: None leaves it to what it holds; a window or a field that shows a list gives
the line chosen there, once the arrows have moved to it.
"""

from typing import Any

from rich.control import Control
from textual.geometry import Offset
from textual.screen import Screen


def place(screen: Screen[Any]) -> Offset:
    """Where the cursor of the terminal stands for what has the focus on this screen."""
    focused = screen.focused
    if focused is None:
        return screen.content_region.offset
    for widget in reversed(list(focused.ancestors_with_self)):
        where = widget.typed_at() if hasattr(widget, "typed_at") else None
        if where is not None:
            found: Offset = where
            return found
    return focused.content_region.offset


def stand(app: Any) -> None:
    """Puts the terminal's cursor there at once: the screen may be drawn later, or be drawn already."""
    if not app._screen_stack or not app.screen.is_mounted:  # noqa: SLF001 - empty while the application closes
        return
    read = app.reading if app.reading is not None and app.reading.screen is app.screen else None
    app.cursor_position = app.screen.outer_size.clamp_offset(read.typed_at() if read else place(app.screen))
    driver, before = app._driver, app._previous_cursor_position  # noqa: SLF001 - as the library does when it draws
    if driver is not None and not app.is_headless and before != app.cursor_position:
        app._previous_cursor_position = app.cursor_position  # noqa: SLF001
        driver.write(Control.move_to(*app.cursor_position).segment.text)
