"""A long command shows how far it is on a terminal, on standard error, and leaves nothing of it; elsewhere, nothing."""

import io
from types import SimpleNamespace

import pytest

from config.progress import Stopped, each, followed
from tests.world import action, told
from tui.commands import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Standard error is a terminal 40 columns wide, which is told at once and all the time."""
    stream = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(progress, "SOON", 0)
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    return stream


def last_line(text):
    """What is left on the line once all of it was written."""
    line: list[str] = []
    place = 0
    for letter in text:
        if letter == "\r":
            place = 0
        else:
            line[place : place + 1] = [letter]
            place += 1
    return "".join(line)


def test_a_bar_moves_and_goes(terminal):
    with progress.shown():
        assert list(each([1, 2, 3, 4], "Écarts")) == [1, 2, 3, 4]
    told = [one.rstrip() for one in terminal.getvalue().split("\r") if one.strip()]
    assert told == [
        "────────────────────   0 %  Écarts",
        "━━━━━───────────────  25 %  Écarts",
        "━━━━━━━━━━──────────  50 %  Écarts",
        "━━━━━━━━━━━━━━━─────  75 %  Écarts",
    ]
    assert not last_line(terminal.getvalue()).strip()
    assert "\n" not in terminal.getvalue()


def test_it_never_goes_over_the_line_and_goes_when_the_work_fails(terminal):
    def fail():
        with progress.shown():
            for _ in each([1], "x" * 100):
                raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert max(map(len, terminal.getvalue().split("\r"))) == 39
    assert not last_line(terminal.getvalue()).strip()


def test_what_is_short_shows_nothing(terminal, monkeypatch):
    monkeypatch.setattr(progress, "SOON", 60)
    with progress.shown():
        list(each([1, 2], "Écarts"))
    assert terminal.getvalue() == ""


def test_a_terminal_that_cannot_be_drawn_on_shows_nothing(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    with progress.shown():
        list(each([1, 2], "Écarts"))
    assert terminal.getvalue() == ""


@pytest.mark.sweep(2)
@pytest.mark.parametrize(
    "words", [["check"], ["verify"], ["export", "A"], ["return", "A", "--year", "2026", "--json"], ["import", "r.xlsx"]]
)
def test_long_commands_show_it_on_a_terminal_only(assidu, base, terminal, monkeypatch, tmp_path, words):
    action("cd49-adse-a-renforce", places=8)
    told()
    monkeypatch.chdir(tmp_path)
    assidu("template", "r.xlsx")
    terminal.truncate(0)
    assidu(*words)
    assert " %  " in terminal.getvalue()
    quiet = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=quiet))
    assidu(*words)
    assert quiet.getvalue() == ""


def test_whoever_follows_may_stop():
    done: list[int] = []

    def follow(what, step, of):
        if step == 2:
            raise Stopped

    with pytest.raises(Stopped), followed(follow):
        done += each([1, 2, 3], "…")
    with followed(follow):
        assert list(each([], "…")) == []
    assert list(each([1, 2, 3], "…")) == [1, 2, 3]
