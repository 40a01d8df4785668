"""Lists: a group with its phones, the loans that are due."""

import pytest

from models.acts.refusals import Refused
from models.printing import listings
from models.tables import Loan
from tests import world
from tests.printing import reading


def test_a_group_is_listed_with_its_phones(adse, printed):
    people = (("DIALLO Amina", "Matin", None), ("BENALI Samir", "Soir", None), ("ZOLA Out", "Matin", "11/03/2026"))
    for name, group, more in people:
        world.stay(adse, world.person(name, phone="06 00 00 00 01", referent="MARTIN"), "05/01/2026", more, group=group)
    world.stay(adse, world.person("TARD Entré"), "13/03/2026")
    (whole,) = listings.group(adse)
    assert [row[0] for row in whole.data["rows"]] == ["BENALI Samir", "DIALLO Amina"]
    ready = listings.group(adse, "matin")
    said = " ".join(reading.text(printed(listings.GROUP, ready)).split())
    assert "DIALLO Amina" in said and "06 00 00 00 01" in said and "BENALI" not in said
    with pytest.raises(Refused, match="groupe Nuit"):
        listings.group(adse, "Nuit")


def test_loans_due_come_in_order_with_their_delay(printed):
    park = world.action("cd49-point-mobilite", code="PM-26")
    mopeds = [world.moped(park, f"AA-00{rank}-AA", "05/01/2026") for rank in range(4)]
    days = (
        {"due": "20/03/2026"},
        {"due": "10/03/2026"},
        {"due": "12/03/2026", "ended": "11/03/2026", "ending": "retour"},
        {"due": "01/03/2026", "extended": "31/03/2026"},
    )
    for moped, told in zip(mopeds, days, strict=True):
        values = {name: text if name == "ending" else world.day(text) for name, text in told.items()}
        person = world.person(f"P{moped.id} Test")
        Loan.create(moped=moped, person=person, departure=world.day("02/02/2026"), **values)
    (paper,) = listings.loans_due(park)
    assert [row[:3] for row in paper.data["rows"]] == [
        ("10/03/2026", "2 j de retard", "AA-001-AA"),
        ("20/03/2026", "", "AA-000-AA"),
        ("31/03/2026", "", "AA-003-AA"),
    ]
    assert "AA-001-AA" in reading.text(printed(listings.LOANS, [paper]))
    Loan.delete().execute()
    with pytest.raises(Refused, match="n'est dehors"):
        listings.loans_due(park)


def test_both_are_printed_from_the_command_line(assidu, adse, tmp_path):
    world.people(adse, "DIALLO Amina")
    assert assidu("print", "liste-groupe", "ADSE-26", "-o", str(tmp_path / "a.pdf")).status == 0
    refused = assidu("print", "prets-attendus", "ADSE-26", "-o", str(tmp_path / "b.pdf"))
    assert (refused.status, refused.errors) == (2, ["Aucun cyclomoteur de ADSE-26 n'est dehors."])
