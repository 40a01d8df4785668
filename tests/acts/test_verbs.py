"""Every verb, tried under every role, against one table of who may."""

import ast
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import models
from config.settings import Settings
from models.acts import act, rights, undo
from models.acts.refusals import Refused
from models.duties import lists, periods
from models.export import indicators
from models.hours import pool
from models.joining import mopeds as joining_mopeds
from models.joining import moving
from models.joining import people as joining
from models.journal import undoing
from models.park import mopeds
from models.people import actions, parcours, participants, publics, twins
from models.printing import papers, sheets
from models.privacy import erasing, retention
from models.registers import facts, motives
from models.returns import closing, copies, handed
from models.rules import explained
from models.rules.deviation import Deviation
from models.sessions import halves, planning, roll, seen
from models.stakes import put_off
from models.stakes.stake import Stake
from models.tables import (
    COORDINATOR,
    DIRECTION,
    TRAINER,
    Document,
    FormerPublic,
    Frozen,
    JournalEntry,
    Movement,
    Parcours,
    database,
)
from models.takeover import process, template
from models.together import roles
from tests import engines
from tests.acts.conftest import OWNER
from tests.world import day

MODELS = Path(models.__file__).parent
TODAY = day("30/06/2026")


def _own_act(office):
    roll.mark(office.mine, office.amina, "absent", who="?")
    return JournalEntry.select().order_by(JournalEntry.id.desc()).get()


def _whole(session):
    return planning.correct(session, start=540, end=1020, who="?")


def _printed(session):
    ready = sheets.of_sessions([[session]], marks=False)
    with tempfile.TemporaryDirectory() as folder:
        papers.write("emargement", ready, Path(folder) / "a.pdf", Settings(), who="?")


def _task(office):
    person = ["2026-06-01", "AMINA", "AMINA", "PERMIS"]
    what: list[Any] = [*person, "suivis", "suivi à 3 mois", "Parcours", office.stay.id, office.amina.id, 3]
    return lists.Task(*what)


def _period(office):
    """A period of which the last day has come: before it, nothing is handed in."""
    return replace(periods.periods(office.permis, office.permis.spec.returns[0])[0], end=TODAY)


def _public_changed(office):
    """A public, then another from June on; gives the change."""
    amina = participants.correct(office.amina, public="RSA", who="?")
    publics.change(amina, "FAJ", day("01/06/2026"), who="?")
    return FormerPublic.get(FormerPublic.person == amina)


def _reinstated(office, session):
    if session.state != "annulée":
        planning.cancel(session, "neige", who="?")
    return planning.reinstate(planning.stored(session.id), who="?")


def _reopened(office):
    return closing.reopen(office.past.action, "erreur", who="?")


def _kept(office):
    kept = (office.permis, copies.RETURN, day("01/01/2026"), TODAY, copies.Drawn("[]", 0, ""))
    copies.keep(*kept, who="?")
    return copies.keep(*kept, who="?")  # takes the place of the first


def _handed(office):
    handed.hand_in(_period(office), TODAY, who="?")
    return handed.take_back(_period(office), who="?")


def _begun_and_removed(office):
    roll.expect(office.mine, office.alone, begin=True, who="?")
    return parcours.remove(Parcours.get(person=office.alone), who="?")


def _held_and_released(office):
    retention.hold(office.amina, "litige", who="?")
    return retention.release_hold(office.amina, who="?")


LINE = motives.Line("écart", "exit-type", "Parcours", 1, TODAY)
DEVIATION = Deviation("exit-type", "error", "PERMIS", "AMINA", TODAY, "…", "", "", "Parcours", 1)
STAKE = Stake("objectif", "…", "", "PERMIS", "PERMIS", "Action", 1, TODAY)


def _motive_taken_back(office):
    motives.give(LINE, "avis", told="Écart expliqué", who="?")
    motives.take_back(LINE, told="Écart sans explication", who="?")


def _explained_no_more(office):
    explained.explain(DEVIATION, "avis", who="?")
    explained.take_back(DEVIATION, who="?")


def _put_back(office):
    put_off.put_off(STAKE, day("01/08/2026"), "panne", who="?")
    put_off.take_back(STAKE, who="?")


def _told_apart_and_asked(office):
    twins.tell_apart(office.amina, office.bruno, who="?")
    return twins.ask_again(office.amina, office.bruno, who="?")


def _reached_and_back(office):
    participants.correct(office.amina, phone="06", who="?")
    return undoing.take_back(JournalEntry.select().order_by(JournalEntry.id.desc()).get(), "?")


def _archived_and_back(office):
    erasing.purge([office.alone], [], who="?")
    return retention.unrestrict(office.alone, who="?")


TRAINERS = {
    "sessions.seen.see": lambda o: seen.see(o.mine.id, who="?"),
    "sessions.halves.split": lambda o: halves.split(_whole(o.mine), 720, 780, who="?"),
    "printing.papers.write": lambda o: _printed(o.mine),  # verb: what a trainer does with it
    "sessions.roll.mark": lambda o: roll.mark(o.mine, o.amina, "absent", who="?"),
    "sessions.roll.mark_rest_present": lambda o: roll.mark_rest_present(o.mine, who="?"),
    "sessions.roll.set_minutes": lambda o: roll.set_minutes(o.mine, o.amina, 60, who="?"),
    "sessions.roll.clear": lambda o: roll.clear(o.mine, o.amina, who="?"),
    "sessions.roll.expect": lambda o: roll.expect(o.mine, o.alone, begin=True, who="?"),
    "sessions.roll.expect_unknown": lambda o: roll.expect_unknown(o.mine, "PETIT Zoé", who="?"),
    "sessions.roll.unexpect": lambda o: roll.unexpect(o.mine, o.met, who="?"),
    "sessions.roll.note": lambda o: roll.note(o.mine, "salle froide", who="?"),
    "sessions.planning.plan": lambda o: planning.plan(
        o.permis, [TODAY], [(540, 600)], nature="atelier", trainer="claire  MARTIN", who="?"
    ),
    "sessions.planning.correct": lambda o: planning.correct(o.mine, theme="priorités", who="?"),
    "sessions.planning.cancel": lambda o: planning.cancel(o.planned, "neige", who="?"),
    "sessions.planning.reinstate": lambda o: _reinstated(o, o.called_off),
    "sessions.planning.remove": lambda o: planning.remove(o.planned, who="?"),
    "acts.undo.undo": lambda o: undo.undo(_own_act(o), "?"),
    "undoing.take_back": lambda o: undoing.take_back(_own_act(o), "?"),
}


def _handed_and_undone(office):
    handed.hand_in(_period(office), TODAY, who="?")
    kept = Frozen.get().figures
    undoing.take_back(undo.last_act(rights.signing("?"), "return"), "?")
    assert (Frozen.get().figures, Frozen.get().sent) == (kept, None)


COORDINATORS = {  # verb: what only a coordinator does with it
    "sessions.planning.substitute": lambda o: planning.substitute(
        o.mine.trainer, "Paul Durand", o.mine.day, o.mine.day, who="?"
    ),
    "people.participants.add": lambda o: participants.add(last_name="Petit", first_name="Zoé", who="?"),
    "people.participants.correct": lambda o: participants.correct(o.amina, town="Saint-Denis", who="?"),
    "people.participants.remove": lambda o: participants.remove(o.alone, who="?"),
    "people.parcours.enter": lambda o: parcours.enter(o.permis, o.alone, TODAY, who="?"),
    "people.parcours.leave": lambda o: parcours.leave(o.stay, TODAY, "emploi", who="?"),
    "people.parcours.renew": lambda o: parcours.renew(o.stay, TODAY, "avis", who="?"),
    "people.parcours.confirm": lambda o: parcours.confirm(o.met_stay, who="?"),
    "people.parcours.correct": lambda o: parcours.correct(o.stay, group="B", who="?"),
    "people.parcours.put_in_group": lambda o: parcours.put_in_group([o.stay], "B", who="?"),
    "people.parcours.remove": lambda o: parcours.remove(parcours.enter(o.permis, o.alone, TODAY, who="?"), who="?"),
    "people.actions.add": lambda o: actions.add(
        code="X", convention="cd93-3b-permis", start=TODAY, end=TODAY.add(days=90), who="?"
    ),
    "people.actions.correct": lambda o: actions.correct(o.permis, title="Permis", who="?"),
    "people.actions.remove": lambda o: actions.remove(
        actions.add(code="X", convention="cd93-3b-permis", start=TODAY, end=TODAY.add(days=90), who="?"), who="?"
    ),
    "people.actions.rename_group": lambda o: actions.rename_group(o.permis, "A", "B", who="?"),
    "returns.closing.close": lambda o: closing.close(o.permis, day("31/01/2026"), "Claire", who="?"),
    "returns.closing.reopen": _reopened,
    "joining.mopeds.join": lambda o: joining_mopeds.join(o.moped, o.idle, who="?"),
    "people.actions.rename_theme": lambda o: actions.rename_theme(o.permis, "code", "priorités", who="?"),
    "joining.moving.move": lambda o: moving.move(o.met_stay, o.park, who="?"),
    "joining.people.join": lambda o: joining.join(o.amina, o.bruno, who="?"),
    "people.publics.change": _public_changed,
    "people.publics.move": lambda o: publics.move(_public_changed(o), day("02/06/2026"), who="?"),
    "people.publics.remove": lambda o: publics.remove(_public_changed(o), who="?"),
    "registers.motives.give": lambda o: motives.give(LINE, "avis", told="Écart expliqué", who="?"),
    "registers.motives.take_back": _motive_taken_back,
    "rules.explained.explain": lambda o: explained.explain(DEVIATION, "avis", who="?"),
    "rules.explained.take_back": _explained_no_more,
    "stakes.put_off.put_off": lambda o: put_off.put_off(STAKE, day("01/08/2026"), "panne", who="?"),
    "stakes.put_off.take_back": _put_back,
    "people.twins.tell_apart": lambda o: twins.tell_apart(o.amina, o.bruno, who="?"),
    "people.twins.ask_again": _told_apart_and_asked,
    "hours.pool.release": lambda o: pool.release(o.permis, o.amina, 60, TODAY, "a fini", who="?"),
    "hours.pool.grant": lambda o: pool.grant(o.permis, o.bruno, 60, TODAY, "examen", who="?"),
    "hours.pool.reverse": lambda o: pool.reverse(o.movement, reason="erreur", who="?"),
    "hours.pool.report": lambda o: pool.report(o.movement, TODAY, None, who="?"),
    "hours.pool.make_again": lambda o: pool.make_again(
        pool.reverse(o.movement, reason="erreur", who="?"), who="?", undoes=o.by_paul
    ),
    "park.mopeds.add": lambda o: mopeds.add(o.park, "ZZ-999-ZZ", TODAY, who="?"),
    "park.mopeds.correct_moped": lambda o: mopeds.correct_moped(o.moped, site="Nord", who="?"),
    "park.mopeds.remove_moped": lambda o: mopeds.remove_moped(o.idle, who="?"),
    "park.mopeds.lend": lambda o: mopeds.lend(o.idle, o.amina, TODAY, TODAY.add(days=30), who="?"),
    "park.mopeds.give_back": lambda o: mopeds.give_back(o.loan, TODAY, who="?"),
    "park.mopeds.lost": lambda o: mopeds.lost(o.loan, TODAY, "vol", who="?"),
    "park.mopeds.extend": lambda o: mopeds.extend(o.loan, o.loan.due.add(days=10), "stage", "Nadia", who="?"),
    "park.mopeds.correct_loan": lambda o: mopeds.correct_loan(o.loan, purpose="stage", who="?"),
    "park.mopeds.cancel_loan": lambda o: mopeds.cancel_loan(o.loan, who="?"),
    "park.mopeds.immobilise": lambda o: mopeds.immobilise(o.idle, TODAY, "pneu", who="?"),
    "park.mopeds.end_downtime": lambda o: mopeds.end_downtime(o.downtime, TODAY, who="?"),
    "park.mopeds.correct_downtime": lambda o: mopeds.correct_downtime(o.downtime, cause="phare", who="?"),
    "park.mopeds.remove_downtime": lambda o: mopeds.remove_downtime(o.downtime, who="?"),
    "registers.facts.add": lambda o: facts.add(
        Document, action=o.permis, person=o.amina, kind="bilan", day=TODAY, who="?"
    ),
    "registers.facts.correct": lambda o: facts.correct(o.document, recipient="référent", who="?"),
    "registers.facts.remove": lambda o: facts.remove(o.document, who="?"),
    "duties.call": lambda o: lists.call(_task(o), situation="emploi", who="?"),
    "duties.give_up": lambda o: lists.give_up(_task(o), who="?"),
    "returns.handed.hand_in": lambda o: handed.hand_in(_period(o), TODAY, who="?"),
    "returns.handed.take_back": _handed,
    "returns.copies.keep": _kept,
    "privacy.retention.hold": lambda o: retention.hold(o.amina, "litige", who="?"),
    "privacy.retention.release_hold": _held_and_released,
    "privacy.retention.unrestrict": _archived_and_back,
    "privacy.erasing.purge": lambda o: erasing.purge([o.alone], [o.amina], who="?"),
}
ELSEWHERE = {  # what is proved apart: on files, on lists of accounts
    "takeover.process.take_over": "test_a_workbook_is_taken_over_by_a_coordinator_only",
    "takeover.process.take_over_sources": "test_a_workbook_is_taken_over_by_a_coordinator_only",
    "journal.restoring.restore": "test_machine.py",
    "together.roles.grant": "test_grant.py",
    "together.roles.remove": "test_grant.py",
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
    "plan for another": lambda o: planning.plan(
        o.permis, [TODAY], [(540, 600)], nature="atelier", trainer="Paul Durand", who="?"
    ),
    "take another's": lambda o: planning.correct(o.hers, trainer="Claire Martin", who="?"),
    "see another's sheet": lambda o: seen.see(o.hers.id, who="?"),
    "print another's sheet": lambda o: _printed(o.hers),
    "make another's free": lambda o: planning.correct(o.hers, trainer="", who="?"),
    "hand over one's own": lambda o: planning.correct(o.mine, trainer="Paul Durand", who="?"),
    "cancel another's": lambda o: planning.cancel(o.hers, "neige", who="?"),
    "withdraw someone another expects": lambda o: parcours.remove(o.met_stay, who="?"),
    "correct how to reach somebody else": lambda o: participants.correct(o.alone, phone="06", who="?"),
    "correct more than how to reach somebody": lambda o: participants.correct(o.amina, phone="06", town="X", who="?"),
    "someone already complete": lambda o: participants.add(
        last_name="Petit", first_name="Zoé", confirmed=True, who="?"
    ),
    "another's act": lambda o: undoing.take_back(o.by_paul, "?"),
    "another's act, under their name": lambda o: undoing.take_back(o.by_paul, "Paul Durand"),
}
ALSO_THEIRS = {  # sessions that name nobody are anybody's
    "mark nobody's": lambda o: roll.mark(o.free, o.amina, "absent", who="?"),
    "take nobody's": lambda o: planning.correct(o.free, trainer="Claire Martin", who="?"),
    "plan for nobody": lambda o: planning.plan(o.permis, [TODAY], [(540, 600)], nature="atelier", who="?"),
    "withdraw a parcours to confirm": _begun_and_removed,
    "correct how to reach somebody of their sessions": lambda o: participants.correct(o.amina, phone="06", who="?"),
    "correct how to reach somebody expected in them": lambda o: participants.correct(
        o.bruno, email="b@exemple.fr", address="1 rue Haute", who="?"
    ),
    "take such a correction back": _reached_and_back,
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
    module = ".".join(file.relative_to(MODELS).with_suffix("").parts).removesuffix(".__init__")
    return {f"{module}.{name}" for name in acting if name != "Act" and not name.startswith("_")}


def test_every_verb_there_is_has_its_line():
    found = set().union(*(verbs_of(file) for file in MODELS.rglob("*.py")))
    assert len(found) > 50
    assert found <= {*TRAINERS, *COORDINATORS, *ELSEWHERE}


def tried(house, role, do):
    """What came of it, and whether anything was written; nothing is kept."""
    house.enter(role)
    office = house.office.again()
    before = act.last_number()
    with database.atomic() as transaction:
        try:
            do(office)
            said = ""
        except Refused as refused:
            said = str(refused)
        written = act.last_number() > before
        transaction.rollback()
    return said, written


@pytest.mark.parametrize("verb", [*TRAINERS, *ALSO_THEIRS])
def test_trainers_and_coordinators_do(house, role, verb):
    said, written = tried(house, role, (TRAINERS | ALSO_THEIRS)[verb])
    if role == DIRECTION:
        assert (said, written) == (
            "Rien n'est enregistré. Votre compte est en lecture seule : demandez à un coordinateur.",
            False,
        )
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
    template.write_template(path)
    report = process.take_over(path, who="?")
    assert bool(report.errors) == (role != COORDINATOR)
    assert all("demandez à un coordinateur" in fault.message for fault in report.errors)


def test_everyone_reads_and_a_trainer_does_not_export(house, role, tmp_path):
    house.enter(role)
    path = tmp_path / "indicateurs.xlsx"
    if role == TRAINER:
        with pytest.raises(Refused, match="Un formateur n'exporte pas : demandez à un coordinateur"):
            indicators.write(house.office.permis, day("01/01/2026"), TODAY, path, "?")
    else:
        indicators.write(house.office.permis, day("01/01/2026"), TODAY, path, "?")
    assert path.exists() == (role != TRAINER)
    assert Movement.select().count() == 1


def test_a_role_is_given_by_whoever_owns_the_tables_or_coordinates_a_file(house, role):
    house.enter(role)
    if role == COORDINATOR and not engines.SERVER:
        roles.refuse_other_than_owner()
    else:
        with pytest.raises(Refused, match="demandez à"):
            roles.refuse_other_than_owner()
    house.enter(OWNER)
    roles.refuse_other_than_owner()
