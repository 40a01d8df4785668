"""The screens one goes to from anywhere, by what they show: each is loaded when it is first opened."""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen


def today() -> Screen[Any]:
    from tui.sessions.today import TodayScreen

    return TodayScreen()


def actions() -> Screen[Any]:
    from tui.people.actions import ActionsScreen

    return ActionsScreen()


def participants() -> Screen[Any]:
    from tui.people.participants import ParticipantsScreen

    return ParticipantsScreen()


def deviations() -> Screen[Any]:
    from tui.figures.deviations import DeviationsScreen

    return DeviationsScreen()


def duties() -> Screen[Any]:
    from tui.duties.screen import DutiesScreen

    return DutiesScreen()


def stakes() -> Screen[Any]:
    from tui.duties.stakes import StakesScreen

    return StakesScreen()


def week() -> Screen[Any]:
    from tui.sessions.week import WeekScreen

    return WeekScreen()


def session(number: int, person: int | None = None) -> Screen[Any]:
    from tui.sessions.roll import RollScreen

    return RollScreen(number, person)


def person(number: int, record: tuple[str, int] | None = None) -> Screen[Any]:
    from tui.people.person import PersonScreen

    return PersonScreen(number, record)


def action(number: int, tab: str = "", record: Any = None) -> Screen[Any]:
    from tui.shell.action import ActionScreen

    return ActionScreen(number, tab, record)


def hours(action: int, movement: int | None = None) -> Screen[Any]:
    from tui.hours.screen import HoursScreen

    return HoursScreen(action, movement)


def park(action: int, moped: int | None = None, record: tuple[str, int] | None = None) -> Screen[Any]:
    from tui.park.screen import ParkScreen

    return ParkScreen(action, moped, record)


def take(lines: Sequence[str] = (), action: str = "") -> Screen[Any]:
    from tui.lists.taking import TakeScreen

    return TakeScreen(lines, action)


def guide() -> Screen[Any]:
    from tui.shell.guide import GuideScreen

    return GuideScreen()
