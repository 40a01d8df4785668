"""Every verb, tried under every role, against one table of who may."""

import ast
from pathlib import Path

import pytest

from models import (
    actions,
    closing,
    duties,
    erasing,
    export,
    freezing,
    granting,
    hours,
    journal,
    mopeds,
    parcours,
    people,
    records,
    retention,
    returns,
    rights,
    roll,
    sessions,
    takeover,
    undoing,
)
from models.journal import Refused
from models.tables import COORDINATOR, DIRECTION, TRAINER, Document, Frozen, JournalEntry, Movement, Parcours, database
from tests import engines
from tests.figures.world import day
from tests.rights.conftest import OWNER

MODELS = Path(actions.__file__).parent
TODAY = day("30/06/2026")


def _own_act(office):
    roll.mark(office.mine, office.amina, "absent", who="?")
    return JournalEntry.select().order_by(JournalEntry.id.desc()).get()


def _task(office):
    stay = ("2026-06-01", "AMINA", "AMINA", "PERMIS", "suivis", "suivi à 3 mois", "Parcours", office.stay.id)
    return duties.Task(*stay, office.amina.id, 3)


def _period(office):
    return returns.periods(office.permis, office.permis.spec.returns[0])[0]


def _reinstated(office, session):
    if session.state != "annulée":
        sessions.cancel(session, "neige", who="?")
    return sessions.reinstate(sessions.stored(session.id), who="?")


def _reopened(office):
    return closing.reopen(office.past.action, "erreur", who="?")


def _kept(office):
    kept = (office.permis, freezing.RETURN, day("01/01/2026"), TODAY, freezing.Drawn("[]", 0, ""))
    freezing.keep(*kept, who="?")
    return freezing.keep(*kept, who="?")  # takes the place of the first


def _handed(office):
    returns.hand_in(_period(office), TODAY, who="?")
    return returns.take_back(_period(office), who="?")


def _begun_and_removed(office):
    roll.expect(office.mine, office.alone, begin=True, who="?")
    return parcours.remove(Parcours.get(person=office.alone), who="?")


def _held_and_released(office):
    retention.hold(office.amina, "litige", who="?")
    return retention.release_hold(office.amina, who="?")


def _archived_and_back(office):
    erasing.purge([office.alone], [], who="?")
    return retention.unrestrict(office.alone, who="?")


TRAINERS = {  # verb: what a trainer does with it
    "roll.mark": lambda o: roll.mark(o.mine, o.amina, "absent", who="?"),
    "roll.mark_rest_present": lambda o: roll.mark_rest_present(o.mine, who="?"),
    "roll.set_minutes": lambda o: roll.set_minutes(o.mine, o.amina, 60, who="?"),
    "roll.clear": lambda o: roll.clear(o.mine, o.amina, who="?"),
    "roll.expect": lambda o: roll.expect(o.mine, o.alone, begin=True, who="?"),
    "roll.expect_unknown": lambda o: roll.expect_unknown(o.mine, "PETIT Zoé", who="?"),
    "roll.unexpect": lambda o: roll.unexpect(o.mine, o.met, who="?"),
    "roll.note": lambda o: roll.note(o.mine, "salle froide", who="?"),
    "sessions.plan": lambda o: sessions.plan(
        o.permis, [TODAY], [(540, 600)], nature="atelier", trainer="claire  MARTIN", who="?"
    ),
    "sessions.correct": lambda o: sessions.correct(o.mine, theme="priorités", who="?"),
    "sessions.cancel": lambda o: sessions.cancel(o.planned, "neige", who="?"),
    "sessions.reinstate": lambda o: _reinstated(o, o.called_off),
    "sessions.remove": lambda o: sessions.remove(o.planned, who="?"),
    "journal.undo": lambda o: journal.undo(_own_act(o), "?"),
    "undoing.take_back": lambda o: undoing.take_back(_own_act(o), "?"),
}


def _handed_and_undone(office):
    returns.hand_in(_period(office), TODAY, who="?")
    kept = Frozen.get().figures
    undoing.take_back(journal.last_act(rights.signing("?"), "return"), "?")
    assert (Frozen.get().figures, Frozen.get().sent) == (kept, None)


COORDINATORS = {  # verb: what only a coordinator does with it
    "people.add": lambda o: people.add(last_name="Petit", first_name="Zoé", who="?"),
    "people.correct": lambda o: people.correct(o.amina, town="Saint-Denis", who="?"),
    "people.remove": lambda o: people.remove(o.alone, who="?"),
    "parcours.enter": lambda o: parcours.enter(o.permis, o.alone, TODAY, who="?"),
    "parcours.leave": lambda o: parcours.leave(o.stay, TODAY, "emploi", who="?"),
    "parcours.renew": lambda o: parcours.renew(o.stay, TODAY, "avis", who="?"),
    "parcours.confirm": lambda o: parcours.confirm(o.met_stay, who="?"),
    "parcours.correct": lambda o: parcours.correct(o.stay, group="B", who="?"),
    "parcours.put_in_group": lambda o: parcours.put_in_group([o.stay], "B", who="?"),
    "parcours.remove": lambda o: parcours.remove(parcours.enter(o.permis, o.alone, TODAY, who="?"), who="?"),
    "actions.add": lambda o: actions.add(
        code="X", convention="cd93-3b-permis", start=TODAY, end=TODAY.add(days=90), who="?"
    ),
    "actions.correct": lambda o: actions.correct(o.permis, title="Permis", who="?"),
    "actions.remove": lambda o: actions.remove(
        actions.add(code="X", convention="cd93-3b-permis", start=TODAY, end=TODAY.add(days=90), who="?"), who="?"
    ),
    "actions.rename_group": lambda o: actions.rename_group(o.permis, "A", "B", who="?"),
    "closing.close": lambda o: closing.close(o.permis, day("31/01/2026"), "Claire", who="?"),
    "closing.reopen": _reopened,
    "hours.release": lambda o: hours.release(o.permis, o.amina, 60, TODAY, "a fini", who="?"),
    "hours.grant": lambda o: hours.grant(o.permis, o.bruno, 60, TODAY, "examen", who="?"),
    "hours.reverse": lambda o: hours.reverse(o.movement, who="?"),
    "hours.report": lambda o: hours.report(o.movement, TODAY, None, who="?"),
    "hours.make_again": lambda o: hours.make_again(hours.reverse(o.movement, who="?"), who="?", undoes=o.by_paul),
    "mopeds.add": lambda o: mopeds.add(o.park, "ZZ-999-ZZ", TODAY, who="?"),
    "mopeds.correct_moped": lambda o: mopeds.correct_moped(o.moped, site="Nord", who="?"),
    "mopeds.remove_moped": lambda o: mopeds.remove_moped(o.idle, who="?"),
    "mopeds.lend": lambda o: mopeds.lend(o.idle, o.amina, TODAY, TODAY.add(days=30), who="?"),
    "mopeds.give_back": lambda o: mopeds.give_back(o.loan, TODAY, who="?"),
    "mopeds.lost": lambda o: mopeds.lost(o.loan, TODAY, "vol", who="?"),
    "mopeds.extend": lambda o: mopeds.extend(o.loan, o.loan.due.add(days=10), "stage", "Nadia", who="?"),
    "mopeds.correct_loan": lambda o: mopeds.correct_loan(o.loan, purpose="stage", who="?"),
    "mopeds.cancel_loan": lambda o: mopeds.cancel_loan(o.loan, who="?"),
    "mopeds.immobilise": lambda o: mopeds.immobilise(o.idle, TODAY, "pneu", who="?"),
    "mopeds.end_downtime": lambda o: mopeds.end_downtime(o.downtime, TODAY, who="?"),
    "mopeds.correct_downtime": lambda o: mopeds.correct_downtime(o.downtime, cause="phare", who="?"),
    "mopeds.remove_downtime": lambda o: mopeds.remove_downtime(o.downtime, who="?"),
    "records.add": lambda o: records.add(Document, action=o.permis, person=o.amina, kind="bilan", day=TODAY, who="?"),
    "records.correct": lambda o: records.correct(o.document, recipient="référent", who="?"),
    "records.remove": lambda o: records.remove(o.document, who="?"),
    "duties.call": lambda o: duties.call(_task(o), situation="emploi", who="?"),
    "duties.give_up": lambda o: duties.give_up(_task(o), who="?"),
    "returns.hand_in": lambda o: returns.hand_in(_period(o), TODAY, who="?"),
    "returns.take_back": _handed,
    "freezing.keep": _kept,
    "retention.hold": lambda o: retention.hold(o.amina, "litige", who="?"),
    "retention.release_hold": _held_and_released,
    "retention.unrestrict": _archived_and_back,
    "erasing.purge": lambda o: erasing.purge([o.alone], [o.amina], who="?"),
}
ELSEWHERE = {  # what is proved apart: on files, on lists of accounts
    "takeover.take_over": "test_a_workbook_is_taken_over_by_a_coordinator_only",
    "restoring.restore": "test_machine.py",
    "granting.grant": "test_grant.py",
    "granting.remove": "test_grant.py",
}
NOT_THEIRS = {  # what a trainer may not do with a verb of theirs
    "a return, undone": _handed_and_undone,
    "mark another's": lambda o: roll.mark(o.hers, o.amina, "absent", who="?"),
    "mark the rest of another's": lambda o: roll.mark_rest_present(o.hers, who="?"),
    "minutes in another's": lambda o: roll.set_minutes(o.hers, o.amina, 60, who="?"),
    "clear another's": lambda o: roll.clear(o.hers, o.amina, who="?"),
    "name in another's": lambda o: roll.expect(o.hers, o.alone, begin=True, who="?"),
    "someone unknown in another's": lambda o: roll.expect_unknown(o.hers, "PETIT Zoé", who="?"),
    "a note on another's": lambda o: roll.note(o.hers, "salle froide", who="?"),
    "a note on someone in another's": lambda o: roll.note(o.hers, "fatigué", person=o.amina, who="?"),
    "plan for another": lambda o: sessions.plan(
        o.permis, [TODAY], [(540, 600)], nature="atelier", trainer="Paul Durand", who="?"
    ),
    "take another's": lambda o: sessions.correct(o.hers, trainer="Claire Martin", who="?"),
    "make another's free": lambda o: sessions.correct(o.hers, trainer="", who="?"),
    "hand over one's own": lambda o: sessions.correct(o.mine, trainer="Paul Durand", who="?"),
    "cancel another's": lambda o: sessions.cancel(o.hers, "neige", who="?"),
    "withdraw someone another expects": lambda o: parcours.remove(o.met_stay, who="?"),
    "someone already complete": lambda o: people.add(last_name="Petit", first_name="Zoé", confirmed=True, who="?"),
    "another's act": lambda o: undoing.take_back(o.by_paul, "?"),
    "another's act, under their name": lambda o: undoing.take_back(o.by_paul, "Paul Durand"),
}
ALSO_THEIRS = {  # sessions that name nobody are anybody's
    "mark nobody's": lambda o: roll.mark(o.free, o.amina, "absent", who="?"),
    "take nobody's": lambda o: sessions.correct(o.free, trainer="Claire Martin", who="?"),
    "plan for nobody": lambda o: sessions.plan(o.permis, [TODAY], [(540, 600)], nature="atelier", who="?"),
    "withdraw a parcours to confirm": _begun_and_removed,
}


def verbs_of(file: Path) -> set[str]:
    """The functions of a module that open an act, themselves or by a private one of it."""
    functions = {one.name: one for one in ast.parse(file.read_text()).body if isinstance(one, ast.FunctionDef)}
    called = {
        name: {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        for name, node in functions.items()
    }
    acting = {"Act"}
    while more := {name for name, calls in called.items() if name not in acting and calls & acting}:
        acting |= more
    module = file.stem if file.parent == MODELS else file.parent.name
    return {f"{module}.{name}" for name in acting if name != "Act" and not name.startswith("_")}


def test_every_verb_there_is_has_its_line():
    found = set().union(*(verbs_of(file) for file in MODELS.rglob("*.py")))
    assert len(found) > 50
    assert found <= {*TRAINERS, *COORDINATORS, *ELSEWHERE}


def tried(house, role, do):
    """What came of it, and whether anything was written; nothing is kept."""
    house.enter(role)
    office = house.office.again()
    before = journal.last_number()
    with database.atomic() as transaction:
        try:
            do(office)
            said = ""
        except Refused as refused:
            said = str(refused)
        written = journal.last_number() > before
        transaction.rollback()
    return said, written


@pytest.mark.parametrize("verb", [*TRAINERS, *ALSO_THEIRS])
def test_trainers_and_coordinators_do(house, role, verb):
    said, written = tried(house, role, (TRAINERS | ALSO_THEIRS)[verb])
    if role == DIRECTION:
        assert (said, written) == ("Votre compte est en lecture seule : demandez à un coordinateur.", False)
    else:
        assert (said, written) == ("", True)


@pytest.mark.parametrize("verb", [*COORDINATORS, *NOT_THEIRS])
def test_only_coordinators_do(house, role, verb):
    said, written = tried(house, role, (COORDINATORS | NOT_THEIRS)[verb])
    if role == COORDINATOR:
        assert (said, written) == ("", True)
    else:
        assert "demandez" in said
        assert not written
        assert ("lecture seule" in said) == (role == DIRECTION)


def test_who_is_listed_signs_by_that_name_whatever_is_asked(house):
    house.enter(TRAINER)
    with database.atomic() as transaction:
        mark = roll.mark(house.office.mine, house.office.amina, "absent", who="Paul Durand")
        entry = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
        assert (mark.recorded_by, entry.who, entry.login) == ("Claire Martin", "Claire Martin", house.logins[TRAINER])
        transaction.rollback()


def test_a_workbook_is_taken_over_by_a_coordinator_only(house, role, tmp_path):
    path = tmp_path / "reprise.xlsx"
    house.enter(role)
    takeover.write_template(path)
    report = takeover.take_over(path, who="?")
    assert bool(report.errors) == (role != COORDINATOR)
    assert all("demandez à un coordinateur" in fault.message for fault in report.errors)


def test_everyone_reads_and_a_trainer_does_not_export(house, role, tmp_path):
    house.enter(role)
    path = tmp_path / "indicateurs.xlsx"
    if role == TRAINER:
        with pytest.raises(Refused, match="Un formateur n'exporte pas : demandez à un coordinateur"):
            export.write(house.office.permis, day("01/01/2026"), TODAY, path, "?")
    else:
        export.write(house.office.permis, day("01/01/2026"), TODAY, path, "?")
    assert path.exists() == (role != TRAINER)
    assert Movement.select().count() == 1


def test_a_role_is_given_by_whoever_owns_the_tables_or_coordinates_a_file(house, role):
    house.enter(role)
    if role == COORDINATOR and not engines.SERVER:
        granting.refuse_other_than_owner()
    else:
        with pytest.raises(Refused, match="demandez à"):
            granting.refuse_other_than_owner()
    house.enter(OWNER)
    granting.refuse_other_than_owner()
