"""What every screen shares: a line that says where one is, a line of key hints, and errors told as sentences.

class ParkScreen(Page):
    TITLE = "Parc"
    HELP = "Une ligne par cyclomoteur…"  # what is seen; what the keys do is said on the bindings (``tui.shell.keys``)
    BINDINGS = [Binding("l", "lend", "Prêter", id="park.lend", tooltip="\\nLe cyclomoteur choisi.")]

    def body(self) -> ComposeResult:
        yield Rows(opens="L'histoire du cyclomoteur.")

    def reload(self) -> None:  # called when first shown, on coming back to the screen, and after an undo
        …
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Generic, TypeVar

from peewee import DoesNotExist
from pendulum import Date
from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.style import Style
from textual.widget import Widget

from config.refusal import Refusal
from models.acts.refusals import GONE
from models.days.clock import today
from models.french import wording
from models.storage.connection import lost
from models.storage.damage import sentence_of as sentence_of_base
from models.storage.faults import from_database
from models.tables import DIRECTION, TRAINER
from tui import french, may
from tui.cursor import stand
from tui.host import Host, Hosted

Answer = TypeVar("Answer")
LIMITED = {TRAINER: "formateur", DIRECTION: "lecture seule"}
AWAY = "Le serveur est hors d'atteinte : l'écran garde ce qu'il montrait, les marques attendent."


@contextmanager
def telling(app: Host) -> Iterator[None]:
    """Tells what is refused inside, or no longer exists, in its sentence."""
    try:
        yield
    except Exception as fault:
        sentence = sentence_of(fault)
        if not sentence:
            raise
        app.notify(sentence, severity="warning")


def sentence_of(fault: Exception) -> str:
    """What to say of what cannot be done, of a record that is gone, of a lost connection; '' of a defect."""
    if isinstance(fault, DoesNotExist):
        return GONE
    if isinstance(fault, Refusal):
        return fault.sentences[0]
    if from_database(fault):
        return AWAY if lost() else sentence_of_base(fault)
    return ""


class _Spoken(Hosted):
    """Built-in descriptions in French; a Refusal raised by any handler of the screen is shown, never a crash."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        bindings: dict[str, ActiveBinding] = super().active_bindings  # type: ignore[misc]
        acting = self.app.acting
        return {
            key: french.described(active)
            for key, active in bindings.items()
            if not may.refusal(acting, active.binding.id)
        }

    def refused(self, key: str) -> str:
        """Why the account may not give the command of a key, in either case; '' when it may, or there is none."""
        keys = (key, key.swapcase()) if len(key) == 1 else (key,)
        for _, bindings in self._modal_binding_chain:  # type: ignore[attr-defined]
            bound = [one for name in keys for one in bindings.key_to_bindings.get(name, ())]
            if bound:
                return may.refusal(self.app.acting, bound[0].id)
        return ""

    async def _dispatch_message(self, message: Message) -> None:
        with telling(self.app):
            await super()._dispatch_message(message)  # type: ignore[misc]

    def on_mount(self) -> None:
        """The terminal's cursor follows what is laid out, and what has the focus."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._place_cursor())  # type: ignore[attr-defined]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.call_after_refresh(self._place_cursor)  # type: ignore[attr-defined]

    def _place_cursor(self) -> None:
        if self.app.screen is self:  # type: ignore[comparison-overlap]
            stand(self.app)


class Heading(Hosted, Widget):  # type: ignore[misc]
    """The line at the top: the screen's title, today, the operator, and what they may do when it is not everything.
    ``text`` replaces the title when it is given."""

    DEFAULT_CSS = "Heading { dock: top; height: 1; background: $primary 25%; color: $foreground; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def render(self) -> Content:
        title = self.text or str(self.screen.title or "")
        width = self.content_size.width
        who, away = self.app.who, self.app.told_of_server
        right = away or wording.long_day(today())
        may = LIMITED.get(self.app.acting.role)
        if may and not away:
            right += f" · {may}"
        if who and not away and len(title) + len(right) + len(who) + 5 <= width:
            right += f" · {who}"
        room = max(0, width - len(right) - 2)
        left = Content.styled(title, "bold").truncate(room, ellipsis=True)
        said = Content.styled(right, "bold $text-warning") if away else Content(right)
        return left.pad_right(max(2, width - left.cell_length - len(right))) + said


class Hints(Widget):
    """The line at the bottom: the keys of the screen, then help and commands; the mouse may press them."""

    DEFAULT_CSS = """
    Hints { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1;
        link-style: none; link-color: $foreground; link-background: $panel; link-style-hover: reverse; }
    """
    ALWAYS = ("help", "palette")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        parts: dict[str, Content] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled:
                parts.setdefault(binding.action, self._hint(active))
        fixed = [parts.pop(name) for name in self.ALWAYS if name in parts]
        right = Content("  ").join(fixed)
        left, room = Content(""), self.content_size.width - right.cell_length
        for hint in parts.values():
            if hint.cell_length + 2 <= room:
                left, room = left + hint + Content("  "), room - hint.cell_length - 2
        return left.pad_right(max(0, room)) + right

    def _hint(self, active: ActiveBinding) -> Content:
        key = Content.styled(french.display(active.binding), "bold $accent")
        click = Style.from_meta({"@click": f"press({active.binding.key!r})"})
        return (key + Content(f" {active.binding.description}")).stylize(click)

    def action_press(self, key: str) -> None:
        """A hint clicked is its key pressed, whichever part of the screen the key belongs to."""
        self.app.simulate_key(key)


class Page(_Spoken, Screen[None]):  # type: ignore[misc]
    """A full screen with its heading and its hints; ``body`` gives what is between, ``about`` the records it shows."""

    HELP: ClassVar[str] = ""

    @property
    def about(self) -> set[tuple[str, int]]:
        """The records it shows, each the name of its table and its number: undoing an act about one needs no
        question."""
        return set()

    def compose(self) -> ComposeResult:
        yield Heading()
        yield from self.body()
        yield Hints()

    def body(self) -> ComposeResult:
        yield from ()

    def reload(self) -> None:
        """Reads again what is shown: called whenever the screen comes into view, and after an undo."""

    def show_waiting(self) -> None:
        """Shows again what waits for the server, without asking it anything."""

    def on_screen_resume(self) -> None:
        self.read_again()

    def new_day(self, before: Date, front: bool) -> None:
        """The day has changed since ``before``: a screen in ``front`` reads again what derives from it, the others do
        on being shown again."""
        self.query_one(Heading).refresh()
        if front:
            self.read_again()

    def read_again(self) -> None:
        """Reloads; leaves the screen when what it shows no longer exists."""
        try:
            self.reload()
        except DoesNotExist:
            self.app.notify(GONE, severity="warning")
            self.app.call_later(self.app.action_back)

    def retitle(self, text: str) -> None:
        """Another title in the heading (text of people is never markup)."""
        heading = self.query_one(Heading)
        heading.text = text
        heading.refresh()


class View(Hosted, Vertical):  # type: ignore[misc]
    """What is between, when a screen may show one of several: a list, a ledger, a park; it begins on the line of the
    record it ``stand_on``, when there is one."""

    HELP: ClassVar[str] = ""
    stand_on: Any = None

    @property
    def about(self) -> set[tuple[str, int]]:
        """The records it shows, as ``Page.about``."""
        return set()

    def reload(self) -> None:
        """Reads again what is shown."""


class Dialog(_Spoken, ModalScreen[Answer], Generic[Answer]):  # type: ignore[misc]
    """A small window over a screen. Échap closes it without an answer."""

    HELP: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Fermer", id="dialog.leave"),
    ]

    def action_leave(self) -> None:
        self.dismiss(None)
