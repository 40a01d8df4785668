"""What falls due beside loans, stays and blocks: first interviews, contracts, steps, échelles, returns."""

from threading import get_ident

import pytest

from models.duties.due import due
from models.tables import Action, Attendance, Contract, Document, Ede, HandedIn, Liaison, Step
from tests.world import day, person, session, stay


def told(kind, until=""):
    return [
        (f"{one.date:%d/%m/%Y}", one.message, one.overdue)
        for one in due(day(until) if until else None)
        if one.kind == kind
    ]


def action(convention, code, start="01/09/2025", end="31/08/2026"):
    return Action.create(code=code, convention=convention, start=day(start), end=day(end))


@pytest.fixture
def cers(house):
    """An action of CERS of the Pas-de-Calais, on 15 April 2026."""
    return action("cd62-cers", "CERS")


@pytest.fixture
def social(house):
    """An action of Référence RSA of Maine-et-Loire."""
    return action("cd49-reference-rsa", "SOCIAL")


def test_two_months_after_the_orientation_come_the_interview_the_contract_and_the_echelle(cers):
    stay(cers, person("A"), "24/02/2026", oriented=day("20/02/2026"))

    assert [date for date, _, _ in told("entretien")] == ["20/04/2026"]
    assert told("entretien")[0][1].startswith("A Test (CERS) : ")
    assert told("contrat")[0][0] == "20/04/2026"
    assert told("contrat")[0][1].endswith("à signer avant le 20/04/2026 inclus")
    assert told("échelle")[0][0] == "20/04/2026"


def test_what_is_done_is_due_no_more(cers):
    someone = person("A")
    stay(cers, someone, "24/02/2026", oriented=day("20/02/2026"))
    held = session(cers, "premier-entretien", "10/03/2026")
    Attendance.create(session=held, person=someone, status="présent")
    assert told("entretien") == []

    Ede.create(action=cers, person=someone, day=day("10/03/2026"))
    assert told("échelle") == []

    made = {"action": cers, "person": someone, "kind": "cers", "end": day("14/09/2026")}
    contract = Contract.create(start=day("15/03/2026"), status="en préparation", **made)
    assert len(told("contrat")) == 1
    contract.status = "validé"
    contract.save()
    assert told("contrat") == []


@pytest.mark.parametrize(
    ("start", "signed", "due"),
    [
        ("20/02/2026", None, False),
        ("20/02/2026", "20/02/2026", False),
        ("20/02/2026", "19/02/2026", True),
        ("19/02/2026", "20/02/2026", True),
    ],
)
def test_a_contract_of_another_action_begun_and_signed_since_the_orientation_is_enough(cers, start, signed, due):
    someone = person("A")
    stay(cers, someone, "24/02/2026", oriented=day("20/02/2026"))
    other = action("cd62-cers", "AILLEURS")
    values = {"start": day(start), "end": day("20/08/2026"), "signed": signed and day(signed)}
    Contract.create(action=other, person=someone, kind="cers", **values)
    assert len(told("contrat")) == due


def test_what_was_done_in_a_parcours_before_is_to_be_done_again(cers):
    someone = person("A")
    stay(cers, someone, "01/09/2025", "31/12/2025")
    stay(cers, someone, "24/02/2026", oriented=day("20/02/2026"))
    held = session(cers, "premier-entretien", "31/12/2025")
    line = Attendance.create(session=held, person=someone, status="présent")
    assert len(told("entretien")) == 1

    line.session = session(cers, "premier-entretien", "01/01/2026")
    line.save()
    assert told("entretien") == []


def test_an_opinion_is_awaited_a_month_after_the_request(cers):
    someone = person("A")
    asked = next(one for one in cers.spec.liaison_kind if one.opinion)
    fiche = Liaison.create(action=cers, person=someone, kind=asked.code, day=day("31/03/2026"))
    assert told("avis") == [("30/04/2026", f"A Test (CERS) : avis attendu le 30/04/2026, {asked.label}", False)]

    fiche.opinion = "favorable"
    fiche.save()
    assert told("avis") == []


def test_nothing_is_due_after_the_end_of_the_action(house):
    short = action("cd62-cers", "COURTE", "01/01/2026", "19/04/2026")
    stay(short, person("A"), "24/02/2026", oriented=day("20/02/2026"))
    assert told("entretien") == []


def test_an_interview_missed_does_not_count(cers):
    someone = person("A")
    stay(cers, someone, "24/02/2026", oriented=day("20/02/2026"))
    held = session(cers, "premier-entretien", "10/03/2026")
    Attendance.create(session=held, person=someone, status="absent")
    assert len(told("entretien")) == 1


def test_a_delay_past_for_a_month_is_left_to_the_deviations(cers, on_day):
    stay(cers, person("A"), "24/02/2026", oriented=day("20/02/2026"))
    on_day("2026-05-20")
    assert [late for _, _, late in told("entretien")] == [True]
    on_day("2026-05-21")
    assert told("entretien") == []


def test_a_contract_that_ends_is_to_renew_after_a_new_echelle(cers):
    someone = person("A")
    stay(cers, someone, "15/10/2025", oriented=day("10/10/2025"))
    Ede.create(action=cers, person=someone, day=day("25/10/2025"))
    old = {"action": cers, "person": someone, "kind": "cers", "signed": day("30/10/2025")}
    Contract.create(start=day("01/11/2025"), end=day("30/04/2026"), **old)

    assert [(date, late) for date, _, late in told("contrat")] == [("30/04/2026", False)]
    assert told("contrat")[0][1].endswith("finit le 30/04/2026, à renouveler")
    assert told("échelle") == [
        ("30/04/2026", "A Test (CERS) : échelle de distance à remplir avant le 30/04/2026", False)
    ]

    Ede.create(action=cers, person=someone, day=day("10/04/2026"))
    assert told("échelle") == []

    Contract.create(action=cers, person=someone, kind="cers", start=day("01/05/2026"), end=day("30/08/2026"))
    assert told("contrat") == []


def test_a_contract_ended_stays_overdue_while_the_person_is_there(cers):
    someone = person("A")
    one = stay(cers, someone, "15/10/2025")
    Contract.create(action=cers, person=someone, kind="cers", start=day("01/11/2025"), end=day("28/02/2026"))
    assert (
        told("contrat") == [("28/02/2026", "A Test (CERS) : CERS a fini le 28/02/2026, à renouveler", True)]
        or told("contrat")[0][2]
    )

    one.exit, one.exit_type = day("28/02/2026"), "emploi"
    one.save()
    assert told("contrat") == []


def test_a_contract_broken_rejected_or_that_lasts_as_long_as_the_action_is_not_to_renew(cers):
    common = {"action": cers, "kind": "cers", "start": day("01/11/2025"), "end": day("30/04/2026")}
    for code, said in (("A", {"broken": day("01/03/2026")}), ("B", {"status": "rejeté"}), ("C", {"end": cers.end})):
        someone = person(code)
        stay(cers, someone, "15/10/2025")
        Contract.create(person=someone, **common | said)
    assert told("contrat", until="31/12/2026") == []


@pytest.mark.parametrize(("status", "renewed"), [("en préparation", False), ("rejeté", False), ("en validation", True)])
def test_a_draft_or_a_rejected_renewal_renews_nothing(cers, status, renewed):
    someone = person("A")
    stay(cers, someone, "15/10/2025")
    common = {"action": cers, "person": someone, "kind": "cers"}
    Contract.create(start=day("01/11/2025"), end=day("30/04/2026"), **common)
    Contract.create(start=day("01/05/2026"), end=day("31/10/2026"), status=status, **common)
    assert [date for date, _, _ in told("contrat")] == ([] if renewed else ["30/04/2026"])


def test_a_review_twelve_months_after_the_orientation(social):
    someone = person("A")
    stay(social, someone, "01/09/2025", oriented=day("05/05/2025"))
    assert [date for date, _, _ in told("étape")] == ["05/05/2026"]

    Step.create(action=social, person=someone, kind="epl", day=day("02/04/2026"))
    assert told("étape") == []


def test_a_return_without_due_day_is_there_from_the_end_of_its_period_and_never_late(social):
    dates = [(date, late) for date, _, late in told("rapport")]
    assert dates == [("01/10/2025", False), ("01/01/2026", False), ("01/04/2026", False)]
    assert told("rapport")[-1][1].endswith("1er trimestre 2026, à remettre, sans date limite")


def test_a_return_handed_in_is_due_no_more_and_a_late_one_until_it_is(nord):
    assert [date for date, _, _ in told("rapport")] == ["10/02/2026", "10/03/2026", "10/04/2026", "10/05/2026"]
    HandedIn.create(action=nord.action, code="rapport-mensuel", start=day("01/03/2026"), day=day("09/04/2026"))
    assert [date for date, _, _ in told("rapport")] == ["10/02/2026", "10/03/2026", "10/05/2026"]


def test_the_calendar_reaches_as_far_as_asked(nord):
    dates = [date for date, _, _ in told("rapport", until="10/07/2026")]
    assert dates == ["10/02/2026", "10/03/2026", "10/04/2026", "10/05/2026", "10/06/2026", "10/07/2026"]


def test_a_planned_end_is_recalled(nord):
    stay(nord.action, person("Z"), "01/04/2026", planned_end=day("30/04/2026"))
    assert told("séjour") == [("30/04/2026", "Z Test (NORD-I1) : fin prévue le 30/04/2026", False)]


def test_a_document_is_recalled_up_to_its_day(house, on_day):
    adse = action("cd49-adse-a-simple", "ADSE", "01/01/2026", "31/12/2026")
    someone = person("A")
    stay(adse, someone, "20/03/2026")
    labels = [adse.spec.document_label("contrat"), "Planning remis au participant"]
    due = [("20/04/2026", f"A Test (ADSE) : {label}, à faire avant le 20/04/2026 inclus", False) for label in labels]
    assert sorted(told("document")) == sorted(due)

    on_day("2026-04-21")  # from then on it is a deviation
    assert told("document") == []

    on_day("2026-04-15")
    Document.create(action=adse, person=someone, kind="contrat", day=day("10/04/2026"))
    assert told("document") == due[1:]
    Document.create(action=adse, person=someone, kind="planning", day=day("10/04/2026"))
    assert told("document") == []


def test_renewals_lengthen_a_stay(house):
    cea = action("cea-8", "CEA", "01/09/2025", "31/08/2027")
    someone = person("A")
    stay(cea, someone, "20/10/2025")
    assert [date for date, _, _ in told("séjour")] == ["20/04/2026"]  # six months

    Step.create(action=cea, person=someone, kind="renouvellement", day=day("10/04/2026"))
    assert told("séjour") == []
    assert [date for date, _, _ in told("séjour", until="31/12/2026")] == ["20/10/2026"]  # six more

    Step.create(action=cea, person=someone, kind="renouvellement", day=day("14/04/2026"))
    assert [date for date, _, _ in told("séjour", until="31/12/2026")] == ["20/10/2026"]  # the last must be validated
    Step.create(action=cea, person=someone, kind="validation-cea", day=day("15/04/2026"))
    assert [date for date, _, _ in told("séjour", until="31/12/2027")] == ["20/04/2027"]


def test_the_calendar_takes_as_many_queries_for_one_person_as_for_twenty(cers, caplog):
    def queries():
        caplog.clear()
        found = due()
        return len(found), len(caplog.records)

    stay(cers, person("A"), "24/02/2026", oriented=day("20/02/2026"))
    caplog.set_level("DEBUG", logger="peewee")
    few, before = queries()
    for number in range(19):
        stay(cers, person(f"P{number}"), "24/02/2026", oriented=day("20/02/2026"))
    many, after = queries()
    assert (few, many) == (3, 60)
    assert after == before


def test_the_calendar_takes_as_many_queries_for_one_action_as_for_five(house, caplog):
    def queries():
        caplog.clear()
        due()
        return sum(one.thread == get_ident() for one in caplog.records)  # not those of who follows a server beside

    def add(number):
        ai = action("cd49-ai", f"AI{number}")
        someone = person(f"P{number}")
        stay(ai, someone, "02/11/2025")
        held = session(ai, "module-1", "03/11/2025")
        Attendance.create(session=held, person=someone, status="présent")

    add(0)
    caplog.set_level("DEBUG", logger="peewee")
    before = queries()
    for number in range(1, 5):
        add(number)
    assert queries() == before
    assert len(told("bloc")) == 5
