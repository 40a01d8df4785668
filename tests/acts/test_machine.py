"""On one machine the account is that of the operating system, and a list made elsewhere locks nobody out."""

import os
import pwd
import sqlite3
from contextlib import closing

import pytest

from models.acts import rights
from models.acts.refusals import Refused
from models.journal import restoring
from models.people import participants
from models.storage import backups
from models.storage.opening import open_database
from models.tables import COORDINATOR, DIRECTION, TRAINER, Member, Person
from models.together import carrying
from tests import engines

pytestmark = engines.on_file

ME = pwd.getpwuid(os.getuid()).pw_name


def listed(login, role, name="Claire Martin"):
    Member.create(login=login, name=name, role=role)


def test_the_login_is_the_system_s_whatever_the_environment_says(monkeypatch):
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "nadia")
    assert rights.machine_login() == ME


def test_an_account_without_a_name_is_called_by_its_number(monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert rights.machine_login() == "4000000"


def test_as_long_as_nobody_is_listed_everyone_coordinates(base):
    assert rights.acting() == rights.Acting(ME, "", COORDINATOR)


def test_the_listed_have_their_role_and_the_others_read(base, monkeypatch):
    listed(ME, TRAINER)
    listed("daemon", COORDINATOR, "Nadia Benali")
    assert rights.acting() == rights.Acting(ME, "Claire Martin", TRAINER)
    with pytest.raises(Refused, match="Un formateur fait et corrige l'appel de ses propres séances"):
        participants.add(last_name="Petit", first_name="Zoé", who="?")
    monkeypatch.setattr(rights, "machine_login", lambda: "bin")
    assert rights.acting() == rights.Acting("bin", "", DIRECTION)
    with pytest.raises(Refused, match="lecture seule"):
        participants.add(last_name="Petit", first_name="Zoé", who="?")
    assert not Person.select().exists()


@pytest.mark.parametrize("own", [None, TRAINER])
def test_a_list_whose_coordinators_are_of_another_machine_locks_nobody_out(base, own):
    listed("nadia.benali.ailleurs", COORDINATOR, "Nadia Benali")
    if own:
        listed(ME, own)
    assert rights.acting().role == COORDINATOR


def test_only_a_coordinator_restores_a_backup_or_moves_the_base(base, tmp_path):
    path = tmp_path / "assidu.db"
    kept = backups.back_up(path, backups.ASKED)
    listed(ME, TRAINER)
    listed("daemon", COORDINATOR, "Nadia Benali")
    with pytest.raises(Refused, match="demandez à un coordinateur"):
        carrying.move(f"sqlite:///{tmp_path}/ailleurs.db", None, tmp_path)
    assert not (tmp_path / "ailleurs.db").exists()
    base.close()
    with pytest.raises(restoring.CannotRestore, match="demandez à un coordinateur"):
        restoring.restore(restoring.look(kept, path), path, "?")
    with closing(sqlite3.connect(path)) as there:
        assert there.execute("SELECT count(*) FROM member").fetchone() == (2,)
        there.execute("DELETE FROM member WHERE login <> 'daemon'")
        there.execute("UPDATE member SET login = ?", (ME,))
        there.commit()
    restoring.restore(restoring.look(kept, path), path, "?")
    assert not Member.select().exists()
    open_database(f"sqlite:///{path}").close()
