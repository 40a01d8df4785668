"""What screens, forms and widgets may ask of the application they are shown in; none of them imports it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, Protocol, TypeVar

from textual.binding import BindingType
from textual.screen import Screen

from config.settings import Settings

if TYPE_CHECKING:
    from models.acts.rights import Acting
    from models.together.line import Line

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Told:
    """A message: its text, how grave it is (information, warning, error), and the key that takes back what it tells."""

    text: str
    severity: str = "information"
    back: str = ""


@dataclass(frozen=True)
class Reached:
    """A place one goes to by a digit: its name, what it is called, how many things wait there (in this colour), and
    whether one is in it."""

    name: str
    digit: str
    title: str
    count: int
    colour: str
    here: bool


P = ParamSpec("P")


class Host(Protocol):
    """The application: who is at work, the way to other screens, and what the library's own does for all of them."""

    BINDINGS: ClassVar[list[BindingType]]
    settings: Settings
    home: Path
    database: Any
    acting: "Acting"
    line: "Line | None"
    theme: str  # the name of the colours worn
    simple_signs: bool  # whether letters are drawn in the place of signs
    linear: bool  # whether screens are made to be read line by line: one column, no frame, every sign spelled

    @property
    def who(self) -> str:
        """The operator's name, written beside every act."""

    @property
    def places(self) -> Iterator[Reached]:
        """The places, in the order of the digits."""

    def key_of(self, command: str, own: str) -> str:
        """The key of a command whose ``own`` is this one, as people write it."""

    @property
    def keymap(self) -> dict[str, str]:
        """The keys given to commands in the place of their own, by the name of the command."""

    @property
    def told_of_server(self) -> str:
        """What the headings say of a server out of reach and of the marks that wait; '' when all is well."""

    @property
    def busy(self) -> bool:
        """Whether a key is still being dealt with."""

    # the way to other screens

    def open_screen(self, make: Callable[P, Screen[Any]], *arguments: P.args, **options: P.kwargs) -> None:
        """Opens the screen ``make`` makes of the arguments over the current one."""

    def open_session(self, session: int, person: int | None = None) -> None:
        """Opens a roll, on the row of ``person``; without one, on the first not yet marked."""

    def open_person(self, person: int, record: tuple[str, int] | None = None) -> None:
        """Opens somebody's page, on the line of ``record`` (the name of its model, its number)."""

    def open_action(self, action: int, tab: str = "", record: Any = None) -> None:
        """Opens an action on a tab, on the line whose target is ``record``."""

    def open_hours(self, action: int, movement: int | None = None) -> None: ...

    def open_park(self, action: int, moped: int | None = None, record: tuple[str, int] | None = None) -> None: ...

    def open_record(self, table: str, number: int) -> None:
        """Opens the screen where this record is kept (``table`` is the name of its model)."""

    # the screen in front

    def reload(self) -> None:
        """Has the current screen read its data again."""

    def show_waiting(self) -> None:
        """Shows again what waits for the server."""

    def action_undo(self) -> None: ...

    def action_redo(self) -> None: ...

    def choose_theme(self, name: str) -> None: ...

    def choose_identifiers(self, identifiers: bool) -> None: ...

    # what the library's own does

    @property
    def screen(self) -> Screen[Any]: ...

    @property
    def screen_stack(self) -> Sequence[Screen[Any]]: ...

    @property
    def is_running(self) -> bool: ...

    @property
    def workers(self) -> Any: ...

    def push_screen(self, screen: Screen[Answer], callback: Callable[[Answer | None], Any] | None = None) -> Any: ...

    def pop_screen(self) -> Any: ...

    async def action_back(self) -> None: ...

    def action_go(self, name: str) -> None:
        """Opens a place, by its name."""

    def action_waiting(self) -> None: ...

    def notify(self, message: str, *, severity: Any = "information") -> None:
        """Tells a message on the line kept free for it; '' tells no more."""

    def said_on(self, screen: Screen[Any]) -> Told | None:
        """What the message line of this screen says."""

    def count(self, place: str, number: int, colour: str) -> None:
        """Says beside a place how many things wait there."""

    async def run_action(self, action: Any, default_namespace: Any = None) -> bool: ...

    def run_worker(
        self, work: Any, *, group: str = "default", exit_on_error: bool = True, thread: bool = False
    ) -> Any: ...

    def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool: ...

    def call_from_thread(self, callback: Callable[..., Any], *arguments: Any, **options: Any) -> Any: ...

    def set_interval(self, interval: float, callback: Callable[[], Any]) -> Any: ...


class Hosted:
    """A screen or a part of one: its application is a ``Host``."""

    if TYPE_CHECKING:

        @property
        def app(self) -> Host: ...
