"""``assidu return`` and ``assidu due``."""

import json

import openpyxl
import pytest

from tui.command import main


@pytest.fixture
def assidu(capsys):
    """Runs a command line; gives its status, what it wrote and what it told."""

    def run(*words):
        status = main(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_monthly_return_is_written_and_says_where_and_what_is_missing(nord, assidu, tmp_path):
    path = tmp_path / "mars.xlsx"
    status, out, err = assidu("return", "NORD-I1", "--month", "2026-03", "-o", str(path))

    assert (status, err) == (0, "")
    assert out == (
        f"Rapport mensuel des données d'insertion, mars 2026 : classeur écrit : {path} ; 3 lignes à compléter, "
        "à remettre le 10/04/2026 au plus tard.\n"
    )
    assert "Indicateurs" in openpyxl.load_workbook(path).sheetnames


def test_without_a_name_it_goes_to_the_export_folder(nord, assidu):
    (nord.home / "exports").mkdir()
    status, _, _ = assidu("return", "NORD-I1", "--month", "2026-03")
    assert status == 0
    assert (nord.home / "exports" / "NORD-I1_rapport-mensuel_2026-03.xlsx").exists()


def test_a_return_in_json(nord, assidu):
    status, out, _ = assidu("return", "NORD-I1", "--month", "2026-03", "--json")
    document = json.loads(out)

    assert status == 0
    assert {name: document[name] for name in ("action", "return", "period", "from", "to", "due", "state", "file")} == {
        "action": "NORD-I1",
        "return": "rapport-mensuel",
        "period": "2026-03",
        "from": "2026-03-01",
        "to": "2026-03-31",
        "due": "2026-04-10",
        "state": "en retard",
        "file": None,
    }
    assert {one["id"]: one["value"] for one in document["indicators"]}["nombre-d-allocataires-sortis-de-l-action"] == 3
    assert [one["class"] for one in document["exits"]] == ["Sortie en emploi durable", None, "Sortie positive"]
    assert [(one["subject"], one["kind"]) for one in document["missing"]] == [
        ("MARC", "sorties"),
        ("LINA", "profils"),
        ("ATELIER", "appels"),
    ]


def test_json_writes_the_workbook_too_when_it_is_named(nord, assidu, tmp_path):
    path = tmp_path / "mars.xlsx"
    _, out, _ = assidu("return", "NORD-I1", "--month", "2026-03", "--json", "-o", str(path))
    assert json.loads(out)["file"] == str(path)
    assert path.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--quarter", "2026-T1"), "n'a pas de rapport pour un trimestre ; elle a : Rapport mensuel"),
        (("--final",), "n'a pas de rapport de fin d'action ; elle a : "),
        (("--month", "2025-03"), "2025-03 est hors de l'action NORD-I1"),
        (("--month", "avril"), "n'est pas un mois"),
        (("--month", "2020-13"), "« 2020-13 » n'est pas un mois"),
        (("--month", ""), "«  » n'est pas un mois"),
        (("--year", "20266"), "« 20266 » n'est pas une année"),
        (("--month", "2026-03", "--code", "zzz"), "n'a pas de rapport « zzz »"),
        ((), "il faut l'un de"),
        (("--month", "2026-03", "--year", "2026"), "ne va pas avec"),
        (("--month", "2026-03", "-o", "/nulle/part.xlsx"), "ce dossier n'existe pas"),
        (("--month", "2026-03", "-o", "mars.pdf"), "donnez un nom de classeur en .xlsx"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(nord, assidu, words, said):
    status, out, err = assidu("return", "NORD-I1", *words)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_what_falls_due_in_json(nord, assidu):
    status, out, _ = assidu("due", "--json")
    assert status == 0
    found = json.loads(out)["due"]
    assert [one["date"] for one in found] == ["2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"]
    assert {"due": found[2:]} == {
        "due": [
            {
                "date": "2026-04-10",
                "kind": "rapport",
                "action": "NORD-I1",
                "subject": "NORD-I1",
                "message": "NORD-I1 : Rapport mensuel des données d'insertion, mars 2026, à remettre le 10/04/2026 au "
                "plus tard",
                "overdue": True,
            },
            {
                "date": "2026-05-10",
                "kind": "rapport",
                "action": "NORD-I1",
                "subject": "NORD-I1",
                "message": "NORD-I1 : Rapport mensuel des données d'insertion, avril 2026, à remettre le 10/05/2026 au "
                "plus tard",
                "overdue": False,
            },
        ]
    }


def test_what_falls_due_in_french(nord, assidu):
    status, out, _ = assidu("due", "--until", "30/04/2026")
    assert status == 0
    assert out.splitlines()[0].startswith("10/02/2026  en retard  rapport      NORD-I1 : Rapport mensuel")
    assert out.splitlines()[-1] == "3 échéances, dont 3 en retard."


def test_nothing_due_says_so(house, assidu):
    assert assidu("due")[1] == "Rien à échéance.\n"
