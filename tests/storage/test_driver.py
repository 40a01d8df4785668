"""The PostgreSQL driver is loaded for a server's address and never otherwise, even when it is installed."""

import os
import subprocess
import sys

import peewee
import pytest

from models.storage.faults import in_french
from models.storage.file import CannotOpen
from models.storage.opening import open_database

OPENED = """
import sys
from models.storage.opening import open_database
open_database(sys.argv[1]).close()
print(*(name for name in sys.modules if name.startswith("psycopg")))
"""


@pytest.fixture
def drivers(tmp_path):
    """A folder where every driver peewee knows is found, in the environment of a program."""
    for name in ("psycopg", "psycopg2"):
        (tmp_path / f"{name}.py").write_text("")
    return os.environ | {"PYTHONPATH": str(tmp_path)}


def test_a_file_is_opened_without_it(drivers, tmp_path):
    words = [sys.executable, "-c", OPENED, f"sqlite:///{tmp_path}/assidu.db"]
    assert subprocess.run(words, env=drivers, capture_output=True, text=True, check=True).stdout == "\n"


def test_without_it_a_server_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "models.storage.server", raising=False)
    with pytest.raises(CannotOpen, match=r"pilote.*pip install 'assidu\[postgresql\]'"):
        open_database("postgresql://claire:secret@nulle-part/assidu")


@pytest.mark.parametrize("address", ["mysql://claire:secret@serveur/base", "serveur:claire:secret@base", "sqlite:///"])
def test_an_address_of_no_known_kind_is_refused_without_its_password(address):
    with pytest.raises(CannotOpen, match="adresse non comprise") as refused:
        open_database(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("FATAL:  the database system is starting up", "pas encore prête"),
        ("FATAL:  the database system is shutting down", "pas encore prête"),
        ("FATAL:  the database system is in recovery mode", "pas encore prête"),
        ("FATAL:  the database system is not yet accepting connections", "pas encore prête"),
        ("FATAL:  le système de bases de données se lance", "pas encore prête"),
        ("FATAL:  le système de base de données s'arrête", "pas encore prête"),
        ('FATAL:  database "assidu" does not exist', "n'existe pas sur le serveur"),
        ("FATAL:  la base de données « assidu » n'existe pas", "n'existe pas sur le serveur"),
    ],
)
def test_a_server_that_starts_or_stops_is_not_a_base_that_does_not_exist(said, told):
    psycopg = pytest.importorskip("psycopg")
    for fault in (psycopg.OperationalError(said), peewee.OperationalError(said)):
        if isinstance(fault, peewee.OperationalError):
            fault.orig = psycopg.OperationalError(said)
        assert told in in_french(fault)


def test_pages_damaged_on_a_server_are_told_so():
    psycopg = pytest.importorskip("psycopg")
    for fault in (psycopg.errors.DataCorrupted("x"), psycopg.errors.IndexCorrupted("x")):
        assert "abîmée sur le serveur" in in_french(fault)
