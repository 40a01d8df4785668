"""The PostgreSQL driver is loaded for a server's address and never otherwise, even when it is installed."""

import os
import subprocess
import sys

import pytest

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
