"""Opening the application: on the installation, or on a made-up year."""

import argparse
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.answering import DONE, Wrong, needs_terminal, say
from tui.commands.shared import close_database, unlock_address, unwritable

if TYPE_CHECKING:
    from config.settings import Settings


def application(asked: argparse.Namespace) -> int:
    needs_terminal()
    from config import settings

    home = settings.home()
    found = settings.load(home)
    unlock_address(settings.database_url(found, home))
    return _open(found, home)


def demo(asked: argparse.Namespace) -> int:
    from config import settings

    if asked.seed_only is not None:
        home = Path(asked.seed_only).absolute()
        _seed(home)
        return say([f"Année d'exemple écrite dans {home} ; ouvrez-la avec ASSIDU_HOME={home}."])
    needs_terminal()
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="assidu-demo-", ignore_cleanup_errors=True) as folder:
        _seed(Path(folder))
        try:
            return _open(settings.load(Path(folder)), Path(folder))
        finally:
            close_database()  # Windows removes no file that is open


def _seed(home: Path) -> None:
    from config import settings

    if (home / settings.DATABASE).exists() or settings.exists(home):
        raise Wrong(f"{home} : ce dossier contient déjà une installation d'Assidu ; choisissez un dossier vide.")
    os.environ["ASSIDU_HOME"] = str(home)
    os.environ.pop("ASSIDU_DATABASE", None)  # the example never goes into the operator's own database
    from config.files import make_folder
    from models.demo import seeding

    try:
        make_folder(home)
        seeding.seed(home)
    except OSError as fault:
        raise unwritable(home, fault) from None


def _open(settings: "Settings", home: Path) -> int:
    from config.catalogue import check_own

    check_own()  # a faulty convention file is told here, not in the middle of a screen
    os.environ.setdefault("TEXTUAL_FPS", "120")  # a mark is shown within 8 ms rather than 16
    gc.disable()  # nothing of what starting loads is to be thrown away; the application enables it again
    from tui.app import AssiduApp

    app = AssiduApp(settings, home)
    _find_conventions(home)
    app.run()
    return app.return_code or DONE


def _find_conventions(home: Path) -> None:
    """Raises Wrong when the file of a convention an action runs under is gone: no screen can tell that action."""
    from config.catalogue import knows
    from models.tables import Action

    for code, id in Action.select(Action.code, Action.convention).order_by(Action.code).tuples():
        if not knows(id):
            raise Wrong(
                f"L'action {code} suit la convention « {id} », dont le fichier a disparu : remettez {id}.toml dans "
                f"{home / 'conventions'}."
            )
