"""What a server refuses when a transaction ends: what no act tells, whoever writes it and with whatever program."""

import json
from collections.abc import Iterator

import pytest

from models.acts import undo
from models.acts.act import plain
from models.journal import verifying
from models.sessions import roll
from models.storage.opening import open_database
from models.storage.seals import digest, seal
from models.storage.untold import MESSAGE
from models.tables import COORDINATOR, TRAINER, Attendance, JournalEntry, Member, Session, database
from tests import engines
from tests.acts import conftest as acts
from tests.acts.conftest import OWNER
from tests.storage.test_server_schema import before_12

house = acts.house

psycopg = pytest.importorskip("psycopg")

pytestmark = engines.on_server
SAID = MESSAGE.replace("''", "'")
MARK = (
    "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin)"
    " VALUES ('2026-06-30 09:00:00', 'Claire Martin', {mine}, {bruno}, 'présent', false, '', 'application')"
)
BY_HAND = [
    MARK,
    "UPDATE attendance SET status = 'absent' WHERE session_id = {mine} AND person_id = {amina}",
    "UPDATE attendance SET recorded_by = 'Nadia Benali' WHERE session_id = {mine} AND person_id = {amina}",
    "DELETE FROM attendance WHERE session_id = {mine} AND person_id = {amina}",
    "UPDATE session SET theme = 'code' WHERE id = {mine}",
    "DELETE FROM session WHERE id = {planned}",
    "DELETE FROM parcours WHERE id = {met_stay}",
    "SAVEPOINT one; UPDATE session SET theme = 'code' WHERE id = {mine}; RELEASE SAVEPOINT one",
    "DO $$ BEGIN UPDATE session SET theme = 'code' WHERE id = {mine}; END $$",
]


@pytest.fixture
def values(house) -> dict[str, int]:
    house.enter(OWNER)
    return {name: getattr(house.office, name).id for name in house.office.__dataclass_fields__}


@pytest.fixture
def psql(house) -> Iterator:
    """The server as the trainer has it with psql."""
    with psycopg.connect(engines.url(house.base, netloc=f"{house.logins[TRAINER]}@")) as server:
        yield server
        server.rollback()


@pytest.mark.parametrize("role", [TRAINER, COORDINATOR])
@pytest.mark.parametrize("statement", BY_HAND)
def test_what_no_act_tells_is_refused_at_the_end(house, values, role, statement):
    before = [plain(one) for model in (Session, Attendance) for one in model.select().order_by(model.id)]
    with psycopg.connect(engines.url(house.base, netloc=f"{house.logins[role]}@")) as server:
        server.execute(statement.format(**values))
        with pytest.raises(psycopg.errors.RaiseException, match=SAID):
            server.commit()
    assert [plain(one) for model in (Session, Attendance) for one in model.select().order_by(model.id)] == before


def told(values, after=(), **more):
    """The record a mark by hand makes of Bruno, and the entry that tells it, as Assidu would but for ``more``."""
    number = database.execute_sql("SELECT max(id) + 1 FROM attendance").fetchone()[0]
    record = {
        "id": number,
        "session": values["mine"],
        "person": values["bruno"],
        "status": "présent",
        "minutes": None,
        "estimated": False,
        "note": "",
        "origin": "application",
        "recorded_at": "2026-06-30 09:00:00",
        "recorded_by": "Claire Martin",
    }
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    change = {"table": "Attendance", "before": None, "after": record | dict(after)}
    entry = {
        "id": last.id + 1,
        "at": "2026-06-30 09:00:00",
        "who": "Claire Martin",
        "kind": "mark",
        "sentence": "BRUNO Test : présent, Leçon de conduite du 12/03/2026",
        "changes": json.dumps([change], ensure_ascii=False),
        "undoes": None,
        "login": "",
        "salt": "00",
        "previous": last.hash,
    } | more
    return record, entry


def write(psql, values, told, subject=True):
    """Marks by hand and tells it by hand."""
    record, entry = told
    entry["login"] = psql.execute("SELECT session_user::text").fetchone()[0]
    entry["digest"] = digest(entry["salt"], entry["sentence"], entry["changes"])
    sealed = ("id", "at", "who", "login", "kind", "undoes", "digest", "previous")
    entry["hash"] = seal(*(entry[name] for name in sealed))
    psql.execute(
        MARK.replace("attendance (", "attendance (id, ")
        .replace("VALUES (", f"VALUES ({record['id']}, ")
        .format(**values)
    )
    columns = ", ".join("undoes_id" if name == "undoes" else name for name in entry)
    marks = ", ".join(["%s"] * len(entry))
    psql.execute(f"INSERT INTO journal_entry ({columns}) VALUES ({marks})", list(entry.values()))
    if subject:
        psql.execute("INSERT INTO journal_subject VALUES ('Attendance', %s, %s)", (record["id"], entry["id"]))


def test_what_is_told_as_assidu_tells_it_is_kept(house, values, psql):
    write(psql, values, told(values))
    psql.execute("SET CONSTRAINTS ALL IMMEDIATE")  # refused here already, were it not
    psql.rollback()


@pytest.mark.parametrize(
    "more",
    [
        {"changes": "[]"},
        {"after": {"status": "absent"}, "sentence": "BRUNO Test : absent, Leçon de conduite du 12/03/2026"},
        {"after": {"minutes": 5}},
        {"after": {"id": 900}},
    ],
)
def test_told_otherwise_than_it_is_it_is_refused_at_the_end(house, values, psql, more):
    write(psql, values, told(values, **more))
    with pytest.raises(psycopg.errors.RaiseException, match=SAID):
        psql.commit()


def test_an_act_that_does_not_speak_of_the_record_tells_nothing(house, values, psql):
    write(psql, values, told(values), subject=False)
    with pytest.raises(psycopg.errors.RaiseException, match=SAID):
        psql.commit()


@pytest.mark.parametrize(
    "more",
    [
        {"at": "2020-01-01 09:00:00", "after": {"recorded_at": "2020-01-01 09:00:00"}},
        {"at": "2099-01-01 09:00:00", "after": {"recorded_at": "2099-01-01 09:00:00"}},
        {"at": "hier", "after": {"recorded_at": "hier"}},
        {"after": {"recorded_at": "2026-06-29 09:00:00"}},
        {"after": {"recorded_by": "Nadia Benali"}},
        {"kind": "purge"},
        {"kind": "import"},
        {"kind": "session"},
        {"kind": "minutes"},
        {"kind": "undo"},
        {"kind": "close"},
        {"sentence": "AMINA Test : présent, Leçon de conduite du 12/03/2026"},
        {"sentence": "BRUNO Test : absent, Leçon de conduite du 12/03/2026"},
        {"sentence": "BRUNO Test : présent, Leçon de conduite du 13/03/2026"},
        {"sentence": "2 personnes : présent, Leçon de conduite du 12/03/2026"},
        {"sentence": "rien"},
    ],
)
def test_a_kind_a_moment_an_author_or_a_sentence_of_one_s_own_is_refused(house, values, psql, more):
    record, entry = told(values, **more)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="journal_entry"):
        write(psql, values, (record, entry))


def test_what_was_told_and_undone_is_not_told_any_more(house, values, psql):
    """Doing again by hand what the journal told, once it was taken back."""
    house.enter(TRAINER)
    roll.mark(values["mine"], values["amina"], "absent", who="?")
    marked = Attendance.get(Attendance.session == values["mine"], Attendance.person == values["amina"])
    undo.undo(undo.last_act("Claire Martin"), "?")
    psql.execute(
        "UPDATE attendance SET status = %s, minutes = %s, recorded_at = %s, recorded_by = %s WHERE id = %s",
        (marked.status, marked.minutes, marked.recorded_at, marked.recorded_by, marked.id),
    )
    with pytest.raises(psycopg.errors.RaiseException, match=SAID):
        psql.commit()


def test_an_act_taken_back_before_the_end_tells_nothing(house, values, psql):
    record, entry = told(values)
    psql.execute("SAVEPOINT one")
    write(psql, values, (record, entry))
    psql.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; ROLLBACK TO SAVEPOINT one")
    psql.execute(MARK.format(**values))
    psql.execute("SAVEPOINT two")
    psql.execute("RELEASE SAVEPOINT two")
    with pytest.raises(psycopg.errors.RaiseException, match=SAID):
        psql.commit()


def test_tables_of_one_s_own_are_not_asked_instead(house, values):
    """Were an administrator to let the login make some."""
    login = house.logins[TRAINER]
    engines.ask(f"CREATE SCHEMA {login} AUTHORIZATION {login}", house.base)
    try:
        with psycopg.connect(engines.url(house.base, netloc=f"{login}@")) as server:
            for table in ("journal_entry", "journal_subject"):
                server.execute(f"CREATE TABLE {login}.{table} AS SELECT * FROM public.{table}")
            server.execute(f"CREATE FUNCTION {login}.strpos(text, text) RETURNS integer LANGUAGE sql AS 'SELECT 1'")
            server.execute(MARK.replace("attendance", "public.attendance").format(**values))
            with pytest.raises(psycopg.errors.RaiseException, match=SAID):
                server.commit()
    finally:
        engines.ask(f"DROP SCHEMA {login} CASCADE", house.base)


def test_whoever_owns_the_tables_is_above_it_and_verify_tells(house, values):
    before = verifying.verify().faults
    with psycopg.connect(engines.url(house.base)) as server:
        number = server.execute(MARK.format(**values) + " RETURNING id").fetchone()[0]
        server.commit()
        assert f"Attendance n° {number} n'est raconté par aucun acte" in " ".join(
            set(verifying.verify().faults) - set(before)
        )
        server.execute("DELETE FROM attendance WHERE id = %s", (number,))


def test_the_rows_of_one_act_are_each_looked_for(house, values):
    """All present, in one act: as many records as people."""
    house.enter(TRAINER)
    assert roll.mark_rest_present(values["mine"], who="?")
    undo.undo(undo.last_act("Claire Martin"), "?")


def test_nothing_asks_names_again(house):
    told = engines.ask(
        "SELECT prosecdef, prosqlbody IS NOT NULL OR proconfig[1] LIKE 'search_path=%, pg_temp' FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND (proname LIKE 'act_is_%' OR proname LIKE '%_untold')",
        house.base,
    )
    assert told == [(False, True)] * 9


def test_a_server_of_before_has_it_once_its_owner_has_opened_it(base, tmp_path):
    base.execute_sql("DROP TABLE writer; DROP FUNCTION act_is_told CASCADE")
    for table in ("attendance", "session", "person", "parcours", "printed", "sheet_seen"):
        base.execute_sql(f"DROP FUNCTION refuse_{table}_untold CASCADE")
    base.execute_sql("CREATE POLICY assidu_insert ON journal_entry FOR INSERT WITH CHECK (false)")
    before_12(base)
    base.execute_sql("UPDATE schema_version SET version = 10")
    account = f"claire_{engines.unique()}"
    engines.ask(f"CREATE ROLE {account} LOGIN")
    try:
        engines.ask(f"GRANT SELECT, INSERT ON journal_entry TO {account}", base.database)
        Member.create(login=account, name="Claire", role=TRAINER, recorded_at="", recorded_by="")
        base.close()
        engine = open_database(engines.address(tmp_path))
        may = "SELECT has_table_privilege(%s, 'writer', %s)"
        assert [engine.execute_sql(may, (account, one)).fetchone()[0] for one in ("SELECT", "DELETE", "INSERT")] == [
            True,
            True,
            False,
        ]
        assert not [fault for fault in verifying.verify().faults if fault.startswith("Base")]
        said = "SELECT pg_get_expr(polwithcheck, polrelid) FROM pg_policy WHERE polname = 'assidu_insert'"
        said += " AND polrelid = 'journal_entry'::regclass"
        assert "act_is_told" in engine.execute_sql(said).fetchone()[0]
        engine.close()
    finally:
        engines.ask(f"DROP OWNED BY {account}", engines.name_of(engines.address(tmp_path)))
        engines.ask(f"DROP ROLE {account}")
