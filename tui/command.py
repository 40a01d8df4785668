"""The command ``assidu``: reads the line, calls what does the work, answers. Loads only what the command needs.

Exit status: 0 done, 1 the answer is "no", 2 the request or its input is wrong, 3 a defect of Assidu.
"""

import argparse
import errno
import gc
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from tui import arguments

if TYPE_CHECKING:
    from pendulum import Date

    from config.settings import Settings
    from models.tables import Action

DONE, NO, WRONG, DEFECT = 0, 1, 2, 3


class Wrong(Exception):
    """The request or its input is wrong; one French sentence each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def main(words: list[str] | None = None) -> int:
    """Runs one command and returns its exit status; never raises."""
    if words is None:
        words = sys.argv[1:]
        sys.unraisablehook = _unraisable
    _open_streams()
    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return _told(["Interrompu."], WRONG)
    except Exception as defect:
        if _unread(defect):  # say nothing
            _silence(sys.stdout)
            return DONE
        if isinstance(defect, OSError) and defect.errno == errno.ENOSPC:
            _silence(sys.stdout)
            return _told(["Le disque est plein ; libérez de la place puis recommencez."], WRONG)
        from config.settings import home
        from tui.crash import write_crash

        return _told([write_crash(home(), defect)], DEFECT)
    finally:
        _close_database()


def _run(words: list[str]) -> int:
    try:
        asked = arguments.read(words)
    except arguments.Misused as misused:
        return _refused([str(misused)], "--json" in words)
    except SystemExit:  # --help has been printed
        return DONE
    if asked.version:
        return _say([f"assidu {_version()}"])
    if asked.command not in (None, "demo"):
        _end_cleanly()
    try:
        return COMMANDS[asked.command](asked)
    except Wrong as wrong:
        return _refused(wrong.sentences, getattr(asked, "json", False))
    except Exception as fault:
        sentences = _expected(fault)
        if not sentences:
            raise
        return _refused(sentences, getattr(asked, "json", False))


def _expected(fault: Exception) -> list[str]:
    """The sentences of a fault that is the request's or its input's; none for a defect."""
    from config.catalogue import UnknownConvention
    from config.reading import Faults

    if isinstance(fault, Faults):
        return fault.sentences
    if isinstance(fault, UnknownConvention):
        return [str(fault)]
    if "models.database" in sys.modules:
        from models.clock import WrongDay
        from models.database import CannotOpen
        from models.journal import Refused

        if isinstance(fault, CannotOpen | Refused | WrongDay):
            return [str(fault)]
    if isinstance(fault, OSError) and fault.filename and fault.errno != errno.ENOSPC:
        return [f"{fault.filename} : hors d'atteinte ; vérifiez le nom, sa longueur et vos droits sur le dossier."]
    return []


# each command


def _application(asked: argparse.Namespace) -> int:
    _needs_terminal()
    from config import settings

    home = settings.home()
    return _open_application(settings.load(home), home)


def _demo(asked: argparse.Namespace) -> int:
    from config import settings

    if asked.seed_only is not None:
        home = Path(asked.seed_only).absolute()
        _seed(home)
        return _say([f"Année d'exemple écrite dans {home} ; ouvrez-la avec ASSIDU_HOME={home}."])
    _needs_terminal()
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="assidu-demo-", ignore_cleanup_errors=True) as folder:
        _seed(Path(folder))
        try:
            return _open_application(settings.load(Path(folder)), Path(folder))
        finally:
            _close_database()  # Windows removes no file that is open


def _seed(home: Path) -> None:
    from config import settings

    if (home / settings.DATABASE).exists() or settings.exists(home):
        raise Wrong(f"{home} : ce dossier contient déjà une installation d'Assidu ; choisissez un dossier vide.")
    os.environ["ASSIDU_HOME"] = str(home)
    os.environ.pop("ASSIDU_DATABASE", None)  # the example never goes into the operator's own database
    from config.files import make_folder
    from models import demo

    try:
        make_folder(home)
        demo.seed(home)
    except OSError as fault:
        raise _unwritable(home, fault) from None


def _import(asked: argparse.Namespace) -> int:
    settings = _installation()
    _warn_of_clock()
    from models.takeover import take_over

    report = take_over(Path(asked.file), dry_run=asked.dry_run, who=_who(settings))
    from tui import answers

    _told([answers.fault_line(asked.file, fault, warning=False) for fault in report.errors], WRONG)
    _told([answers.fault_line(asked.file, fault, warning=True) for fault in report.warnings], DONE)
    if asked.json:
        _print_json(report.as_json())
    elif not report.errors:
        _say(answers.import_text(report, asked.dry_run))
    return WRONG if report.errors else DONE


def _template(asked: argparse.Namespace) -> int:
    path = _workbook(Path(asked.file))
    if path.exists() and path.stat().st_size:
        raise Wrong(f"{path} : ce fichier existe déjà, il est peut-être rempli ; choisissez un autre nom.")
    from models.takeover import write_template

    try:
        write_template(path)
    except OSError as fault:
        raise _unwritable(path, fault) from None
    return _say([f"Classeur de reprise écrit : {path}"])


def _conventions(asked: argparse.Namespace) -> int:
    from config import catalogue
    from tui import specification

    if asked.part == "show":
        return _say(specification.told(catalogue.convention(asked.id)))
    if asked.part == "check":
        found = catalogue.read(Path(asked.file))
        return _say([f"{asked.file} : convention « {found.id} » valide."])
    if asked.part == "new":
        return _begin_convention(asked)
    return _say(specification.listed(catalogue.catalogue().values()))


def _begin_convention(asked: argparse.Namespace) -> int:
    from config import starting

    path = starting.begin(asked.id, asked.like)
    return _say([f"Convention commencée : {path}", "Complétez son intitulé et son édition dans ce fichier."])


def _indicators(asked: argparse.Namespace) -> int:
    _installation()
    from models import indicators
    from tui import answers

    action = _action(asked.action)
    period = _period(action, asked)
    figures = indicators.figures(action, *period)
    if asked.json:
        return _print_json(answers.indicators_json(action, *period, figures))
    return _say(answers.indicators_text(action, *period, figures))


def _check(asked: argparse.Namespace) -> int:
    _installation()
    from models import rules
    from tui import answers

    found = rules.deviations(_action(asked.action) if asked.action is not None else None)
    if asked.json:
        _print_json(answers.check_json(found))
    else:
        _say(answers.check_text(found))
    return NO if any(deviation.severity == "error" for deviation in found) else DONE


def _hours(asked: argparse.Namespace) -> int:
    _installation()
    from models import hours
    from tui import answers

    ledger = hours.ledger(_action(asked.action))
    return _print_json(answers.hours_json(ledger)) if asked.json else _say(answers.hours_text(ledger))


def _export(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = _installation()
    action = _action(asked.action)
    start, end = _period(action, asked)
    from models import export
    from models.export.book import CannotWrite

    usual = export.usual_path(typed_path(settings.export_folder), action, start, end)
    path = _workbook(Path(asked.output) if asked.output else usual)
    try:
        export.write(action, start, end, path, _who(settings), settings.operator)
    except CannotWrite as fault:
        raise Wrong(str(fault)) from None
    return _say([f"Classeur écrit : {path}"])


def _return(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = _installation()
    action = _action(asked.action)
    from models import returns
    from models.export.book import CannotWrite
    from models.export.returns import usual_path, write_return
    from tui import report_answers

    chosen = {"mois": asked.month, "trimestre": asked.quarter, "année": asked.year, "action": "final"}
    every = next(every for every, key in chosen.items() if key is not None)
    period = returns.asked(action, every, chosen[every], asked.code)
    path = None
    if asked.output or not asked.json:
        usual = usual_path(typed_path(settings.export_folder), period)
        path = _workbook(Path(asked.output) if asked.output else usual)
    prepared = returns.prepare(period)
    if path is not None:
        try:
            write_return(prepared, path, _who(settings), settings.operator)
        except CannotWrite as fault:
            raise Wrong(str(fault)) from None
    if asked.json:
        return _print_json(report_answers.return_json(prepared, str(path) if path else None))
    return _say([report_answers.return_line(prepared, str(path))])


def _due(asked: argparse.Namespace) -> int:
    _installation()
    from models.due import due
    from tui import report_answers

    found = due(asked.until)
    return _print_json(report_answers.due_json(found)) if asked.json else _say(report_answers.due_text(found))


def _backup(asked: argparse.Namespace) -> int:
    _installation()
    from models import backups
    from tui import keeping_answers

    database = _database_file()
    try:
        if asked.output:
            path = _free_file(Path(asked.output))
            backups.copy_to(path, database)
        else:
            path = backups.back_up(database, backups.ASKED)
    except backups.CannotBackUp as fault:
        raise Wrong(str(fault)) from None
    last = backups.last_in(path)
    if asked.json:
        return _print_json(keeping_answers.backup_json(path, last))
    return _say(keeping_answers.backup_text(path, last))


def _restore(asked: argparse.Namespace) -> int:
    from config import settings
    from models import backups, restoring
    from tui import keeping_answers

    database = _database_file()
    if asked.file is None:
        found = backups.backups_of(database)
        if asked.json:
            return _print_json(keeping_answers.backups_json(found))
        return _say(keeping_answers.backups_text(found))
    try:
        look = restoring.look(Path(asked.file), database)
        if not asked.json:
            _say(keeping_answers.look_text(look))
        if not asked.yes:
            if asked.json or not (sys.stdin and sys.stdin.isatty()):
                refusal = "Rien n'est changé : ajoutez --yes pour remettre la base à cette sauvegarde."
                if asked.json:
                    _print_json(keeping_answers.look_json(look, False, None, [refusal]))
                return _told([refusal], WRONG)
            if not _confirmed():
                return _say(["Rien n'est changé."]) or NO
        before = restoring.restore(look, database, _who(settings.load(settings.home())))
    except restoring.CannotRestore as fault:
        raise Wrong(str(fault)) from None
    if asked.json:
        return _print_json(keeping_answers.look_json(look, True, before, []))
    return _say(keeping_answers.restored_text(look, before))


def _confirmed() -> bool:
    """Whether the person at the terminal writes « oui » in full."""
    try:
        return input("Remettre la base à cette sauvegarde ? Écrivez oui : ").strip().casefold() == "oui"
    except EOFError:
        return False


COMMANDS = {
    None: _application,
    "demo": _demo,
    "import": _import,
    "template": _template,
    "conventions": _conventions,
    "indicators": _indicators,
    "check": _check,
    "hours": _hours,
    "export": _export,
    "return": _return,
    "due": _due,
    "backup": _backup,
    "restore": _restore,
}


# what commands share


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("assidu")
    except PackageNotFoundError:
        return "(non installé)"


def _installation() -> "Settings":
    """The settings, with the database open."""
    from config import settings
    from models.database import open_database
    from models.upkeep import tidy_home

    home = settings.home()
    found = settings.load(home)
    open_database(settings.database_url(found, home))
    tidy_home(home)
    return found


def _warn_of_clock() -> None:
    """Before something is recorded: says that it would be dated before what is there."""
    from models import clock_set_back

    if warning := clock_set_back.warning():
        _told([warning], DONE)


def _database_file() -> Path:
    """The file of this installation's database. Raises CannotOpen when it is not a file."""
    from config import settings
    from models.database import path_of

    home = settings.home()
    return path_of(settings.database_url(settings.load(home), home))


def _free_file(path: Path) -> Path:
    if not path.absolute().parent.is_dir():
        raise Wrong(f"{path.parent} : ce dossier n'existe pas ; créez-le ou choisissez-en un autre.")
    if path.exists():
        raise Wrong(f"{path} : ce nom est déjà pris ; choisissez-en un autre.")
    return path


def _close_database() -> None:
    tables = sys.modules.get("models.tables")
    if tables is not None and tables.database.obj is not None:
        tables.database.close()


def _who(settings: "Settings") -> str:
    return settings.user or settings.operator or "ligne de commande"


def _action(code: str) -> "Action":
    from config.reading import nearest
    from models.tables import Action

    code = code.encode(errors="replace").decode()  # what a terminal could not decode is no code
    found = Action.get_or_none(Action.code == code)
    if found is None:
        codes = [action.code for action in Action.select(Action.code)]
        known = nearest(code, codes) or (" ; vérifiez son code." if codes else " : aucune action n'est enregistrée.")
        raise Wrong(f"Action « {code} » inconnue{known}")
    return found


def _period(action: "Action", asked: argparse.Namespace) -> "tuple[Date, Date]":
    from models.wording import day

    start, end = asked.start or action.start, asked.end or action.end
    if start > end:
        raise Wrong(f"La période commence le {day(start)} et finit le {day(end)} : donnez --from avant --to.")
    return start, end


def _workbook(path: Path) -> Path:
    if path.suffix.lower() != ".xlsx":
        raise Wrong(f"{path} : donnez un nom de classeur en .xlsx.")
    if not path.parent.is_dir():
        raise Wrong(f"{path.parent} : ce dossier n'existe pas ; créez-le ou choisissez-en un autre.")
    if path.is_dir():
        raise Wrong(f"{path} : c'est un dossier ; donnez un nom de fichier.")
    return path


def _unwritable(path: Path, fault: OSError) -> Wrong:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return Wrong(f"{path} : le disque est plein ; libérez de la place.")
    return Wrong(f"{path} : écriture impossible ; vérifiez vos droits et fermez le fichier s'il est ouvert.")


def _needs_terminal() -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)  # the screens are drawn on the last, or the second, by the system
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise Wrong("L'application s'ouvre dans un terminal ; ici, utilisez une commande (« assidu --help »).")


def _open_application(settings: "Settings", home: Path) -> int:
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


def _end_cleanly() -> None:
    """A command told to end, or whose terminal is closed, leaves nothing unfinished behind: as after Ctrl+C."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, interrupted)


def _open_streams() -> None:
    """UTF-8 out, whatever the console says of itself; what is said to a stream closed beforehand is lost."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _unraisable(told: Any) -> None:
    """A file given up because it cannot be written says so once more as it is thrown away: once is enough."""
    if not isinstance(told.exc_value, OSError):
        sys.__unraisablehook__(told)


def _unread(defect: Exception) -> bool:
    """Whether nobody reads any more what is written: a broken pipe, which Windows calls an invalid argument."""
    if sys.platform == "win32" and isinstance(defect, OSError):
        return defect.errno in (errno.EPIPE, errno.EINVAL) and not defect.filename
    return isinstance(defect, BrokenPipeError)


def _silence(stream: TextIO) -> None:
    """Lets Python close a stream nothing more can be written to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(lines: Iterable[str]) -> int:
    from tui.answers import wrapped

    for line in wrapped(lines):
        print(line)
    return DONE


def _print_json(document: dict[str, Any]) -> int:
    print(json.dumps(document, indent=2))  # in ASCII: the same document whatever a pipe takes its bytes for
    return DONE


def _refused(sentences: Iterable[str], as_json: bool) -> int:
    said = list(sentences)
    if as_json:
        _print_json({"errors": [{"sheet": "", "cell": "", "value": "", "message": sentence} for sentence in said]})
    return _told(said, WRONG)


def _told(sentences: Iterable[str], status: int) -> int:
    """Each sentence on its own line of standard error, whatever it holds."""
    for sentence in sentences:
        print(re.sub(r"[\x00-\x1f\x7f]+", " ", sentence), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
