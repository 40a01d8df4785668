"""The signed sheet of a session, seen or not yet back."""

import pytest

from models.acts import undo
from models.acts.refusals import Refused
from models.duties.lists import tasks
from models.printing import papers, sheets
from models.returns import closing
from models.rules.checks import deviations
from models.sessions import planning, seen
from models.tables import JournalEntry, Session, SheetSeen
from tests import world


@pytest.fixture
def action(base, on_day):
    on_day("2026-03-12")
    return world.action(code="ADSE-26")


@pytest.fixture
def two(action):
    return world.people(action, "BENALI Samir", "ARNAUD Lucie")


def held(action, on, *who, status="présent", **more):
    session = world.session(action, on=on, **more)
    world.mark(session, *who, status=status, minutes=60 if status == "retard" else None)
    return session


def missing():
    return [(one.subject, one.severity, one.action) for one in deviations() if one.rule == "sheet-missing"]


def test_nothing_is_missing_where_no_sheet_was_printed_or_seen(action, two, on_day):
    held(action, "10/03/2026", *two)
    assert (missing(), tasks("feuilles"), seen.awaited()) == ([], [], [])


@pytest.mark.parametrize("printed", [True, False])
def test_from_the_day_of_the_first_sheet_a_session_held_is_missing_its_own_from_the_next_day(
    action, two, on_day, tmp_path, printed
):
    before = held(action, "11/03/2026", *two)
    today = held(action, "12/03/2026", *two)
    other = world.action(code="AUTRE")
    world.stay(other, two[0])
    held(other, "12/03/2026", two[0])
    if printed:
        papers.write("emargement", sheets.of_sessions([[today]], marks=False), tmp_path / "a.pdf", _settings(), who="N")
    else:
        seen.see(before.id, who="N")
    assert missing() == []
    on_day("2026-03-13")
    assert missing() == [(today.code, "warning", "ADSE-26")]
    assert [one.subject for one in tasks("feuilles")] == [today.code]
    look = closing.look(action, planning.stored(today.id).day)
    assert [one.subject for one in look.deviations if one.rule == "sheet-missing"] == [today.code]
    assert seen.see(today.id, who="N")
    assert missing() == []


def _settings():
    from config.settings import Settings

    return Settings()


def test_a_session_nobody_attended_or_cancelled_has_no_sheet_to_come_back(action, two, on_day):
    seen.see(held(action, "12/03/2026", *two).id, who="N")
    held(action, "12/03/2026", *two, status="absent", start="14:00", end="16:00")
    held(action, "12/03/2026", *two, state="annulée", start="16:00", end="17:00")
    world.session(action, on="12/03/2026", start="17:00", end="18:00")
    late = held(action, "12/03/2026", two[0], status="retard", start="18:00", end="19:00")
    on_day("2026-03-13")
    assert missing() == [(late.code, "warning", "ADSE-26")]


def test_the_signatures_of_all_who_attended_are_the_sheet(action, two, on_day):
    session = held(action, "12/03/2026", *two)
    seen.see(session.id, two[0].id, who="N")
    on_day("2026-03-13")
    (one,) = seen.awaited()
    assert (one.session, one.missing) == (session.id, 1)
    seen.see(session.id, two[1].id, who="N")
    assert seen.awaited() == []
    assert seen.seen_of([session.id]) == {session.id: {two[0].id, two[1].id}}


def test_the_same_key_again_takes_it_back_and_so_does_an_undo(action, two):
    session = held(action, "12/03/2026", *two)
    assert [seen.see(session.id, who="N") for _ in range(3)] == [True, False, True]
    undo.undo(undo.last_act("N"), "N")
    assert SheetSeen.select().count() == 0
    told = [one.sentence for one in JournalEntry.select().order_by(JournalEntry.id)]
    assert told[:2] == [
        "Feuille vue : ADSE-26, séance du 12/03/2026 à 9h00",
        "Feuille à revoir : ADSE-26, séance du 12/03/2026 à 9h00",
    ]


def test_what_cannot_be_seen_is_refused(action, two):
    session = held(action, "12/03/2026", two[0])
    world.mark(session, two[1], status="excusé")
    with pytest.raises(Refused, match="n'a pas eu lieu"):
        seen.see(world.session(action, on="13/03/2026").id, who="N")
    with pytest.raises(Refused, match="n'a pas à signer"):
        seen.see(session.id, two[1].id, who="N")
    with pytest.raises(Refused, match="n'existe plus"):
        seen.see(9999, who="N")


def test_a_sheet_comes_back_after_a_closing_too(action, two):
    session = held(action, "10/03/2026", *two)
    closing.close(action, session.day, "Nadia", who="N")
    assert seen.see(session.id, who="N")


def test_a_session_removed_takes_its_sheet_with_it(action, two):
    session = world.session(action, on="12/03/2026")
    seen.see(session.id, who="N")
    planning.remove(session, who="N")
    assert (Session.select().count(), SheetSeen.select().count()) == (0, 0)


def test_awaited_sheets_are_read_in_two_queries(action, two, queries, on_day):
    seen.see(held(action, "12/03/2026", *two).id, who="N")
    for hour in range(10, 15):
        held(action, "12/03/2026", *two, start=hour * 60, end=hour * 60 + 50)
    on_day("2026-03-13")
    assert queries(lambda: seen.awaited()) == 2
    assert len(seen.awaited()) == 5
