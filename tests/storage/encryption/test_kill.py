"""Killed at any moment while a base is encrypted, put back in clear or given another passphrase: one of both, whole."""

import random
import shutil

import pytest

from models.journal.verifying import verify
from models.people import participants
from models.storage import backups
from models.storage.file import salt_of
from models.storage.opening import open_database
from models.tables import Person, database
from tests.storage.encryption.conftest import OTHER, PHRASE, holders
from tests.storage.test_kill import drafts, killed, lasting, year

__all__ = ["year"]
pytestmark = pytest.mark.slow
KILLS = 15


@pytest.fixture
def homes(year, tmp_path, monkeypatch, encryption):
    """Makes copies of a home, encrypted or not, and says how many people are in it."""
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    seeds = {False: tmp_path / "clair", True: tmp_path / "chiffré"}
    shutil.copytree(year, seeds[False])
    backups.back_up(seeds[False] / "assidu.db", backups.ASKED)
    shutil.copytree(seeds[False], seeds[True])
    encryption.encrypt(seeds[True] / "assidu.db", PHRASE)

    def make(sealed):
        home = tmp_path / "essai"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(seeds[sealed], home)
        return home

    return make


def test_every_acknowledged_act_is_in_an_encrypted_base(homes, encryption):
    path = homes(True) / "assidu.db"

    def acting(tell):
        open_database(f"sqlite:///{path}")
        while True:
            tell(participants.add(last_name="Nouvelle", first_name="Ada", who="Claire").id)

    dice, told = random.Random(20260630), []
    for number in range(KILLS):
        told += killed(acting, 1.5, dice)
        open_database(f"sqlite:///{path}")
        assert {one.id for one in Person.select(Person.id)} >= set(told)
        if number == KILLS - 1:
            assert verify().faults == []
        database.close()
        assert holders(path.parent, "Nouvelle") == []
    assert len(told) > KILLS


@pytest.mark.parametrize("verb", ["encrypt", "decrypt", "change"])
def test_killed_at_any_moment_the_base_is_one_or_the_other(homes, encryption, verb, keys):
    def work(home):
        path = home / "assidu.db"
        if verb == "decrypt":
            encryption.decrypt(path)
        else:
            encryption.encrypt(path, OTHER)

    def fresh():
        return homes(verb != "encrypt")

    open_database(f"sqlite:///{fresh()}/assidu.db")
    people_there = Person.select().count()
    database.close()
    home, dice, seen = fresh(), random.Random(20260630), set()
    seconds = lasting(lambda tell: work(home))
    for _ in range(KILLS):
        home = fresh()
        killed(lambda tell, home=home: work(home), seconds, dice)
        path = home / "assidu.db"
        sealed = bool(salt_of(path))
        known = next((phrase for phrase in (PHRASE, OTHER) if sealed and keys.unlock(path, phrase)), "")
        assert bool(known) == sealed
        seen.add(known)
        for backup in backups.folder_of(path).glob("*.db"):
            assert salt_of(backup) == b"" or any(keys.unlock(backup, phrase) for phrase in (PHRASE, OTHER))
        open_database(f"sqlite:///{path}")
        assert Person.select().count() == people_there
        assert verify().faults == []
        participants.add(last_name="Après", first_name="Ada", who="Claire")
        database.close()
        assert len(backups.backups_of(path)) == 1
        assert drafts(home, backups.folder_of(path)) == []
    assert seen <= {"encrypt": {"", OTHER}, "decrypt": {PHRASE, ""}, "change": {PHRASE, OTHER}}[verb]
    assert len(seen) == 2
