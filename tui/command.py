"""The command ``assidu``: reads the line, calls what does the work, answers. Loads only what the command needs.

Exit status: 0 done, 1 the answer is "no", 2 the request or its input is wrong, 3 a defect of Assidu.
"""

import errno
import os
import signal
import sys
import threading
from typing import TextIO

from config.refusal import Refusal
from tui.commands import arguments
from tui.commands.answering import DEFECT, DONE, WRONG, refused, report, say, version
from tui.commands.loaders import COMMANDS
from tui.commands.shared import close_database

_told_to_end: list[bool] = []  # the system has said so; what is then raised may have been taken for another fault


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
        return report(["Interrompu."], WRONG)
    except Exception as defect:
        if _told_to_end or _interrupted(defect):  # what was being done then failed as best it could
            return report(["Interrompu."], WRONG)
        if _unread(defect):  # say nothing
            _silence(sys.stdout)
            return DONE
        if isinstance(defect, OSError) and defect.errno == errno.ENOSPC:
            _silence(sys.stdout)
            return report(["Le disque est plein ; libérez de la place puis recommencez."], WRONG)
        from config.settings import home
        from tui.crash import write_crash

        return report([write_crash(home(), defect)], DEFECT)
    finally:
        close_database()


def _run(words: list[str]) -> int:
    try:
        asked = arguments.read(words)
    except arguments.Misused as misused:
        return refused(misused.sentences, "--json" in words)
    except SystemExit:  # --help has been printed
        return DONE
    if asked.version:
        return say([f"assidu {version()}"])
    if asked.command not in (None, "demo"):
        _end_cleanly()
    try:
        return COMMANDS[asked.command]()(asked)
    except Exception as fault:
        sentences = [] if _told_to_end or _interrupted(fault) else _sentences(fault)
        if not sentences:
            raise
        return refused(sentences, getattr(asked, "json", False))


def _sentences(fault: Exception) -> list[str]:
    """What to say of a fault that is the request's or its input's; nothing for a defect."""
    if isinstance(fault, Refusal):
        return fault.sentences
    if isinstance(fault, OSError) and fault.filename and fault.errno != errno.ENOSPC:
        return [f"{fault.filename} : hors d'atteinte ; vérifiez le nom, sa longueur et vos droits sur le dossier."]
    if "models.storage.connection" not in sys.modules or isinstance(fault, OSError):
        return []
    from models.acts.refusals import Disconnected
    from models.storage.connection import lost
    from models.storage.damage import sentence_of
    from models.storage.faults import from_database

    if from_database(fault) and lost():
        return [str(Disconnected())]
    told = sentence_of(fault)
    return [told] if told else []


def _end_cleanly() -> None:
    """A command told to end, or whose terminal is closed, leaves nothing unfinished behind: as after Ctrl+C."""

    _told_to_end.clear()

    def interrupted(*_: object) -> None:
        _told_to_end.append(True)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, interrupted)


def _interrupted(fault: BaseException | None) -> bool:
    """Whether a fault was met while an interruption was on its way out."""
    while fault is not None:
        if isinstance(fault, KeyboardInterrupt):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _open_streams() -> None:
    """UTF-8 out, whatever the console says of itself; what is said to a stream closed beforehand is lost."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _unraisable(given_up: "sys.UnraisableHookArgs") -> None:
    """A file given up because it cannot be written says so once more as it is thrown away: once is enough."""
    if not isinstance(given_up.exc_value, OSError):
        sys.__unraisablehook__(given_up)


def _unread(defect: Exception) -> bool:
    """Whether nobody reads any more what is written: a broken pipe, which Windows calls an invalid argument."""
    if sys.platform == "win32" and isinstance(defect, OSError):
        return defect.errno in (errno.EPIPE, errno.EINVAL) and not defect.filename
    return isinstance(defect, BrokenPipeError)


def _silence(stream: TextIO) -> None:
    """Lets Python close a stream nothing more can be written to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
