"""What is payable of the hours attended in the modules of an intermediary association: blocks, windows, caps."""

from datetime import date
from functools import cache

from tests.oracle.plain import Book, actions_of, age, attended, later, rows, the_person

MODULES = ("module-1", "module-2", "module-3")
VOLUME = {"module-1": 15 * 60, "module-2": 18 * 60, "module-3": 35 * 60}


def blocks(book: Book, action: str, person: str) -> list[tuple[date, date]]:
    """The module-1 blocks of one person in one action: first day, and the day it is over."""
    starts = []
    for parcours in rows(book, "Parcours", Action=action, Participant=person):
        starts.append(parcours["Entrée"])
        if parcours.get("Renouvelé le"):
            starts.append(parcours["Renouvelé le"])
    kept: list[date] = []
    for start in sorted(set(starts)):
        second_before = kept[-2] if len(kept) > 1 else None
        if second_before is None or not start < later(second_before, 12):
            kept.append(start)
    starts = kept
    ends = [later(start, 6) for start in starts]
    for number, following in enumerate(starts[1:]):
        ends[number] = min(ends[number], following)
    return list(zip(starts, ends, strict=True))


def module_sessions(book: Book, today: date, person: str) -> list[dict]:
    """The module sessions one person attended, in every such action, in order."""
    codes = {action["Code"] for action in actions_of(book, "ai")}
    return [
        seen
        for seen in attended(book, today)
        if seen["person"] == person and seen["action"] in codes and seen["nature"] in MODULES
    ]


def windows(book: Book, today: date, person: str) -> list[dict]:
    """The eligibility windows of one person: first day, the day it is over, and the public its check says."""
    checks = sorted(rows(book, "Éligibilités", Participant=person), key=lambda check: check["Vérifiée le"])
    opened: list[dict] = []
    for seen in module_sessions(book, today, person):
        day = seen["day"]
        if opened and day < opened[-1]["over"]:
            continue
        fresh = [
            check
            for check in checks
            if check["Vérifiée le"] <= day and (not opened or check["Vérifiée le"] > opened[-1]["first"])
        ]
        if fresh:
            opened.append({"first": day, "over": later(day, 12), "public": fresh[-1]["Public"]})
    return opened


@cache
def worked_out(book: Book, today: date, person: str) -> list[dict]:
    """Each module session one person attended with its ``block``, its ``window``, whether it is ``eligible`` and its
    ``payable`` minutes."""
    sessions = module_sessions(book, today, person)
    opened = windows(book, today, person)
    birth = the_person(book, person).get("Naissance")
    used: dict[tuple, int] = {}
    result = []
    for seen in sessions:
        module = seen["nature"]

        def inside(window: dict, module: str = module) -> list[dict]:
            return [s for s in sessions if s["nature"] == module and window["first"] <= s["day"] < window["over"]]

        window = None
        for candidate in opened:
            lies_in = candidate["first"] <= seen["day"] < candidate["over"]
            begun_in = candidate["over"] <= seen["day"] and inside(candidate)
            if lies_in or begun_in:
                window = candidate  # the later one holds
        eligible = False
        if window is not None:
            if window["public"] == "RSA":
                eligible = True
            elif window["public"] == "FAJ" and module != "module-1" and birth:
                eligible = 18 <= age(birth, inside(window)[0]["day"]) <= 25

        block = next(
            (b for b in blocks(book, seen["action"], person) if b[0] <= seen["day"] < b[1]),
            None,
        )
        proof = rows(
            book,
            "Documents",
            Action=seen["action"],
            Participant=person,
            Document="attestation-presence-module-3",
        )
        fine = eligible
        if module == "module-1":
            fine = fine and block is not None
            account: tuple = (module, seen["action"], block)
        else:
            account = (module, window and window["first"])
        if module == "module-3":
            fine = fine and bool(proof)
        payable = 0
        if fine:
            payable = min(seen["minutes"], VOLUME[module] - used.get(account, 0))
            used[account] = used.get(account, 0) + payable
        result.append(
            {
                **seen,
                "window": window and window["first"],
                "block": block and block[0],
                "eligible": eligible,
                "payable": payable,
            }
        )
    return result
