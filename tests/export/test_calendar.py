"""A trainer's sessions in a calendar file: the same events again, moved, cancelled, removed; nobody named unasked."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from models.acts import rights
from models.acts.refusals import Refused
from models.export import calendar
from models.export.calendar import Wanted
from models.sessions import planning, roll
from models.tables import COORDINATOR, TRAINER, Person, Session
from tests import world
from tests.world import day

CLAIRE = "Claire Martin"


@pytest.fixture
def adse(base, on_day):
    on_day("2026-06-10")
    action = world.action("cd49-adse-a-simple", code="ADSE", places=8)
    world.stay(action, world.person("Diallo Amina"), "05/01/2026")
    return action


@pytest.fixture
def read(adse, tmp_path):
    """Writes the calendar of June and gives its events, by UID."""

    def do(trainer=CLAIRE, **more):
        wanted = Wanted(trainer, day("01/06/2026"), day("30/06/2026"), **more)
        calendar.write(tmp_path / "c.ics", wanted)
        written = Calendar.from_ical((tmp_path / "c.ics").read_bytes())
        return {str(one["uid"]): one for one in written.walk("VEVENT")}

    return do


def planned(action, nature="seance", on="15/06/2026", trainer=CLAIRE, times=((540, 720),), **more):
    return planning.plan(action, [day(on)], times, nature=nature, trainer=trainer, who=CLAIRE, **more)[0]


def test_an_event_says_when_where_and_what(adse, read):
    planned(adse, theme="CV; lettre, <b>", place="Salle B")
    (event,) = read().values()
    assert event["summary"] == "Séance collective · CV; lettre, <b> · ADSE"
    assert (event["location"], event["status"], event["sequence"]) == ("Salle B", "CONFIRMED", 1)
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert str(start.tzinfo) == "Europe/Paris"
    assert (start.astimezone(UTC), end.astimezone(UTC)) == (
        datetime(2026, 6, 15, 7, 0, tzinfo=UTC),
        datetime(2026, 6, 15, 10, 0, tzinfo=UTC),
    )


def test_a_session_keeps_its_event_whatever_changes(adse, read):
    session = planned(adse)
    (uid, first), *_ = read().items()
    planning.correct(session, who=CLAIRE, day=day("16/06/2026"), start=600, end=660)
    ((again, moved),) = read().items()
    assert again == uid
    assert moved["sequence"] == first["sequence"] + 1
    assert moved.decoded("dtstart").hour == 10 and moved.decoded("dtstart").day == 16
    planning.cancel(Session.get(), "grève", who=CLAIRE)
    ((same, cancelled),) = read().items()
    assert (same, cancelled["status"]) == (uid, "CANCELLED")
    assert cancelled["sequence"] > moved["sequence"]
    assert "Annulée : grève" in cancelled["description"]


def test_a_session_that_was_removed_is_cancelled(adse, read):
    session, other = planned(adse), planned(adse, on="17/06/2026", trainer="Karim Benali")
    ((uid, before),) = read().items()
    planning.remove(session, who=CLAIRE)
    planning.remove(other, who=CLAIRE)
    ((same, event),) = read().items()
    assert (same, event["status"], event["sequence"]) == (uid, "CANCELLED", before["sequence"] + 1)
    assert event.decoded("dtstart") == before.decoded("dtstart")
    planned(adse)
    assert len(read()) == 2


def test_the_period_and_the_trainer_bound_it(adse, read):
    for on in ("31/05/2026", "01/06/2026", "30/06/2026", "01/07/2026"):
        planned(adse, on=on)
    planned(adse, trainer="Karim Benali")
    assert len(read()) == 2
    assert len(read("CLAIRE martin")) == 2
    assert len(read("")) == 3
    with pytest.raises(Refused, match="« Zut » n'anime aucune séance"):
        read("Zut")


def test_nobody_is_named_unless_asked(adse, read, tmp_path):
    amina = world.person("Benali Zoé")
    world.stay(adse, amina, "05/01/2026")
    planned(adse, "entretien", persons=[amina])
    assert "Zoé" not in str(read())
    assert "BENALI Zoé" in next(iter(read(names=True).values()))["summary"]


def test_marks_do_not_lose_the_event(adse, read):
    session = planned(adse, on="10/06/2026")
    (uid,) = read()
    amina = Person.get()
    roll.mark(session.id, amina.id, "présent", who=CLAIRE)
    assert list(read()) == [uid]


def test_the_hours_are_those_of_the_zone_asked_for(adse, read):
    planned(adse)
    (event,) = read(zone="Indian/Reunion").values()
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
    for zone in ("Zut", "../../etc/passwd", ""):
        with pytest.raises(Refused, match="n'est pas un fuseau horaire"):
            read(zone=zone)


@pytest.mark.parametrize(
    ("trainer", "names", "refused"),
    [
        (CLAIRE, False, False),
        ("claire martin", False, False),
        (CLAIRE, True, True),
        ("Karim Benali", False, True),
        ("", False, True),
    ],
)
def test_a_trainer_takes_out_their_own_sessions_without_names(adse, read, monkeypatch, trainer, names, refused):
    planned(adse)
    planned(adse, trainer="Karim Benali")
    monkeypatch.setattr(rights, "acting", lambda: rights.Acting("claire", CLAIRE, TRAINER))
    if refused:
        with pytest.raises(Refused, match="ses propres séances"):
            read(trainer, names=names)
    else:
        assert len(read(trainer)) == 1
    monkeypatch.setattr(rights, "acting", lambda: rights.Acting("nadia", "Nadia", COORDINATOR))
    assert read(trainer, names=names)


def test_the_same_sessions_give_the_same_file(adse, read, tmp_path):
    planned(adse)
    read()
    first = (tmp_path / "c.ics").read_bytes()
    read()
    assert (tmp_path / "c.ics").read_bytes() == first
