"""Which documents to print of what is chosen on a screen, then their writing, in the export folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from models.french.wording import capital
from models.printing import papers, sheets
from models.printing.papers import Paper
from models.sessions import planning
from models.tables import TRAINER
from tui.forms.form import FormScreen
from tui.host import Host
from tui.widgets.finder import Picker
from tui.workbooks import write_behind

Ready = Callable[[], Sequence[Paper]]


def ask_session(app: Host, number: int) -> None:
    """Asks what to print of a session: its sheet to sign first. Raises Refused when it is gone, or cancelled."""
    sessions = sheets.of_session(number)
    day, own = sessions[0].day, app.who if app.acting.role == TRAINER else None

    def sheet(marks: bool) -> Ready:
        return lambda: sheets.of_sessions([sheets.of_session(number)], marks=marks)

    def of_day() -> Sequence[Paper]:
        return sheets.of_sessions(sheets.of_days(day, day, trainer=own), marks=False)

    what = "des deux demi-journées" if len(sessions) > 1 else "de la séance"
    lines: list[tuple[Ready, str]] = [
        (sheet(False), f"Feuille d'émargement {what}, à signer"),
        (sheet(True), f"Feuille d'émargement {what}, avec les présences notées"),
        (of_day, "Feuilles d'émargement de toutes les séances du jour"),
    ]
    nature = sessions[0].action.spec.nature_of(sessions[0].nature)
    if nature is not None and nature.collective:
        week: Ready = lambda: sheets.of_sessions([sheets.of_week(number)], marks=False)  # noqa: E731
        lines.insert(2, (week, "Feuille d'émargement de la semaine du groupe"))

    def chosen(ready: Ready | None) -> None:
        if ready is not None:
            print_papers(app, sheets.KIND, ready())

    app.push_screen(Picker(f"Imprimer : {planning.numbered([number])[0].label}", lines), chosen)


def print_papers(app: Host, kind: str, ready: Sequence[Paper]) -> None:
    """Prints documents; asks first when the font lacks a letter of theirs."""

    def write() -> None:
        write_behind(
            app,
            lambda folder: papers.usual_path(folder, kind, ready),
            lambda path: _write(app, kind, ready, path),
            what=capital(papers.counted(kind, len(ready))),
        )

    if missing := papers.missing_letters(ready):
        app.push_screen(FormScreen("Imprimer", [], lambda _: write(), note=missing, by=""))
    else:
        write()


def _write(app: Host, kind: str, ready: Sequence[Paper], path: Path) -> str:
    papers.write(kind, ready, path, app.settings, who=app.who)
    return papers.told_days_off(ready, app.settings)
