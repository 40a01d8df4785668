"""What falls due in the next 30 days, and what is overdue. Today is 12 March 2026; the horizon is 11 April."""

from pendulum import Date

from models.duties.due import due
from models.tables import Attendance, EligibilityCheck, HandedIn, Loan, Moped, Parcours
from tests import world
from tests.shell import conftest as shell

house = shell.house


def told(kind):
    return [(item.date.isoformat(), item.message) for item in due() if item.kind == kind]


def test_nothing_falls_due_in_a_quiet_month(house):
    assert due() == []


def test_a_loan_is_due_on_its_planned_return(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    moped = Moped.create(action=point, plate="AB-123-C", in_service="2026-01-01")
    Loan.create(moped=moped, person=house.amina, departure="2026-02-01", due="2026-03-20")

    assert told("prêt") == [("2026-03-20", "DIALLO Amina, AB-123-C : retour prévu le 20/03/2026")]


def test_a_loan_planned_beyond_its_limit_is_due_at_the_limit(house):
    point = world.action("cd49-point-mobilite", "2025-06-01", "2026-12-31", code="PM-26")
    moped = Moped.create(action=point, plate="AB-123-C", in_service="2025-06-01")
    Loan.create(moped=moped, person=house.amina, departure="2025-11-20", due="2026-06-01")

    # four months from 20 November
    assert told("prêt") == [("2026-03-20", "DIALLO Amina, AB-123-C : durée maximale atteinte le 20/03/2026")]


def test_a_moped_given_back_is_due_no_more(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    moped = Moped.create(action=point, plate="AB-123-C", in_service="2026-01-01")
    Loan.create(
        moped=moped,
        person=house.amina,
        departure="2026-02-01",
        due="2026-03-20",
        ended="2026-03-10",
        ending="retour",
    )

    assert told("prêt") == []


def test_a_stay_of_twelve_months_ends(house):
    Parcours.create(action=house.adse, person=house.bruno, entry="2025-03-20")

    assert told("séjour") == [("2026-03-20", "LEFÈVRE Bruno (ADSE-26) : 12 mois de parcours le 20/03/2026")]


def test_a_stay_that_ended_in_time_is_not_due(house):
    Parcours.create(action=house.adse, person=house.bruno, entry="2025-03-20", exit="2026-03-19", exit_type="emploi")

    assert told("séjour") == []


def test_a_follow_up_is_due_three_months_after_the_exit_until_it_is_recorded(house):
    Parcours.update(entry="2025-11-01", exit="2025-12-20", exit_type="emploi").where(
        Parcours.person == house.bruno
    ).execute()

    assert told("suivi") == [("2026-03-20", "LEFÈVRE Bruno (PERMIS-26) : suivi à 3 mois le 20/03/2026")]

    world.follow_up(house.permis, house.bruno, "12/03/2026", True)
    assert told("suivi") == []


def test_a_contact_that_reached_nobody_stays_due_until_it_is_given_up(house):
    Parcours.update(entry="2025-09-01", exit="2025-12-10", exit_type="emploi").where(
        Parcours.person == house.bruno
    ).execute()
    tried = world.follow_up(house.permis, house.bruno, "11/03/2026", False, attempts=2)

    assert told("suivi") == [("2026-03-10", "LEFÈVRE Bruno (PERMIS-26) : suivi à 3 mois le 10/03/2026, 2 essais")]

    tried.unreachable = True
    tried.save()
    assert told("suivi") == []


def test_a_follow_up_not_made_stays_overdue(house):
    Parcours.update(entry="2025-09-01", exit="2025-10-31", exit_type="abandon").where(
        Parcours.person == house.bruno
    ).execute()

    # 31 October + 3 months: 31 January
    assert told("suivi") == [("2026-01-31", "LEFÈVRE Bruno (PERMIS-26) : suivi à 3 mois le 31/01/2026")]


def test_the_bilan_is_due_two_months_after_the_action_until_it_is_handed_in(house):
    adse = world.action("cd49-adse-b", "2025-01-01", "2026-01-31", code="ADSE-25")

    ((day, sentence),) = told("rapport")
    assert day == "2026-03-31"
    assert sentence.startswith("ADSE-25 : Bilan quantitatif, qualitatif et financier")
    assert sentence.endswith("du 01/01/2025 au 31/01/2026, à remettre le 31/03/2026 au plus tard")

    HandedIn.create(action=adse, code="bilan-action", start="2025-01-01", day="2026-03-01")
    assert told("rapport") == []


def test_the_bilan_of_an_action_long_over_stays_due_until_it_is_handed_in(house):
    over = world.action("cd49-adse-b", "2024-01-01", "2024-12-31", code="ADSE-24")

    assert [day for day, _ in told("rapport")] == ["2025-02-28"]

    HandedIn.create(action=over, code="bilan-action", start="2024-01-01", day="2025-03-05")
    assert told("rapport") == []


def test_the_block_of_a_module_ends_six_months_after_the_entry(house):
    ai = world.action("cd49-ai", "2025-06-01", "2026-12-31", code="AI-26")
    Parcours.create(action=ai, person=house.bruno, entry="2025-10-01")

    # [1 October, 1 April[: the last day is 31 March
    assert told("bloc") == [
        ("2026-03-31", "LEFÈVRE Bruno (AI-26) : le bloc d'heures finit le 31/03/2026 (0 h payables)")
    ]

    Parcours.update(renewed="2026-03-10").where(Parcours.action == ai).execute()
    assert told("bloc") == []


def test_a_block_ended_for_a_month_or_not_open_to_someone_is_not_recalled(house):
    ai = world.action("cd49-ai", "2025-06-01", "2026-12-31", code="AI-26")
    Parcours.create(action=ai, person=house.bruno, entry="2025-08-10")  # the last day was 9 February
    assert told("bloc") == []

    Parcours.update(entry="2025-10-01").where(Parcours.action == ai).execute()
    EligibilityCheck.create(person=house.bruno, day=Date(2025, 10, 1), public="FAJ")
    module = world.session(ai, "module-2", "2025-10-02", code="M2")
    Attendance.create(session=module, person=house.bruno, status="présent")
    assert told("bloc") == []


def test_a_block_tells_the_hours_it_pays_so_far(house):
    ai = world.action("cd49-ai", "2025-06-01", "2026-12-31", code="AI-26")
    Parcours.create(action=ai, person=house.bruno, entry="2025-10-01")
    EligibilityCheck.create(person=house.bruno, day=Date(2025, 9, 25), public="RSA")
    # 2 h and 1 h 30 of module 1; 2 h of module 2, which is paid per window, not per block
    for code, nature, end in (("M1", "module-1", 660), ("M2", "module-1", 630), ("M3", "module-2", 660)):
        held = world.session(ai, nature, "2025-11-03", code=code, end=end)
        Attendance.create(session=held, person=house.bruno, status="présent")

    (block,) = told("bloc")
    assert block[1].endswith("le bloc d'heures finit le 31/03/2026 (3 h 30 payables)")


def test_an_eligibility_window_ends_twelve_months_after_its_first_session(house):
    ai = world.action("cd49-ai", "2025-01-01", "2026-12-31", code="AI-25")
    Parcours.create(action=ai, person=house.bruno, entry="2025-03-01", renewed="2025-12-20")
    EligibilityCheck.create(person=house.bruno, day=Date(2025, 3, 3), public="RSA")
    first = world.session(ai, "module-1", "2025-03-25", code="M1")
    Attendance.create(session=first, person=house.bruno, status="présent")

    assert told("éligibilité") == [("2026-03-24", "LEFÈVRE Bruno (AI-25) : l'éligibilité finit le 24/03/2026")]


def test_the_most_overdue_comes_first(house):
    Parcours.update(entry="2025-09-01", exit="2025-10-31", exit_type="abandon").where(
        Parcours.person == house.bruno
    ).execute()
    Parcours.create(action=house.adse, person=house.bruno, entry="2025-03-20")

    assert [item.kind for item in due()] == ["suivi", "séjour"]
