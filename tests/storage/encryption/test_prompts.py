"""The passphrase is asked in the terminal before anything else, and nothing is written when it is not the right one."""

import sys

import pytest

from models.acts import rights
from models.storage import backups
from models.storage.file import salt_of
from models.storage.opening import open_database
from models.tables import COORDINATOR, TRAINER, Member, database
from tests.storage.encryption.conftest import OTHER, PHRASE, bytes_of, holders, on_terminal
from tui.commands.answering import Wrong
from tui.commands.encrypting import _chosen

ASKED, NEW, AGAIN = "Phrase secrète de assidu.db", "Nouvelle phrase secrète", "La même encore"


def test_without_a_terminal_it_is_refused_in_one_sentence_and_nothing_is_written(sealed, assidu, monkeypatch):
    before = bytes_of(sealed.parent)
    for words in (["check"], ["due", "--json"], ["backup"], ["restore"], ["verify"], ["encrypt", "--remove"]):
        answer = assidu(*words)
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert "ASSIDU_PASSPHRASE" in answer.errors[0]
    monkeypatch.setenv("ASSIDU_PASSPHRASE", OTHER)
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 2)
    assert "refusée, rien n'est ouvert ni changé" in answer.errors[1]
    assert "personne ne peut ouvrir" in answer.errors[1]
    assert OTHER not in str(answer)
    assert bytes_of(sealed.parent) == before
    monkeypatch.setenv("ASSIDU_PASSPHRASE", PHRASE)
    assert assidu("check").status == 0


@pytest.mark.parametrize(
    ("typed", "refused"),
    [(["trop court"], "trop courte"), ([PHRASE, OTHER], "ne sont pas les mêmes"), ([EOFError], "Aucune phrase")],
)
def test_a_new_passphrase_is_long_and_typed_twice(monkeypatch, typed, refused):
    answers = iter(typed)

    def asked(prompt):
        answer = next(answers)
        if answer is EOFError:
            raise EOFError
        return answer

    monkeypatch.setattr("tui.commands.passphrase.getpass", asked)
    monkeypatch.setattr("sys.stdin", sys.__stdin__)
    monkeypatch.setattr("tui.commands.encrypting.on_terminal", lambda: True)
    with pytest.raises(Wrong, match=refused):
        _chosen(12)


def test_no_passphrase_on_the_command_line(clear, assidu):
    answer = assidu("encrypt", PHRASE)
    assert answer.status == 2
    assert salt_of(clear) == b""


def test_a_trainer_does_not_encrypt(clear, assidu):
    open_database(f"sqlite:///{clear}")
    Member.create(login=rights.machine_login(), name="Karim", role=TRAINER)
    Member.create(login="daemon", name="Nadia", role=COORDINATOR)
    database.close()
    answer = assidu("encrypt")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "demandez à un coordinateur" in answer.errors[0]


@pytest.mark.slow
def test_encrypted_opened_changed_and_back_in_clear_by_hand(clear, home, encryption):
    status, said = on_terminal(home, ["encrypt"], [(NEW, PHRASE), (AGAIN, PHRASE)])
    assert status == 0
    assert "Base chiffrée, chaque enregistrement vérifié." in said
    assert "n'est écrite nulle part" in said
    assert "disque SSD" in said
    assert holders(home, "Zébulon", PHRASE) == []

    status, said = on_terminal(home, ["backup"], [(ASKED, PHRASE)])
    assert (status, "Sauvegarde faite" in said) == (0, True)
    status, said = on_terminal(home, ["encrypt"], [(ASKED, PHRASE)])
    assert (status, "déjà chiffrée" in said) == (0, True)
    answers = [(ASKED, PHRASE), (NEW, OTHER), (AGAIN, OTHER)]
    status, said = on_terminal(home, ["encrypt", "--change"], answers)
    assert (status, "Phrase secrète changée" in said, "Sauvegardes converties : 1." in said) == (0, True, True)

    before = bytes_of(home)
    wrong = [(ASKED, PHRASE)] * 3
    status, said = on_terminal(home, ["check"], wrong)
    assert status == 2
    assert said.count("Ce n'est pas la phrase secrète") == 3
    assert "personne ne peut ouvrir la base" in said
    assert PHRASE not in said
    assert bytes_of(home) == before

    status, said = on_terminal(home, ["encrypt", "--remove"], [(ASKED, OTHER)])
    assert (status, "en clair" in said) == (0, True)
    assert "assidu.db" in holders(home, "Zébulon")
    status, said = on_terminal(home, ["encrypt", "--change"], [])
    assert (status, "n'est pas chiffrée" in said) == (2, True)


@pytest.mark.slow
def test_the_application_asks_before_its_first_screen(sealed, home):
    """Then it opens as usual; nothing typed or recorded can be read in the home while it runs."""
    status, said = on_terminal(home, [], [(ASKED, PHRASE)], keys=(b"Aujourd", b"\x11"))
    assert status == 0
    assert said.index("Phrase secrète de") < said.index("Aujourd")
    assert "ERROR CORE" not in said
    assert holders(home, PHRASE, "Zébulon") == []


@pytest.mark.slow
def test_a_damaged_base_is_not_taken_for_a_wrong_passphrase(sealed, keys, assidu, monkeypatch):
    monkeypatch.setenv("ASSIDU_PASSPHRASE", PHRASE)
    assert assidu("backup").status == 0
    database.close()
    held = bytearray(sealed.read_bytes())
    held[1000:1100] = bytes(range(100))
    sealed.write_bytes(held)
    keys.forget()
    answer = assidu("check")
    assert answer.status == 2
    assert "la phrase secrète est la bonne, mais la base est abîmée" in answer.errors[0]
    listed = assidu("restore", "--json").document["backups"]
    answer = assidu("restore", listed[0]["file"], "--yes")
    assert answer.status == 0
    database.close()
    assert assidu("verify").status == 0


@pytest.mark.slow
def test_with_the_passphrase_lost_a_backup_under_a_known_one_can_be_put_back(
    sealed, home, encryption, keys, tmp_path, assidu
):

    keys.unlock(sealed, PHRASE)
    away = tmp_path / "autre.db"
    backups.copy_to(away, sealed)
    encryption.encrypt(sealed, OTHER)
    keys.forget()
    asked = [("Phrase secrète de autre.db", PHRASE), *[(ASKED, PHRASE)] * 3]
    status, said = on_terminal(home, ["restore", str(away)], [*asked, ("Écrivez oui", "oui")])
    assert "La base actuelle ne se lit pas" in said
    assert status == 0
    keys.forget()
    assert keys.unlock(sealed, PHRASE)
    assert holders(home, "Zébulon") == []
