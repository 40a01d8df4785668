"""The list taken at the command line, where nobody is asked: what must be answered is said, then read from a file."""

import json
import re

import pytest

from models.storage.backups import folder_of
from models.tables import Action, JournalEntry, Person
from tests import engines
from tests.lists.test_samples import folder, with_action

OCTOBER = folder("01") / "orientations-octobre.xlsx"


@pytest.fixture(autouse=True)
def today(on_day, base):
    on_day("2026-11-30")


def write_answers(tmp_path, said):
    path = tmp_path / "reponses.toml"
    path.write_text(said, "utf-8")
    return path


@pytest.fixture
def take(assidu):
    return lambda *words: assidu("take", *map(str, words))


def test_says_what_must_be_answered_then_writes(take, home, tmp_path):
    with_action("01")
    first = take(OCTOBER)
    assert first.status == 1 and Person.select().count() == 0
    assert '# "entree" = ""' in first.out
    lines = re.findall(r'^".*$', first.out, re.M)
    answers = write_answers(tmp_path, "\n".join([*lines, '"entrée" = 2026-10-12']))
    tried = take(OCTOBER, "--answers", answers, "--dry-run")
    assert tried.status == 0 and "rien n'a été écrit" in tried.out and Person.select().count() == 0
    done = take(OCTOBER, "--answers", answers)
    assert done.status == 0 and Person.select().count() == 12
    assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().kind == "take"


@engines.on_file
def test_copies_the_base_before_writing(take, home, tmp_path):
    with_action("01")
    answers = write_answers(
        tmp_path,
        '"action" = "ADSE-B"\n"colonne.date de naissance" = true\nidentifiant = "en faire"\nentree = 2026-10-12',
    )
    take(OCTOBER, "--answers", answers, "--dry-run")
    assert not list(folder_of(home / "assidu.db").glob("*-reprise.db"))
    assert take(OCTOBER, "--answers", answers).status == 0
    assert len(list(folder_of(home / "assidu.db").glob("*-reprise.db"))) == 1


def test_questions_in_json_can_be_answered_by_a_script(take, home, tmp_path):
    with_action("01")
    asked = take(OCTOBER, "--json")
    document = json.loads(asked.out)
    assert asked.status == 1 and document["written"] is False and document["created"] == {}
    questions = {one["id"]: one for one in document["questions"]}
    assert questions["action"]["proposed"] == "ADSE-B" and questions["entree"]["proposed"] is None
    said = "".join(f'"{id}" = "{one["proposed"] or "2026-10-12"}"\n' for id, one in questions.items())
    done = json.loads(take(OCTOBER, "--json", "--answers", write_answers(tmp_path, said)).out)
    assert done["written"] is True and done["questions"] == []
    assert done["created"] == {"Participants": 12, "Parcours": 12}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('action = "ADSE-Z"', "« ADSE-Z » n'est pas une réponse possible"),
        ('entree = "mardi"', "Écrivez une date"),
    ],
)
def test_a_wrong_answer_is_said_and_asked_again(take, home, tmp_path, answer, why):
    with_action("01")
    found = take(OCTOBER, "--answers", write_answers(tmp_path, answer))
    assert found.status == 1 and why in found.out


def test_an_answer_to_nothing_is_said(take, home, tmp_path):
    with_action("01")
    found = take(OCTOBER, "--answers", write_answers(tmp_path, 'entrer = "2026-10-12"'))
    assert "« entrer » ne répond à aucune question" in str(found.errors)


@pytest.mark.parametrize("said", ["action = [", "action = ['A']", "\x00"])
def test_answers_that_cannot_be_read(take, home, tmp_path, said):
    with_action("01")
    found = take(OCTOBER, "--answers", write_answers(tmp_path, said))
    assert found.status == 2 and "reponses.toml" in str(found.errors) and len(found.errors) == 1


def test_a_template_is_imported(take, home):
    done = take(folder("01") / "truth.xlsx")
    assert done.status == 0 and Person.select().count() == 12
    assert JournalEntry.get().kind == "import"


@pytest.mark.parametrize(
    ("number", "name"), [("01", "orientations-octobre.xlsx"), ("02", "stagiaires.csv"), ("06", "export-rdv.xls")]
)
def test_import_of_another_shape_names_take(assidu, home, number, name):
    found = assidu("import", str(folder(number) / name))
    assert found.status == 2 and "assidu take" in str(found.errors) and Person.select().count() == 0


def test_an_empty_home_makes_its_action_from_the_answers(take, home, tmp_path):
    said = '"action" = "nouvelle"\n"action.code" = "B-2026"\n"action.convention" = "cd49-adse-b"\n'
    said += '"action.debut" = 2026-01-01\n"action.fin" = 2026-12-31\n"action.places" = "laisser"\n'
    said += '"colonne.date de naissance" = "oui"\nidentifiant = "en faire"\nentree = 2026-10-12'
    done = take(OCTOBER, "--answers", write_answers(tmp_path, said))
    assert done.status == 0, done
    assert Action.get().code == "B-2026" and Person.select().count() == 12


@pytest.mark.parametrize("name", ["rien.csv", "rien.xlsx", "rien.docx"])
def test_a_file_that_is_not_there(take, home, name):
    found = take(home / name)
    assert found.status == 2 and name in str(found.errors) and len(found.errors) == 1
