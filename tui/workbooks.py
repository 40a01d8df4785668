"""Writing a workbook or a document while the application goes on: in the export folder, its place said at the end."""

from collections.abc import Callable
from pathlib import Path

from config.refusal import Refusal
from config.settings import typed_path
from tui.host import Host


def write_behind(
    app: Host, place: Callable[[Path], Path], write: Callable[[Path], object], *, what: str = "Classeur écrit"
) -> None:
    """Writes a file in a thread of its own; ``place`` names it in the export folder, ``write`` writes it there: what
    more it answers, a text, is told after ``what`` and the place."""
    path = place(typed_path(app.settings.export_folder).absolute())
    app.notify("Écriture…")
    app.run_worker(lambda: _write(app, path, write, what), thread=True)


def _write(app: Host, path: Path, write: Callable[[Path], object], what: str) -> None:
    """With its own connection to the database: all it does to the screen is to say the end."""
    from models.tables import database

    failed, more = "", None
    try:
        with database.obj.connection_context():
            path.parent.mkdir(parents=True, exist_ok=True)
            more = write(path)
    except OSError:
        failed = f"{path} : dossier ou fichier inaccessible ; choisissez un autre dossier d'export dans les réglages."
    except Refusal as fault:
        failed = str(fault)
    if app.is_running:
        told = failed or f"{what} : {path}" + (f". {more}" if isinstance(more, str) and more else "")
        app.call_from_thread(app.notify, told, severity="error" if failed else "information")
