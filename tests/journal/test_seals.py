"""Nothing is changed behind the journal's back without ``verify`` telling where."""

import json
import re

import pytest
from peewee import DatabaseError

from models.journal.verifying import verify
from models.storage.seals import digest, seal
from models.tables import JournalEntry, Movement, database


def faults() -> list[str]:
    return verify().faults


def test_a_journal_left_alone_holds(acts):
    verdict = verify()
    assert verdict.faults == []
    assert verdict.looked == {
        "actes du journal": 7,
        "enregistrements racontés par le journal": 5,
        "mouvements d'heures": 2,
        "copies gardées": 0,
    }


def test_each_entry_is_sealed_on_the_one_before(acts):
    entries = list(JournalEntry.select().order_by(JournalEntry.id))
    assert [entry.id for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert [entry.previous for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
    assert len({entry.salt for entry in entries}) == 7


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE journal_entry SET sentence = 'rien' WHERE id = 3", "acte n° 3 du 2026-06-30 : ce qu'il raconte"),
        ("UPDATE journal_entry SET changes = '[]' WHERE id = 2", "acte n° 2 du 2026-06-30 : ce qu'il raconte"),
        ("UPDATE journal_entry SET changes = '[' WHERE id = 2", "acte n° 2 : son contenu n'est plus lisible"),
        ("UPDATE journal_entry SET who = 'Zoé' WHERE id = 4", "la chaîne est rompue à l'acte n° 4"),
        ("UPDATE journal_entry SET login = 'zoe' WHERE id = 4", "la chaîne est rompue à l'acte n° 4"),
        ("UPDATE journal_entry SET at = '2026-01-01 08:00:00' WHERE id = 1", "la chaîne est rompue à l'acte n° 1"),
        ("UPDATE journal_entry SET kind = 'note' WHERE id = 7", "la chaîne est rompue à l'acte n° 7"),
        ("UPDATE journal_entry SET undoes_id = 1 WHERE id = 7", "la chaîne est rompue à l'acte n° 7"),
        ("DELETE FROM journal_entry WHERE id = 3", "il manque les actes n° 3 à 3"),
        ("DELETE FROM journal_entry WHERE id IN (1, 2)", "il manque les actes n° 1 à 2"),
        (
            "UPDATE attendance SET status = 'présent'",
            "Attendance n° 1 a changé sans que le journal le raconte (status)",
        ),
        ("DELETE FROM attendance", "Attendance n° 1 a disparu sans que le journal le raconte"),
        ("UPDATE person SET birth = '1990-01-01'", "Person n° 1 a changé sans que le journal le raconte (birth)"),
        ("UPDATE movement SET minutes = 60 WHERE id = 1", "Movement n° 1 a changé"),
        ("DELETE FROM movement WHERE id = 1", "les heures mutualisées tombent à −5 h le 02/06/2026"),
        ("UPDATE movement SET number = 9 WHERE id = 2", "PERMIS : des numéros de mouvement manquent"),
    ],
)
def test_what_was_tampered_with_is_told(acts, tamper, statement, told):
    tamper(statement)
    assert any(told in fault for fault in faults()), faults()


def test_the_last_acts_cut_off_show_in_the_records(acts, tamper):
    tamper("DELETE FROM journal_entry WHERE id >= 3")
    assert any("Attendance n° 1 a changé" in fault for fault in faults())


def test_an_entry_rewritten_with_its_own_seal_breaks_the_next(acts, tamper):
    third = JournalEntry.get_by_id(3)
    said = digest(third.salt, "Amina Diallo : excusé", third.changes)
    own = seal(3, third.at, third.who, third.login, third.kind, None, said, third.previous)
    tamper("UPDATE journal_entry SET sentence = 'Amina Diallo : excusé', digest = ?, hash = ? WHERE id = 3", said, own)
    assert any("la chaîne est rompue à l'acte n° 4" in fault for fault in faults())


def test_an_entry_slipped_in_at_the_end_must_be_sealed_and_true(acts, tamper):
    last = JournalEntry.get_by_id(7)
    changes = json.dumps([{"table": "Person", "before": None, "after": {"id": 99}}])
    said = digest("", "Fiche ajoutée", changes)
    hash = seal(8, last.at, "Zoé", "", "person", None, said, last.hash)
    tamper(
        "INSERT INTO journal_entry (id, at, who, kind, sentence, changes, login, salt, digest, previous, hash) "
        "VALUES (8, ?, 'Zoé', 'person', 'Fiche ajoutée', ?, '', '', ?, ?, ?)",
        *(last.at, changes, said, last.hash, hash),
    )
    assert any("Person n° 99 a disparu" in fault for fault in faults())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_entry WHERE id = 1",
        "UPDATE journal_entry SET who = 'Zoé'",
        "UPDATE journal_entry SET hash = ''",
        "UPDATE movement SET minutes = 1",
        "DELETE FROM movement",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_journal_and_the_hours(acts, statement):
    with pytest.raises(DatabaseError, match=re.compile("ne se modifie pas")):
        database.execute_sql(statement)
    assert Movement.select().count() == 2


def test_names_erased_are_attested_by_a_later_entry(acts, tamper):
    """What a purge does: the content goes, a later act holds its new seal, the chain is whole."""
    _erase(tamper, "effacé")
    assert any("acte n° 1" in fault for fault in faults())
    _purge("effacé")
    assert faults() == []


def test_of_an_entry_erased_twice_the_last_purge_tells(acts, tamper):
    _erase(tamper, "effacé en partie")
    _purge("effacé en partie")
    _erase(tamper, "effacé")
    assert any("acte n° 1" in fault for fault in faults())
    _purge("effacé")
    assert faults() == []


def test_only_a_purge_attests(acts, tamper):
    _erase(tamper, "effacé")
    _purge("effacé", kind="note")
    assert any("acte n° 1" in fault for fault in faults())


def _erase(tamper, sentence):
    tamper("UPDATE journal_entry SET sentence = ?, changes = '[]', salt = '' WHERE id = 1", sentence)


def _purge(sentence, kind="purge"):
    """The entry of a purge that left this sentence in the first entry."""
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    changes = json.dumps([{"entry": 1, "digest": digest("", sentence, "[]")}])
    said, number = digest("", "Purge", changes), last.id + 1
    JournalEntry.create(
        id=number,
        at=last.at,
        who="Claire",
        kind=kind,
        sentence="Purge",
        changes=changes,
        digest=said,
        previous=last.hash,
        hash=seal(number, last.at, "Claire", "", kind, None, said, last.hash),
    )
