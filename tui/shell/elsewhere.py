"""What may be done on the other screens: each command, where it is given, and the way there.

Loading it loads every screen, most of a second: the palette has it done beside, and shows what is at hand meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding
from textual.screen import ModalScreen

from models.acts.refusals import Refused
from models.tables import COORDINATOR, Action
from tui import french, may
from tui.duties.screen import DutiesScreen
from tui.duties.stakes import StakesView
from tui.figures.deviations import DeviationsScreen, DeviationsView
from tui.figures.indicators import IndicatorsView
from tui.host import Host
from tui.hours.screen import HoursView
from tui.lists.taking import TakeScreen
from tui.park.screen import ParkView
from tui.people.actions import ActionsScreen
from tui.people.parcours import ParcoursView
from tui.people.participants import ParticipantsScreen
from tui.people.person import PersonScreen
from tui.registers.facts import FactsView, RegistersView
from tui.returns.copies import CopyScreen
from tui.returns.list import ReturnsView
from tui.returns.prepared import ReturnScreen
from tui.sessions.list import SessionsView
from tui.sessions.roll import RollScreen
from tui.sessions.today import TodayScreen
from tui.sessions.week import WeekScreen
from tui.shell import screens, tabs
from tui.shell.action import ActionScreen
from tui.shell.places import PLACES
from tui.together.waiting import WaitingScreen
from tui.widgets.finder import Picker
from tui.widgets.listing import Listing
from tui.widgets.tabs import TabBar

Way = Callable[[Host, Callable[[], None]], None]
"""Goes somewhere; the function is called once there."""


@dataclass(frozen=True)
class Room:
    """Screens or parts of them where commands are given: what the place is called, the way there, what is to be opened
    there first ('' when one is there at once)."""

    where: str
    shown: tuple[Any, ...]
    way: Way
    then: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """A command of another screen: the id of its binding, what it is called, its key, its room."""

    id: str
    name: str
    key: str
    room: Room

    @property
    def text(self) -> str:
        """The command and where it is given."""
        return f"{self.name} · {self.room.where}"

    def lead(self, app: Host) -> None:
        """Goes where the command is given, and says its key."""
        first = f"{self.room.then}, puis " if self.room.then else ""
        self.room.way(app, lambda: app.notify(f"{self.name} : {first}{self.key}."))


def elsewhere(app: Host, here: set[str]) -> Iterator[Elsewhere]:
    """Every command of the screens that the account may give, but those ``here`` by the id of their binding."""
    for room in rooms():
        for one in _commands(app, room):
            if one.id not in here and not may.refusal(app.acting, one.id):
                yield one


def _commands(app: Host, room: Room) -> Iterator[Elsewhere]:
    known = set()
    for shown in room.shown:
        for one in Binding.make_bindings(vars(shown)["BINDINGS"]):
            name = one.tooltip.partition("\n")[0] or one.description
            if one.id and one.id not in known and one.description not in french.BUILT_IN.values():
                known.add(one.id)
                yield Elsewhere(one.id, name, app.key_of(one.id, one.key), room)
        for name, action in getattr(shown, "MENU", ()):
            if f"action.{action}" not in known:
                yield Elsewhere(f"action.{action}", name, app.key_of("action.menu", "a"), room)


def rooms() -> Iterator[Room]:
    """Every place where commands are given."""
    yield Room("Aujourd'hui", (TodayScreen,), _place("today"))
    yield Room("Appel", (RollScreen,), _place("today"), "Entrée sur une séance")
    yield Room("Participants", (ParticipantsScreen,), _place("participants"))
    yield Room("Fiche d'une personne", (PersonScreen,), _place("participants"), "Entrée sur une personne")
    yield Room("Actions", (ActionsScreen,), _place("actions"))
    yield Room("Action", (ActionScreen,), _tab("Parcours", tabs.parcours))
    yield Room("Parcours", (ParcoursView,), _tab("Parcours", tabs.parcours))
    yield Room("Séances", (SessionsView,), _tab("Séances", tabs.sessions))
    yield Room("Indicateurs", (IndicatorsView,), _tab("Indicateurs", tabs.indicators))
    yield Room("Heures", (HoursView,), _tab("Heures", tabs.hours))
    yield Room("Parc", (ParkView,), _tab("Parc", tabs.park))
    yield Room("Registres", (FactsView, RegistersView), _tab("Registres", tabs.register, tabs.registers))
    yield Room("Rapports", (ReturnsView,), _tab(tabs.RETURNS, tabs.returns))
    yield Room("Un rapport", (ReturnScreen,), _tab(tabs.RETURNS, tabs.returns), "Entrée sur un rapport")
    yield Room("Copie d'un rapport", (CopyScreen,), _tab(tabs.RETURNS, tabs.returns), "k, Entrée sur une copie")
    yield Room("Écarts", (DeviationsScreen, DeviationsView), _place("deviations"))
    yield Room("Tâches", (DutiesScreen,), _place("duties"))
    yield Room("Reprendre un fichier", (TakeScreen,), _take)
    yield Room("Enjeux", (StakesView,), _stakes)
    yield Room("Planning", (WeekScreen,), _place("week"))
    yield Room("Toute liste en colonnes", (Listing,), _place("actions"))
    yield Room("Marques en attente", (WaitingScreen,), _waiting)


def _place(name: str) -> Way:
    def go(app: Host, there: Callable[[], None]) -> None:
        app.action_go(name)
        there()

    assert name in PLACES
    return go


def _take(app: Host, there: Callable[[], None]) -> None:
    if app.acting.role != COORDINATOR:
        raise Refused("Reprendre un fichier est au coordinateur : demandez-le-lui.")
    app.open_screen(screens.take)
    there()


def _stakes(app: Host, there: Callable[[], None]) -> None:
    app.open_screen(screens.stakes)
    there()


def _waiting(app: Host, there: Callable[[], None]) -> None:
    if app.line is None:
        raise Refused("Rien n'attend de serveur : la base est un fichier de cette machine.")
    app.action_waiting()
    there()


def _tab(called: str, *makers: tabs.Maker) -> Way:
    """The way to a tab of an action: of the one shown, else of the only one that has it, else of the one chosen."""

    def go(app: Host, there: Callable[[], None]) -> None:
        page = next(screen for screen in reversed(app.screen_stack) if not isinstance(screen, ModalScreen))
        shown = _of(getattr(page, "tabs", {}), makers)
        if shown:
            page.query_one(TabBar).choose(shown)
            there()
            return
        known = [(one, tab) for one in Action.select() if (tab := _of(tabs.tabs_of(one), makers))]
        if not known:
            raise Refused(f"Aucune action n'a d'onglet {called} : il vient avec une convention qui en tient un.")
        known.sort(key=lambda one: (-one[0].end.toordinal(), one[0].code))
        named = {one.id: tab for one, tab in known}

        def chosen(action: int | None) -> None:
            if action is not None:
                app.open_action(action, named[action])
                there()

        if len(known) == 1:
            chosen(known[0][0].id)
            return
        lines = [(one.id, f"{one.code}  {one.title or one.spec.title}") for one, _ in known]
        app.push_screen(Picker(f"{called} : de quelle action ?", lines), chosen)

    return go


def _of(known: dict[str, tabs.Maker], makers: tuple[tabs.Maker, ...]) -> str:
    """The name of the first tab that one of these makes; '' for none."""
    return next((name for name, make in known.items() if make in makers), "")
