"""``assidu person`` and ``assidu purge``, from the line."""

import json
from pathlib import Path

import pytest

from models.people import participants
from models.privacy import held as personal
from models.tables import JOURNAL, TABLES, Parcours, Person, Prescription
from models.tables.fields import facts_of
from tests import engines, world
from tests.world import day


@pytest.fixture
def ismerie(store, monkeypatch):
    """Ismérie, gone on 20/06/2026, three years ago; Amina, there today."""
    old = world.action("cd49-point-mobilite", code="MOPED")
    new = world.action("cd49-point-mobilite", "01/01/2029", "31/12/2029", code="MOPED-29")
    one = participants.add(last_name="<b>Quelquechose", first_name="Ismérie", phone="06 55 44 33 22", who="Claire")
    world.stay(old, one, "05/01/2026", "20/06/2026")
    world.fact(Prescription, old, one, day="2026-01-02", direction="reçue", structure="Mission locale", reason="santé")
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    world.stay(new, amina, "05/01/2029")
    world.told()
    monkeypatch.setenv("ASSIDU_TODAY", "2029-06-30")
    return one


def test_everything_held_is_a_page_anybody_reads(assidu, ismerie, tmp_path):
    answer = assidu("person", ismerie.code, "--export", "-o", str(tmp_path / "page.html"))
    assert (answer.status, answer.errors) == (0, [])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for told in ("&lt;b&gt;Quelquechose", "06 55 44 33 22", "MOPED", "20/06/2026", "Mission locale", "santé"):
        assert told in page
    assert "fiche ajoutée" in page
    assert "Établi le 30/06/2029" in page
    assert "ligne de commande" in page
    assert "Diallo" not in page
    assert (tmp_path / "page.html").stat().st_mode & 0o077 == 0


def test_the_same_as_json(assidu, ismerie):
    told = assidu("person", ismerie.code, "--export", "--json").document
    assert (told["id"], told["made_by"], told["file"]) == (ismerie.code, "ligne de commande", None)
    assert told["identity"]["Téléphone"] == "06 55 44 33 22"
    tables = {one["table"]: one["rows"] for one in told["records"]}
    assert tables["Parcours"][0]["Sortie"] == "20/06/2026"
    assert tables["Prescription"][0]["Motif du refus"] == "santé"
    assert told["journal"][0]["what"].endswith("fiche ajoutée")


def test_the_page_proposed_has_no_name_in_its_own(assidu, ismerie, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = assidu("person", ismerie.code, "--export")
    assert answer.out == f"Page écrite : donnees-personne-{ismerie.id}.html\n"


def test_no_table_that_points_to_a_person_and_no_field_of_it_can_be_forgotten():
    reached = {model for model, _ in personal.reaching()}
    for table in TABLES:
        keys = [key.rel_model for key in table._meta.refs]
        assert table in JOURNAL or table in reached or Person not in keys
    assert {key.model for key in Person._meta.backrefs} <= reached
    for model in (Person, *reached):
        for name, field in model._meta.fields.items():
            assert facts_of(field).hidden or field.facts.header, f"{model.__name__}.{name} has no header"
        assert personal.title_of(model) if model is not Person else True


def test_a_purge_says_everything_first_and_writes_nothing_without_a_yes(assidu, ismerie):
    answer = assidu("purge", "--dry-run")
    assert answer.status == 0
    assert "À archiver : sortiront des listes de tous les jours (1)" in answer.out
    assert "parcours en cours dans MOPED-29" in answer.out
    refused = assidu("purge")
    assert (refused.status, len(refused.errors)) == (2, 1)
    assert Person.get_by_id(ismerie.id).restricted is None


def test_a_purge_archives_then_erases_when_the_operator_set_it(assidu, ismerie, home, monkeypatch):
    assert assidu("purge", "--yes", "--json").document["restricted"] == 1
    assert participants.find("ismerie") == []
    assert participants.find("ismerie", restricted=True) == [ismerie]
    (home / "assidu.toml").write_text("restricted_months = 12\n", encoding="utf-8")
    assert ismerie.code in [one["id"] for one in assidu("purge", "--dry-run", "--json").document["wait"]]
    monkeypatch.setenv("ASSIDU_TODAY", "2030-06-30")
    done = assidu("purge", "--yes", "--json").document
    assert (done["erased"], done["compacted"]) == ([f"anonyme-{ismerie.id}"], True)
    assert assidu("verify").status == 0
    assert participants.find("anonyme", restricted=True) == []


@engines.on_file
def test_the_backups_before_still_hold_the_names_until_they_are_thrown_away(assidu, ismerie, home):
    kept = Path(assidu("backup", "--json").document["file"])
    done = assidu("person", ismerie.code, "--erase", "--yes", "--json").document
    assert done["backups_with_names"] == [str(kept)]
    assert "ajoutez --yes" in assidu("purge", "--backups").errors[0]
    assert assidu("purge", "--backups", "--yes", "--json").document["backups_removed"] == 1
    assert not kept.exists()
    assert len(list((home / "sauvegardes").glob("*.db"))) == 1


def test_a_hold_is_put_and_released(assidu, ismerie):
    held = assidu("person", ismerie.code, "--hold", "contrôle", "--json").document
    assert (held["hold"], held["last_contact"]) == ("contrôle", "2026-06-20")
    assert [one["id"] for one in assidu("purge", "--dry-run", "--json").document["hold"]] == [ismerie.code]
    assert assidu("person", ismerie.code, "--erase", "--yes").status == 2
    assert assidu("person", ismerie.code, "--release-hold", "--json").document["hold"] == ""


def test_somebody_here_is_not_erased_and_says_why(assidu, ismerie):
    answer = assidu("person", "DIALLO-A", "--erase", "--yes")
    assert (answer.status, answer.errors) == (
        2,
        [
            "DIALLO Amina : parcours en cours dans MOPED-29 ; notez d'abord la fin (sortie, retour, terme), puis "
            "recommencez."
        ],
    )


@pytest.mark.parametrize(
    "words",
    [
        ("person", "INCONNUE"),
        ("person", "DIALLO-A", "--hold", " "),
        ("person", "DIALLO-A", "--release-hold"),
        ("person", "DIALLO-A", "--unrestrict"),
        ("person", "DIALLO-A", "-o", "x.html"),
        ("person", "DIALLO-A", "--export", "-o", "x.pdf"),
        ("person", "DIALLO-A", "--export", "-o", "/nulle/part/x.html"),
        ("person", "DIALLO-A", "--export", "--erase"),
        ("purge", "--until", "2029-01-01"),
    ],
)
def test_what_cannot_be_is_one_sentence(assidu, ismerie, words):
    answer = assidu(*words)
    assert (answer.status, len(answer.errors), answer.out) == (2, 1, "")


def test_entering_again_brings_somebody_archived_back(assidu, ismerie):
    from models.people import parcours
    from models.tables import Action

    assidu("purge", "--yes")
    parcours.enter(Action.get(code="MOPED-29"), Person.get_by_id(ismerie.id), day("01/06/2029"), who="Claire")
    assert participants.find("ismerie") == [ismerie]
    assert Parcours.select().where(Parcours.person == ismerie).count() == 2


def test_the_retention_is_a_setting_read_strictly(assidu, ismerie, home):
    (home / "assidu.toml").write_text("retention_months = 0\n", encoding="utf-8")
    assert "de 1 à 1200" in assidu("purge", "--dry-run").errors[0]
    (home / "assidu.toml").write_text("retention_months = 60\n", encoding="utf-8")
    assert json.loads(assidu("purge", "--dry-run", "--json").out)["restrict"] == []
