"""``assidu grant``: who is listed, on a machine and on a server."""

import pytest

from models.acts import rights
from models.acts.refusals import Refused
from models.acts.undo import NO_RETURN, undo
from models.journal import verifying
from models.tables import COORDINATOR, DIRECTION, TRAINER, JournalEntry, Member
from models.together import roles as granting
from tests import engines
from tests.acts import conftest as acts
from tests.acts.conftest import OWNER

house = acts.house

psycopg = pytest.importorskip("psycopg")


@pytest.fixture
def machine(monkeypatch):
    """A machine with a few accounts, whoever runs this test."""
    accounts = {"nadia": "Nadia Benali", "claire": "", "denis": "Denis Roy"}
    monkeypatch.setattr(rights, "machine_account", accounts.get)
    monkeypatch.setattr(rights, "machine_login", lambda: "nadia")
    return lambda login: monkeypatch.setattr(rights, "machine_login", lambda: login)


def roles():
    return {one.login: (one.name, one.role) for one in Member.select()}


@engines.on_file
class TestOnAMachine:
    def test_nobody_is_listed_at_first(self, assidu, machine):
        assert assidu("grant").out == "Aucun rôle n'est donné : chacun est coordinateur.\n"
        assert assidu("grant", "--json").document == {"members": []}

    def test_whoever_gives_the_first_role_is_listed_too(self, assidu, machine):
        assert assidu("grant", "claire", "formateur", "--name", "Claire  Martin").out == (
            "Claire Martin (claire) : formateur.\n"
        )
        assert assidu("grant").out == "formateur     Claire Martin (claire)\ncoordinateur  Nadia Benali (nadia)\n"
        assert assidu("grant", "--json").document == {
            "members": [
                {"login": "claire", "name": "Claire Martin", "role": "formateur"},
                {"login": "nadia", "name": "Nadia Benali", "role": "coordinateur"},
            ]
        }
        assert assidu("verify").status == 0

    def test_the_journal_tells_it_and_it_is_not_undone_by_a_key(self, assidu, machine):
        assidu("grant", "claire", "formateur", "--name", "Claire Martin")
        entry = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
        assert (entry.kind, entry.who) == ("role", "Nadia Benali")
        assert entry.sentence == "Claire Martin (claire) : formateur ; Nadia Benali (nadia) : coordinateur"
        with pytest.raises(Refused, match="assidu grant"):
            undo(entry, "Nadia Benali")
        assert "role" in NO_RETURN

    def test_again_changes_nothing(self, assidu, machine):
        for _ in range(2):
            assert assidu("grant", "claire", "formateur").status == 0
        assert JournalEntry.select().count() == 1
        assert roles()["claire"] == ("claire", TRAINER)

    def test_another_role_another_name(self, assidu, machine):
        assidu("grant", "claire", "formateur", "--name", "Claire Martin")
        assidu("grant", "claire", "direction")
        assert roles()["claire"] == ("Claire Martin", DIRECTION)
        assidu("grant", "claire", "--name", "Claire Petit")
        assert roles()["claire"] == ("Claire Petit", DIRECTION)

    def test_the_last_coordinator_stays(self, assidu, machine):
        assidu("grant", "claire", "formateur")
        for words in (("nadia", "formateur"), ("nadia", "--remove")):
            answer = assidu("grant", *words)
            assert (answer.status, answer.errors) == (
                2,
                ["Nadia Benali est le seul coordinateur : donnez d'abord ce rôle à quelqu'un d'autre."],
            )
        assert roles()["nadia"] == ("Nadia Benali", COORDINATOR)
        assidu("grant", "denis", "coordinateur")
        assert assidu("grant", "nadia", "formateur").status == 0

    def test_oneself_alone_is_no_trainer(self, assidu, machine):
        assert assidu("grant", "nadia", "formateur").status == 2
        assert roles() == {}

    def test_the_last_one_listed_may_go(self, assidu, machine):
        assidu("grant", "nadia", "coordinateur")
        assert assidu("grant", "nadia", "--remove").out == "Nadia Benali (nadia) n'a plus de rôle.\n"
        assert roles() == {}

    def test_signing_is_done_by_the_name_listed(self, assidu, machine):
        assidu("grant", "claire", "coordinateur", "--name", "Claire Martin")
        machine("claire")
        assidu("grant", "denis", "direction")
        assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().who == "Claire Martin"

    @pytest.mark.parametrize("login", ["claire", "denis", "inconnu"])
    def test_nobody_else_gives_roles(self, assidu, machine, login):
        assidu("grant", "claire", "formateur")
        assidu("grant", "denis", "direction")
        machine(login)
        answer = assidu("grant", login, "coordinateur")
        assert answer.status == 2
        assert answer.errors[0].endswith("demandez à un coordinateur.")
        assert len(roles()) == 3

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["paul", "formateur"], "« paul » n'est pas un compte de cette machine"),
            (["", "formateur"], "Dites de qui il s'agit"),
            (["claire"], "Donnez son rôle à claire : formateur, coordinateur, direction."),
            (["claire", "chef"], "Donnez son rôle à claire : formateur, coordinateur, direction."),
            (["claire", "formateur", "--name", " - "], "au moins une lettre"),
            (["claire", "formateur", "--name", "Claire\u202e"], "caractère invisible"),
            (["claire", "formateur", "--name", "x" * 201], "trop long"),
            (["claire", "formateur", "--name", "NADIA Bénali"], "est déjà le nom de nadia"),
            (["claire", "--remove"], "« claire » n'a pas de rôle"),
            (["claire", "formateur", "--remove"], "--remove retire tout rôle"),
            (["--remove"], "Dites de qui il s'agit"),
        ],
    )
    def test_what_cannot_be(self, assidu, machine, words, said):
        answer = assidu("grant", *words)
        assert answer.status == 2
        assert said in answer.errors[0]
        assert len(answer.errors) == 1
        assert roles() == {}


@engines.on_server
class TestOnAServer:
    """Against the office's base; each login is removed again by ``fresh``."""

    @pytest.fixture
    def fresh(self, house):
        made = []

        def name(text="paul"):
            made.append(f"{text}_{engines.unique()}")
            return made[-1]

        house.enter(OWNER)
        yield name
        house.enter(OWNER)
        for login in made:
            if Member.get_or_none(Member.login == login):
                granting.remove(login, who="?")
            if granting._on_the_server().exists(login):
                engines.ask('DROP ROLE "{}"'.format(login.replace('"', '""')))

    def test_a_login_is_made_with_a_password_never_sent_in_clear(self, house, fresh):
        login, port = fresh(), engines.ask("SHOW port")[0][0]
        granting.grant(login, TRAINER, "Paul Durand", who="?", password="très secret")
        (sealed,) = engines.ask(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{login}'")[0]
        assert sealed.startswith("SCRAM-SHA-256$")
        with psycopg.connect(
            host="127.0.0.1", port=port, dbname=house.base, user=login, password="très secret"
        ) as server:
            assert server.execute("SELECT assidu_role(), assidu_name()").fetchone() == (TRAINER, "Paul Durand")

    @pytest.mark.parametrize("text", ['pa"ul', "paul; DROP TABLE person", "Paul Durand", "pa'ul", "é%s", "--"])
    def test_any_name_is_quoted(self, house, fresh, text):
        login = fresh(text)
        granting.grant(login, DIRECTION, who="?")
        assert engines.ask("SELECT count(*) FROM person", house.base)[0][0] > 0
        assert granting._on_the_server().exists(login)

    def test_changing_a_role_takes_the_first_one_s_privileges_away(self, house, fresh):
        login = fresh()
        mark = "UPDATE attendance SET note = 'x' WHERE false"
        for role, may in ((TRAINER, True), (DIRECTION, False), (COORDINATOR, True), (DIRECTION, False)):
            granting.grant(login, role, who="?")
            with psycopg.connect(engines.url(house.base, netloc=f"{login}@")) as server:
                try:
                    server.execute(mark)
                    assert may
                except psycopg.errors.InsufficientPrivilege:
                    assert not may

    def test_removed_it_does_not_come_in_and_reads_no_more_even_where_it_was_in(self, house, fresh):
        login = fresh()
        granting.grant(login, COORDINATOR, who="?")
        with psycopg.connect(engines.url(house.base, netloc=f"{login}@"), autocommit=True) as server:
            server.execute("SELECT * FROM person")
            granting.remove(login, who="?")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                server.execute("SELECT * FROM person")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(engines.url(house.base, netloc=f"{login}@"))
        assert granting._on_the_server().exists(login)

    def test_again_after_a_table_was_added_or_a_privilege_lost(self, house, fresh):
        first, second = fresh(), fresh("lise")
        granting.grant(first, TRAINER, who="?")
        engines.ask(f'REVOKE ALL ON attendance FROM "{first}"', house.base)
        granting.grant(second, TRAINER, who="?")
        told = JournalEntry.select().count()
        granting.grant(second, TRAINER, who="?")
        assert JournalEntry.select().count() == told
        assert engines.ask(f"SELECT has_table_privilege('{first}', 'attendance', 'UPDATE')", house.base) == [(True,)]

    def test_a_login_that_could_do_more_is_refused(self, house, fresh):
        login = fresh()
        for attribute, told in (("SUPERUSER", "administre"), ("BYPASSRLS", "administre"), ("CREATEROLE", "administre")):
            engines.ask(f'CREATE ROLE "{login}" LOGIN {attribute}')
            with pytest.raises(Refused, match=told):
                granting.grant(login, TRAINER, who="?")
            engines.ask(f'DROP ROLE "{login}"')
        with pytest.raises(Refused, match="possède les tables"):
            granting.grant(house.logins[OWNER], TRAINER, who="?")
        engines.ask(f'CREATE ROLE "{login}" LOGIN')
        group = fresh("groupe")
        engines.ask(f'CREATE ROLE "{group}"; GRANT INSERT ON movement TO "{group}"', house.base)
        engines.ask(f'GRANT "{group}" TO "{login}"')
        with pytest.raises(Refused, match="d'autres droits sur « movement »"):
            granting.grant(login, TRAINER, who="?")
        assert login not in roles()
        engines.ask(f'REVOKE ALL ON movement FROM "{group}"', house.base)

    def test_an_owner_who_makes_no_logins_is_told(self, house, fresh):
        engines.ask(f"ALTER ROLE {house.logins[OWNER]} NOCREATEROLE")
        try:
            with pytest.raises(Refused, match="le vôtre ne peut pas en créer"):
                granting.grant(fresh(), TRAINER, who="?")
        finally:
            engines.ask(f"ALTER ROLE {house.logins[OWNER]} CREATEROLE")

    def test_a_coordinator_is_told_who_may(self, house):
        house.enter(COORDINATOR)
        for do in (lambda: granting.grant("paul", TRAINER, who="?"), lambda: granting.remove("claire", who="?")):
            with pytest.raises(Refused):
                do()
        with pytest.raises(Refused, match="demandez à l'administrateur du serveur"):
            granting.grant("paul", TRAINER, who="?")

    def test_the_journal_still_verifies(self, house, fresh):
        granting.grant(fresh(), TRAINER, who="?")
        assert [fault for fault in verifying.verify().faults if "Journal" in fault] == []

    def test_by_the_command_of_each_login(self, house, fresh, assidu, monkeypatch):
        login = fresh()

        def as_(role):
            monkeypatch.setenv("ASSIDU_DATABASE", engines.url(house.base, netloc=f"{house.logins[role]}@"))

        as_(OWNER)
        assert "terminal" in assidu("grant", login, "formateur", "--name", "Paul Durand").errors[0]
        assert assidu("grant", login, "formateur", "--name", "Paul Durand", "--no-password").status == 0
        for role, exported in ((TRAINER, 2), (COORDINATOR, 0), (DIRECTION, 0)):
            as_(role)
            assert len(assidu("grant", "--json").document["members"]) == 4
            assert assidu("grant", login, "direction").status == 2
            assert assidu("indicators", "PERMIS", "--json").status == 0
            assert assidu("hours", "PERMIS", "--json").status == 0
            assert assidu("check").status in (0, 1)
            assert assidu("due").status == 0
            assert assidu("export", "PERMIS", "-o", str(house.folder / f"{role}.xlsx")).status == exported
        monkeypatch.setenv("ASSIDU_DATABASE", engines.url(house.base, netloc=f"{login}@"))
        assert assidu("hours", "PERMIS", "--json").document["movements"]

    @pytest.mark.parametrize(
        ("typed", "said"),
        [(("un", "deux"), "diffèrent"), (("", ""), "est vide"), (("secret", "secret"), "")],
    )
    def test_the_password_is_asked_twice_on_the_terminal(self, house, fresh, assidu, monkeypatch, typed, said):
        login, answers = fresh(), iter(typed)
        monkeypatch.setattr("tui.commands.granting.getpass", lambda *_, **__: next(answers))
        monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setenv("ASSIDU_DATABASE", engines.url(house.base, netloc=f"{house.logins[OWNER]}@"))
        answer = assidu("grant", login, "formateur")
        assert answer.status == (2 if said else 0)
        assert said in "".join(answer.errors)
        assert engines.ask(f"SELECT count(*) FROM pg_roles WHERE rolname = '{login}'") == [(0 if said else 1,)]
