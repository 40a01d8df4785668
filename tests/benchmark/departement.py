"""Indicators of one action in a database the size of a département, against the same action in a small database.

50 000 people, 5 M attendances and 300 actions, each action under one of a few conventions, with every register it
keeps; the small one has the first action of each convention alone.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.benchmark.large import SESSION, STAMP, environment, insert
from tests.benchmark.measure import ms, ratio, say, timed

CONVENTIONS = ("cd59-ii2-coaching", "cd59-iv-aci", "cd49-reference-rsa", "cd62-cers", "cd49-adse-a-renforce")
PEOPLE, ACTIONS, ATTENDANCES = 50_000, 300, 5_000_000
TIMES = 9
FIRST = date(2026, 1, 1)


@dataclass(frozen=True)
class Size:
    """How many people and attendances an action has."""

    people: int
    attendances: int


EACH = Size(PEOPLE // ACTIONS, ATTENDANCES // ACTIONS)


def run(home: Path, scale: int) -> None:
    """Prints the sizes of both databases, then one line a convention."""
    sizes = {}
    for name, actions in (("small", len(CONVENTIONS)), ("large", max(len(CONVENTIONS), ACTIONS // scale))):
        (home / name).mkdir()
        start = perf_counter()
        counts = fill(home / name, actions)
        megabytes = (home / name / "assidu.db").stat().st_size / 1e6
        told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        print(f"{name}: {told}; {megabytes:,.0f} MB, built in {perf_counter() - start:.0f} s", flush=True)
        sizes[name] = _measure(home / name)
    for convention in CONVENTIONS:
        small, large = sizes["small"][convention], sizes["large"][convention]
        say(f"indicators, {convention}", ms(large), f"small {ms(small)}", ratio(large, small), aim="≤ 1.2 ×")


def _measure(home: Path) -> dict[str, float]:
    """The median seconds of the indicators of the first action of each convention."""
    from statistics import median

    from models.figures.figures import figures
    from models.storage.opening import open_database
    from models.tables import Action

    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")
    found = {}
    for rank, convention in enumerate(CONVENTIONS):
        action = Action.get(code=f"D{rank}")
        figures(action, action.start, action.end)  # fills the caches
        found[convention] = median(timed(partial(figures, action, action.start, action.end)) for _ in range(TIMES))
    engine.close()
    return found


def fill(home: Path, actions: int, each: Size = EACH, told: bool = False) -> dict[str, int]:
    """Fills the database of ``home`` with so many actions; gives how many of what it has. ``told``: by its journal."""
    from config.catalogue import convention
    from models.storage.opening import open_database

    environment(home)
    open_database(f"sqlite:///{home}/assidu.db").close()
    base = sqlite3.connect(home / "assidu.db")
    base.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
    for number in range(actions):
        _action(base, number, convention(CONVENTIONS[number % len(CONVENTIONS)]), each)
    base.commit()
    base.execute("PRAGMA optimize")
    tables = {"people": "person", "actions": "action", "attendances": "attendance"}
    counts = {what: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for what, table in tables.items()}
    base.execute("PRAGMA journal_mode = WAL")
    base.close()
    if told:
        _tell(home)
    return counts


def _tell(home: Path) -> None:
    """Has the journal tell every record."""
    from models.storage.adopting import adopt
    from models.storage.opening import open_database

    engine = open_database(f"sqlite:///{home}/assidu.db")
    with engine.atomic():
        adopt(engine, "adopt", "Écrit pour un banc d'essai.", STAMP[0])
    engine.close()


def _action(base: sqlite3.Connection, number: int, spec, each: Size) -> None:
    """One action of a year with its people, their parcours and registers, its sessions and attendances."""
    id, first = number + 1, number * each.people + 1
    people = range(first, first + each.people)
    columns = 'id, code, convention, edition, start, "end", places, staff, recorded_at, recorded_by'
    row = (id, f"D{number}", spec.id, spec.edition, "2026-01-01", "2026-12-31", each.people // 2, 150, *STAMP)
    insert(base, "action", columns, [row])
    columns = "id, code, last_name, first_name, folded, birth, sex, public, confirmed, recorded_at, recorded_by"
    births = [f"{1960 + one % 45}-0{one % 9 + 1}-15" for one in people]
    sexes = ("F", "M")
    insert(
        base,
        "person",
        columns,
        (
            (one, f"P{one}", f"Nom{one}", "Prénom", f"nom{one} prenom", birth, sexes[one % 2], "RSA", 1, *STAMP)
            for one, birth in zip(people, births, strict=True)
        ),
    )
    _parcours(base, id, people)
    _registers(base, id, people, spec)
    _sessions(base, number, people, spec, each.attendances)


def _parcours(base: sqlite3.Connection, action: int, people: range) -> None:
    """One parcours each, one in three over, to a job or not."""
    columns = (
        'action_id, person_id, entry, "exit", exit_type, exit_contract, job_end, oriented, oriented_by, confirmed,'
        " recorded_at, recorded_by"
    )
    exits = (None, None, "2026-03-31")
    kinds = (("emploi", "CDD", "2026-12-31"), ("emploi", "CDI", None), ("abandon", "", None))

    def rows() -> Iterator[tuple]:
        for one in people:
            left = exits[one % 3]
            kind, contract, end = kinds[one // 3 % 3] if left else ("", "", None)
            entry = (FIRST + timedelta(days=one % 60)).isoformat()
            yield action, one, entry, left, kind, contract, end, "2025-12-15", "CCAS", 1, *STAMP

    insert(base, "parcours", columns, rows())


def _registers(base: sqlite3.Connection, action: int, people: range, spec) -> None:
    """A contract, a step, a training, an obstacle, a follow-up, an introduction and a prescription each."""
    who = "action_id, person_id, recorded_at, recorded_by, "
    kinds = [one.code for one in spec.contract_kind] or ["cer"]
    steps = [one.code for one in spec.step] or ["plan"]
    facts = {
        "contract": (
            'kind, start, "end", status, signed',
            (kinds[0], "2026-01-05", "2026-12-31", "validé", "2026-01-05"),
        ),
        "step": ("kind, day", (steps[0], "2026-02-10")),
        "training": ("start, label", ("2026-02-15", "CACES")),
        "obstacle": ("nature, opened, closed, outcome", ("mobilité", "2026-01-15", "2026-04-15", "levé")),
        "follow_up": ("months, day, reached, situation", (3, "2026-06-30", 1, "emploi")),
        "introduction": ("day, employer", ("2026-03-01", "Mairie")),
        "prescription": ("day, direction, structure", ("2026-01-02", "reçue", "CCAS")),
        "worked_hours": ("month, minutes", ("2026-02", 6000)),
    }
    for table, (columns, values) in facts.items():
        insert(base, table, who + columns, ((action, one, *STAMP, *values) for one in people))


def _sessions(base: sqlite3.Connection, number: int, people: range, spec, attendances: int) -> None:
    """As many sessions as it takes, of the convention's natures in turn; everyone is marked in each."""
    count = attendances // len(people)
    natures = [one.code for one in spec.nature] or ["entretien"]
    first = number * count + 1
    days = [(FIRST + timedelta(days=1 + rank * 170 // count)).isoformat() for rank in range(count)]
    insert(
        base,
        "session",
        SESSION,
        (
            (first + rank, number + 1, f"S{rank}", natures[rank % len(natures)], day, 540, 600, "", "", *STAMP)
            for rank, day in enumerate(days)
        ),
    )
    columns = "session_id, person_id, status, estimated, origin, recorded_at, recorded_by"
    insert(
        base,
        "attendance",
        columns,
        (
            (first + rank, one, "absent" if (rank + one) % 9 == 0 else "présent", 0, "reprise", *STAMP)
            for rank in range(count)
            for one in people
        ),
    )
