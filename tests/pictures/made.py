"""Pictures of the screens on the made-up year: which there are, and how one is made."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from config import settings
from models.days.clock import today
from models.sessions import planning
from models.tables import Action, Parcours
from tui.app import AssiduApp

DAY = "2026-11-30"
SIZES = ((80, 24), (100, 30), (160, 48))
COLOURS = ("clair", "sombre", "contraste")


def _tab(code: str, tab: str) -> Callable[[AssiduApp], Any]:
    return lambda app: app.open_action(Action.get(Action.code == code).id, tab)


def _roll(app: AssiduApp) -> None:
    """The roll of the day where most people are expected."""
    app.open_session(max(planning.sessions_of_day(today()), key=lambda line: line.expected).session.id)


def _person(app: AssiduApp) -> None:
    app.open_person(Parcours.select().join(Action).where(Action.code == "PERMIS").order_by(Parcours.id).get().person_id)


SCREENS: dict[str, Callable[[AssiduApp], Any]] = {
    "aujourdhui": lambda app: None,
    "appel": _roll,
    "actions": lambda app: app.action_go("actions"),
    "participants": lambda app: app.action_go("participants"),
    "ecarts": lambda app: app.action_go("deviations"),
    "taches": lambda app: app.action_go("duties"),
    "personne": _person,
    "parcours": _tab("PERMIS", "Parcours"),
    "seances": _tab("PERMIS", "Séances"),
    "indicateurs": _tab("ADSE-R", "Indicateurs"),
    "heures": _tab("PERMIS", "Heures"),
    "parc": _tab("MOBILITE", "Parc"),
    "rapports": _tab("COACHING", "Rapports"),
    "palette": lambda app: app.action_palette(),
    "aide": lambda app: app.action_help(),
}


def application(home: Path) -> AssiduApp:
    """The application on ``home``."""
    return AssiduApp(settings.load(home), home)


async def show(pilot: Any, screen: str, colours: str, keys: Sequence[str] = ()) -> None:
    """Opens ``screen`` in these colours, presses ``keys``, and waits until what is read behind is there."""
    pilot.app.theme = colours  # whatever the terminal has
    await _settled(pilot)
    SCREENS[screen](pilot.app)
    await _settled(pilot)
    for key in keys:
        await pilot.press(key)
    await _settled(pilot)
    for field in pilot.app.screen.query("Input"):
        field.cursor_blink = False


async def _settled(pilot: Any) -> None:
    await pilot.pause(0.3)  # what waits for the cursor to stay
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def picture(
    home: Path, screen: str, size: tuple[int, int], colours: str = "sombre", keys: Sequence[str] = ()
) -> str:
    """A screen as it is drawn, in SVG."""
    app = application(home)
    async with app.run_test(size=size) as pilot:
        await show(pilot, screen, colours, keys)
        return app.export_screenshot(title="Assidu")
