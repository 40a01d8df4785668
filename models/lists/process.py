"""Taking a list over: read, proposed, asked, tried, then written by the take-over of a workbook, as one act that can be
taken back."""

from collections.abc import Mapping
from pathlib import Path

from config.reading import short
from models.french.comparing import list_key
from models.lists import memory
from models.lists.asking import Asking
from models.lists.files import File, Page
from models.lists.memory import Remembered
from models.lists.plan import Plan, columns_of, plan
from models.takeover.process import take_over_sources
from models.takeover.report import Report
from models.takeover.sheets import SHEETS

KIND = "take"
BACKUP = "reprise"  # why the base is copied before


class Taking:
    """A file being taken over: its answers, what it then amounts to, its trial, its writing."""

    def __init__(self, file: File, home: Path, late: int, answers: Mapping[str, str] | None = None) -> None:
        self.file, self.home, self.late = file, home, late
        self.answers: dict[str, str] = dict(answers or {})
        self.known: Remembered = memory.recall(home, columns_of(file))
        self.plan: Plan = self.study()

    def study(self) -> Plan:
        """What the file amounts to with the answers given so far."""
        self.plan = plan(self.file, Asking(self.answers, self.known.answers), self.late)
        return self.plan

    def answer(self, id: str, text: str) -> Plan:
        """Answers one question."""
        self.answers[id] = text
        return self.study()

    def try_out(self, who: str) -> Report:
        """What writing it would do, and every fault by the cell of the file; nothing is kept."""
        return self._take(who, dry_run=True)

    def write(self, who: str) -> Report:
        """Writes it, whole or not at all, and keeps how it was read for the next file of this shape."""
        report = self._take(who, dry_run=False)
        if not report.errors:
            named = [
                f"{line.values.get('last_name', '')} {line.values.get('first_name', '')}"
                for sheet in self.plan.sheets
                for line in sheet.lines
            ]
            memory.keep(self.home, self.plan.asking, self.plan.headers, named, self.known)
        return report

    def _take(self, who: str, dry_run: bool) -> Report:
        made = {sheet.name: sheet for sheet in self.plan.sheets}
        sentence = f"Reprise de {short(self.file.name)}"
        report = take_over_sources(self.file.name, sentence, lambda: list(made.values()), KIND, dry_run, who)
        for faults in (report.errors, report.warnings):
            faults[:] = [made[one.sheet].placed(one) if one.sheet in made else one for one in faults]
        return report


def is_template(pages: list[Page]) -> bool:
    """Whether pages are those of the take-over's own workbook: a sheet of its name, with the columns it needs."""
    known = {list_key(sheet.name): sheet for sheet in SHEETS}
    for page in pages:
        sheet = known.get(list_key(page.name))
        if sheet is None or not page.rows:
            continue
        headers = {list_key(str(cell).partition("(")[0].replace("*", "")) for cell in page.rows[0]}
        if all(list_key(column.header) in headers for column in sheet.columns if column.required):
            return True
    return False
