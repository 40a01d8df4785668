"""Nothing is changed behind the journal's back without ``verify`` telling where."""

import json
import re

import pytest
from peewee import DatabaseError

from models.acts.act import plain
from models.acts.refusals import Refused
from models.journal import history, noted
from models.journal.verifying import verify
from models.people import participants
from models.storage.seals import digest, seal
from models.tables import JournalEntry, JournalSubject, Movement, Person, database
from tests import engines


def faults() -> list[str]:
    return verify().faults


def test_a_journal_left_alone_holds(acts):
    verdict = verify()
    assert verdict.faults == []
    assert verdict.looked == {
        "actes du journal": 8,
        "enregistrements racontés par le journal": 8,
        "mouvements d'heures": 2,
        "copies gardées": 0,
    }


def test_each_entry_is_sealed_on_the_one_before(acts):
    entries = list(JournalEntry.select().order_by(JournalEntry.id))
    assert [entry.id for entry in entries] == [*range(1, 9)]
    assert [entry.previous for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
    assert len({entry.salt for entry in entries}) == 8


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
    last = JournalEntry.get_by_id(8)
    changes = json.dumps([{"table": "Person", "before": None, "after": {"id": 99}}])
    said = digest("", "Fiche ajoutée", changes)
    hash = seal(9, last.at, "Zoé", "", "person", None, said, last.hash)
    tamper(
        "INSERT INTO journal_entry (id, at, who, kind, sentence, changes, login, salt, digest, previous, hash) "
        "VALUES (9, ?, 'Zoé', 'person', 'Fiche ajoutée', ?, '', '', ?, ?, ?)",
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


def test_a_purge_that_erased_nobody_attests_nothing(acts, tamper):
    _erase(tamper, "effacé")
    _purge("effacé", whole=False)
    assert any("acte n° 1" in fault for fault in faults())


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, minutes, estimated, note,"
            " origin) SELECT recorded_at, recorded_by, session_id, 2, 'présent', NULL, estimated, '', origin"
            " FROM attendance",
            "Attendance n° 2 n'est raconté par aucun acte",
        ),
        ("UPDATE attendance SET recorded_by = 'Zoé'", "Attendance n° 1 a changé sans que le journal le raconte"),
        ("UPDATE attendance SET recorded_at = '2026-01-01 08:00:00'", "(recorded_at)"),
        ("DELETE FROM journal_entry WHERE id = 8", "Parcours n° 1 n'est raconté par aucun acte"),
    ],
)
def test_what_was_added_or_signed_behind_the_journal_is_reported(acts, tamper, statement, said):
    if "INSERT" in statement:
        tamper("UPDATE attendance SET person_id = person_id")
    tamper(statement)
    assert any(said in fault for fault in faults()), faults()


@pytest.mark.parametrize(
    "changes",
    [
        "[",
        "null",
        "3",
        "{}",
        '["x"]',
        '[{"table": "Inconnue", "before": null, "after": {"id": 1}}]',
        '[{"table": "Person", "before": null, "after": null}]',
        '[{"table": "Person", "after": {"id": 1}}]',
        '[{"table": "Person", "before": null, "after": {"id": "1"}}]',
        '[{"table": "Person", "before": null, "after": {"id": 1, "birth": {"a": 1}}}]',
        '[{"page": "x", "seal": 3}]',
        '[{"entry": 1}]',
        "[" * 100_000,
    ],
    ids=range(13),
)
def test_an_entry_that_holds_anything_is_reported_and_stops_nobody(acts, tamper, changes):
    last = JournalEntry.get_by_id(8)
    said = digest("", "Fiche", changes)
    hash = seal(9, last.at, "Zoé", "", "person", None, said, last.hash)
    tamper(
        "INSERT INTO journal_entry (id, at, who, kind, sentence, changes, login, salt, digest, previous, hash) "
        "VALUES (9, ?, 'Zoé', 'person', 'Fiche', ?, '', '', ?, ?, ?)",
        *(last.at, changes, said, last.hash, hash),
    )
    amina = Person.get(Person.code == "DIALLO-A")
    for kind, number in (("Person", amina.id), ("Session", 1)):
        tamper("INSERT INTO journal_subject (kind, record, entry_id) VALUES (?, ?, 9)", kind, number)
    assert faults() == ["Journal, acte n° 9 : son contenu n'est plus lisible."]
    assert history.journal()[0].number == 9
    assert history.of_person(amina.id)
    assert history.of_mark(1, amina.id)
    participants.correct(amina, town="Angers", who="Zoé")
    assert "Angers" in Person.get_by_id(amina.id).town


def test_a_long_list_of_what_no_act_tells_is_cut(acts, tamper):
    for number in range(25):
        tamper(
            "INSERT INTO step (recorded_at, recorded_by, action_id, person_id, kind, day, note)"
            " VALUES (?, ?, 1, 1, ?, ?, '')",
            *("2026-01-01 08:00:00", "Zoé", f"étape {number}", "2026-02-01"),
        )
    found = [fault for fault in faults() if fault.startswith("Step")]
    assert len(found) == 21
    assert found[-1] == "Step : 5 autres enregistrements ne sont racontés par aucun acte."


def _erase(tamper, sentence):
    tamper("UPDATE journal_entry SET sentence = ?, changes = '[]', salt = '' WHERE id = 1", sentence)
    tamper("DELETE FROM journal_subject WHERE entry_id = 1")


def _purge(sentence, kind="purge", whole=True):
    """The entry of a purge that left this sentence in the first entry; ``whole``: Amina's names were erased by it."""
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    before = plain(Person.get(Person.code == "DIALLO-A"))
    if whole:
        Person.update(erased="2026-06-30", recorded_at=last.at, recorded_by="Claire").execute()
    after = plain(Person.get(Person.code == "DIALLO-A"))
    erased = [{"table": "Person", "before": before, "after": after}] * whole
    changes = json.dumps([*erased, {"entry": 1, "digest": digest("", sentence, "[]")}])
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
    if whole:
        JournalSubject.create(kind="Person", record=before["id"], entry=number)


@engines.on_file
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TRIGGER movement_delete", "le déclencheur « movement_delete » manque"),
        (
            "CREATE TRIGGER helpful AFTER INSERT ON attendance BEGIN DELETE FROM attendance WHERE id = 0; END",
            "le déclencheur « helpful » n'est pas d'Assidu",
        ),
        ("DROP INDEX parcours_action_id_person_id_entry", "l'index « parcours_action_id_person_id_entry » manque"),
        ("CREATE INDEX mine ON person (town)", "l'index « mine » n'est pas d'Assidu"),
        ("CREATE TABLE mine (id INTEGER)", "la table « mine » n'est pas d'Assidu"),
        ("CREATE VIEW mine AS SELECT 1", "la vue « mine » n'est pas d'Assidu"),
        ("ALTER TABLE person ADD COLUMN mine TEXT", "la table « person » n'est plus comme Assidu l'a fait"),
    ],
)
def test_what_guards_the_records_is_all_there_and_nothing_else(base, statement, said):
    assert faults() == []
    database.execute_sql(statement)
    assert any(said in fault for fault in faults()), faults()


@pytest.mark.parametrize("changes", ["[", "null", "{}", "3", '"x"', ""])
def test_an_act_that_is_no_list_of_changes_is_refused_by_the_database(acts, changes):
    last = JournalEntry.get_by_id(8)
    said = digest("", "Fiche", changes)
    values = {"id": 9, "at": last.at, "who": "Zoé", "kind": "person", "sentence": "Fiche", "changes": changes}
    sealed = {
        "digest": said,
        "previous": last.hash,
        "hash": seal(9, last.at, "Zoé", "", "person", None, said, last.hash),
    }
    with pytest.raises(DatabaseError), database.atomic():
        JournalEntry.create(**values, **sealed)
    assert JournalEntry.select().count() == 8


@engines.on_file
def test_a_guard_rewritten_is_reported(base):
    database.execute_sql("DROP TRIGGER movement_delete")
    database.execute_sql("CREATE TRIGGER movement_delete BEFORE DELETE ON movement BEGIN SELECT 1; END")
    assert any("« movement_delete » n'est plus comme Assidu l'a fait" in fault for fault in faults())


@engines.on_server
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TRIGGER movement_delete ON movement", "le déclencheur « movement_delete » manque"),
        ("ALTER TABLE movement DISABLE TRIGGER movement_delete", "« movement_delete » n'est plus comme Assidu"),
        (
            "CREATE TRIGGER helpful BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION refuse_movement_delete()",
            "le déclencheur « helpful » n'est pas d'Assidu",
        ),
        (
            "CREATE OR REPLACE FUNCTION refuse_movement_delete() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN OLD; END $$",
            "la fonction « refuse_movement_delete » n'est plus comme Assidu",
        ),
        ("DROP INDEX parcours_action_id_person_id_entry", "l'index « parcours_action_id_person_id_entry » manque"),
        ("ALTER TABLE person ADD COLUMN mine TEXT", "la table « person » n'est plus comme Assidu"),
        ("ALTER TABLE loan DROP CONSTRAINT {}", "la table « loan » n'est plus comme Assidu"),
        ("ALTER TABLE attendance DISABLE ROW LEVEL SECURITY", "la table « attendance » n'est plus comme Assidu"),
    ],
)
def test_what_guards_the_records_of_a_server_is_all_there(base, statement, said):
    assert faults() == []
    constraint = "SELECT conname FROM pg_constraint WHERE conrelid = 'loan'::regclass AND contype = 'c' LIMIT 1"
    with database.atomic() as act:
        database.execute_sql(statement.format(*database.execute_sql(constraint).fetchone()))
        assert any(said in fault for fault in faults()), faults()
        act.rollback()


def in_history(*statements: str) -> list[str]:
    for statement in statements:
        database.execute_sql(statement)
    return faults()


def test_an_act_taken_out_of_a_history_is_told(acts):
    found = in_history("DELETE FROM journal_subject WHERE kind = 'Person' AND entry_id = 2")
    assert found == ["Journal, acte n° 2 : il n'est plus dans l'histoire de Person n° 1."]


def test_an_act_put_in_a_foreign_history_is_told(acts):
    found = in_history("INSERT INTO journal_subject (kind, record, entry_id) VALUES ('Moped', 77, 2)")
    assert found == ["Journal, acte n° 2 : il est dans celle de Moped n° 77, sans en parler."]


def test_an_act_moved_from_a_history_to_another_is_told_once(acts):
    found = in_history("UPDATE journal_subject SET record = 78 WHERE kind = 'Person' AND entry_id = 1")
    assert found == [
        "Journal, acte n° 1 : il n'est plus dans l'histoire de Person n° 1 et est dans celle de Person n° 78, sans en "
        "parler."
    ]


def test_the_seal_noted_is_still_there_with_what_was_done_since(acts):
    kept = verify().last
    assert verify(kept).since == "L'acte n° 8 et son sceau y sont encore ; rien n'a été fait depuis."
    participants.correct(Person.get_by_id(1), town="Cholet", who="Karim")
    one = verify(kept)
    assert one.since == (
        "L'acte n° 8 et son sceau y sont encore ; 1 acte a été fait depuis, le 2026-06-30 : Karim (1)."
    )
    participants.correct(Person.get_by_id(1), town="Angers", who="Claire")
    participants.correct(Person.get_by_id(1), town="Segré", who="Claire")
    several = verify(f"dernier : {kept}")
    assert several.since.endswith("3 actes ont été faits depuis, du 2026-06-30 au 2026-06-30 : Claire (2), Karim (1).")
    assert several.faults == []


def test_a_seal_that_is_not_there_is_a_fault(acts):
    number, hash = noted.read(verify().last)
    beyond = verify(f"{number + 1} {hash}")
    assert beyond.since == ""
    assert beyond.faults == [
        "Le sceau noté est celui de l'acte n° 9, et le journal s'arrête à l'acte n° 8 : cette base est plus ancienne, "
        "ou ses derniers actes en ont été retirés."
    ]
    other = verify(f"{number} {'0' * 16}")
    assert other.faults == [
        "L'acte n° 8 ne porte pas le sceau noté : le journal a été récrit depuis, ou cette base en est une autre."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "acte n° 12, sceau 0123456789abcdef",
        "12 0123456789ABCDEF",
        " acte n°12,  sceau 0123456789abcdef ",
        "12:0123456789abcdef",
    ],
)
def test_a_seal_is_read_as_it_was_noted(text):
    assert noted.read(text) == (12, "0123456789abcdef")


@pytest.mark.parametrize(
    "text", ["", "12", "0123456789abcdef", "12, sceau 0123456789abcde", "12 sceau 0123456789abcdeg"]
)
def test_what_is_no_seal_is_refused(text):
    with pytest.raises(Refused, match="Ce sceau ne se lit pas"):
        noted.read(text)
