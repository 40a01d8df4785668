"""Exporting 100 k detail rows, against bare xlsxwriter writing the same cells in constant memory: time and memory."""

import sqlite3
from pathlib import Path
from time import process_time

from tests.benchmark.large import environment, fill
from tests.benchmark.measure import apart, ratio, say


def run(home: Path, scale: int) -> None:
    """Prints the seconds and the memory of both."""
    fill(home, 1)
    rows = _enlarge(home, 100_000 // scale)
    ours, memory = apart(_export, home)
    bare, _ = apart(_write_again, home)
    _, least = apart(_write_rows, home, rows)
    say(
        f"export of {rows:,} attendances",
        f"{ours:.1f} s of processor",
        f"bare {bare:.1f} s",
        ratio(ours, bare),
        f"{memory:.0f} MiB (bare {least:.0f})",
        aim="≤ 1.3 ×, ≤ 120 MiB",
    )


def _enlarge(home: Path, rows: int) -> int:
    """Gives the action more sessions, each with the marks of the first, until it has so many rows; four a day."""
    base = sqlite3.connect(home / "assidu.db")
    columns = [row[1] for row in base.execute("PRAGMA table_info('session')")]
    kept = ", ".join(f'"{name}"' for name in columns if name not in ("id", "code", "day", "start", "end"))
    marks = [row[1] for row in base.execute("PRAGMA table_info('attendance')") if row[1] not in ("id", "session_id")]
    mark_names = ", ".join(f'"{name}"' for name in marks)
    (each,) = base.execute("SELECT count(*) FROM attendance WHERE session_id = 1").fetchone()
    (count,) = base.execute("SELECT count(*) FROM attendance").fetchone()
    base.execute('UPDATE session SET start = 1200, "end" = 1350')
    number = 0
    while count + each <= rows:
        days, turn = divmod(number, 4)
        start = 480 + 160 * turn
        base.execute(
            f'INSERT INTO session (id, code, day, start, "end", {kept})'
            f" SELECT ?, ?, date('2026-01-03', ?), ?, ?, {kept} FROM session WHERE id = 1",
            (1000 + number, f"X{number}", f"{days} days", start, start + 150),
        )
        base.execute(
            f"INSERT INTO attendance (session_id, {mark_names}) SELECT ?, {mark_names} FROM attendance"
            " WHERE session_id = 1",
            (1000 + number,),
        )
        count += each
        number += 1
    base.commit()
    base.close()
    return count


def _export(home: Path) -> float:
    from models.export.indicators import write
    from models.storage.opening import open_database
    from models.tables import Action

    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")
    action = Action.get(code="A0")
    start = process_time()
    write(action, action.start, action.end, home / "ours.xlsx", "Banc")
    seconds = process_time() - start
    engine.close()
    return seconds


def _write_again(home: Path) -> float:
    """The cells of the exported workbook, held in memory, written again; the time of the writing alone."""
    from datetime import date, datetime, time, timedelta

    import xlsxwriter
    from python_calamine import CalamineWorkbook

    read = CalamineWorkbook.from_path(str(home / "ours.xlsx"))
    sheets = {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}
    start = process_time()
    with xlsxwriter.Workbook(home / "bare.xlsx", {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        length = book.add_format({"num_format": "[h]:mm"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, (date, datetime)):
                        page.write_datetime(line, column, value, day)
                    elif isinstance(value, (time, timedelta)):
                        page.write_datetime(line, column, value, length)
                    elif isinstance(value, str):
                        if value:
                            page.write_string(line, column, value)
                    else:
                        page.write_number(line, column, value)
    return process_time() - start


def _write_rows(home: Path, rows: int) -> None:
    """As many rows of twelve cells, made as they are written: the memory a bare writer needs."""
    import xlsxwriter

    with xlsxwriter.Workbook(home / "least.xlsx", {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for line in range(rows):
            for column in range(12):
                page.write_string(line, column, f"texte {line % 50}")
