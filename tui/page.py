"""What every screen shares: the places and where one is, a message line, the keys, and errors told as sentences.

class ParkScreen(Page):
    TITLE = "Parc"
    HELP = "Une ligne par cyclomoteur…"  # what is seen; what the keys do is said on the bindings (``tui.shell.keys``)
    BINDINGS = [Binding("l", "lend", "Prêter", id="park.lend", tooltip="\\nLe cyclomoteur choisi.")]

    def body(self) -> ComposeResult:
        yield Rows(opens="L'histoire du cyclomoteur.")

    def reload(self) -> None:  # called when first shown, on coming back to the screen, and after an undo
        …
"""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from peewee import DoesNotExist
from pendulum import Date
from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
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
from tui.host import Host, Hosted, Reached
from tui.signs import spelled

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
    """What to say of what cannot be done, of a record that is gone, of a lost connection, of a damaged base; '' of a
    defect."""
    if isinstance(fault, DoesNotExist):
        return GONE
    if isinstance(fault, Refusal):
        return fault.sentences[0]
    return AWAY if from_database(fault) and lost() else sentence_of_base(fault)


def _in_their_order(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Commands in the order they have on their own keys, the first of which is the one hints have room for: the library
    puts those given another key last."""
    ranks: dict[tuple[int, str | None], int] = {}
    for node in {id(active.node): active.node for active in bindings.values()}.values():
        for _, one in node._bindings:  # noqa: SLF001
            ranks.setdefault((id(node), one.id), len(ranks))
    last = len(ranks)
    return dict(sorted(bindings.items(), key=lambda item: ranks.get((id(item[1].node), item[1].binding.id), last)))


class _Spoken(Hosted):
    """Built-in descriptions in French; a Refusal raised by any handler of the screen is shown, never a crash."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        bindings: dict[str, ActiveBinding] = super().active_bindings  # type: ignore[misc]
        acting = self.app.acting
        return {
            key: french.described(active)
            for key, active in (_in_their_order(bindings) if self.app.keymap else bindings).items()
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
    """Two lines at the top. The places a digit goes to, the one this screen belongs to marked; what one may do when it
    is not everything, the day and the operator as there is room. Then where one is: ``text`` replaces the screen's
    title when it is given, ``more`` says more of it, ``state`` what matters there, at the right."""

    DEFAULT_CSS = "Heading { dock: top; height: 2; }"
    auto_links = False
    DATED, NAMED = 98, 120  # the least widths with the day, with the operator

    def __init__(self) -> None:
        super().__init__()
        self.text = self.more = ""
        self.state = Content("")

    def typed_at(self) -> Offset:
        """The start of the title."""
        return self.content_region.offset + Offset(0 if self.app.linear else 1, self.size.height - 1)

    def render(self) -> Content:
        if self.app.linear:
            state = self.app.told_of_server or self.state.plain
            title = self.text or str(self.screen.title or "")
            return Content(spelled(", ".join(part for part in (title, state, self.more) if part)))
        width = self.size.width
        places, here = Content(""), None
        for place in self.app.places:
            places += self._place(place)
            here = place if place.here else here
        aside = self._aside(width - places.cell_length)
        right = Content.styled(aside, "$text-muted")
        bar = places.pad_right(max(0, width - places.cell_length - right.cell_length)) + right
        return bar.truncate(width).stylize_before("on $panel") + Content("\n") + self._title(width, here, aside)

    def _place(self, place: Reached) -> Content:
        digit, count = Content.styled(f" {place.digit} ", "bold $accent"), f" {place.count}" if place.count else ""
        told = (
            digit + Content.styled(place.title, "$text-muted") + Content.styled(count, f"bold {place.colour}".strip())
        )
        shown = Content.styled(f" {place.digit} {place.title}{count}", "$chosen") if place.here else told
        return (shown + Content.styled(" ", "$chosen" if place.here else "")).stylize(
            Style.from_meta({"@click": f"app.go({place.name!r})"})
        )

    def _aside(self, room: int) -> str:
        """What there is room for at the right of the places."""
        width = self.size.width
        known = [LIMITED.get(self.app.acting.role, "")]
        known += [wording.short_day(today())] if width >= self.DATED else []
        known += [self.app.who] if width >= self.NAMED else []
        told = ""
        for one in filter(None, known):
            longer = f"{told} · {one}" if told else one
            told = longer if len(longer) + 3 <= room else told
        return f"{told} " if told else ""

    def _title(self, width: int, here: Reached | None, aside: str) -> Content:
        """Where one is, and at the right the state; what one may not do too, when there was no room for it above."""
        title = self.text or str(self.screen.title or "")
        away = self.app.told_of_server
        state = Content.styled(away, "bold $text-warning") if away else self.state
        limited = LIMITED.get(self.app.acting.role, "")
        if limited not in aside:
            state = Content.styled(limited, "$text-muted") + (Content(" · ") + state if state else state)
        under = here is not None and here.title not in (title, self.screen.TITLE) and len(self.app.screen_stack) > 1
        where = Content.styled(f"{here.title} › " if here and under else "", "$text-muted")
        more = Content.styled(f"  {self.more}" if self.more else "", "$text-muted")
        room = max(0, width - state.cell_length - 2 - (2 if state else 0))
        left = (where + Content.styled(title, "bold") + more).truncate(room, ellipsis=True)
        return Content(" ") + left.pad_right(max(0, width - 2 - left.cell_length - state.cell_length)) + state


class Said(Hosted, Widget):  # type: ignore[misc]
    """The line kept free above the keys: what was done last and what takes it back, or why a key did nothing. It covers
    nothing; a sentence that does not hold in one line takes the lines it needs."""

    DEFAULT_CSS = """
    Said { dock: bottom; height: 1; margin-bottom: 1; padding: 0 1; }
    Said.-window { display: none; background: $panel; }
    """
    MOST = 5  # lines
    COLOURS: ClassVar = {"information": "$text-muted", "warning": "$text-warning", "error": "$text-error"}

    def typed_at(self) -> Offset:
        """The start of what is said."""
        return self.content_region.offset

    def render(self) -> Content:
        told, width = self.app.said_on(self.screen), max(1, self.content_size.width)
        if told is None:
            return Content("")
        colour = self.COLOURS[told.severity]
        if self.app.linear:
            told = replace(told, text=spelled(told.text))
        if not told.back:
            return Content.styled("\n".join(self._lines(told.text)), colour)
        back = (
            Content.styled(f"  {told.back}", "$accent") if told.back.partition(" ")[0] not in told.text else Content("")
        )
        return Content.styled(told.text, colour).truncate(width - back.cell_length, ellipsis=True) + back

    def say(self) -> None:
        """Says what is to be said now."""
        told = self.app.said_on(self.screen)
        lines = len(self._lines(told.text)) if told is not None and not told.back else 1
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines
        if self.has_class("-window"):
            self.display = told is not None
        self.refresh()

    def on_resize(self) -> None:
        self.say()

    def _lines(self, text: str) -> list[str]:
        width = max(20, self.content_size.width or self.screen.size.width - 2)
        return textwrap.wrap(text, width, max_lines=self.MOST, placeholder=" …") or [""]


class Hints(Widget):
    """The line at the bottom: the keys of the screen, then help and commands; the mouse may press them."""

    DEFAULT_CSS = """
    Hints { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """
    ALWAYS = ("help", "palette")
    auto_links = False  # a key keeps its own colour

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        parts: dict[str, Content] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled:
                self._add(parts, active)
        fixed = [parts.pop(name) for name in self.ALWAYS if name in parts]
        right = Content("  ").join(fixed)
        left, room = Content(""), self.content_size.width - right.cell_length
        for hint in parts.values():
            if hint.cell_length + 2 <= room:
                left, room = left + hint + Content("  "), room - hint.cell_length - 2
        return left.pad_right(max(0, room)) + right

    def _add(self, parts: dict[str, Content], active: ActiveBinding) -> None:
        """Adds a key; those of a group stand together before its word."""
        binding, group = active.binding, active.binding.group
        name = group.description if group else binding.action
        if group and name in parts:
            known = parts[name]
            parts[name] = known[: -len(name) - 1] + Content(" ") + self._key(binding) + known[-len(name) - 1 :]
        elif name not in parts:
            word = Content(f" {group.description if group else binding.description}")
            parts[name] = self._key(binding) + word.stylize(self._click(binding))

    def _key(self, binding: Binding) -> Content:
        return Content.styled(french.display(binding), "bold $accent").stylize(self._click(binding))

    def _click(self, binding: Binding) -> Style:
        return Style.from_meta({"@click": f"press({binding.key!r})"})

    def action_press(self, key: str) -> None:
        """A hint clicked is its key pressed, whichever part of the screen the key belongs to."""
        self.app.simulate_key(key)


ALWAYS_SHOWN = (Heading, Said, Hints)


class Page(_Spoken, Screen[None]):  # type: ignore[misc]
    """A full screen with its heading and its hints; ``body`` gives what is between, ``about`` the records it shows."""

    HELP: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.unread: list[Widget] = []  # the parts hidden for want of what they show

    @property
    def about(self) -> set[tuple[str, int]]:
        """The records it shows, each the name of its table and its number: undoing an act about one needs no
        question."""
        return set()

    def compose(self) -> ComposeResult:
        yield Heading()
        yield from self.body()
        yield Said()
        yield Hints()

    def body(self) -> ComposeResult:
        yield from ()

    def reload(self) -> None:
        """Reads again what is shown: called whenever the screen comes into view, and after an undo."""

    def show_waiting(self) -> None:
        """Shows again what waits for the server, without asking it anything."""

    def on_screen_resume(self) -> None:
        self.query_one(Said).say()
        with telling(self.app):  # what does not read leaves the screen laid out all the same
            self.read_again()

    def new_day(self, before: Date, front: bool) -> None:
        """The day has changed since ``before``: a screen in ``front`` reads again what derives from it, the others do
        on being shown again."""
        self.query_one(Heading).refresh()
        if front:
            self.read_again()

    def read_again(self) -> None:
        """Reloads; leaves the screen when what it shows no longer exists, and shows nothing of what cannot be read in
        a damaged base: it would look empty."""
        try:
            self.reload()
        except DoesNotExist:
            self.app.call_later(self.app.action_back)
            self.app.call_later(self.app.notify, GONE)
        except Exception as fault:
            if not lost() and sentence_of_base(fault):
                self.unread += [one for one in self.children if one.display and not isinstance(one, ALWAYS_SHOWN)]
                for part in self.unread:
                    part.display = False
            raise
        for part in self.unread:
            part.display = True
        self.unread.clear()

    def retitle(self, text: str, more: str = "", state: Content | None = None) -> None:
        """Another title in the heading, what is said beside it, and what matters at the right (text of people is never
        markup)."""
        heading = self.query_one(Heading)
        heading.text, heading.more, heading.state = text, more, state or Content("")
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
    """A small window over a screen. Échap closes it without an answer; ``window`` is what is in it."""

    HELP: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Fermer", id="dialog.leave"),
    ]

    def compose(self) -> ComposeResult:
        yield from self.window()
        yield Said(classes="-window")

    def window(self) -> ComposeResult:
        yield from ()

    def action_leave(self) -> None:
        self.dismiss(None)
