"""What the application does for its files while people work: backups, leftovers swept, a clock set back told.

Copies are made in a thread, through a connection of their own; nothing of the screens is touched from there.
"""

from pathlib import Path

from peewee import SqliteDatabase
from textual.worker import Worker, get_current_worker

from config.files import sweep
from config.settings import typed_path
from models.journal import clock_set_back
from models.storage import backups
from models.storage.damage import not_backed_up
from models.storage.upkeep import tidy_home
from tui.host import Host

EVERY = 4 * 3600.0  # seconds between two looks at whether something is to be backed up
ON_SERVER = "La base est sur un serveur : c'est lui qui la sauvegarde."


def keep(app: Host) -> None:
    """Begins to look after the files of an application whose first screen is there."""
    if warning := clock_set_back.warning():
        app.notify(warning, severity="warning")
    _in_a_thread(app, backups.START, tidying=True)
    app.set_interval(EVERY, lambda: _in_a_thread(app, backups.REGULAR))


def back_up_now(app: Host) -> None:
    """Makes a backup somebody asked for, and says where it is."""
    database = _file(app)
    if database is None:
        app.notify(ON_SERVER)
        return

    def work() -> None:
        path = _back_up(app, database, backups.ASKED)
        if path is not None:
            app.call_from_thread(app.notify, f"Sauvegarde faite : {path}")

    app.run_worker(work, thread=True, group="backup", exit_on_error=False)


def back_up_first(app: Host, reason: str) -> None:
    """Makes a backup before something large is written, and waits for it. Raises CannotBackUp."""
    database = _file(app)
    if database is not None:
        backups.back_up(database, reason)


def _in_a_thread(app: Host, reason: str, tidying: bool = False) -> None:
    database = _file(app)

    def work() -> None:
        if tidying:
            tidy_home(app.home)
            if app.settings.export_folder:
                sweep(typed_path(app.settings.export_folder))
        if database is not None and backups.needed(database):
            _back_up(app, database, reason)

    app.run_worker(work, thread=True, group="backup", exit_on_error=False)


def _back_up(app: Host, database: Path, reason: str) -> Path | None:
    """The copy, made; or None once told why it is not."""
    worker: Worker[None] = get_current_worker()
    try:
        return backups.back_up(database, reason, stopped=lambda: worker.is_cancelled)
    except backups.CannotBackUp as fault:
        app.call_from_thread(app.notify, not_backed_up(database, fault), severity="warning")
    except backups.Stopped:
        pass
    return None


def _file(app: Host) -> Path | None:
    engine = app.database
    return Path(engine.database) if isinstance(engine, SqliteDatabase) else None
