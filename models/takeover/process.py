"""The take-over of a workbook, from the file to the journal."""

from collections.abc import Callable, Sequence
from pathlib import Path

from peewee import DatabaseError

from config.reading import Faults as WrongFile
from config.reading import short
from models.acts.act import Act
from models.acts.refusals import Refused, undone
from models.french.wording import counted, number
from models.storage.faults import damaged, in_french
from models.takeover import attendances, checks, closed, doubts, exits, identities, loans, movements, plates, spellings
from models.takeover.book import Book
from models.takeover.extents import Unreadable
from models.takeover.report import MOST, Enough, Fault, Faults, Report
from models.takeover.rows import keep_once, read_tables
from models.takeover.workbook import Pages, sources
from models.takeover.writing import write


class _Leave(Exception):
    """Leaves the transaction without keeping anything."""


def take_over(path: Path | str, dry_run: bool = False, who: str = "import") -> Report:
    """Takes a workbook over into the open database, in one transaction and one journal entry.

    ``dry_run`` does everything and keeps nothing. The report holds every fault of the file, the first thousands when
    there are more; with any error nothing was written. Raises nothing for what is wrong with the file.
    """
    path = Path(path)
    return take_over_sources(path.name, f"Reprise de {short(path.name)}", lambda: sources(path), "import", dry_run, who)


def take_over_sources(
    name: str, sentence: str, read: Callable[[], Sequence[Pages]], kind: str, dry_run: bool, who: str
) -> Report:
    """Takes the sheets that ``read`` gives over, as ``take_over`` does those of a workbook: an act of this ``kind``,
    told by this ``sentence``. Faults of the whole are those of ``name``."""
    faults, report = Faults(), Report()
    rest: list[Fault] = []
    try:
        tables = read_tables(read(), faults)
        with Act(kind, sentence, who) as act:
            act.for_coordinators()
            book = Book(tables)
            spellings.settle(book)
            plates.settle(book)
            identities.settle(book)
            exits.settle(book)
            for table in tables.values():
                keep_once(table)
            checks.check(book)
            marks = attendances.take(book)
            loans.check(book)
            closed.check(book)
            ledger = movements.take(book, marks)
            if faults.errors:
                raise _Leave
            write(book, marks, ledger, report, act)
            doubts.tell(book, marks, ledger)
            _tell(act, sentence, report)
            if dry_run:
                raise _Leave
    except _Leave:
        pass
    except Enough:
        told = f"Plus de {number(MOST)} erreurs : la lecture s'arrête là ; corrigez ce qui se répète, puis recommencez."
        rest.append(Fault(name, "", "", told))
    except Unreadable as fault:
        faults.error("", 0, 0, name, str(fault))
    except WrongFile as fault:
        report = Report()
        for told in fault.sentences:
            faults.error("", 0, 0, "", told)
    except Refused as fault:
        report = Report()
        faults.error("", 0, 0, name, undone(str(fault)))
    except DatabaseError as fault:  # met while reading
        if damaged(fault):
            raise
        report = Report()
        faults.error("", 0, 0, name, undone(f"La base n'a pas pu être lue : {in_french(fault)}."))
    faults.into(report)
    report.errors += rest
    return report


def _tell(act: Act, sentence: str, report: Report) -> None:
    """Says the take-over in the journal: one sentence and the counts; its rows are in pages."""
    created, updated = sum(report.created.values()), sum(report.updated.values())
    act.sentence = (
        f"{sentence} : {counted(created, 'ligne créée', 'lignes créées')}, "
        f"{counted(updated, 'ligne modifiée', 'lignes modifiées')}"
    )
    act.changes += [
        {"sheet": sheet, "created": report.created[sheet], "updated": report.updated[sheet]}
        for sheet in report.created
        if report.created[sheet] or report.updated[sheet]
    ]
