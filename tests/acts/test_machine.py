"""On one machine the account is that of the operating system, and a list made elsewhere locks nobody out."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from config import settings
from models.acts import rights
from models.acts.refusals import Refused
from models.journal import restoring
from models.people import participants
from models.storage import backups
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.tables import COORDINATOR, DIRECTION, TRAINER, Member, Person
from models.together import carrying
from tests import engines, world
from tui.app import AssiduApp

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


READING = [
    "check",
    "indicators COACHING",
    "journal",
    "verify",
    "backup",
    "restore",
    "restore sauvegarde.db",
    "person P1",
    "person P1 --export",
    "grant",
    "waiting",
    "purge --dry-run",
    "conventions diff cd49-adse-b",
]


@pytest.mark.parametrize("words", READING)
def test_once_roles_are_given_an_account_without_one_learns_nothing(base, assidu, monkeypatch, words):
    world.person("P1")
    listed("daemon", COORDINATOR, "Nadia Benali")
    base.close()
    monkeypatch.setattr(rights, "machine_login", lambda: "bin")
    answer = assidu(*words.split())
    if words in ("waiting", "conventions diff cd49-adse-b"):  # nothing of what is recorded
        assert "P1" not in answer.out
        return
    assert (answer.status, answer.out) == (2, "")
    assert answer.errors == [
        "Votre compte (bin) n'a pas de rôle ici, où des rôles sont donnés : pour en recevoir un, "
        "demandez à un coordinateur."
    ]


def test_nor_does_it_see_a_screen(base, tmp_path, monkeypatch):
    listed("daemon", COORDINATOR, "Nadia Benali")
    monkeypatch.setattr(rights, "machine_login", lambda: "bin")
    with pytest.raises(CannotOpen, match="n'a pas de rôle ici"):
        AssiduApp(settings.load(tmp_path), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("unshare") is None, reason="this system has no spaces of users")
@pytest.mark.parametrize("spaces", [["unshare", "-r"], ["unshare", "-r", "unshare", "-r"]])
def test_root_of_a_space_of_one_s_own_is_nobody(base, tmp_path, spaces):
    """Neither the root it says it is, nor whoever made it, whose list of accounts it may have written itself."""
    if subprocess.run([*spaces, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no space of users may be made here")
    command = [*spaces, sys.executable, "-m", "tui.command", "check"]
    assert subprocess.run(command, check=False, capture_output=True).returncode != 2
    for login in dict.fromkeys((ME, "root")):
        listed(login, COORDINATOR, login)
    base.close()
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Un compte d'un espace d'utilisateurs à part (unshare) n'a pas de rôle ici")


def test_a_trainer_takes_out_what_is_held_on_the_people_of_their_sessions_only(base, assidu, monkeypatch):
    hers, other = world.person("SIENNE"), world.person("AUTRE")
    where = world.action("cd49-adse-b")
    for one in (hers, other):
        world.stay(where, one, "05/01/2026")
    world.mark(world.session(where, "seance", "12/03/2026", code="S1", trainer="Claire Martin"), hers)
    world.mark(world.session(where, "seance", "13/03/2026", code="S2", trainer="Paul Durand"), other)
    listed("claire", TRAINER)
    listed("daemon", COORDINATOR, "Nadia Benali")
    monkeypatch.setattr(rights, "machine_login", lambda: "claire")
    assert assidu("person", "SIENNE", "--export", "--json").status == 0
    for words in (["--json"], [], ["-o", "page.html"]):
        answer = assidu("person", "AUTRE", "--export", *words)
        assert answer.status == 2 and "SIENNE" not in answer.out and "AUTRE Test" not in answer.out
        assert "les personnes de ses propres séances" in (answer.errors or [answer.out])[0]
