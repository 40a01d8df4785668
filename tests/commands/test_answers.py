"""What the commands answer on a small hand-worked action."""

import pytest

from tui import answers


@pytest.fixture
def permis(store):
    """Amina drove 1 h 30 on 5 March and released 8 h 30; Bruno was granted 2 h and has a lesson to come."""
    action = store.Action.create(code="PERMIS", convention="cd93-3b-permis", start="2026-01-05", end="2026-12-18")
    amina = store.Person.create(code="P1", last_name="Diallo", first_name="Amina", folded="diallo amina")
    bruno = store.Person.create(code="P2", last_name="Lefèvre", first_name="Bruno", folded="lefevre bruno")
    for person in (amina, bruno):
        store.Parcours.create(action=action, person=person, entry="2026-01-12")
    done = store.Session.create(action=action, code="L1", nature="conduite", day="2026-03-05", start=540, end=630)
    store.Attendance.create(session=done, person=amina, status="présent")
    late = store.Session.create(action=action, code="C1", nature="code", day="2026-03-06", start=540, end=660)
    store.Attendance.create(session=late, person=bruno, status="retard", minutes=105)
    ahead = store.Session.create(action=action, code="L2", nature="conduite", day="2026-09-01", start=540, end=600)
    store.Attendance.create(session=ahead, person=bruno, status="prévu")
    released = {"kind": "libération", "person": amina, "minutes": 510, "reason": "conduite réussie"}
    store.Movement.create(action=action, number=1, day="2026-05-04", **released)
    granted = {"kind": "mobilisation", "person": bruno, "minutes": 120, "reason": "difficultés"}
    moved = store.Movement.create(action=action, number=2, day="2026-05-05", **granted)
    store.MovementReport.create(movement=moved, referent="2026-05-05", departement="2026-05-06")
    return action


def test_indicators_in_json(assidu, permis):
    document = assidu("indicators", "PERMIS", "--json").document
    assert {key: document[key] for key in ("action", "convention", "from", "to")} == {
        "action": "PERMIS",
        "convention": "cd93-3b-permis",
        "from": "2026-01-05",
        "to": "2026-12-18",
    }
    by_id = {one["id"]: one for one in document["indicators"]}
    assert by_id["heures-conduite"] == {
        "id": "heures-conduite",
        "label": "le nombre d'heures de conduite effectué par participant",
        "unit": "heure",
        "value": 1.5,
        "target": None,
        "rate": None,
        "detail": {"P1": 1.5},
        "source": "Fiche 3B, évaluation",
        "of": None,
        "share": None,
        "indicative": False,
        "years": [],
        "agreed": None,
        "months": None,
    }
    assert (by_id["heures-code"]["value"], by_id["heures-code"]["detail"]) == (1.75, {"P2": 1.75})
    assert (by_id["reussite-code"]["target"], by_id["reussite-code"]["rate"]) == (0, None)


def test_indicators_over_a_period(assidu, permis):
    asked = ("indicators", "PERMIS", "--from", "06/03/2026", "--to", "2026-03-31", "--json")
    document = assidu(*asked).document
    assert (document["from"], document["to"]) == ("2026-03-06", "2026-03-31")
    assert {one["id"]: one["value"] for one in document["indicators"] if one["unit"] == "heure"} == {
        "heures-code": 1.75,
        "heures-conduite": 0,
    }


def test_indicators_for_people(assidu, permis, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    answer = assidu("indicators", "PERMIS")
    assert answer.status == 0
    line = next(line for line in answer.out.splitlines() if "heures de conduite" in line)
    assert [cell.strip() for cell in line.split("  ") if cell] == [
        "le nombre d'heures de conduite effectué par participant",
        "1 h 30",
        "—",
        "—",
        "Fiche 3B, évaluation",
    ]


def test_hours_in_json(assidu, permis):
    assert assidu("hours", "PERMIS", "--json").document == {
        "action": "PERMIS",
        "envelope": 100,
        "done": 1.5,
        "planned": 1,
        "pool": 6.5,
        "participants": [
            {"id": "P1", "allocated": 50, "done": 1.5, "planned": 0, "released": 8.5, "granted": 0, "left": 40},
            {"id": "P2", "allocated": 50, "done": 0, "planned": 1, "released": 0, "granted": 2, "left": 52},
        ],
        "movements": [
            {
                "number": 1,
                "date": "2026-05-04",
                "kind": "liberation",
                "participant": "P1",
                "hours": 8.5,
                "reason": "conduite réussie",
                "reported_referent": None,
                "reported_departement": None,
                "reverses": None,
            },
            {
                "number": 2,
                "date": "2026-05-05",
                "kind": "mobilisation",
                "participant": "P2",
                "hours": 2,
                "reason": "difficultés",
                "reported_referent": "2026-05-05",
                "reported_departement": "2026-05-06",
                "reverses": None,
            },
        ],
    }


def test_hours_for_people(assidu, permis):
    out = assidu("hours", "PERMIS").out
    rows = {line.split()[0]: line.split("  ") for line in out.splitlines() if line.strip()}
    assert [cell.strip() for cell in rows["Mutualisées"] if cell] == ["Mutualisées", "6 h 30"]
    assert [cell.strip() for cell in rows["P1"] if cell][-1] == "40 h"
    assert "LEFÈVRE Bruno : difficultés" in out


def test_check_answers_no_when_an_error_is_found(assidu, permis, store):
    assert assidu("check", "PERMIS").status == 0
    store.Parcours.update(evaluation=41 * 60).where(store.Parcours.entry == "2026-01-12").execute()
    answer = assidu("check", "PERMIS", "--json")
    assert answer.status == 1
    first = answer.document["deviations"][0]
    assert {key: first[key] for key in ("rule", "severity", "action", "subject", "date", "source")} == {
        "rule": "eligibility",
        "severity": "error",
        "action": "PERMIS",
        "subject": "P1",
        "date": "2026-01-12",
        "source": "Fiche 3B, profil du public",
    }
    assert list(first) == ["rule", "severity", "action", "subject", "date", "message", "source"]


def test_check_tells_people_the_article_and_what_to_do(assidu, permis, store):
    store.Parcours.update(evaluation=41 * 60).where(store.Parcours.entry == "2026-01-12").execute()
    out = assidu("check").out
    assert "erreur : PERMIS, P1" in out
    assert "Article : Fiche 3B, profil du public" in out
    assert out.endswith(" écarts, dont 2 erreurs.\n")  # and what the six conventions only alert to


def test_a_long_label_wraps_and_the_figures_stay_aligned(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = answers.table([("un intitulé bien trop long pour tenir", "12"), ("court", "1 234")])
    assert lines == ["  un intitulé bien trop long pour", "  tenir                               12", lines[2]]
    assert lines[2].endswith("1 234")
    assert {len(line) for line in lines[1:]} == {40}


def test_a_line_too_long_for_the_terminal_keeps_its_indent_and_its_paths(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    path = "/srv/un-dossier/un-nom-bien-long.xlsx"
    assert answers.wrapped(["    quatre mots de trop ici", "", path]) == [
        "    quatre mots de trop",
        "    ici",
        "",
        path,
    ]
