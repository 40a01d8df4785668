"""The driving hours of an action: what each trainee has, did, plans and moved, and the pool. Minutes."""

from datetime import date

from tests.oracle.plain import Book, attended, length, rows, state

FIFTY = 50 * 60


def trainees(book: Book, action: str) -> list[str]:
    return sorted({parcours["Participant"] for parcours in rows(book, "Parcours", Action=action)})


def moved(book: Book, action: str, person: str, sense: str) -> int:
    found = rows(book, "Mutualisation", Action=action, Participant=person, Sens=sense)
    return sum(movement["Heures"] for movement in found)


def lessons(book: Book, action: str, person: str, today: date) -> list[dict]:
    return [
        seen
        for seen in attended(book, today)
        if (seen["action"], seen["person"], seen["nature"]) == (action, person, "conduite")
    ]


def planned(book: Book, action: str, person: str, today: date) -> int:
    total = 0
    for session in rows(book, "Séances", Action=action, Nature="conduite"):
        expected = rows(book, "Présences", Action=action, Séance=session["Séance"], Participant=person, Statut="prévu")
        if expected and session["Date"] >= today and state(book, session, today) == "prévue":
            total += length(session)
    return total


def ledger(book: Book, action: str, today: date) -> dict:
    """``{"envelope", "done", "planned", "pool", "participants": {person: {…}}}``."""
    people = {}
    for person in trainees(book, action):
        done = sum(lesson["minutes"] for lesson in lessons(book, action, person, today))
        released = moved(book, action, person, "libération")
        granted = moved(book, action, person, "mobilisation")
        people[person] = {
            "allocated": FIFTY,
            "done": done,
            "planned": planned(book, action, person, today),
            "released": released,
            "granted": granted,
            "left": FIFTY + granted - released - done,
        }
    return {
        "envelope": FIFTY * len(people),
        "done": sum(one["done"] for one in people.values()),
        "planned": sum(one["planned"] for one in people.values()),
        "pool": sum(one["released"] - one["granted"] for one in people.values()),
        "participants": people,
    }
