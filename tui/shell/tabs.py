"""The tabs of an action: what each shows is loaded when the tab is first chosen."""

from collections.abc import Callable

from models.registers import facts
from models.tables import Action
from tui.page import View

Maker = Callable[[Action], View]
RETURNS = "Rapports"


def parcours(action: Action) -> View:
    from tui.people.parcours import ParcoursView

    return ParcoursView(action)


def sessions(action: Action) -> View:
    from tui.sessions.list import SessionsView

    return SessionsView(action)


def indicators(action: Action) -> View:
    from tui.figures.indicators import IndicatorsView

    return IndicatorsView(action)


def deviations(action: Action) -> View:
    from tui.figures.deviations import DeviationsView

    return DeviationsView(action)


def hours(action: Action) -> View:
    from tui.hours.screen import HoursView

    return HoursView(action.id)


def park(action: Action) -> View:
    from tui.park.screen import ParkView

    return ParkView(action.id)


def register(action: Action) -> View:
    """The only register the convention keeps."""
    from tui.registers.facts import FactsView

    return FactsView(action, facts.kept_by(action)[0])


def registers(action: Action) -> View:
    from tui.registers.facts import RegistersView

    return RegistersView(action)


def returns(action: Action) -> View:
    from tui.returns.list import ReturnsView

    return ReturnsView(action)


ALWAYS: dict[str, Maker] = {
    "Parcours": parcours,
    "Séances": sessions,
    "Indicateurs": indicators,
    "Écarts": deviations,
}
KEPT: dict[str, Maker] = {"heures": hours, "parc": park}
"""What a convention may keep that has a tab of its own."""


def tabs_of(action: Action) -> dict[str, Maker]:
    """What makes each tab, by name, in order: only what the action's convention keeps."""
    tabs = dict(ALWAYS)
    for kept in action.spec.records:
        if kept in KEPT:
            tabs[kept.capitalize()] = KEPT[kept]
    known = facts.kept_by(action)
    if len(known) == 1:
        tabs[known[0].sheet] = register
    elif known:
        tabs["Registres"] = registers
    if action.spec.returns:
        tabs[RETURNS] = returns
    return tabs
