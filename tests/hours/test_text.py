"""What ``assidu hours`` tells in text: all that its screen does."""

from models.hours import pool
from tests import world
from tests.world import day
from tui.hours.answers import hours_text


def test_who_left_what_may_be_released_and_both_report_dates(store, on_day):
    on_day("2026-06-30")
    permis = world.action("cd93-3b-permis", code="PERMIS")
    ana, bob = world.people(permis, "ANA", "BOB")
    stay = ana.parcours.get()
    stay.exit, stay.exit_type = day("15/06/2026"), "emploi"
    stay.save()
    coming = world.session(permis, "conduite", "10/07/2026", "9:00", "11:00")
    world.mark(coming, ana, status="prévu")
    pool.release(permis, bob, 600, day("01/06/2026"), "a fini", who="?", referent=day("02/06/2026"))
    book = pool.ledger(permis)
    text = "\n".join(hours_text(book, pool.suggestions(book)))
    assert "ANA (sortie le 15/06/2026)" in text
    assert "À libérer :\n  P1  ANA : 50 h, dont 2 h prévues, à annuler d'abord (sortie le 15/06/2026)" in text
    assert "Référent" in text and "Département" in text and "02/06/2026" in text.splitlines()[-1]
    assert text.splitlines()[-1].rstrip().endswith("—")
