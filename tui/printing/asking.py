"""Which documents to print of what is chosen on a screen, then their writing, in the export folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from config.words import PAPERS
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.french.wording import capital
from models.printing import attestations, papers, sheets
from models.printing.papers import Paper
from models.sessions import planning
from models.tables import TRAINER, Action, Parcours, Person
from tui.forms.form import FormScreen
from tui.forms.rows import Field
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


def ask_person(app: Host, person: Person, actions: Sequence[Action]) -> None:
    """Asks what to attest of somebody in one of their actions, then of which days. Raises Refused without any."""
    if not actions:
        raise Refused("Cette personne n'a pas de parcours : il n'y a rien à attester.")
    lines = [
        ((kind, action), capital(PAPERS[kind][0]) + (f" · {action.code}" if len(actions) > 1 else ""))
        for action in actions
        for kind in attestations.KINDS
    ]

    def chosen(found: tuple[str, Action] | None) -> None:
        if found is not None:
            _ask_days(app, person, *found)

    app.push_screen(Picker(f"Imprimer pour {wording.person(person)}", lines), chosen)


def _ask_days(app: Host, person: Person, kind: str, action: Action) -> None:
    stay = Parcours.select().where(Parcours.action == action, Parcours.person == person).order_by(Parcours.entry.desc())
    found = stay.get()
    last = min(today(), found.exit or action.end)
    fields = [
        Field("start", "Du", "date", required=True, default=found.entry),
        Field("end", "Au", "date", required=True, default=max(last, found.entry), since="start"),
        Field("day", "Date du document", "date", required=True, default=today()),
    ]

    def submit(values: dict[str, Any]) -> None:
        print_papers(app, kind, attestations.attestations(kind, action, [person], **values))

    note = "Un document que la convention attend est noté au dossier à cette date ; Ctrl+Z le retire."
    app.push_screen(FormScreen(capital(PAPERS[kind][0]), fields, submit, note=note))


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
