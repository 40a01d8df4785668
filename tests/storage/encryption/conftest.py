"""Encrypted homes, and a terminal that types what is asked."""

import os
import re
import select
import sys
import time

import pytest

from models.people import participants
from models.tables import Person, database

PHRASE, OTHER = "le cheval bleu mange", "douze chaises à l'étage"
PATIENCE = 60  # seconds


def pytest_collection_modifyitems(items):
    for item in items:
        if "/encryption/" in str(item.path):
            item.add_marker("file")


@pytest.fixture(autouse=True)
def encryption(monkeypatch):
    """The module, in which no passphrase is known."""
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    from models.storage import encrypting, sealed

    monkeypatch.delenv("ASSIDU_PASSPHRASE", raising=False)
    sealed.forget()
    yield encrypting
    sealed.forget()


@pytest.fixture
def keys(encryption):
    """The module that knows the passphrases given."""
    from models.storage import sealed

    return sealed


@pytest.fixture
def clear(store, home):
    """The file of a database in clear that holds one person, closed."""
    participants.add(last_name="Zébulon", first_name="Artémise", who="Claire")
    database.close()
    return home / "assidu.db"


@pytest.fixture
def sealed(clear, encryption, keys):
    """The same, encrypted; nobody has given its passphrase yet."""
    encryption.encrypt(clear, PHRASE)
    keys.forget()
    return clear


def known():
    """The last names in the open database."""
    return [person.last_name for person in Person.select().order_by(Person.id)]


def bytes_of(home):
    """What every file of a home holds, byte for byte."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def holders(home, *texts):
    """The files of a home in which one of these texts can be read, however it is written."""
    marks = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le")]
    return sorted(path.name for path, held in bytes_of(home).items() if any(mark in held for mark in marks))


def on_terminal(home, words, answers, keys=b""):
    """Runs a command in a terminal of its own, types each answer when its question is there, then the keys.

    Gives the exit status and all that the terminal showed.
    """
    pty = pytest.importorskip("pty", reason="no pseudo-terminal on this system")
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(ASSIDU_HOME=str(home), TERM="xterm-256color", COLUMNS="400")
        os.execv(sys.executable, [sys.executable, "-m", "tui.command", *words])
    shown, waiting, left = b"", list(answers), time.monotonic() + PATIENCE
    try:
        while time.monotonic() < left:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the program has ended
                break
            if waiting and waiting[0][0].encode() in shown.split(b"\0")[-1]:
                os.write(terminal, waiting.pop(0)[1].encode() + b"\n")
                shown += b"\0"
            elif not waiting and keys and keys[0] in shown:
                os.write(terminal, keys[1])
                keys = b""
        else:
            raise TimeoutError(shown.decode(errors="replace"))
    finally:
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = shown.replace(b"\0", b"").decode(errors="replace")
    return status, re.sub(r"\s+", " ", said)
