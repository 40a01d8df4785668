"""The month after, the same file twice, and an act taken back."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act
from models.french.folding import fold
from models.journal.undoing import take_back
from models.journal.verifying import verify
from models.lists import files
from models.lists.process import Taking
from models.people.participants import correct
from models.sessions.roll import mark
from models.tables import JournalEntry, JournalPage, Parcours, Person, Session
from tests.lists.bases import told
from tests.lists.test_samples import ANSWERS, answered, expected, folder, taken, with_action

NOVEMBER = {
    "personne.orientations c2": "même",
    "personne.orientations c3": "même",
    "champ.orientations n3": "fichier",
    "personne.orientations c4": "même",
    "champ.orientations e4": "enregistré",
    "entree": "2026-11-09",
}


@pytest.fixture(autouse=True)
def today(on_day, base):
    on_day("2026-11-30")


def november(home):
    return Taking(files.read(folder("01") / expected("01")["files"][1]), home, 15)


def test_the_month_after_asks_only_about_people(home):
    with_action("01")
    taken("01", home)
    asked = {one.id for one in november(home).plan.questions}
    assert asked == {"personne.orientations c2", "personne.orientations c3", "personne.orientations c4", "entree"}
    taking = answered(november(home), NOVEMBER)
    assert not taking.write("Nadia").errors
    assert (Person.select().count(), Parcours.select().count()) == (14, 14)
    assert Person.get(last_name="OUEDRAOGO").phone == "06 39 98 00 52"
    assert str(Person.get(last_name="AL-MASRI").birth) == "1993-09-14"
    assert Person.get(last_name="LE BIHAN").first_name == "Maëlle"
    assert Parcours.get(person=Person.get(last_name="BOUVIER")).entry.isoformat() == "2026-11-09"
    assert Parcours.get(person=Person.get(last_name="LE BIHAN")).entry.isoformat() == "2026-10-12"


def test_nothing_of_a_person_is_proposed_without_saying_so(home):
    with_action("01")
    taken("01", home)
    proposed = {one.id: one.proposed for one in november(home).plan.questions}
    assert proposed["personne.orientations c2"] == "même"  # same birth, the same name but for an accent
    assert not proposed["personne.orientations c3"] and not proposed["personne.orientations c4"]


@pytest.mark.sweep(3)
@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_the_same_file_twice_changes_nothing(number, home):
    with_action(number)
    taken(number, home)
    before = told()
    taking = Taking(files.read(folder(number) / expected(number)["files"][0]), home, 15)
    own = dict(ANSWERS[number])
    for _ in range(100):
        asked = taking.plan.questions
        if not asked:
            break
        for one in asked:
            same = "même" if one.id.startswith("personne.") else ""
            taking.answer(one.id, same or own.get(one.id) or one.proposed)
    report = taking.write("Nadia")
    assert not report.errors, report.errors
    assert told() == before
    assert not any(report.created.values()) and not any(report.updated.values()), report


@pytest.mark.sweep(1)
@pytest.mark.parametrize("number", ["01", "03", "05"])
def test_is_one_act_that_is_taken_back_and_done_again(number, home):
    with_action(number)
    before = told()
    taken(number, home)
    after = told()
    entry = last_act("Nadia")
    undone = take_back(entry, "Nadia")
    assert told() == before
    take_back(undone, "Nadia")
    assert told() == after
    assert not verify().faults


def test_is_not_taken_back_once_something_later_touches_it(home):
    with_action("01")
    taken("01", home)
    entry = last_act("Nadia")
    correct(Person.get(last_name="OUEDRAOGO"), who="Karim", town="Nantes")
    before = told()
    with pytest.raises(Refused, match="Karim"):
        take_back(entry, "Nadia")
    assert told() == before


def test_is_not_taken_back_once_something_later_needs_it(home):
    with_action("03")
    taken("03", home)
    entry = last_act("Nadia")
    mark(Session.get(), Person.get(last_name="HENRY"), "présent", who="Karim")
    before = told()
    with pytest.raises(Refused):
        take_back(entry, "Nadia")
    assert told() == before


def test_no_social_security_number_is_kept_anywhere(home):
    with_action("01")
    taken("01", home)
    texts = [path.read_text("utf-8") for path in (home / "reprises").glob("*.toml")]
    texts += [one.sentence + one.changes for one in JournalEntry.select()]
    texts += [one.content for one in JournalPage.select()]
    texts += [str(vars(one)["__data__"]) for one in Person.select()]
    assert texts
    assert not any("1901399" in text for text in texts)


def test_what_is_remembered_names_nobody(home):
    with_action("01")
    for number in ("01", "02"):
        taken(number, home)
    kept = " ".join(path.read_text("utf-8") for path in (home / "reprises").glob("*.toml"))
    words = set(fold(kept.replace('"', " ").replace(",", " ")).split())
    for someone in Person.select():
        assert not words & {word for word in fold(f"{someone.last_name} {someone.first_name}").split() if len(word) > 2}
