"""What people typed any old way before schema 4 is tidy once the base is opened; what would become the same stays."""

import sqlite3

import pytest

from models.acts import undo
from models.acts.refusals import Refused
from models.acts.spellings import of_code
from models.journal import verifying
from models.rules.checks import deviations
from models.storage.opening import open_database
from models.tables import Action, JournalEntry, JournalPage, Moped, Parcours, Person, Session
from tests import engines
from tests.storage.migrations.test_migrations import earlier

pytestmark = engines.on_file


@pytest.fixture
def base(tmp_path):
    """The kept base of schema 3, where texts were typed any old way, opened today."""
    earlier(3, tmp_path / "old.db")
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    yield engine
    engine.close()


def test_identifiers_codes_and_names_are_tidy(base):
    assert {"TYPÉ 2026", "ADSE-A"} <= {code for (code,) in Action.select(Action.code).tuples()}
    known = {
        code: (last, first)
        for code, last, first in Person.select(Person.code, Person.last_name, Person.first_name).tuples()
    }
    assert known["Y2"] == ("O’Neil", "Pat")
    assert known["X-1"] == ("Dupont-Durand", "Zoë")
    assert known["X\u20111"] == ("Marie Louise", "Renée")  # another has the tidy identifier
    assert {folded for (folded,) in Person.select(Person.folded).where(Person.code == "X\u20111").tuples()} == {
        "marie louise renee"
    }
    assert of_code(Person, "X\u20111").last_name == "Dupont-Durand"


def test_groups_and_themes_are_spelled_one_way_in_each_action(base):
    action = Action.get(Action.code == "ADSE-A")
    spelled = Parcours.select(Parcours.group).where(Parcours.action == action)
    assert {group for (group,) in spelled.tuples()} == {"Matin"}
    sessions = Session.select(Session.group, Session.theme, Session.trainer).where(Session.action == action)
    assert set(sessions.tuples()) == {
        ("Matin", "Mobilité", "Claire Martin"),
        ("Matin", "Mobilité - permis", "Claire Martin"),
    }


def test_plates_that_become_the_same_keep_what_they_have_and_check_tells_them(base):
    action = Action.get(Action.code == "TYPÉ 2026")
    plates = {plate for (plate,) in Moped.select(Moped.plate).where(Moped.action == action).tuples()}
    assert plates == {"FG-100-A", "FG 100 A", "FG-200-B", "FG\u2011200\u2011B"}
    told = [one for one in deviations(action) if one.rule == "same-key"]
    assert [(one.severity, one.source, one.subject) for one in told] == [
        ("warning", "règle de gestion", "TYPÉ 2026"),
        ("warning", "règle de gestion", "TYPÉ 2026"),
    ]
    assert any("FG 100 A" in one.message and "FG-100-A" in one.message for one in told)
    of_people = [one for one in deviations(Action.get(Action.code == "ADSE-A")) if one.rule == "same-key"]
    assert len(of_people) == 1
    assert "X-1" in of_people[0].message


def test_the_journal_tells_it_and_still_verifies(base):
    entry = JournalEntry.get(JournalEntry.kind == "tidy")
    assert entry.who == "Assidu"
    assert JournalPage.select().where(JournalPage.entry == entry).count() > 0
    assert verifying.verify().faults == []
    with pytest.raises(Refused, match="ne s'annule pas"):
        undo.undo(entry, "Claire")


def test_a_base_that_is_tidy_already_is_told_of_nothing(tmp_path):
    earlier(2, tmp_path / "old.db")
    before = sqlite3.connect(tmp_path / "old.db")
    count = before.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
    before.close()
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    assert [entry.kind for entry in JournalEntry.select().where(JournalEntry.id > count)] == ["adopt"]
    engine.close()
