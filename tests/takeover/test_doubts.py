"""Doubts that forms ask about are warnings of a take-over, in the row that brings each; TODAY is 1 July 2021."""

from datetime import date, time
from typing import Any

import pytest

from models.tables import Loan, Person
from tests import world
from tests.takeover.conftest import ACTIONS, MARKS, PARCOURS, PEOPLE, SESSIONS, cells, park, permis

SITTINGS = [[*SESSIONS[0], "Intervenant", "Lieu", "État"]]
MOVED = [["Action", "Date", "Sens", "Participant", "Heures", "Motif"]]
LOANS = [
    [
        *("Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour"),
        *("Prolongé jusqu'au", "Motif de prolongation", "Accompagnant"),
    ]
]


def sitting(code, on, start, end, trainer="", place="", state="", nature="atelier"):
    return ["P1", code, nature, on, start, end, trainer, place, state]


def told(report):
    assert report.errors == []
    return [(f"{fault.sheet}!{fault.cell}", fault.message) for fault in report.warnings]


def only(report):
    ((where, message),) = told(report)
    return where, message


MONDAY = date(2021, 3, 1)


@pytest.mark.parametrize("start, clash", [(time(10, 59), True), (time(11), False)])
def test_a_trainer_and_a_place_twice_at_the_same_hour(take, start, clash):
    lesson = sitting("L1", MONDAY, start, time(12), "ZOÉ", "salle 2", nature="conduite")
    rows = [*SITTINGS, sitting("S1", MONDAY, time(9), time(11), "Zoé", "Salle 2"), lesson]
    found = told(take(permis(Séances=rows)))
    there = "le 01/03/2021 de 9h00 à 11h00 (S1, P1)."
    assert found == (
        [("Séances!G3", f"ZOÉ a déjà une séance {there}"), ("Séances!H3", f"salle 2 est déjà pris {there}")]
        if clash
        else []
    )


def test_a_session_cancelled_takes_nobody_up(take):
    rows = [
        *SITTINGS,
        sitting("S1", MONDAY, time(9), time(11), "Zoé", state="annulée"),
        sitting("L1", MONDAY, time(9), time(11), "Zoé", nature="conduite"),
    ]
    assert told(take(permis(Séances=rows))) == []


def test_the_trainer_is_looked_for_in_every_action_stored(take):
    other = world.action("cd49-adse-b", "01/01/2021", "31/12/2021", code="ADSE")
    world.session(other, on="01/03/2021", start="10:00", end="12:00", code="B1", trainer="Zoé")
    rows = [*SITTINGS, sitting("S1", MONDAY, time(9), time(11), "Zoé")]
    where, message = only(take(permis(Séances=rows)))
    assert (where, message) == ("Séances!G2", "Zoé a déjà une séance le 01/03/2021 de 10h00 à 12h00 (B1, ADSE).")


@pytest.mark.parametrize("status, clash", [("présent", True), ("prévu", True), ("excusé", False)])
def test_somebody_twice_at_the_same_hour_across_actions_in_the_row_of_the_mark(take, status, clash):
    other = world.action("cd49-adse-b", "01/01/2021", "31/12/2021", code="ADSE")
    amina = world.person("DIALLO Amina", code="1")
    world.stay(other, amina, "04/01/2021")
    world.mark(world.session(other, on="02/03/2021", start="9:30", end="12:00", code="B1"), amina)
    rows = [*MARKS, ["P1", "L1", "2", "présent"], ["P1", "L1", "1", status]]
    found = told(take(permis(Présences=rows)))
    sentence = "DIALLO Amina a aussi une séance le 02/03/2021 de 9h30 à 12h00 (B1, ADSE)."
    assert found == ([("Présences!C3", sentence)] if clash else [])


def test_people_a_session_expects_by_their_parcours_are_told_in_its_row(take):
    rows = [
        *SITTINGS,
        sitting("C1", date(2021, 9, 6), time(9), time(11), nature="code"),
        sitting("S1", date(2021, 9, 6), time(10), time(12)),
    ]
    where, message = only(take(permis(Séances=rows)))
    assert (where, message) == (
        "Séances!E3",
        "BENALI Samir, DIALLO Amina ont aussi une séance le 06/09/2021 de 9h00 à 11h00 (C1, P1).",
    )


def test_marks_alone_tell_a_trainer_taken_twice_in_their_row(take):
    take(permis(Séances=[*SITTINGS, sitting("S1", MONDAY, time(9), time(11), "Zoé")]))
    other = world.action("cd49-adse-b", "01/01/2021", "31/12/2021", code="ADSE")
    world.session(other, on="01/03/2021", start="10:00", end="12:00", code="B1", trainer="Zoé")
    where, message = only(take({"Présences": [*MARKS, ["P1", "S1", "1", "présent"]]}))
    assert where == "Présences!B2" and message.startswith("Zoé a déjà une séance")


def test_a_public_holiday_and_a_day_of_closure(take, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    (tmp_path / "assidu.toml").write_text(
        '[[closures]]\nlabel = "Pont"\nstart = 2021-05-14\nend = 2021-05-14\n', encoding="utf-8"
    )
    rows = [
        *SITTINGS,
        sitting("S1", date(2021, 5, 13), time(9), time(11)),
        sitting("S2", date(2021, 5, 14), time(9), time(11)),
        sitting("S3", date(2021, 5, 17), time(9), time(11)),
    ]
    assert told(take(permis(Séances=rows))) == [
        ("Séances!D2", "Le 13/05/2021 est un jour de fermeture : Ascension."),
        ("Séances!D3", "Le 14/05/2021 est un jour de fermeture : Pont."),
    ]


def lessons(*hours, on=date(2021, 3, 1), state=""):
    """Lessons of so many hours on following days, from 8:00."""
    return [
        sitting(
            f"L{rank}", date(on.year, on.month, on.day + rank), time(8), time(8 + long), state=state, nature="conduite"
        )
        for rank, long in enumerate(hours)
    ]


def test_a_lesson_beyond_the_hours_left_planned_ones_counted(take):
    done = lessons(10, 10, 10, 10)  # 40 of 50 hours
    planned = lessons(6, 4, 1, on=date(2021, 9, 6))
    coming = [["P1", f"A{row[1]}", *row[2:]] for row in planned]
    marks = [["P1", f"L{rank}", "1", "présent"] for rank in range(4)]
    marks += [["P1", f"AL{rank}", "1", "prévu"] for rank in range(3)]
    report = take(permis(Séances=[*SITTINGS, *done, *coming], Présences=[*MARKS, *marks]))
    where, message = only(report)
    assert where == "Présences!C8"
    assert message == "DIALLO Amina : reste 10 h dont 10 h prévues, et cette conduite compte 1 h."


def test_lessons_up_to_the_hours_left_are_no_doubt(take):
    rows = [*SITTINGS, *lessons(10, 10, 10, 10, 10)]
    marks = [["P1", f"L{rank}", "1", "présent"] for rank in range(5)]
    assert told(take(permis(Séances=rows, Présences=[*MARKS, *marks]))) == []
    more = {
        "Séances": [*SITTINGS, sitting("L9", date(2021, 3, 10), time(8), time(8, 45), nature="conduite")],
        "Présences": [*MARKS, ["P1", "L9", "1", "présent"]],
    }
    assert only(take(more)) == (
        "Présences!C2",
        "DIALLO Amina : reste 0 h, et cette conduite compte 45 min.",
    )


@pytest.mark.parametrize("exit, gone", [(date(2021, 7, 1), True), (date(2021, 7, 2), False)])
def test_hours_granted_to_somebody_who_has_left(take, exit, gone):
    stays = [[*PARCOURS[0], "Sortie", "Type de sortie"], [*PARCOURS[1], exit, "emploi"], [*PARCOURS[2], None, None]]
    rows = [
        *MOVED,
        ["P1", date(2021, 6, 1), "libération", "2", 5, "permis obtenu"],
        ["P1", date(2021, 6, 2), "mobilisation", "1", 2, "examen proche"],
    ]
    found = told(take(permis(Parcours=stays, Mutualisation=rows)))
    sentence = "DIALLO Amina a quitté l'action le 01/07/2021 : ces heures ne lui serviraient plus."
    assert found == ([("Mutualisation!D3", sentence)] if gone else [])


@pytest.mark.parametrize(
    "second, why",
    [
        (["2", "DIALLO", "Amina", date(1999, 2, 3), ""], "même nom, même naissance"),
        (["2", "Benali", "Samir", date(1990, 2, 3), "12 34"], "même n° allocataire"),
        (["001", "Benali", "Samir", date(1990, 2, 3), ""], "identifiants presque pareils"),
        (["2", "DIALLO", "Amina", date(1999, 2, 4), ""], ""),
    ],
)
@pytest.mark.parametrize("apart", [False, True], ids=["one file", "two files"])
def test_people_that_look_alike(take, second, why, apart):
    heads = [["Identifiant", "Nom", "Prénom", "Naissance", "N° allocataire"]]
    first = ["1", "Diallo", "Amina", date(1999, 2, 3), "01234"]
    if apart:
        take({"Participants": [*heads, first]})
    report = take({"Participants": [*heads, *([] if apart else [first]), second]})
    if not why:
        assert told(report) == []
        return
    where, message = only(report)
    assert where == ("Participants!A2" if apart else "Participants!A3")
    name = "DIALLO Amina" if second[1] == "DIALLO" else "BENALI Samir"
    assert message.startswith(f"DIALLO Amina (1) et {name} ({second[0]}) se ressemblent : {why}.")


def adse(entry: date, exit: date | None = None, code="B1", convention="cd49-adse-b"):
    return {
        "Actions": [*ACTIONS, [code, convention, date(2021, 1, 1), date(2021, 12, 31), 10]],
        "Participants": PEOPLE[:2],
        "Parcours": [
            ["Action", "Participant", "Entrée", "Sortie", "Type de sortie"],
            [code, "1", entry, exit, "autre" if exit else None],
        ],
    }


@pytest.mark.parametrize("entry, shared", [(date(2021, 3, 31), True), (date(2021, 4, 1), False)])
def test_two_parcours_that_exclude_each_other(take, entry, shared):
    take(adse(date(2021, 1, 4), date(2021, 3, 31)))
    found = told(take(adse(entry, code="S1", convention="cd49-adse-a-simple")))
    assert found == (
        [("Parcours!C2", "DIALLO Amina : en parcours à la fois dans B1 et S1 à partir du 31/03/2021.")]
        if shared
        else []
    )
    if shared:  # the earlier of the two comes in once the later is there
        assert cells(take(adse(date(2021, 1, 4), date(2021, 3, 31))).warnings) == ["Parcours!C2"]


@pytest.mark.parametrize("hours, beyond", [(40, False), ("40:01", True)])
def test_an_evaluation_above_what_the_convention_admits(take, hours, beyond):
    stays = [[*PARCOURS[0], "Évaluation de départ"], ["P1", "1", date(2021, 1, 4), hours]]
    found = told(take(permis(Parcours=stays)))
    assert [where for where, _ in found] == (["Parcours!C2"] if beyond else [])


def test_conditions_of_entry(take):
    stays: list[Any] = ["P1", "1", date(2021, 1, 4)]
    people = [["Identifiant", "Nom", "Prénom", "Public", "Code postal"], ["1", "Diallo", "Amina", "RSA", "75001"]]
    where, message = only(take(permis(Participants=people, Parcours=[PARCOURS[0], stays])))
    assert where == "Parcours!C2" and "code postal 75001" in message


def lent(plate, out, due, back=None, extended=None, why=None, by=None, person="1"):
    return ["M1", plate, out, person, due, back, extended, why, by]


def mopeds(*loans):
    bought: list[list[Any]] = [["Action", "Immatriculation", "Mise en service"]]
    bought += [["M1", plate, date(2021, 1, 1)] for plate in ("AB-1", "AB-2")]
    return park(Cyclomoteurs=bought, Prêts=[*LOANS, *loans])


@pytest.mark.parametrize("due, beyond", [(date(2021, 10, 1), False), (date(2021, 10, 2), True)])
def test_a_planned_return_beyond_the_limit(take, due, beyond):
    found = told(take(mopeds(lent("AB-1", date(2021, 6, 1), due))))
    assert found == ([("Prêts!E2", "Le retour prévu dépasse la limite du 01/10/2021.")] if beyond else [])


@pytest.mark.parametrize("until, beyond", [(date(2022, 2, 1), False), (date(2022, 2, 2), True)])
def test_an_extension_beyond_eight_months(take, until, beyond):
    row = lent("AB-1", date(2021, 6, 1), date(2021, 10, 1), None, until, "emploi", "Mme Roy")
    found = told(take(mopeds(row)))
    assert [where for where, _ in found] == (["Prêts!C2"] if beyond else [])
    if beyond:
        assert "au-delà de la limite exceptionnelle du 01/02/2022" in found[0][1]


@pytest.mark.parametrize("out, twice", [(date(2021, 6, 14), True), (date(2021, 6, 15), False)])
def test_a_second_moped_at_once_is_told_in_the_later_loan(take, out, twice):
    first = lent("AB-1", date(2021, 6, 1), date(2021, 6, 20), date(2021, 6, 15))
    found = told(take(mopeds(lent("AB-2", out, date(2021, 6, 30)), first)))
    sentence = "Cette personne a aussi AB-1 à partir du 01/06/2021 : deux cyclomoteurs à la fois."
    assert found == ([("Prêts!D2", sentence)] if twice else [])


def test_a_dry_run_tells_the_same_and_keeps_nothing(take):
    rows = mopeds(lent("AB-1", date(2021, 6, 1), date(2021, 10, 2)))
    tried = told(take(rows, dry_run=True))
    assert not Loan.select().exists()
    assert tried and told(take(rows)) == tried


def test_what_is_an_error_stays_an_error_and_nothing_doubtful_is_said_of_it(take):
    loans = [
        lent("AB-1", date(2021, 6, 1), date(2021, 6, 20)),
        lent("AB-1", date(2021, 6, 10), date(2021, 12, 30), person="2"),
    ]
    report = take(mopeds(*loans))
    assert cells(report.errors) == ["Prêts!C3"] and report.warnings == []
    assert not Loan.select().exists() and not Person.select().exists()


def test_nothing_is_asked_row_by_row(take, queries):
    counts = []
    for number in (2, 8):
        rows = [*SITTINGS, *(sitting(f"S{rank}", MONDAY, time(9), time(11), "Zoé") for rank in range(number))]
        marks = [["P1", f"S{rank}", person, "présent"] for rank in range(number) for person in ("1", "2")]
        book = permis(Séances=rows, Présences=[*MARKS, *marks])
        take(book)
        counts.append(queries(lambda book=book: take(book)))
    assert counts[0] == counts[1]
