"""Taking over 100 k attendances, against reading the same file and inserting its marks without any check."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from time import process_time

from tests.benchmark.large import STAMP, convention_with_places, environment
from tests.benchmark.measure import apart, ratio, say

PEOPLE = 500


def run(home: Path, scale: int) -> None:
    """Prints the seconds of both and the memory of the first."""
    environment(home)
    file = home / "reprise.xlsx"
    marks = _write(file, 100_000 // scale)
    ours, memory = apart(_take_over, home, file)
    bare, bare_memory = apart(_read_and_insert, home, file)
    say(
        f"import of {marks:,} attendances",
        f"{ours:.1f} s of processor",
        f"bare {bare:.1f} s",
        ratio(ours, bare),
        f"{memory:.0f} MiB (bare {bare_memory:.0f})",
        aim="≤ 3 ×",
    )


def _write(file: Path, attendances: int) -> int:
    """A workbook of one action with so many marks, in sessions of 500."""
    import xlsxwriter

    sessions = max(1, attendances // PEOPLE)
    first = date(2026, 1, 1)
    with xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:

        def sheet(name: str, heads: list[str], rows) -> None:
            page = book.add_worksheet(name)
            page.write_row(0, 0, heads)
            for line, row in enumerate(rows, 1):
                page.write_row(line, 0, row)

        end = date(2026, 12, 31)
        heads = ["Code", "Convention", "Début", "Fin", "Places"]
        sheet("Actions", heads, [["A", convention_with_places(), first, end, PEOPLE]])
        people = [f"P{number:04d}" for number in range(PEOPLE)]
        sheet("Participants", ["Identifiant", "Nom", "Prénom"], ([code, f"Nom {code}", "Prénom"] for code in people))
        sheet("Parcours", ["Action", "Participant", "Entrée"], (["A", code, first] for code in people))
        days = [first + timedelta(days=number % 170) for number in range(sessions)]
        sheet(
            "Séances",
            ["Action", "Séance", "Nature", "Date", "Début", "Fin"],
            (["A", f"S{number}", "seance", day, "9:00", "11:30"] for number, day in enumerate(days)),
        )
        statuses = ("présent", "présent", "présent", "absent", "excusé", "retard")
        sheet(
            "Présences",
            ["Action", "Séance", "Participant", "Statut", "Minutes"],
            (
                ["A", f"S{number}", code, statuses[(number + rank) % 6], 135 if (number + rank) % 6 == 5 else None]
                for number in range(sessions)
                for rank, code in enumerate(people)
            ),
        )
    return sessions * PEOPLE


def _timed_on(base: Path, work: Callable[[], None]) -> float:
    from models.storage.opening import open_database

    engine = open_database(f"sqlite:///{base}")
    start = process_time()
    work()
    seconds = process_time() - start
    engine.close()
    return seconds


def _take_over(home: Path, file: Path) -> float:
    from models.takeover.process import take_over

    environment(home)

    def work() -> None:
        report = take_over(file)
        assert not report.errors, report.errors[:3]

    return _timed_on(home / "ours.db", work)


def _read_and_insert(home: Path, file: Path) -> float:
    """Every sheet is read; sessions, people and marks are inserted as they are, by position."""
    environment(home)

    def work() -> None:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(str(file))
        sheets = {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}
        base = sqlite3.connect(home / "bare.db", isolation_level=None)
        base.executescript("PRAGMA synchronous = full; PRAGMA foreign_keys = on; BEGIN")
        code, convention, start, end, places = sheets["Actions"][0]
        _insert(base, "action", [(1, code, convention, "", "", str(start), str(end), places, "")])
        people = {row[0]: number for number, row in enumerate(sheets["Participants"], 1)}
        texts = [""] * 12
        _insert(
            base,
            "person",
            ((people[row[0]], *row, row[1].lower(), None, *texts[:11], 1) for row in sheets["Participants"]),
        )
        sessions = {row[1]: number for number, row in enumerate(sheets["Séances"], 1)}
        _insert(
            base,
            "session",
            ((sessions[row[1]], 1, row[1], row[2], str(row[3]), 540, 690, *texts[:8]) for row in sheets["Séances"]),
        )
        _insert(
            base,
            "attendance",
            (
                (number, sessions[row[1]], people[row[2]], row[3], row[4] or None, 0, "", "reprise")
                for number, row in enumerate(sheets["Présences"], 1)
            ),
        )
        base.execute("COMMIT")
        base.close()

    return _timed_on(home / "bare.db", work)


def _insert(base: sqlite3.Connection, table: str, rows) -> None:
    """Inserts rows that follow the table's first columns, after the two stamps; the columns after them are empty."""
    rows = iter(rows)
    first = next(rows)
    columns = [(row[1], row[3]) for row in base.execute(f"PRAGMA table_info('{table}')")]
    ours = [("id", 1), *(one for one in columns if one[0] not in ("id", "recorded_at", "recorded_by"))]
    empty = tuple("" if needed else None for _, needed in ours[len(first) :])
    names = ", ".join(f'"{name}"' for name in [*(name for name, _ in ours), "recorded_at", "recorded_by"])
    marks = ", ".join("?" * (len(ours) + 2))
    every = ((*row, *empty, *STAMP) for row in chain([first], rows))
    base.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', every)
