"""Chains of loans and how long each may run."""

from datetime import date

from tests.oracle.plain import Book, after, days, later, rows


def back(loan: dict, today: date) -> date:
    """The day a loan ended; one that runs, today; one still to come, its departure."""
    return loan.get("Retour") or max(today, loan["Départ"])


def cut(loans: list[dict], today: date) -> list[list[dict]]:
    """The loans of one person cut where 30 days or more passed since the return before."""
    found: list[list[dict]] = []
    for loan in sorted(loans, key=lambda one: (one["Départ"], back(one, today))):
        if found and (loan["Départ"] - max(back(one, today) for one in found[-1])).days < 30:
            found[-1].append(loan)
        else:
            found.append([loan])
    return found


def chains(book: Book, today: date) -> list[list[dict]]:
    """Every chain that ran or runs, whatever the action: loans still to come are in none."""
    found = []
    for person in sorted({loan["Participant"] for loan in rows(book, "Prêts")}):
        lent = rows(book, "Prêts", Participant=person)
        found += cut([loan for loan in lent if loan["Départ"] <= today], today)
    return found


def chain_of(book: Book, loan: dict, today: date) -> list[dict]:
    """The chain a loan is part of, loans still to come in it."""
    mine = rows(book, "Prêts", Participant=loan["Participant"])
    return next(chain for chain in cut(mine, today) if loan in chain)


def ceilings(chain: list[dict], today: date) -> tuple[date, date, date]:
    """The four-month limit of a chain, its eight-month limit, and the one that holds."""
    start = chain[0]["Départ"]
    out: set[date] = set()
    for loan in chain:
        out |= days(loan["Départ"], back(loan, today))
    gaps = len(days(start, max(out)) - out)
    four, eight = after(later(start, 4), gaps), after(later(start, 8), gaps)
    extended = [
        loan["Prolongé jusqu'au"]
        for loan in chain
        if loan.get("Prolongé jusqu'au") and loan.get("Motif de prolongation") and loan.get("Accompagnant")
    ]
    limit = max(four, min(eight, max(extended))) if extended else four
    return four, eight, limit
