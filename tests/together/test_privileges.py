"""What a login of the server can do with psql, whatever Assidu says: each statement under each role, as that login."""

from typing import Any

import pytest

from models.acts import act, rights, undo
from models.acts.refusals import Refused
from models.journal import verifying
from models.people import participants
from models.sessions import planning, roll
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.storage.seals import digest, seal
from models.tables import COORDINATOR, DIRECTION, TRAINER, Frozen, JournalEntry, database
from tests import engines, world
from tests.acts import conftest as acts
from tests.acts.conftest import OWNER

house, role = acts.house, acts.role

psycopg = pytest.importorskip("psycopg")

pytestmark = engines.on_server
BOTH, COORDINATES = {TRAINER, COORDINATOR}, {COORDINATOR}
NOBODY: set[str] = set()

STATEMENTS = {  # statement: who may
    # their own sessions
    "UPDATE attendance SET status = 'absent', minutes = NULL WHERE session_id = {mine} AND person_id = {amina}": BOTH,
    "UPDATE attendance SET status = 'absent' WHERE session_id = {free} AND person_id = {amina}": BOTH,
    "DELETE FROM attendance WHERE session_id = {mine} AND person_id = {amina}": BOTH,
    "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin)"
    " VALUES ('', '', {mine}, {bruno}, 'présent', false, '', 'application')": BOTH,
    "UPDATE session SET theme = 'code' WHERE id = {mine}": BOTH,
    "UPDATE session SET trainer = 'CLAIRE-MARTIN' WHERE id = {free}": BOTH,
    "DELETE FROM session WHERE id = {planned}": BOTH,
    'INSERT INTO session (recorded_at, recorded_by, action_id, code, nature, day, start, "end", theme, trainer, place,'
    " state, group_name, pair, cancel_reason, note, channel) VALUES ('', '', {permis}, 'N', 'atelier', '2026-07-01',"
    " 540, 600, '', 'Claire Martin', '', '', '', '', '', '', '')": BOTH,
    "DELETE FROM person WHERE id = {nobody}": BOTH,
    # another's
    "UPDATE attendance SET status = 'absent' WHERE session_id = {hers} AND person_id = {amina}": COORDINATES,
    "DELETE FROM attendance WHERE session_id = {hers}": COORDINATES,
    "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin)"
    " VALUES ('', '', {hers}, {nobody}, 'présent', false, '', 'application')": COORDINATES,
    "UPDATE attendance SET session_id = {hers2} WHERE session_id = {mine} AND person_id = {amina}": COORDINATES,
    "UPDATE attendance SET session_id = {planned} WHERE session_id = {hers} AND person_id = {amina}": COORDINATES,
    "UPDATE session SET trainer = 'Claire Martin' WHERE id = {hers}": COORDINATES,
    "UPDATE session SET trainer = '' WHERE id = {hers}": COORDINATES,
    "UPDATE session SET trainer = 'Paul Durand' WHERE id = {mine}": COORDINATES,
    "UPDATE session SET state = 'annulée' WHERE id = {hers}": COORDINATES,
    "DELETE FROM session WHERE id = {hers2}": COORDINATES,
    "WITH taken AS (UPDATE session SET trainer = 'Claire Martin' WHERE id = {hers} RETURNING id) UPDATE attendance"
    " SET status = 'absent' FROM taken WHERE session_id = taken.id": COORDINATES,
    "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin)"
    " VALUES ('', '', {hers}, {amina}, 'absent', false, '', 'application')"
    " ON CONFLICT (session_id, person_id) DO UPDATE SET status = 'absent'": COORDINATES,
    "MERGE INTO attendance USING (SELECT 1) AS one ON session_id = {hers} WHEN MATCHED THEN DELETE": COORDINATES,
    # what is derived
    "INSERT INTO kept_deviations (place, entry, day, made, errors, found) VALUES (0, 1, '', '', 0, '')"
    " ON CONFLICT (place) DO UPDATE SET entry = excluded.entry": {TRAINER, COORDINATOR, DIRECTION},
    # what is closed, for a trainer
    "UPDATE session SET theme = 'code' WHERE id = {past}": COORDINATES,
    "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin)"
    " VALUES ('', '', {past}, {amina}, 'présent', false, '', 'application')": COORDINATES,
    "UPDATE session SET day = '2026-01-10' WHERE id = {later}": COORDINATES,
    # people
    "UPDATE person SET last_name = 'X' WHERE id = {amina}": COORDINATES,
    "UPDATE person SET confirmed = true WHERE id = {met}": COORDINATES,
    "UPDATE person SET phone = '06', email = 'a@b', address = 'x' WHERE id = {amina}": BOTH,
    "UPDATE person SET phone = '06', town = 'x' WHERE id = {amina}": COORDINATES,
    "UPDATE person SET phone = '06' WHERE id = {alone}": COORDINATES,
    "DELETE FROM person WHERE id = {alone}": COORDINATES,
    'INSERT INTO person SELECT (jsonb_populate_record(p, \'{{"id": 900, "code": "Z"}}\')).* FROM person AS p'
    " WHERE id = {amina}": COORDINATES,
    'INSERT INTO person SELECT (jsonb_populate_record(p, \'{{"id": 900, "code": "Z"}}\')).* FROM person AS p'
    " WHERE id = {nobody}": BOTH,
    "UPDATE parcours SET exit = '2026-06-30' WHERE id = {stay}": COORDINATES,
    "UPDATE parcours SET confirmed = true WHERE id = {met_stay}": COORDINATES,
    "DELETE FROM parcours WHERE id = {stay}": COORDINATES,
    "DELETE FROM parcours WHERE id = {met_stay}": BOTH,
    "INSERT INTO document (recorded_at, recorded_by, action_id, person_id, kind, day, recipient)"
    " VALUES ('', '', {permis}, {amina}, 'bilan', '2026-06-01', '')": COORDINATES,
    # hours, loans, closings, accounts
    "INSERT INTO movement (recorded_at, recorded_by, action_id, number, day, kind, person_id, minutes, reason, label,"
    " rank) VALUES ('', '', {permis}, 2, '2026-06-02', 'libération', {amina}, 60, 'x', '', 0)": COORDINATES,
    "UPDATE movement SET minutes = 1": NOBODY,
    "DELETE FROM movement": NOBODY,
    "INSERT INTO movement_report (recorded_at, recorded_by, movement_id, referent)"
    " VALUES ('', '', {movement}, '2026-06-02')": COORDINATES,
    "UPDATE movement_report SET referent = '2026-06-02'": NOBODY,  # there is none
    "INSERT INTO loan (recorded_at, recorded_by, moped_id, person_id, departure, due, ending, extension_reason,"
    " professional, purpose, complaint)"
    " VALUES ('', '', {idle}, {amina}, '2026-06-01', '2026-06-10', '', '', '', '', '')": COORDINATES,
    "UPDATE loan SET due = '2026-12-31'": COORDINATES,
    "DELETE FROM loan": COORDINATES,
    "DELETE FROM downtime": COORDINATES,
    "UPDATE moped SET site = 'X'": COORDINATES,
    "UPDATE action SET places = 99": COORDINATES,
    "INSERT INTO closing (recorded_at, recorded_by, action_id, until, signed, reopened)"
    " VALUES ('', '', {permis}, '2026-01-31', 'X', '')": COORDINATES,
    "UPDATE closing SET reopened = 'x'": COORDINATES,
    "DELETE FROM closing": NOBODY,
    "INSERT INTO handed_in (recorded_at, recorded_by, action_id, code, start, day)"
    " VALUES ('', '', {permis}, 'x', '2026-01-01', '2026-02-01')": COORDINATES,
    "DELETE FROM frozen WHERE sent IS NULL": COORDINATES,
    "DELETE FROM frozen WHERE sent IS NOT NULL": NOBODY,
    "UPDATE frozen SET figures = '[]'": NOBODY,
    "UPDATE frozen SET workbook = ''": NOBODY,
    "UPDATE frozen SET sent = '2026-06-30'": COORDINATES,
    "INSERT INTO member (recorded_at, recorded_by, login, name, role) VALUES ('', '', 'x', 'X', 'formateur')": NOBODY,
    "UPDATE member SET role = 'coordinateur'": NOBODY,
    "DELETE FROM member": NOBODY,
    # the journal
    "UPDATE journal_entry SET sentence = 'x', changes = '[]', salt = ''": COORDINATES,  # names erased
    "UPDATE journal_entry SET who = 'x'": NOBODY,
    "UPDATE journal_entry SET login = 'x'": NOBODY,
    "UPDATE journal_entry SET hash = 'x'": NOBODY,
    "UPDATE journal_entry SET previous = '', digest = ''": NOBODY,
    "DELETE FROM journal_entry": NOBODY,
    "DELETE FROM journal_subject": NOBODY,
    "UPDATE journal_subject SET record = 1": NOBODY,
    "INSERT INTO journal_subject VALUES ('Person', {amina}, 1)": NOBODY,
    "INSERT INTO journal_page VALUES (1, 1, '{{}}')": COORDINATES,
    # the tables themselves
    "TRUNCATE movement": NOBODY,
    "TRUNCATE journal_entry CASCADE": NOBODY,
    "DROP TABLE loan": NOBODY,
    "ALTER TABLE movement DISABLE TRIGGER ALL": NOBODY,
    "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_delete": NOBODY,
    "ALTER TABLE attendance DISABLE ROW LEVEL SECURITY": NOBODY,
    "ALTER TABLE session NO FORCE ROW LEVEL SECURITY": NOBODY,
    "ALTER TABLE journal_entry OWNER TO CURRENT_USER": NOBODY,
    "DROP TRIGGER movement_update ON movement": NOBODY,
    "DROP POLICY assidu_update ON attendance": NOBODY,
    "CREATE POLICY mine ON attendance USING (true)": NOBODY,
    "CREATE OR REPLACE FUNCTION assidu_role() RETURNS text LANGUAGE sql AS 'SELECT ''coordinateur'''": NOBODY,
    "DROP FUNCTION assidu_theirs(text) CASCADE": NOBODY,
    "CREATE FUNCTION public.fold(text) RETURNS text LANGUAGE sql AS 'SELECT $1'": NOBODY,
    "CREATE TABLE public.member2 (login text)": NOBODY,
    "CREATE TEMPORARY TABLE member AS SELECT session_user::text AS login, 'coordinateur' AS role": NOBODY,
    "CREATE SCHEMA mine": NOBODY,
    "CREATE TRIGGER mine BEFORE INSERT ON attendance EXECUTE FUNCTION refuse_movement_update()": NOBODY,
    "CREATE RULE mine AS ON INSERT TO journal_entry DO INSTEAD NOTHING": NOBODY,
    "CREATE INDEX mine ON movement (minutes)": NOBODY,
    "CREATE EXTENSION file_fdw": NOBODY,
    "UPDATE schema_version SET version = 99": NOBODY,
    # becoming somebody else, going around
    "SET session_replication_role = replica": NOBODY,
    "SET ROLE {owner}": NOBODY,
    "SET SESSION AUTHORIZATION {owner}": NOBODY,
    "SET LOCAL row_security = off; UPDATE attendance SET status = 'absent' WHERE session_id = {hers}": NOBODY,
    "ALTER ROLE CURRENT_USER SUPERUSER": NOBODY,
    "ALTER ROLE CURRENT_USER BYPASSRLS": NOBODY,
    "ALTER ROLE {owner} RENAME TO another": NOBODY,
    "GRANT {owner} TO CURRENT_USER": NOBODY,
    "GRANT UPDATE ON member TO CURRENT_USER; UPDATE member SET role = 'coordinateur'": NOBODY,
    "CREATE ROLE another LOGIN": NOBODY,
    "COPY movement TO PROGRAM 'cat'": NOBODY,
    "COPY movement FROM '/etc/passwd'": NOBODY,
    "SELECT lo_import('/etc/passwd')": NOBODY,
    "SELECT setval('movement_id_seq', 1)": COORDINATES,
    "SELECT nextval('session_id_seq')": BOTH,
    "LOCK TABLE movement IN ACCESS EXCLUSIVE MODE": NOBODY,
    "DO $$ BEGIN EXECUTE 'UPDATE movement SET minutes = 1'; END $$": NOBODY,
    "ALTER DATABASE {base} SET search_path = pg_temp": NOBODY,
    # the turn of whoever writes, and what looks for the act that tells a record
    "LOCK TABLE writer IN EXCLUSIVE MODE": BOTH,
    "LOCK TABLE writer IN ACCESS SHARE MODE": {*BOTH, DIRECTION},
    "INSERT INTO writer DEFAULT VALUES": NOBODY,
    "TRUNCATE writer": NOBODY,
    "DROP TABLE writer": NOBODY,
    "ALTER TABLE writer ADD COLUMN mine text": NOBODY,
    "ALTER TABLE attendance DISABLE TRIGGER attendance_untold": NOBODY,
    "DROP TRIGGER session_untold ON session": NOBODY,
    "DROP FUNCTION act_is_owed() CASCADE": NOBODY,
    "CREATE OR REPLACE FUNCTION act_is_owed() RETURNS boolean LANGUAGE sql AS 'SELECT false'": NOBODY,
    "ALTER FUNCTION act_is_timely(text) SET search_path = pg_temp": NOBODY,
    "ALTER POLICY assidu_insert ON journal_entry WITH CHECK (true)": NOBODY,
    "SET CONSTRAINTS ALL IMMEDIATE; UPDATE session SET theme = 'code' WHERE id = {mine}": NOBODY,
    "SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM attendance WHERE session_id = {mine} AND person_id = {amina}": NOBODY,
    # reading
    "SELECT * FROM journal_entry": {*BOTH, DIRECTION},
    "SELECT * FROM movement, member": {*BOTH, DIRECTION},
    "SELECT * FROM attendance": {*BOTH, DIRECTION},
    "COPY person TO STDOUT": {*BOTH, DIRECTION},
}


@pytest.fixture(scope="module")
def values(house):
    """What the statements name, with a few records more: Claire's in another closed action, someone nobody expects."""
    house.enter(OWNER)
    office = house.office
    for sent in (None, "2026-06-01"):
        Frozen.create(action=office.permis, kind="rapport", start="2026-01-01", end="2026-06-30", sent=sent)
    nobody = world.person("INCONNU", confirmed=False)
    later = world.session(office.past.action, "seance", "12/06/2026", code="S-LATER", trainer="Claire Martin")
    hers2 = world.session(office.permis, "conduite", "14/04/2026", code="S-HERS-2", trainer="Paul Durand")
    told = {name: getattr(office, name).id for name in office.__dataclass_fields__}
    return told | {
        "nobody": nobody.id,
        "later": later.id,
        "hers2": hers2.id,
        "owner": house.logins[OWNER],
        "base": house.base,
    }


def connected(house, role):
    return psycopg.connect(engines.url(house.base, netloc=f"{house.logins[role]}@"))


def done(house, role, statement) -> bool:
    """Whether the server did it, and changed something; nothing is kept."""
    with connected(house, role) as server:
        try:
            if statement.endswith("STDOUT"):
                with server.cursor().copy(statement) as rows:
                    return bool(list(rows))
            return server.execute(statement).rowcount != 0
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException):
            return False
        finally:
            server.rollback()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement(house, values, role, statement):
    assert done(house, role, statement.format(**values)) == (role in STATEMENTS[statement])


def test_a_login_that_is_not_listed_does_not_even_come_in(house, account):
    address = engines.url(house.base, netloc=f"{account()}@")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(address)
    with pytest.raises(CannotOpen, match="votre compte n'a pas de rôle dans cette base"):
        open_database(address)


def forged(**changes):
    """An act told to the journal by hand, its seals right unless ``changes`` spoils them."""
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    told = {
        "id": last.id + 1,
        "at": "2026-06-30 09:00:00",
        "who": "Claire Martin",
        "kind": "note",
        "sentence": 'Une « note »\tde\x7f "plus"\\ é',
        "changes": "[]",
        "undoes": None,
        "login": database.execute_sql("SELECT session_user::text").fetchone()[0],
        "salt": "00",
        "previous": last.hash,
    } | changes
    told.setdefault("digest", digest(told["salt"], told["sentence"], told["changes"]))
    sealed = ("id", "at", "who", "login", "kind", "undoes", "digest", "previous")
    told.setdefault("hash", seal(*(told[name] for name in sealed)))
    return told


FORGERIES: dict[str, dict[str, Any]] = {
    "in another's login": {"login": "postgres"},
    "under another's name": {"who": "Nadia Benali"},
    "out of its turn": {"id": 900},
    "off the chain": {"previous": "0" * 64},
    "with another digest": {"digest": "0" * 64},
    "with another hash": {"hash": "0" * 64},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_journal_takes_only_what_follows_and_is_sealed(house, values, forgery):
    house.enter(TRAINER)
    for changes, taken in (({}, True), (FORGERIES[forgery], False)):
        entry = forged(**changes)
        with connected(house, TRAINER) as server:
            columns = ", ".join("undoes_id" if name == "undoes" else name for name in entry)
            marks = ", ".join(["%s"] * len(entry))
            try:
                server.execute(f"INSERT INTO journal_entry ({columns}) VALUES ({marks})", list(entry.values()))
                assert taken
            except psycopg.errors.InsufficientPrivilege:
                assert not taken
            server.rollback()


def test_taking_a_session_of_nobody_s_to_oneself_then_marking_is_what_a_trainer_does(house, values):
    """Decided: a session that names nobody is anybody's; one that names someone is theirs until a coordinator says."""
    with connected(house, TRAINER) as server:
        assert server.execute(f"UPDATE session SET trainer = 'Claire Martin' WHERE id = {values['free']}").rowcount == 1
        mark = f"UPDATE attendance SET status = 'absent' WHERE session_id = {values['free']}"
        assert server.execute(mark).rowcount == 1
        server.rollback()
        assert server.execute(f"UPDATE session SET trainer = 'Claire Martin' WHERE id = {values['hers']}").rowcount == 0
        mark = f"UPDATE attendance SET status = 'absent' WHERE session_id = {values['hers']}"
        assert server.execute(mark).rowcount == 0
        server.rollback()


def test_a_schema_of_the_login_s_own_changes_nothing(house, values):
    """Even with a table called « member » before Assidu's, were an administrator to let the login make one."""
    login = house.logins[TRAINER]
    engines.ask(f"CREATE SCHEMA {login} AUTHORIZATION {login}", house.base)
    try:
        with connected(house, TRAINER) as server:
            server.execute(f"CREATE TABLE {login}.member AS SELECT session_user::text AS login, 'coordinateur' AS role")
            server.execute(
                f"CREATE FUNCTION {login}.assidu_role() RETURNS text LANGUAGE sql AS 'SELECT ''coordinateur'''"
            )
            assert server.execute("SELECT role FROM member").fetchone() == ("coordinateur",)
            assert server.execute("SELECT assidu_role()").fetchone() == ("coordinateur",)
            mark = f"UPDATE attendance SET status = 'absent' WHERE session_id = {values['hers']}"
            assert server.execute(mark).rowcount == 0
            server.rollback()
    finally:
        engines.ask(f"DROP SCHEMA {login} CASCADE", house.base)


def test_what_the_server_leaves_unwritten_is_refused_and_not_told_as_done(house, values, monkeypatch):
    """Were Assidu ever to let through what the server does not."""
    house.enter(TRAINER)
    monkeypatch.setattr(rights, "refusal", lambda *_: "")
    before = act.last_number()
    for do in (
        lambda: roll.mark(values["hers"], values["amina"], "absent", who="?"),
        lambda: roll.clear(values["hers"], values["amina"], who="?"),
        lambda: planning.correct(planning.stored(values["hers"]), theme="code", who="?"),
        lambda: roll.expect(values["hers"], values["nobody"], begin=True, who="?"),
        lambda: participants.add(last_name="Petit", first_name="Zoé", who="?"),
    ):
        with pytest.raises(Refused, match="votre compte ne permet pas cet acte sur le serveur"):
            do()
    assert act.last_number() == before


def test_nothing_runs_with_another_s_rights_nor_asks_names_again(house):
    told = engines.ask(
        "SELECT proname, prosecdef, prosqlbody IS NOT NULL FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'assidu%'",
        house.base,
    )
    assert len(told) == 11
    assert all((definer, bound) == (False, True) for _, definer, bound in told)


def test_every_table_is_read_whole_by_everyone(house, values, role):
    """Who may read reads everything: no rule hides a row."""
    tables = [
        name for (name,) in engines.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", house.base)
    ]
    for table in tables:
        whole = engines.ask(f'SELECT count(*) FROM "{table}"', house.base)
        with connected(house, role) as server:
            assert server.execute(f'SELECT count(*) FROM "{table}"').fetchall() == whole


def test_what_is_done_through_assidu_still_verifies(house, values):
    house.enter(TRAINER)
    roll.mark(values["mine"], values["amina"], "retard", who="?")
    roll.expect_unknown(values["mine"], "L'Œuvre Ζωή", who="?")
    undo.undo(undo.last_act("Claire Martin"), "?")
    house.enter(DIRECTION)
    verdict = verifying.verify()
    assert [fault for fault in verdict.faults if "Journal" in fault] == []
