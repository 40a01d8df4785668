"""An act is whole or is not; what the database refuses is told in one sentence."""

import json
import sqlite3

import pytest

from models.acts.act import Act
from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.tables import JournalEntry, Person
from tests import engines
from tests.world import action, person, stay

pytestmark = pytest.mark.usefixtures("base")


def rename(who: Person, name: str) -> JournalEntry:
    with Act("correct", f"{name} renommée", "Camille") as act:
        act.update(who, last_name=name)
    return act.entry


def test_an_act_keeps_the_record_before_and_after():
    entry = rename(person("ANA"), "Diallo")
    (change,) = json.loads(entry.changes)
    assert (change["before"]["last_name"], change["after"]["last_name"]) == ("ANA", "Diallo")
    assert (entry.who, entry.sentence) == ("Camille", "Diallo renommée")


def test_an_act_that_changes_nothing_leaves_no_line():
    assert rename(person("ANA"), "ANA") is None
    assert JournalEntry.select().count() == 0


def test_what_fails_inside_leaves_nothing_behind():
    ana = person("ANA")
    with pytest.raises(ZeroDivisionError), Act("correct", "…", "Camille") as act:
        act.update(ana, last_name="Diallo")
        raise ZeroDivisionError
    assert Person.get().last_name == "ANA"


def test_undo_takes_the_last_act_back_and_only_once():
    ana = person("ANA")
    rename(ana, "Diallo")
    undo(last_act("Camille"), "Camille")
    assert Person.get().last_name == "ANA"
    assert last_act("Camille") is None


def test_undo_refuses_what_somebody_has_changed_since():
    ana = person("ANA")
    entry = rename(ana, "Diallo")
    ana.last_name = "Sow"
    ana.save()
    with pytest.raises(Refused, match="modifié depuis"):
        undo(entry, "Camille")


def test_an_act_writes_only_what_it_changes():
    ana = person("ANA")
    Person.update(town="Angers").execute()  # somebody else, meanwhile
    rename(ana, "Diallo")
    assert (Person.get().last_name, Person.get().town) == ("Diallo", "Angers")


def test_the_same_parcours_twice_is_told_in_french():
    where, ana = action("cd49-ai"), person("ANA")
    first = stay(where, ana, "05/01/2026")
    with pytest.raises(Refused, match="existe déjà"), Act("enter", "…", "Camille") as act:
        act.insert(type(first), action=where, person=ana, entry=first.entry)


@engines.on_file
def test_a_base_held_by_another_program_is_told_in_french(base):
    base.execute_sql("PRAGMA busy_timeout = 10")
    ana = person("ANA")
    other = sqlite3.connect(base.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Refused, match="un autre programme"):
            rename(ana, "Diallo")
    finally:
        other.close()


@engines.on_file
def test_a_full_disk_is_told_in_french(base):
    pages = base.execute_sql("PRAGMA page_count").fetchone()[0]
    base.execute_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match="disque est plein"):
        for number in range(200):
            with Act("add", "…", "Camille") as act:
                act.insert(Person, code=f"P{number}", last_name="N" * 2000, first_name="", folded="")


def test_a_record_removed_meanwhile_is_told_in_french():
    ana = person("ANA")
    Person.delete().execute()
    with pytest.raises(Refused, match="n'existe plus"), Act("correct", "…", "Camille") as act:
        act.update(Person.get_by_id(ana.id), last_name="Diallo")
    assert not JournalEntry.select().exists()
