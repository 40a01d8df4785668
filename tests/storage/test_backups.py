"""Backups: when they are made, what they hold, which are kept."""

import re
import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people import participants
from models.storage import backups
from models.storage.backups import Backup, Last, kept
from models.tables import database
from tests import engines
from tests.shell.screens import messages, opened, press

pytestmark = engines.on_file

FOLDER = Path("sauvegardes")


def made(at, last, reason="demarrage"):
    return Backup(FOLDER / f"assidu-{at:%Y-%m-%d-%H%M%S}-{reason}.db", at, reason, Last(last))


moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(microsecond=0))
reasons = st.sampled_from(["demarrage", "demande", "regulier", "migration-3", "restauration"])
histories = st.lists(
    st.builds(made, moments, st.integers(0, 5000), reasons), unique_by=lambda one: one.path, max_size=150
)


@given(histories)
def test_the_newest_are_kept_by_either_order(history):
    chosen = kept(history)
    for order in (backups.by_act, backups.by_name):
        assert set(sorted(history, key=order)[-backups.LATEST :]) <= chosen


@given(histories)
def test_what_nothing_else_gives_back_is_kept(history):
    assert {one for one in history if one.reason in ("migration-3", "restauration")} <= kept(history)


@given(histories)
def test_choosing_again_throws_nothing_more_away(history):
    assert kept(kept(history)) == kept(history)


@given(histories, st.data())
def test_a_day_or_a_month_never_loses_its_last_before_thirty_or_twelve_others_have_theirs(history, data):
    if not history:
        return
    gone = set(history) - kept(history)
    chosen = kept(history)
    for one in gone:
        later_days = {each.at.date() for each in chosen if backups.by_act(each) > backups.by_act(one)}
        same_day = any(each.at.date() == one.at.date() for each in chosen if backups.by_act(each) > backups.by_act(one))
        assert same_day or len(later_days) >= backups.DAYS


def test_a_year_of_mornings():
    morning = datetime(2026, 1, 5, 8, 30)
    there: set[Backup] = set()
    for day in range(365):
        there = kept({*there, made(morning + timedelta(day), day + 1)})
    days = sorted(one.at for one in there)
    assert days[-backups.DAYS :] == [morning + timedelta(day) for day in range(365 - backups.DAYS, 365)]
    assert len(there) == backups.DAYS + backups.MONTHS - 2  # two of the months end within the thirty days
    assert days[0] < morning + timedelta(60)


def test_a_clock_set_back_or_forward_costs_no_newest():
    before = [made(datetime(2026, 6, 1, 8) + timedelta(day), day) for day in range(60)]
    back = [made(datetime(2020, 1, 1, 8, minute), 100 + minute) for minute in range(9)]
    forward = made(datetime(2099, 1, 1), 200)
    chosen = kept([*before, *back, forward])
    assert {*back, forward, *before[-20:]} <= chosen


def test_after_a_restore_the_backups_of_now_are_the_newest_though_their_acts_are_fewer():
    before = [made(datetime(2026, 6, 1, 8) + timedelta(day), 1000 + day) for day in range(60)]
    since = [made(datetime(2026, 8, 1, 9, minute), 500 + minute) for minute in range(5)]
    assert set(since) <= kept([*before, *since])


def counted(path):
    with closing(sqlite3.connect(path)) as base:
        return base.execute("SELECT count(*) FROM person").fetchone()[0]


def test_a_backup_is_a_whole_database_by_itself(assidu, home, action):
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    answer = assidu("backup", "--json")
    assert answer.status == 0
    path = Path(answer.document["file"])
    assert path.parent == home / "sauvegardes"
    assert re.fullmatch(r"assidu-2026-06-30-\d{6}-demande\.db", path.name)
    assert (answer.document["act"], answer.document["recorded_at"][:10]) == (1, "2026-06-30")
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert counted(path) == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_two_asked_for_within_a_second_are_two(assidu, action):
    assert len({assidu("backup", "--json").document["file"] for _ in range(3)}) == 3


def test_a_backup_goes_where_it_is_told_and_over_nothing(assidu, home, action, tmp_path):
    assert assidu("backup", "-o", str(tmp_path / "clé.db")).status == 0
    assert counted(tmp_path / "clé.db") == 0
    assert not (home / "sauvegardes").exists()
    for name in ("clé.db", "nulle-part/a.db", "."):
        answer = assidu("backup", "-o", str(tmp_path / name))
        assert (answer.status, len(answer.errors)) == (2, 1), name


def test_a_backup_is_one_state_while_others_write(home, store, monkeypatch):
    monkeypatch.setattr(backups, "PAGES", 1)
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    wrote: list = []

    def somebody_writes():
        if len(wrote) < 20:
            wrote.append(participants.add(last_name="X", first_name=f"N{len(wrote)}", who="Claire"))
        return False

    path = backups.back_up(home / "assidu.db", "demande", stopped=somebody_writes)
    assert (counted(path), counted(home / "assidu.db")) == (1, 21)


def test_nothing_is_needed_until_something_is_recorded(home, store):
    path = home / "assidu.db"
    assert not backups.needed(path)
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    assert backups.needed(path)
    backups.back_up(path, "demarrage")
    assert not backups.needed(path)
    participants.add(last_name="Diallo", first_name="Binta", who="Claire")
    assert backups.needed(path)


def test_one_no_longer_wanted_leaves_nothing(home, store, monkeypatch):
    monkeypatch.setattr(backups, "PAGES", 1)
    steps: list = []
    with pytest.raises(backups.Stopped):
        backups.back_up(home / "assidu.db", "demande", stopped=lambda: len(steps) > 5 or steps.append(1))
    assert list((home / "sauvegardes").iterdir()) == []


def test_too_many_are_thrown_away_and_what_cannot_be_read_is_left(home, store, monkeypatch):
    folder = home / "sauvegardes"
    folder.mkdir()
    (folder / "assidu-2020-01-01-080000-demande.db").write_bytes(b"illisible" * 100)
    (folder / "notes.txt").touch()
    monkeypatch.setattr(backups, "LATEST", 2)
    monkeypatch.setattr(backups, "DAYS", 1)
    monkeypatch.setattr(backups, "MONTHS", 1)
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    last = [backups.back_up(home / "assidu.db", "demande").name for _ in range(4)][-2:]
    left = {one.name for one in folder.iterdir()}
    assert left == {"assidu-2020-01-01-080000-demande.db", "notes.txt", *last}


def test_the_backups_of_another_database_of_the_folder_are_not_ours(home, store):
    backups.back_up(home / "assidu.db", "demande")
    assert backups.backups_of(home / "assidu-2026.db") == []
    assert len(backups.backups_of(home / "assidu.db")) == 1


async def test_the_application_makes_one_once_its_first_screen_is_there(house, monkeypatch):
    monkeypatch.setattr("tui.app.SETTLED", 0.01)
    async with opened(house) as (app, pilot):
        await pilot.pause(0.05)
        await app.workers.wait_for_complete()
    (one,) = backups.backups_of(Path(database.database))
    assert one.reason == "demarrage"
    async with opened(house) as (app, pilot):
        await pilot.pause(0.05)
        await app.workers.wait_for_complete()
    assert len(backups.backups_of(Path(database.database))) == 1


async def test_one_is_made_from_the_list_of_commands(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+p", *"sauvegarder", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        (path,) = (house.home / "sauvegardes").glob("*-demande.db")  # beside that of the start, when it has come
        assert messages(app) == [f"Sauvegarde faite : {path}"]


def test_two_at_once_are_two_whole_ones(home, store):
    made = []

    def make():
        made.append(backups.back_up(home / "assidu.db", "demande"))

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(counted(path) == 0 for path in made)


def test_of_many_made_within_a_second_the_last_are_kept(store, home, monkeypatch):
    instant = pendulum.datetime(2026, 6, 30, 14, 30, 5)
    monkeypatch.setattr(backups, "now", lambda: instant)
    made = [backups.back_up(home / "assidu.db", backups.ASKED) for _ in range(backups.LATEST + 5)]
    assert {one.path for one in backups.backups_of(home / "assidu.db")} == set(made[-backups.LATEST :])
