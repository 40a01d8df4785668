"""The recomputation itself, on examples worked out by hand."""

from datetime import date, time
from fractions import Fraction

from tests.oracle import deviations, figures, ledger, payable
from tests.oracle.plain import SIX, Book, later

TODAY = date(2021, 12, 31)


def action(kind: str, code: str = "A", first=date(2021, 1, 1), last=date(2021, 12, 31), places=None) -> dict:
    return {"Code": code, "Convention": SIX[kind], "Début": first, "Fin": last, "Places": places}


def session(code: str, nature: str, day: date, hours=(9, 12), of: str = "A") -> dict:
    return {
        "Action": of,
        "Séance": code,
        "Nature": nature,
        "Date": day,
        "Début": time(hours[0]),
        "Fin": time(hours[1]),
    }


def mark(code: str, person: str, status="présent", minutes=None, of: str = "A") -> dict:
    return {"Action": of, "Séance": code, "Participant": person, "Statut": status, "Minutes": minutes}


def stay(person: str, entry: date, out=None, **more) -> dict:
    return {"Action": "A", "Participant": person, "Entrée": entry, "Sortie": out, **more}


def person(code: str, public="RSA", birth=None) -> dict:
    return {"Identifiant": code, "Nom": code, "Prénom": "x", "Public": public, "Naissance": birth}


def ai(sessions: list[dict], checks=(), stays=(), papers=(), **who) -> Book:
    return Book(
        {
            "Actions": [action("ai", last=date(2022, 12, 31))],
            "Participants": [person("P", **who)],
            "Éligibilités": [{"Participant": "P", "Vérifiée le": day, "Public": public} for day, public in checks],
            "Parcours": list(stays),
            "Séances": sessions,
            "Présences": [mark(one["Séance"], "P") for one in sessions],
            "Documents": [{"Action": "A", "Participant": "P", "Document": name, "Date": day} for name, day in papers],
        }
    )


def test_a_month_later_ends_with_the_month():
    assert later(date(2020, 10, 31), 4) == date(2021, 2, 28)
    assert later(date(2020, 10, 31), 8) == date(2021, 6, 30)
    assert later(date(2021, 3, 1), 4) == date(2021, 7, 1)


def test_an_estimate_is_half_up_to_the_cent_and_never_above_its_parts():
    book = Book(
        {
            "Actions": [action("renforce", first=date(2021, 1, 1), last=date(2021, 6, 30), places=2)],
            "Participants": [person("P")],
            "Parcours": [stay("P", date(2021, 1, 1))],
            "Séances": [session("S1", "seance", date(2021, 2, 1)), session("E1", "entretien", date(2021, 2, 2))],
            "Présences": [mark("S1", "P"), mark("E1", "P")],
        }
    )
    found = figures.figures(book, "A", date(2021, 1, 1), date(2021, 6, 30), TODAY)
    # 2 places, 6 months of 12: 44 attendances and 11 interviews are meant; one of each was.
    assert found["participations"] == {"value": 1, "target": 44, "detail": {}}
    assert found["entretiens-individuels"]["target"] == 11
    # 1 × (1250 ÷ 44 + 550 ÷ 11) = 28,409… + 50
    assert found["montant-estime"] == {"value": Fraction("78.41"), "target": 1800, "detail": {}}


def test_module_1_is_payable_15_hours_in_each_block_and_nothing_outside():
    days = [date(2021, 2, number) for number in range(1, 7)]  # 6 × 3 h
    book = ai(
        [session(f"S{n}", "module-1", day) for n, day in enumerate(days)]
        + [session("LATE", "module-1", date(2021, 7, 15)), session("NEW", "module-1", date(2021, 8, 1))],
        checks=[(date(2021, 1, 10), "RSA")],
        stays=[stay("P", date(2021, 1, 15), **{"Renouvelé le": date(2021, 8, 1)})],
    )
    found = payable.worked_out(book, TODAY, "P")
    assert [one["payable"] for one in found] == [180] * 5 + [0, 0, 180]
    assert found[6]["block"] is None  # 15 January + 6 months is 15 July, out of the block
    assert [one.rule for one in deviations.deviations(book, TODAY)] == ["eligibility", "volume-cap"]


def test_a_check_made_inside_a_window_opens_the_next_one_after_it():
    book = ai(
        [
            session("A", "module-2", date(2021, 2, 1)),
            session("B", "module-2", date(2022, 1, 31)),
            session("C", "module-2", date(2022, 2, 1)),
        ],
        checks=[(date(2021, 1, 1), "Autre"), (date(2021, 2, 1), "RSA"), (date(2021, 6, 1), "FAJ")],
        stays=[stay("P", date(2021, 1, 1))],
        birth=date(1996, 2, 1),
    )
    assert payable.windows(book, date(2022, 6, 1), "P") == [
        {"first": date(2021, 2, 1), "over": date(2022, 2, 1), "public": "RSA"},
        {"first": date(2022, 2, 1), "over": date(2023, 2, 1), "public": "FAJ"},
    ]
    # 26 on the very day of the third session: no longer eligible
    assert [one["payable"] for one in payable.worked_out(book, date(2022, 6, 1), "P")] == [180, 180, 0]


def test_a_module_begun_in_a_window_may_finish_after_it_and_another_may_not_begin():
    book = ai(
        [
            session("A", "module-2", date(2021, 2, 1)),
            session("B", "module-2", date(2022, 3, 1)),
            session("C", "module-3", date(2022, 3, 2)),
        ],
        checks=[(date(2021, 1, 1), "RSA")],
        stays=[stay("P", date(2021, 1, 1))],
        papers=[("attestation-presence-module-3", date(2022, 4, 1))],
    )
    assert [one["payable"] for one in payable.worked_out(book, date(2022, 6, 1), "P")] == [180, 180, 0]


def test_module_3_is_not_payable_without_its_attestation_and_that_is_missing():
    book = ai(
        [session("A", "module-3", date(2021, 2, 1)), session("B", "module-3", date(2021, 2, 2))],
        checks=[(date(2021, 1, 1), "RSA")],
        stays=[stay("P", date(2021, 1, 1))],
    )
    assert [one["payable"] for one in payable.worked_out(book, TODAY, "P")] == [0, 0]
    missing = [one for one in deviations.deviations(book, TODAY) if one.rule == "missing-document"]
    assert missing == [("missing-document", "error", "A", "P", date(2021, 2, 2))]


def scooters(*loans: dict, stops=()) -> Book:
    return Book(
        {
            "Actions": [action("mobilite")],
            "Participants": [person("P")],
            "Cyclomoteurs": [
                {"Action": "A", "Immatriculation": plate, "Mise en service": date(2021, 1, 1)} for plate in ("X", "Y")
            ],
            "Prêts": list(loans),
            "Immobilisations": list(stops),
        }
    )


def loan(plate: str, departure: date, back=None, until=None, motive=None, by=None) -> dict:
    return {
        "Action": "A",
        "Immatriculation": plate,
        "Départ": departure,
        "Participant": "P",
        "Retour": back,
        "Prolongé jusqu'au": until,
        "Motif de prolongation": motive,
        "Accompagnant": by,
    }


def test_loan_days_count_both_ends_once_a_plate_without_the_days_it_stood_still():
    book = scooters(
        loan("X", date(2021, 3, 1), date(2021, 3, 10)),
        loan("X", date(2021, 3, 10), date(2021, 3, 12)),
        stops=[
            {"Action": "A", "Immatriculation": "X", "Début": date(2021, 3, 2), "Fin": date(2021, 3, 4)},
        ],
    )
    found = figures.figures(book, "A", date(2021, 1, 1), date(2021, 12, 31), TODAY)
    assert found["jours-location"] == {"value": 9, "target": 360, "detail": {"X": 9}}


def test_loans_29_days_apart_are_one_and_the_days_between_do_not_count():
    book = scooters(
        loan("X", date(2021, 1, 1), date(2021, 3, 31)),
        loan("Y", date(2021, 4, 29), date(2021, 5, 30)),  # 28 days strictly between
    )
    # 1 January + 4 months + 28 days = 29 May
    late = [one for one in deviations.deviations(book, TODAY) if one.rule == "loan-length"]
    assert late == [("loan-length", "error", "A", "P", date(2021, 5, 29))]
    apart = scooters(loan("X", date(2021, 1, 1), date(2021, 3, 31)), loan("Y", date(2021, 4, 30), date(2021, 5, 30)))
    assert not [one for one in deviations.deviations(apart, TODAY) if one.rule == "loan-length"]


def test_an_extension_holds_with_motive_and_professional_up_to_eight_months():
    def rules(*found: dict) -> list[tuple]:
        told = deviations.deviations(scooters(*found), TODAY)
        return [(one.rule, one.date) for one in told if one.rule.startswith("loan")]

    start, back = date(2021, 1, 1), date(2021, 7, 1)
    assert rules(loan("X", start, back)) == [("loan-length", date(2021, 5, 1))]
    assert rules(loan("X", start, back, back, "emploi", "Mme Roy")) == []
    assert rules(loan("X", start, back, date(2021, 6, 30), "emploi", "Mme Roy")) == [("loan-length", date(2021, 6, 30))]
    assert rules(loan("X", start, back, date(2021, 9, 2), "emploi", "Mme Roy")) == [("loan-extension", start)]
    assert rules(loan("X", start, back, back, "emploi")) == [
        ("loan-extension", start),
        ("loan-length", date(2021, 5, 1)),
    ]


def test_the_ledger_balances_and_a_grant_above_50_asks_for_both_reports():
    move = {"Action": "A", "Motif": "x", "Date": date(2021, 5, 1)}
    book = Book(
        {
            "Actions": [action("permis")],
            "Participants": [person("P"), person("Q")],
            "Parcours": [stay("P", date(2021, 1, 1)), stay("Q", date(2021, 1, 1))],
            "Séances": [session("S", "conduite", date(2021, 2, 1)), session("T", "conduite", date(2022, 1, 1))],
            "Présences": [mark("S", "P"), mark("T", "P", "prévu")],
            "Mutualisation": [
                {**move, "Sens": "mobilisation", "Participant": "Q", "Heures": 600},
                {**move, "Sens": "libération", "Participant": "P", "Heures": 1200},
            ],
        }
    )
    found = ledger.ledger(book, "A", TODAY)
    assert (found["envelope"], found["done"], found["planned"], found["pool"]) == (6000, 180, 180, 600)
    assert found["participants"]["P"]["left"] == 3000 - 1200 - 180
    assert found["participants"]["Q"]["left"] == 3600
    quota = [one for one in deviations.deviations(book, TODAY) if one.rule == "driving-quota"]
    assert quota == [("driving-quota", "error", "A", "Q", date(2021, 5, 1))]


def test_one_month_without_interview_is_allowed_and_the_next_ones_are_not():
    book = Book(
        {
            "Actions": [action("renforce", places=1)],
            "Participants": [person("P")],
            "Parcours": [stay("P", date(2021, 1, 2), date(2021, 6, 29))],
            "Séances": [session("E", "entretien", date(2021, 3, 15), (9, 10))],
            "Présences": [mark("E", "P")],
            "Documents": [
                {"Action": "A", "Participant": "P", "Document": "contrat", "Date": date(2021, 1, 2)},
                {"Action": "A", "Participant": "P", "Document": "bilan", "Date": date(2021, 6, 29)},
            ],
        }
    )
    # whole months of the stay: February to May; February is the one allowed, March has one
    found = [(one.rule, one.date) for one in deviations.deviations(book, TODAY)]
    assert found == [("interview-rhythm", date(2021, 4, 1)), ("interview-rhythm", date(2021, 5, 1))]


def test_two_stays_sharing_a_day_are_told_to_both_actions():
    book = Book(
        {
            "Actions": [action("simple", "A", places=1), action("b", "B")],
            "Participants": [person("P")],
            "Parcours": [
                stay("P", date(2021, 11, 20)),
                {"Action": "B", "Participant": "P", "Entrée": date(2021, 11, 1), "Sortie": date(2021, 11, 20)},
            ],
        }
    )
    shared = ("exclusivity", "error", "A", "P", date(2021, 11, 20))
    assert [one for one in deviations.check(book, "A", TODAY) if one.rule == "exclusivity"] == [shared]
    assert deviations.check(book, "B", TODAY) == [shared]
