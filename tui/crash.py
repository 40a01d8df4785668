"""A defect's report: where in the program it happened, and nothing that was being handled (no name, no value)."""

import os
import platform
import traceback
from datetime import datetime
from pathlib import Path

from config.files import draft, free, make_folder


def write_crash(folder: Path, defect: BaseException) -> str:
    """Writes what is needed to repair into ``folder``, and returns the French sentence to show."""
    said = "Assidu a rencontré un défaut et s'est arrêté ; « assidu verify » dit si ce qui est enregistré se tient."
    path = folder / f"incident-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        make_folder(folder)
        path = free(path)
        with draft(path, private=True) as file:
            file.write_text(told(defect), encoding="utf-8")
    except OSError:
        return said
    return f"{said} Le rapport, sans aucun nom, est dans {path} : transmettez-le à qui vous assiste."


def told(defect: BaseException) -> str:
    """The kinds of the errors and the lines of the program they went through, without any message or value."""
    lines = [f"Python {platform.python_version()}, {platform.system()}"]
    fault: BaseException | None = defect
    while fault is not None:
        lines.append(type(fault).__name__)
        for frame in traceback.extract_tb(fault.__traceback__):
            lines.append(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
        fault = fault.__cause__ or fault.__context__
    return "\n".join(lines) + "\n"
