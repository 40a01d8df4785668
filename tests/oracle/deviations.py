"""Every rule, one plain function each: what deviates, about whom, on which date."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from tests.oracle.ledger import FIFTY, lessons, moved, trainees
from tests.oracle.loans import ceilings, chain_of, chains
from tests.oracle.payable import VOLUME, worked_out
from tests.oracle.plain import (
    Book,
    actions_of,
    after,
    age,
    attended,
    days,
    has_left,
    last_day,
    later,
    length,
    marks,
    park,
    public,
    rows,
    state,
    the_action,
    the_person,
)

ADSE_A, ADSE = ("simple", "renforce"), ("simple", "renforce", "b")


class Deviation(NamedTuple):
    rule: str
    severity: str
    action: str
    subject: str
    date: date


Found = Iterator[tuple[str, str, date]]  # action, subject, date


def took_place(book: Book, today: date, natures: tuple[str, ...], *kinds: str) -> Iterator[dict]:
    for action in actions_of(book, *kinds):
        for session in rows(book, "Séances", Action=action["Code"]):
            if session["Nature"] in natures and state(book, session, today) == "tenue":
                yield session


def stays(book: Book, *kinds: str) -> Iterator[dict]:
    for action in actions_of(book, *kinds):
        yield from rows(book, "Parcours", Action=action["Code"])


def group_size(book: Book, today: date) -> Found:
    seen = attended(book, today)

    def size(session: dict) -> int:
        here = (session["Action"], session["Séance"])
        return len([one for one in seen if (one["action"], one["session"]) == here])

    for session in took_place(book, today, ("seance",), *ADSE_A):
        if not 6 <= size(session) <= 8:
            yield session["Action"], session["Séance"], session["Date"]
    for session in took_place(book, today, ("module-2", "module-3"), "ai"):
        if size(session) < 4:
            yield session["Action"], session["Séance"], session["Date"]


def session_length(book: Book, today: date) -> Found:
    for session in took_place(book, today, ("seance",), *ADSE_A):
        if not 120 <= length(session) <= 180:
            yield session["Action"], session["Séance"], session["Date"]
    for session in took_place(book, today, ("entretien",), *ADSE_A):
        if not 45 <= length(session) <= 60:
            yield session["Action"], session["Séance"], session["Date"]
    for session in took_place(book, today, ("module-2",), "ai"):
        if length(session) < 120:
            yield session["Action"], session["Séance"], session["Date"]


def stay_length(book: Book, today: date) -> Found:
    for stay in stays(book, *ADSE):
        end = stay.get("Sortie") or min(today, the_action(book, stay["Action"])["Fin"])
        if end > later(stay["Entrée"], 12):
            yield stay["Action"], stay["Participant"], stay["Entrée"]
    for action in actions_of(book, "permis"):
        if action["Fin"] > later(action["Début"], 12):
            yield action["Code"], action["Code"], action["Début"]


def exclusivity(book: Book, today: date) -> Found:
    for one, other in combinations(stays(book, *ADSE), 2):
        if one["Participant"] != other["Participant"] or one["Action"] == other["Action"]:
            continue
        shared = days(one["Entrée"], last_day(book, one)) & days(other["Entrée"], last_day(book, other))
        if shared:
            blamed = max((one, other), key=lambda stay: (stay["Entrée"], stay["Action"]))
            yield blamed["Action"], one["Participant"], min(shared)


def volume_cap(book: Book, today: date) -> Found:
    for person in rows(book, "Participants"):
        code = person["Identifiant"]
        total: dict[tuple, int] = {}
        for seen in worked_out(book, today, code):
            module = seen["nature"]
            if module == "module-1":
                account: tuple = (module, seen["action"], seen["block"])
                counted = seen["block"]
            else:
                account = (module, seen["window"])
                counted = seen["window"]
            if not counted:
                continue
            before = total.get(account, 0)
            total[account] = before + seen["minutes"]
            if before <= VOLUME[module] < total[account]:
                yield seen["action"], code, seen["day"]


def loan_length(book: Book, today: date) -> Found:
    for chain in chains(book, today):
        _, _, limit = ceilings(chain, today)
        if max(loan.get("Retour") or today for loan in chain) > limit:
            last = max(chain, key=lambda loan: (loan["Départ"], loan["Action"]))
            yield last["Action"], last["Participant"], limit


def loan_extension(book: Book, today: date) -> Found:
    for loan in rows(book, "Prêts"):
        if not loan.get("Prolongé jusqu'au"):
            continue
        bare = not loan.get("Motif de prolongation") or not loan.get("Accompagnant")
        _, eight, _ = ceilings(chain_of(book, loan, today), today)
        if bare or loan["Prolongé jusqu'au"] > eight:
            yield loan["Action"], loan["Participant"], loan["Départ"]


def eligibility(book: Book, today: date) -> Found:
    for stay in stays(book, "permis"):
        if (stay.get("Évaluation de départ (h)") or 0) > 40 * 60:
            yield stay["Action"], stay["Participant"], stay["Entrée"]
    for person in rows(book, "Participants"):
        code = person["Identifiant"]
        told = set()
        for seen in worked_out(book, today, code):
            outside = seen["nature"] == "module-1" and seen["block"] is None
            account = (seen["action"], seen["nature"])
            if (outside or not seen["eligible"]) and account not in told:
                told.add(account)
                yield seen["action"], code, seen["day"]
    for loan in rows(book, "Prêts"):
        borrower = the_person(book, loan["Participant"])
        if public(borrower) == "FAJ":
            birth = borrower.get("Naissance")
            if birth and not 18 <= age(birth, loan["Départ"]) <= 25:  # nothing said of an unknown age
                yield loan["Action"], loan["Participant"], loan["Départ"]


def exam_attempts(book: Book, today: date) -> Found:
    for action in actions_of(book, "permis"):
        code = action["Code"]
        for person in trainees(book, code):
            tried = {}
            for test in ("code", "conduite"):
                exams = rows(book, "Examens", Action=code, Participant=person, Épreuve=test)
                tried[test] = sorted(
                    (exam for exam in exams if exam["Résultat"] != "absent"), key=lambda exam: exam["Date"]
                )
            for rank, exam in enumerate(tried["code"], start=1):
                if rank > 3 or (rank == 3 and not exam.get("Motif")):
                    yield code, person, exam["Date"]
            for exam in tried["conduite"][2:]:
                yield code, person, exam["Date"]
            last = max(rows(book, "Parcours", Action=code, Participant=person), key=lambda p: p["Entrée"])
            passed = any(exam["Résultat"] == "réussi" for exam in tried["code"])
            if (
                has_left(last, today)
                and last.get("Type de sortie") != "abandon"
                and not passed
                and len(tried["code"]) < 2
            ):
                yield code, person, last["Sortie"]


def driving_quota(book: Book, today: date) -> Found:
    for action in actions_of(book, "permis"):
        code = action["Code"]
        for person in trainees(book, code):
            seen = lessons(book, code, person, today)
            done = sum(lesson["minutes"] for lesson in seen)
            granted, released = (
                moved(book, code, person, "mobilisation"),
                moved(book, code, person, "libération"),
            )
            if FIFTY + granted - released - done < 0:
                yield code, person, seen[-1]["day"]
            movements = rows(book, "Mutualisation", Action=code, Participant=person)
            movements.sort(key=lambda movement: (movement["Date"], movement["Sens"] == "mobilisation"))
            balance = FIFTY
            for movement in movements:
                if movement["Sens"] == "libération":
                    balance -= movement["Heures"]
                    continue
                balance += movement["Heures"]
                reported = movement.get("Signalé au référent le") and movement.get("Signalé au Département le")
                if balance > FIFTY and not reported:
                    yield code, person, movement["Date"]


def overlap(book: Book, today: date) -> Found:
    by_day: dict[tuple, list[dict]] = {}
    for seen in attended(book, today):
        by_day.setdefault((seen["person"], seen["day"]), []).append(seen)
    for same_day in by_day.values():
        for one, other in combinations(same_day, 2):
            if one["start"] < other["end"] and other["start"] < one["end"]:
                blamed = max((one, other), key=lambda seen: (seen["start"], seen["action"]))
                yield blamed["action"], one["person"], one["day"]


def missing_document(book: Book, today: date) -> Found:
    def by(stay: dict, document: str, due: date) -> bool:
        held = rows(book, "Documents", Action=stay["Action"], Participant=stay["Participant"], Document=document)
        return any(one["Date"] <= due for one in held)

    for stay in stays(book, *ADSE_A):
        due = later(stay["Entrée"], 1)
        if due < today and not by(stay, "contrat", due):
            yield stay["Action"], stay["Participant"], due
        if stay.get("Sortie"):
            due = later(stay["Sortie"], 1)
            if due < today and not by(stay, "bilan", due):
                yield stay["Action"], stay["Participant"], due
    for action in actions_of(book, "ai"):
        last: dict[str, date] = {}
        for seen in attended(book, today):
            if seen["action"] == action["Code"] and seen["nature"] == "module-3":
                last[seen["person"]] = seen["day"]
        for person, day in last.items():
            if not rows(
                book,
                "Documents",
                Action=action["Code"],
                Participant=person,
                Document="attestation-presence-module-3",
            ):
                yield action["Code"], person, day
    for loan in rows(book, "Prêts"):
        if loan["Départ"] > today:
            continue  # not due yet
        papers = rows(
            book,
            "Documents",
            Action=loan["Action"],
            Participant=loan["Participant"],
            Document="contrat-mise-a-disposition",
        )
        if not any(after(loan["Départ"], -30) <= paper["Date"] <= loan["Départ"] for paper in papers):
            yield loan["Action"], loan["Participant"], loan["Départ"]


def interview_rhythm(book: Book, today: date) -> Found:
    seen = attended(book, today)

    def interviews(stay: dict, first: date, last: date) -> int:
        return len(
            [
                one
                for one in seen
                if (one["action"], one["person"], one["nature"]) == (stay["Action"], stay["Participant"], "entretien")
                and first <= one["day"] <= last
            ]
        )

    for stay in stays(book, "renforce"):
        end = last_day(book, stay)
        first, empty = stay["Entrée"].replace(day=1), 0
        while (last := after(later(first, 1), -1)) <= end and last < today:
            if first >= stay["Entrée"] and not interviews(stay, first, last):
                empty += 1
                if empty >= 2:
                    yield stay["Action"], stay["Participant"], first
            first = later(first, 1)
    for stay in stays(book, "simple"):
        if has_left(stay, today) and interviews(stay, stay["Entrée"], stay["Sortie"]) < 3:
            yield stay["Action"], stay["Participant"], stay["Sortie"]


def park_size(book: Book, today: date) -> Found:
    for action in actions_of(book, "mobilite"):
        whole = days(action["Début"], action["Fin"])
        mopeds = rows(book, "Cyclomoteurs", Action=action["Code"])
        if len([moped for moped in mopeds if days(*park(book, moped)) & whole]) < 8:
            yield action["Code"], action["Code"], action["Début"]


def roll_not_called(book: Book, today: date) -> Found:
    for session in rows(book, "Séances"):
        if session["Date"] < today and session.get("État") != "annulée" and not marks(book, session):
            yield session["Action"], session["Séance"], session["Date"]


RULES: dict[str, tuple[str, Callable[[Book, date], Found]]] = {
    "group-size": ("warning", group_size),
    "session-length": ("warning", session_length),
    "stay-length": ("error", stay_length),
    "exclusivity": ("error", exclusivity),
    "volume-cap": ("error", volume_cap),
    "loan-length": ("error", loan_length),
    "loan-extension": ("error", loan_extension),
    "eligibility": ("error", eligibility),
    "exam-attempts": ("warning", exam_attempts),
    "driving-quota": ("error", driving_quota),
    "overlap": ("error", overlap),
    "missing-document": ("error", missing_document),
    "interview-rhythm": ("warning", interview_rhythm),
    "park-size": ("info", park_size),
    "roll-not-called": ("warning", roll_not_called),
}


def deviations(book: Book, today: date) -> list[Deviation]:
    """Every deviation of the workbook, sorted."""
    return sorted(
        Deviation(rule, severity, *found) for rule, (severity, of) in RULES.items() for found in of(book, today)
    )


def check(book: Book, code: str, today: date) -> list[Deviation]:
    """Those shown for one action: its own, and each exclusivity one of whose parcours is in it."""
    shown = [one for one in deviations(book, today) if one.action == code]
    for one, other in combinations(stays(book, *ADSE), 2):
        if code in (one["Action"], other["Action"]):
            pair = Book({**book, "Parcours": [one, other]})
            shown += [
                Deviation("exclusivity", "error", *found) for found in exclusivity(pair, today) if found[0] != code
            ]
    return sorted(shown)
