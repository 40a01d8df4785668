"""A made-up table, and made-up fields of a person and of a moped, through every door: says what each shows.

Run as a program of its own (python -m tests.tables.made_up FOLDER), so that nothing has read the tables before.
"""

import json
import sys
from pathlib import Path

from models import tables
from models.tables import registers
from models.tables.fields import DayField, TextField, day_check


class Visit(registers.Fact):
    """A visit, kept where documents are."""

    register, one, sheet = "documents", "visite", "Visites"

    day = DayField("Date", "Jour de la visite.", required=True)
    mood = TextField("Humeur", "L'humeur ce jour-là.")

    class Meta:
        indexes = ((("action", "person", "day"), True),)
        constraints = [day_check("day")]


setattr(tables, "Visit", Visit)  # noqa: B010
tables.TABLES += (Visit,)
tables.REGISTERS += (Visit,)
tables.Moped._meta.add_field("colour", TextField("Couleur", "Sa couleur."))
tables.Person._meta.add_field("shoe", TextField("Pointure", "La pointure de ses chaussures."))


def main(folder: Path) -> dict[str, object]:
    import openpyxl
    from pendulum import Date

    from models.acts.refusals import Refused
    from models.journal import history
    from models.people import parcours, participants
    from models.privacy import erasing, held
    from models.registers import facts, sentences
    from models.returns import closing
    from models.storage.opening import open_database
    from models.takeover import template
    from models.takeover.process import take_over
    from models.together import privileges
    from tests.registers import every
    from tui.park.forms import moped
    from tui.people.person_forms import identity
    from tui.registers.fields import derived

    sentences.DESCRIBED[Visit] = lambda one: f"visite {one.mood}"
    open_database(f"sqlite:///{folder}/assidu.db")
    action = every.action(folder)
    amina = participants.add(last_name="Diallo", first_name="Amina", shoe="38", who="Claire")
    parcours.enter(action, amina, Date(2026, 1, 12), who="Claire")
    visit = facts.add(Visit, action=action, person=amina, day=Date(2026, 2, 1), mood="gaie", who="Claire")
    found: dict[str, object] = {
        "form": [one.label for one in derived(Visit, action, amina)],
        "moped's form": [(one.label, one.hint, one.kind) for one in moped(action, None, "Claire").fields],
        "person's form": [one.label for one in identity(None)],
        "history": [*history.of_record("Visit", visit.id)[0].differences],
        "person's history": [*history.of_record("Person", amina.id)[-1].differences],
        "grants": privileges.writes("coordinateur")["visit"],
    }
    holding = held.held_on(amina)
    found["personal export"] = [[one.headers, one.rows] for one in holding.sections if one.table == "Visit"]
    found["identity"] = dict(zip(holding.identity.headers, holding.identity.rows[0], strict=True))

    template.write_template(folder / "modele.xlsx")
    book = openpyxl.load_workbook(folder / "modele.xlsx")
    found["template"] = {name: [cell.value for cell in book[name][1]] for name in ("Visites", "Participants")}
    people, visits = book["Participants"], book["Visites"]
    for sheet, row in (
        (people, {"Identifiant*": "2", "Nom*": "Benali", "Prénom*": "Samir", "Pointure": "43"}),
        (visits, {"Action*": action.code, "Participant*": amina.code, "Date*": "02/02/2026", "Humeur": "triste"}),
    ):
        heads = [cell.value for cell in sheet[1]]
        for head, value in row.items():
            sheet.cell(2, heads.index(head) + 1, value)
    book.save(folder / "reprise.xlsx")
    report = take_over(folder / "reprise.xlsx", who="Claire")
    found["faults"] = [one.message for one in report.errors]
    found["take-over"] = [
        *(one.mood for one in Visit.select().order_by(Visit.day)),
        *(one.shoe for one in tables.Person.select().order_by(tables.Person.id)),
    ]

    found |= joined(action, amina)
    closing.close(action, Date(2026, 1, 31), "Claire", who="Claire")
    facts.correct(visit, mood="vive", who="Claire")
    closing.close(action, Date(2026, 2, 1), "Claire", who="Claire")
    try:
        facts.correct(Visit.get_by_id(visit.id), mood="lasse", who="Claire")
    except Refused as refused:
        found["closing"] = str(refused)
    erasing.purge([], [amina], who="Claire")
    found["erasing"] = [Visit.get_by_id(visit.id).mood, tables.Person.get_by_id(amina.id).shoe]
    return found


def joined(action: tables.Action, amina: tables.Person) -> dict[str, object]:
    """What joining another record of somebody asks, and what they have then."""
    from pendulum import Date

    from models.joining import people as joining
    from models.people import parcours, participants
    from models.registers import facts

    again = participants.add(last_name="Diallo", first_name="Amina", code="BIS", shoe="39", who="Claire")
    parcours.enter(action, again, Date(2026, 1, 12), who="Claire")
    for on, mood in ((Date(2026, 2, 2), "lasse"), (Date(2026, 2, 3), "calme")):
        facts.add(Visit, action=action, person=again, day=on, mood=mood, who="Claire")
    plan = joining.plan(amina, again)
    asked = [(one.label, one.mine, one.theirs) for one in plan.choices]
    joining.join(amina, again, {one.name: one.name != "shoe" for one in plan.choices}, who="Claire")
    moods = [one.mood for one in Visit.select().where(Visit.person == amina).order_by(Visit.day)]
    return {"joining": asked, "joined": moods}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
