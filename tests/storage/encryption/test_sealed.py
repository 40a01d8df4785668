"""A database and its backups encrypted, put back in clear, given another passphrase."""

import os
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing

import pytest
from peewee import DatabaseError

from models.acts.refusals import Refused
from models.journal import restoring
from models.people import participants
from models.storage import backups
from models.storage.faults import refusal
from models.storage.file import CannotOpen, DatabaseFile, salt_of
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import Person, database
from tests.storage.encryption.conftest import OTHER, PHRASE, bytes_of, holders, known
from tests.storage.migrations.test_migrations import earlier, rows

NAMES = ("Zébulon", "ZÉBULON", "zebulon", "Artémise", "artemise")


def address(path):
    return f"sqlite:///{path}"


def test_nothing_of_it_can_be_read_and_its_passphrase_gives_it_all_back(clear, encryption, home, keys):
    backups.back_up(clear, backups.ASKED)
    assert holders(home, *NAMES)
    done = encryption.encrypt(clear, PHRASE)
    assert (done.backups, done.left) == (1, ())
    keys.forget()
    with pytest.raises(CannotOpen, match="phrase secrète n'a pas été donnée"):
        open_database(address(clear))
    assert not keys.unlock(clear, OTHER)
    assert keys.unlock(clear, PHRASE)
    open_database(address(clear))
    assert known() == ["Zébulon"]
    participants.add(last_name="Cunégonde", first_name="Apolline", who="Claire")
    backups.back_up(clear, backups.START)
    during = holders(home, *NAMES, "Cunégonde", "Apolline")
    database.close()
    assert (during, holders(home, *NAMES, "Cunégonde", "Apolline")) == ([], [])
    assert [one.last.number for one in backups.backups_of(clear)] == [1, 2]


def test_its_library_is_loaded_for_an_encrypted_file_only(clear):
    code = """
import sys
from models.journal import restoring
from models.storage import backups
from models.storage.opening import open_database, path_of
open_database(sys.argv[1]).close()
restoring.look(backups.back_up(path_of(sys.argv[1]), "demande"), path_of(sys.argv[1]))
own = ("models.storage.sealed", "models.storage.encrypting")
print(*(name for name in sys.modules if "cipher" in name or name in own))
"""
    words = [sys.executable, "-c", code, address(clear)]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "\n"


def test_without_its_library_what_to_install_is_said(sealed, assidu, monkeypatch):
    from models import storage

    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.delitem(sys.modules, "models.storage.sealed")
    monkeypatch.delattr(storage, "sealed")
    monkeypatch.delitem(sys.modules, "playhouse.sqlcipher_ext")
    before = bytes_of(sealed.parent)
    answer = assidu("check")
    assert answer.status == 2
    assert len(answer.errors) == 1
    assert "pip install 'assidu[encryption]'" in answer.errors[0]
    assert bytes_of(sealed.parent) == before


@pytest.mark.slow
def test_sqlcipher_itself_opens_it_with_the_passphrase(sealed):
    """Nobody depends on Assidu to read it."""
    from sqlcipher3 import dbapi2

    with closing(dbapi2.connect(str(sealed))) as base:
        base.execute(f"PRAGMA key = '{PHRASE}'")
        assert base.execute("SELECT last_name FROM person").fetchall() == [("Zébulon",)]


@pytest.mark.slow
def test_its_sqlite_has_not_the_fault_of_logs_begun_again():
    """Two connections that begin the write-ahead log again at once could damage a file before SQLite 3.51.3."""
    from sqlcipher3 import dbapi2

    assert dbapi2.sqlite_version_info >= (3, 51, 3)


@pytest.mark.slow
def test_back_in_clear(sealed, encryption, home, keys):
    keys.unlock(sealed, PHRASE)
    backups.back_up(sealed, backups.ASKED)
    assert encryption.decrypt(sealed).backups == 1
    keys.forget()
    assert salt_of(sealed) == b""
    open_database(address(sealed))
    assert known() == ["Zébulon"]
    assert len(backups.backups_of(sealed)) == 1


@pytest.mark.slow
def test_another_passphrase_for_the_backups_too(sealed, encryption, keys):
    keys.unlock(sealed, PHRASE)
    path = backups.back_up(sealed, backups.ASKED)
    assert encryption.encrypt(sealed, OTHER).backups == 1
    keys.forget()
    for file in (sealed, path):
        assert not keys.unlock(file, PHRASE)
        assert keys.unlock(file, OTHER)
    open_database(address(sealed))
    assert known() == ["Zébulon"]


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["été à l'étage", "d'un 'quote' \" et ; -- autre"])
def test_a_passphrase_is_the_same_however_its_accents_are_typed(clear, encryption, typed, keys):
    encryption.encrypt(clear, typed)
    keys.forget()
    assert keys.unlock(clear, unicodedata.normalize("NFD", typed))


@pytest.mark.slow
def test_it_is_refused_while_another_has_the_base_open(clear, encryption):
    before = clear.read_bytes()
    code = "import sys, models.storage.opening as it; it.open_database(sys.argv[1]); print(1, flush=True); input()"
    words = [sys.executable, "-c", code, address(clear)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        with pytest.raises(encryption.CannotEncrypt, match="ouverte ailleurs"):
            encryption.encrypt(clear, PHRASE)
        assert salt_of(clear) == b""
        other.communicate("\n")
    assert clear.read_bytes() == before
    encryption.encrypt(clear, PHRASE)


@pytest.mark.slow
def test_one_who_was_opening_it_meanwhile_writes_nothing_into_the_old_file(clear, encryption, monkeypatch):
    """The old file has lost its name: what would be written there would be lost."""
    initialize = DatabaseFile._initialize_connection

    def waited(self, connection):  # for the lock, while another program encrypted the file
        monkeypatch.undo()
        held = clear.with_name("remplaçante.db")
        shutil.copy(clear, held)
        held.replace(clear)
        initialize(self, connection)

    monkeypatch.setattr(DatabaseFile, "_initialize_connection", waited)
    open_database(address(clear))
    with pytest.raises(Refused, match="rouvrez Assidu"):
        participants.add(last_name="Perdue", first_name="Léa", who="Claire")
    database.close()


@pytest.mark.slow
def test_a_damaged_backup_is_told_and_left(clear, encryption):
    folder = backups.folder_of(clear)
    path = backups.back_up(clear, backups.ASKED)
    path.write_bytes(path.read_bytes()[:5000])
    aside = folder / "assidu-2026-06-30-100000-abimee"
    aside.write_bytes(b"x" * 100)
    done = encryption.encrypt(clear, PHRASE)
    assert done.left == tuple(sorted((path, aside)))


@pytest.mark.slow
def test_what_an_interruption_left_in_clear_is_encrypted_by_asking_again(clear, encryption, home):
    kept = backups.back_up(clear, backups.ASKED)
    left = kept.read_bytes()
    encryption.encrypt(clear, PHRASE)
    kept.write_bytes(left)
    assert holders(home, *NAMES) == [kept.name]
    assert encryption.encrypt_backups(clear).backups == 1
    assert holders(home, *NAMES) == []


@pytest.mark.slow
def test_a_clear_backup_is_encrypted_as_it_is_put_back(clear, encryption, home, tmp_path_factory):
    kept = backups.back_up(clear, backups.ASKED)
    away = tmp_path_factory.mktemp("ailleurs") / "clé-usb.db"
    shutil.copy(kept, away)
    encryption.encrypt(clear, PHRASE)
    open_database(address(clear))
    participants.add(last_name="Perdue", first_name="Léa", who="Claire")
    database.close()
    look = restoring.look(away, clear)
    assert look.lost == 1
    restoring.restore(look, clear, "Claire")
    assert known() == ["Zébulon"]
    database.close()
    assert salt_of(clear)
    assert holders(home, *NAMES) == []


@pytest.mark.slow
def test_a_backup_under_another_passphrase_comes_back_under_the_present_one(sealed, encryption, tmp_path, keys):
    keys.unlock(sealed, PHRASE)
    away = tmp_path / "ancienne.db"
    backups.copy_to(away, sealed)
    encryption.encrypt(sealed, OTHER)
    keys.forget()
    keys.unlock(sealed, OTHER)
    with pytest.raises(CannotOpen, match=r"ancienne\.db"):
        restoring.look(away, sealed)
    keys.unlock(away, PHRASE)
    restoring.restore(restoring.look(away, sealed), sealed, "Claire")
    assert known() == ["Zébulon"]
    database.close()
    keys.forget()
    assert not keys.unlock(sealed, PHRASE)
    assert keys.unlock(sealed, OTHER)


@pytest.mark.slow
def test_an_encrypted_backup_comes_back_in_clear_where_all_is_in_clear(sealed, encryption, tmp_path, keys):
    keys.unlock(sealed, PHRASE)
    away = tmp_path / "chiffrée.db"
    backups.copy_to(away, sealed)
    encryption.decrypt(sealed)
    restoring.restore(restoring.look(away, sealed), sealed, "Claire")
    assert known() == ["Zébulon"]
    database.close()
    assert salt_of(sealed) == b""


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", ["gone", "emptied", "first page", "salt", "middle"])
def test_a_damaged_database_comes_back_encrypted(sealed, keys, spoilt, home):
    keys.unlock(sealed, PHRASE)
    kept = backups.back_up(sealed, backups.ASKED)
    held = bytearray(sealed.read_bytes())
    keys.forget()
    if spoilt == "gone":
        sealed.unlink()
    elif spoilt == "emptied":
        sealed.write_bytes(b"")
    else:
        start = {"first page": 1000, "salt": 0, "middle": 8192}[spoilt]
        held[start : start + 16] = os.urandom(16)
        sealed.write_bytes(held)
    told = backups.telling(sealed)
    if spoilt in ("first page", "salt"):
        assert not keys.unlock(sealed, PHRASE)
        assert keys.witness(backups.sealed(sealed), PHRASE) == kept
    else:
        assert keys.unlock(told, PHRASE)
    restoring.restore(restoring.look(kept, sealed), sealed, "Claire")
    assert known() == ["Zébulon"]
    database.close()
    keys.forget()
    assert keys.unlock(sealed, PHRASE)
    assert holders(home, *NAMES) == []


@pytest.mark.slow
def test_what_it_refuses_is_told_as_for_a_file_in_clear(sealed, keys):
    keys.unlock(sealed, PHRASE)
    open_database(address(sealed))
    with pytest.raises(DatabaseError) as refused:
        Person.create(code=Person.get().code, last_name="Autre", first_name="X", folded="autre x")
    assert "existe déjà" in refusal(refused.value)


def untold(kept):
    """The rows without the journal, whose entry of the migration has its own moment and salt."""
    return {table: found for table, found in kept.items() if not table.startswith("journal")}


@pytest.mark.slow
@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_one_of_an_earlier_schema_is_brought_up_to_date_without_a_moment_in_clear(tmp_path, encryption, version):
    path = tmp_path / "assidu.db"
    earlier(version, path)
    open_database(address(path)).close()
    expected = rows(path)
    path.unlink()
    shutil.rmtree(backups.folder_of(path))
    earlier(version, path)
    with closing(sqlite3.connect(path)) as base:
        (name,) = base.execute("SELECT last_name FROM person WHERE length(last_name) > 6").fetchone()
    assert holders(tmp_path, name)
    encryption.encrypt(path, PHRASE)
    open_database(address(path)).close()
    before = backups.backups_of(path)
    assert [(one.reason, bool(salt_of(one.path))) for one in before] == [(f"migration-{SCHEMA}", True)]
    assert holders(tmp_path, name) == []
    encryption.decrypt(path)
    assert untold(rows(path)) == untold(expected)


@pytest.mark.slow
def test_backups_too_many_are_thrown_away_as_others_are(sealed, keys):
    keys.unlock(sealed, PHRASE)
    for _ in range(backups.LATEST + 3):
        backups.back_up(sealed, backups.ASKED)
    assert len(backups.backups_of(sealed)) == backups.LATEST
