"""Names erased: nothing of who they were is left anywhere, and every figure, check and seal is as before."""

import json
import re
from collections import Counter
from contextlib import suppress
from random import Random

import openpyxl
import pytest
from peewee import DatabaseError

from config.settings import Settings
from models.acts import undo
from models.acts.refusals import Refused
from models.export import handing
from models.figures import figures as indicators
from models.hours import pool
from models.journal import undoing, verifying
from models.people import participants
from models.privacy import erasing, forgetting, retention
from models.privacy.anonymous import erased_fields, free_texts
from models.returns import closing, copies, since
from models.rules.checks import deviations
from models.tables import (
    JOURNAL,
    TABLES,
    WRITTEN,
    Action,
    Attendance,
    FormerIdentity,
    JournalEntry,
    Movement,
    Person,
    database,
)
from models.tables.fields import TextField, facts_of
from tests import engines
from tests.privacy.conftest import CODE, EMAIL, FIRST, LAST, PHONE
from tests.soak.verbs import Operator
from tests.world import day

IDENTITY = ("code", "last_name", "first_name", "folded")  # another name takes their place
TRACES = (LAST, LAST.upper(), LAST.lower(), FIRST, "ismerie", PHONE, "06.55.44.33.22", EMAIL, CODE, "enceinte", "tante")


def figures():
    """Every figure of every action, its parts without whose they are; every deviation without what it says."""
    told = {}
    for action in Action.select().order_by(Action.id):
        for one in indicators.figures(action, action.start, action.end):
            told[action.code, one.indicator.id] = (one.value, one.target, one.rate, sorted(one.detail.values()))
    return told, Counter((one.rule, one.action, one.date, one.severity, one.table, one.record) for one in deviations())


def content():
    """Every text of every column of the database, together."""
    rows = []
    for table in TABLES:
        for row in table.select().tuples():
            rows += [
                bytes(cell).decode(errors="replace") if isinstance(cell, (bytes, memoryview)) else str(cell)
                for cell in row
            ]
    return "\n".join(rows)


def test_nothing_of_who_they_were_is_left_and_everything_still_holds(gone, on_day):
    on_day("2030-01-01")
    before, pools = figures(), [(one.id, one.minutes, one.kind) for one in Movement.select()]
    assert all(trace in content() for trace in (LAST, PHONE, EMAIL, CODE, "tante", "enceinte"))
    done = erasing.purge([], [gone], who="Zoé")
    assert [trace for trace in TRACES if trace in content()] == []
    assert figures() == before
    assert [(one.id, one.minutes, one.kind) for one in Movement.select()] == pools
    assert verifying.verify().faults == []
    one = Person.get_by_id(gone.id)
    assert (one.code, one.erased, one.town) == (f"anonyme-{gone.id}", day("01/01/2030"), "Angers")
    assert done.people == [one.code]


def test_somebody_else_of_the_same_acts_keeps_their_name(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    assert "DIALLO Amina : fiche ajoutée" in content()
    assert Person.get(Person.last_name == "Diallo").first_name == "Amina"


def test_a_text_typed_by_hand_is_still_there_without_its_words(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    mark = Attendance.get(Attendance.person == gone)
    assert mark.note == "effacé"
    assert mark.session.note == f"vu avec anonyme-{gone.id}, anonyme-{gone.id}"
    assert Movement.get(Movement.person == gone).reason == "effacé"


def test_a_movement_of_somebody_else_stays_as_it_is_even_when_it_names_them(gone, on_day):
    amina = Person.get(Person.last_name == "Diallo")
    moved_for = pool.grant(
        Action.get(code="PERMIS"), amina, 60, day("02/06/2026"), f"laissée par {FIRST} {LAST}", who="Zoé"
    )
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    assert Movement.get_by_id(moved_for.id).reason == f"laissée par {FIRST} {LAST}"
    assert verifying.verify().faults == []


def test_a_name_erased_does_not_come_back(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    with pytest.raises(Refused, match="la purge ne s'annule pas"):
        undoing.take_back(undo.last_act("Zoé"), "Zoé")
    with pytest.raises(Refused, match="ont été effacés"):
        retention.hold(gone, "trop tard", who="Zoé")


def test_an_act_taken_back_after_the_purge_brings_no_name_back(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    for entry in list(JournalEntry.select().where(JournalEntry.who == "Claire").order_by(JournalEntry.id.desc())):
        with suppress(Refused):
            undoing.take_back(entry, "Claire")
    assert [trace for trace in TRACES if trace in content()] == []
    assert verifying.verify().faults == []


def test_erasing_one_then_another_keeps_the_chain_whole(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    amina = Person.get(Person.last_name == "Diallo")
    before = figures()
    erasing.purge([], [amina], who="Zoé")
    assert figures() == before
    assert "Amina" not in content()
    assert verifying.verify().faults == []


def test_a_closed_action_changes_neither_figures_nor_seals(gone, on_day):
    on_day("2026-12-31")
    closing.close(Action.get(code="PERMIS"), day("31/12/2026"), "Mme Roy", who="Claire")
    on_day("2030-01-01")
    before = figures()
    erasing.purge([], [gone], who="Zoé")
    assert figures() == before
    assert verifying.verify().faults == []


def test_what_was_sent_loses_the_name_keeps_its_figures_and_verifies(gone, on_day, tmp_path):
    on_day("2027-01-01")
    action, path = Action.get(code="PERMIS"), tmp_path / "x.xlsx"
    copy = handing.export_sent(action, action.start, action.end, path, "Claire", "X", day("01/01/2027"))
    closing.close(action, day("31/12/2026"), "Mme Roy", who="Claire")
    before, counted = cells(path), [one["value"] for one in copies.figures_of(copy)]
    assert CODE in copy.figures
    assert erasing.purge([], [gone], who="Zoé").copies == 2  # the export, and the figures at the closing
    copy = copies.copy_of(action, copy.id)
    assert [one.before["id"] for one in since.since(copy) if one.moved] == []
    assert [one["value"] for one in copies.figures_of(copy)] == counted
    assert verifying.verify().faults == []
    assert f"anonyme-{gone.id}" in copy.figures
    path.write_bytes(copies.workbook_of(copy))
    after = cells(path)
    assert [trace for trace in TRACES if any(trace in str(cell) for cell in after)] == []
    assert numbers(after) == numbers(before)
    assert any("Diallo Amina" in str(cell) for cell in after)


def cells(path):
    """Every cell of a workbook, as a reader of files sees it."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def numbers(found):
    return [cell for cell in found if not isinstance(cell, str)]


@engines.on_file
def test_the_very_bytes_of_the_file_hold_no_name_any_more(gone, on_day, tmp_path):
    on_day("2030-01-01")
    files = [tmp_path / f"assidu.db{end}" for end in ("", "-wal")]
    assert any(PHONE.encode() in file.read_bytes() for file in files)
    erasing.purge([], [gone], who="Zoé")
    assert forgetting.forget()
    raw = b"".join(file.read_bytes() for file in files if file.exists())
    assert [trace for trace in TRACES if trace.encode() in raw] == []


def test_the_database_lets_only_the_words_of_an_erased_person_s_movement_go(gone, on_day):
    movement = Movement.get(Movement.person == gone)
    for change in ({"reason": "effacé"}, {"reason": "autre"}, {"minutes": 1}, {"day": "2026-01-01"}):
        with pytest.raises(DatabaseError), database.atomic():
            Movement.update(**change).where(Movement.id == movement.id).execute()
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    for change in ({"reason": "autre"}, {"minutes": 1}):
        with pytest.raises(DatabaseError), database.atomic():
            Movement.update(**change).where(Movement.id == movement.id).execute()


def test_a_birth_is_rounded_as_far_as_no_age_changes(gone, on_day):
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    assert Person.get_by_id(gone.id).birth == day("01/04/1990")  # 20/03, 05/01… are before, nothing from 1/4 to 17/5


def test_a_namesake_who_stays_keeps_the_name_everywhere(gone, on_day):
    twin = participants.add(last_name=LAST, first_name=FIRST, who="Claire")
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    assert (Person.get_by_id(twin.id).last_name, Person.get_by_id(twin.id).first_name) == (LAST, FIRST)
    added = JournalEntry.select().where(JournalEntry.sentence.contains("fiche ajoutée"))
    assert [one.sentence for one in added].count(f"{LAST.upper()} {FIRST} : fiche ajoutée") == 1
    assert verifying.verify().faults == []


def test_somebody_who_had_that_name_once_keeps_what_is_told_of_them(gone, on_day):
    was = participants.add(last_name=LAST, first_name=FIRST, who="Claire")
    participants.correct(was, last_name="Autrement", code="AUTREMENT-I", who="Claire")
    on_day("2030-01-01")
    erasing.purge([], [gone], who="Zoé")
    told = [change for (text,) in JournalEntry.select(JournalEntry.changes).tuples() for change in json.loads(text)]
    names = [one["after"]["last_name"] for one in told if one.get("table") == "Person" and one["after"]["id"] == was.id]
    assert names == [LAST, "Autrement"]


def test_every_text_of_a_person_is_either_kept_for_a_figure_or_erased():
    """A new text of a table that points to a person goes, unless it is said here that a figure reads it."""
    for key in (None, *Person._meta.backrefs):
        model = key.model if key else Person
        fields = model._meta.fields
        kept = {name for name, field in fields.items() if facts_of(field).kept}
        assert kept <= set(free_texts(model))
        assert not kept & set(erased_fields(model))
        typed = {name for name, field in fields.items() if isinstance(field, TextField)}
        assert typed - set(free_texts(model)) <= {*WRITTEN, *(IDENTITY if model in (Person, FormerIdentity) else ())}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 20))
def test_whatever_happened_erasing_anybody_changes_no_figure(year, seed, monkeypatch):
    year("2026-12-31")
    dice = Random(seed)
    zoe = Operator(dice, "Zoé")
    with database.atomic():
        for _ in range(120):
            with suppress(Refused):
                if dice.random() < 0.15 and (entry := undo.last_act("Zoé")):
                    undoing.take_back(entry, "Zoé")
                else:
                    zoe.act()
    monkeypatch.setenv("ASSIDU_TODAY", "2035-01-01")
    whole = list(Person.select().where(Person.erased.is_null()))
    chosen = dice.sample(whole, 25)
    told = {text for one in chosen for text in (one.phone, one.email, one.caf_number, one.code) if len(text) > 4}
    ids = {one.id for one in chosen}
    others = [change for (text,) in JournalEntry.select(JournalEntry.changes).tuples() for change in json.loads(text)]
    sides = [side for one in others if one.get("table") == "Person" for side in (one["before"], one["after"]) if side]
    known = {side[name] for side in sides if side["id"] not in ids for name in ("phone", "code")}
    known |= {text for one in whole if one.id not in ids for text in (one.phone, one.code)}
    before = figures()
    for some in (chosen[:10], chosen[10:]):
        erasing.purge([], some, retention.removed(Settings()), who="Zoé")
        assert verifying.verify().faults == []
        assert figures() == before
    left = content()
    assert [text for text in told - known if re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", left)] == []


def test_a_record_removed_long_ago_is_erased_from_the_journal_too(base, on_day):
    on_day("2026-06-30")
    participants.remove(participants.add(last_name=LAST, first_name=FIRST, who="Claire"), who="Claire")
    on_day("2028-06-29")
    assert retention.removed(Settings()) == []
    on_day("2028-06-30")
    assert erasing.purge([], [], retention.removed(Settings()), who="Zoé").people == ["anonyme-1"]
    assert [trace for trace in TRACES if trace in content()] == []
    assert verifying.verify().faults == []
    assert retention.removed(Settings()) == []


def test_no_table_of_the_journal_is_left_out():
    assert {table.__name__ for table in JOURNAL} == {"JournalEntry", "JournalSubject", "JournalPage"}
