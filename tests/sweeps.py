"""What keeps the quick tests quick: of the many cases of one test, a few; and which tests took long is reported.

    @pytest.mark.sweep(3)
    @each_screen
    async def test_every_screen_speaks_french(house, screen): …

Three of the screens are then tried with the quick tests, the others with the slow ones. Limits and rules are no sweep:
each of their cases stays quick.
"""

import os
from collections import defaultdict
from typing import Any

import pytest

LONG = 1.0
"""Seconds of processor from which a quick test is long."""


def spread(items: list[pytest.Item]) -> None:
    """Marks as slow all but n cases, the first, the last and some evenly between, of each test marked ``sweep(n)``."""
    cases: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("sweep") and hasattr(item, "callspec"):
            cases[item.nodeid.split("[")[0]].append(item)
    for of_test in cases.values():
        (many,) = of_test[0].get_closest_marker("sweep").args
        of_test.sort(key=lambda item: tuple(item.callspec.indices.values()))
        quick = _evenly(many, len(of_test))
        for rank, item in enumerate(of_test):
            if rank not in quick:
                item.add_marker(pytest.mark.slow)


def examples(few: int, many: int) -> pytest.MarkDecorator:
    """Gives a test ``examples``, how many to draw: ``few`` with the quick tests, ``many`` with the slow ones."""
    return pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.slow)])


def _evenly(many: int, cases: int) -> set[int]:
    """The ranks of so many cases, from the first to the last: ``_evenly(3, 9)`` are 0, 4 and 8."""
    return {rank * (cases - 1) // max(1, many - 1) for rank in range(min(many, cases))}


class Long:
    """Reports at the end of a run the quick tests that took over ``LONG`` seconds of processor, those of other workers
    too: each is to be made shorter, swept, or marked slow. No run fails for it: machines differ."""

    def __init__(self) -> None:
        self.begun = 0.0
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Any:
        self.begun = _processor()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        if call.when == "teardown" and not item.get_closest_marker("slow"):
            report.user_properties.append(("processor", _processor() - self.begun))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "processor" and isinstance(value, float):
                self.seconds[report.nodeid] = value

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        long = sorted(((taken, test) for test, taken in self.seconds.items() if taken > LONG), reverse=True)
        if long:
            terminalreporter.section(f"quick tests of more than {LONG:g} s of processor (CONTRIBUTING, « Test »)")
        for taken, test in long:
            terminalreporter.write_line(f"{taken:6.1f} s  {test}")


def _processor() -> float:
    """Seconds of processor of this process and of those it started and waited for."""
    user, system, children_user, children_system, _ = os.times()
    return user + system + children_user + children_system
