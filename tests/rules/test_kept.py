"""What deviates is kept from one look to the next, and worked out again where an act, the day or a text moved it."""

import zlib

import pytest

from config import settings
from config.settings import Settings
from models.acts.act import Act
from models.acts.undo import last_act
from models.journal.undoing import take_back
from models.journal.verifying import verify
from models.people import actions
from models.privacy import erasing
from models.rules import checks, kept
from models.rules.kept import BETWEEN
from models.sessions import roll
from models.tables import Action, KeptDeviations, Loan, Moped, Parcours, Person, Session, database
from tests.world import action, check, day, loan, mark, moped, person, session, stay, told


@pytest.fixture
def worked(monkeypatch):
    """The places worked out from the records since the last asking: the codes of their actions, '' between them."""
    found: list[int] = []
    work_out = checks._worked_out

    def asked():
        codes = {BETWEEN: "", **dict(Action.select(Action.id, Action.code).tuples())}
        places = [codes[place] for place in found]
        found.clear()
        return places

    monkeypatch.setattr(checks, "_worked_out", lambda place: found.append(place) or work_out(place))
    return asked


@pytest.fixture
def office(keeping, base):
    """Ana is in two actions of AI that share a window, in two ADSE, and has borrowed in two parks; Cyd in one AI."""
    ana, bob, cyd = (person(name, birth=day("15/02/2000")) for name in ("ANA", "BOB", "CYD"))
    for code, nature, on in (("AI1", "module-2", "10/02/2026"), ("AI2", "module-2", "20/02/2026")):
        where = action("cd49-ai", code=code)
        stay(where, ana)
        mark(session(where, nature, on, trainer="Karim", code=f"S-{code}"), ana)
    beside = action("cd49-ai", code="AI3")
    stay(beside, cyd)
    mark(session(beside, "module-2", "12/02/2026", trainer="Zoé", code="S-AI3"), cyd)
    for who in (ana, cyd):
        check(who, "05/01/2026", "FAJ")
    stay(action("cd49-adse-a-renforce", code="R1", places=8), ana, "05/01/2026", "01/03/2026")
    stay(action("cd49-adse-b", code="R2"), ana, "02/03/2026")
    for code, back in (("P1", "10/03/2026"), ("P2", "20/03/2026")):
        park = action("cd49-point-mobilite", code=code)
        lent = moped(park, f"{code}-AA", "01/01/2026")
        loan(lent, ana, back.replace("10/", "01/").replace("20/", "10/"), "30/06/2026", back)
    told()
    return ana, bob, cyd


def get(model, **values):
    return model.get(**values)


def changing(record, **values):
    """An act that changes a record, of whatever verb."""
    with Act("correct", "x", "Zoé") as act:
        act.update(record, **values)


def from_records():
    with database.atomic() as transaction:
        KeptDeviations.delete().execute()
        found = checks.deviations(), checks.errors()
        transaction.rollback()
    return found


def look():
    return checks.deviations(), checks.errors()


ACTS = {
    "a session of the other action opens the window later": (
        lambda: changing(get(Session, code="S-AI1"), day=day("25/02/2026")),
        {"AI1", "AI2"},
    ),
    "an absence in the other action": (
        lambda: roll.mark(get(Session, code="S-AI1"), get(Person, code="ANA"), "absent", who="Zoé"),
        {"AI1", "AI2"},
    ),
    "somebody's birth": (
        lambda: changing(get(Person, code="ANA"), birth=day("15/02/1980")),
        {"AI1", "AI2"},
    ),
    "a parcours that runs into the other's": (
        lambda: changing(get(Parcours, action=get(Action, code="R1")), exit=day("02/03/2026")),
        {"R1", "R2"},
    ),
    "an action that ends later": (
        lambda: changing(get(Action, code="R1"), end=day("31/12/2027")),
        set(),
    ),
    "a loan that runs into that of the other park": (
        lambda: changing(get(Loan, ended=day("10/03/2026")), ended=day("11/03/2026")),
        {"P2"},
    ),
    "a trainer in two places at once": (
        lambda: changing(get(Session, code="S-AI3"), day=day("20/02/2026"), trainer="KARIM"),
        {"AI3"},
    ),
}


@pytest.mark.sweep(3)
@pytest.mark.parametrize("what", ACTS)
def test_an_act_moves_what_it_touches_in_every_action(office, what):
    do, moves = ACTS[what]
    before, _ = look()
    do()
    after = look()
    assert after == from_records()
    assert moves <= {one.action for one in set(before) ^ set(after[0])}
    take_back(last_act("Zoé"), "Zoé")
    assert look()[0] == before
    assert verify().faults == []


def test_the_plate_of_a_moped_is_told_in_the_other_park(office):
    changing(get(Loan, ended=day("10/03/2026")), ended=day("11/03/2026"))
    (two,) = [one for one in look()[0] if one.rule == "two-loans"]
    assert "P1-AA" in two.message
    changing(get(Moped, plate="P1-AA"), plate="P1-BB")
    (two,) = [one for one in look()[0] if one.rule == "two-loans"]
    assert "P1-BB" in two.message


def test_what_no_act_touched_is_not_worked_out_again(office, worked):
    look()
    assert worked() == ["AI1", "AI2", "AI3", "P1", "P2", "R1", "R2", ""]
    look()
    assert worked() == []
    roll.mark(get(Session, code="S-AI3"), office[2], "absent", who="Zoé")
    look()
    assert worked() == ["AI3", ""]
    roll.mark(get(Session, code="S-AI1"), office[0], "absent", who="Zoé")
    look()
    assert worked() == ["AI1", "AI2", "P1", "P2", "R1", "R2", ""]
    changing(get(Action, code="R1"), title="autre")
    look()
    assert worked() == ["AI1", "AI2", "AI3", "P1", "P2", "R1", "R2", ""]


def test_one_action_is_looked_at_alone(office, worked):
    one = get(Action, code="AI3")
    assert checks.deviations(one) == [found for found in from_records()[0] if found.action == "AI3"]
    worked()
    checks.deviations(one)
    assert worked() == []
    changing(get(Session, code="S-AI1"), start=600)
    checks.deviations(one)
    assert worked() == [""]
    look()
    assert worked() == ["AI1", "AI2", "P1", "P2", "R1", "R2"]


def test_another_day_is_another_look(office, worked, on_day):
    look()
    worked()
    on_day("2026-07-01")
    assert look() == from_records()
    assert "AI3" in worked()


def test_a_convention_the_region_or_the_program_changed(keeping, under, tmp_path, worked, monkeypatch):
    where = under()
    session(where, "entretien", "03/04/2026", code="F")
    told()
    assert [one.rule for one in look()[0]] == ["roll-not-called"]
    worked()
    settings.save(Settings(operator="Ici", user="Zoé", region="6AE"), tmp_path)  # Good Friday is a holiday in Alsace
    assert sorted(one.rule for one in look()[0]) == ["public-holiday", "roll-not-called"]
    assert worked() == [""]
    monkeypatch.setattr(kept, "_program", lambda: "another")
    look()
    assert worked() == ["A", ""]


def test_what_was_kept_by_others_is_read_only_when_it_can_be(office, worked):
    found = look()
    for wrong in (b"", b"[]", zlib.compress(b"{}"), zlib.compress(b"[[],[[0]]]"), zlib.compress(b"[" * 9999)):
        KeptDeviations.update(found=wrong).execute()
        assert look()[0] == found[0]


def test_nothing_is_kept_of_an_act_that_is_taken_back(office, worked):
    before = look()
    with database.atomic() as transaction:
        changing(get(Session, code="S-AI3"), day=day("25/02/2026"))
        assert look() != before
        transaction.rollback()
    assert look() == before


def test_names_that_are_erased_are_not_kept(office):
    look()
    assert KeptDeviations.select().count() == 8
    erasing.purge([], [office[1]], who="Zoé")
    assert KeptDeviations.select().count() == 0


def test_what_was_kept_of_an_action_goes_with_it(office):
    gone = actions.add(code="R3", convention="cd49-adse-b", start=day("01/01/2026"), end=day("31/12/2026"), who="Zoé")
    look()
    assert KeptDeviations.get_or_none(KeptDeviations.place == gone.id)
    actions.remove(gone, who="Zoé")
    look()
    assert not KeptDeviations.get_or_none(KeptDeviations.place == gone.id)
