"""The rows of a workbook as plain dicts (sheet → rows, header → value), and the few words the rules are written with.

Days are ``datetime.date``, times ``datetime.time``, durations and hours whole minutes, absent cells None.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path


class Book(dict[str, list[dict]]):
    """A workbook; never changed once something was computed from it."""

    __hash__ = object.__hash__  # type: ignore[assignment]


SIX = tomllib.loads((Path(__file__).parent / "six.toml").read_text(encoding="utf-8"))
PRESENT = ("présent", "retard")


@cache
def shelved(book: Book, sheet: str, heads: tuple[str, ...]) -> dict[tuple, list[dict]]:
    shelves: dict[tuple, list[dict]] = {}
    for row in book.get(sheet, []):
        shelves.setdefault(tuple(row.get(head) for head in heads), []).append(row)
    return shelves


def rows(book: Book, sheet: str, **cells) -> list[dict]:
    """The rows of a sheet that have these values."""
    return list(shelved(book, sheet, tuple(cells)).get(tuple(cells.values()), []))


def the_action(book: Book, code: str) -> dict:
    (row,) = rows(book, "Actions", Code=code)
    return row


def the_person(book: Book, code: str) -> dict:
    (row,) = rows(book, "Participants", Identifiant=code)
    return row


def kind(book: Book, code: str) -> str:
    """*permis*, *simple*, *renforce*, *b*, *mobilite* or *ai*."""
    convention = the_action(book, code)["Convention"]
    return next(name for name, known in SIX.items() if known == convention)


def actions_of(book: Book, *kinds: str) -> list[dict]:
    return [row for row in rows(book, "Actions") if kind(book, row["Code"]) in kinds]


def later(day: date, months: int) -> date:
    """The same day number some months later, or the last day of that month when it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for number in (day.day, 30, 29, 28):
        if number <= day.day:
            try:
                return date(year, month + 1, number)
            except ValueError:
                pass
    raise AssertionError(day)


def after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def days(first: date, last: date) -> set[date]:
    """Every day from the first to the last, both in it."""
    return {after(first, n) for n in range((last - first).days + 1)}


def age(birth: date, day: date) -> int:
    years = day.year - birth.year
    return years if (day.month, day.day) >= (birth.month, birth.day) else years - 1


def clock(time) -> int:
    return time.hour * 60 + time.minute


def length(session: dict) -> int:
    return clock(session["Fin"]) - clock(session["Début"])


def marks(book: Book, session: dict) -> list[dict]:
    """The attendance rows of a session that say more than *prévu*."""
    found = rows(book, "Présences", Action=session["Action"], Séance=session["Séance"])
    return [row for row in found if row["Statut"] != "prévu"]


def state(book: Book, session: dict, today: date) -> str:
    said = session.get("État")
    if said in ("annulée", "tenue"):
        return said
    return "tenue" if session["Date"] <= today and marks(book, session) else "prévue"


@cache
def attended(book: Book, today: date) -> list[dict]:
    """Each attendance (présent or retard) in a session that took place, with its minutes, in order of time."""
    found = []
    for session in rows(book, "Séances"):
        if state(book, session, today) != "tenue":
            continue
        for mark in marks(book, session):
            if mark["Statut"] in PRESENT:
                minutes = mark.get("Minutes")
                found.append(
                    {
                        "action": session["Action"],
                        "session": session["Séance"],
                        "person": mark["Participant"],
                        "nature": session["Nature"],
                        "day": session["Date"],
                        "start": clock(session["Début"]),
                        "end": clock(session["Fin"]),
                        "minutes": length(session) if minutes is None else minutes,
                    }
                )
    return sorted(found, key=lambda a: (a["day"], a["start"], a["action"], a["session"], a["person"]))


def last_day(book: Book, parcours: dict) -> date:
    """The last day a parcours is open: its exit, or the end of the action."""
    return parcours.get("Sortie") or the_action(book, parcours["Action"])["Fin"]


def has_left(parcours: dict, today: date) -> bool:
    return parcours.get("Sortie") is not None and parcours["Sortie"] <= today


def followed(book: Book, contact: dict) -> dict | None:
    """The parcours whose exit a contact follows: the one it names, else the last on or before its day (E-03)."""
    whose = contact["Action"], contact["Participant"]
    own = [stay for stay in book.get("Parcours", []) if (stay["Action"], stay["Participant"]) == whose]
    ended = [stay for stay in own if stay.get("Sortie")]
    if contact.get("Sortie"):
        return next(stay for stay in ended if stay["Sortie"] == contact["Sortie"])
    before = [stay for stay in ended if stay["Sortie"] <= contact["Date"]]
    return max(before, key=lambda stay: stay["Sortie"], default=None)


def public(person: dict) -> str:
    return person.get("Public") or "Autre"


def park(book: Book, moped: dict) -> tuple[date, date]:
    """The first and the last day of a moped in its park."""
    return moped["Mise en service"], moped.get("Retrait") or the_action(book, moped["Action"])["Fin"]
