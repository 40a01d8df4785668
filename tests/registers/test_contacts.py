"""A contact may be about nobody: an employer prospected, prescripteurs told that an action begins."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act
from models.acts.undo import undo as take_back
from models.journal import timeline
from models.journal.search import find_facts
from models.privacy import held
from models.registers import facts, sentences
from models.rules.recorded import record_limits
from models.tables import Contact, JournalEntry
from models.takeover.process import take_over
from tests import world
from tests.export import spreadsheet
from tests.export.conftest import exported  # noqa: F401
from tests.registers import every
from tests.takeover.conftest import write_xlsx
from tests.world import day

HEADERS = ["Action", "Participant", "Date", "Avec", "Structure", "Objet", "Par"]
NOBODY = ["TOUT", None, "12/03/2026", "employeur", "Biscuits Martin", "prospection", "face à face"]


@pytest.fixture
def action(base, tmp_path):
    return every.action(tmp_path)


@pytest.fixture
def prospected(action):
    return added(action, partner="employeur", structure="  Biscuits  Martin ", purpose="prospection")


def added(action, **more):
    values = {"person": None, "day": day("12/03/2026"), "partner": "référent", "structure": "", "channel": "courriel"}
    return facts.add(Contact, action=action, who="Claire", **values | more)


def test_it_is_told_under_its_action(action, prospected):
    assert sentences.about(prospected) == "TOUT"
    assert sentences.describe(prospected) == "contact avec l'employeur Biscuits Martin, prospection, par courriel"
    assert JournalEntry.get().sentence == ("TOUT : contact avec l'employeur Biscuits Martin, prospection, par courriel")
    (line,) = timeline.described("Contact", [prospected.id]).values()
    assert (line.about, line.action) == ("TOUT", "TOUT")
    assert facts.of_action(Contact, action) == [prospected]
    assert find_facts("martin") == [prospected]


def test_without_a_structure_the_sentence_has_no_hole(action):
    told = sentences.describe(added(action, person=world.person("P1"), channel="téléphone", note="relancé"))
    assert told == "contact avec le référent, par téléphone (relancé)"


def test_it_is_corrected_removed_and_put_back(action, prospected):
    amina = world.person("P1")
    corrected = facts.correct(prospected, who="Claire", person=amina)
    assert Contact.get().person == amina
    facts.correct(corrected, who="Claire", person=None)
    facts.remove(Contact.get(), who="Claire")
    take_back(last_act("Claire"), "Claire")
    assert Contact.get().person is None


def test_the_same_about_nobody_twice_is_refused(action, prospected):
    with pytest.raises(Refused):
        added(action, partner="employeur", structure="Biscuits Martin", purpose="prospection")
    added(action, partner="employeur", structure="Biscuits Martin", purpose="emploi")
    assert Contact.select().count() == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"partner": "employeur"}, "« Structure » est à remplir avec un employeur : écrivez son nom."),
        ({"partner": "prescripteur"}, "« Structure » est à remplir quand le contact ne parle de personne."),
    ],
)
def test_what_says_neither_who_nor_which_structure_is_refused(action, values, said):
    with pytest.raises(Refused, match=said):
        added(action, **values)


def test_about_somebody_the_structure_may_be_unknown_but_for_an_employer(action):
    amina = world.person("P1")  # prescribed, never entered
    assert added(action, person=amina, partner="prescripteur", purpose="refus").person == amina
    with pytest.raises(Refused, match="écrivez son nom"):
        added(action, person=amina, partner="employeur")


def test_a_workbook_brings_it_once(action, tmp_path):
    world.stay(action, world.person("P1"), "12/01/2026")
    sheets = {"Contacts": [HEADERS, NOBODY, ["TOUT", "P1", *NOBODY[2:]], ["TOUT", None, NOBODY[2], "référent"]]}
    write_xlsx(tmp_path / "reprise.xlsx", sheets)
    refused = take_over(tmp_path / "reprise.xlsx", who="import")
    assert [(one.cell, one.message) for one in refused.errors] == [
        ("E4", "« Structure » est à remplir quand le contact ne parle de personne.")
    ]
    sheets["Contacts"].pop()
    write_xlsx(tmp_path / "reprise.xlsx", sheets)
    first, again = (take_over(tmp_path / "reprise.xlsx", who="import") for _ in range(2))
    assert first.errors == first.warnings == again.errors == []
    assert (first.created["Contacts"], again.unchanged["Contacts"]) == (2, 2)
    assert sorted((one.person.code if one.person else "") for one in Contact.select()) == ["", "P1"]


def test_its_row_names_nobody_in_a_workbook(action, prospected, exported):  # noqa: F811
    (row,) = spreadsheet.sheet(exported(action), "Contacts")
    assert [row[name] for name in ("Identifiant", "Nom et prénom", "Public")] == [None, None, None]
    assert [row[name] for name in ("Avec", "Structure", "Objet")] == ["employeur", "Biscuits Martin", "prospection"]


def test_what_somebody_may_read_of_themselves_has_their_contacts_only(action, prospected):
    amina = world.person("P1")
    added(action, person=amina, structure="MDS")
    (section,) = (one for one in held.held_on(amina).sections if one.table == "Contact")
    assert len(section.rows) == 1


def test_what_breaks_a_limit_is_found_under_its_action(action, on_day):
    Contact.create(action=action, day=day("12/03/2031"), partner="employeur", structure="Martin")
    on_day("2026-04-01")
    (one,) = (found for found in record_limits(action) if found.table == "Contact")
    assert (one.subject, one.message.split(" : ")[0]) == ("TOUT", "TOUT, contact")
