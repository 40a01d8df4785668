"""A home shared with the accounts of a group, files nobody can guess, links followed once."""

import json
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from config import files
from models.people import participants
from models.storage import sharing, whereabouts
from models.storage.opening import open_database
from models.tables import Person, database
from tests import engines
from tui.command import main
from tui.crash import write_crash

ENCRYPT = [["encrypt"]] if find_spec("sqlcipher3") else []  # without its library it says that first

pytestmark = [engines.on_file, pytest.mark.skipif(sys.platform == "win32", reason="groups and links of POSIX")]


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_way(monkeypatch):
    """The folders of tests are closed to other accounts: here they are taken for open."""
    monkeypatch.setattr(sharing, "_refuse_hidden", lambda home, group: None)


@pytest.fixture
def group():
    import grp

    return grp.getgrgid(os.getegid())


def test_all_of_a_home_is_the_group_s_and_stays_so(assidu, home, open_way, group):
    assert assidu("backup").status == 0
    (home / "assidu.toml").touch()
    (home / "mes-notes.txt").touch(mode=0o600)
    answer = assidu("share", group.gr_name)
    assert answer.status == 0, answer
    backup = next((home / "sauvegardes").iterdir())
    assert (rights(home), rights(home / "sauvegardes")) == (0o2770, 0o2770)
    assert {rights(one) for one in (home / "assidu.db", home / "assidu.toml", backup)} == {0o660}
    assert rights(home / "mes-notes.txt") == 0o600
    old = os.umask(0o077)  # that of the other account
    try:
        open_database(f"sqlite:///{home}/assidu.db")
        participants.add(last_name="Diallo", first_name="Amina", who="Claire")
        write_crash(home, ValueError())
        assert {rights(one) for one in home.glob("assidu.db*")} == {0o660}
        database.close()
        assert assidu("backup").status == 0
        assert {rights(one) for one in (home / "sauvegardes").iterdir()} == {0o660}
        assert {rights(one) for one in home.glob("incident-*")} == {0o660}
        assert assidu("restore", str(backup), "--yes").status == 0
        assert rights(home / "assidu.db") == 0o660
    finally:
        os.umask(old)
    assert assidu("share", "--remove").status == 0
    assert (rights(home), rights(home / "sauvegardes")) == (0o700, 0o700)
    assert {rights(one) for one in (*home.glob("assidu*"), *(home / "sauvegardes").iterdir())} == {0o600}
    assert assidu("share", "--remove").out.strip().endswith("n'était pas partagé.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["personne-de-ce-nom"], "inconnu de cette machine"),
        ([""], "inconnu de cette machine"),
        ([], "il faut l'un de"),
        (["a", "--remove"], "ne va pas avec"),
    ],
)
def test_what_cannot_be_shared_is_one_sentence(assidu, home, line, said):
    answer = assidu("share", *line)
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert said in answer.errors[0]
    assert not files.shared(home)


def test_a_home_nobody_else_can_reach_is_not_shared(assidu, home, store, group):
    home.parent.chmod(0o700)
    answer = assidu("share", group.gr_name)
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "ne peuvent pas traverser" in answer.errors[0]
    assert not files.shared(home)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root takes another account")
def test_two_accounts_write_in_one_home(assidu, home, open_way, monkeypatch):
    """The second is of the group, and of nothing else; it reads, backs up and restores as the first does."""
    place = Path(tempfile.mkdtemp(prefix="partage-", dir="/var/tmp"))
    place.chmod(0o755)
    monkeypatch.setenv("ASSIDU_HOME", str(place / "maison"))
    try:
        assert assidu("backup").status == 0
        backup = next((place / "maison" / "sauvegardes").iterdir())
        lines = (["check"], ["backup"], ["verify"], ["restore", str(backup), "--yes"], ["verify"])
        for words in lines:  # what they load is loaded: the program itself may be closed to the other account here
            assert assidu(*words).status == 0
        assert _as_nobody(*lines[:2]) != [0, 0]
        assert assidu("share", "nogroup").status == 0
        assert _as_nobody(*lines) == [0] * len(lines)
        assert assidu("verify").status == 0
        assert assidu("share", "--remove").status == 0
        assert _as_nobody(["check"]) == [2]
    finally:
        shutil.rmtree(place)


def _as_nobody(*lines):
    """The status of each command, run by another account that is of « nogroup »."""
    import grp

    group, (reading, writing) = grp.getgrnam("nogroup").gr_gid, os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.umask(0o077)
            os.setgroups([group])
            os.setgid(group)
            os.setuid(65534)
            os.write(writing, json.dumps([main(words) for words in lines]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    said = os.read(reading, 10_000).decode()
    os.close(reading)
    os.waitpid(child, 0)
    return json.loads(said)


def test_a_draft_has_a_name_nobody_can_guess_and_writes_through_no_link(tmp_path):
    victim = tmp_path / "assidu.db"
    victim.write_text("victim")
    names = set()
    for _ in range(20):
        with files.draft(tmp_path / "a.xlsx") as file:
            names.add(file.name)
            file.write_text("x")
    assert len({name.split("-")[-1] for name in names}) == 20
    assert all(len(name.split("-")[-1]) >= 24 for name in names)
    with pytest.raises(FileExistsError):
        files.create(victim)
    (tmp_path / "nulle-part").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "nulle-part")
    with pytest.raises(OSError), files.draft(tmp_path / "b.xlsx") as file:
        file.unlink()
        file.symlink_to(victim)
    assert victim.read_text() == "victim"
    assert not (tmp_path / "b.xlsx").is_symlink()
    assert not (tmp_path / "ailleurs").exists()


def test_what_replaces_a_file_keeps_its_rights(tmp_path):
    path = tmp_path / "a.xlsx"
    path.touch()
    for mode in (0o600, 0o640, 0o664):
        path.chmod(mode)
        with files.draft(path) as file:
            file.write_text("x")
        assert rights(path) == mode


def test_two_crash_reports_of_one_second_are_two(tmp_path):
    said = {write_crash(tmp_path, ValueError()) for _ in range(5)}
    assert len(said) == len(list(tmp_path.glob("incident-*.txt"))) == 5


READING = (
    *(["check"], ["verify"], ["journal"], ["due"], ["indicators", "A"], ["hours", "A"], ["closings", "A"]),
    *(["copies", "A"], ["person", "P"], ["person", "P", "--export"], ["purge", "--dry-run"], ["export", "A"]),
    *(["return", "A", "--year", "2026"], ["grant"], ["waiting"], ["restore"], ["conventions"], ["close", "A"]),
    ["check", "--json"],
)


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_what_only_reads_makes_no_base(assidu, home, line):
    home.rmdir()
    answer = assidu(*line)
    assert answer.status in (0, 2)
    assert not home.exists()
    assert "Tout se tient" not in answer.out


def test_on_no_base_the_answers_are_those_of_an_empty_one(assidu, home):
    without = [assidu(*line).out for line in (["check", "--json"], ["due", "--json"], ["journal", "--json"])]
    assert list(home.iterdir()) == []
    open_database(f"sqlite:///{home}/assidu.db").close()
    assert without == [assidu(*line).out for line in (["check", "--json"], ["due", "--json"], ["journal", "--json"])]
    assert json.loads(without[0]) == {"deviations": []}


@pytest.fixture
def linked(home, store):
    """A home whose base is a relative link to a file in another folder."""
    participants.add(last_name="Zébulon", first_name="Artémise", who="Claire")
    database.close()
    real = home / "ailleurs" / "vraie.db"
    real.parent.mkdir()
    (home / "assidu.db").rename(real)
    (home / "assidu.db").symlink_to("ailleurs/vraie.db")
    return real


def test_a_link_to_the_base_is_followed_once(assidu, home, linked):
    assert assidu("backup").status == 0
    (backup,) = (linked.parent / "sauvegardes").iterdir()
    assert assidu("restore", str(backup), "--yes").status == 0
    assert (home / "assidu.db").is_symlink()
    assert assidu("verify").status == 0
    with closing(sqlite3.connect(linked)) as base:
        assert base.execute("SELECT kind FROM journal_entry ORDER BY id DESC").fetchone() == ("restore",)


def test_what_is_encrypted_is_the_file_the_link_leads_to(assidu, home, linked, monkeypatch):
    pytest.importorskip("sqlcipher3")
    from models.storage import sealed
    from tui.commands import encrypting

    monkeypatch.setattr(encrypting, "_chosen", lambda shortest: "le cheval bleu mange")
    try:
        assert assidu("encrypt").status == 0
        assert b"Art\xc3\xa9mise" not in linked.read_bytes()
        assert (home / "assidu.db").is_symlink()
        assert assidu("verify").status == 0
    finally:
        sealed.forget()


def test_a_link_into_a_synchronised_folder_is_seen(assidu, home, linked):
    dropbox = home / "Dropbox"
    linked.parent.rename(dropbox)
    (home / "assidu.db").unlink()
    (home / "assidu.db").symlink_to("Dropbox/vraie.db")
    (said,) = assidu("check").errors
    assert "est copié par Dropbox" in said
    assert whereabouts.synchronised(dropbox / "vraie.db") == "Dropbox"


def test_a_base_with_two_names_is_refused(assidu, home, linked):
    os.link(linked, home / "autre.db")
    for line in (["check"], ["backup"], *ENCRYPT, ["verify"]):
        (said,) = assidu(*line).errors
        assert "lien physique" in said
    (home / "autre.db").unlink()
    assert assidu("check").status == 0
    assert Person.select().count() == 1


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_is_neither_read_nor_written(assidu, home, store, kind, monkeypatch):
    place = home / "autre.db"
    if kind == "pipe":
        os.mkfifo(place)
    else:  # one of its own: a defect would take the machine's
        try:
            os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except OSError:
            pytest.skip("only root makes a device")
    for words in (["restore", str(place)], ["restore", str(place), "--yes"], ["restore", str(place), "--json"]):
        answer = assidu(*words)
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert "ce n'est pas un fichier ordinaire" in answer.errors[0]
    monkeypatch.setenv("ASSIDU_DATABASE", f"sqlite:///{place}")
    for words in (["check"], ["backup"], ["verify"]):
        (said,) = assidu(*words).errors
        assert "ce n'est pas un fichier ordinaire" in said


def test_a_pipe_among_the_backups_is_not_waited_for(assidu, home, store):
    (home / "sauvegardes").mkdir()
    os.mkfifo(home / "sauvegardes" / "assidu-2026-06-30-080000-demande.db")
    assert assidu("restore").status == 0
    assert assidu("backup").status == 0
