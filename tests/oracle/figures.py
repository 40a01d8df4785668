"""Every figure of the six conventions: value, target and detail, as exact fractions (hours, euros, counts)."""

from datetime import date
from fractions import Fraction

from tests.oracle.payable import worked_out
from tests.oracle.plain import (
    Book,
    after,
    attended,
    days,
    followed,
    kind,
    last_day,
    later,
    park,
    public,
    rows,
    the_action,
    the_person,
)

Figure = dict  # value, target, detail


def figure(value, target=None, detail=None) -> Figure:
    kept = {part: Fraction(amount) for part, amount in (detail or {}).items() if amount}
    return {"value": Fraction(value), "target": None if target is None else Fraction(target), "detail": kept}


def to_the_cent(euros: Fraction) -> Fraction:
    """Rounded half up."""
    return Fraction((euros * 100 + Fraction(1, 2)) // 1, 100)


def pro_rata(action: dict) -> Fraction:
    end, months = after(action["Fin"], 1), 0
    while later(action["Début"], months + 1) <= end:
        months += 1
    return Fraction(min(12, months), 12)


def figures(book: Book, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    """The figures of one action over a period, by id."""
    what = kind(book, code)
    if what in ("simple", "renforce"):
        return places(book, code, first, last, today, 3 if what == "simple" else 11)
    if what == "b":
        return meetings(book, code, first, last, today)
    if what == "permis":
        return licence(book, code, first, last, today)
    if what == "mobilite":
        return mopeds(book, code, first, last, today)
    return modules(book, code, first, last, today)


def seen_in(book: Book, code: str, nature: str, first: date, last: date, today: date) -> list[dict]:
    return [
        seen
        for seen in attended(book, today)
        if seen["action"] == code and seen["nature"] == nature and first <= seen["day"] <= last
    ]


def held(book: Book, code: str, nature: str, first: date, last: date, today: date) -> int:
    return len({seen["session"] for seen in seen_in(book, code, nature, first, last, today)})


def participants(book: Book, code: str, first: date, last: date, today: date) -> set[str]:
    return {
        parcours["Participant"]
        for parcours in rows(book, "Parcours", Action=code)
        if parcours["Entrée"] <= today and days(parcours["Entrée"], last_day(book, parcours)) & days(first, last)
    }


def by_public(book: Book, persons: set[str]) -> dict[str, int]:
    shares: dict[str, int] = {}
    for person in persons:
        name = public(the_person(book, person))
        shares[name] = shares.get(name, 0) + 1
    return shares


def hours_by_person(seen: list[dict], what: str = "minutes") -> dict[str, Fraction]:
    shares: dict[str, Fraction] = {}
    for one in seen:
        shares[one["person"]] = shares.get(one["person"], Fraction(0)) + Fraction(one[what], 60)
    return shares


def hours(shares: dict[str, Fraction]) -> Figure:
    return figure(sum(shares.values(), Fraction(0)), None, shares)


def places(book: Book, code: str, first: date, last: date, today: date, n: int) -> dict[str, Figure]:
    action = the_action(book, code)
    share, number = pro_rata(action), action["Places"]
    attendances = len(seen_in(book, code, "seance", first, last, today))
    interviews = len(seen_in(book, code, "entretien", first, last, today))
    meant, meant_interviews = 44 * number * share, n * number * share
    amount = Fraction(0)
    if meant and meant_interviews:
        amount = (
            number
            * share
            * (1250 * min(Fraction(1), attendances / meant) + 50 * n * min(Fraction(1), interviews / meant_interviews))
        )
    return {
        "seances-collectives": figure(held(book, code, "seance", first, last, today), 44 * share),
        "participations": figure(attendances, meant),
        "entretiens-individuels": figure(interviews, meant_interviews),
        "participants": figure(len(participants(book, code, first, last, today)), number),
        "montant-estime": figure(to_the_cent(amount), (1250 + 50 * n) * number * share),
    }


def meetings(book: Book, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    return {
        "participations": figure(len(seen_in(book, code, "seance", first, last, today))),
        "seances-collectives": figure(held(book, code, "seance", first, last, today)),
        "participants": figure(len(participants(book, code, first, last, today))),
    }


def licence(book: Book, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    result = {}
    for nature in ("code", "conduite"):
        result[f"heures-{nature}"] = hours(hours_by_person(seen_in(book, code, nature, first, last, today)))
        exams = [e for e in rows(book, "Examens", Action=code, Épreuve=nature) if first <= e["Date"] <= last]
        passed = {exam["Participant"] for exam in exams if exam["Résultat"] == "réussi"}
        tried = {exam["Participant"] for exam in exams if exam["Résultat"] in ("réussi", "échoué")}
        result[f"reussite-{nature}"] = figure(len(passed), len(tried))
    handed = rows(book, "Documents", Action=code, Document="relais-referent")
    result["relais-referent"] = figure(
        len({document["Participant"] for document in handed if first <= document["Date"] <= last})
    )
    validated = {
        immersion["Participant"]
        for immersion in rows(book, "Immersions", Action=code)
        if immersion.get("Projet validé") == "oui" and first <= immersion["Fin"] <= min(last, today)
    }
    result["projets-valides"] = figure(len(validated))
    exits: dict[str, date] = {}
    for parcours in rows(book, "Parcours", Action=code):
        out, person = parcours.get("Sortie"), parcours["Participant"]
        if out and first <= out <= last:
            exits[person] = max(out, exits.get(person, out))
    gone = {person: out for person, out in exits.items() if later(out, 3) <= today}
    found = set()
    for contact in rows(book, "Suivis", Action=code, Joint="oui"):
        person, of = contact["Participant"], followed(book, contact)
        counts = contact["Échéance (mois)"] == 3 and contact.get("Situation") in ("emploi", "formation")
        if not counts or of is None or of["Sortie"] != gone.get(person):
            continue
        if contact["Date"] >= after(later(of["Sortie"], 3), -15):
            found.add(person)
    result["acces-3-mois"] = figure(len(found), len(gone))
    return result


def loan_days(loan: dict, today: date) -> set[date]:
    """The days a loan covers, up to today."""
    end = min(loan.get("Retour") or today, today)
    return days(loan["Départ"], end) if loan["Départ"] <= end else set()


def still_days(book: Book, code: str, plate: str, today: date) -> set[date]:
    found: set[date] = set()
    for stop in rows(book, "Immobilisations", Action=code, Immatriculation=plate):
        found |= days(stop["Début"], max(stop.get("Fin") or today, stop["Début"]))
    return found


def mopeds(book: Book, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    action, period = the_action(book, code), days(first, last)
    shares: dict[str, int] = {}
    target = Fraction(0)
    in_park = 0
    borrowers = set()
    for moped in rows(book, "Cyclomoteurs", Action=code):
        plate = moped["Immatriculation"]
        out: set[date] = set()
        for loan in rows(book, "Prêts", Action=code, Immatriculation=plate):
            covered = loan_days(loan, today) & period
            out |= covered
            if covered:
                borrowers.add(loan["Participant"])
        shares[plate] = len(out - still_days(book, code, plate, today))
        there = days(*park(book, moped))
        target += 180 * min(Fraction(1), Fraction(len(there & days(action["Début"], action["Fin"])), 365))
        in_park += bool(there & period)
    return {
        "jours-location": figure(sum(shares.values()), target, shares),
        "participants": figure(len(borrowers), None, by_public(book, borrowers)),
        "cyclomoteurs": figure(in_park),
    }


def modules(book: Book, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    result = {}
    everyone = {mark["Participant"] for mark in rows(book, "Présences", Action=code)}
    sessions = [
        seen
        for person in sorted(everyone)
        for seen in worked_out(book, today, person)
        if seen["action"] == code and first <= seen["day"] <= last
    ]
    for number, (name, price) in enumerate(
        (("individuel", 45), ("collectif", 13), ("professionnalisation", 8)), start=1
    ):
        plural = {"individuel": "individuelles", "collectif": "collectives"}.get(name, name)
        mine = [seen for seen in sessions if seen["nature"] == f"module-{number}"]
        result[f"heures-{plural}"] = hours(hours_by_person(mine))
        payable = Fraction(sum(seen["payable"] for seen in mine), 60)
        result[f"montant-{name}"] = figure(to_the_cent(payable * price))
    worked = [
        {"person": row["Participant"], "minutes": row["Heures"]}
        for row in rows(book, "Heures travaillées", Action=code)
        if f"{first:%Y-%m}" <= row["Mois"] <= f"{last:%Y-%m}"
    ]
    result["heures-travaillees"] = hours(hours_by_person(worked))
    persons = participants(book, code, first, last, today)
    result["participants"] = figure(len(persons), None, by_public(book, persons))
    return result
