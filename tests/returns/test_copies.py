"""What a copy holds, what it is compared with later, and what ``verify`` says of it."""

import json
from fractions import Fraction

import pytest

from config import catalogue
from models.acts import undo as journal
from models.acts.refusals import Refused
from models.duties import periods
from models.figures.figures import counted, figures
from models.journal import undoing
from models.journal.verifying import verify
from models.people import parcours, participants
from models.registers import facts
from models.returns import closing, copies, handed, since
from models.sessions import planning, roll
from models.tables import (
    Action,
    Contract,
    FollowUp,
    Frozen,
    HandedIn,
    JournalEntry,
    Person,
    Session,
    WorkedHours,
    database,
)
from tests import world
from tests.rules import own
from tests.world import day, mark, person, session, stay

INDICATOR = """
[[indicator]]
measure = "attended-hours"
id = "heures"
label = "{label}"
unit = "heure"
source = "art. 2"
natures = {natures}
definition = "Heures suivies."

[[returns]]
code = "mensuel"
label = "Rapport mensuel"
every = "mois"
day = 10
source = "art. 3"
"""


def convention(house, natures='["entretien"]', label="Heures d'entretien"):
    write(house, INDICATOR.format(label=label, natures=natures))


def write(house, said):
    """Writes the operator's convention, as read by the next start of the program."""
    own.write(house.home, said)
    catalogue._already.clear()


@pytest.fixture
def essai(house):
    """An action under the operator's own convention: one person, one interview of an hour and a half in March."""
    convention(house)
    action = Action.create(code="ESSAI", convention=own.ID, start=day("01/01/2026"), end=day("31/12/2026"))
    one = person("P1")
    stay(action, one, "05/01/2026")
    mark(session(action, "entretien", "10/03/2026", "9:00", "10:30", code="E1"), one)
    world.told()
    return action


def known(code):
    return Person.get(Person.code == code)


def march(action):
    return next(one for one in periods.periods(action, action.spec.returns[0]) if one.key == "2026-03")


def send(action):
    """Hands the return of March in; gives the copy kept."""
    handed.hand_in(march(action), day("08/04/2026"), who="Claire")
    return Frozen.get(Frozen.action == action)


def test_a_return_is_not_handed_in_before_its_period_has_ended(essai):
    with pytest.raises(Refused, match=r"précède la fin de la période \(mars 2026\), le 31/03/2026"):
        handed.hand_in(march(essai), day("30/03/2026"), who="Claire")
    handed.hand_in(march(essai), day("31/03/2026"), who="Claire")
    assert Frozen.get().sent == day("31/03/2026")


def test_a_copy_holds_exact_figures_their_definition_and_the_records_behind(essai):
    copy = send(essai)
    (held,) = copies.figures_of(copy)

    assert Fraction(held["value"]) == Fraction(3, 2)
    assert (held["id"], held["unit"], held["source"], held["per"]) == ("heures", "heure", "art. 2", 60)
    assert held["detail"] == {"P1": "3/2"}
    assert held["definition"] == {
        "kind": "AttendedHours",
        "id": "heures",
        "label": "Heures d'entretien",
        "unit": "heure",
        "source": "art. 2",
        "natures": ["entretien"],
        "definition": "Heures suivies.",
    }
    (record,) = counted(essai, essai.spec.indicator[0], day("01/03/2026"), day("31/03/2026"))
    assert held["records"] == [["Attendance", record.id, 90]]
    assert (copy.sent, copy.edition, copy.entry) == (day("08/04/2026"), "2026", 1)


def test_the_day_of_a_return_corrected_or_removed_is_that_of_its_copy(essai):
    send(essai)
    handed.hand_in(march(essai), day("09/04/2026"), who="Claire")
    assert [one.sent for one in Frozen.select()] == [day("09/04/2026")]
    handed.take_back(march(essai), who="Claire")
    assert [one.sent for one in Frozen.select()] == [None]
    undoing.take_back(journal.last_act("Claire"), "Claire")
    assert [one.sent for one in Frozen.select()] == [day("09/04/2026")]
    assert verify().faults == []


def test_a_return_handed_in_before_copies_were_kept_is_not_made_up(essai):
    HandedIn.create(action=essai, code="mensuel", start=day("01/03/2026"), day=day("08/04/2026"))
    handed.hand_in(march(essai), day("09/04/2026"), who="Claire")
    assert not Frozen.select().exists()


def test_undoing_passes_over_the_copy_kept_beside(essai):
    participants.add(last_name="Zola", first_name="Émile", who="Claire")
    send(essai)
    undoing.take_back(journal.last_act("Claire"), "Claire")
    undoing.take_back(journal.last_act("Claire"), "Claire")
    assert not HandedIn.select().exists()
    assert [entry.kind for entry in JournalEntry.select().order_by(JournalEntry.id)][-2:] == ["undo", "undo"]


def test_a_definition_changed_after_sending_is_told_and_the_copy_keeps_its_own(essai, house):
    copy = send(essai)
    before = copy.figures
    convention(house, natures='["entretien", "depart"]')
    mark(session(essai, "depart", "12/03/2026", "9:00", "10:00", code="D1"), known("P1"))

    (one,) = since.since(Frozen.get_by_id(copy.id))

    assert one.redefined
    assert one.values == (Fraction(3, 2), Fraction(5, 2))
    assert Frozen.get_by_id(copy.id).figures == before
    assert copies.figures_of(copy)[0]["definition"]["natures"] == ["entretien"]


def test_a_figure_the_convention_no_longer_has(essai, house):
    copy = send(essai)
    write(house, INDICATOR.format(label="x", natures='["fin"]').replace('id = "heures"', 'id = "autre"'))
    (one,) = since.since(copy)
    assert (one.now, one.redefined, one.moved) == (None, True, True)


@pytest.mark.parametrize(
    ("act", "now"),
    [
        (lambda: roll.mark(Session.get(), known("P1").id, "absent", who="Zoé"), 0),
        (lambda: roll.set_minutes(Session.get(), known("P1").id, 30, who="Zoé"), Fraction(1, 2)),
        (lambda: planning.cancel(Session.get(), "grève", who="Zoé"), 0),
        (lambda: planning.correct(Session.get(), end=11 * 60, who="Zoé"), 2),
        (lambda: planning.correct(Session.get(), day=day("02/04/2026"), who="Zoé"), 0),
    ],
)
def test_the_act_that_moved_a_figure_is_told_and_no_other(essai, act, now):
    copy = send(essai)
    participants.correct(known("P1"), town="Lille", who="Yann")
    roll.note(Session.get(), "salle froide", who="Yann")
    act()
    sentence = JournalEntry.select().order_by(JournalEntry.id.desc()).get().sentence

    (one,) = since.since(copy)

    assert one.values == (Fraction(3, 2), Fraction(now))
    assert [(deed.who, deed.sentence) for deed in one.acts] == [("Zoé", sentence)]


def test_the_latest_act_comes_first(essai):
    copy = send(essai)
    roll.mark(Session.get(), known("P1").id, "absent", who="Zoé")
    roll.mark(Session.get(), known("P1").id, "présent", 30, who="Yann")
    (one,) = since.since(copy)
    assert [deed.who for deed in one.acts] == ["Yann", "Zoé"]


def test_a_take_over_that_moved_a_figure_is_told(essai, tmp_path):
    from datetime import date, time

    from models.takeover.process import take_over
    from tests.takeover.conftest import write_xlsx

    copy = send(essai)
    path = tmp_path / "suite.xlsx"
    write_xlsx(
        path,
        {
            "Séances": [
                ["Action", "Séance", "Nature", "Date", "Début", "Fin"],
                ["ESSAI", "E2", "entretien", date(2026, 3, 11), time(9), time(10)],
            ],
            "Présences": [["Action", "Séance", "Participant", "Statut"], ["ESSAI", "E2", "P1", "présent"]],
        },
    )
    assert take_over(path, who="Zoé").errors == []
    (one,) = since.since(copy)
    assert [(deed.who, deed.sentence.split(" :")[0]) for deed in one.acts] == [("Zoé", "Reprise de suite.xlsx")]


def test_what_has_moved_is_read_in_as_many_queries_for_many_as_for_one(essai, queries):
    copy = send(essai)
    counts = []
    for count in (1, 12):
        for rank in range(count):
            one = person(f"N{count}-{rank}")
            stay(essai, one, "05/01/2026")
            seat = session(essai, "entretien", "11/03/2026", "9:00", "10:00", code=f"S{count}-{rank}")
            roll.expect(seat, one, who="Zoé")
            roll.mark(seat, one.id, "présent", who="Zoé")
        counts.append(queries(lambda: since.since(copy)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE frozen SET figures = '[]'", "les chiffres ne sont plus ceux qui ont été envoyés"),
        ("UPDATE frozen SET figures = 'x'", "ses chiffres ne sont plus lisibles"),
        ("UPDATE frozen SET workbook = 'x'", "le classeur n'est plus celui qui a été envoyé"),
        ("UPDATE frozen SET sent = NULL", "Frozen n° 1 a changé sans que le journal le raconte (sent)"),
        ("DELETE FROM frozen", "elle a été envoyée, et n'est plus là"),
        ("UPDATE frozen SET figures = replace(figures, '3/2', '5/2')", "n'est pas la somme des enregistrements"),
    ],
)
def test_verify_tells_a_copy_tampered_with(essai, statement, said):
    send(essai)
    assert verify().faults == []
    database.execute_sql(statement)
    assert any(said in fault for fault in verify().faults)


@pytest.mark.slow
def test_every_figure_of_every_convention_that_is_a_sum_is_that_of_its_records(year):
    year("2026-12-31")
    for action in Action.select():
        held = copies.drawn(action, figures(action, action.start, action.end), action.start, action.end)
        for one in json.loads(held.figures):
            if one["per"]:
                total = sum(quantity for _, _, quantity in one["records"])
                assert Fraction(one["value"]) == Fraction(total, one["per"]), (action.code, one["id"])


def test_someone_who_only_reads_writes_the_file_and_keeps_nothing(essai, tmp_path, monkeypatch):
    from models.acts import rights
    from models.export import handing

    monkeypatch.setattr(rights, "acting", lambda: rights.Acting("dir", "Dir", "direction"))
    handing.hand_over(march(essai), tmp_path / "mars.xlsx", "Dir")
    assert (tmp_path / "mars.xlsx").exists()
    assert not Frozen.select().exists()
    with pytest.raises(Refused, match="Seul un coordinateur note un envoi"):
        handing.hand_over(march(essai), tmp_path / "b.xlsx", "Dir", sent=day("08/04/2026"))
    assert not (tmp_path / "b.xlsx").exists()


def test_what_comes_after_a_closing_is_recorded_and_what_comes_before_is_not(essai):
    there = stay(essai, person("P2"), "05/02/2026")
    dates = {"start": day("10/02/2026"), "end": day("09/08/2026")}
    running = facts.add(Contract, action=essai, person=known("P2"), kind="cer", who="C", **dates)
    closing.close(essai, day("31/03/2026"), "Claire", who="Claire")

    there = parcours.leave(there, day("01/04/2026"), "emploi", contract="CDI", who="C")
    running = facts.correct(running, broken=day("02/04/2026"), reason="emploi", who="C")
    for refused in (
        lambda: parcours.leave(there, day("31/03/2026"), "emploi", contract="CDI", who="C"),
        lambda: parcours.put_in_group([there], "A", who="C"),
        lambda: roll.mark(Session.get(), known("P1").id, "absent", who="C"),
        lambda: roll.note(Session.get(), "mot", who="C"),
        lambda: roll.expect(Session.get(), known("P2"), who="C"),
        lambda: planning.cancel(Session.get(), "grève", who="C"),
        lambda: planning.correct(Session.get(), day=day("02/04/2026"), who="C"),
        lambda: facts.correct(running, start=day("11/02/2026"), who="C"),
    ):
        with pytest.raises(Refused, match="ESSAI est clôturée jusqu'au 31/03/2026"):
            refused()


def test_a_contact_that_reached_nobody_is_made_again_after_the_closing(essai):
    said = {"action": essai, "person": known("P1"), "months": 3, "day": day("10/03/2026")}
    missed = FollowUp.create(reached=False, **said)
    closing.close(essai, day("31/03/2026"), "Claire", who="Claire")
    facts.correct(missed, day=day("14/04/2026"), reached=True, situation="emploi", who="C")
    with pytest.raises(Refused, match="clôturée"):
        facts.correct(FollowUp.get(), day=day("10/03/2026"), who="C")


def test_hours_of_the_last_month_closed_no_longer_change(essai, on_day):
    on_day("2026-05-15")
    closing.close(essai, day("30/04/2026"), "Claire", who="Claire")
    with pytest.raises(Refused, match="clôturée"):
        facts.add(WorkedHours, action=essai, person=known("P1"), month="2026-04", minutes=60, who="C")
    assert facts.add(WorkedHours, action=essai, person=known("P1"), month="2026-05", minutes=60, who="C")


def test_a_persons_profile_still_moves_and_the_copy_tells_it(house):
    where = world.action("cd49-ai")
    stay(where, person("P1", public="RSA"), "05/01/2026")
    closing.close(where, day("31/03/2026"), "Claire", who="Claire")
    participants.correct(known("P1"), public="FAJ", who="Zoé")

    (found,) = [one for one in since.since(Frozen.get()) if one.moved]

    assert found.values == (1, 1)
    assert (found.before["detail"], found.now.detail) == ({"RSA": 1}, {"FAJ": 1})
    assert [deed.who for deed in found.acts] == ["Zoé"]
