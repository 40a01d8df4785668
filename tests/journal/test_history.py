"""What happened to a record, told in words."""

import pytest

from models.acts import act as journal
from models.acts import undo
from models.journal import history
from models.journal.undoing import take_back
from models.people import parcours, participants
from models.registers import facts
from models.sessions import roll
from models.tables import JOURNAL, TABLES, Contract, Parcours, Person
from models.tables.fields import facts_of
from tests import world
from tests.registers import every
from tests.world import day

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def action(tmp_path, base):
    return every.action(tmp_path)


@pytest.fixture
def amina():
    return participants.add(last_name="Diallo", first_name="Amina", who="Claire")


def told(acts):
    """The sentences, the latest first."""
    return [one.sentence for one in acts]


class TestDifferences:
    def test_each_field_is_named_as_on_the_forms_with_its_values_as_they_are_read(self, action, amina):
        one = parcours.enter(action, amina, day("12/01/2026"), planned_end=day("12/03/2026"), who="Claire")
        parcours.correct(one, planned_end=day("30/04/2026"), group="Matin", who="Karim")
        found = history.of_record("Parcours", one.id)
        assert found[0].differences == ("fin prévue : 12/03/2026 → 30/04/2026", "groupe : (vide) → Matin")
        assert (found[0].who, found[0].undone) == ("Karim", "")
        assert found[1].differences[:2] == (f"action : {action.code}", "participant : DIALLO Amina")

    def test_a_mark_changed(self, action, amina):
        parcours.enter(action, amina, day("12/01/2026"), who="Claire")
        session = world.session(action, action.spec.nature[0].code, "12/03/2026")
        roll.mark(session, amina, "absent", who="Nadia")
        roll.mark(session, amina, "présent", minutes=45, who="Karim")
        last = history.of_mark(session.id, amina.id)[0]
        assert last.differences == ("statut : absent → présent", "minutes : (vide) → 45 min")

    def test_every_field_of_every_table_has_a_french_name(self):
        missing = [
            f"{model.__name__}.{name}"
            for model in TABLES
            if model not in JOURNAL
            for name, field in model._meta.fields.items()
            if not facts_of(field).hidden and not field.facts.header
        ]
        assert missing == []


class TestGathering:
    def test_a_persons_page_gathers_what_is_about_them_and_nothing_else(self, action, amina):
        bruno = participants.add(last_name="Lefèvre", first_name="Bruno", who="Claire")
        for one in (amina, bruno):
            parcours.enter(action, one, day("12/01/2026"), who="Claire")
        session = world.session(action, action.spec.nature[0].code, "12/03/2026")
        for one in (amina, bruno):
            roll.expect(session, one, who="Nadia")
        roll.mark_rest_present(session, who="Nadia")
        found = history.of_person(amina.id)
        assert [one.kind for one in found] == ["mark", "expect", "enter", "person"]
        assert found[0].differences[0] == "statut : prévu → présent"
        assert not any("LEFÈVRE" in line for one in found for line in one.differences)

    def test_an_action_tells_its_parcours_and_not_the_facts_of_each(self, action, amina):
        parcours.enter(action, amina, day("12/01/2026"), who="Claire")
        facts.add(
            Contract, action=action, person=amina, kind=action.spec.contract_kind[0].code, start=day("12/01/2026"),
            who="Claire",
        )  # fmt: skip
        assert [one.kind for one in history.of_action(action.id)] == ["enter"]
        assert len(history.journal(("Action", action.id))) == 2

    def test_an_act_taken_back_says_when_and_by_whom(self, amina):
        participants.correct(Person.get(), town="Angers", who="Claire")
        take_back(undo.last_act("Claire"), "Claire")
        found = history.of_person(amina.id)
        assert found[0].sentence.startswith("Défait : ")
        assert found[0].differences == ("commune : Angers → (vide)",)
        assert found[1].undone.startswith("annulé le 30/06/2026 à ") and found[1].undone.endswith("par Claire")
        take_back(undo.last_undone("Claire"), "Claire")
        found = history.of_person(amina.id)
        assert found[1].undone.startswith("rétabli le ")

    def test_a_number_used_again_has_not_the_history_of_the_former(self, action, amina):
        with journal.Act("person", "Seul : ajouté", "Claire") as act:
            lone = act.insert(Person, code="SEUL", last_name="Seul", first_name="", folded="seul")
        participants.remove(lone, who="Claire")
        with journal.Act("person", "Autre : ajouté", "Claire") as act:
            other = Person.create(id=lone.id, code="AUTRE", last_name="Autre", first_name="", folded="autre")
            act.note(other, None, journal.plain(other))
        assert told(history.of_person(lone.id)) == ["Autre : ajouté"]

    def test_a_record_taken_over_tells_the_workbook_it_comes_from(self, amina):
        with journal.Act("import", "Reprise de suivi.xlsx", "Claire") as act:
            known = Person.create(
                code="R1", last_name="Repris", first_name="", folded="repris", recorded_at=act.at, recorded_by="Claire"
            )
            columns = [field.column_name for field in Person._meta.sorted_fields]
            act.note_rows(Person, columns, [], [[getattr(known, field.name) for field in Person._meta.sorted_fields]])
        assert told(history.of_person(known.id)) == ["Repris : suivi.xlsx"]
        participants.correct(Person.get_by_id(known.id), town="Angers", who="Karim")
        assert told(history.of_person(known.id))[1] == "Repris : suivi.xlsx"

    def test_a_long_history_costs_no_more_queries_than_a_short_one(self, action, amina, queries):
        parcours.enter(action, amina, day("12/01/2026"), who="Claire")
        sessions = [world.session(action, action.spec.nature[0].code, f"{one:02}/03/2026") for one in range(1, 29)]
        roll.mark(sessions[0], amina, "absent", who="Nadia")
        few = queries(lambda: history.of_person(amina.id))
        for one in sessions:
            roll.mark(one, amina, "présent", who="Nadia")
        assert queries(lambda: history.of_person(amina.id)) == few
        assert Parcours.select().count() == 1
