"""Going back to a backup: a look at what would be lost first, then all or nothing."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.acts.refusals import Refused
from models.journal import restoring
from models.journal.undoing import take_back
from models.people import participants
from models.storage import backups
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import JournalEntry, Person, database
from tests import engines
from tests.storage.migrations.test_migrations import earlier

pytestmark = engines.on_file


@pytest.fixture
def saved(store, assidu, home):
    """A backup made after one person was entered; two more are entered since."""
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    path = backups.back_up(home / "assidu.db", "demande")
    participants.add(last_name="Benali", first_name="Samir", who="Claire")
    participants.add(last_name="Coulibaly", first_name="Awa", who="Karim")
    database.close()
    return path


def names(home):
    with closing(sqlite3.connect(home / "assidu.db")) as base:
        return [name for (name,) in base.execute("SELECT last_name FROM person ORDER BY id")]


def test_what_would_be_lost_is_said_and_nothing_is_done_without_a_yes(assidu, home, saved):
    answer = assidu("restore", str(saved))
    assert answer.status == 2
    assert answer.errors == ["Rien n'est changé : ajoutez --yes pour remettre la base à cette sauvegarde."]
    assert "2 actes seraient perdus, du 30/06/2026 à " in answer.out
    assert "par Claire, Karim ; pour finir :" in answer.out
    assert "Samir" in answer.out
    assert "Awa" in answer.out
    assert "Amina" not in answer.out
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]


def test_the_look_in_json(assidu, home, saved):
    answer = assidu("restore", str(saved), "--json")
    document = answer.document
    assert answer.status == 2
    assert (document["file"], document["act"], document["restored"], document["back"]) == (str(saved), 1, False, 0)
    assert (document["lost"]["count"], document["lost"]["by"]) == (2, ["Claire", "Karim"])
    assert len(document["lost"]["last"]) == 2
    assert document["lost"]["from"] <= document["lost"]["to"]
    assert len(document["errors"]) == 1


def test_a_backup_of_another_installation_says_so(assidu, home, saved, tmp_path, monkeypatch):
    other = tmp_path / "ailleurs"
    other.mkdir()
    open_database(f"sqlite:///{other}/assidu.db")
    participants.add(last_name="Petit", first_name="Léo", who="Claire")
    path = backups.back_up(other / "assidu.db", "demande")
    database.close()
    said = "Cette sauvegarde vient d'une autre installation : son journal n'a aucun acte de celui d'ici."
    assert said in assidu("restore", str(path)).out
    assert assidu("restore", str(path), "--json").document["warnings"] == [said]
    assert said not in assidu("restore", str(saved)).out
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]


def test_a_backup_that_would_act_by_itself_says_so(assidu, home, saved):
    with closing(sqlite3.connect(saved)) as base:
        base.execute("CREATE TRIGGER utile AFTER INSERT ON attendance BEGIN DELETE FROM attendance WHERE id = 0; END")
    shown = assidu("restore", str(saved)).out
    assert "Cette sauvegarde porte un déclencheur qui n'est pas d'Assidu (« utile »)" in shown
    assert "autre installation" not in shown


def test_the_last_ten_of_many(home, saved):
    open_database(f"sqlite:///{home}/assidu.db")
    for number in range(30):
        participants.add(last_name="X", first_name=f"Numéro {number}", who="Claire")
    look = restoring.look(saved, home / "assidu.db")
    assert (look.lost, len(look.sentences)) == (32, 10)
    assert "Numéro 20" in look.sentences[0]
    assert "Numéro 29" in look.sentences[-1]


def test_going_back_and_forth(assidu, home, saved):
    answer = assidu("restore", str(saved), "--yes", "--json")
    assert (answer.status, answer.document["restored"]) == (0, True)
    assert names(home) == ["Diallo"]
    before = Path(answer.document["before"])
    assert before.name.endswith("-restauration.db")
    forth = assidu("restore", str(before), "--yes", "--json")
    assert (forth.status, forth.document["lost"]["count"], forth.document["back"]) == (0, 1, 2)
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]
    open_database(f"sqlite:///{home}/assidu.db")


def test_the_journal_says_it(assidu, home, saved):
    assidu("restore", str(saved), "--yes")
    open_database(f"sqlite:///{home}/assidu.db")
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (last.kind, last.who) == ("restore", "ligne de commande")
    with pytest.raises(Refused, match="restaurez la sauvegarde faite juste avant"):
        take_back(last, "ligne de commande")
    assert last.sentence == f"Base remise à la sauvegarde {saved.name}, jusqu'à l'acte n° 1 : 2 actes retirés"


@pytest.mark.parametrize(("typed", "status"), [("oui\n", 0), ("Oui \n", 0), ("o\n", 1), ("\n", 1), ("", 1)])
def test_a_person_at_a_terminal_writes_oui(assidu, home, saved, monkeypatch, typed, status):
    class Keyboard(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    assert assidu("restore", str(saved)).status == status
    assert names(home) == (["Diallo"] if status == 0 else ["Diallo", "Benali", "Coulibaly"])


def test_without_a_name_it_lists_what_there_is(assidu, home, saved):
    assert str(saved) in assidu("restore").out
    (one,) = assidu("restore", "--json").document["backups"]
    assert (one["file"], one["reason"], one["act"]) == (str(saved), "demande", 1)


def test_on_a_new_machine_there_is_nothing_to_lose(assidu, home, saved, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / "neuf"))
    answer = assidu("restore", str(saved), "--yes", "--json")
    assert (answer.status, answer.document["before"], answer.document["lost"]["count"]) == (0, None, 0)
    assert names(tmp_path / "neuf") == ["Diallo"]


def spoil_header(path):
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)


def spoil_middle(path):
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 8192))


def cut_short(path):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 3)


@pytest.mark.parametrize("spoil", [spoil_header, spoil_middle, cut_short])
def test_over_a_damaged_database(assidu, home, saved, spoil):
    spoil(home / "assidu.db")
    said = (home / "assidu.db").read_bytes()
    answer = assidu("restore", str(saved), "--json")
    assert (answer.status, answer.document["readable"], answer.document["lost"]["count"]) == (2, False, None)
    assert "La base actuelle ne se lit pas" in assidu("restore", str(saved)).out
    assert (home / "assidu.db").read_bytes() == said
    done = assidu("restore", str(saved), "--yes", "--json")
    assert (done.status, done.document["restored"]) == (0, True)
    assert names(home) == ["Diallo"]
    assert Path(done.document["before"]).read_bytes() == said


def test_a_log_left_by_a_damaged_database_is_never_read_over_the_backup(assidu, home, saved):
    base = sqlite3.connect(home / "assidu.db")
    base.execute("PRAGMA journal_mode = wal")
    base.execute("UPDATE person SET last_name = 'Fantôme'")
    base.commit()
    log = (home / "assidu.db-wal").read_bytes()
    base.close()
    (home / "assidu.db-wal").write_bytes(log)
    spoil_header(home / "assidu.db")
    assert assidu("restore", str(saved), "--yes").status == 0
    assert names(home) == ["Diallo"]


@pytest.mark.parametrize("spoil", [spoil_header, spoil_middle, cut_short])
def test_a_damaged_backup_is_refused(assidu, home, saved, spoil):
    spoil(saved)
    answer = assidu("restore", str(saved), "--yes")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "n'est pas une sauvegarde d'Assidu, ou il est abîmé" in answer.errors[0]
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]


def test_what_is_no_backup_is_refused(assidu, home, saved, tmp_path):
    foreign, newer = tmp_path / "autre.db", tmp_path / "futur.db"
    with closing(sqlite3.connect(foreign)) as base:
        base.execute("CREATE TABLE t (x)")
    shutil.copy(saved, newer)
    with closing(sqlite3.connect(newer)) as base:
        base.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    empty = tmp_path / "vide.db"
    empty.touch()
    expected = {
        foreign: "n'est pas une sauvegarde",
        empty: "n'est pas une sauvegarde",
        newer: "plus récente",
        tmp_path / "absente.db": "introuvable",
        tmp_path: "introuvable",
        home / "assidu.db": "la base elle-même",
    }
    for path, said in expected.items():
        answer = assidu("restore", str(path), "--yes", "--json")
        assert (answer.status, len(answer.errors)) == (2, 1), path
        assert said in answer.errors[0]
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]
    assert list((home / "sauvegardes").iterdir()) == [saved]


@pytest.mark.sweep(3)
@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_a_backup_of_an_earlier_schema_is_migrated(assidu, home, saved, tmp_path, version):
    earlier(version, tmp_path / "ancienne.db")
    with closing(sqlite3.connect(tmp_path / "ancienne.db")) as base:
        count = base.execute("SELECT count(*) FROM person").fetchone()[0]
    assert assidu("restore", str(tmp_path / "ancienne.db"), "--yes").status == 0
    open_database(f"sqlite:///{home}/assidu.db")
    assert Person.select().count() == count
    assert database.execute_sql("PRAGMA user_version").fetchone() == (SCHEMA,)


OPEN_ELSEWHERE = """
import sys, time
from models.storage.opening import open_database
open_database(sys.argv[1])
print("ouverte", flush=True)
time.sleep(60)
"""


def test_a_database_open_elsewhere_is_left_alone(assidu, home, saved):
    line = [sys.executable, "-c", OPEN_ELSEWHERE, f"sqlite:///{home}/assidu.db"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout.readline() == "ouverte\n"
        answer = assidu("restore", str(saved), "--yes")
        other.kill()
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "ouverte ailleurs" in answer.errors[0]
    assert names(home) == ["Diallo", "Benali", "Coulibaly"]
    assert assidu("restore", str(saved), "--yes").status == 0


def test_a_server_is_not_restored_from_here(assidu, home, monkeypatch):
    monkeypatch.setenv("ASSIDU_DATABASE", "postgresql://localhost/assidu")
    for line in (["restore"], ["restore", "a.db", "--yes"], ["backup"]):
        answer = assidu(*line)
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert "sur un serveur : demandez à son administrateur" in answer.errors[0]
