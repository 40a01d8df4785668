"""Writing a workbook or a document while the application goes on: in the export folder, how far it is told on the
message line, its place said at the end. Échap stops it: nothing of it is left."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual.worker import get_current_worker

from config.progress import Follow, Stopped, followed
from config.refusal import Refusal
from config.settings import typed_path
from tui.behind import EVERY, how_far
from tui.host import Host

WRITING = "writing"  # the group of these works


def write_behind(
    app: Host, place: Callable[[Path], Path], write: Callable[[Path], object], *, what: str = "Classeur écrit"
) -> None:
    """Writes a file in a thread of its own; ``place`` names it in the export folder, ``write`` writes it there: what
    more it answers, a text, is told after ``what`` and the place."""
    path = place(typed_path(app.settings.export_folder).absolute())
    app.notify("Écriture… Échap l'arrête.")
    app.run_worker(lambda: _write(app, path, write, what), thread=True, group=WRITING)


def stop_writing(app: Host) -> bool:
    """Stops what is being written, if anything is."""
    return bool(app.workers.cancel_group(app, WRITING))


def _write(app: Host, path: Path, write: Callable[[Path], object], what: str) -> None:
    """With its own connection to the database: all it does to the screen is to say how far it is, and the end."""
    from models.tables import database

    failed, more = "", None
    try:
        with database.obj.connection_context(), followed(_told(app)):
            path.parent.mkdir(parents=True, exist_ok=True)
            more = write(path)
    except Stopped:
        failed = f"Arrêté : {path} n'est pas écrit."
    except OSError:
        failed = (
            f"Rien n'est écrit : {path}, dossier ou fichier inaccessible ; choisissez un autre dossier d'export dans "
            "les réglages."
        )
    except Refusal as fault:
        failed = str(fault)
    if app.is_running:
        told = failed or f"{what} : {path}" + (f". {more}" if isinstance(more, str) and more else "")
        app.call_from_thread(app.notify, told, severity="error" if failed else "information")


def _told(app: Host) -> Follow:
    """Tells on the message line how far the work of this thread is, over no warning; stops it when Échap did."""
    worker, last = get_current_worker(), monotonic()

    def follow(what: str, done: int, of: int) -> None:
        nonlocal last
        if worker.is_cancelled or not app.is_running:
            raise Stopped
        if monotonic() - last >= EVERY and of:
            last = monotonic()
            app.call_from_thread(_tell, app, how_far(what, done, of))

    return follow


def _tell(app: Host, text: str) -> None:
    told = app.said_on(app.screen)
    if told is None or told.severity == "information":
        app.notify(text)
