"""Every register: entered, told, corrected, removed, put back; and what none of them lets through."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act
from models.journal import timeline
from models.journal.undoing import take_back
from models.people import parcours, participants
from models.registers import facts, sentences
from models.tables import (
    REGISTERS,
    Contact,
    Contract,
    EligibilityCheck,
    Evaluation,
    FollowUp,
    Immersion,
    Introduction,
    Job,
    Liaison,
    Obstacle,
    Parcours,
    PlanLine,
    Prescription,
    ProjectState,
    Training,
    WorkedHours,
    database,
    fields_of,
)
from tests import world
from tests.registers import every
from tests.world import day

EACH = pytest.mark.parametrize("table", REGISTERS, ids=lambda table: table.__name__)


@pytest.fixture
def action(base, tmp_path):
    return every.action(tmp_path)


@pytest.fixture
def amina(action):
    amina = world.person("P1")
    world.stay(action, amina, "12/01/2026")
    return amina


def added(table, action, person, **more):
    whom = {"person": person} if table is EligibilityCheck else {"action": action, "person": person}
    return facts.add(table, who="Claire", **(whom | every.FACTS[table][0] | more))


def test_a_contract_is_not_called_one_twice(base):
    coaching, amina = world.action("cd59-ii2-coaching"), world.person("P1")
    world.stay(coaching, amina, "12/01/2026")
    cer = added(Contract, coaching, amina, kind="cer", status="", renewal=None)
    assert sentences.describe(cer) == "Contrat d'engagement réciproque (CER) jusqu'au 31/07/2026"


@EACH
def test_a_fact_of_any_register_is_added_told_corrected_removed_and_put_back(table, action, amina):
    fact = added(table, action, amina)
    assert sentences.describe(fact) == every.FACTS[table][1]
    assert facts.of_action(table, action) == [fact]
    for text in [field.name for field in fields_of(table) if field.default == "" and not field.choices][-1:]:
        fact = facts.correct(fact, who="Claire", **{text: "  corrigé  "})
        assert getattr(table.get(), text) == "corrigé"
    facts.remove(fact, who="Claire")
    assert table.select().count() == 0
    take_back(last_act("Claire"), "Claire")
    assert sentences.day_of(table.get()) == sentences.day_of(fact)


@EACH
def test_a_field_that_must_be_there_is_named_when_it_is_empty(table, action, amina):
    for name in every.FACTS[table][0]:
        field = table._meta.fields[name]
        if not field.null and field.default is None:
            empty = "" if isinstance(every.FACTS[table][0][name], str) else None
            with pytest.raises(Refused, match=f"^« {_escaped(field)} » est à remplir"):
                added(table, action, amina, **{name: empty})
    assert table.select().count() == 0


@EACH
def test_a_value_out_of_a_closed_list_is_refused_with_the_list(table, action, amina):
    for field in fields_of(table):
        if field.choices:
            with pytest.raises(Refused, match=f"« {_escaped(field)} » ne peut pas être « zut »"):
                added(table, action, amina, **{field.name: "zut"})
    assert table.select().count() == 0


@EACH
def test_only_what_may_be_ahead_is_after_today(table, action, amina):
    if table is WorkedHours:
        with pytest.raises(Refused, match="« Mois » ne peut pas être juillet 2026, qui n'a pas commencé"):
            added(table, action, amina, month="2026-07")
        return
    tomorrow = {table.dated: day("01/07/2026")}
    if table._meta.fields[table.dated].facts.ahead:
        end = {"end": day("31/12/2026")} if "end" in table._meta.fields else {}
        assert added(table, action, amina, **tomorrow, **end)
    else:
        with pytest.raises(Refused, match="ne peut pas être le 01/07/2026, après aujourd'hui"):
            added(table, action, amina, **tomorrow)


def _escaped(field):
    return field.verbose_name.replace("(", r"\(").replace(")", r"\)")


IMPOSSIBLE = [
    (Immersion, {"end": day("01/03/2026")}, r"« Fin » \(01/03/2026\) précède « Début » \(02/03/2026\)"),
    (Contract, {"broken": day("31/01/2026")}, r"« Rompu le » \(31/01/2026\) précède « Début » \(01/02/2026\)"),
    (Contract, {"kind": "cddi"}, "« Contrat » ne peut pas être « cddi », .* au choix : cer, ppae"),
    (Contract, {"weekly": 0}, r"« Durée hebdomadaire \(h\) » ne peut pas être inférieur à 1"),
    (Job, {"weekly": 169 * 60}, "dépasse les 168 h d'une semaine"),
    (Training, {"minutes": -1}, "« Heures » ne peut pas être négatif"),
    (WorkedHours, {"training": 6001}, r"« Dont formation \(h\) » \(100 h 01\) dépasse « Heures » \(100 h\)"),
    (FollowUp, {"reached": True}, "« Joint » et « Injoignable » ne vont pas ensemble"),
    (FollowUp, {"months": 0}, r"« Échéance \(mois\) » ne peut pas être inférieur à 1"),
    (Obstacle, {"outcome": ""}, "« Clos le » et « Issue » vont ensemble"),
    (Obstacle, {"closed": day("19/01/2026")}, "« Clos le » .* précède « Repéré le »"),
    (ProjectState, {"rome": "1102D"}, "« ROME » s'écrit d'une lettre de A à N"),
    (
        Evaluation,
        {"level": "C1"},
        "« Niveau » ne peut pas être « C1 » sur l'échelle « Niveau de langue » ; .* A1, A2, B1",
    ),
    (Evaluation, {"subject": "gestes"}, "« Domaine » ne peut pas être « gestes » .* au choix : oral, écrit"),
    (Liaison, {"reason": "Ailleurs"}, "« Motif » ne peut pas être « Ailleurs »"),
    (PlanLine, {"code": "A"}, "« Code » ne peut pas être « A », .* au choix : A.1"),
    (PlanLine, {"code": "B"}, "« Code » ne peut pas être « B »"),
    (Prescription, {"answered": day("04/01/2026")}, "« Réponse le » .* précède « Date »"),
]


@pytest.mark.parametrize(("table", "more", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_told_by_the_headers_of_its_fields(table, more, sentence, action, amina):
    with pytest.raises(Refused, match=sentence):
        added(table, action, amina, **more)
    fact = added(table, action, amina)
    with pytest.raises(Refused, match=sentence):
        facts.correct(fact, who="Claire", **more)
    assert sentences.describe(table.get()) == every.FACTS[table][1]


def test_a_life_with_every_register_is_told_in_order_by_as_many_queries_however_long(action, amina, monkeypatch):
    for table in REGISTERS:
        added(table, action, amina)
    lines = timeline.of_person(amina)
    assert {line.told for line in lines} >= {told for _, told in every.FACTS.values()}
    assert [line.day for line in lines] == sorted((line.day for line in lines), reverse=True)

    asked = []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda *query, **more: asked.append(query) or execute(*query, **more)
    )
    timeline.of_person(amina)
    once = len(asked)
    for table, field in ((Contract, "start"), (Introduction, "day"), (Job, "start")):
        for number in range(1, 9):
            added(table, action, amina, **{field: day(f"0{number}/05/2026")})
    asked.clear()
    timeline.of_person(amina)
    assert len(asked) == once


def test_a_domain_and_a_level_are_stored_as_their_scale_writes_them(action, amina):
    """Reading E-10, at the keyboard: when it is added, and when only one of the two is corrected."""
    one = added(Evaluation, action, amina, subject="  Oral ", level="a-2")
    assert (one.subject, one.level) == ("oral", "A2")
    one = facts.correct(one, who="Claire", subject="ECRIT")
    assert (one.subject, one.level) == ("écrit", "A2")
    one = facts.correct(one, who="Claire", level="b 1")
    assert (one.subject, one.level) == ("écrit", "B1")
    one = facts.correct(one, who="Claire", scale="autonomie", level="MOYENNE", subject="au Travail")
    assert (one.subject, one.level) == ("au Travail", "moyenne")


def test_what_was_typed_before_is_proposed_the_most_frequent_first(action, amina):
    for number, employer in enumerate(("Leroy", "Martin", "Martin", "Abadie"), 1):
        added(Introduction, action, amina, day=day(f"0{number}/03/2026"), employer=employer)
    assert facts.typed_before(Introduction, "employer") == ["Martin", "Abadie", "Leroy"]
    assert facts.typed_before(Introduction, "means") == []


def test_the_registers_last_written_in_come_first(action, amina):
    added(Contract, action, amina)
    added(Job, action, amina)
    added(Contract, action, amina, start=day("01/03/2026"))
    added(EligibilityCheck, action, amina)
    assert facts.last_used("Claire") == [("EligibilityCheck", None), ("Contract", action.id), ("Job", action.id)]
    assert facts.last_used("Paul") == []


@EACH
def test_a_parcours_that_holds_facts_is_not_removed(table, action, amina):
    added(table, action, amina)
    stay = Parcours.get()
    if table in (EligibilityCheck, Prescription, Contact):  # one belongs to no action, others may be of someone refused
        parcours.remove(stay, who="Claire")
        assert Parcours.select().count() == 0
        return
    with pytest.raises(Refused, match=f"a des lignes au registre « {table.register} »"):
        parcours.remove(stay, who="Claire")


@EACH
def test_someone_with_facts_is_not_removed(table, action, amina):
    added(table, action, amina)
    Parcours.delete().execute()
    with pytest.raises(Refused, match="dépendent de celui-ci"):
        participants.remove(amina, who="Claire")
