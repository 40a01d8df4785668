"""A wrong request is refused in one French sentence, status 2, whatever it is; a defect is never a traceback."""

import json

import pytest


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["impotr", "x.xlsx"], "commande « impotr » inconnue ; vouliez-vous dire « import » ?"),
        (["import"], "il manque FICHIER."),
        (["indicators", "A", "B"], "mot en trop : B."),
        (["indicators", "A", "--from", "32/01/2026"], "--from : « 32/01/2026 » n'existe pas au calendrier"),
        (["indicators", "A", "--from", "hier"], "« hier » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA."),
        (["indicators", "A", "--from"], "--from : attend une valeur."),
        (["indicators", "A"], "Action « A » inconnue : aucune action n'est enregistrée."),
        (["check", "A"], "Action « A » inconnue"),
        (["hours", "A"], "Action « A » inconnue"),
        (["export", "A"], "Action « A » inconnue"),
        (["import", "absent.xlsx"], "absent.xlsx"),
        (["template", "reprise.doc"], "donnez un nom de classeur en .xlsx"),
        (["template", "nulle/part/reprise.xlsx"], "ce dossier n'existe pas"),
        (["conventions", "show", "cd49-gieq"], "Convention « cd49-gieq » inconnue ; vouliez-vous dire « cd49-geiq » ?"),
        (["conventions", "check", "absent.toml"], "absent.toml : fichier introuvable"),
        (["conventions", "montre"], "commande « montre » inconnue"),
        (["conventions", "new", "cd00-essai"], "il manque --like."),
        (["conventions", "new", "--like", "cd49-ei"], "il manque ID."),
        (["conventions", "new", "cd49-ei", "--like", "cd49-ei"], "La convention « cd49-ei » existe déjà"),
        (["conventions", "new", "Essai", "--like", "cd49-ei"], "« Essai » : un identifiant s'écrit en minuscules"),
        (["conventions", "new", "a\nb", "--like", "cd49-ei"], "un identifiant s'écrit en minuscules"),
        (["conventions", "new", "../essai", "--like", "cd49-ei"], "« ../essai » : un identifiant s'écrit"),
        (["conventions", "new", "a\\b", "--like", "cd49-ei"], "« a\\b » : un identifiant s'écrit"),
        (["conventions", "new", "", "--like", "cd49-ei"], "«  » : un identifiant s'écrit"),
        (["conventions", "new", "x" * 300, "--like", "cd49-ei"], "hors d'atteinte"),
        (["conventions", "new", "cd00-essai", "--like", "../../secret"], "Convention « ../../secret » inconnue"),
        (["due", "--until", "29/02/2025"], "--until : « 29/02/2025 » n'existe pas au calendrier"),
        (["due", "--until", "9999-12-31"], "L'année 9999 est hors de portée"),
        (["due", "--until", ""], "n'est pas une date"),
        (["return", "A", "--month", "2026-03"], "Action « A » inconnue"),
        (["conventions", "new", "cd00-essai", "--like", "cd49-ez"], "Convention « cd49-ez » inconnue"),
        (["conventions", "new", "cd00-essai", "--like", "cd49-reference"], "rassemble des règles communes"),
        (["demo", "--seed-only", ""], "--seed-only : le nom est vide"),
        ([], "L'application s'ouvre dans un terminal"),
        (["demo"], "L'application s'ouvre dans un terminal"),
    ],
)
def test_one_sentence_and_status_2(assidu, line, sentence):
    answer = assidu(*line)
    assert answer.status == 2
    assert len(answer.errors) == 1
    assert sentence in answer.errors[0]
    assert answer.out == ""


@pytest.fixture
def actions(store):
    store.Action.create(code="PERMIS-26", convention="cd93-3b-permis", start="2026-01-05", end="2026-12-18")
    store.Action.create(code="ADSE-26", convention="cd49-adse-a-simple", start="2026-01-05", end="2026-12-18", places=8)


def test_an_unknown_action_names_the_nearest(assidu, actions):
    assert assidu("check", "PERMIS-62").errors == ["Action « PERMIS-62 » inconnue ; vouliez-vous dire « PERMIS-26 » ?"]


def test_a_period_that_ends_before_it_starts(assidu, actions):
    answer = assidu("indicators", "ADSE-26", "--from", "2026-03-02", "--to", "01/03/2026")
    assert answer.status == 2
    assert answer.errors == ["La période commence le 02/03/2026 et finit le 01/03/2026 : donnez --from avant --to."]


def test_hours_of_an_action_without_driving_hours(assidu, actions):
    answer = assidu("hours", "ADSE-26")
    assert (answer.status, len(answer.errors), answer.out) == (2, 1, "")
    assert "ADSE-26 n'a pas d'heures" in answer.errors[0]


@pytest.mark.parametrize(
    "line", [["indicators", "A"], ["check", "A"], ["hours", "A"], ["indicators"], ["import", "x.xlsx"]]
)
def test_in_json_the_errors_are_in_the_document_too(assidu, line):
    answer = assidu(*line, "--json")
    assert answer.status == 2
    messages = [error["message"] for error in answer.document["errors"]]
    assert len(messages) == len(answer.errors) == 1
    assert messages[0] in answer.errors[0]


def test_faulty_settings_are_told(assidu, home):
    (home / "assidu.toml").write_text('oprator = "X"\nthem = "Y"\n', encoding="utf-8")
    answer = assidu("check")
    assert answer.status == 2
    assert [line.split(" : ")[1] for line in answer.errors] == ["oprator", "them"]


def test_a_foreign_database_is_told(assidu, home):
    (home / "assidu.db").write_text("ceci n'est pas une base" * 100, encoding="utf-8")
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "assidu.db" in answer.errors[0]


def test_a_wrong_today_is_told(assidu, actions, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", "demain")
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert answer.errors[0].startswith("ASSIDU_TODAY : « demain » n'est pas un jour")


def test_what_is_refused_cannot_forge_a_second_line(assidu):
    answer = assidu("check", "A\nB\x1b[2J")
    assert len(answer.errors) == 1
    assert "\x1b" not in answer.errors[0]


def test_a_word_the_terminal_could_not_decode_is_an_unknown_action(assidu, actions):
    assert assidu("check", "PERMIS-26\udcff").errors == [
        "Action « PERMIS-26? » inconnue ; vouliez-vous dire « PERMIS-26 » ?"
    ]


def test_a_defect_is_one_sentence_and_a_report_without_names(assidu, home, monkeypatch):
    def broken(asked):
        raise RuntimeError("DIALLO Amina")

    monkeypatch.setattr("tui.commands.figures.check", broken)
    answer = assidu("check")
    assert answer.status == 3
    assert len(answer.errors) == 1
    assert "défaut" in answer.errors[0]
    report = next(home.glob("incident-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "test_refusals.py" in report
    assert "DIALLO" not in report


def test_help_and_version(assidu):
    for line in (["--help"], ["import", "--help"], ["conventions", "check", "--help"]):
        answer = assidu(*line)
        assert (answer.status, answer.errors) == (0, [])
        assert answer.out.startswith("usage : assidu")
        for english in ("usage:", "options:", "positional", "show this help", "arguments:"):
            assert english not in answer.out
    assert assidu("--version").out.startswith("assidu ")


def test_the_example_year_never_goes_into_an_installation(assidu, home):
    (home / "assidu.toml").write_text('operator = "X"\n', encoding="utf-8")
    answer = assidu("demo", "--seed-only", str(home))
    assert answer.status == 2
    assert "contient déjà une installation" in answer.errors[0]


@pytest.mark.slow
def test_the_example_year_ignores_the_operator_s_database(assidu, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_DATABASE", f"sqlite:///{tmp_path}/vraie.db")
    assert assidu("demo", "--seed-only", str(tmp_path / "exemple")).status == 0
    assert (tmp_path / "exemple" / "assidu.db").exists()
    assert not (tmp_path / "vraie.db").exists()


def test_json_is_one_document_even_when_nothing_is_found(assidu):
    assert json.loads(assidu("check", "--json").out) == {"deviations": []}
